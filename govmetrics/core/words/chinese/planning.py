"""What if, what it takes, and plans under a budget."""

WORDS = {
    "{code} is not an indicator of the tree": "{code} 不是指标体系中的指标",
    "name an indicator by its code": "请用代码指明指标",
    # arguments
    "give Grades(names, cuts)": "请给出 Grades(names, cuts)",
    "give {unit: {code: new value}}, or a table units x leaves": "请给出 {单元: {代码: 新值}}，或“单元 × 指标”的表",
    "give {code: new value}": "请给出 {代码: 新值}",
    "a unit has two rows": "有单元对应两行",
    "an indicator has two columns": "有指标对应两列",
    "spell it as in the records": "请与数据中的写法一致",
    "spell it as in the records, as (period, unit)": "请与数据中的写法一致，写作（时期, 单元）",
    "is not a unit of the data": "不是数据中的单元",
    "give the new value in the indicator's unit of measurement": "请以该指标的计量单位给出新值",
    "{step} puts it into another unit of measurement": "{step} 改变了其计量单位",
    "apply treatment.{step} to the data and take it out of the recipe: changes are then in the new unit":
        "请先对数据做 treatment.{step}，并从方案中删去：此后的改动以新的计量单位表示",
    # goals
    "give one of score=, rank=, places=, grade=": "请从 score=、rank=、places=、grade= 中给出一个",
    "{names} are given together": "同时给出了 {names}",
    "are not given": "未给出",
    "the score is {now:.6g}, so {goal} is reached already": "得分为 {now:.6g}，已达到{goal}",
    "aim higher": "请提高目标",
    "score {score:g}": "得分 {score:g}",
    "grade {grade}": "等级“{grade}”",
    "rank {rank}": "第 {rank} 名",
    "the rank is {place}, so rank {wanted} is no gain": "现为第 {place} 名，第 {wanted} 名并非提升",
    "aim at 1 to {last}": "请以第 1 至 {last} 名为目标",
    "the unit is first already": "该单元已是第一名",
    "{limit:g} lies against the direction, now {now:g} (better: {better})": "{limit:g} 与改进方向相反，现值为 {now:g}（该指标{better}）",
    "{limit:g} lies against the direction in every unit (better: {better})": "{limit:g} 与所有单元的改进方向相反（该指标{better}）",
    "give a value that is better than now": "请给出优于现值的数",
    "has no score, because too much evidence is missing": "缺失数据过多，没有得分",
    "impute it, or leave it out of the plan": "请插补，或不列入计划",
    "with every indicator at its limit the score gets from {now:.6g} to {most:.6g}, rank {rank:.0f}; {goal} needs {needs:.6g}":
        "即使各指标均达上限，得分仅由 {now:.6g} 升至 {most:.6g}，第 {rank:.0f} 名；{goal}需 {needs:.6g}",
    "widen the limits, or aim lower": "请放宽上限，或降低目标",
    # recipes that cannot be planned for
    "{method} has no bounds to hold fast": "{method} 没有可固定的界值",
    "use min_max or goalposts, or what_if(..., again=True)": "请用 min_max 或 goalposts，或 what_if(..., again=True)",
    "{method} may fall when an indicator improves, or depends on the other units": "{method} 可能在指标改善时下降，或取决于其他单元",
    "use an arithmetic or geometric mean, or try changes with what_if": "请用算术平均或几何平均，或用 what_if 试算",
    "{what} needs an additive index: arithmetic means of a linear normalisation": "{what} 要求可加指数：线性标准化与算术平均",
    "use arithmetic and min_max or goalposts, or `needed` with what_if, which take other means":
        "请用 arithmetic 与 min_max 或 goalposts；其他平均方法请用 `needed` 与 what_if",
    # plans
    "give Action(code, cost)": "请给出 Action(code, cost)",
    "give at least one, or None for all": "请至少给出一个，或用 None 表示全部",
    "does not count for {maximise!r}": "不适用于 {maximise!r}",
    "leave it out, or maximise the score": "请删去，或以得分为目标",
    "{value!r} is not an attribute of the data": "{value!r} 不是数据的属性",
    "all units are planned, and one's gain is another's loss": "计划涵盖全部单元，一方上升即另一方下降",
    "plan some of the units, or maximise score or grade": "请只计划部分单元，或以得分、等级为目标",
    "give a solver of PuLP, such as pulp.HiGHS(msg=False)": "请给出 PuLP 的求解器，如 pulp.HiGHS(msg=False)",
    "give it more time, or another solver; where none is named, HiGHS is used": "请延长时间，或改用其他求解器；不指定时使用 HiGHS",
    "failed: {reason}": "求解失败：{reason}",
    "ended with {status!r} and no plan": "以 {status!r} 结束，未得到计划",
    # what is found
    "Changes": "改动",
    "Units with changes": "有改动的单元",
    "Nothing changes.": "没有改动。",
    "{count:# more unit changes|# more units change}.": "另有 {count:#} 个单元有改动。",
    "set {leaf} to {to}": "将{leaf}设为 {to}",
    "raise {leaf} from {start} to {to}": "将{leaf}从 {start} 提高到 {to}",
    "lower {leaf} from {start} to {to}": "将{leaf}从 {start} 降低到 {to}",
    "still rank {rank}": "排名仍为 {rank}",
    "rank {before} → {after}": "排名 {before} → {after}",
    "{rank}, grade {before} → {after}": "{rank}，等级 {before} → {after}",
    "{unit}: {change}.": "{unit}：{change}。",
    "{unit}: {change}, {standing}.": "{unit}：{change}，{standing}。",
    "{unit}: {change}: {gain:+.3g} points.": "{unit}：{change}：{gain:+.3g} 分。",
    "{unit}: {change}: {gain:+.3g} points, {standing}.": "{unit}：{change}：{gain:+.3g} 分，{standing}。",
    "{unit}: score {before} → {after}, {standing}.": "{unit}：得分 {before} → {after}，{standing}。",
    "What each indicator alone would have to become": "各指标单独改进需达到的值",
    "{unit}: no value is known that could be changed.": "{unit}：没有可改动的已知数值。",
    "{unit}: no indicator alone is enough for {goal:.4g}: {leaf:3} gets to {reach:.4g}, all together get to {most:.4g}.":
        "{unit}：单项指标均不足以达到 {goal:.4g}：{leaf:3}最多到 {reach:.4g}，全部指标合计可到 {most:.4g}。",
    "What each indicator alone would bring if all below the median came up to it": "各项指标低于中位数的单元单独提升至中位数的预期增分",
    "Points that each unit would gain": "各单元的预期增分",
    "For one indicator at a time the scores were computed again with every value below the median of its period raised to the "
    "median; bounds, weights and all other values were held as they are.":
        "逐项将同期低于中位数的数值提升至中位数后重新计算得分，归一化上下界、权重和其他数值均保持不变。",
    "Nothing would be gained by coming up to the median.": "提升至中位数不增加任何得分。",
    "{leaf}: if the {count:# unit|# units} below the median came up to it, {count:its score|their scores} would rise by {mean:.2f} on "
    "average, by {most:.2f} at most ({unit}).":
        "{leaf}：低于中位数的 {count} 个单元若提升至中位数，平均增分 {mean:.2f}，最多增分 {most:.2f}（{unit}）。",
    "Actions": "措施",
    "Of a budget of {budget:.6g}, {cost:.6g} is spent.": "预算 {budget:.6g}，支出 {cost:.6g}。",
    "There may be a better plan: the solver stopped early.": "求解器提前停止，未证明最优。",
    # how it was found
    "Improvement plan": "改进方案",
    "{leaf} is too high": "{leaf}偏高",
    "{leaf} is too low": "{leaf}偏低",
    "{value}, score {score:.1f}, rank {rank} of {count}": "{value}，得分 {score:.1f}，第 {rank}/{count} 位",
    "lower {leaf} by {amount}": "将{leaf}降低 {amount}",
    "raise {leaf} by {amount}": "将{leaf}提高 {amount}",
    "{action} ({change})": "{action}（{change}）",
    "The plan that brings the most {aim} for a budget of {budget:.6g} was found by mixed-integer programming ({solver}).":
        "采用混合整数规划（求解器 {solver}）求解改进方案：在预算 {budget:.6g} 内使{aim}最大。",
    "The plan that brings the most {aim} for a budget of {budget:.6g} was found by dynamic programming over what each unit's steps cost.":
        "采用动态规划、按各单元逐级提升所需费用求解改进方案：在预算 {budget:.6g} 内使{aim}最大。",
    "points to the planned units together": "方案内各单元的得分增加之和",
    "grades gained": "提升的等级数",
    "places gained against units outside the plan": "相对方案外单元上升的位次",
    "Scores after the changes were computed with bounds, weights and treatment held as they were before.":
        "改动后的得分按原有的归一化上下界、权重和数据处理结果计算，仅改动的数据发生变化。",
    "Scores after the changes were computed with bounds and weights found anew from the changed data.":
        "改动后的得分按改动后的数据重新确定归一化上下界和权重。",
    "For one indicator at a time the value was computed at which the score of {unit} gets from {score:.4g} to {goal:.4g}, all other "
    "indicators, bounds and weights held as they are.":
        "逐项计算{unit}的得分由 {score:.4g} 提高到 {goal:.4g} 时单个指标需达到的数值，其余指标、归一化上下界和权重均保持不变。",
}  # fmt: skip
