"""Pictures of how sure ranks are, and of importance and performance: what is drawn is what the results hold."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.demo import us_states
from govmetrics.robustness import PerturbedWeights, uncertainty


@pytest.fixture(autouse=True)
def _without_a_screen():
    import matplotlib.pyplot as plt

    plt.switch_backend("agg")
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def sure():
    return uncertainty(*us_states(), [PerturbedWeights(0.25)], 100)


def test_intervals_medians_and_tiers_are_those_of_the_result(sure):
    ax = gm.plots.rank_intervals(sure, top=12)
    bars, medians, nominal = ax.collections
    shown = sure.intervals.head(12)
    ends = np.array([segment[:, 0] for segment in bars.get_segments()])
    np.testing.assert_allclose(ends, shown[["lower", "upper"]])
    np.testing.assert_allclose(medians.get_offsets()[:, 0], shown["median"])
    np.testing.assert_allclose(nominal.get_offsets()[:, 0], shown["nominal"])
    assert [label.get_text() for label in ax.get_yticklabels()] == list(shown.index)
    changes = (np.diff(bars.get_colors(), axis=0) != 0).any(axis=1)
    np.testing.assert_array_equal(changes, np.diff(sure.tiers.reindex(shown.index)) != 0)


def test_words_in_chinese(sure):
    assert gm.plots.rank_intervals(sure, top=3, language="zh").get_xlabel() == "名次"


def test_every_item_stands_where_it_was_found():
    rng = np.random.default_rng(1)
    items = ["order", "trust", "parking", "$cost$"]
    ratings = pd.DataFrame(rng.normal([4, 3, 3.5, 2.5], 0.8, (200, 4)), columns=items)
    stated = pd.DataFrame(rng.normal([4.5, 4.2, 3, 3.1], 0.8, (200, 4)), columns=items)
    result = gm.diagnosis.importance_performance(ratings, stated)
    ax = gm.plots.importance_performance(result)
    dots = ax.collections[0]
    np.testing.assert_allclose(dots.get_offsets(), result.table[["performance", "importance"]])
    assert [len(line.get_xdata()) for line in ax.lines] == [2, 2]
    assert ax.lines[0].get_xdata()[0] == pytest.approx(result.lines[0])
    assert ax.lines[1].get_ydata()[0] == pytest.approx(result.lines[1])
    hollow = dots.get_facecolors()[:, 3] == 0
    np.testing.assert_array_equal(hollow, ~result.table["sure"].to_numpy(dtype=bool))
    said = {text.get_text() for text in ax.texts}
    assert {"order", "concentrate here", r"\$cost\$"} <= said


def test_faults_at_once(sure):
    with pytest.raises(gm.FaultyInput) as error:
        gm.plots.rank_intervals(sure.intervals, top=0, language="fr")
    assert [fault.place for fault in error.value.faults] == ["uncertainty", "top", "language"]
    with pytest.raises(gm.FaultyInput) as error:
        gm.plots.importance_performance(sure, language="fr")
    assert [fault.place for fault in error.value.faults] == ["result", "language"]
