"""Valid calls of every public function of the room of text."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govmetrics import text

TICKETS = pd.DataFrame({
    "text": ["路灯坏了，小区停电", "水管漏水，物业不修", "停车位少，居民议事", "物业服务差，停车难", "路灯坏了", "邻里互助很好"],
    "period": ["2025Q1", "2025Q1", "2025Q2", "2025Q2", "2025Q1", "2025Q2"],
    "unit": ["东", "西", "东", "西", "东", "西"],
}, index=[f"t{at}" for at in range(1, 7)])  # fmt: skip
TABLE = TICKETS.rename(columns={"text": "内容", "period": "日期", "unit": "社区"}).reset_index(names="编号")
DOCUMENTS = text.Documents(TICKETS)
WORDS = {"设施": ["路灯", "水管", "停车"], "服务": ["物业", "服务", "物业服务"]}
KEYWORDS = text.keywords(DOCUMENTS, WORDS)

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
}  # fmt: skip
