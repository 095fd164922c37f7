"""Charts of one series, against the handbook of NIST and R's qicharts2 and qcc."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.monitoring import counts, cusum, ewma, individuals, proportions, runs

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rates of ten batches.
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
# 6.3.2.4.
SMOOTH = [52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, *FLOW]
Z = [
    50.6, 49.52, 50.564, 50.1848, 50.15936, 49.211552, 49.748086, 49.85366, 50.257562, 50.330294, 50.111206, 49.357844,
    49.520491, 50.054344, 49.37804, 49.924628, 50.72724, 51.229068, 51.940348, 51.988243
]  # fmt: skip
# 6.3.2.3.
CUSUM = [
    324.93, 324.68, 324.73, 324.35, 325.35, 325.23, 324.13, 324.53, 325.23, 324.6, 324.63, 325.15, 328.33, 327.25, 327.83,
    328.5, 326.68, 327.78, 326.88, 328.35
]  # fmt: skip
HIGH_LOW = [(0, 0), (0, 0.0025), (0, 0), (0, 0.3325), (0.0325, 0), (0, 0), (0, 0.5525), (0, 0.705), (0, 0.1575), (0, 0.24),
            (0, 0.2925), (0, 0), (3.0125, 0), (4.945, 0), (7.4575, 0), (10.64, 0), (12.0025, 0), (14.465, 0), (16.0275, 0),
            (19.06, 0)]  # fmt: skip
# Attendances at accident and emergency departments of the NHS seen within four hours, and all, twenty weeks (R qicharts2 0.8.1).
ACCIDENTS = [
    (266501, 280443), (264225, 276823), (276532, 291681), (281461, 296155), (269071, 282343), (261215, 275888), (270409,
    283867), (279778, 295251), (270483, 284468), (270320, 282529), (267923, 279618), (271478, 283932), (255353, 266629),
    (256820, 268091), (261835, 276803), (259144, 271578), (255910, 266005), (260863, 273520), (264465, 278574), (260989,
    273772)
]  # fmt: skip
# Montgomery's orange juice cans, trial samples of 50 (R qcc 2.7).
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]  # fmt: skip


def test_individuals_of_the_nist_handbook():
    chart = individuals(FLOW)
    assert chart.centre == pytest.approx(50.81)
    assert chart.sd * 1.128 == pytest.approx(1.8777777778)
    assert (chart.lower, chart.upper) == pytest.approx((45.8159102, 55.8040898))
    assert chart.signals.empty
    assert chart.baseline == 10


def test_ewma_of_the_nist_handbook():
    chart = ewma(SMOOTH, centre=50, sd=2.0539, smoothing=0.3)
    np.testing.assert_allclose(chart.points["ewma"], Z, atol=1e-6)
    np.testing.assert_allclose(chart.lower.iloc[[0, 1, 19]], [48.15149, 47.74361, 47.41157], atol=1e-5)
    np.testing.assert_allclose(chart.upper.iloc[[0, 1, 19]], [51.84851, 52.25639, 52.58843], atol=1e-5)
    assert chart.signals.empty


def test_cusum_of_the_nist_handbook():
    chart = cusum(CUSUM, target=325, k=0.3175, h=4.1959)
    np.testing.assert_allclose(chart.points[["high", "low"]], HIGH_LOW, atol=1e-9)
    assert chart.signals.index[0] == 14
    assert chart.signals["side"].unique().tolist() == ["too_high"]


class TestAccidents:
    def test_p(self, nhs):
        chart = proportions(nhs["r"], nhs["n"], prime=False)
        assert chart.centre == pytest.approx(0.952899711344, abs=1e-10)
        assert (chart.lower.iloc[0], chart.upper.iloc[0]) == pytest.approx(
            (0.951699564646, 0.954099858042), abs=1e-10
        )
        assert len(chart.signals) == 16

    def test_laney(self, nhs):
        chart = proportions(nhs["r"], nhs["n"])
        assert chart.sigma_z == chart.sigma_z_found == pytest.approx(10.640421863, abs=1e-8)
        assert (chart.lower.iloc[0], chart.upper.iloc[0]) == pytest.approx(
            (0.940129644178, 0.965669778511), abs=1e-10
        )
        assert chart.signals.empty


@pytest.fixture
def nhs():
    # typed from R qicharts2 0.8.1, data(nhs_accidents); Mohammed et al. (2013), Quality and Safety in Health Care
    return pd.DataFrame(ACCIDENTS, columns=["r", "n"], index=pd.RangeIndex(1, 21))


def test_p_of_the_orange_juice_cans():
    chart = proportions(CANS, [50] * 30, prime=False)
    assert chart.centre == pytest.approx(0.2313333333)
    assert (chart.lower.iloc[0], chart.upper.iloc[0]) == pytest.approx((0.05242755, 0.4102391), abs=1e-7)
    # Montgomery names samples 15 and 23 as out of control.
    assert chart.signals.index.tolist() == [15, 23]
    z = (np.array(CANS) / 50 - chart.centre) / np.sqrt(chart.centre * (1 - chart.centre) / 50)
    assert proportions(CANS, [50] * 30).sigma_z == pytest.approx(np.abs(np.diff(z)).mean() / 1.128)


def test_u_of_the_cdi_infections_by_hand():
    """Hospital infections a month over occupied days before an intervention (R qicharts2 0.8.1, data(cdi)), by the formulas of
    the NIST handbook, 6.3.3.1; then the months after it fall below."""
    n = [17, 12, 27, 20, 20, 18, 22, 19, 19, 24, 17, 16, 24, 19, 19, 22, 25, 19, 17, 6, 25, 17, 11, 14,
         9, 11, 7, 13, 5, 5, 3, 5, 9, 4, 5, 9]  # fmt: skip
    days = [
        14768.4167, 14460.3333, 16176.9167, 14226.5, 14816.25, 14335.2917, 14964.5417, 14327.875, 13200.5833, 13855.625,
        13794.5, 14070.8333, 14496.8333, 14332.25, 14927.0, 13362.125, 14058.125, 14388.0833, 14673.4167, 14153.5417,
        13830.7083, 14171.375, 14637.9583, 14713.0833, 14750.625, 14881.6667, 15203.75, 13589.75, 15111.5417, 13729.9583,
        13879.8333, 13895.8333, 13140.6667, 13372.9167, 13959.375, 14181.3333
    ]  # fmt: skip
    chart = counts(n, days, prime=False, baseline=24)
    u = sum(n[:24]) / sum(days[:24])
    assert chart.centre == pytest.approx(u)
    assert chart.upper.iloc[0] == pytest.approx(u + 3 * np.sqrt(u / days[0]))
    below = [k for k in range(36) if n[k] / days[k] < u - 3 * (u / days[k]) ** 0.5]
    assert chart.signals.index.tolist() == [k + 1 for k in below] == [29, 30, 31, 32, 34, 35]
    assert set(chart.signals["side"]) == {"too_low"}


def test_prediction_limits_are_those_of_t():
    """Student's t with nine degrees of freedom exceeds 4.094 as often as a normal value 3 (R 4.2.2: qt(pnorm(3), 9))."""
    chart = individuals(FLOW, limits="prediction")
    s = np.std(FLOW, ddof=1)
    assert chart.upper == pytest.approx(50.81 + 4.0942 * s * np.sqrt(1.1), abs=1e-3)


