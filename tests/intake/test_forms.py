"""Blank forms: what is in them, that they come back as they were filled in, and what an empty one says."""

from __future__ import annotations

import numpy as np
import pytest
from openpyxl import load_workbook

import govmetrics as gm
from govmetrics import intake
from govmetrics.core import FaultyInput
from govmetrics.core.measures import bounds
from govmetrics.core.survey import leaf_items
from govmetrics.intake.forms.records import recorded
from tests.crossed import crossed

TREES = sorted(gm.list_trees()["name"])
LANGUAGES = ("en", "zh")
BOTH = pytest.mark.parametrize("language", LANGUAGES)


def fill(path, cells):
    """Write cells {(row, column): value} into the first sheet of a form."""
    book = load_workbook(path)
    for (row, column), value in cells.items():
        book.worksheets[0].cell(row, column).value = value
    book.save(path)
    return path


@pytest.mark.parametrize(("name", "language"), crossed(TREES, LANGUAGES, 2))
class TestEveryShippedTree:
    def test_drawn(self, tmp_path, name, language):
        tree = gm.read_tree(name)
        path = intake.blank_tree(tmp_path / "tree.xlsx", language, tree)
        assert gm.read_tree(path).to_dict() == tree.to_dict()

    def test_records(self, tmp_path, name, language):
        tree = gm.read_tree(name)
        leaves = recorded(tree)
        if tree.slots:
            with pytest.raises(FaultyInput, match="is a slot: what is measured there is not known"):
                intake.blank_records(tree, tmp_path / "records.xlsx", language)
            return
        if not leaves:
            with pytest.raises(FaultyInput, match="no indicator comes from records"):
                intake.blank_records(tree, tmp_path / "records.xlsx", language)
            return
        units, periods = {"=Alpha": "North", "Beta, 甲": "South"}, ("2025Q1", "2025Q2")
        path = intake.blank_records(tree, tmp_path / "records.xlsx", language, units, periods)
        rng = np.random.default_rng(1)
        ends = np.array([bounds(leaf.unit) for leaf in leaves])
        values = rng.uniform(np.maximum(ends[:, 0], 0), np.minimum(ends[:, 1], 90), (4, len(leaves))).round(3)
        fill(path, {(2 + i, 4 + j): values[i, j] for i in range(4) for j in range(len(leaves))})
        data = gm.read_records(path, tree, period="period")
        assert data.values.index.tolist() == [(p, u) for p in periods for u in units]
        codes = [leaf.code for leaf in leaves]
        assert data.values[codes].to_numpy().tolist() == values.tolist()
        street = "street" if language == "en" else "街道"
        assert data.attributes.columns.tolist() == [street]
        assert data.attributes[street].tolist() == ["North", "South"] * 2

    def test_weights(self, tmp_path, name, language):
        tree = gm.read_tree(name)
        path = intake.blank_weights(tree, tmp_path / "weights.xlsx", language)
        given = {code: float(place % 7 + 1) for place, code in enumerate(tree.node_codes[1:])}
        sheet = load_workbook(path).worksheets[0]
        rows = {sheet.cell(row, 2).value: row for row in range(2, sheet.max_row + 1)}
        fill(path, {(rows[code], 5): value for code, value in given.items()})
        assert intake.read_weights(path, tree) == given

    def test_judgements(self, tmp_path, name, language):
        tree = gm.read_tree(name)
        asked = [group for group in tree.groups if len(group.parts) > 1]
        if not asked:
            with pytest.raises(FaultyInput):
                gm.ahp.blank_judgements(tree, tmp_path / "form.xlsx", "Li", language)
            return
        path = gm.ahp.blank_judgements(tree, tmp_path / "form.xlsx", "Li", language)
        book = load_workbook(path)
        sheets = {sheet["B1"].value: sheet for sheet in book.worksheets[1:] if sheet["B1"].value in tree}
        given = {}
        for group in asked:
            n = len(group.parts)
            pairs = {(i, j): (i + 2 * j) % 9 + 1 for i in range(n) for j in range(i + 1, n)}
            for (i, j), value in pairs.items():
                sheets[group.code].cell(5 + i, 3 + j).value = value
            given[group.code] = pairs
        book.save(path)
        found = gm.read_judgements(path, tree)
        assert found.experts == ("Li",)
        for code, pairs in given.items():
            matrix = found.matrix("Li", code).to_numpy()
            assert {pair: round(matrix[pair]) for pair in pairs} == pairs

    def test_survey(self, tmp_path, name, language):
        tree = gm.read_tree(name)
        if tree.slots:
            with pytest.raises(FaultyInput, match="is a slot: what is measured there is not known"):
                intake.blank_survey(tree, tmp_path / "answers.xlsx", language)
            return
        items = [item for those in leaf_items(tree).values() for item in those]
        path = intake.blank_survey(tree, tmp_path / "answers.xlsx", language, by=("unit", "sex"))
        answers = {(2 + i, 4 + j): (i + j) % 5 + 1 for i in range(3) for j in range(len(items))}
        who = {(2 + i, 1 + j): cell for i in range(3) for j, cell in enumerate((f"r{i}", f"u{i}", "f"))}
        fill(path, answers | who)
        unit = "unit" if language == "en" else "单元"
        survey = gm.read_survey(path, tree, by=(unit, "sex"))
        assert survey.answers.index.tolist() == ["r0", "r1", "r2"]
        assert survey.answers.columns.tolist() == items
        assert survey.answers.to_numpy().tolist() == [
            [(i + j) % 5 + 1 for j in range(len(items))] for i in range(3)
        ]
        assert survey.by[unit].tolist() == ["u0", "u1", "u2"]

    def test_actions(self, tmp_path, name, language):
        tree = gm.read_tree(name)
        path = intake.blank_actions(tree, tmp_path / "actions.xlsx", language)
        outcomes = [leaf.code for leaf in tree.indicators if leaf.role == "outcome"]
        fill(
            path,
            {
                (2, 5): "visit",
                (2, 6): "街道办",
                (2, 7): "2026-03",
                (2, 8): 2.5,
                (2, 10): 95,
                (2, 12): "甲社区；Beta",
            },
        )
        fill(path, {(3, 8): 0})
        found = gm.planning.read_actions(path, tree)
        first = gm.planning.Action(
            outcomes[0], 2.5, 95, None, 0.0, ("甲社区", "Beta"), "visit", "街道办", "2026-03"
        )
        assert found == [first, gm.planning.Action(outcomes[1], 0)]


