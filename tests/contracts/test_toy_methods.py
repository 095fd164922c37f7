"""A method is added with one record: recipe, command line, planning, explain and uncertainty know it by that line."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import aggregation, cli, normalisation, treatment, weighting
from govmetrics.aggregation.levels import MIN_COVERAGE, aggregate
from govmetrics.core.methods import Method
from govmetrics.normalisation.common import make, oriented
from govmetrics.numerics.means import weighted_mean


def doubled(data, by=2.0):
    """Multiply every value: another unit of measurement."""
    return data.with_values(data.values * by, "doubled")


def capped(data, at=90.0):
    """Pull in what lies above."""
    return data.with_values(data.values.clip(upper=at), "capped")


def tenths(data, zero=0.0):
    """Put 100 on 10, by no other unit's values."""
    values, signs = oriented(data)
    ends = {"worst": np.where(signs > 0, zero, 100.0), "best": np.where(signs > 0, 100.0, zero)}
    return make(
        data,
        1 + 9 * (values - ends["worst"][:, None]) / (100 - zero) * signs[:, None],
        ends,
        "tenths",
        (1, 10),
    )


def first(tree, factor=3.0):
    """Weigh the first part of every group more than the others."""
    return weighting.assigned(
        tree,
        {part.code: factor if k == 0 else 1.0 for group in tree.groups for k, part in enumerate(group.parts)},
    )


def squares(scaled, weights, min_coverage=MIN_COVERAGE):
    """Aggregate by the root mean square."""
    return aggregate(scaled, weights, "squares", _squares, min_coverage)


def _squares(x, w):
    return np.sqrt(weighted_mean(x**2, w))


TOYS = [
    (treatment, Method(doubled, "data")),
    (treatment, Method(capped, "data", keeps_unit=True, pulls_in=True)),
    (normalisation, Method(tenths, "data", linear=True)),
    (weighting, Method(first, "tree")),
    (
        aggregation,
        Method(squares, "scaled and weights", mean=_squares, monotone=True, by_group=True, keeps_scale=True),
    ),
]

TREE = gm.IndicatorTree.from_groups(
    {"actors": ["trust", "order"], "outcomes": ["solved", "cases"]}, {"cases": "less"}
)
TABLE = pd.DataFrame(
    {
        "trust": [60.0, 50, 80, 95],
        "order": [55.0, 70, 40, 61],
        "solved": [90.0, 55, 40, 70],
        "cases": [20.0, 35, 60, 10],
    },
    index=pd.Index(["East", "West", "North", "South"], name="unit"),
)
DATA = gm.read_records(TABLE, TREE)
RECIPE = {
    "treatment": [{"capped": {"at": 92}}],
    "normalisation": "tenths",
    "weighting": {"first": {"factor": 2}},
    "aggregation": "squares",
}


@pytest.fixture(autouse=True)
def toys(monkeypatch):
    for room, method in TOYS:
        monkeypatch.setitem(room.METHODS, method.name, method)


def by_hand(table, order=(2, 1)):
    """The whole pass, written out."""
    x = 1 + 9 * table.clip(upper=92).assign(cases=lambda t: 100 - t["cases"]) / 100
    w = np.array(order) / sum(order)
    groups = [np.sqrt(x[codes] ** 2 @ w) for codes in (["trust", "order"], ["solved", "cases"])]
    return np.sqrt(w[0] * groups[0] ** 2 + w[1] * groups[1] ** 2)


def test_recipe():
    run = gm.follow(gm.Recipe(**RECIPE), DATA)
    assert run.scores.values["index"].to_numpy() == pytest.approx(by_hand(TABLE).to_numpy())
    assert run.scores.scale == (1, 10)
    with pytest.raises(
        gm.FaultyInput,
        match=r"weighting\.first\.factr: is not an option; did you mean 'factor'\? options are: factor",
    ):
        gm.Recipe(weighting={"first": {"factr": 2}})
    with pytest.raises(gm.FaultyInput, match=r"choose one of: .*squares"):
        gm.Recipe(aggregation="squaers")


