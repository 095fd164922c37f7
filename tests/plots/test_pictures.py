"""Every picture shows the numbers of its result, in Chinese too, and looks as it did.

The pictures in `images/` are the references of the last test; after a wanted change make them anew with
`python -m tests.plots.test_pictures`, and look at each.
"""

import re
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.testing.compare import compare_images

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod
from tests.plots import examples as ex

IMAGES = Path(__file__).parent / "images"
TOLERANCE = 16  # of 255, root mean square: releases of FreeType draw letters a little differently
ENGLISH = {
    "East",
    "West",
    "North",
    "South",
    "ward",
    "Li",
    "Wu",
    "Chen",
    "CFI",
    "RMSEA",
    "SRMR",
    "CR",
    "Malmquist",
    "D",
}
ENGLISH |= {"CE", "FDH", "d"}  # ceilings of necessary condition analysis
ENGLISH |= {"Q", "Jaccard"}  # quarters of a period as it was given; a measure's name
ENGLISH |= {"safety", "parks", "noise", "trust", "order", "staff", "solved", "t", "o"}  # given by the user
ENGLISH |= {"actors", "process", "outcomes", "votes", "speed", "openness", "index"}
STATES = set(" ".join(ex.us_states()[1].units).split())


@pytest.fixture(scope="module")
def drawn():
    """Every picture once, in Chinese."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", gm.core.GovmetricsWarning)  # few units for DEA: it is an example
        return {name: draw("zh") for name, draw in ex.DRAWN.items()}


def texts(ax):
    from matplotlib.text import Text

    axes = [ax, *(other for other in ax.figure.axes if other is not ax)]
    return [text.get_text() for each in axes for text in each.findobj(Text) if text.get_text()]


def names(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def widths(ax):
    return np.array([bar.get_width() for bar in ax.patches])


def test_every_picture_is_here():
    assert set(ex.DRAWN) == set(gm.plots.__all__) - {"save"}


def test_no_english_in_chinese_pictures(drawn):
    left = {
        name: sorted(set(re.findall(r"[A-Za-z]+", " ".join(texts(ax)))) - ENGLISH - STATES)
        for name, ax in drawn.items()
    }
    assert not {name: found for name, found in left.items() if found}


@pytest.mark.parametrize("name", sorted(ex.DRAWN))
def test_it_looks_as_it_did(drawn, name, tmp_path):
    made = gm.plots.save(drawn[name], tmp_path / f"{name}.png", dpi=50)
    told = compare_images(str(IMAGES / f"{name}.png"), str(made), tol=TOLERANCE)
    assert told is None, told


def test_tree_nodes_are_as_high_as_their_weights(drawn):
    high = [bar.get_height() for bar in drawn["tree"].patches]
    shares = ex.run().weights.across_tree()
    leaves = [bar.get_height() for bar in drawn["tree"].patches if bar.get_x() == 2]
    assert high[0] == pytest.approx(1)
    assert leaves == pytest.approx(list(shares))


def test_heat_map_cells_are_scores(drawn):
    scores = ex.run().scores
    order = scores.ranking().loc[2025].index
    shown = drawn["heat_map"].images[0].get_array()
    np.testing.assert_allclose(
        shown, scores.values.loc[2025].loc[order, ["index", "actors", "process", "outcomes"]]
    )
    assert names(drawn["heat_map"].yaxis) == list(order)


def test_correlations_are_those_of_scaled_values(drawn):
    np.testing.assert_allclose(drawn["correlations"].images[0].get_array(), ex.run().scaled.values.corr())
    assert len(drawn["correlations"].lines) == 4  # two borders between three groups, both ways


def test_coupling_cells_are_degrees_in_the_order_of_time(drawn):
    found = gm.diagnosis.coupling(ex.run().scores).coordination.unstack("period")
    order = found[2025].sort_values(ascending=False).index
    np.testing.assert_allclose(drawn["coupling"].images[0].get_array(), found.loc[order, ex.PERIODS])


def test_obstacles_are_shares_of_the_latest_period(drawn):
    shares = gm.diagnosis.obstacles(ex.run().scaled, ex.run().weights).values.loc[2025]
    first = shares.mean().idxmax()
    np.testing.assert_allclose(drawn["obstacles"].images[0].get_array()[:, 0], 100 * shares[first])
    np.testing.assert_allclose(drawn["obstacles"].images[0].get_array().sum(axis=1), 100)


def test_rank_flow_lines_are_ranks(drawn):
    ranks = ex.run().scores.ranking()["rank"].unstack("period")[ex.PERIODS]
    shown = sorted(tuple(line.get_ydata()) for line in drawn["rank_flow"].lines)
    assert shown == sorted(map(tuple, ranks.to_numpy(dtype=float)))


def test_radar_rings_are_scores_median_and_target(drawn):
    parts = ["actors", "process", "outcomes"]
    scores = ex.run().scores.values[parts].loc[2025]
    rings = [line.get_ydata()[:-1] for line in drawn["radar"].lines]
    np.testing.assert_allclose(rings[0], scores.loc["东风社区"])
    np.testing.assert_allclose(rings[1], scores.median())
    np.testing.assert_allclose(rings[2], [80, 70, 60])


def test_boxes_before_and_after_are_scaled_by_the_spread_before(drawn):
    values = ex.run().dataset.values["trust"]
    box = drawn["distributions"].patches[0].get_path().vertices[:4, 0]
    quarter, three = values.quantile([0.25, 0.75])
    assert three > quarter
    half = (three - quarter) / 2
    assert sorted({round(float(x), 9) for x in box}) == pytest.approx(
        [(quarter - values.median()) / half, (three - values.median()) / half]
    )


def test_dots_are_experts_and_the_diamond_the_group(drawn):
    dots = drawn["expert_weights"].collections[0].get_offsets()[:, 0]
    np.testing.assert_allclose(dots, ex.experts().own_weights("index")["actors"].astype(float))
    group = np.asarray(drawn["expert_weights"].lines[0].get_xdata(), dtype=float)
    np.testing.assert_allclose(group, ex.experts().weights.of("index").to_numpy(dtype=float))


def test_marks_are_consistency_ratios(drawn):
    found = ex.experts().experts["consistency_ratio"].xs("index", level="group")
    np.testing.assert_allclose(drawn["consistency"].collections[0].get_offsets()[:, 0], found)
    assert drawn["consistency"].lines[0].get_xdata()[0] == ex.experts().max_consistency_ratio


def test_scree_lines_are_eigenvalues(drawn):
    found = gm.psychometrics.parallel(ex.items(), draws=50).eigenvalues
    one, two = drawn["scree"].lines
    np.testing.assert_allclose(one.get_ydata(), found["component"])
    np.testing.assert_allclose(two.get_ydata(), found["component_random"])


def test_path_diagram_has_every_loading_residual_and_correlation(drawn):
    found = ex.confirmed()
    wanted = [
        *found.loadings["standardized"],
        *found.residuals["standardized"],
        found.factor_correlations.iloc[0, 1],
    ]
    shown = [text.get_text() for text in drawn["path_diagram"].texts]
    assert sorted(f"{value:.2f}" for value in wanted) == sorted(
        t for t in shown if re.fullmatch(r"-?\d\.\d\d", t)
    )


def test_path_diagram_keeps_its_arcs_and_their_numbers_within_the_axes():
    factors = {f"F{k}": [f"{k}{item}" for item in "abc"] for k in range(5)}
    rng = np.random.default_rng(3)
    common = 0.7 * rng.normal(size=(300, 1)) + 0.7 * rng.normal(size=(300, 5))
    items = pd.DataFrame(
        np.repeat(common, 3, axis=1) + 0.7 * rng.normal(size=(300, 15)),
        columns=[item for each in factors.values() for item in each],
    )
    ax = gm.plots.path_diagram(gm.psychometrics.confirm(items, factors))
    left = ax.get_xlim()[0]
    numbers = [text.get_position() for text in ax.texts if text.get_position()[0] < -0.7]
    assert len(numbers) == len(set(numbers)) == 10  # of every two of five factors, none on another
    assert min(x for x, _ in numbers) > left + 0.3


def test_likert_bars_add_up_and_have_their_middle_at_zero(drawn):
    bars = drawn["likert"].patches
    shares = widths(drawn["likert"]).reshape(5, 6)
    np.testing.assert_allclose(shares.sum(axis=0), 100)
    np.testing.assert_allclose(
        shares[:, 0], [100 * (ex.items()["t1"] == code).mean() for code in range(1, 6)]
    )
    middle = bars[12]
    assert middle.get_x() + middle.get_width() / 2 == pytest.approx(0)


def test_grade_stacks_are_memberships_best_grade_first(drawn):
    shares = ex.verdicts().groups.xs("index", level="node")
    order = ex.verdicts().scores().values["index"].sort_values(ascending=False).index
    np.testing.assert_allclose(
        widths(drawn["grades"]).reshape(3, -1).T, 100 * shares.loc[order, ["good", "fair", "poor"]]
    )


def test_membership_functions_peak_at_their_points(drawn):
    for line, peak in zip(drawn["membership_functions"].lines, [20, 50, 80], strict=True):
        x, y = line.get_xdata(), line.get_ydata()
        assert y[x == peak] == pytest.approx(1)
        assert y[x == 35] == pytest.approx({20: 0.5, 50: 0.5, 80: 0}[peak])


def test_efficiency_bars_say_what_would_have_to_change(drawn):
    scores = ex.efficient().scores.sort_values(ascending=False, kind="stable")
    np.testing.assert_allclose(widths(drawn["efficiency"]), scores)
    last = drawn["efficiency"].texts[-1].get_text()
    assert last == f" {scores.iloc[-1]:.3f}  (投入 −{100 * (1 - scores.iloc[-1]):.1f}%)"


@pytest.mark.parametrize(
    ("returns", "corners"),
    [
        ("variable", [[2, 0], [2, 2], [4, 5], [6, 6], [9, 7], [9, 7]]),
        ("constant", [[0, 0], [9, 11.25]]),
        ("decreasing", [[0, 0], [4, 5], [6, 6], [9, 7], [9, 7]]),
        ("increasing", [[2, 0], [2, 2], [4, 5], [9, 11.25]]),
    ],
)
def test_frontier_goes_through_the_efficient_units(returns, corners):
    found = gm.dea.radial(ex.INPUTS, ex.OUTPUTS, returns=returns)
    ax = gm.plots.frontier(found, ex.INPUTS, ex.OUTPUTS)
    np.testing.assert_allclose(ax.lines[0].get_xydata(), corners)


def test_frontier_of_two_inputs_is_by_unit_of_output():
    x = pd.DataFrame({"a": [1.0, 4.0, 4.0, 2.0], "b": [4.0, 1.0, 4.0, 2.0]}, index=list("ABCD"))
    y = pd.DataFrame({"y": [1.0, 1.0, 1.0, 1.0]}, index=list("ABCD"))
    with pytest.warns(gm.core.GovmetricsWarning):
        found = gm.dea.radial(x, y, returns="constant")
    ax = gm.plots.frontier(found, x, y)
    np.testing.assert_allclose(ax.lines[0].get_xydata(), [[1, 4.4], [1, 4], [2, 2], [4, 1], [4.4, 1]])
    with pytest.warns(gm.core.GovmetricsWarning):
        found = gm.dea.radial(y, x, returns="constant")
    ax = gm.plots.frontier(found, y, x)
    np.testing.assert_allclose(ax.lines[0].get_xydata(), [[0, 4], [4, 4], [4, 0]])
    with pytest.warns(gm.core.GovmetricsWarning):
        found = gm.dea.radial(x, y, returns="variable")
    with pytest.raises(UnsuitableMethod, match="2 inputs and 1 outputs with variable returns"):
        gm.plots.frontier(found, x, y)
    with pytest.raises(FaultyInput, match="inputs: has other rows"):
        gm.plots.frontier(found, x.iloc[::-1], y)


def test_peers_are_linked_by_their_weights(drawn):
    links = ex.efficient().peers
    others = links[~links["unit"].isin(links.loc[links["unit"] == links["peer"], "unit"])]
    thick = sorted(line.get_linewidth() for line in drawn["peers"].lines)
    assert thick == pytest.approx(sorted(0.5 + 2.5 * others["weight"].clip(upper=1)))


def test_malmquist_lines_are_geometric_means_by_interval(drawn):
    found = ex.productivity()
    assert names(drawn["malmquist"].xaxis) == ["2023-2024", "2024-2025"]
    by_hand = np.exp(np.log(found.changes.set_index("period").loc[2024, "malmquist"]).mean())
    assert drawn["malmquist"].lines[0].get_ydata()[0] == pytest.approx(by_hand)


def test_sobol_bars_are_indices(drawn):
    table = ex.sensitive().indices
    np.testing.assert_allclose(widths(drawn["sensitivity"]), [*table["first"], *table["total"]])


def test_tornado_bars_are_intervals_the_narrowest_first(drawn):
    table = ex.stable().intervals
    assert widths(drawn["tornado"]) == pytest.approx(sorted(table["upper"] - table["lower"]))


def test_fan_bands_hold_what_they_say(drawn):
    found, lines = ex.forecasts(), drawn["fan"].lines
    unit = ex.UNITS[0]
    assert lines[0].get_ydata().tolist() == found.history["trust"].xs(unit, level="unit").tolist()
    assert lines[1].get_ydata()[1:].tolist() == found.median["trust"].xs(unit, level="unit").tolist()
    assert [label.get_text() for label in drawn["fan"].get_legend().get_texts()] == [
        "95%",
        "80%",
        "50%",
        "预测值",
        "限值",
    ]
    wide = gm.monitoring.forecast(found.history["trust"], level=0.95).upper["trust"].xs(unit, level="unit")
    assert drawn["fan"].collections[0].get_paths()[0].vertices[:, 1].max() == pytest.approx(wide.max())


def test_trends_are_slopes_with_their_intervals(drawn):
    table = (
        gm.panel.trends(ex.run().scores).table.xs("index", level="node").sort_values("slope", ascending=False)
    )
    lines, dots = drawn["trends"].collections
    np.testing.assert_allclose(dots.get_offsets()[:, 0], table["slope"])
    np.testing.assert_allclose([segment[:, 0] for segment in lines.get_segments()], table[["lower", "upper"]])


def test_labels_keep_apart():
    rng = np.random.default_rng(5)
    items = [f"item {k}" for k in range(12)]
    ratings = pd.DataFrame(rng.normal(3 + 0.02 * np.arange(12), 0.3, (60, 12)), columns=items)
    stated = pd.DataFrame(rng.normal(4 - 0.02 * np.arange(12), 0.3, (60, 12)), columns=items)
    ax = gm.plots.importance_performance(gm.diagnosis.importance_performance(ratings, stated))
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text().startswith("item")]
    assert len(boxes) == 12
    assert not [1 for k, one in enumerate(boxes) for two in boxes[k + 1 :] if one.overlaps(two)]


def test_what_cannot_be_drawn_says_what_can():
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"]})
    data = gm.Dataset(tree, pd.DataFrame({"a": [1.0, 2.0], "b": [2.0, 1.0]}, index=["East", "West"]))
    scores = gm.follow(gm.Recipe(), data).scores
    with pytest.raises(UnsuitableMethod, match=r"draw plots\.ranking"):
        gm.plots.rank_flow(scores)
    with pytest.raises(UnsuitableMethod, match="has 2 parts, and a radar needs three spokes"):
        gm.plots.radar(scores, "East")
    answers = pd.DataFrame({"a": [1.0, 5], "b": [1.0, 10]})
    with pytest.raises(UnsuitableMethod, match="different scales"):
        gm.plots.likert(gm.Survey(tree, answers, {"a": (1, 5), "b": (1, 10)}))
    with pytest.raises(UnsuitableMethod, match="too many steps"):
        gm.plots.likert(gm.Survey(tree, answers, (0, 100)))


if __name__ == "__main__":
    warnings.simplefilter("ignore", gm.core.GovmetricsWarning)
    for each, draw in ex.DRAWN.items():
        gm.plots.save(draw("zh"), IMAGES / f"{each}.png", dpi=50)


def test_control_charts_have_a_panel_for_each_series_and_mark_the_signals(drawn):
    found, parts = ex.watched(), drawn["control_charts"].child_axes
    assert len(parts) == 6
    assert parts[0].get_title(loc="left").startswith(str(found.signals["unit"].iloc[0]))
    steps = len(found.limits.index.unique("period"))
    assert all(len(part.lines[-1].get_xdata()) in (1, steps) for part in parts)
    marked = [line for part in parts for line in part.lines if len(line.get_xdata()) == 1]
    series = {part.get_title(loc="left") for part in parts}
    assert len(marked) == sum(f"{row.unit} · {row.node}" in series for row in found.signals.itertuples())
    assert {line.get_marker() for line in marked} == {"^", "v"}