@BOTH
def test_margins_come_back(tmp_path, language):
    given = {"性别": ["女", "男"], "age": ["18-34", "35-59", "60+"]}
    path = intake.blank_margins(tmp_path / "margins.xlsx", given, language)
    fill(path, {(2, 3): 520, (3, 3): 480, (4, 4): 30.5, (5, 4): 44.5, (6, 4): 25})
    found = gm.survey.read_margins(path)
    assert found == {"性别": {"女": 0.52, "男": 0.48}, "age": {"18-34": 0.305, "35-59": 0.445, "60+": 0.25}}


class TestEmptyForms:
    """A form that came back as it was sent is one fault, which names the file and what to fill in."""

    tree = gm.read_tree("us_states")

    @BOTH
    def test_weights(self, tmp_path, language):
        path = intake.blank_weights(self.tree, tmp_path / "weights.xlsx", language)
        with pytest.raises(FaultyInput, match=r"^weights.xlsx: no row is filled in; .*(weight|权重)$"):
            intake.read_weights(path, self.tree)

    @BOTH
    def test_actions_and_margins(self, tmp_path, language):
        path = intake.blank_actions(self.tree, tmp_path / "actions.xlsx", language)
        with pytest.raises(
            FaultyInput, match=r"^actions.xlsx: no row is filled in; fill in at least one row: "
        ):
            gm.planning.read_actions(path, self.tree)
        path = intake.blank_margins(tmp_path / "margins.xlsx", {"sex": ["f", "m"]}, language)
        with pytest.raises(
            FaultyInput, match=r"^margins.xlsx: no row is filled in; .*(residents|居民人数), "
        ):
            gm.survey.read_margins(path)


