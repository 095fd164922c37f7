"""Interrupted series: R's sandwich on the same numbers, and what cannot be answered."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod

SERIES = pd.Series(
    [12, 14, 11, 15, 16, 13, 17, 18, 25, 24, 27, 29, 28, 31, 33, 30.0], range(16), name="solved"
)
SIXTEEN = [(17.9285714286, 0.7186889619, 1.2764353221), (0.7619047619, 0.1397524840, 0.2527718596),
           (6.6547619048, 0.9275078558, 1.6575359299), (0.3214285714, 0.2261441775, 0.3574733920)]  # fmt: skip
"""R 4.2.2: lm, and NeweyWest(lag=2, prewhite=FALSE, adjust=TRUE) of sandwich 3.0-2; the last of each is lm's own error."""


def test_sixteen_periods_as_r_has_them():
    found = gm.policy.interrupted(SERIES, 8)
    assert found.lags == 2
    plain = gm.policy.interrupted(SERIES, 8, errors="ordinary")
    for row, other, (estimate, error, ordinary) in zip(
        found.coefficients.itertuples(), plain.coefficients.itertuples(), SIXTEEN, strict=True
    ):
        assert (row.estimate, row.error, other.error) == pytest.approx((estimate, error, ordinary), abs=1e-9)


def test_seat_belts_as_r_has_them(cases):
    """R datasets::Seatbelts, drivers killed a month, the law of February 1983; the same program as above, lag 12 and 4."""
    table = pd.read_csv(cases / "policy" / "seatbelts.csv")
    series = pd.Series(table["drivers_killed"].to_numpy(float), table["t"])
    start = int(table["t"][table["law"] == 1].iloc[0])
    found = gm.policy.interrupted(series, start, 12, lags=12).coefficients
    assert found.loc["change_in_level", ["estimate", "error"]].tolist() == pytest.approx(
        [-19.0710680288, 5.58894604356], abs=1e-8
    )
    assert found.loc["season_11", ["estimate", "error"]].tolist() == pytest.approx(
        [12.2147756133, 4.31327290743], abs=1e-8
    )
    found = gm.policy.interrupted(series, start)
    assert found.coefficients.loc["slope", ["estimate", "error"]].tolist() == pytest.approx(
        [-0.1016011138, 0.05684636888], abs=1e-9
    )
    assert found.durbin_watson == pytest.approx(0.8728282291, abs=1e-9)


def test_effects_by_period_and_their_average():
    found = gm.policy.interrupted(SERIES, 8)
    level, slope = found.coefficients["estimate"].loc[["change_in_level", "change_in_slope"]]
    np.testing.assert_allclose(found.effects["effect"], level + slope * np.arange(8), atol=1e-9)
    assert found.average == pytest.approx(found.effects["effect"].mean())
    assert found.effects["error"].iloc[0] == pytest.approx(SIXTEEN[2][1], abs=1e-9)
    assert found.effects["expected"].iloc[0] == pytest.approx(SIXTEEN[0][0], abs=1e-9)


def test_order_names_and_units_do_not_matter():
    named = SERIES.set_axis([f"{2020 + k // 4}Q{k % 4 + 1}" for k in range(16)])
    found = gm.policy.interrupted(named.sample(frac=1, random_state=0) * 1e6, "2022年一季度")
    plain = gm.policy.interrupted(SERIES, 8)
    np.testing.assert_allclose(
        found.coefficients["estimate"] / 1e6, plain.coefficients["estimate"], rtol=1e-9
    )
    np.testing.assert_allclose(found.coefficients["p"], plain.coefficients["p"], rtol=1e-6)
    assert (found.n, found.before) == (16, 8)


def test_missing_periods_count_in_time():
    gone = gm.policy.interrupted(SERIES.drop([3, 10]), 8)
    assert any("periods are missing" in note for note in gone.notes)
    line = pd.Series(np.arange(16) * 2.0, range(16)).drop([3, 10])
    assert gm.policy.interrupted(line, 8).coefficients["estimate"].round(8).tolist() == [16, 2, 0, 0]


def test_lines_without_errors():
    found = gm.policy.interrupted(pd.Series(0.1 * np.arange(20), range(20)), 10)
    assert found.coefficients.loc["change_in_level", "estimate"] == 0
    assert not (found.coefficients["p"] < 1).loc["change_in_level"]
    assert any("fit exactly" in note for note in found.notes)
    with pytest.raises(UnsuitableMethod, match="the same in all periods"):
        gm.policy.interrupted(pd.Series(3.0, range(20)), 10)


def test_what_cannot_be_answered():
    with pytest.raises(FaultyInput, match=r"(?s)5: the value is missing.*6: the value is missing"):
        gm.policy.interrupted(SERIES.where(~SERIES.index.isin([5, 6])), 8)
    with pytest.raises(FaultyInput, match="infinite"):
        gm.policy.interrupted(SERIES.replace(12, np.inf), 8)
    with pytest.raises(FaultyInput, match="3: occurs more than once"):
        gm.policy.interrupted(pd.concat([SERIES, SERIES.loc[[3]]]), 8)
    with pytest.raises(FaultyInput, match="start: 40 is no period"):
        gm.policy.interrupted(SERIES, 40)
    with pytest.raises(UnsuitableMethod, match="2 periods before it"):
        gm.policy.interrupted(SERIES, 2)
    with pytest.raises(UnsuitableMethod, match="fewer than two seasons"):
        gm.policy.interrupted(SERIES, 8, season=12)
    with pytest.raises(FaultyInput, match="no order in time"):
        gm.policy.interrupted(SERIES.set_axis([f"day of {k}" for k in "abcdefghijklmnop"]), 8)


def test_a_line_without_errors_says_nothing_of_chance():
    found = gm.policy.interrupted(pd.Series([1.0, 2, 3, 4, 5, 9, 11, 13, 15, 17], range(2010, 2020)), 2015)
    assert found.coefficients["estimate"].round(9).tolist() == [6, 1, 3, 1]
    assert found.coefficients[["error", "p", "lower", "upper"]].isna().all(axis=None)
    for language in ("en", "zh"):
        assert not re.search(r"nan|p [<=]|%", found.summary(language))
