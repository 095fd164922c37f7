"""A notebook shows the figure of a picture, although pyplot holds none."""

from __future__ import annotations

import struct

import matplotlib.pyplot as plt
import pytest

import govmetrics as gm
from govmetrics.demo import us_states


@pytest.fixture(scope="module")
def scores():
    return gm.follow(*us_states()).scores


def test_the_figure_of_new_axes_is_a_png_of_its_own_size(scores):
    figure = gm.plots.ranking(scores, top=5).figure
    png = figure._repr_png_()
    wide, high = struct.unpack(">II", png[16:24])  # of the header chunk
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert (wide, high) == tuple(int(150 * inches) for inches in figure.get_size_inches())
    assert plt.get_fignums() == []


def test_what_ipython_asks_for_is_the_picture(scores):
    formatters = pytest.importorskip("IPython.core.formatters")
    shown, _ = formatters.DisplayFormatter().format(gm.plots.ranking(scores, top=5).figure)
    assert shown["image/png"].startswith(b"\x89PNG")


def test_axes_of_the_user_stay_in_the_figure_of_the_user(scores):
    figure, ax = plt.subplots()
    try:
        assert gm.plots.ranking(scores, ax=ax, top=5).figure is figure
    finally:
        plt.close(figure)