class TestWeights:
    tree = gm.read_tree("us_states")

    def form(self, folder, cells):
        rows = {(row, 5): 1 for row in range(2, 9)}
        return fill(intake.blank_weights(self.tree, folder / "weights.xlsx", "zh"), rows | cells)

    def test_filled_in_and_read_back(self, tmp_path):
        weights = intake.read_weights(self.form(tmp_path, {(2, 5): 3, (3, 5): "1"}), self.tree)
        assert weights["safety"] == 3
        assert gm.weighting.assigned(self.tree, weights).local["safety"] == 0.75

    def test_shares_with_and_without_a_percent_sign_are_a_fault(self, tmp_path):
        path = tmp_path / "w.csv"
        tree = gm.IndicatorTree.from_groups({"G": ["a", "b"]})
        path.write_text("code,weight\nG,1\na,60%\nb,0.4\n")
        with pytest.raises(FaultyInput, match=r"G: of one group some weights have a percent sign \(60%\)"):
            intake.read_weights(path, tree)
        path.write_text("code,weight\nG,1\na,60%\nb,40%\n")
        assert intake.read_weights(path, tree) == {"G": 1, "a": 60, "b": 40}

    def test_every_fault(self, tmp_path):
        path = self.form(tmp_path, {(2, 5): "much", (3, 5): -1, (4, 2): "zz", (6, 2): "poverty"})
        with pytest.raises(FaultyInput) as error:
            intake.read_weights(path, self.tree)
        text = str(error.value)
        for part in ("sheet 权重, row 2, 权重: the weight 'much'", "sheet 权重, row 3, 权重",
                     "row 4, 代码: zz is not a node", "poverty occurs more than once", "violent: has no row"):  # fmt: skip
            assert part in text
        (tmp_path / "x.csv").write_text("a,b\n1,2\n")
        with pytest.raises(FaultyInput, match="the column code is missing"):
            intake.read_weights(tmp_path / "x.csv", self.tree)


def test_a_margin_without_its_number_is_a_fault(tmp_path):
    path = intake.blank_margins(tmp_path / "margins.xlsx", {"sex": ["f", "m"], "age": ["old", "young"]})
    with pytest.raises(FaultyInput) as error:
        gm.survey.read_margins(fill(path, {(2, 3): 52, (3, 3): 48, (4, 4): 40}))
    assert [str(fault) for fault in error.value.faults] == [
        "sheet margins, row 5, share (%): share (%) is empty; fill it in"
    ]
    with pytest.raises(FaultyInput, match="sex: needs either shares or people"):
        gm.survey.read_margins(fill(path, {(2, 4): 52, (5, 4): 60}))


def test_text_that_no_cell_holds_is_refused_and_nothing_written(tmp_path):
    long = gm.IndicatorTree(
        gm.Group("g", "", (gm.Indicator("a", notes="x" * 40_000), gm.Indicator("b", "y" * 33_000)))
    )
    blank = {
        "records": lambda path: intake.blank_records(long, path), "weights": lambda path: intake.blank_weights(long, path),
        "tree": lambda path: intake.blank_tree(path, tree=long), "survey": lambda path: intake.blank_survey(long, path),
        "actions": lambda path: intake.blank_actions(long, path),
        "margins": lambda path: intake.blank_margins(path, {"sex": ["z" * 33_000]}),
    }  # fmt: skip
    for name, write in blank.items():
        with pytest.raises(FaultyInput, match="a sheet's cell holds 32,767"):
            write(tmp_path / f"{name}.xlsx")
        with pytest.raises(FaultyInput, match=r"is no \.xlsx name"):
            write(tmp_path / f"{name}.xls")
    assert list(tmp_path.iterdir()) == []
