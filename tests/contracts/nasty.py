"""A small evaluation of which every name is nasty: markup, formulas, what acts on a screen, paths, names of JavaScript."""

from __future__ import annotations

import numpy as np
import pandas as pd

import govmetrics as gm

LONG = "长" * 5_000 + "x" * 5_000
NAMES = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x")',
    "[red]x",
    "abc\u202egpj.exe",
    LONG,
    "../../x",
    "a\"b'c`d",
    "one\ntwo\tthree",
    "社区😀",
    "__proto__",
    "constructor",
    "</script><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} ${7} %s",
    "a & b &lt; c",
    "\x1b[31mred\x07\x00\x9b\x7f\ud800\u2066\ufffe",
]
EXPERTS = [NAMES[0], NAMES[3], "=1+1", NAMES[14]]


def tree() -> gm.IndicatorTree:
    """Two groups of seven indicators with these names."""
    leaves = [
        gm.Indicator(
            f"x{place}", {"en": name, "zh": name}, unit=name[:40], worst=0, best=100, notes=name[:40]
        )
        for place, name in enumerate(NAMES)
    ]
    groups = tuple(
        gm.Group(code, {"en": name, "zh": name}, tuple(part))
        for code, name, part in (("A", NAMES[0], leaves[:7]), ("B", NAMES[3], leaves[7:]))
    )
    return gm.IndicatorTree(gm.Group("index", {"en": NAMES[0], "zh": NAMES[0]}, groups))


def _column(names: list[str]) -> pd.Series:
    return pd.Series(names, dtype=object)  # what pandas takes for text cannot have half a pair of surrogates


def nasty() -> gm.Findings:
    """Return what an evaluation finds of two years, with streets, experts and a title of that kind."""
    rng, built = np.random.default_rng(3), tree()
    records = pd.concat([
        pd.DataFrame(rng.uniform(0, 100, (len(NAMES), len(NAMES))).round(1), columns=built.codes)
        .assign(unit=_column(NAMES), street=_column([NAMES[place % 3] for place in range(len(NAMES))]), period=period)
        for period in (2024, 2025)
    ])  # fmt: skip
    records.iloc[3, 2] = np.nan
    two = pd.DataFrame([[1.0, 2.0], [0.5, 1.0]], ["A", "B"], ["A", "B"])
    asked = {
        "title": {"en": NAMES[0], "zh": NAMES[0]}, "tree": built, "seed": 1,
        "evidence": {"records": {"unit": "unit", "period": "period", "street": "street"}, "judgements": {"unjudged": "equal"}},
        "index": {"normalisation": "goalposts", "weighting": "ahp"}, "sureness": {"draws": 10},
        "diagnosis": {"coherence": True}, "change": True,
    }  # fmt: skip
    return gm.evaluate(
        asked, records=records.reset_index(drop=True), judgements={one: {"index": two} for one in EXPERTS}
    )
