"""A panel is measured period by period, or as the user says: against each period solved by hand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import govmetrics as gm
from govmetrics import dea
from govmetrics.core.errors import GovmetricsError
from tests.crossed import crossed

PERIODS = ["2025Q4", "2026Q1", "2026Q2"]
N = 12
RNG = np.random.default_rng(8)
INDEX = pd.MultiIndex.from_product([PERIODS, [f"u{i}" for i in range(N)]], names=["period", "unit"])
GROWTH = np.repeat([1.0, 1.3, 0.8], N)[:, None]
X = pd.DataFrame(RNG.uniform(1, 9, (3 * N, 2)), INDEX, ["staff", "money"])
Y = pd.DataFrame(RNG.uniform(1, 9, (3 * N, 1)) * GROWTH, INDEX, ["cases"])
BAD = pd.DataFrame(RNG.uniform(1, 5, (3 * N, 1)), INDEX, ["complaints"])
Z = pd.DataFrame(RNG.uniform(1, 5, (3 * N, 1)), INDEX, ["visits"])
DENSITY = pd.DataFrame({"density": RNG.normal(size=3 * N)}, INDEX)
HARD = pd.Series(np.arange(3 * N) % 2, INDEX)
MIXED = RNG.permutation(3 * N)  # rows in no order
SPANS = {
    "period": {"2025Q4": ["2025Q4"], "2026Q1": ["2026Q1"], "2026Q2": ["2026Q2"]},
    "pooled": dict.fromkeys(PERIODS, PERIODS),
    "sequential": {"2025Q4": PERIODS[:1], "2026Q1": PERIODS[:2], "2026Q2": PERIODS},
    "window": {"2025Q4": PERIODS[:1], "2026Q1": PERIODS[:2], "2026Q2": PERIODS[1:]},
}

MODELS = {
    "radial": lambda x, y, **o: dea.radial(x, y, "output", **o).scores,
    "radial slacks": lambda x, y, **o: dea.radial(x, y, **o).input_slacks,
    "radial targets": lambda x, y, **o: dea.radial(x, y, **o).targets,
    "radial weights": lambda x, y, **o: dea.radial(x, y, **o).output_weights,
    "scale": lambda x, y, **o: dea.scale(x, y, **o).scale,
    "scale constant": lambda x, y, **o: dea.scale(x, y, **o).constant.scores,
    "super": lambda x, y, **o: dea.super_efficiency(x, y, returns="constant", **o).scores,
    "hull": lambda x, y, **o: dea.free_disposal(x, y, **o).scores,
    "fixed": lambda x, y, **o: dea.non_discretionary(x, y, ["money"], **o).scores,
    "categorical": lambda x, y, **o: dea.categorical(x, y, HARD.loc[x.index], **o).scores,
    "restricted": lambda x, y, **o: (
        dea.weight_restricted(x, y, [("staff", "money", 0.5, 2.0)], {"staff": (0.2, 0.8)}, **o).scores
    ),
    "cross": lambda x, y, **o: dea.cross_efficiency(x, y, **o).by_others,
    "slacks based": lambda x, y, **o: dea.slacks_based(x, y, undesirable=BAD.loc[x.index], **o).scores,
    "super slacks": lambda x, y, **o: dea.super_slacks_based(x, y, returns="constant", **o).scores,
    "russell": lambda x, y, **o: dea.russell(x, y, **o).scores,
    "additive": lambda x, y, **o: dea.additive(x, y, "range", **o).scores,
    "directional": lambda x, y, **o: dea.directional(x, y, "mean", undesirable=BAD.loc[x.index], **o).inefficiency,
    "hyperbolic": lambda x, y, **o: dea.hyperbolic(x, y, **o).scores,
    "shifted": lambda x, y, **o: dea.seiford_zhu(x, y, BAD.loc[x.index], 9.0, **o).scores,
    "two stage": lambda x, y, **o: dea.two_stage(x, Z.loc[x.index], y, **o).first,
    "metafrontier": lambda x, y, **o: dea.metafrontier(x, y, HARD.loc[x.index], **o).table["technology_gap"],
    "order m": lambda x, y, **o: dea.order_m(x, y, 4, **o).scores,
    "order alpha": lambda x, y, **o: dea.order_alpha(x, y, 0.8, **o).scores,
    "outliers": lambda x, y, **o: dea.outliers(x, y, m=4, largest=1, **o).table["leverage"],
}  # fmt: skip


def by_hand(model, frontier):
    """Solve each period with the rows of its frontier alone, as tables without any choice."""
    found = []
    for period, pool in SPANS[frontier].items():
        rows = X.index[X.index.get_level_values("period").isin(pool)]
        flat = [table.loc[rows] for table in (X, Y)]
        found.append(model(*flat, frontier="pooled").loc[[period]])
    return pd.concat(found)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(("name", "frontier"), crossed(MODELS, list(SPANS), 3))
def test_every_model_solves_each_period_with_its_frontier(name, frontier):
    model = MODELS[name]
    got = model(X.iloc[MIXED], Y.iloc[MIXED], frontier=frontier, width=2)
    assert got.index.equals(X.index[MIXED])
    assert_allclose(got.loc[X.index], by_hand(model, frontier).loc[X.index], rtol=1e-8, atol=1e-9)
    if frontier == "period":
        assert_allclose(model(X, Y), got.loc[X.index], rtol=1e-8, atol=1e-9)  # the default


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_period_alone_is_what_the_plain_table_gives():
    for period in PERIODS:
        plain = dea.radial(X.loc[period], Y.loc[period])
        whole = dea.radial(X, Y)
        assert_allclose(whole.scores.loc[period], plain.scores, rtol=1e-9)
        mine = whole.peers[[unit[0] == period for unit in whole.peers["unit"]]]
        assert [unit[1] for unit in mine["unit"]] == plain.peers["unit"].tolist()
        assert list(mine["peer"]) == [(period, peer) for peer in plain.peers["peer"]]
        assert plain.notes == ()
        assert dea.radial(X.loc[[period]], Y.loc[[period]]).notes == ()


def test_the_note_says_what_was_done_in_both_languages():
    found = dea.radial(X, Y)
    assert found.notes[0] == "each of the 3 periods is measured against its own frontier"
    assert "共 3 个时期，各期分别构造前沿" in found.summary("zh")
    assert "one frontier of all of them" in dea.tables(X, Y, frontier="pooled").notes[0]
    assert "up to it" in dea.scale(X, Y, frontier="sequential").notes[0]
    assert "the frontier of 2 periods" in dea.bootstrap(X, Y, draws=100, frontier="window", width=2).notes[0]
    given = dea.slacks_based(X, Y, reference=(X, Y))
    assert given.notes == ("the 3 periods are measured against the one frontier of the given reference",)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_dataset_with_roles_is_taken_by_period():
    leaves = [
        gm.Indicator("staff", role="input"),
        gm.Indicator("money", role="input"),
        gm.Indicator("cases", role="output"),
    ]
    tree = gm.IndicatorTree(gm.Group("service", "", tuple(leaves)))
    data = gm.read_records(X.join(Y).reset_index(), tree, period="period")
    assert_allclose(dea.radial(data).scores.loc[X.index], dea.radial(X, Y).scores)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_tables_show_each_period_and_its_peers():
    found = dea.tables(X, Y)
    first = dea.tables(X.loc["2026Q1"], Y.loc["2026Q1"])
    rows = found.efficiency.loc["2026Q1"]
    numbers = ["overall", "technical", "scale", "s_minus", "s_plus"]
    assert_allclose(rows[numbers], first.efficiency[numbers], rtol=1e-8, atol=1e-9)
    peers = found.peers.loc[("2026Q1", "u0"), "peers"]
    assert all(part.strip().startswith("2026Q1") for part in peers.split(";"))


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_numbers_of_a_frontier_are_given_by_period():
    boot = dea.bootstrap(X, Y, draws=100)
    assert boot.bandwidth.index.tolist() == PERIODS
    assert boot.bandwidth["2025Q4"] == dea.bootstrap(X.loc["2025Q4"], Y.loc["2025Q4"], draws=100).bandwidth
    test = dea.returns_test(X, Y, draws=100)
    assert list(test.conclusion.index) == PERIODS
    assert test.table.index.names == ["period", "null"]
    assert "2026Q1" in test.summary()
    assert "2026Q1" in test.summary("zh")
    odd = dea.outliers(X, Y, m=4, largest=1)
    assert list(odd.thresholds) == PERIODS
    assert len(odd.tables()) == 3
    for result in (boot, test, odd):
        result.to_dict()


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_cross_efficiency_knows_no_raters_of_other_frontiers():
    found = dea.cross_efficiency(X, Y, frontier="sequential").matrix
    assert found.index.equals(X.index)
    assert found.columns.equals(X.index)
    early, late = found.loc["2025Q4"], found.loc["2026Q2"]
    assert early.notna().all().all()  # the first period's units judge those of all later ones, too
    assert late[["2025Q4", "2026Q1"]].isna().all().all()


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_second_stage_takes_distances_by_period_and_one_regression():
    found = dea.second_stage(X, Y, DENSITY, draws=(5, 50))
    assert_allclose(1 / found.distances["distance"], dea.radial(X, Y).scores, rtol=1e-9)
    assert found.notes[0].startswith("each of the 3 periods")
    assert "the regression takes all periods together" in found.notes
    pooled = dea.second_stage(X, Y, DENSITY, draws=(5, 50), frontier="pooled")
    assert_allclose(1 / pooled.distances["distance"], dea.radial(X, Y, frontier="pooled").scores, rtol=1e-9)
    flat = [
        table.set_axis([str(name) for name in table.index]) for table in (X, Y, DENSITY)
    ]  # draws go by names
    alone = dea.second_stage(*flat, draws=(5, 50))
    assert_allclose(pooled.coefficients["estimate"], alone.coefficients["estimate"])
    assert alone.notes == tuple(note for note in pooled.notes if "periods" not in note)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_three_stage_measures_both_stages_by_period():
    found = dea.three_stage(X, Y, DENSITY)
    assert_allclose(found.first.scores, dea.radial(X, Y).scores)
    assert_allclose(found.third.scores, dea.radial(found.adjusted, Y).scores, rtol=1e-8)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("by", ["radial", "closest", "stepwise"])
def test_improvements_learn_from_the_frontier_of_the_period(by):
    own = dea.improvements(X, Y, ("2026Q1", "u3"), by)
    plain = dea.improvements(X.loc["2026Q1"], Y.loc["2026Q1"], "u3", by)
    assert_allclose(own.changes[["target", "percent"]], plain.changes[["target", "percent"]])
    assert own.peers["peer"].tolist() == [("2026Q1", peer) for peer in plain.peers["peer"]]
    assert own.notes != ()
    assert plain.notes == ()


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_closest_targets_of_some_units():
    wanted = [("2026Q2", "u1"), ("2025Q4", "u2")]
    found = dea.closest_targets(X, Y, wanted)
    assert found.scores.index.tolist() == wanted
    for period, unit in wanted:
        alone = dea.closest_targets(X.loc[period], Y.loc[period], [unit])
        assert_allclose(found.targets.loc[[(period, unit)]], alone.targets)


def test_benefit_of_the_doubt_by_period():
    tree = gm.IndicatorTree.from_groups({"A": ["a", "b"], "B": ["c"]})
    values = pd.DataFrame(RNG.uniform(1, 100, (3 * N, 3)), INDEX, list("abc"))
    whole = dea.benefit_of_the_doubt(gm.Scaled(tree, values, pd.DataFrame()), 0.1)
    for period in PERIODS:
        alone = dea.benefit_of_the_doubt(gm.Scaled(tree, values.loc[period], pd.DataFrame()), 0.1)
        assert_allclose(whole.values.loc[period], alone.values, rtol=1e-9)
        assert_allclose(whole.shares.loc[period].sum(axis=1), 1.0)
        assert alone.notes == ()
    pooled = dea.benefit_of_the_doubt(gm.Scaled(tree, values, pd.DataFrame()), 0.1, frontier="pooled")
    flat = values.set_axis([f"{period} {unit}" for period, unit in INDEX])
    alone = dea.benefit_of_the_doubt(gm.Scaled(tree, flat, pd.DataFrame()), 0.1)
    assert_allclose(pooled.values, alone.values, rtol=1e-9)


def _against(points, reference):
    return dea.radial(*points, "output", "constant", reference=reference, slacks=False).scores


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("frontier", ["period", "sequential", "window"])
def test_malmquist_and_luenberger_use_the_same_frontiers(frontier):
    ratio = dea.malmquist(X, Y, frontier, width=2)
    change = dea.luenberger(X, Y, "outputs", "constant", frontier=frontier, width=2)
    assert "each change is measured against" in ratio.notes[0]
    assert ratio.notes[0] == change.notes[0]
    for early, late in pairwise(PERIODS):
        pools = [(X.loc[SPANS[frontier][p]], Y.loc[SPANS[frontier][p]]) for p in (early, late)]
        points = [(X.loc[p], Y.loc[p]) for p in (early, late)]
        e = [[_against(point, pool) for point in points] for pool in pools]  # e[frontier][data]
        rows = ratio.changes[ratio.changes["period"] == late].set_index("unit")
        assert_allclose(rows["malmquist"], np.sqrt(e[0][1] / e[0][0] * e[1][1] / e[1][0]), rtol=1e-9)
        assert_allclose(rows["efficiency_change"], e[1][1] / e[0][0], rtol=1e-9)
        d = [[1 / score - 1 for score in row] for row in e]  # along own outputs
        rows = change.changes[change.changes["period"] == late].set_index("unit")
        assert_allclose(rows["luenberger"], (d[0][0] - d[0][1] + d[1][0] - d[1][1]) / 2, atol=1e-8)
    if frontier == "sequential":  # what was possible stays possible
        assert (ratio.changes["technical_change"] >= 1 - 1e-9).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dea.radial(X, Y, frontier="global"), "choose one of: period, pooled, sequential, window"),
        (lambda: dea.radial(X, Y, frontier="window", width=4), "width: is 4 with 3 periods"),
        (lambda: dea.malmquist(X, Y, "window", width=4), "width: is 4 with 3 periods"),
        (lambda: dea.luenberger(X, Y, frontier="window", width=4), "width: is 4 with 3 periods"),
        (lambda: dea.radial(X.loc["2026Q1"], Y.loc["2026Q1"], frontier="sequential"), "not indexed by period and unit"),
        (lambda: dea.radial(X, Y, reference=(X, Y), frontier="window"), "beside a reference"),
        (lambda: dea.radial(X, Y, width=float("nan"), frontier="window"), "width: is nan"),
        (lambda: dea.radial(X.rename({"2026Q1": "Nanshan"}), Y.rename({"2026Q1": "Nanshan"})), "order"),
        (lambda: dea.radial(_idle(X), Y), "2026Q1, money: this input is zero for every unit"),
        (lambda: dea.radial(X, pd.concat([Y, _idle(Y, "more")], axis=1)), "2026Q1, more: this output is zero"),
        (lambda: dea.directional(X, Y, "mean", undesirable=_idle(BAD, "complaints")),
         "2026Q1, complaints: this undesirable output is zero"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(GovmetricsError, match=message):
        call()


def _idle(table, column="money"):
    table = table if column in table else table.set_axis([column], axis=1)
    table = table.copy()
    table.loc["2026Q1", column] = 0.0
    return table


def test_a_column_without_amounts_in_one_period_is_no_fault_of_the_pooled_frontier():
    assert dea.radial(_idle(X), Y, frontier="pooled").scores.notna().all()


def test_the_warning_counts_the_units_of_the_smallest_frontier():
    with pytest.warns(UserWarning, match="12 units for 2 inputs and 3 outputs"):
        dea.radial(X, pd.concat([Y, Y.rename(columns={"cases": "more"}), BAD], axis=1))
