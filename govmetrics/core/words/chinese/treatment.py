"""Treatment: what its methods refuse."""

_METHODS = {
    "Evidence was counted as the share of cells with a value, before anything was imputed.": "以插补前有取值的单元格所占比例衡量数据完整性。",
    "Units had to have values for at least {least:.0%} of the indicators.": "要求单元至少有 {least:.0%} 的指标有数据。",
    "Indicators had to have values in at least {least:.0%} of the rows.": "要求指标至少在 {least:.0%} 的行中有数据。",
    "Those that fell short were left out.": "未达要求者予以剔除。",
    "Those that fell short were kept and named.": "未达要求者保留并注明。",
}
"""How results were found, as the methods section of a paper says it."""

WORDS = {
    # denominators
    "give {code: attribute}": "请给出 {代码: 属性}",
    "is not an attribute": "不是属性列",
    "attributes are: {names}": "现有属性：{names}",
    "the denominator is {value}, not a positive number": "分母为 {value}，不是正数",
    # missing values
    "no unit has a value to fill {count:# cell|# cells} from ({units:3})": "没有单元有取值，无法填补 {count:#} 个单元格（{units:3}）",
    "no unit of the same {by!r} has a value to fill {count:# cell|# cells} from ({units:3})": "同一 {by!r} 内没有单元有取值，无法填补 {count:#} 个单元格（{units:3}）",
    "fill over all units, or leave the indicator out": "请用全部单元填补，或删去该指标",
    "{by} is not an attribute": "{by} 不是属性列",
    "has no {by!r}": "没有 {by!r}",
    "name its group": "请填写其所属组别",
    # screening
    "{count:# unit has|# units have} values for less than {least:.0%} of the indicators: {names:10}": "{count:#} 个单元有值的指标不足 {least:.0%}：{names:10}",
    "{count:# unit|# units} with values for less than {least:.0%} of the indicators {count:is|are} left out: {names:10}": "{count:#} 个单元因有值的指标不足 {least:.0%} 而被剔除：{names:10}",
    "{count:# indicator has|# indicators have} values in less than {least:.0%} of the rows: {names:10}": "{count:#} 项指标有值的行不足 {least:.0%}：{names:10}",
    "{count:# indicator|# indicators} with values in less than {least:.0%} of the rows {count:is|are} left out: {names:10}": "{count:#} 项指标因有值的行不足 {least:.0%} 而被剔除：{names:10}",
    "{name} ({share:.0%})": "{name}（{share:.0%}）",
    "Evidence of the units": "各单元的数据完备情况",
    "Evidence of the indicators": "各指标的数据完备情况",
    "No unit and no indicator has too little evidence.": "各单元和各指标的数据均达到要求。",
    "{name!r} is neither a unit nor an indicator": "{name!r} 既不是单元，也不是指标",
    "no unit is left": "没有单元留下",
    "no indicator is left": "没有指标留下",
    'ask for a smaller share, or say how="flag"': '请降低所要求的比例，或设 how="flag"',
    # outliers and transformations
    "still fails with {most:# value|# values} pulled in": "缩尾 {most:#} 个取值后仍不合要求",
    'raise `most`, or choose otherwise="log" or "keep"': '请提高 `most`，或设 otherwise="log" 或 "keep"',
    "is constant, so it has no range to shift by": "取值全部相同，没有可供平移的极差",
    "has values that are not positive": "有非正的取值",
    "use log_transform, which shifts, or leave the indicator out": "请改用可平移的 log_transform，或删去该指标",
    "has too little spread to estimate the exponent": "离散程度太小，无法估计指数",
    "give `exponent=`": "请给出 `exponent=`",
    "give a list of indicators": "请给出指标的列表",
    "{value:g} cannot be transformed": "{value:g} 无法变换",
    "use log_transform with shift=True, or leave the indicator out": "请用 shift=True 的 log_transform，或删去该指标",
    "a goalpost or target cannot be transformed": "目标界限或目标值无法变换",
    "leave it out, or change it": "请删去，或修改",
    # how it was done
    "Gaps between two known periods of a unit were filled by linear interpolation.": "同一单元两个已知时期之间的缺失值采用线性插值补齐。",
    "Gaps of at most {limit:# period|# periods} between two known ones of a unit were filled by linear interpolation.": "同一单元两个已知时期之间连续不超过 {limit:#} 期的缺失值采用线性插值补齐。",
    "Missing values were not imputed.": "缺失值不作插补。",
    "the arithmetic mean": "均值",
    "the median": "中位数",
    "Missing values were imputed by {what} of the units that have one.": "缺失值采用有数据单元的{what}插补。",
    "Missing values were imputed by {what} of the units of the same {by} that have one.": "缺失值采用同一{by}内有数据单元的{what}插补。",
    "Every period was imputed from itself.": "各时期分别插补。",
    "Units without any value stayed empty.": "没有任何数据的单元不作插补。",
    "{leaf} by {attribute}": "{leaf}除以{attribute}",
    "Totals were divided: {pairs}.": "总量指标按基数折算：{pairs}。",
    "Totals were divided, and counted per {per:,g}: {pairs}.": "总量指标按基数折算（每 {per:,g}）：{pairs}。",
    "Indicators with an absolute skewness above {skewness:g} and an excess kurtosis above {kurtosis:g} were winsorised: at most "
    "{most:# outlying value was|# outlying values were} set to the next one.": "偏度绝对值大于 {skewness:g} 且超额峰度大于 {kurtosis:g} 的指标作缩尾处理：将不超过 {most:#} 个极端值替换为与其相邻的取值。",
    "Natural logarithms were taken of: {leaves}.": "取自然对数的指标：{leaves}。",
    "Natural logarithms were taken, after a shift that makes the least value one percent of the range, of: {leaves}.": "平移使最小值为极差的百分之一后取自然对数的指标：{leaves}。",
    "Box and Cox's transformation, its exponents by maximum likelihood, was applied to: {leaves}.": "作 Box-Cox 变换（指数由极大似然法确定）的指标：{leaves}。",
    "Box and Cox's transformation with the exponent {exponent:g} was applied to: {leaves}.": "作 Box-Cox 变换（指数 {exponent:g}）的指标：{leaves}。",
    "{leaves}: {said}": "{leaves}：{said}",
    # said elsewhere too
}
WORDS |= _METHODS
