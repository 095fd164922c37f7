"""Statistics of indicators, against NumPy, SciPy and by hand; the printed ones of COINr's vignettes stand in `test_coinr`."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import govmetrics as gm
from govmetrics.core.errors import FaultyInput
from govmetrics.diagnosis.statistics import outlying

TREE = gm.IndicatorTree.from_groups({"A": ["a", "b"], "B": ["c"]})
ROWS = [f"u{i}" for i in range(12)]
RAW = gm.Dataset(
    TREE,
    pd.DataFrame(
        {"a": [*range(1, 11), 30, 100], "b": [0.0] * 8 + [1, 2, 3, np.nan], "c": [5.0, 5] + [np.nan] * 10},
        ROWS,
    ),
)


def test_every_statistic_by_another_way():
    found = gm.diagnosis.statistics(RAW).table
    x = RAW.values["a"].to_numpy()
    row = found.loc["a"]
    told = row[["min", "max", "mean", "median"]].astype(float)
    np.testing.assert_allclose(told, (1, 100, x.mean(), np.median(x)))
    np.testing.assert_allclose(row["sd"], x.std(ddof=1))
    np.testing.assert_allclose(row["skewness"], stats.skew(x, bias=False))
    np.testing.assert_allclose(row["kurtosis"], stats.kurtosis(x, bias=False))
    assert (row["low"], row["high"]) == (0, 2)  # quartiles 3.75 and 9.25: from 17.5 on
    assert (found.loc["b", "missing"], found.loc["b", "n"]) == (1, 11)
    assert found.loc["b", "nonzero"] == pytest.approx(3 / 11)
    assert found.loc["b", "unique"] == pytest.approx(4 / 11)
    assert found.loc["b", "same"] == pytest.approx(8 / 11)
    assert found.loc["c", "available"] == pytest.approx(2 / 12)


def test_values_beyond_one_and_a_half_interquartile_ranges():
    """Quartiles 1.5 and 6.5 of eleven values, so Tukey's fences are at -6 and 14."""
    for low, high, expected in ((-6.0, 14.0, [0, 0]), (-6.1, 14.1, [1, 1])):
        x = pd.DataFrame({"a": [*range(9), high, low], "b": 1.0, "c": 1.0}, [f"u{i}" for i in range(11)])
        assert np.quantile(x["a"], [0.25, 0.75]).tolist() == [1.5, 6.5]
        found = gm.diagnosis.statistics(gm.Dataset(TREE, x)).table
        assert found.loc["a", ["low", "high"]].tolist() == expected


def test_flags():
    found = gm.diagnosis.statistics(RAW)
    assert found.table["flags"].to_dict() == {
        "a": ("outliers",),
        "b": ("zeros", "repeated"),
        "c": ("constant", "scarce"),
    }
    assert found.flagged("outliers") == ["a"]
    assert outlying(RAW, 2.0, 3.5) == {"a": found.table.loc["a", "skewness"]}
    assert outlying(RAW, 4.0, 3.5) == outlying(RAW, 2.0, 10.0) == {}
    nothing = gm.diagnosis.statistics(gm.Dataset(TREE, RAW.values.assign(c=np.nan)))
    assert nothing.flagged("empty") == ["c"]
    assert nothing.table.loc["c", ["min", "mean", "sd", "unique"]].isna().all()
    mild = gm.diagnosis.statistics(RAW, skewness=4, available=0.1, nonzero=0, unique=0)
    assert mild.summary().splitlines()[0] == "Constant: c."
    with pytest.raises(FaultyInput, match="choose one of: empty, constant"):
        found.flagged("odd")


def test_before_and_after():
    treated = gm.treatment.impute_median(gm.treatment.winsorise(RAW, 2))
    found = gm.diagnosis.statistics(treated, before=RAW)
    row = found.treated.loc["a"]
    assert (row["filled"], row["changed"]) == (0, 1)
    assert (bool(row["outliers_before"]), bool(row["outliers_after"])) == (True, False)
    expected = stats.spearmanr(RAW.values["a"], treated.values["a"]).statistic
    assert row["rank_correlation"] == pytest.approx(expected)
    assert found.treated.loc["c", "filled"] == 10
    assert "Treatment took the outliers of 1 indicator away; 0 are left with them." in found.summary()
    again = gm.diagnosis.statistics(treated, before=gm.Dataset(TREE, RAW.values.iloc[::-1]))
    pd.testing.assert_frame_equal(found.treated, again.treated)
    with pytest.raises(FaultyInput, match="rows differ"):
        gm.diagnosis.statistics(treated, before=gm.Dataset(TREE, RAW.values.iloc[1:]))


@pytest.mark.parametrize("factor", [1e90, 1e-300])
def test_huge_and_tiny_units_of_measurement(factor):
    plain = gm.diagnosis.statistics(RAW).table
    scaled = gm.diagnosis.statistics(gm.Dataset(TREE, RAW.values * factor)).table
    np.testing.assert_allclose(scaled["sd"] / factor, plain["sd"])
    np.testing.assert_allclose(scaled["kurtosis"].astype(float), plain["kurtosis"].astype(float))