@pytest.mark.parametrize(("m", "rate"), [(8, 0.0303), (12, 0.0193), (20, 0.0108), (36, 0.0069)])
def test_a_short_baseline_says_how_often_it_signals_falsely(m, rate):
    """Simulated, 200,000 charts: chance that the next value of an unchanged series lies beyond the limits."""
    chart = individuals(np.random.default_rng(m).normal(size=m))
    said = next(note for note in chart.notes if "limits rest on" in note)
    assert said.values["rate"] == pytest.approx(rate, rel=0.2)
    assert not [
        note
        for note in individuals(np.random.default_rng(0).normal(size=80)).notes
        if "limits rest on" in note
    ]


def test_screening_is_off_and_named():
    jump = [*FLOW, 80.0, 52.0]
    whole, without = individuals(jump), individuals(jump, screen=True)
    assert without.upper < whole.upper
    assert any("left out" in note for note in without.notes)
    assert not any("left out" in note for note in whole.notes)


def test_sigma_z_is_never_below_one():
    chart = proportions([20, 21, 20, 19, 20, 21], [100] * 6)
    assert chart.sigma_z == 1
    assert chart.sigma_z_found < 1
    assert any("sigma z" in note for note in chart.notes)
    pd.testing.assert_series_equal(
        chart.upper, proportions([20, 21, 20, 19, 20, 21], [100] * 6, prime=False).upper
    )


def test_runs_by_hand():
    """At most round(log2(n) + 3) on one side, and qbinom(.05, n - 1, .5) crossings (R 4.2.2): 7 and 6 of 20, 6 and 2 of 10."""
    found = runs([1, 1, 2, 1, 1, 2, 1, 1, 1, 2, 8, 9, 8, 9, 9, 8, 9, 8, 9, 9])
    assert found.tests["found"].tolist() == [10, 1]
    assert found.tests["limit"].tolist() == [7, 6]
    assert len(found.signals) == 2
    assert runs([1, 2] * 5 + [1.5, None, 1], centre=1.5).tests["limit"].tolist() == [6, 2]
    assert runs([1, 2] * 10).signals.empty


