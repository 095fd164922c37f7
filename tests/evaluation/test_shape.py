"""How the index's distribution changed: an evaluation asks the room of periods, shows it, and publishes what is shown."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import govmetrics as gm
from govmetrics.core import FaultyInput, GovmetricsError

TREE = gm.IndicatorTree.from_groups({"trust": ["t1", "t2"], "results": ["r1"]})
ASKED = {
    "markov": {"classes": 3, "cuts": "period"},
    "clubs": True,
    "kernels": True,
    "atkinson": {"by": "district", "epsilon": 0.5},
    "time_weights": {"orness": 0.4},
}


def table(periods=18, units=12):
    rng = np.random.default_rng(3)
    rows = pd.MultiIndex.from_product(
        [range(2000, 2000 + periods), [f"town {k}" for k in range(units)]], names=["period", "unit"]
    )
    values = np.tile(np.linspace(30, 70, units), periods)[:, None] + rng.normal(0, 3, (len(rows), 3))
    frame = pd.DataFrame(values, rows, TREE.codes)
    return frame.assign(district=np.tile(["east", "west"], len(rows) // 2)).reset_index()


def evaluation(change, **more):
    asked = {
        "tree": TREE,
        "index": {"weighting": "equal"},
        "evidence": {"records": {"period": "period"}},
        "change": change,
    }
    return gm.evaluate({**asked, **more}, table())


@pytest.fixture(scope="module")
def found():
    return evaluation(ASKED, publish={"public": True})


def test_it_is_what_the_room_finds(found):
    run, told = found.assessment, found.panel
    assert_frame_equal(told.markov.transitions, gm.panel.markov(run, classes=3, cuts="period").transitions)
    assert_frame_equal(told.clubs.membership, gm.panel.clubs(run).membership)
    assert_frame_equal(told.kernels.densities, gm.panel.kernels(run).densities)
    assert_frame_equal(told.atkinson.totals, gm.panel.atkinson(run, by="district", epsilon=0.5).totals)
    assert evaluation({}).panel.markov is None


def test_scores_of_all_periods_are_put_together_with_later_ones_counting_more(found):
    timed, scores = found.panel.time_weights, found.assessment.scores.values.iloc[:, 0].unstack("period")
    own = gm.weighting.time_weights(list(range(2000, 2018)), 0.4)
    assert timed.weights.equals(own.weights)
    np.testing.assert_allclose(timed.combined["score"], scores.to_numpy() @ own.weights.to_numpy())
    assert timed.combined["score"].idxmax() == timed.combined["rank"].idxmin()
    assert "各时期" in timed.summary("zh")
    assert "first place" in timed.summary("en")


def test_units_without_a_score_in_some_period_are_named_not_put_together():
    rows = table(4)
    rows.loc[rows.eval("unit == 'town 3' and period == 2001"), TREE.codes] = np.nan
    records = {"period": "period", "empty": "keep"}
    asked = {"tree": TREE, "index": {"weighting": "equal"}, "evidence": {"records": records}}
    found = gm.evaluate({**asked, "change": {"time_weights": True}}, rows)
    assert "town 3" not in found.panel.time_weights.combined.index
    assert len(found.panel.time_weights.combined) == 11
    assert "no score over all periods, for want of one in some of them: town 3" in "".join(
        map(str, found.notes)
    )
    with pytest.raises(FaultyInput, match=r"change\.time_weights\.orness"):
        gm.Evaluation.read({**asked, "change": {"time_weights": {"orness": 2}}})


def test_the_page_shows_it(found, tmp_path):
    page = gm.report.html(found, tmp_path / "page.html", "zh").read_text(encoding="utf-8")
    for word in ("类型转移", "收敛俱乐部", "得分的核密度", "阿特金森指数", "转移概率矩阵", "各时期综合得分"):
        assert word in page


@pytest.mark.slow
def test_the_document_and_the_workbook_show_it(found, tmp_path):
    gm.report.word(found, tmp_path / "paper.docx", "en")
    gm.report.excel(found, tmp_path / "book.xlsx", "zh")


def test_the_public_sees_what_follows_from_what_is_shown(found):
    shown = gm.evaluation.public(found)
    index = shown.assessment
    assert_frame_equal(
        shown.panel.markov.transitions, gm.panel.markov(index, classes=3, cuts="period").transitions
    )
    assert_frame_equal(shown.panel.time_weights.combined, found.panel.time_weights.combined)
    assert_frame_equal(shown.panel.kernels.densities, gm.panel.kernels(index).densities)


def test_faults_stand_where_they_were_asked():
    with pytest.raises(GovmetricsError, match=r"change\.atkinson\.by: 'zz' is not an attribute"):
        evaluation({"atkinson": {"by": "zz"}})
    with pytest.raises(GovmetricsError, match=r"change\.markov\.cuts: is .*ascending"):
        evaluation({"markov": {"cuts": [60, 40]}, "clubs": True})
    with pytest.raises(FaultyInput, match=r"change\.markov"):
        evaluation({"markov": {"classes": 1}})
