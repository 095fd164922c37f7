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


def test_the_page_shows_it(found, tmp_path):
    page = gm.report.html(found, tmp_path / "page.html", "zh").read_text(encoding="utf-8")
    for word in ("类型转移", "收敛俱乐部", "得分的核密度", "阿特金森指数", "转移概率矩阵"):
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
    assert_frame_equal(shown.panel.kernels.densities, gm.panel.kernels(index).densities)


def test_faults_stand_where_they_were_asked():
    with pytest.raises(GovmetricsError, match=r"change\.atkinson\.by: 'zz' is not an attribute"):
        evaluation({"atkinson": {"by": "zz"}})
    with pytest.raises(GovmetricsError, match=r"change\.markov\.cuts: is .*ascending"):
        evaluation({"markov": {"cuts": [60, 40]}, "clubs": True})
    with pytest.raises(FaultyInput, match=r"change\.markov"):
        evaluation({"markov": {"classes": 1}})
