"""The page's chapters of what an evaluation found: charts and tables against the results, counted again here."""

import html
import importlib
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.report.page.changes import changes, movers
from govmetrics.report.page.coupling import coupling
from govmetrics.report.page.efficiency import efficiency
from govmetrics.report.page.experts import experts
from govmetrics.report.page.grades import grades
from govmetrics.report.page.importance import importance
from govmetrics.report.page.statistics import statistics
from govmetrics.report.page.sureness import sureness
from govmetrics.report.page.survey import survey
from govmetrics.report.view import View, given_by
from tests.evaluation.district import ASKED, PERIODS, TREE, district
from tests.report.test_html import Outline, page

LATEST = PERIODS[-1]
CHAPTERS = ("uncertainty", "panel", "grades", "efficiency", "coupling", "importance", "survey", "experts")


@pytest.fixture(scope="module")
def whole():
    one = district()
    latest = {name: frame[frame["时期"].isin(PERIODS[1:])] for name, frame in
              (("records", one.records), ("survey", one.answers))}  # fmt: skip
    asked = {key: value for key, value in ASKED.items() if key not in ("plan", "appraisal")}
    asked |= {
        "tree": TREE,
        "sureness": {"draws": 20, "sensitivity": 8},
        "efficiency": {"environment": ["population"], "draws": 10},
    }
    evidence = {key: value for key, value in one.evidence.items() if key not in ("rulebook", "actions")}
    return gm.evaluate(asked, **(evidence | latest))


@pytest.fixture(scope="module")
def view(whole):
    return View(whole.assessment, whole, "en", **given_by(whole, None, None, None))


def sections(write, view):
    (chapter,) = write(view)
    return chapter.content["sections"]


def titled(write, view, title):
    return next(section for section in sections(write, view) if section.title == title)


def series(chart):
    """The values of a chart by the names of its series; points and bars of one name in their order."""
    return {one["name"]: one["data"] for one in chart.option["series"] if "name" in one}


def numbers(values):
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def cells(table, key):
    return table.frame.iloc[:, [column.key for column in table.columns].index(key)].tolist()


def now(values):
    return values.xs(LATEST, level="period")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_chapter_is_on_the_page_once_and_none_is_left_to_the_generic_ones(whole, tmp_path, language):
    text = page(whole, tmp_path, language)
    outline = Outline(text)
    assert outline.open == []
    assert {f"{name}-part" for name in CHAPTERS} <= set(outline.ids)
    assert not {
        "raked-part",
        "reliability-part",
        "validity-part",
        "second_stage-part",
        "scale_efficiency-part",
    } & set(outline.ids)
    figures = text.split('class="option">')[1:]
    options = [json.loads(figure.split("</script>")[0]) for figure in figures]
    assert len(options) >= 13
    assert all(option["series"] for option in options)
    plain = html.unescape(text)
    assert ("are surely apart" in plain) == (language == "en")
    assert ("对名次相邻的单元中" in plain) == (language == "zh")
    assert ("Less of every input" in plain) == (language == "en")
    assert ("学习标杆" in plain) == (language == "zh")


def test_respondents_before_and_after_weighting_are_counted_from_their_weights(view, whole):
    section = sections(survey, view)[0]
    before, residents, after = series(section.charts[0]).values()
    groups, weights = whole.raked.groups, whole.raked.weights
    counted = [100 * (groups[column] == category).mean() for column, category in whole.raked.margins.index]
    weighed = [
        100 * weights[groups[column] == category].sum() / weights.sum()
        for column, category in whole.raked.margins.index
    ]
    np.testing.assert_allclose(before, counted)
    np.testing.assert_allclose(after, weighed)
    np.testing.assert_allclose(residents, weighed, atol=1e-6)  # raking meets the residents' shares
    kish = len(weights) * (weights**2).sum() / weights.sum() ** 2
    assert f"(design effect {kish:.2f})" in " ".join(section.sentences)


def test_screening_shows_how_many_each_check_flags(view, whole):
    section = sections(survey, view)[1]
    doubtful, serious = series(section.charts[0]).values()
    judged = list(whole.screening.judged)
    assert doubtful == [(whole.screening.flags[check] == 1).sum() for check in judged]
    assert serious == [(whole.screening.flags[check] == 2).sum() for check in judged]
    assert len(section.charts[0].rows) == len(judged)