def test_a_group_of_the_tree_may_have_it_for_its_own():
    tree = gm.read_tree({"code": "index", "aggregate": "squares", "parts": [{"code": "a", "better": "more"},
                                                                           {"code": "b", "better": "more"}]})  # fmt: skip
    scaled = gm.Scaled(tree, pd.DataFrame({"a": [3.0], "b": [4.0]}), pd.DataFrame(), "by hand", (0, 10))
    scores = gm.aggregation.arithmetic(scaled, gm.weighting.equal(tree))
    assert scores.values["index"].tolist() == pytest.approx([np.sqrt(12.5)])
    assert scores.scale == (0, 10)


def test_command_line(tmp_path, capsys, monkeypatch):
    TREE.write(tmp_path / "tree.yaml")
    TABLE.to_csv(tmp_path / "data.csv")
    (tmp_path / "recipe.yaml").write_text(
        "tree: tree.yaml\ndata: data.csv\ntreatment: [{capped: {at: 92}}]\nnormalisation: tenths\n"
        "weighting: {first: {factor: 2}}\naggregation: squares\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(
        sys, "argv", ["govmetrics", "run", str(tmp_path / "recipe.yaml"), "-o", str(tmp_path / "out")]
    )
    with pytest.raises(SystemExit) as done:
        cli.main()
    assert done.value.code in (0, None), capsys.readouterr()
    scores = pd.read_csv(tmp_path / "out" / "scores.csv", index_col=0)
    found = scores["index"] if "index" in scores else scores.iloc[:, 0]
    assert found[TABLE.index].to_numpy() == pytest.approx(by_hand(TABLE).to_numpy(), abs=0.01)


def test_planning():
    recipe = gm.Recipe(**RECIPE)
    found = gm.planning.needed(recipe, DATA, "West", places=1)
    for code, value in found.leaves["needed"].dropna().items():
        changed = TABLE.copy()
        changed.loc["West", code] = value
        assert by_hand(changed)["West"] == pytest.approx(found.goal)
    assert found.leaves["needed"].notna().any()
    assert (found.leaves["limit"] <= 100).all()
    raised = gm.planning.what_if(recipe, DATA, {"North": {"trust": 99.0}})  # the treatment pulls it in to 92
    changed = TABLE.assign(trust=[60.0, 50, 99, 95])
    assert raised.scores["score_after"].to_numpy() == pytest.approx(by_hand(changed).to_numpy())
    additive = gm.Recipe(**{**RECIPE, "aggregation": "arithmetic"})
    plan = gm.planning.needed(additive, DATA, "West", places=1)
    assert plan.rank_at_goal == plan.rank - 1
    moved = gm.Recipe(**{**RECIPE, "treatment": ["doubled"]})
    with pytest.raises(gm.FaultyInput, match="doubled puts it into another unit"):
        gm.planning.what_if(moved, DATA, {"North": {"order": 99.0}})


def test_explain():
    run = gm.follow(gm.Recipe(**RECIPE), DATA)
    found = gm.explain.contributions(run, baseline="mean")
    assert (found.values.sum(axis=1) + found.baseline).to_numpy() == pytest.approx(
        run.scores.values["index"].to_numpy()
    )
    apart = gm.explain.between_units(run, "East", "West")
    assert apart.performance.sum(axis=1).to_numpy() == pytest.approx(
        [run.scores.values["index"]["East"] - run.scores.values["index"]["West"]]
    )


def test_uncertainty():
    R = gm.robustness
    draws = pd.DataFrame({"actors": [0.2, 0.7], "outcomes": [0.8, 0.3]})
    factors = [R.Choice("aggregation", ["arithmetic", "squares"]), R.DrawnWeights(draws)]
    found = R.uncertainty(gm.Recipe(**RECIPE), DATA, factors, draws=64, rng=1)
    assert found.scores.shape == (64, 4)
    run = gm.follow(gm.Recipe(**RECIPE), DATA)
    groups = run.scores.values[["actors", "outcomes"]] ** 2
    rows = np.asarray(found.scores)
    for w in draws.to_numpy():
        assert np.isclose(rows, np.sqrt(groups @ w).to_numpy()).all(axis=1).any()


def test_periods_are_compared_by_what_no_other_unit_decides():
    table = pd.concat({2020: TABLE, 2024: TABLE + 1}, names=["year", "unit"]).reset_index()
    run = gm.panel.follow_periods(gm.Recipe(**RECIPE), gm.read_records(table, TREE, period="year"))
    assert run.recipe.base_period is None
    assert run.scores.values["index"].loc[2020].to_numpy() == pytest.approx(by_hand(TABLE).to_numpy())
