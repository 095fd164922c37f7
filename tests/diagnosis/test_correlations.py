"""Correlations, components, denominators, links and ranks in groups, each by another way."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

import govmetrics as gm
from govmetrics.core import Scaled
from govmetrics.core.errors import FaultyInput, UnsuitableMethod

TREE = gm.IndicatorTree.from_groups({"A": ["a", "b", "c"], "B": ["d", "e"]})
RNG = np.random.default_rng(11)
UNITS = pd.Index([f"u{i:02}" for i in range(30)], name="unit")
VALUES = pd.DataFrame(RNG.normal(size=(30, 1)) + RNG.normal(size=(30, 5)), UNITS, TREE.codes)
VALUES["c"] = -VALUES["a"] + 0.2 * VALUES["c"]
GAPS = VALUES.mask(RNG.random(VALUES.shape) < 0.15)
KIND = pd.DataFrame({"kind": ["x", "y", "z"] * 10}, UNITS)


def scores(values=VALUES):
    data = gm.Dataset(TREE, values, KIND)
    scaled = gm.normalisation.min_max(data)
    return scaled, gm.aggregation.arithmetic(scaled, gm.weighting.equal(TREE), min_coverage=0)


@pytest.mark.parametrize(("method", "by"), [("pearson", stats.pearsonr), ("spearman", stats.spearmanr)])
def test_pairs_are_scipys_over_the_units_with_both(method, by):
    found = gm.diagnosis.correlations(Scaled(TREE, GAPS, pd.DataFrame()), by="all", method=method).pairs
    assert len(found) == 10
    for row in found.itertuples():
        both = GAPS[[row.first, row.second]].dropna()
        expected = by(both[row.first], both[row.second])
        np.testing.assert_allclose(
            (row.correlation, row.p), (expected.statistic, expected.pvalue), atol=1e-12
        )
        assert row.n == len(both)


def test_flags_groups_and_parents():
    scaled, index = scores()
    found = gm.diagnosis.correlations(scaled, index, weak=0.9)
    assert found.pairs["within"].all()
    assert len(found.pairs) == 3 + 1
    flags = found.pairs.set_index(["first", "second"])["flag"]
    assert flags["a", "c"] == "negative"
    assert flags["d", "e"] == "weak"
    assert found.groups.loc["A", "negative"] >= 1
    up = found.parents.set_index(["code", "above"])["correlation"]
    expected = np.corrcoef(index.values["a"], index.values["A"])[0, 1]
    assert up["a", "A"] == pytest.approx(expected)
    assert ("a", TREE.root.code) in up.index
    twin = Scaled(TREE, VALUES.assign(b=VALUES["a"] * 2 + 1), pd.DataFrame())
    assert gm.diagnosis.correlations(twin).pairs["flag"].iloc[0] == "too high"
    assert gm.diagnosis.correlations(twin).matrix().loc["b", "a"] == pytest.approx(1)
    flat = gm.diagnosis.correlations(Scaled(TREE, VALUES.assign(b=1.0), pd.DataFrame()))
    assert any("2 pairs have no correlation" in note for note in flat.notes)


def test_components_are_the_singular_vectors_and_kmo_is_by_partial_correlations():
    scaled, index = scores(GAPS)
    found = gm.diagnosis.components(scaled)
    x = scaled.values[["a", "b", "c"]].dropna()
    z = (x - x.mean()) / x.std(ddof=1)
    _, s, right = np.linalg.svd(z.to_numpy(), full_matrices=False)
    variance = found.variance.set_index("group").loc["A"]
    np.testing.assert_allclose(variance["eigenvalue"], s**2 / (len(x) - 1))
    np.testing.assert_allclose(variance["cumulative"].iloc[-1], 1)
    own = found.loadings.loc[["a", "b", "c"]]
    np.testing.assert_allclose(np.abs(own["pca_weight"]), np.abs(right[0]))
    assert own["component 1"].sum() > 0
    np.testing.assert_allclose(own["component 1"], own["pca_weight"] * variance["sd"].iloc[0])
    rest = {}
    for first, second, third in (("a", "b", "c"), ("a", "c", "b"), ("b", "c", "a")):
        e1, e2 = (sm.OLS(z[k], sm.add_constant(z[third])).fit().resid for k in (first, second))
        rest[first, second] = np.corrcoef(e1, e2)[0, 1] ** 2
    direct = np.corrcoef(z.T.to_numpy())[np.triu_indices(3, 1)] ** 2
    assert found.groups.loc["A", "kmo"] == pytest.approx(direct.sum() / (direct.sum() + sum(rest.values())))
    assert found.groups.loc["A", ["n", "left_out"]].tolist() == [len(x), 30 - len(x)]
    assert not found.groups.loc["A", "one_sign"]
    assert list(gm.diagnosis.components(index).groups.index) == [TREE.root.code, "A", "B"]


def test_links_are_statsmodels_with_hc3():
    _, index = scores()
    other = pd.DataFrame(
        {"income": index.values["A"] ** 2 / 50 + RNG.normal(0, 5, 30), "noise": RNG.normal(size=30)}
    )
    other.loc["u04", "income"] = np.nan
    other = other.sample(frac=1, random_state=0).rename(index={"u09": "elsewhere"})
    found = gm.diagnosis.links(index, other, nodes=["A"], level=0.9)
    row = found.table.iloc[0]
    both = pd.concat([index.values["A"], other["income"]], axis=1).dropna()
    fit = sm.OLS(both["income"], sm.add_constant(both["A"])).fit().get_robustcov_results("HC3", use_t=True)
    low, high = fit.conf_int(0.1)[1]
    told = row[["slope", "se", "slope_lower", "slope_upper", "p", "r2"]].astype(float)
    np.testing.assert_allclose(
        told, [fit.params[1], fit.bse[1], low, high, fit.pvalues[1], fit.rsquared], rtol=1e-9
    )
    r = stats.pearsonr(both["A"], both["income"])
    interval = r.confidence_interval(0.9)
    np.testing.assert_allclose(row[["correlation", "lower", "upper"]].astype(float), [r.statistic, *interval])
    assert row["spearman"] == pytest.approx(stats.spearmanr(both["A"], both["income"]).statistic)
    assert row["n"] == len(both) == 28
    assert any("not scored: elsewhere" in note for note in found.notes)
    assert any("u09" in note for note in found.notes)


def test_links_refuse_what_cannot_be_told():
    _, index = scores()
    with pytest.raises(UnsuitableMethod, match="0 units in common"):
        gm.diagnosis.links(index, pd.DataFrame({"x": [1.0, 2]}, ["p", "q"]))
    with pytest.raises(FaultyInput, match="'rich' is not a number"):
        gm.diagnosis.links(index, pd.DataFrame({"x": ["rich", 2.0]}, UNITS[:2]))
    flat = gm.diagnosis.links(index, pd.DataFrame({"x": 1.0}, UNITS))
    assert flat.table["correlation"].isna().all()
    assert flat.summary().startswith("No link beyond chance")


def test_denominators():
    size = pd.DataFrame({"people": VALUES["a"] * 3 + 100, "kind": "x", "area": RNG.normal(size=30)}, UNITS)
    found = gm.diagnosis.denominators(gm.Dataset(TREE, GAPS, size), high=0.8)
    assert found.table.iloc[0][["code", "attribute"]].tolist() == ["a", "people"]
    strong = found.table[found.table["strong"]]
    assert set(strong["code"]) == {"a", "c"}  # c falls with a: the size of the correlation counts
    assert any("kind" in note for note in found.notes)
    mixed = size.assign(people=size["people"].astype(object))
    mixed.loc["u07", "people"] = "3.2万"
    told = gm.diagnosis.denominators(gm.Dataset(TREE, GAPS, mixed))
    assert set(told.table["attribute"]) == {"area"}
    assert any("people is left out" in note and "u07" in note for note in told.notes)
    with pytest.raises(FaultyInput, match=r"u07, people: '3\.2万' is not a number"):
        gm.diagnosis.denominators(gm.Dataset(TREE, GAPS, mixed[["people"]]))
    with pytest.raises(FaultyInput, match="kind: is not numeric"):
        gm.diagnosis.denominators(gm.Dataset(TREE, GAPS, size), ["kind"])
    with pytest.raises(UnsuitableMethod, match="none is a number"):
        gm.diagnosis.denominators(gm.Dataset(TREE, GAPS, KIND))


def test_ranks_within_groups():
    _, index = scores()
    found = gm.diagnosis.group_ranks(index, "kind", ["A"])
    expected = index.values["A"].groupby(KIND["kind"]).rank(ascending=False, method="min")
    assert found.ranks["A"].astype(float).sort_index().tolist() == expected.sort_index().tolist()
    assert found.groups.tolist() == ["x"] * 10 + ["y"] * 10 + ["z"] * 10
    table = index.ranking("A", by="kind")
    assert table["rank_in_group"].sort_index().tolist() == expected.sort_index().astype(int).tolist()
    assert table["rank"].is_monotonic_increasing
    with pytest.raises(FaultyInput, match="by: 'type' is not an attribute; attributes are: kind"):
        index.ranking(by="type")
    bare = gm.diagnosis.group_ranks(
        scores(VALUES.mask(np.tile(np.arange(30)[:, None] == 3, (1, 5))))[1], "kind"
    )
    assert bare.ranks.loc["u03"].isna().all()
    assert bare.ranks.index[9] == "u03"  # the last of its group
    assert "u03" not in bare.summary()
    both = pd.concat({2024: VALUES, 2025: VALUES[::-1]}, names=["period", "unit"])
    kinds = pd.concat({2024: KIND, 2025: KIND}, names=["period", "unit"])
    panel = gm.Dataset(TREE, both, kinds)
    scaled = gm.normalisation.min_max(panel)
    two = gm.aggregation.arithmetic(scaled, gm.weighting.equal(TREE))
    again = gm.diagnosis.group_ranks(two, "kind", ["A"]).ranks["A"]
    assert again.xs(2024, level="period").sort_index().tolist() == found.ranks["A"].sort_index().tolist()


def test_fewer_than_five_units_and_periods_are_refused():
    few = Scaled(TREE, VALUES.iloc[:4], pd.DataFrame())
    for ask in (gm.diagnosis.correlations, gm.diagnosis.components):
        with pytest.raises(UnsuitableMethod, match="4 units"):
            ask(few)