def test_scales_stand_against_the_bounds_with_their_verdicts(view, whole):
    section = titled(statistics, view, "Reliability of the scales")
    scales, (chart,) = whole.reliability.scales, section.charts
    drawn = series(chart)
    np.testing.assert_allclose(drawn["Cronbach's alpha"], scales["alpha"])
    np.testing.assert_allclose(numbers(drawn["omega (total)"]), scales["omega_total"])
    np.testing.assert_allclose(drawn["95% interval"], scales["upper"] - scales["lower"])
    marks = [mark["xAxis"] for mark in chart.option["series"][-1]["markLine"]["data"]]
    assert marks == [0.7, 0.8]
    bounds = [(0.8, "high"), (0.7, "good"), (0.6, "acceptable"), (-9, "poor")]
    words = [
        f"the reliability is {next(word for least, word in bounds if value >= least)}"
        for value in scales["alpha"]
    ]
    assert cells(section.tables[0], "Verdict") == words
    enough = (scales["alpha"] >= 0.7).sum()
    assert section.sentences[0].startswith(f"{enough} of {len(scales)} scales")


def test_validity_stands_against_what_is_asked(view, whole):
    rng = np.random.default_rng(4)
    tree = gm.IndicatorTree.from_groups({"trust": ["a1", "a2", "a3"], "order": ["b1", "b2", "b3"]})
    traits = np.repeat(rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], 300), 3, axis=1)
    codes = np.clip(np.round(3 + traits + 0.8 * rng.normal(size=(300, 6))), 1, 5)
    found = gm.survey.validity(gm.Survey(tree, pd.DataFrame(codes, columns=tree.codes)))
    section = titled(
        statistics, replace(view, whole=replace(whole, validity=found)), "Validity of the scales"
    )
    factors, (chart,) = found.discriminant.factors, section.charts
    drawn = series(chart)
    np.testing.assert_allclose(drawn["CR"], factors["composite_reliability"])
    np.testing.assert_allclose(drawn["AVE"], factors["average_variance_extracted"])
    assert [mark["xAxis"] for mark in chart.option["series"][0]["markLine"]["data"]] == [0.5, 0.7]
    judged, loadings = section.tables
    assert cells(judged, "met") == ["yes" if one else "no" for one in found.criteria["met"]]
    assert (
        cells(loadings, "standardized") == found.discriminant.confirmation.loadings["standardized"].tolist()
    )


def test_without_a_confirmatory_model_the_chapter_says_why(view, whole):
    """The district has one scale of two items: nothing can be confirmed."""
    section = titled(statistics, view, "Validity of the scales")
    assert whole.validity.discriminant is None
    assert section.charts == []
    assert section.sentences[1].startswith("no confirmatory model: ")
    assert len(cells(section.tables[0], "met")) == 2


def test_weights_consistency_and_consensus_of_the_experts(view, whole):
    (section,) = sections(experts, view)
    spread, ratio, consensus = section.charts
    own = pd.concat([whole.experts.own_weights(group) for group in whole.experts.consensus.index], axis=1)
    shown = [view.tree[code].label("en") for code in own.columns]
    order = [spread.option["yAxis"]["data"].index(name) for name in shown]
    drawn = series(spread)
    low, span = numbers(spread.option["series"][0]["data"]), numbers(drawn["the experts' own weights"])
    np.testing.assert_allclose(low[order], own.min())
    np.testing.assert_allclose((low + span)[order], own.max())
    np.testing.assert_allclose(
        numbers(drawn["weight in its group"])[order], whole.experts.weights.local[own.columns]
    )
    assert sorted(spread.option["yAxis"]["data"]) == sorted(shown)
    assert [[column.key for column in table.columns[:2]] for table in section.tables] == [
        ["group", "consistency_ratio"], ["expert", "largest_ratio"]
    ]  # fmt: skip
    assert len(section.tables[0].columns) == 1 + whole.experts.group_table().shape[1]
    largest = whole.experts.experts["consistency_ratio"].groupby(level="expert", sort=False).max()
    within, beyond = (numbers(values) for values in series(ratio).values())
    names = ratio.option["yAxis"]["data"]
    np.testing.assert_allclose(np.fmax(within, beyond), largest[names])
    assert (np.isnan(beyond) == (largest[names].to_numpy() <= 0.1)).all()
    assert 0 < np.isnan(within).sum() < len(within)
    assert ratio.option["series"][0]["markLine"]["data"][0]["xAxis"] == 0.1
    np.testing.assert_allclose(series(consensus)["consensus"], whole.experts.consensus["consensus"])


