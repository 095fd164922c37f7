"""A small simulated district: every kind of evidence, as objects and as the files that an office would have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import govmetrics as gm

TREE = gm.IndicatorTree(
    gm.Group("index", {"en": "Governance", "zh": "治理"}, (
        gm.Group("actors", {"en": "Actors", "zh": "主体"}, (
            gm.Indicator("trust", {"en": "Trust", "zh": "信任"}, source="survey", items=("t1", "t2"), worst=0, best=100),
            gm.Indicator("groups", {"en": "Groups", "zh": "社会组织"}, worst=0, best=20),
        )),
        gm.Group("process", {"en": "Process", "zh": "过程"}, (
            gm.Indicator("meetings", {"en": "Meetings", "zh": "议事"}, worst=0, best=24),
            gm.Indicator("days", {"en": "Days", "zh": "办理时长"}, unit="days", better="less", worst=30, best=1),
        )),
        gm.Group("outcomes", {"en": "Outcomes", "zh": "成效"}, (
            gm.Indicator("content", {"en": "Satisfaction", "zh": "满意度"}, source="survey", items=("c1",), worst=0, best=100),
            gm.Indicator("solved", {"en": "Solved", "zh": "办结率"}, unit="%", worst=50, best=100),
        )),
        gm.Group("means", {"en": "Means", "zh": "投入产出"}, (
            gm.Indicator("staff", {"en": "Staff", "zh": "人员"}, role="input"),
            gm.Indicator("money", {"en": "Money", "zh": "经费"}, role="input"),
            gm.Indicator("cases", {"en": "Cases", "zh": "办件量"}, role="output"),
        )),
    ))
)  # fmt: skip
UNITS = [f"社区{place:02d}" for place in range(1, 21)]
PERIODS = ["2026Q1", "2026Q2", "2026Q3"]
MARGINS = {"sex": {"f": 0.52, "m": 0.48}, "age": {"old": 0.3, "young": 0.7}}
RULEBOOK = {
    "items": [
        {"code": "solved", "by": "linear", "points": 60, "worst": 50, "best": 95},
        {"code": "meetings", "by": "linear", "points": 40, "worst": 0, "best": 12},
    ],
    "facts": {"days": {"en": "days", "zh": "办理时长"}},
    "vetoes": [{"code": "slow", "name": {"en": "slow work", "zh": "办理超期"}, "on": "days", "above": 24}],
    "grades": [{"name": {"en": "good", "zh": "优良"}, "at_least": 60}, {"name": {"en": "fair", "zh": "合格"}}],
}  # fmt: skip
ACTIONS = [
    gm.planning.Action("meetings", cost=2.0, limit=20.0, name="more meetings"),
    gm.planning.Action("days", cost=5.0, limit=3.0, name="one window"),
]
ASKED = {
    "title": {"en": "District", "zh": "示例区"},
    "seed": 7,
    "simulated": True,
    "evidence": {
        "records": {"unit": "社区", "period": "时期", "street": "街道"},
        "survey": {"by": ["时期", "社区"], "screening": True},
        "judgements": {"inconsistent": "downweight"},
    },
    "index": {"normalisation": "goalposts", "weighting": "ahp"},
    "sureness": {"draws": 60},
    "reliability": {"validity": True},
    "statistics": True,
    "grades": {"from": "survey", "breakpoints": "goalposts", "scale": "five"},
    "efficiency": {"environment": ["population"], "draws": 100, "intervals": True, "scale": True},
    "appraisal": {},
    "diagnosis": {"coupling": True, "importance_performance": True, "coherence": True},
    "change": True,
    "plan": {"budget": 60.0, "units": 4},
}  # fmt: skip
EVIDENCE = ("records", "survey", "judgements", "rulebook", "actions", "margins")


@dataclass(frozen=True, eq=False)
class District:
    """Tables and objects of a district."""

    records: pd.DataFrame
    answers: pd.DataFrame
    judgements: dict[str, Any]

    @property
    def evidence(self) -> dict[str, Any]:
        """What `evaluate` is given by call."""
        return {
            "records": self.records, "survey": self.answers, "judgements": self.judgements, "rulebook": RULEBOOK,
            "actions": ACTIONS, "margins": MARGINS,
        }  # fmt: skip

    def shuffled(self, seed: int) -> District:
        """The same district with the rows of its tables in another order."""
        rng = np.random.default_rng(seed)
        return District(
            self.records.sample(frac=1, random_state=rng).reset_index(drop=True),
            self.answers.sample(frac=1, random_state=rng).reset_index(drop=True),
            self.judgements,
        )


def district(seed: int = 3) -> District:
    """Return a district of 20 communities over three quarters."""
    rng = np.random.default_rng(seed)
    n, quality = len(UNITS), rng.normal(size=20)
    records = []
    for at, period in enumerate(PERIODS):
        level = quality + 0.3 * at + rng.normal(scale=0.3, size=n)
        staff = rng.uniform(5, 15, n)
        records.append(pd.DataFrame({
            "时期": period, "社区": UNITS, "街道": [f"街道{place % 3}" for place in range(n)],
            "population": rng.integers(2000, 9000, n), "groups": (8 + 2 * level).clip(0, 20).round(1),
            "meetings": (10 + 2 * level).clip(0, 24).round(), "days": (14 - 4 * level).clip(1, 30).round(1),
            "solved": (80 + 6 * level).clip(50, 100).round(1), "staff": staff.round(1),
            "money": (staff * rng.uniform(2, 4, n)).round(1),
            "cases": (staff * rng.uniform(8, 12, n) * (1 + 0.1 * level)).round(),
        }))  # fmt: skip
    answers = []
    for at, period in enumerate(PERIODS):
        for unit, level in zip(UNITS, quality, strict=True):
            mood = (3.2 + 0.4 * level + 0.1 * at) + rng.normal(scale=0.8, size=(15, 1))
            codes = np.clip(np.round(mood + rng.normal(scale=0.6, size=(15, 3))), 1, 5).astype(int)
            frame = pd.DataFrame(codes, columns=["t1", "t2", "c1"])
            frame["sex"], frame["age"] = (
                rng.choice(["f", "m"], 15, p=[0.65, 0.35]),
                rng.choice(["old", "young"], 15),
            )
            answers.append(frame.assign(时期=period, 社区=unit))
    return District(
        pd.concat(records, ignore_index=True), pd.concat(answers, ignore_index=True), _judgements(rng)
    )


def _judgements(rng: np.random.Generator) -> dict[str, Any]:
    """Return the matrices of five experts, one of them inconsistent."""
    sizes = {"index": 3, "actors": 2, "process": 2, "outcomes": 2}
    names = {"index": ["actors", "process", "outcomes"], "actors": ["trust", "groups"], "process": ["meetings", "days"],
             "outcomes": ["content", "solved"]}  # fmt: skip
    found: dict[str, Any] = {}
    for expert in ("Li", "Wu", "Chen", "Ann", "Bo"):
        found[expert] = {}
        for group, size in sizes.items():
            matrix = np.ones((size, size))
            for i in range(size):
                for j in range(i + 1, size):
                    matrix[i, j] = float(rng.integers(1, 5)) ** float(rng.choice([-1, 1]))
                    matrix[j, i] = 1 / matrix[i, j]
            found[expert][group] = pd.DataFrame(matrix, names[group], names[group])
    return found


def as_files(one: District, folder: Path) -> dict[str, Any]:
    """Write the district's files into a folder; return the keys of its evaluation."""
    one.records.to_csv(folder / "records.csv", index=False)
    one.answers.to_csv(folder / "answers.csv", index=False)
    rows = [
        {
            "expert": expert,
            "group": group,
            "first": frame.index[i],
            "second": frame.columns[j],
            "value": frame.iloc[i, j],
        }
        for expert, groups in one.judgements.items()
        for group, frame in groups.items()
        for i in range(len(frame))
        for j in range(i + 1, len(frame))
    ]
    pd.DataFrame(rows).to_csv(folder / "judgements.csv", index=False, float_format="%.17g")
    shares = [{"column": c, "category": k, "share": v} for c, s in MARGINS.items() for k, v in s.items()]
    pd.DataFrame(shares).to_csv(folder / "margins.csv", index=False)
    pd.DataFrame(
        [{"code": a.code, "cost": a.cost, "limit": a.limit, "name": a.name} for a in ACTIONS]
    ).to_csv(folder / "actions.csv", index=False)
    TREE.write(folder / "tree.yaml")
    gm.Evaluation("unread").write(folder / "rulebook.yaml")
    from govmetrics.core.documents import write_document

    write_document(RULEBOOK, folder / "rulebook.yaml")
    evidence: Any = {name: dict(part) for name, part in ASKED["evidence"].items()}  # type: ignore[attr-defined]
    evidence["records"]["file"] = "records.csv"
    evidence["survey"] |= {"file": "answers.csv", "rake": "margins.csv"}
    evidence["judgements"]["files"] = "judgements.csv"
    plan: Any = ASKED["plan"]
    keys = {**ASKED, "tree": "tree.yaml", "evidence": evidence, "appraisal": "rulebook.yaml",
            "plan": {**plan, "actions": "actions.csv"}}  # fmt: skip
    gm.Evaluation.read(keys).write(folder / "evaluation.yaml")
    return keys
