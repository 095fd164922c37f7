"""Maps: which unit has which class, holes stay open, missing units are hatched, natural breaks against all partitions."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.numerics.natural_breaks import natural_breaks
from tests.spatial.lattice import UNITS, collection, feature, square, squares, values

MAP = squares()
Y = values()["y"]


def patches(ax):
    """The units as drawn, class by class; what stands for them in the legend has a label."""
    return [
        one
        for one in ax.collections
        if isinstance(one, PathCollection) and str(one.get_label()).startswith("_")
    ]


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_quantiles_put_equally_many_units_into_each_class():
    ax = gm.plots.map(pd.Series(np.arange(36.0), UNITS), MAP, number=4)
    assert [len(one.get_paths()) for one in patches(ax)] == [9, 9, 9, 9]
    assert legend(ax) == ["0 to 8", "9 to 17", "18 to 26", "27 to 35"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-20, 20), min_size=2, max_size=11), st.integers(2, 4))
def test_natural_breaks_are_the_best_of_all_partitions(numbers, classes):
    x = np.sort(np.array(numbers, dtype=float))
    distinct = np.unique(x)
    ends = natural_breaks(x, classes)

    def squares_of(cuts):
        code = np.searchsorted(np.array(cuts), x, side="left")
        return sum(((x[code == k] - x[code == k].mean()) ** 2).sum() for k in np.unique(code))

    if len(distinct) <= classes:
        assert squares_of(ends) == 0
        return
    best = min(squares_of(cuts) for cuts in combinations(distinct[:-1], classes - 1))
    assert squares_of(ends) == pytest.approx(best, abs=1e-9)


def test_natural_breaks_of_r():
    """R 4.2, classInt 0.4-9: classIntervals(y, 4, "fisher") is 0, 5.30, 11.65, 17.65, 23.4, each between two values."""
    y = np.unique(Y)
    ends = natural_breaks(Y.to_numpy(), 4)
    middle = [(end + y[np.searchsorted(y, end) + 1]) / 2 for end in ends]
    assert middle == pytest.approx([5.30, 11.65, 17.65])


def test_grades_by_limits_and_in_words():
    ax = gm.plots.map(pd.Series(np.arange(36.0), UNITS), MAP, "grades", cuts=[10, 30])
    assert [len(one.get_paths()) for one in patches(ax)] == [10, 20, 6]  # 10 and 30 belong to the class above
    words = pd.Series(pd.Categorical(["良", "优"] * 18, ["优", "良", "差"]), UNITS)
    assert legend(gm.plots.map(words, MAP, "grades")) == ["优", "良", "差"]
    with pytest.raises(FaultyInput, match="cuts: are missing"):
        gm.plots.map(Y, MAP, "grades")
    with pytest.raises(FaultyInput, match="are of grades alone"):
        gm.plots.map(Y, MAP, cuts=[1])


def test_units_without_a_value_are_hatched():
    ax = gm.plots.map(Y.drop("u03").mask(Y.drop("u03").index == "u04"), MAP, language="zh")
    hatched = [one for one in patches(ax) if one.get_hatch()]
    assert len(hatched[0].get_paths()) == 2
    assert legend(ax)[-1] == "缺失"


def test_units_that_are_not_on_the_map_are_named():
    with pytest.raises(FaultyInput, match="scores: 'zz' is not in the data"):
        gm.plots.map(Y.rename({"u00": "zz"}), MAP)
    with pytest.raises(UnsuitableMethod, match="no unit has a value"):
        gm.plots.map(Y * np.nan, MAP)


@pytest.mark.parametrize("turn", [1, -1])
def test_holes_stay_open_however_rings_go(turn):
    ring = feature("ring", square(0, 0, 3)[::turn], square(1, 1))
    ax = gm.plots.map(
        pd.Series([1.0, 2.0], ["ring", "b"]), collection(ring, feature("b", square(3, 0))), names=False
    )
    canvas = FigureCanvasAgg(ax.get_figure())
    canvas.draw()
    image = np.asarray(canvas.buffer_rgba())
    inside, hole = (ax.transData.transform(point).astype(int) for point in ([0.5, 0.5], [1.5, 1.5]))
    assert tuple(image[-hole[1], hole[0], :3]) == (255, 255, 255)
    assert tuple(image[-inside[1], inside[0], :3]) != (255, 255, 255)


def test_the_latest_period_is_drawn_and_told():
    panel = pd.concat({2023: Y, 2024: Y * 2}, names=["period", "unit"])
    assert gm.plots.map(panel, MAP).get_title() == "y, 2024"


def test_names_with_markup_and_values_alike():
    odd = collection(feature("$a_b$", square(0, 0)), feature("<b>", square(1, 0)))
    gm.plots.map(pd.Series([1.0, 1.0], ["$a_b$", "<b>"]), odd).get_figure().canvas.draw()


def test_clusters_and_scatter_show_what_is_left():
    found = gm.spatial.local(Y, gm.spatial.weights(MAP), draws=999)
    ax = gm.plots.clusters(found, MAP, language="en")
    counted = sum(int(label.split("(")[1].rstrip(")")) for label in legend(ax) if "(" in label)
    assert counted == found["significant"].sum() > 0
    scatter = gm.plots.moran_scatter(found, language="en")
    assert f"slope {gm.spatial.moran(Y, gm.spatial.weights(MAP)).i:.3f}" in legend(scatter)
    several = gm.spatial.local(values(), gm.spatial.weights(MAP), draws=9)
    with pytest.raises(FaultyInput, match="several measures"):
        gm.plots.clusters(several, MAP)
