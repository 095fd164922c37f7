"""The recipe and what one pass has to say."""

WORDS = {
    "{counts}.": "{counts}。",
    "{rows} {rows:has|have} a score of which less than {least:.0%} rests on evidence, since the rest was imputed (screen them before the imputation to leave them out): {names:5}": "{rows}的得分中实有数据所占份额不足 {least:.0%}，其余为插补值（如需剔除，请在插补前用 screen 筛查）：{names:5}",
    "is not a list of steps": "不是步骤的列表",
    "is not a list of roles": "不是用途的列表",
    "write one on each line, after a dash": "请每行写一个，前加短横",
    "give a path or a mapping": "请给出路径或映射",
    "is not a key of a recipe": "不是方案的键",
    "make it with Recipe(...) or Recipe.read": "请用 Recipe(...) 或 Recipe.read 生成",
    "read it with read_survey, or score it": "请用 read_survey 读取，或先计分",
    "{method} takes no earlier bounds": "{method} 不能沿用先前时期的上下界",
    "{method} needs judgements": "{method} 需要专家判断",
    "name their files in the evaluation, or give them: follow(..., judgements=...)": "请在评价文件中指明其文件，或在程序中给出：follow(..., judgements=...)",
    "was not judged": "没有专家判断",
    "let the experts judge it, or take it out of the tree": "请补充专家判断，或从指标体系中删去",
    "{name}: {finding}": "{name}：{finding}",
    "cells changed: {steps}": "已处理的数据：{steps}",
    "{count:,} by {step}": "{count:,} 个（{step}）",
    "{partial} of {rows} {rows:is|are} scored on incomplete evidence, see the data coverage": "{rows}中有 {partial} 个依据不完整的数据评分，见数据覆盖率",
    "{rows} {rows:has|have} no score because too much evidence is missing: {names:5}": "{rows}缺失数据过多，没有得分：{names:5}",
    "All periods were normalised by the bounds of {period}.": "各时期均按{period}的上下界归一化。",
}  # fmt: skip