def test_efficiency_of_the_latest_period_with_what_could_be_saved_and_whom_to_learn_from(view, whole):
    section, second = sections(efficiency, view)
    scores = now(whole.efficiency.scores).sort_values(ascending=False, kind="stable")
    good, others = (numbers(values) for values in series(section.charts[0]).values())
    np.testing.assert_allclose(np.fmax(good, others), scores)
    assert section.charts[0].option["yAxis"]["data"] == list(scores.index)
    strong = (
        now(whole.efficient if hasattr(whole, "efficient") else whole.efficiency.efficient)[scores.index]
        == "strong"
    )
    assert (np.isnan(good) == ~strong.to_numpy()).all()
    saved = 1 - scores[~strong]
    assert section.sentences[0] == (
        f"{LATEST}: {strong.sum()} of 20 units {'is' if strong.sum() == 1 else 'are'} efficient. The others would reach the "
        f"same results with {saved.mean():.0%} less of every input on average, {saved.idxmax()} with {saved.max():.0%}."
    )
    table = section.tables[0]
    np.testing.assert_allclose(cells(table, "Less of every input"), 1 - scores, atol=1e-9)
    peers = whole.efficiency.peers
    mine = peers[
        [unit[0] == LATEST and unit != peer for unit, peer in zip(peers["unit"], peers["peer"], strict=True)]
    ]
    learned = {unit[1]: {peer[1] for peer in rows["peer"]} for unit, rows in mine.groupby("unit")}
    for unit, told in zip(scores.index, cells(table, "Learns from (share)"), strict=True):
        assert {one.split("\u00a0(")[0] for one in told.split("; ") if one} == learned.get(unit, set())
    times = mine["peer"].map(lambda peer: peer[1]).value_counts()
    assert cells(table, "Times a peer") == [times.get(unit, 0) for unit in scores.index]
    row = whole.second_stage.coefficients.loc["population"]
    assert series(second.charts[0])["coefficient"] == [row["estimate"]]
    assert second.charts[0].option["series"][-1]["markLine"]["data"][0]["xAxis"] == 0


def test_efficiency_has_whiskers_and_returns_to_scale(view, whole):
    data = whole.assessment.dataset
    tables = gm.dea.from_roles(data)
    sure, split = gm.dea.bootstrap(*gm.dea.from_roles(data.at(LATEST)), draws=100), gm.dea.scale(*tables)
    more = replace(whole, efficiency_intervals=sure, scale_efficiency=split)
    _, intervals, scale, _ = sections(efficiency, replace(view, whole=more))
    order = sure.corrected.sort_values(ascending=False, kind="stable").index
    drawn = series(intervals.charts[0])
    assert drawn["corrected for bias"] == sure.corrected[order].tolist()
    assert drawn["as measured"] == sure.scores[order].tolist()
    np.testing.assert_allclose(drawn["95% interval"], (sure.upper - sure.lower)[order])
    assert intervals.sentences[0].startswith(f"{LATEST}: Mean score {sure.scores.mean():.4f}")
    worst = now(split.scale).sort_values(kind="stable")
    assert series(scale.charts[0])["scale efficiency"] == worst.tolist()
    kinds = [
        int((now(split.returns_to_scale) == kind).sum()) for kind in ("increasing", "constant", "decreasing")
    ]
    assert sum(kinds) == 20
    assert scale.sentences[0].startswith(f"{LATEST}: {kinds[0]} unit")
    assert f"{kinds[1]} at constant, {kinds[2]} at decreasing" in scale.sentences[0]


def test_coordination_degrees_and_their_levels(view, whole):
    (section,) = sections(coupling, view)
    found = whole.diagnosis.coupling
    degree = np.sqrt(now(found.coupling) * now(found.development)).sort_values(ascending=False)
    even, odd = (numbers(values) for values in series(section.charts[0]).values())
    np.testing.assert_allclose(np.fmax(even, odd), degree)
    assert (np.isnan(even) == (degree < 0.5).to_numpy()).all()
    counts = np.histogram(degree, bins=np.linspace(0, 1, 11))[0][::-1]
    assert series(section.charts[1])["number of units"] == counts.tolist()
    lagging = now(found.subsystems).idxmin(axis=1).value_counts()
    assert f"lags behind most often ({lagging.max()} units)." in section.sentences[0]
    np.testing.assert_allclose(cells(section.tables[0], "D"), degree)