def test_a_gap_has_no_point_and_no_moving_range():
    gap = [*FLOW[:5], None, *FLOW[5:]]
    ranges = [*np.abs(np.diff(FLOW[:5])), *np.abs(np.diff(FLOW[5:]))]
    chart = individuals(gap)
    assert chart.sd == pytest.approx(np.mean(ranges) / 1.128)
    assert pd.isna(chart.points["side"].iloc[5])
    np.testing.assert_allclose(ewma(gap, 50, 2).points["ewma"].drop(6), ewma(FLOW, 50, 2).points["ewma"])
    np.testing.assert_allclose(
        cusum(gap, 50, 1, 9).points["high"].drop(6), cusum(FLOW, 50, 1, 9).points["high"]
    )


def test_rows_come_in_any_order_of_time():
    names = [f"{year}年{quarter}季度" for year in (2023, 2024) for quarter in "一二三四"]
    series = pd.Series(FLOW[:8], names)
    mixed = series.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(individuals(series).points, individuals(mixed).points)
    sizes = pd.Series(range(90, 98), names)
    events = series.round()
    pd.testing.assert_frame_equal(proportions(events, sizes).points, proportions(mixed.round(), sizes).points)


@given(st.lists(st.integers(0, 40), min_size=4, max_size=20), st.floats(0.5, 20), st.floats(-50, 50))
def test_charts_move_with_the_unit_of_measurement(values, times, plus):
    x = np.array(values, dtype=float)
    if not np.ptp(x):
        return
    one, other = individuals(x), individuals(times * x + plus)
    found, wanted = ([c.centre, c.lower, c.upper] for c in (other, one))
    np.testing.assert_allclose(found, times * np.array(wanted) + plus, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(
    ("call", "place"),
    [
        (lambda: individuals([1.0]), "series"),
        (lambda: individuals([3.0, 3, 3, 3]), "series"),
        (lambda: individuals([]), "series"),
        (lambda: individuals([1, 2, "many"]), "3, series"),
        (lambda: individuals([1, 2, 3], baseline=12), "baseline"),
        (lambda: individuals(pd.Series([1.0, 2, 3], ["2024Q1", "2024Q1", "2024Q2"])), "series, 2024Q1"),
        (lambda: proportions([3, 9], [5, 8]), "events, 2"),
        (lambda: proportions([0, 0], [5, 8]), "events"),
        (lambda: proportions([5, 8], [5, 8]), "events"),
        (lambda: proportions([1, 0.5], [5, 8]), "events, 2"),
        (lambda: proportions([1, 2], [5, 8, 9]), "out_of"),
        (lambda: counts([1, -2], [5, 8]), "events, 2"),
        (lambda: counts([1, 2], [5, 0]), "events, 2"),
        (lambda: counts([1, 2], [5, -1]), "exposure, 2"),
        (lambda: runs([1, 2, 1, 2]), "series"),
        (lambda: ewma([1.0, 2], smoothing=0), "smoothing"),
        (lambda: cusum([2.0, 2, 2]), "series"),
    ],
    ids=range(17),
)  # fmt: skip
def test_bad_input_is_one_error_with_its_place(call, place):
    with pytest.raises(gm.GovmetricsError) as error:
        call()
    assert [str(fault.place) for fault in error.value.faults] == [place]


def test_every_wrong_period_is_named_at_once():
    with pytest.raises(gm.FaultyInput) as error:
        proportions([9, 1, 8, -1], [5, 8, 7, 3])
    assert [str(fault.place) for fault in error.value.faults] == ["events, 4", "events, 1", "events, 3"]


def test_zero_denominators_unequal_steps_and_the_future_are_said():
    chart = proportions(
        pd.Series([0, 5, 6, 7], [2020, 2021, 2025, 2099]),
        pd.Series([0, 10, 10, 10], [2020, 2021, 2025, 2099]),
    )
    said = " ".join(map(str, chart.notes))
    assert "without cases, and so without a rate: 2020" in said
    assert "not equally far apart" in said
    assert "2099" in said
    assert "2025" not in said


def test_autocorrelation_is_said():
    walk = np.cumsum(np.random.default_rng(0).normal(size=60))
    assert any("autocorrelation" in note for note in individuals(walk).notes)


def test_it_reads_in_chinese():
    chart = proportions([12, 15, 8, 30, 4, 7, 16], [50] * 7, prime=False)
    assert chart.summary("zh").startswith(
        "p 控制图（不合格品率图）：7 个时期中有 1 个超出控制限：4（高于上限）。"
    )
    assert chart.tables("zh")[0].frame.columns.tolist() == [
        "时期",
        "取值",
        "事件数",
        "基数",
        "中心线",
        "下限",
        "上限",
        "位置",
    ]


@pytest.mark.parametrize(("n", "fewest"), [(10, 2), (12, 3), (14, 4), (17, 5), (19, 6), (22, 7), (24, 8)])
def test_the_fewest_crossings_are_those_of_r(n, fewest):
    """R 4.2.2: qbinom(.05, n - 1, .5)."""
    found = runs([(-1.0) ** k * (1 + k / 100) for k in range(n)], centre=0.0)
    assert found.tests.loc["crossings", "limit"] == fewest
