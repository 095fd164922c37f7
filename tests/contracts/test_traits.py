"""What the records of the methods say of them is true: every trait is seen in numbers, and its absence too."""

from __future__ import annotations

import inspect
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import aggregation, ahp, normalisation, ranking, treatment, weighting
from govmetrics.aggregation.traits import is_additive
from govmetrics.core import Dataset, Group, Indicator, IndicatorTree, Scaled, UnsuitableMethod
from govmetrics.core.words import method_name

LEAVES = {
    "more": Indicator("more", better="more", worst=10, best=70, target=60),
    "less": Indicator("less", better="less", worst=9, best=1, target=2),
}
FLAT = IndicatorTree(Group("G", "", tuple(LEAVES.values())))
RAW = Dataset(
    FLAT, pd.DataFrame({"more": [20.0, 31, 35, 50, 59], "less": [3.0, 8, 4, 5, 6.5]}, list("ABCDE"))
)

DEEP = IndicatorTree.from_groups({"g": ["a", "b"], "h": ["c", "d", "e"]})
RNG = np.random.default_rng(7)
SCALED = Scaled(
    DEEP,
    pd.DataFrame(RNG.uniform(1, 100, (12, 5)), [f"u{i}" for i in range(12)], DEEP.codes),
    pd.DataFrame(index=DEEP.codes),
    "by hand",
    (1, 100),
)
WEIGHTS = weighting.assigned(DEEP, {"g": 1, "h": 2, "a": 3, "b": 1, "c": 1, "d": 2, "e": 1})


@pytest.mark.parametrize("stage", ["aggregation", "normalisation", "ranking", "treatment", "weighting"])
def test_every_method_is_public_and_has_its_name_in_both_languages(stage):
    room = getattr(gm, stage)
    assert not set(room.METHODS) - set(room.__all__)
    assert not [name for name in map(method_name, room.METHODS) if name.say("zh") == name.say("en")]


def rows(data, keep):
    return replace(data, values=data.values.loc[keep], attributes=pd.DataFrame())


def by(name, data, **options):
    if name == "reference_distance" and "bounds" not in options:
        options["unit"] = "D"
    if name == "reference_distance":
        options.setdefault("unit", "D")
    return normalisation.METHODS[name](data, **options)


@pytest.mark.parametrize("name", [m.name for m in normalisation.METHODS.values() if m.stands_alone])
class TestNormalisation:
    def test_compares_units(self, name):
        some = ["B", "C", "D"]
        changed = by(name, rows(RAW, some)).values - by(name, RAW).values.loc[some]
        assert normalisation.METHODS[name].compares_units == (changed.abs().max(axis=None) > 1e-9)

    def test_linear(self, name):
        scaled = by(name, RAW).values
        bent = max(
            np.abs(
                np.polyval(np.polyfit(RAW.values[code], scaled[code], 1), RAW.values[code]) - scaled[code]
            ).max()
            for code in FLAT.codes
        )
        assert normalisation.METHODS[name].linear == (bent < 1e-6)

    def test_clips(self, name):
        method = normalisation.METHODS[name]
        if not method.takes_bounds and method.compares_units:
            assert (method.clips_worst, method.clips_best) == ("", "")
            return  # places among units have no ends to lie beyond
        options = {"bounds": by(name, RAW).bounds} if method.takes_bounds else {}
        wide = replace(RAW, values=pd.DataFrame({"more": [5.0, 60, 75], "less": [12.0, 2, 0.5]}, list("VDW")))
        worst, middle, best = by(name, wide, **options).values["more"]
        low, high = by(name, RAW).scale or (-np.inf, np.inf)
        assert bool(method.clips_worst) == (worst == low)
        assert bool(method.clips_best) == (best == high)
        for option in {method.clips_worst, method.clips_best} - {""}:
            loose = by(name, wide, **options, **{option: False}).values["more"]
            assert loose.iloc[2] > high >= middle

    def test_takes_bounds(self, name):
        method = normalisation.METHODS[name]
        assert method.takes_bounds == ("bounds" in inspect.signature(method.function).parameters)


