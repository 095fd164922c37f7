"""Descriptive statistics: scipy, pandas and statsmodels as independent answers, weights, clusters, odd columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.psychometrics import describe

RNG = np.random.default_rng(11)
FRAME = pd.DataFrame({"likert": RNG.integers(1, 6, 60), "long": RNG.lognormal(0, 1, 60)}).astype(float)
FRAME.loc[:9, "likert"] = np.nan
WEIGHTS = pd.Series(RNG.integers(1, 4, 60), index=FRAME.index)


def test_against_pandas_and_scipy():
    table = describe(FRAME).table
    for name, column in FRAME.items():
        row, y = table.loc[name], column.dropna()
        assert (row["n"], row["missing"]) == (len(y), 60 - len(y))
        expected = [y.mean(), y.std(), y.sem(), y.min(), y.median(), y.max()]
        kept = ["mean", "sd", "standard_error", "min", "median", "max", "skewness", "kurtosis"]
        # G1 and G2 of SPSS, SAS and Excel: pandas computes them by its own formula
        assert row[kept].tolist() == pytest.approx([*expected, y.skew(), y.kurt()], rel=1e-10)
        assert row["test"] == "Shapiro-Wilk"
        assert row[["statistic", "p"]].tolist() == pytest.approx(list(stats.shapiro(y)), rel=1e-6)


def test_weights_enter_as_repeated_rows_would():
    found, repeated = describe(FRAME, weights=WEIGHTS), FRAME.loc[FRAME.index.repeat(WEIGHTS)]
    for name, row in found.table.iterrows():
        y, n = repeated[name].dropna(), row["n"]
        assert row["mean"] == pytest.approx(y.mean())
        assert row["median"] == pytest.approx(y.median())
        assert row["sd"] == pytest.approx(y.std(ddof=0) * np.sqrt(n / (n - 1)))
        assert row["skewness"] == pytest.approx(stats.skew(y) * np.sqrt(n * (n - 1)) / (n - 2))
        excess = ((n + 1) * stats.kurtosis(y) + 6) * (n - 1) / ((n - 2) * (n - 3))
        assert row["kurtosis"] == pytest.approx(excess)
    assert found.effective_n == pytest.approx(WEIGHTS.sum() ** 2 / (WEIGHTS**2).sum())
    assert found.notes[-1] == "the tests of normality know no weights: they are of the unweighted answers"
    equal = describe(FRAME, weights=pd.Series(7.0, index=FRAME.index)).table
    numbers = equal.columns.drop("test")
    np.testing.assert_allclose(
        equal[numbers].astype(float), describe(FRAME).table[numbers].astype(float), rtol=1e-10
    )


def test_errors_allow_for_clusters():
    from statsmodels.regression.linear_model import WLS

    cluster = pd.Series(np.arange(60) // 6, index=FRAME.index)
    found = describe(FRAME, weights=WEIGHTS, cluster=cluster.astype(str)).table
    y = FRAME["long"]
    fit = WLS(y, np.ones(60), weights=WEIGHTS).fit(cov_type="cluster", cov_kwds={"groups": cluster})
    assert found.loc["long", "standard_error"] == pytest.approx(fit.bse.iloc[0], rel=1e-10)
    shuffled = FRAME.sample(frac=1, random_state=3)
    again = describe(shuffled, weights=WEIGHTS, cluster=cluster).table
    assert again["standard_error"].tolist() == pytest.approx(found["standard_error"].tolist(), rel=1e-10)


def test_far_from_normal_is_said_with_what_to_do():
    x = pd.DataFrame({
        "far": np.r_[np.zeros(98), 1, 1],  # skewness 6.9
        "strict": np.r_[np.zeros(90), np.ones(10)],  # 2.7
        "fine": np.arange(100.0),
    })  # fmt: skip
    notes = describe(x).notes
    assert [note.values.get("items") for note in notes] == [("far",), ("strict",), None]
    assert "polychoric" in notes[2]
    fine = describe(x[["fine"]]).notes
    assert len(fine) == 1
    assert "stay within usual bounds" in fine[0]
    assert "Jarque-Bera" in set(describe(pd.DataFrame({"many": np.tile(np.arange(10.0), 501)})).table["test"])


def test_an_exports_code_for_skipped_is_named():
    x = pd.DataFrame(
        {
            "skipped": [*[1.0, 2, 3, 4, 5] * 6, -3, -2],
            "centred": [*[-1.0, 0, 1, 2] * 8],
            "few": [-3.0] * 16 + [1] * 16,
        }
    )
    told = [note for note in describe(x).notes if "code for missing" in note]
    assert len(told) == 1
    assert told[0].startswith("item skipped: 2 answers such as -3 far outside the others (1 to 5)")


def test_odd_columns():
    x = pd.DataFrame({"empty": [np.nan] * 3, "same": [1e300 / 1e201] * 3, "one": [np.nan, 4, np.nan], "three": [1, 2, 4],
                      "tiny": [1e-300, 2e-300, 4e-300]})  # fmt: skip
    found = describe(x)
    table = found.table
    assert table["n"].tolist() == [0, 3, 1, 3, 3]
    assert table["sd"].fillna(-1).tolist() == pytest.approx([-1, 0, -1, np.std([1, 2, 4], ddof=1), 0])
    assert table.loc["three", "p"] == pytest.approx(stats.shapiro([1, 2, 4]).pvalue)
    assert table.loc["tiny", "statistic"] == pytest.approx(table.loc["three", "statistic"])
    assert table["skewness"].isna().all()  # G1 and G2 need four answers
    assert found.notes[:2] == ("no answer at all: empty",
                               "every answer is the same, so there is no shape and no test: same")  # fmt: skip
    assert describe(x[["empty"]]).summary("zh").startswith("各列均无回答")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            lambda: describe(pd.DataFrame({"a": ["yes", "no"], "b": [1, 2], "c": ["x", "y"]})),
            "(?s)a: answers are not numbers.*c: answers",
        ),
        (lambda: describe(FRAME[["long", "long"]]), "named twice"),
        (lambda: describe(FRAME.iloc[:0]), "no columns or no rows"),
        (lambda: describe(FRAME, weights=-WEIGHTS), "not above zero"),
        (lambda: describe(FRAME, cluster=pd.Series(1, FRAME.index)), "a single one"),
        (lambda: describe(FRAME, cluster=pd.Series(1, FRAME.index[1:])), "cluster: missing at 0"),
    ],
)
def test_refused(call, told):
    with pytest.raises((FaultyInput, UnsuitableMethod), match=told):
        call()
