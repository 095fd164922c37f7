"""A small evaluation with every part, for tests that look at the report's page: seven communities, two quarters."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import govmetrics as gm
from tests.evaluation.district import ASKED, PERIODS, TREE, UNITS, district

SHOWN, LATEST = UNITS[:7], PERIODS[1:]


def small(**more: Any) -> gm.Findings:
    """Return what is found in a small district; further keys of the evaluation as they are given."""
    given = district()
    evidence = given.evidence
    for part in ("records", "survey"):
        rows = evidence[part]
        evidence[part] = rows[rows["社区"].isin(SHOWN) & rows["时期"].isin(LATEST)].reset_index(drop=True)
    asked: Any = deepcopy(ASKED) | {"sureness": {"draws": 30}, "efficiency": {}, **more}
    return gm.evaluate({**asked, "tree": TREE}, **evidence)