def test_items_stand_in_their_quadrants(view, whole):
    (section,) = sections(importance, view)
    table = whole.diagnosis.importance_performance.table
    right, up = table["performance"].mean(), table["importance"].mean()
    assert [part["symbol"] for part in section.charts[0].option["series"]] == [
        "circle",
        "diamond",
        "triangle",
        "rect",
    ]
    corners = [(True, True), (False, True), (False, False), (True, False)]
    points = [part["data"] for part in section.charts[0].option["series"]]
    for corner, mine in zip(corners, points, strict=True):
        assert {(x >= right, y >= up) for x, y in (point["value"] for point in mine)} <= {corner}
    drawn = sorted(tuple(point["value"]) for mine in points for point in mine)
    assert drawn == sorted(table[["performance", "importance"]].itertuples(index=False, name=None))
    marks = section.charts[0].option["series"][0]["markLine"]["data"]
    assert marks == [{"xAxis": pytest.approx(right)}, {"yAxis": pytest.approx(up)}]
    assert section.sentences[0].startswith("concentrate here: ")


def test_names_beside_points_never_overlap():
    module = importlib.import_module("govmetrics.report.page.importance")
    points = np.array([[1.0, 1.0], [1.001, 1.0], [1.0, 1.001], [9.0, 9.0]])
    sides = module._sides(points, ["a long name of an indicator"] * 4, [(0, 10), (0, 10)])
    assert sides[3] in ("left", "right")  # alone, with room
    assert len({side for side in sides[:3] if side}) == len([side for side in sides[:3] if side])
    assert module._sides(np.array([[9.9, 5.0]]), ["a long name of an indicator"], [(0, 10), (0, 10)]) == [
        "left"
    ]


def test_ranks_with_intervals_and_who_beats_the_next_one(view, whole):
    section, _ = sections(sureness, view)
    found = whole.uncertainty
    units = list(found.intervals.index)
    drawn = series(section.charts[0])
    assert drawn["rank"] == found.intervals["nominal"].tolist()
    low, span = section.charts[0].option["series"][0]["data"], drawn["90% interval"]
    assert low == found.intervals["lower"].tolist()
    np.testing.assert_allclose(np.add(low, span), found.intervals["upper"])
    scores = found.scores[units].to_numpy()
    wins = (scores[:, :, None] > scores[:, None, :] + 1e-9).mean(axis=0)
    better = [wins[at, at + 1] for at in range(len(units) - 1)]
    np.testing.assert_allclose(cells(section.tables[0], "Better than the next one in")[:-1], better)
    verdicts = cells(section.tables[0], "Against the next one")[:-1]
    assert verdicts == ["surely ahead" if share >= 0.9 else "may be equal" for share in better]
    assert {"surely ahead", "may be equal"} == set(verdicts)
    shares = [[np.nan if share is None else share for _, share in row] for row in section.heat.cells]
    np.testing.assert_allclose(shares, np.where(np.eye(len(units), dtype=bool), np.nan, wins))
    assert section.heat.cells[0][1][0] == f"{100 * wins[0, 1]:.0f}"
    sure = sum(share >= 0.9 for share in better)
    assert section.sentences[1].startswith(f"Of 19 pairs of neighbours in rank {sure} ")


def test_what_the_ranks_depend_on_is_drawn_alone_and_with_interactions(view, whole):
    _, section = sections(sureness, view)
    indices = whole.sensitivity.indices.sort_values("total", ascending=False)
    first, total = series(section.charts[0]).values()
    np.testing.assert_allclose(first, indices["first"])
    np.testing.assert_allclose(total, indices["total"])
    assert list(indices.index) == section.charts[0].option["yAxis"]["data"]
    assert set(indices.index) == set(whole.uncertainty.factors)
    assert whole.sensitivity.draws == 8


def test_of_many_units_each_is_shown_against_the_five_that_follow_it(view, whole, monkeypatch):
    monkeypatch.setattr(importlib.import_module("govmetrics.report.page.sureness"), "PAIRS", 10)
    section, _ = sections(sureness, view)
    scores = whole.uncertainty.scores[list(whole.uncertainty.intervals.index)].to_numpy()
    assert [len(row) for row in section.heat.cells] == [5] * 20
    assert section.heat.cells[3][1][1] == (scores[:, 3] > scores[:, 5] + 1e-9).mean()
    assert section.heat.cells[18] == [("100" if (scores[:, 18] > scores[:, 19]).all() else section.heat.cells[18][0][0],
                                       (scores[:, 18] > scores[:, 19] + 1e-9).mean()), *[("", None)] * 4]  # fmt: skip


