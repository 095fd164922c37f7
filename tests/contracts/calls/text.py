"""Valid calls of every public function of the room of text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics import IndicatorTree, text

TICKETS = pd.DataFrame({
    "text": ["路灯坏了，小区停电", "水管漏水，物业不修", "停车位少，居民议事", "物业服务差，停车难", "路灯坏了", "邻里互助很好"],
    "period": ["2025Q1", "2025Q1", "2025Q2", "2025Q2", "2025Q1", "2025Q2"],
    "unit": ["东", "西", "东", "西", "东", "西"],
}, index=[f"t{at}" for at in range(1, 7)])  # fmt: skip
TABLE = TICKETS.rename(columns={"text": "内容", "period": "日期", "unit": "社区"}).reset_index(names="编号")
DOCUMENTS = text.Documents(TICKETS)
WORDS = {"设施": ["路灯", "水管", "停车"], "服务": ["物业", "服务", "物业服务"]}
KEYWORDS = text.keywords(DOCUMENTS, WORDS)
TOPICS = text.topics(DOCUMENTS, n=2, draws=2)
TREE = IndicatorTree.from_groups({"A": ["A1", "A2"]})

RUBRIC = gm.IndicatorTree.from_groups(
    {"X1": ["X1.1", "X1.2"], "X2": ["X2.1", "X2.2", "X2.3"], "X3": ["X3.1", "X3.2"]}
)
_MARKS = np.random.default_rng(4).integers(0, 2, (10, len(RUBRIC.codes)))
GRID = pd.DataFrame(_MARKS, columns=RUBRIC.codes).assign(
    政策=[f"政策{at // 2 + 1}" for at in range(10)],
    编码员=["甲", "乙"] * 5,
    社区=[f"社区{at // 4 + 1}" for at in range(10)],
)
TALKS = pd.DataFrame({
    "访谈": [f"访谈{at}" for at in (1, 1, 2, 2, 3, 4, 4, 5, 6, 7, 8)], "编码员": "甲",
    "主题": ["信任", "参与", "参与", "经费", "信任", "物业", "信任", "停车", "参与", "信任", "经费"],
    "引文": [f"引文{at}" for at in range(11)], "社区": ["东", "东", "东", "东", "西", "西", "西", "西", "西", "东", "东"],
})  # fmt: skip
THEMES = {"信任": "邻里信任", "参与": "居民参与", "经费": "经费保障", "物业": "物业服务", "停车": "停车管理"}

CLAUSES = pd.DataFrame({
    "文件": ["政策1"] * 6, "编号": range(1, 7), "编码员": "甲", "政策工具": ["资金", "培训", "采购", "法规", "资金", "法规"],
    "主题": ["养老", "养老", "安全", "安全", "安全", "养老"],
})  # fmt: skip
PROPOSALS = pd.DataFrame({
    "承办单位": ["民政局", "民政局", "城管局", "城管局"], "提出日期": "2025-01-06", "办理期限": "2025-02-05",
    "答复日期": ["2025-01-20", None, "2025-02-20", "2025-01-30"], "办结日期": ["2025-03-01", None, None, "2025-02-01"],
})  # fmt: skip

SAID = text.matrix(TALKS, by="社区")

CALLS: dict[str, Any] = {
    "Documents": (text.Documents, {"frame": TICKETS}),
    "read": (text.read, {"source": TABLE, "every": "quarter", "empty": "name"}),
    "read by headings": (text.read, {"source": TABLE, "text": "内容", "document": "编号", "period": "日期", "unit": "社区"}),
    "write": (text.write, {"documents": DOCUMENTS, "path": "documents.csv", "masked": True}),
    "by": (KEYWORDS.by, {"rows": "both", "measure": "rate", "of": "themes"}),
    "dictionary": (text.dictionary, {"source": WORDS}),
    "dictionary of the library": (text.dictionary, {"language": "zh"}),
    "mask": (text.mask, {"documents": DOCUMENTS, "kinds": ["names", "phones"], "names": ["张三"]}),
    "keywords": (text.keywords, {"documents": DOCUMENTS, "words": WORDS,
                                 "overlaps": False, "measure": "share", "simplify": True}),
    "keywords of one text": (text.keywords, {"documents": "路灯坏了，电梯也坏了", "words": ["路灯", "水"], "overlaps": True}),
    "read_coding": (text.read_coding, {"coding": TALKS, "codebook": THEMES, "documents": [f"访谈{at}" for at in range(1, 9)],
                                       "columns": {"document": "访谈"}, "blanks": "zero"}),
    "forms": (text.forms, {"codebook": THEMES, "path": "coding.xlsx", "documents": ["访谈1", "访谈2"], "coders": ["甲", "乙"],
                           "form": "list", "language": "zh"}),
    "agreement": (text.agreement, {"coding": GRID, "codebook": RUBRIC, "measurement": "nominal", "level": 0.9, "draws": 20}),
    "rubric": (text.rubric, {"coding": GRID, "tree": RUBRIC, "by": "社区", "surface": ["X1", "X2", "X3"], "draws": 20}),
    "rubric of a settled coding": (text.rubric, {"coding": GRID, "tree": RUBRIC, "agreed": "甲"}),
    "saturation": (text.saturation, {"coding": TALKS, "base": 4, "run": 2, "thresholds": [0.2, 0.0], "codebook": THEMES,
                                     "order": [f"访谈{at}" for at in range(1, 9)], "draws": 20}),
    "tools": (text.tools, {"coding": CLAUSES, "coder": "甲", "columns": {"tool": "政策工具"},
                           "types": {"资金": "supply", "培训": "supply", "采购": "demand", "法规": "environment"}}),
    "matrix": (text.matrix, {"coding": TALKS, "by": "社区", "when": "any", "codebook": THEMES, "masked": True,
                             "names": ["张三"]}),
    "said": (SAID.said, {"unit": "东", "code": "信任", "top": 2}),
    "proposals": (text.proposals, {"cases": PROPOSALS, "at": "2025-03-31", "days": 30, "level": 0.9,
                                   "columns": {"body": "承办单位"}}),
    "trends": (text.trends, {"documents": DOCUMENTS, "words": WORDS, "of": "themes", "level": 0.9, "simplify": False}),
    "cooccurrence": (text.cooccurrence, {"documents": DOCUMENTS, "words": WORDS, "within": "sentence", "least": 1}),
    "similarity": (text.similarity, {"documents": DOCUMENTS, "least": 0.5, "of": "words"}),
    "topics": (text.topics, {"documents": DOCUMENTS, "n": 2, "method": "lda", "words": WORDS,
                            "stop": ["小区"], "draws": 2, "rng": 0}),
    "labelled": (TOPICS.labelled, {"labels": {1: "停车"}}),
    "to_leaves": (text.to_leaves, {"scores": KEYWORDS, "tree": TREE, "leaves": {"A1": "设施", "A2": "服务"}}),
}  # fmt: skip