@pytest.mark.parametrize("name", aggregation.METHODS)
class TestAggregation:
    def root(self, name, scaled=SCALED, weights=WEIGHTS):
        return aggregation.METHODS[name](scaled, weights).values["index"]

    def test_additive(self, name):
        sums = SCALED.values @ WEIGHTS.across_tree()
        same = np.allclose(self.root(name), sums)
        assert aggregation.METHODS[name].additive == same
        assert is_additive(aggregation.METHODS[name](SCALED, WEIGHTS)) == same

    def test_compares_units(self, name):
        some = SCALED.values.index[:6]
        alone = self.root(name, replace(SCALED, values=SCALED.values.loc[some]))
        assert aggregation.METHODS[name].compares_units == (not np.allclose(alone, self.root(name)[some]))

    def test_monotone(self, name):
        """The penalised mean falls where its best part gets better still; wroclaw is not said to be."""
        values = pd.concat([SCALED.values, pd.DataFrame(1.0, ["low"], DEEP.codes).assign(e=30.0)])
        before, fell = self.root(name, replace(SCALED, values=values)), False
        for unit in values.index:
            for code in DEEP.codes:
                better = values.copy()
                better.loc[unit, code] += 9
                fell |= self.root(name, replace(SCALED, values=better))[unit] < before[unit] - 1e-9
        assert not (fell and aggregation.METHODS[name].monotone)
        assert fell or name == "wroclaw" or aggregation.METHODS[name].monotone

    def test_by_group(self, name):
        scores = aggregation.METHODS[name](SCALED, WEIGHTS).values
        top = IndicatorTree(Group("index", "", (Indicator("g"), Indicator("h"))))
        weights = weighting.assigned(top, {"g": 1, "h": 2})
        try:
            alone = self.root(
                name, Scaled(top, scores[["g", "h"]], pd.DataFrame(), "by hand", (1, 100)), weights
            )
        except UnsuitableMethod:  # what a group may be, an indicator may not
            alone = scores["index"] + 1
        assert aggregation.METHODS[name].by_group <= np.allclose(alone, scores["index"])

    def test_keeps_scale(self, name):
        scores, leaves = aggregation.METHODS[name](SCALED, WEIGHTS), SCALED.values
        inside = (scores.values["index"] >= leaves.min(axis=1)) & (
            scores.values["index"] <= leaves.max(axis=1)
        )
        assert aggregation.METHODS[name].keeps_scale == bool(inside.all()) == (scores.scale == (1, 100))

    def test_needs_positive(self, name):
        zero = replace(SCALED, values=SCALED.values.mask(SCALED.values < 5, 0.0), scale=(0, 100))
        assert (zero.values == 0).any(axis=None)
        try:
            self.root(name, zero)
            refused = False
        except UnsuitableMethod:
            refused = True
        assert aggregation.METHODS[name].needs_positive == refused

    def test_mean(self, name):
        mean = aggregation.METHODS[name].mean
        if mean is None:
            return
        x, w = SCALED.values[["c", "d", "e"]].to_numpy().T, np.array([[0.2, 0.3, 0.5], [0.6, 0.2, 0.2]])
        assert mean(x, w) == pytest.approx(np.stack([mean(x, one) for one in w]))
        own = IndicatorTree(replace(DEEP.root, aggregate=name))
        scores = aggregation.arithmetic(replace(SCALED, tree=own), weighting.equal(own)).values
        halves = np.array([0.5, 0.5])
        assert scores["index"].to_numpy() == pytest.approx(mean(scores[["g", "h"]].to_numpy().T, halves))


@pytest.mark.parametrize("name", [m.name for m in treatment.METHODS.values() if m.stands_alone])
def test_treatments_keep_the_unit_of_measurement_or_do_not(name):
    """Where the unit is kept most cells are; pulled in are those that had a value and have another."""
    values = pd.DataFrame(
        {"more": [*np.linspace(40, 60, 20), 900.0, 50], "less": [*np.linspace(2, 9, 20), 4, np.nan]}
    )
    values.index = [f"u{i}" for i in range(22)]
    people = pd.DataFrame({"people": np.arange(10.0, 32)}, values.index)
    plain = IndicatorTree.from_groups({"G": ["more", "less"]})
    data = Dataset(plain, values, people)
    options = {
        "denominate": {"by": {"more": "people", "less": "people"}},
        "impute_regression": {"predictors": ["more"]},
    }
    options = options.get(name, {})
    if name == "impute_interpolate":
        data = Dataset(
            plain,
            pd.concat(
                {2020: values.fillna(5), 2021: values, 2022: values.fillna(5)}, names=["period", "unit"]
            ),
        )
    method = treatment.METHODS[name]
    done = method(data, **options)
    done = getattr(done, method.result) if method.result else done
    moved = (done.values != data.values) & data.values.notna()
    assert treatment.METHODS[name].keeps_unit == (moved.mean(axis=None) < 0.1)
    assert treatment.METHODS[name].pulls_in == (0 < moved.mean(axis=None) < 0.1)


@pytest.mark.parametrize("name", [m.name for m in weighting.METHODS.values() if m.stands_alone])
def test_weightings_take_what_they_say(name):
    method = weighting.METHODS[name]
    alike = replace(SCALED, values=SCALED.values.add(60 * np.sin(np.arange(12.0)) + 60, axis=0))
    source, other = (DEEP, alike) if method.takes == "tree" else (alike, DEEP)
    assert method(source).tree.node_codes == DEEP.node_codes
    with pytest.raises(gm.FaultyInput):
        method(other)


def test_records_are_found_by_their_names():
    for methods in (
        treatment.METHODS, normalisation.METHODS, weighting.METHODS, aggregation.METHODS, ranking.METHODS, ahp.METHODS,
    ):  # fmt: skip
        assert all(method.name == name == method.function.__name__ for name, method in methods.items())
        assert all(method.does.endswith(".") for method in methods.values())
    assert ahp.WEIGHTINGS["ahp"].function is ahp.weights
