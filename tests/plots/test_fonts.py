"""Chinese on any machine, in axes of one's own, in threads; no box, no figure left open."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font

import govmetrics as gm
from govmetrics.core import FaultyInput
from govmetrics.plots.fonts import FAMILY, families, undrawable
from govmetrics.plots.labels import fitted

TREE = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})


def scores(*names):
    frame = pd.DataFrame(
        {"trust": np.arange(len(names)) * 1.0, "solved": np.arange(len(names)) * 2.0}, index=list(names)
    )
    return gm.follow(gm.Recipe(), gm.read_records(frame, TREE)).scores


@pytest.fixture(autouse=True, scope="module")
def _its_own_font_is_known():
    """Else matplotlib would give another one for its name, and keep that."""
    families()


@pytest.fixture
def only_its_own_fonts(monkeypatch):
    """A machine without a Chinese font of its own."""
    monkeypatch.setattr("govmetrics.plots.fonts._families", lambda: (FAMILY, "DejaVu Sans"))


@pytest.mark.usefixtures("only_its_own_fonts")
def test_every_character_of_gb_2312_can_be_drawn():
    rows = (bytes([a, b]) for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF))
    every = "".join(row.decode("gb2312", errors="ignore") for row in rows)
    assert len(every) == 6763
    assert undrawable(every) == []


def test_a_chinese_glyph_is_not_the_box():
    face = get_font(findfont(FontProperties(family=[FAMILY])))

    def shape(index):
        face.load_glyph(index)
        return face.get_path()[0]

    box = shape(0)
    one, two = shape(face.get_char_index(ord("社"))), shape(face.get_char_index(ord("区")))
    assert face.get_char_index(ord("社")) != 0
    assert one.shape != box.shape
    assert one.shape != two.shape or not np.allclose(one, two)


@pytest.mark.usefixtures("only_its_own_fonts")
def test_a_character_that_no_font_has_is_an_error_that_names_it():
    with pytest.raises(FaultyInput, match=r"甲\U0002a6d6村: no installed font has .*U\+2A6D6") as raised:
        gm.plots.ranking(scores("甲\U0002a6d6村", "乙村", "丙\U0002a6d5村"))
    assert len(raised.value.faults) == 2


@pytest.mark.usefixtures("only_its_own_fonts")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_axes_made_before_are_drawn_in_its_fonts(language, recwarn):
    figure = Figure()
    ax = figure.subplots()
    gm.plots.ranking(scores("东风社区", "红旗社区"), ax=ax, language=language)
    figure.canvas.draw()
    assert [label.get_fontfamily() for label in ax.get_yticklabels()] == [families()] * 2
    assert not [w for w in recwarn if "missing from font" in str(w.message)]


def test_twelve_threads_draw_the_same_and_leave_no_figure_open(tmp_path):
    import matplotlib.pyplot as plt

    before, found = plt.get_fignums(), scores("东风社区", "红旗社区")

    def draw(place):
        return gm.plots.save(gm.plots.ranking(found, language="zh"), tmp_path / f"{place}.png").read_bytes()

    with ThreadPoolExecutor(12) as pool:
        pictures = list(pool.map(draw, range(12)))
    assert len(set(pictures)) == 1
    assert plt.get_fignums() == before


def test_signs_without_a_shape_are_left_out_of_labels_and_those_that_act_are_visible():
    assert fitted("a\u202eb\u200bc\x1b", 20) == r"a\u202ebc\u001b"


@pytest.mark.parametrize("suffix", ["pdf", "svg", "png"])
def test_a_saved_picture_has_a_journals_width_and_the_same_bytes_again(tmp_path, suffix):
    found = scores("东风社区", "红旗社区")
    one, two = (gm.plots.ranking(found) for _ in range(2))
    first = gm.plots.save(one, tmp_path / f"one.{suffix}", column="single")
    again = gm.plots.save(two, tmp_path / f"two.{suffix}", column="single")
    assert one.get_figure().get_size_inches()[0] * 25.4 == pytest.approx(89)
    assert first.read_bytes() == again.read_bytes()


def test_a_path_that_cannot_be_written_or_is_no_picture_is_a_fault(tmp_path):
    ax = gm.plots.ranking(scores("东风社区", "红旗社区"))
    with pytest.raises(FaultyInput, match="missing"):
        gm.plots.save(ax, tmp_path / "missing" / "x.png")
    with pytest.raises(FaultyInput, match=r"does not end in a kind of picture; choose one of: \.pdf, \.svg"):
        gm.plots.save(ax, tmp_path / "x.docx")


def test_faults_of_saving_come_at_once(tmp_path):
    with pytest.raises(FaultyInput) as raised:
        gm.plots.save(1, tmp_path / "x.pdf", column="triple", height=-1, dpi=0)
    assert {fault.place for fault in raised.value.faults} == {"ax", "column", "height", "dpi"}
