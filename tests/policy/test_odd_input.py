"""What a user gets wrong: labels, units of measurement, names of terms, orders of rows; one error, or a stated fallback."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import policy
from govmetrics.core.errors import GovmetricsError

QUARTERS = [f"{year}年{at}季度" for year in (2024, 2025) for at in "一二三四"]


def panel(periods=tuple(range(2015, 2021)), units=14, seed=0):
    rng = np.random.default_rng(seed)
    names = [f"u{at:02d}" for at in range(units)]
    frame = pd.MultiIndex.from_product([names, periods], names=["unit", "period"]).to_frame(index=False)
    number = frame["unit"].str[1:].astype(int)
    since = {at: None if at % 3 == 0 else periods[2 + at % 3] for at in range(units)}
    frame = frame.assign(
        x=rng.normal(size=len(frame)), z=rng.normal(size=len(frame)), since=number.map(since).astype(object)
    )
    return frame.assign(y=0.5 * frame["x"] + number / 10 + rng.normal(size=len(frame)))


def held(found):
    """Everything that a result holds, as text."""
    return repr(found.to_dict())


FRAME = panel()
SHUFFLED = FRAME.sample(frac=1, random_state=3)
CALLS = {
    "effects": lambda f: policy.effects(f, "y", ["x"]),
    "wild": lambda f: policy.effects(f, "y", ["x"], errors="wild", draws=99, rng=2),
    "random": lambda f: policy.effects(f, "y", ["x"], kind="random"),
    "dynamic": lambda f: policy.dynamic(f, "y", ["x"]),
    "threshold": lambda f: policy.threshold(f, "y", ["x"], "z", draws=19, rng=2),
    "synthetic": lambda f: policy.synthetic(f, "y", "unit", "period", "u01", 2018, ["x", "z"], starts=2),
    "staggered": lambda f: policy.staggered(f, "y", "unit", "period", "since", draws=50, rng=2),
    "decompose": lambda f: policy.decompose(f, "y", "unit", "period", "since"),
}


@pytest.mark.parametrize("name", CALLS)
def test_the_order_of_rows_does_not_matter_even_to_what_is_drawn(name):
    assert held(CALLS[name](SHUFFLED)) == held(CALLS[name](FRAME))


def test_the_order_of_rows_does_not_matter_to_experiments():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"y": rng.normal(size=60), "c": np.repeat(np.arange(30), 2), "arm": np.repeat([0, 1] * 15, 2),
                          "b": np.repeat(list("xyz"), 20)})  # fmt: skip
    mixed = frame.sample(frac=1, random_state=1)
    for one in ({}, {"cluster": "c"}, {"cluster": "c", "block": "b"}):
        found = [policy.randomisation(f["y"], f["arm"], draws=199, rng=5, **{key: f[name] for key, name in one.items()})
                 for f in (frame, mixed)]  # fmt: skip
        assert found[0].p_two_sided == found[1].p_two_sided
        assert found[0].upper == pytest.approx(found[1].upper, rel=1e-12)
    goods = pd.MultiIndex.from_product([range(24), range(3), range(4)], names=["group", "subject", "period"])
    goods = goods.to_frame(index=False)
    goods = goods.assign(
        treatment=np.where(goods["group"] % 2, "talk", "plain"), contribution=rng.uniform(0, 9, len(goods))
    )
    first, second = (
        policy.public_goods(f, draws=199, rng=5) for f in (goods, goods.sample(frac=1, random_state=1))
    )
    assert held(first) == held(second)
    assert first.groups.index.tolist() == list(range(24))


@pytest.mark.parametrize("name", ["effects", "random", "dynamic", "threshold", "synthetic"])
def test_values_without_room_for_their_squares_are_named(name):
    with pytest.raises(gm.FaultyInput, match="2015, u00, y: the value is too large to be computed with"):
        CALLS[name](FRAME.assign(y=FRAME["y"] * 1e200))


@pytest.mark.parametrize("name", ["effects", "wild", "random", "dynamic", "threshold", "synthetic"])
@pytest.mark.parametrize("scale", [2.0**300, 2.0**-300])
def test_units_of_measurement_do_not_matter(name, scale):
    """In other units, p and ranks are the same."""
    plain, found = (CALLS[name](FRAME.assign(y=FRAME["y"] * by)) for by in (1, scale))
    if name == "synthetic":
        assert found.rank == plain.rank
        assert found.effect / scale == pytest.approx(plain.effect, rel=1e-6)
    else:
        p = [one.coefficients["p"].to_numpy() for one in (plain, found)]
        np.testing.assert_allclose(p[1], p[0], rtol=1e-6)


def test_tiny_series():
    series = pd.Series(np.random.default_rng(0).normal(size=20), range(2000, 2020))
    plain, found = policy.interrupted(series, 2010), policy.interrupted(series * 2.0**-300, 2010)
    np.testing.assert_allclose(found.coefficients["p"], plain.coefficients["p"], rtol=1e-9)
    with pytest.raises(gm.FaultyInput, match="2000, value: the value is too large"):
        policy.interrupted(series * 1e200, 2010)
    with pytest.raises(gm.FaultyInput, match="lags: are 50 of 20 periods"):
        policy.interrupted(series, 2010, lags=50)


@pytest.mark.parametrize(("columns", "more", "said"), [
    ({"x": "2016"}, {"kind": "random"}, "2016 would stand for two terms"),
    ({"x": "constant"}, {"kind": "random"}, "constant would stand for two terms"),
    ({"x": "L1.y"}, {"lags": 1}, "L1.y would stand for two terms"),
    ({"z": "x^2"}, {"quadratic": ["x"]}, "x.2 would stand for two terms"),
])  # fmt: skip
def test_columns_called_as_terms_of_the_model(columns, more, said):
    frame = FRAME.rename(columns=columns)
    regressors = [one for one in frame.columns if one not in ("unit", "period", "since", "y")]
    with pytest.raises(gm.FaultyInput, match=said):
        policy.effects(frame, "y", regressors, **more)


def test_periods_are_no_effects_of_the_finding():
    drift = FRAME.assign(y=FRAME["y"] + 9 * (FRAME["period"] == 2017))
    found = policy.effects(drift, "y", ["x"], kind="random")
    assert found.coefficients.loc["2017", "p"] < 0.001
    assert found.indicators == ("2016", "2017", "2018", "2019", "2020")
    assert "2017" not in found.summary()
    assert "2017" not in policy.side_by_side([found]).summary().split("standard errors")[0]


@pytest.mark.parametrize("constant", [3.0, "units"])
def test_outcomes_that_follow_exactly(constant):
    frame = FRAME.assign(y=FRAME["unit"].str[1:].astype(float) if constant == "units" else constant)
    assert any("nothing to test" in note for note in CALLS["effects"](frame).notes)
    with pytest.raises(gm.UnsuitableMethod, match="no variance to be shared out"):
        CALLS["random"](frame)
    with pytest.raises(gm.UnsuitableMethod, match="follows from the terms exactly"):
        CALLS["threshold"](frame)


def test_days_are_printed_without_midnight():
    def day(year):
        return pd.to_datetime(year.map(lambda one: None if pd.isna(one) else f"{int(one)}-07-01"))

    frame = FRAME.assign(period=day(FRAME["period"]), since=day(FRAME["since"]))
    found = policy.staggered(frame, "y", "unit", "period", "since")
    printed = [found.summary(), *map(str, found.tables())]
    assert not any("00:00" in one for one in printed)
    assert "2018-07-01" in str(found.tables()[2])
    single = policy.interrupted(
        frame[frame["unit"] == "u01"].set_index("period")["y"].pipe(_longer), pd.Timestamp("2022-01-01")
    )
    assert "at 2022-01-01 the level" in single.summary()


def _longer(series):
    return pd.Series(
        np.arange(12.0) % 5, pd.date_range("2017-01-01", periods=12, freq="YS"), name=series.name
    )


def test_periods_as_chinese_offices_write_them():
    frame = panel(QUARTERS)
    found = policy.staggered(frame, "y", "unit", "period", "since")
    assert found.groups.index.tolist() == ["2024年四季度", "2025年一季度"]
    same = policy.staggered(frame.sample(frac=1, random_state=1), "y", "unit", "period", "since")
    assert held(same) == held(found)


def test_a_group_of_one_unit_has_no_error():
    """Its influence on itself is nothing, so that only the controls' chance would be counted."""
    alone = FRAME[FRAME["since"].isna() | FRAME["unit"].isin(["u01", "u02", "u05", "u08"])]
    found = policy.staggered(alone, "y", "unit", "period", "since", draws=20)
    of_one = found.groups.loc[2018]
    assert np.isfinite(of_one["estimate"])
    assert of_one[["error", "lower", "p", "band_upper"]].isna().all()
    assert found.group_time.loc[2018, "error"].isna().all()
    assert found.groups.loc[2019, "error"] > 0
    assert found.events["error"].notna().sum() == len(found.events) - 1  # the largest is of 2018 alone
    assert any("without an error" in note and "2018" in note for note in found.notes)
    streets = FRAME.assign(
        street=FRAME["since"].fillna("none").astype(str) + (FRAME["unit"] > "u06").astype(str)
    )
    whole = streets.assign(street=streets["street"].where(streets["since"] != 2018, "one"))
    by_street = policy.staggered(whole, "y", "unit", "period", "since", cluster="street")
    assert by_street.groups["error"].isna().tolist() == [True, False]
    lonely = policy.staggered(
        FRAME[FRAME["unit"].isin(["u01", "u00", "u03"])], "y", "unit", "period", "since"
    )
    assert "cannot be known" in lonely.summary()


