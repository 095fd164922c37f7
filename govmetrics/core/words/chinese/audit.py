"""The audit in ten steps."""

WORDS = {
    # steps, after the handbook of OECD and JRC
    "{number}. {stage}": "{number}. {stage}",
    "Theoretical framework": "理论框架",
    "Selection of indicators": "指标选取",
    "Missing data and outliers": "缺失数据与异常值",
    "Multivariate analysis": "多元分析",
    "Normalisation": "标准化",
    "Weighting and aggregation": "赋权与合成",
    "Uncertainty and sensitivity": "不确定性与敏感性分析",
    "Back to the data": "回到数据",
    "Links to other measures": "与其他指标的联系",
    "Presentation": "结果呈现",
    # where thresholds come from
    "ours: the handbook names no number": "本软件设定：手册未给出数值",
    "JRC pocket guide (Saisana et al. 2019)": "JRC 袖珍指南（Saisana 等，2019）",
    "JRC, usual limit of COINr (Becker et al. 2022)": "JRC：COINr 的常用界限（Becker 等，2022）",
    "Paruolo et al. (2013); the factor is ours": "Paruolo 等（2013）；倍数为本软件设定",
    "Nunnally (1978): 0.70 or more": "Nunnally（1978）：不低于 0.70",
    "Saaty (1980): 0.10 or less": "Saaty（1980）：不大于 0.10",
    "Goepel (2018): at least moderate": "Goepel（2018）：至少为中等",
    "OECD/JRC (2008), step 4, after Grossman et al. (1991)": "OECD/JRC（2008）第 4 步，引自 Grossman 等（1991）",
    "OECD/JRC (2008), step {step}": "OECD/JRC（2008）第 {step} 步",
    # result
    "Audit in ten steps": "十步审核",
    "Cases behind the checks": "检查项所涉对象",
    "met": "符合",
    "not met": "不符合",
    "not examined": "未检查",
    "named": "已注明",
    "not named": "未注明",
    "not recorded": "未记录",
    "recorded": "已记录",
    "weighted arithmetic mean": "加权算术平均",
    "weighted geometric mean": "加权几何平均",
    "{count:,} of {total:,}": "{total:,} 项中 {count:,} 项",
    "{value:.3g} times": "{value:.3g} 倍",
    "{value:.2f} times": "{value:.2f} 倍",
    "Not examined: {reason}.": "未检查：{reason}。",
    "Audit in ten steps: {met} of {count:# check|# checks} met, {unmet} not met, {open} not examined.": "十步审核：{count:#} 项检查中 {met} 项符合，{unmet} 项不符合，{open} 项未检查。",
    "The index was checked in the ten steps of the handbook of OECD and JRC, from the framework to the presentation, "
    "against thresholds that are named with their sources.": "按 OECD 与 JRC 手册的十个步骤（从理论框架到结果呈现）审核了该指数，各项阈值均注明出处。",
    "make it with survey.reliability": "请用 survey.reliability 生成",
    "make it with ranking.compare": "请用 ranking.compare 生成",
    # why something was not examined
    "there is only one dimension": "只有一个维度",
    "no indicator has values of two units": "没有指标有两个以上单元的取值",
    "no reliability of the survey's scales is at hand (`reliability: true`)": "没有问卷量表的信度分析（`reliability: true`）",
    "no indicator that is scored comes from a survey": "计分指标中没有来自问卷调查的指标",
    "no scale has two items": "没有量表含两个以上题目",
    "no group has parts enough, or their values are constant": "各组的下级过少，或其取值不变",
    "the scale has no ends": "量尺没有端点",
    "the weights are not those of experts": "权重并非来自专家",
    "the experts' judgements are not at hand": "未给出专家判断",
    "there is only one expert": "只有一位专家",
    "values of zero or less have no geometric mean": "存在零或负值，无法取几何平均",
    "{method} (on a scale from 1 to 100)": "{method}（按 1～100 标准化）",
    "all units are tied": "所有单元得分相同",
    "no analysis of sureness is at hand (`sureness: true`)": "没有排名可靠性的分析（`sureness: true`）",
    "no unit has a rank": "没有单元有排名",
    "there are no two units with a rank": "有排名的单元不足两个",
    "scores by this aggregation are no sums of what the dimensions give": "该合成方法的得分不是各维度贡献之和",
    "there are fewer than two units or dimensions to compare": "可比较的单元或维度不足两个",
    "the units have no attributes in numbers, such as population": "没有人口等数值型的单元属性",
    "the units were not judged in any other way": "没有对这些单元的其他评判",
    "{name} ({value:.2f})": "{name}（{value:.2f}）",
    "hashes of the inputs": "输入数据的哈希值",
    "hash of the choices": "各项选择的哈希值",
    "versions of the software": "软件版本",
    "seed of the draws": "抽样的随机种子",
    "{value:.0%}": "{value:.0%}",
    "{value:.1%}": "{value:.1%}",
    "{value:.1f}": "{value:.1f}",
    "{value:.3f}": "{value:.3f}",
    # 1. framework
    "Every indicator is explained": "每个指标均有解释",
    "indicators without a note that says what is meant: none": "没有说明含义的指标：0 个",
    "Every indicator has a note that says what is meant.": "每个指标都有说明其含义的备注。",
    "{count:# indicator has|# indicators have} no note that says what is meant: {names:10}. Give them `notes` in the tree.": "{count:#} 个指标没有说明其含义的备注：{names:10}。请在指标树中填写 `notes`。",
    "The dimensions are of like size": "各维度指标数相近",
    "the largest dimension has at most {limit:g} times as many indicators as the smallest": "指标最多的维度不超过最少者的 {limit:g} 倍",
    "The dimensions have from {low} to {high:# indicator|# indicators}.": "各维度含 {low} 至 {high:#} 个指标。",
    "{largest} has {high:# indicator|# indicators}, and {smallest} has {low}. What is measured in more detail is not more "
    "important for that: look at the weights, or give the small dimension more indicators.": "{largest}有 {high:#} 个指标，{smallest}只有 {low} 个。测得更细并不等于更重要：请核对权重，或为指标少的维度补充指标。",
    # 2. selection
    "The source of the indicators is named": "注明指标来源",
    "the tree says where its indicators come from": "指标树注明指标出处",
    "The tree names the source of its indicators.": "指标树已注明指标的出处。",
    "The tree does not say where its indicators come from. Write it as `source` at its top.": "指标树未注明指标的出处。请在文件开头填写 `source`。",
    "Every indicator has a unit of measurement": "每个指标均有计量单位",
    "indicators without a unit of measurement: none": "没有计量单位的指标：0 个",
    "Every indicator has a unit of measurement.": "每个指标都有计量单位。",
    "{count:# indicator has|# indicators have} no unit of measurement: {names:10}. Give them a `unit` in the tree.": "{count:#} 个指标没有计量单位：{names:10}。请在指标树中填写 `unit`。",
    "Every indicator tells the units apart": "每个指标均能区分单元",
    "indicators for which more than {each:.0%} of the units have the same value: none": "超过 {each:.0%} 的单元取值相同的指标：0 个",
    "No indicator has the same value for more than {each:.0%} of the units.": "没有指标在超过 {each:.0%} 的单元上取值相同。",
    "{count:# indicator has|# indicators have} the same value for more than {each:.0%} of the units and "
    "{count:tells|tell} them hardly apart: {names:10}.": "{count:#} 个指标在超过 {each:.0%} 的单元上取值相同，难以区分单元：{names:10}。",
    "The scales of the survey are reliable": "问卷量表可靠",
    "scales with Cronbach's alpha below {each:.2f}: none": "Cronbach α 系数低于 {each:.2f} 的量表：0 个",
    "All scales of the survey have a Cronbach's alpha of at least {each:.2f}.": "问卷各量表的 Cronbach α 系数均不低于 {each:.2f}。",
    "{count:# scale of the survey has|# scales of the survey have} a Cronbach's alpha below {each:.2f}: {names:10}. Look at "
    "their items, or say that these answers count with care.": "问卷有 {count:#} 个量表的 Cronbach α 系数低于 {each:.2f}：{names:10}。请检查其题目，或说明这些结果须谨慎使用。",
    # 3. data
    "Every unit has enough evidence": "每个单元数据充分",
    "units with values for less than {each:.0%} of the indicators: none": "有值指标不足 {each:.0%} 的单元：0 个",
    "Every unit has values for at least {each:.0%} of the indicators.": "每个单元至少有 {each:.0%} 的指标有取值。",
    "{count:# unit has|# units have} values for less than {each:.0%} of the indicators: {names:10}. Get the data, or leave "
    "them out (`screen`).": "{count:#} 个单元有值的指标不足 {each:.0%}：{names:10}。请补充数据，或予以剔除（`screen`）。",
    "Every indicator has enough evidence": "每个指标数据充分",
    "indicators with values in less than {each:.0%} of the rows: none": "有值行不足 {each:.0%} 的指标：0 个",
    "Every indicator has values in at least {each:.0%} of the rows.": "每个指标至少在 {each:.0%} 的行上有取值。",
    "{count:# indicator has|# indicators have} values in less than {each:.0%} of the rows: {names:10}. Get the data, or "
    "leave them out (`screen`).": "{count:#} 个指标有值的行不足 {each:.0%}：{names:10}。请补充数据，或予以剔除（`screen`）。",
    "Few values are imputed": "插补值少",
    "at most {limit:.0%} of all values are imputed": "插补值不超过全部取值的 {limit:.0%}",
    "{value:.1%} of all values are imputed.": "插补值占全部取值的 {value:.1%}。",
    "{value:.1%} of all values are imputed, most of {names:5}. They are no evidence: let the analysis of sureness draw them "
    "(`missing: true`).": "插补值占全部取值的 {value:.1%}，主要集中于：{names:5}。插补值不是证据：请在可靠性分析中对其抽样（`missing: true`）。",
    "No indicator is carried by outliers": "指标不受异常值左右",
    "indicators with an absolute skewness above {each:g} and an excess kurtosis above {kurtosis:g} after treatment: none": "处理后偏度绝对值大于 {each:g} 且超额峰度大于 {kurtosis:g} 的指标：0 个",
    "After treatment no indicator has both an absolute skewness above {each:g} and an excess kurtosis above {kurtosis:g}.": "处理后，没有指标的偏度绝对值大于 {each:g} 且超额峰度大于 {kurtosis:g}。",
    "{count:# indicator has|# indicators have} an absolute skewness above {each:g} and an excess kurtosis above {kurtosis:g} "
    "even after treatment: {names:10}. A few units set the scale for all others: `winsorise` or `log_transform` them.": "{count:#} 个指标处理后偏度绝对值仍大于 {each:g} 且超额峰度大于 {kurtosis:g}：{names:10}。少数单元决定了其余单元的量尺："
    "请做缩尾（`winsorise`）或对数变换（`log_transform`）。",
    # 4. multivariate analysis
    "There are units enough for the statistics": "单元数足以支撑统计分析",
    "at least {limit:g} units for each indicator": "每个指标至少对应 {limit:g} 个单元",
    "There are {value:.1f} units for each indicator.": "每个指标对应 {value:.1f} 个单元。",
    "There are only {value:.1f} units for each indicator ({units} units, {leaves} indicators): the correlations below are "
    "rough.": "每个指标只对应 {value:.1f} 个单元（{units} 个单元，{leaves} 个指标）：以下相关系数较为粗略。",
    "Parts go with their own group": "指标与所属维度一致",
    "parts whose correlation with their own group is below {each:.2f}: none": "与所属上级的相关系数低于 {each:.2f} 的指标或维度：0 个",
    "Every part has a correlation of at least {each:.2f} with its own group.": "各指标和维度与所属上级的相关系数均不低于 {each:.2f}。",
    "{count:# part hardly goes|# parts hardly go} with {count:its|their} own group (correlation below {each:.2f}): "
    "{names:10}. What does not go along with its group has no say in it.": "{count:#} 个指标或维度与所属上级几乎不相关（相关系数低于 {each:.2f}）：{names:10}。与所属上级不一致的指标或维度对其几乎没有作用。",
    "Parts stand in the right group": "指标归属恰当",
    "parts that go with another group more than with their own: none": "与其他维度的相关高于与所属上级相关的指标或维度：0 个",
    "No part goes with another group more than with its own.": "没有指标或维度与其他维度的相关高于与所属上级的相关。",
    "{count:# part goes|# parts go} with another group more than with {count:its|their} own: {names:10}. Look whether "
    "{count:it belongs|they belong} there.": "{count:#} 个指标或维度与其他维度的相关高于与所属上级的相关：{names:10}。请考虑是否应归入该维度。",
    "No two siblings say the same": "同级指标不重复",
    "pairs of siblings with a correlation above {each:.2f} in size: none": "相关系数绝对值大于 {each:.2f} 的同级对：0 对",
    "No two siblings have a correlation above {each:.2f} in size.": "没有同级两项的相关系数绝对值大于 {each:.2f}。",
    "{count:# pair of siblings says|# pairs of siblings say} nearly the same (correlation above {each:.2f} in size): "
    "{names:10}. It counts twice: drop or merge one.": "{count:#} 对同级指标或维度几乎相同（相关系数绝对值大于 {each:.2f}）：{names:10}。这等于重复计算：请剔除其一或合并。",
    "No two siblings pull against each other": "同级指标不相互抵消",
    "pairs of siblings with a significant negative correlation: none": "显著负相关的同级对：0 对",
    "No two siblings have a significant negative correlation.": "没有同级两项显著负相关。",
    "{count:# pair of siblings pulls|# pairs of siblings pull} against each other: {names:10}. Their mean hides a trade-off; "
    "check the directions.": "{count:#} 对同级指标或维度相互抵消：{names:10}。取平均会掩盖此消彼长；请核对指标方向。",
    "The parts of a group share one dimension": "组内各项属同一维度",
    "groups with more than one eigenvalue above one, or loadings of both signs: none": "大于 1 的特征值多于一个、或载荷不同号的组：0 个",
    "The parts of every group of three or more share one dimension.": "含三项以上的各组，组内各项均属同一维度。",
    "The parts of {count:# group do|# groups do} not share one dimension: {names:10}. Split {count:it|them}, or say why the "
    "parts belong together nevertheless.": "{count:#} 个组的组内各项不属同一维度：{names:10}。请拆分，或说明为何仍归为一组。",
    "The groups are consistent": "各组内部一致",
    "groups with Cronbach's alpha below {each:.2f}: none": "Cronbach α 系数低于 {each:.2f} 的组：0 个",
    "Every group has a Cronbach's alpha of at least {each:.2f}.": "各组的 Cronbach α 系数均不低于 {each:.2f}。",
    "{count:# group has|# groups have} a Cronbach's alpha below {each:.2f}: {names:10}. Where parts form what they make up and "
    "do not mirror it, alpha need not be high: say so.": "{count:#} 个组的 Cronbach α 系数低于 {each:.2f}：{names:10}。若各项是构成（而非反映）所测概念，α 不必很高：请予以说明。",
    # 5. normalisation
    "The scale does not move with the data": "量尺不随数据变动",
    "indicators whose scale depends on the values observed: none": "量尺取决于观测值的指标：0 个",
    "The scale of every indicator was set beforehand.": "每个指标的量尺均事先设定。",
    "{count:# indicator is|# indicators are} scaled by the values observed: a unit more, or one extreme value, moves all "
    "scores. Give them `worst` and `best` and use `goalposts`, or set a `base_period`.": "{count:#} 个指标按观测值标准化：增加一个单元或出现一个极端值，所有得分都会变动。请设定 `worst` 和 `best` 并使用 `goalposts`，"
    "或设定基期（`base_period`）。",
    "Few values lie beyond the ends of the scale": "超出量尺端点的取值少",
    "at most {limit:.0%} of the values lie beyond the ends": "超出端点的取值不超过 {limit:.0%}",
    "{value:.1%} of the values lie beyond the ends of the scale.": "{value:.1%} 的取值超出量尺端点。",
    "{value:.1%} of the values lie beyond the ends of the scale, most of {names:5}: units there are not told apart, or leave "
    "the scale. Set the goalposts further apart.": "{value:.1%} 的取值超出量尺端点，主要集中于：{names:5}。端点以外的单元无法区分，或超出量尺。请放宽门槛值。",
    # 6. weighting and aggregation
    "Parts weigh what is stated": "有效权重与名义权重相符",
    "parts whose effective weight is more than {each:g} times, or less than 1/{each:g} of, the nominal one: none": "有效权重高于名义权重 {each:g} 倍或低于其 1/{each:g} 的指标或维度：0 个",
    "Every part weighs in effect about what is stated.": "各指标和维度的有效权重与名义权重大致相符。",
    "{count:# part does|# parts do} not weigh what is stated: {names:10}. A weight says what is exchanged for what, and not "
    "how much a part matters: change it, or say so.": "{count:#} 个指标或维度的有效权重与名义权重不符：{names:10}。权重表示各项之间的替代比率，而非重要程度：请调整权重，或予以说明。",
    "The experts judge consistently": "专家判断一致",
    "matrices with a consistency ratio above {each:.2f} that counted: none": "计入结果而一致性比率大于 {each:.2f} 的判断矩阵：0 个",
    "No expert's matrix with a consistency ratio above {each:.2f} counted.": "计入结果的判断矩阵，一致性比率均不大于 {each:.2f}。",
    "{count:# expert's matrix|# experts' matrices} with a consistency ratio above {each:.2f} counted, in {names:10}. Ask these "
    "experts again (`ahp.revisions` names the judgements to look at).": "{count:#} 个一致性比率大于 {each:.2f} 的判断矩阵计入了结果，涉及：{names:10}。请再次征询相关专家（`ahp.revisions` 会指出须复核的判断）。",
    "The experts agree": "专家意见统一",
    "groups in which the experts' consensus is below {each:.0%}: none": "专家共识度低于 {each:.0%} 的组：0 个",
    "In every group the experts' consensus is at least {each:.0%}.": "各组的专家共识度均不低于 {each:.0%}。",
    "In {count:# group|# groups} the experts' consensus is below {each:.0%}: {names:10}. Their mean is nobody's opinion there: "
    "ask why they differ.": "{count:#} 个组的专家共识度低于 {each:.0%}：{names:10}。其平均值不代表任何一位专家的意见：请了解分歧原因。",
    "The ranking does not hang on the way of aggregation": "排名不取决于合成方法",
    "Spearman's correlation with the ranking by the {other} is at least {limit:.2f}": "与{other}所得排名的 Spearman 相关系数不低于 {limit:.2f}",
    "By the {other} the ranking is nearly the same (Spearman's correlation {value:.3f}).": "改用{other}，排名基本不变（Spearman 相关系数 {value:.3f}）。",
    "By the {other} the ranking is another one (Spearman's correlation {value:.3f}): it matters how much a strength may make "
    "up for a weakness. Say why the chosen way is right.": "改用{other}，排名明显不同（Spearman 相关系数 {value:.3f}）：强项能在多大程度上弥补弱项，对结果影响很大。请说明所选方法的理由。",
    # 7. uncertainty
    "The ranks are sure enough": "排名足够可靠",
    "the median rank interval spans at most {limit:.0%} of the places": "排名区间宽度的中位数不超过总位次的 {limit:.0%}",
    "The median rank interval spans {places:g} of {units} places ({value:.0%}).": "排名区间宽度的中位数为 {places:g} 位，共 {units} 位（{value:.0%}）。",
    "The median rank interval spans {places:g} of {units} places ({value:.0%}): publish tiers or intervals, not places alone.": "排名区间宽度的中位数为 {places:g} 位，共 {units} 位（{value:.0%}）：请公布名次档或区间，不要只公布名次。",
    "The published ranks lie within their intervals": "公布的排名在其区间内",
    "units whose rank lies outside its interval: none": "排名落在区间之外的单元：0 个",
    "Every published rank lies within its interval.": "公布的排名均在其区间内。",
    "{count:# unit has|# units have} a published rank outside its interval: {names:10}. The choices made favour or harm "
    "{count:it|them}; say so beside the rank.": "{count:#} 个单元公布的排名落在区间之外：{names:10}。所作的方法选择对其有利或不利；请在排名旁注明。",
    # 8. back to the data
    "The index tells more than each of its dimensions": "指数比单个维度提供更多信息",
    "dimensions against which fewer than {each:.0%} of the units change their rank clearly: none": "与之相比名次明显变动的单元不足 {each:.0%} 的维度：0 个",
    "Against every dimension at least {each:.0%} of the units change their rank clearly.": "与每个维度相比，均有至少 {each:.0%} 的单元名次明显变动。",
    "The index adds little to {count:# dimension|# dimensions}: {names:10}. The ranking could be had from it alone.": "指数相对于 {count:#} 个维度提供的新信息很少：{names:10}。仅凭该维度即可得到大致相同的排名。",
    "No single dimension parts the first from the last": "首尾差距不由单一维度决定",
    "each dimension's share of the gap between the best and the weakest quarter is at most {limit:g} times its weight": "各维度在前四分之一与后四分之一单元差距中的占比，不超过其权重的 {limit:g} 倍",
    "No dimension takes more than {limit:g} times its weight of the gap between the best and the weakest quarter of the units; "
    "most, measured by its weight, {largest}: {share:.0%} of the gap at a weight of {weight:.0%}.": "各维度在前四分之一与后四分之一单元差距中的占比均不超过其权重的 {limit:g} 倍；相对权重最高的是{largest}：占差距的 {share:.0%}，"
    "权重 {weight:.0%}。",
    "{largest} takes {share:.0%} of the gap between the best and the weakest quarter of the units, at a weight of only "
    "{weight:.0%}: it decides the ranking more than is stated.": "{largest}占前四分之一与后四分之一单元差距的 {share:.0%}，而权重仅为 {weight:.0%}：其对排名的影响大于名义权重。",
    # 9. links
    "The index does not mirror attributes such as size": "指数不反映规模等属性",
    "attributes with a Spearman correlation with the index above {each:.2f} in size: none": "与指数的 Spearman 相关系数绝对值大于 {each:.2f} 的属性：0 个",
    "No attribute of the units has a Spearman correlation with the index above {each:.2f} in size.": "没有单元属性与指数的 Spearman 相关系数绝对值大于 {each:.2f}。",
    "{count:# attribute goes|# attributes go} with the index: {names:10}. Look whether the index measures governance or this, "
    "and compare units with their like.": "{count:#} 个属性与指数相关：{names:10}。请核对指数测的是治理效能还是该属性，并在同类单元之间比较。",
    "Other judgements of the same units agree": "与其他评判一致",
    "other judgements with a Spearman correlation with the index below {each:.2f}: none": "与指数的 Spearman 相关系数低于 {each:.2f} 的其他评判：0 个",
    "All other judgements of the same units have a Spearman correlation of at least {each:.2f} with the index.": "对这些单元的其他评判与指数的 Spearman 相关系数均不低于 {each:.2f}。",
    "{count:# other judgement|# other judgements} of the same units {count:hardly agrees|hardly agree} with the index: "
    "{names:10}. Say what each of them is about.": "{count:#} 项对这些单元的其他评判与指数几乎不一致：{names:10}。请说明各自评判的内容。",
    # 10. presentation
    "Neighbours in the ranking are told apart": "相邻名次可以区分",
    "at least {limit:.0%} of the neighbours are in their order with a probability of {level:.0%}": "至少 {limit:.0%} 的相邻单元以 {level:.0%} 的概率先后有别",
    "{value:.0%} of the neighbours in the ranking are told apart.": "{value:.0%} 的相邻单元可以区分先后。",
    "Only {value:.0%} of the neighbours in the ranking are told apart: show the {tiers:# tier|# tiers} beside the ranks, and do "
    "not praise or blame for a place or two.": "只有 {value:.0%} 的相邻单元可以区分先后：请在排名旁标明名次档（共 {tiers:#} 档），不要因一两个名次褒贬。",
    "All can be traced": "结果可追溯",
    "hashes of the inputs and the choices, versions and the seed are recorded": "记录输入与选择的哈希值、软件版本和随机种子",
    "Hashes of the inputs and the choices, the versions of the software and the seed are recorded.": "已记录输入与选择的哈希值、软件版本和随机种子。",
    "Not recorded: {names}. Make the index with `follow` or `evaluate`.": "未记录：{names}。请用 `follow` 或 `evaluate` 生成指数。",
    "{check}: of {count:,} cases the {listed:,} worst are listed": "{check}：共 {count:,} 处，仅列出偏差最大的 {listed:,} 处",
}