def test_changes_over_time_and_how_sure_they_are(view, whole):
    section, trends = sections(changes, view)
    scores = whole.assessment.scores.values.iloc[:, 0].unstack("unit")
    drawn = series(section.charts[0])
    np.testing.assert_allclose(drawn["median of all units"], scores.median(axis=1))
    change = (scores.loc[LATEST] - scores.loc[PERIODS[-2]]).sort_values(ascending=False)
    assert movers(view)["unit"].tolist() == [*change.index[:3], *change.index[-3:]]
    assert list(drawn)[1:] == [*change.index[:3], *change.index[-3:]]
    np.testing.assert_allclose(drawn[change.index[0]], scores[change.index[0]])
    sure = whole.panel.sureness.changes.sort_values("change", ascending=False, kind="stable")
    chart = section.charts[1]
    np.testing.assert_allclose(series(chart)["change"], sure["change"])
    up_from, down_from, up, down, _ = (numbers(one["data"]) for one in chart.option["series"])
    np.testing.assert_allclose(up_from + up, sure["change_upper"].clip(lower=0), atol=1e-12)
    np.testing.assert_allclose(down_from + down, sure["change_lower"].clip(upper=0), atol=1e-12)
    np.testing.assert_allclose(up + -down, sure["change_upper"] - sure["change_lower"])
    across = (sure["change_lower"] < 0) & (sure["change_upper"] > 0)
    assert across.any()
    assert not np.concatenate([up_from[across], down_from[across]]).any()
    table = whole.panel.trends.table.xs(TREE.root.code, level="node")
    assert sorted(cells(trends.tables[0], "slope"), reverse=True) == cells(trends.tables[0], "slope")
    np.testing.assert_allclose(sorted(cells(trends.tables[0], "slope")), sorted(table["slope"]))


def test_memberships_are_stacked_to_a_hundred_and_grades_counted(view, whole):
    (section,) = sections(grades, view)
    counts, stacks = section.charts
    membership = now(whole.grades.at())
    values = np.array(list(series(stacks).values())).T
    np.testing.assert_allclose(values.sum(axis=1), 100)
    np.testing.assert_allclose(values, 100 * membership.loc[stacks.option["yAxis"]["data"]])
    best = membership.idxmax(axis=1).value_counts()
    for key, drawn in zip(whole.grades.grades.keys, series(counts).values(), strict=True):
        assert drawn[0] == best.get(key, 0)
    points = membership.to_numpy() @ np.array(whole.grades.grades.values)
    order = membership.index[np.argsort(-points, kind="stable")].tolist()
    assert stacks.option["yAxis"]["data"] == order
    assert {one["stack"] for one in stacks.option["series"]} == {"all"}


def test_without_an_index_the_survey_is_still_there(view, whole):
    alone = replace(whole, assessment=None, uncertainty=None, panel=None, diagnosis=None)
    lone = replace(view, index=None, whole=alone, uncertainty=None)
    assert len(sections(survey, lone)) == 3
    titles = [section.title for section in sections(statistics, lone)]
    assert titles == ["Composition of the sample", "Descriptive statistics", "Reliability of the scales",
                      "Validity of the scales", "Correlations", "Differences between groups"]  # fmt: skip
    assert [write(lone) for write in (sureness, changes, coupling, importance)] == [[], [], [], []]
    assert sections(experts, lone)[0].charts


def test_an_assessment_alone_has_none_of_these_chapters_but_those_of_what_is_given(view, whole):
    bare = View(whole.assessment, None, "en")
    writers = (survey, statistics, experts, efficiency, coupling, importance, sureness, changes, grades)
    assert [write(bare) for write in writers] == [[]] * 9
    assert sections(sureness, replace(bare, uncertainty=whole.uncertainty))[0].heat


def test_indicators_with_missing_values_beyond_those_listed_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr("govmetrics.report.page.appendix.LEAVES_SHOWN", 2)
    tree = gm.IndicatorTree.from_groups({"g": list("abcde")})
    table = pd.DataFrame(np.arange(20.0).reshape(4, 5), list("wxyz"), list("abcde"))
    for at in range(4):
        table.iloc[at, at] = np.nan
    found = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree))
    page = gm.report.html(found, tmp_path / "page.html", "en").read_text(encoding="utf-8")
    assert "2 more indicators miss values; all cells are in the records" in page


def test_units_of_two_columns_are_told_apart_on_an_axis_that_cuts_names_at_their_end():
    from govmetrics.report.page.chart import frame

    names = ["中山路街道 · 学府社区", "东湖街道 · 幸福社区", "中山路街道 · 幸福社区"]
    assert frame(names, flat=True)["yAxis"]["data"] == ["学府社区", *names[1:]]
    assert frame([*names, "西岭"], flat=True)["yAxis"]["data"] == [*names, "西岭"]
