import itertools

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, Group, Indicator, IndicatorTree
from govmetrics.plots.labels import fitted, width_of

NAMES = ["<b>bold</b>", "=SUM(A1)", "南山区"]


@pytest.fixture(scope="module")
def scores():
    tree = IndicatorTree(Group("r", {"en": "Index", "zh": "指数"}, (
        Group("A", {"en": "Actors", "zh": "主体"}, (Indicator("x", better="more"), Indicator("y", better="less"))),
        Indicator("z", "<i>z</i>", better="more"),
    )))  # fmt: skip
    frame = pd.DataFrame(
        {"x": [1.0, 2, 3], "y": [3.0, 1, 2], "z": [1.0, None, 9]}, index=pd.Index(NAMES, name="unit")
    )
    return gm.follow(gm.Recipe(treatment=["impute_mean"], weighting="equal"), Dataset(tree, frame)).scores


def texts(ax):
    return [
        t.get_text() for t in [*ax.get_yticklabels(), *ax.get_legend().get_texts(), ax.xaxis.label, ax.title]
    ]


class TestPlots:
    def test_ranking_and_profile(self, scores):
        ax = gm.plots.ranking(scores)
        assert [text.get_text() for text in ax.get_legend().get_texts()] == ["Actors", "<i>z</i>"]
        assert len(ax.get_yticklabels()) == 3
        ax = gm.plots.profile(scores, "=SUM(A1)")
        assert len(ax.patches) == 2
        with pytest.raises(FaultyInput, match="unit: is 'zz'; there are"):
            gm.plots.profile(scores, "zz")
        for draw in (
            gm.plots.ranking(scores, language="both"),
            gm.plots.profile(scores, "=SUM(A1)", language="both"),
        ):
            assert {"主体 Actors", "<i>z</i>"} & set(texts(draw))

    def test_unknown_language(self, scores):
        for draw in (
            lambda: gm.plots.ranking(scores, language="fr"),
            lambda: gm.plots.profile(scores, "南山区", language="fr"),
        ):
            with pytest.raises(FaultyInput, match="choose one of: en, zh, both"):
                draw()

    def test_pieces_add_up_to_the_score_where_parts_are_missing_too(self):
        x = pd.DataFrame(
            {"x": [0.0, 100, 50], "y": [0.0, 100, np.nan], "z": [0.0, 100, 50]},
            index=pd.Index(list("abc"), name="unit"),
        )
        tree = IndicatorTree.from_groups({"A": ["x"], "B": ["y"], "C": ["z"]})
        found = gm.follow(gm.Recipe(weighting="equal"), Dataset(tree, x)).scores
        ax = gm.plots.ranking(found)
        lengths = np.array([bar.get_width() for bar in ax.patches]).reshape(3, 3)  # parts, units: b, c, a
        assert np.allclose(lengths[:, 1], [25, 0, 25])  # c has no B: A and C share its 50
        assert np.allclose(lengths.sum(axis=0), [100, 50, 0])

    def test_bars_are_plain_where_parts_do_not_add_up(self, scores):
        from dataclasses import replace

        curved = replace(scores, values=scores.values.assign(r=[1.0, 2, 3]))
        ax = gm.plots.ranking(curved)
        assert ax.get_legend() is None
        assert [bar.get_width() for bar in ax.patches] == [3, 2, 1]

    def test_the_latest_period_is_drawn(self):
        rows = pd.MultiIndex.from_product([["2025年10月", "2025年9月"], list("ab")], names=["period", "unit"])
        data = Dataset(IndicatorTree.from_groups({"A": ["x"], "B": ["y"]}),
                       pd.DataFrame({"x": [1.0, 2, 4, 3], "y": [1.0, 2, 4, 3]}, index=rows))  # fmt: skip
        found = gm.follow(gm.Recipe(), data).scores
        ax = gm.plots.ranking(found)
        assert [label.get_text() for label in ax.get_yticklabels()] == ["b", "a"]
        assert ax.get_xlabel() == "index, 2025年10月"
        ax = gm.plots.profile(found, ("2025年10月", "a"))
        middle = ax.collections[0].get_offsets()[:, 0]
        assert np.allclose(middle, [100 / 6, 100 / 6])  # of 0 and 33.3 in October, not of both months
        alone = gm.plots.profile(found, "a")  # as if it stood with the latest period
        assert [bar.get_width() for bar in alone.patches] == [bar.get_width() for bar in ax.patches] == [0, 0]
        assert alone.get_title(loc="left") == "2025年10月 a"
        with pytest.raises(FaultyInput, match="zz"):
            gm.plots.profile(found, "zz")

    def test_units_without_a_score_leave_the_picture_whole(self):
        x = pd.DataFrame(
            {"x": [1.0, 2, np.nan], "y": [1.0, 2, np.nan], "z": [1.0, 2, 3]},
            index=pd.Index(list("abc"), name="unit"),
        )
        found = gm.follow(
            gm.Recipe(), Dataset(IndicatorTree.from_groups({"A": ["x", "y"], "B": ["z"]}), x)
        ).scores
        assert [label.get_text() for label in gm.plots.ranking(found).get_yticklabels()] == ["b", "a"]
        ax = gm.plots.profile(found, "c")
        assert ax.get_xlim() == (0, 100)
        assert [bar.get_width() for bar in ax.patches] == [0, 100]

    @pytest.mark.parametrize("language", ["en", "zh", "both"])
    def test_nothing_leaves_the_picture_and_labels_do_not_overlap(self, language):
        long = "某某市某某区某某街道办事处辖区内第十七社区居民委员会综合治理网格化服务中心（含原东里村）"
        groups = tuple(
            Group(f"g{i}", {"en": f"Diversity of the participating actors {i}", "zh": f"治理主体的多元性与协同参与程度{i}"},
                  (Indicator(f"x{i}", better="more"),)) for i in range(6)
        )  # fmt: skip
        units = [long, "$a$ and $b$", *(f"第{i}社区" for i in range(40))]
        x = np.random.default_rng(0).random((len(units), 6))
        frame = pd.DataFrame(x, index=pd.Index(units, name="unit"), columns=[f"x{i}" for i in range(6)])
        found = gm.follow(gm.Recipe(), Dataset(IndicatorTree(Group("r", "指数", groups)), frame)).scores
        for ax in (
            gm.plots.ranking(found, top=50, language=language),
            gm.plots.profile(found, long, language=language),
        ):
            figure = ax.figure
            figure.draw_without_rendering()
            room = figure.get_window_extent()
            shown = [*ax.get_yticklabels(), ax.title, *([ax.get_legend()] if ax.get_legend() else [])]
            boxes = [one.get_window_extent() for one in shown]
            assert all(box.x0 >= room.x0 - 1 and box.x1 <= room.x1 + 1 for box in boxes if box.width)
            ticks = sorted(
                (label.get_window_extent() for label in ax.get_yticklabels()), key=lambda box: box.y0
            )
            assert all(below.y1 <= above.y0 + 1 for below, above in itertools.pairwise(ticks))


@pytest.mark.parametrize(("text", "width", "lines", "result"), [
    ("short", 10, 2, "short"),
    ("Diversity of actors", 10, 2, "Diversity\nof actors"),
    ("Diversity of actors", 10, 1, "Diversity…"),
    ("南山区第一社区", 10, 1, "南山区第…"),
    ("南山区第一社区", 10, 2, "南山区第一\n社区"),
    ("Supercalifragilistic", 8, 3, "Supercal\nifragili\nstic"),
    ("a $b$", 10, 1, r"a \$b\$"),
    ("", 10, 1, ""),
])  # fmt: skip
def test_labels_fit(text, width, lines, result):
    assert fitted(text, width, lines) == result
    assert all(width_of(line.replace(r"\$", "$")) <= width for line in result.split("\n"))
