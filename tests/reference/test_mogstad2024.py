"""Mogstad, Romano, Shaikh and Wilhelm (2024): confidence sets for the ranks of countries in PISA's mathematics.

Expected: R csranks 1.2.3, the authors' own program. Both simulate 10,000 errors; with 100,000 of ours no more than one
of the 148 ends is another. Were both directions of a rejected pair dropped, 13 and 15 of the 74 ends would differ.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import govmetrics as gm

PISA = json.loads(
    (Path(__file__).parent / "data" / "robustness" / "pisa_rank_sets.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("sets", ["marginal", "simultaneous"])
def test_rank_sets_of_pisa_are_those_of_csranks(sets):
    values, errors = pd.Series(PISA["value"]), pd.Series(PISA["standard_error"])
    found = gm.robustness.rank_confidence(values, errors, simultaneous=sets == "simultaneous", draws=10_000)
    ranks = found.ranks.loc[values.index]
    off = [(ranks[end] - pd.Series(PISA[sets][end])).abs() for end in ("lower", "upper")]
    assert sum((by > 0).sum() for by in off) <= 2
