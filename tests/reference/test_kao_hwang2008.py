"""Kao, C., & Hwang, S.-N. (2008). EJOR 185, 418-429: 24 Taiwanese non-life insurers, tables 1 and 2.

Operation and insurance expenses -> direct written and reinsurance premiums -> underwriting and investment profit
(thousand NT dollars). The data are also in public code that cites the paper; its scores were not read in the source,
and are reproduced from the definition.
"""

from __future__ import annotations

import pandas as pd
import pytest

from govmetrics.dea.two_stage import two_stage


def test_the_papers_scores(facts):
    firms = pd.read_csv(facts / "dea" / "kao_hwang2008.csv", index_col="insurer")
    got = two_stage(
        firms[["operation", "insurance"]],
        firms[["direct", "reinsurance"]],
        firms[["underwriting", "investment"]],
    )
    assert len(firms) == 24
    assert got.scores.tolist() == pytest.approx(firms["printed_overall"].tolist(), abs=6e-4)
    assert got.first.tolist() == pytest.approx(firms["printed_first"].tolist(), abs=6e-4)
    assert (got.first * got.second).tolist() == pytest.approx(got.scores.tolist(), abs=1e-10)