def test_mix_of_unknown_names():
    effects = pd.DataFrame({"young": [1.0, 2], "old": [2.0, 3]}, ["app", "visits"])
    errors = effects * 0 + 1
    with pytest.raises(gm.FaultyInput) as caught:
        policy.mix(effects, errors, {"app": 1, "visits": 2, "radio": 3}, {"young": 1, "old": 1, "all": 2})
    assert {"costs", "sizes"} == {fault.place for fault in caught.value.faults}
    with pytest.raises(gm.FaultyInput, match="too large"):
        policy.mix(effects * 1e200, errors, {"app": 1, "visits": 2})


def test_days_of_plans_in_every_dress():
    plan = pd.DataFrame(
        {"due": pd.to_datetime(["2026-01-01", "2026-02-01"])}, pd.Index(["lifts", "clinics"], name="item")
    )
    done = plan + pd.Timedelta(days=1)
    wanted = policy.deviation(plan, done).aspects
    for dressed in (
        lambda f: f.assign(due=f["due"].dt.strftime("%Y年%m月%d日")),
        lambda f: f.assign(due=f["due"].dt.strftime("%Y-%m-%d")),
        lambda f: f.assign(due=f["due"].dt.date),
        lambda f: f.assign(due=f["due"].dt.tz_localize("Asia/Shanghai")),
    ):
        for pair in ((dressed(plan), done), (plan, dressed(done)), (dressed(plan), dressed(done))):
            found = policy.deviation(*pair, as_of="2026-03-01")
            pd.testing.assert_frame_equal(found.aspects, wanted)
    assert wanted.loc["due", "on_time"] == 0


def test_sentences_of_all_errors_have_their_chinese():
    said = []
    for call in CALLS.values():
        for odd in (
            FRAME.iloc[:0],
            FRAME.iloc[:6],
            FRAME.assign(y=1.0),
            FRAME.assign(x=1.0),
            pd.concat([FRAME, FRAME]),
        ):
            try:
                call(odd)
            except GovmetricsError as error:
                said.append(error.say("zh"))
    assert len(said) > 20
    assert not [one for one in said if "the " in one]
