"""Published values of inequality.

Störmann (2009), Regionalökonomik: the regional incomes 10, 10, 10, 20, 50 have a Theil index (the mean log deviation
in our words) of 0.2326302, as the manual of the R package REAT prints it. The ten incomes of the manual of the R package
ineq (Zeileis) have a Gini coefficient of 0.4620911. Costa (2004), Statistica 64, 431-440, abstract: for two groups that
do not overlap, inequality between is the poor group's share of units less its share of the total.
"""

import pandas as pd
import pytest

import govmetrics as gm

INCOMES = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]


def test_theil():
    incomes = pd.Series([10.0, 10, 10, 20, 50])
    for groups in ("aaaaa", "aabbb", "abcde"):
        found = gm.panel.theil(incomes, pd.Series(list(groups)), index="mean_log_deviation")
        assert found.totals.loc["all", "total"] == pytest.approx(0.2326302, abs=5e-8)


def test_gini():
    for groups in ("aaaaaaaaaa", "aababababb", "abcdefghij"):
        found = gm.panel.dagum(pd.Series(INCOMES), pd.Series(list(groups)))
        assert found.totals.loc["all", "total"] == pytest.approx(0.4620911, abs=5e-8)


@pytest.mark.parametrize("poor", range(1, 10))
def test_two_groups_without_overlap(poor):
    groups = pd.Series(["poor"] * poor + ["rich"] * (10 - poor))
    totals = gm.panel.dagum(pd.Series(INCOMES), groups).totals.loc["all"]
    assert totals["net_between"] == pytest.approx(poor / 10 - sum(INCOMES[:poor]) / sum(INCOMES))
    assert totals["overlap"] == pytest.approx(0, abs=1e-15)
