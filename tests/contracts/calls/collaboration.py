"""Valid calls of every public function of the room of collaboration."""

from __future__ import annotations

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics import collaboration

UNITS = ["东", "西", "南", "北"]
KINDS = ["政府", "居民", "社会组织", "企业", "物业"]
COUNTS = pd.DataFrame([[4, 10, 3, 2, 1], [2, 2, 2, 2, 2], [5, 0, 0, 0, 0], [1, 2, 3, 0, 0]], UNITS, KINDS)
REGISTER = pd.DataFrame(
    {"社区": ["东"] * 4 + ["西"] * 3, "类型": ["居民", "居民", "企业", "物业", "居民", "政府", "政府"]}
)
AGES = ["18-35", "36-59", "60+"]
TOOK = pd.DataFrame([[8, 30, 62], [20, 25, 5], [0, 4, 9], [7, 7, 7]], UNITS, AGES)
PEOPLE = pd.DataFrame([[400, 400, 200], [300, 500, 100], [90, 80, 70], [100, 100, 100]], UNITS, AGES)
NEEDS = pd.DataFrame({"调解员": [4, 2, 3, 1], "活动室": [2, 0, 1, 1], "经费": [10.5, 8, 20, 3]}, UNITS)
THERE = pd.DataFrame({"调解员": [3, 5, 3, 0], "活动室": [2, 1, 0, 1], "经费": [12, 4, 20, 3.5]}, UNITS)
CODING = pd.DataFrame({
    "社区": ["东"] * 6 + ["西"] * 6, "发言": [1, 1, 2, 2, 3, 3] * 2, "编码者": ["甲", "乙"] * 6,
    "参与": [1, 1, 1, 0, 1, 1, 1, 1, 0, 0, 1, 1], "论证水平": [3, 2, 0, 1, 2, 2, 1, 1, 0, 0, 3, 3],
    "论证内容": ["2a", "0+2a", "0", "0", "1", "1", "2b", "2a、2b", "0", "1", "1", ""],
    "建设性": [2, 2, 0, 1, 1, 1, 0, 0, 0, 0, 2, 1],
})  # fmt: skip
ITEMS = pd.DataFrame(
    np.random.default_rng(0).integers(1, 6, (24, 10)), UNITS * 6, [f"q{at}" for at in range(1, 11)]
)
WORTHS = {
    "居委会": 2,
    "物业": 1,
    "企业": 0,
    "居委会+物业": 6,
    "居委会+企业": 4,
    "物业+企业": 2,
    "居委会+物业+企业": 10,
}
TREE = gm.IndicatorTree.from_groups({"A": ["A1", "A4"], "B": ["B31"]})
OPINIONS = pd.DataFrame([[1, 1, -1, 1], [1, 0, -1, 1], [1, 1, -1, 0], [-1, -1, 1, 1], [-1, 0, 1, 1], [-1, -1, 1, None]],
                        ["甲", "乙", "丙", "丁", "戊", "己"], ["停车", "夜市", "禁狗", "绿化"])  # fmt: skip
PLACES = pd.DataFrame([[1, 2, 3], [3, 1, 2], [2, 3, 1], [1, None, None]], columns=["公园", "电梯", "食堂"])
APPROVED = PLACES.notna().astype(int)
DIVERSE = collaboration.diversity(COUNTS)

CALLS = {
    "diversity": (collaboration.diversity, {"counts": COUNTS, "categories": [*KINDS, "其他"], "errors": "jackknife",
                                            "blanks": "zero"}),
    "diversity of a register": (collaboration.diversity, {"counts": REGISTER, "by": "社区", "category": "类型",
                                                          "categories": KINDS}),
    "diversity of one unit": (collaboration.diversity, {"counts": [4, 10, 3, 2, 1], "errors": None}),
    "participation": (collaboration.participation, {"counts": TOOK, "population": PEOPLE, "level": 0.9, "blanks": "zero"}),
    "participation by attendance": (collaboration.participation, {"counts": TOOK.reset_index(names="社区"), "by": "社区",
                                    "population": PEOPLE.reset_index(names="社区"), "counted": "attendances"}),
    "deliberation": (collaboration.deliberation, {"coding": CODING, "by": "社区", "speech": "发言", "coder": "编码者",
                                                  "highest": {"constructive_politics": 2}}),
    "capability_match": (collaboration.capability_match, {"needs": NEEDS, "resources": THERE, "blanks": "zero",
                                                          "weights": {"调解员": 2, "活动室": 1, "经费": 1}}),
    "capability_match by": (collaboration.capability_match, {"needs": NEEDS.reset_index(names="社区"), "by": "社区",
                                                             "resources": THERE.reset_index(names="社区")}),
    "social_capital": (collaboration.social_capital, {"items": ITEMS, "answers": "high_agrees", "scale": (1, 5)}),
    "social_capital of dimensions": (collaboration.social_capital, {"items": ITEMS.reset_index(names="社区"), "by": "社区",
                                     "dimensions": {"信任": ["q1", "q2"], "合作": ["q3", "q4"]}, "reverse": ["q2"]}),
    "sharing": (collaboration.sharing, {"worths": WORTHS, "players": ["居委会", "物业", "企业"]}),
    "sharing by a function": (collaboration.sharing, {"worths": lambda members: len(members) ** 2, "draws": 20, "rng": 1,
                                                      "players": [f"p{at}" for at in range(16)]}),
    "to_leaves": (collaboration.to_leaves, {"scores": DIVERSE, "tree": TREE, "leaves": {"A1": "blau"}}),
    "opinions": (collaboration.opinions, {"votes": OPINIONS, "min_votes": 2, "moderated": ["禁狗"], "rng": 1}),
    "opinions of groups": (collaboration.opinions, {"votes": OPINIONS.reset_index(names="人"), "by": "人",
                                                    "groups": dict.fromkeys(["甲", "乙", "丙"], "一") | {"丁": "二"}}),
    "approval_vote": (collaboration.approval_vote, {"ballots": APPROVED, "counts": [3, 2, 2, 1], "blanks": "zero"}),
    "ranked_vote": (collaboration.ranked_vote, {"ballots": PLACES, "completion": "copeland", "counts": [3, 2, 2, 1]}),
    "budget_vote": (collaboration.budget_vote, {"ballots": APPROVED, "costs": {"公园": 30, "电梯": 40, "食堂": 20}, "budget": 60,
                                                "rule": "equal_shares", "utility": "one", "fill": "greedy", "blanks": "zero",
                                                "counts": [3, 2, 2, 1]}),
}  # fmt: skip
