"""The workbook: what stands on its sheets, formulas that compute the scores again, and names that stay text."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

import govmetrics as gm
from govmetrics.core import Dataset, Group, Indicator, IndicatorTree, Weights, workbooks
from govmetrics.core.sheet_names import sheet_names
from govmetrics.core.words.visible import visible
from govmetrics.report.workbook import check, index

NAMES = {"<b>bold</b>", "=SUM(A1)", "南山区"}
SHEETS = [
    "Contents", "ranking", "scores", "weights", "check", "values", "changes", "scaled", "bounds", "coverage",
    "coverage_imputed", "obstacles", "indicators", "how",
]  # fmt: skip


def test_excel_has_the_tables(assessment, tmp_path):
    book = load_workbook(gm.report.excel(assessment, tmp_path / "r.xlsx"))
    assert book.sheetnames == SHEETS  # a cell was imputed
    assert {row[0].value for row in book["scores"].iter_rows(min_row=2)} == NAMES
    others = [sheet for sheet in book if sheet.title != "check"]
    assert book["ranking"]["A2"].alignment.horizontal == "center"
    assert all(cell.data_type != "f" for sheet in others for row in sheet.iter_rows() for cell in row)


def test_excel_says_what_the_codes_mean(assessment, tmp_path):
    sheet = load_workbook(gm.report.excel(assessment, tmp_path / "r.xlsx"))["indicators"]
    head, *rows = sheet.iter_rows(values_only=True)
    trust = dict(zip(head, next(row for row in rows if row[0] == "x"), strict=True))
    assert {key: trust[key] for key in ("Group above", "Name", "unit of measurement", "Direction", "Target")} == {
        "Group above": "Actors", "Name": "Trust", "unit of measurement": "%", "Direction": "more", "Target": "2.5",
    }  # fmt: skip
    chinese = load_workbook(gm.report.excel(assessment, tmp_path / "zh.xlsx", "zh"))
    head, *rows = chinese["指标说明"].iter_rows(values_only=True)
    trust = dict(zip(head, next(row for row in rows if row[0] == "x"), strict=True))
    assert {key: trust[key] for key in ("上级", "名称", "方向")} == {
        "上级": "主体",
        "名称": "信任",
        "方向": "越大越好",
    }
    assert [cell.value for cell in chinese["得分"][1]][:2] == ["单元", "指数"]


def test_a_table_that_is_too_wide_is_turned(tmp_path, monkeypatch):
    widest = pd.DataFrame(np.zeros((1, 16_384)))
    assert workbooks.fits(widest)
    assert not workbooks.fits(widest.reset_index())
    monkeypatch.setattr(workbooks, "MOST_COLUMNS", 50)
    codes = [f"x{i}" for i in range(50)]  # with the units' names one column too many
    x = np.random.default_rng(0).random((3, len(codes)))
    data = Dataset(
        IndicatorTree.from_groups({"A": codes}),
        pd.DataFrame(x, index=pd.Index(["a", "=b", "南山"], name="unit"), columns=codes),
    )
    found = gm.follow(gm.Recipe(weighting="equal"), data)
    back = pd.read_excel(
        gm.report.excel(found, tmp_path / "r.xlsx"), sheet_name=["scores", "scaled", "weights"]
    )
    turned = back["scores"].set_index("Indicator")
    assert turned.columns.tolist() == ["a", "=b", "南山"]
    assert np.allclose(turned.T.to_numpy(), found.scores.values.to_numpy())
    assert len(back["weights"]) == len(codes) + 2


def test_a_table_that_fits_neither_way_says_so(assessment, tmp_path, monkeypatch):
    monkeypatch.setattr(index, "fits", lambda frame: len(frame.columns) != 6 and len(frame) != 5)
    book = load_workbook(gm.report.excel(assessment, tmp_path / "r.xlsx"))
    said = "3 rows x 6 columns do not fit into a sheet: see the CSV of the run"
    assert [row[0] for row in book["scores"].values] == ["note", said]
    assert book["scaled"]["A1"].value == "Unit"


@pytest.mark.slow
def test_of_long_choices_the_first_are_told_and_how_many_there_are(tmp_path):
    codes = [f"leaf_{i}" for i in range(1_020)]
    tree = IndicatorTree.from_groups({"A": codes})
    x = np.random.default_rng(0).random((3, len(codes)))
    data = Dataset(tree, pd.DataFrame(x, index=pd.Index(list("abc"), name="unit"), columns=codes))
    found = gm.follow(gm.Recipe(weighting={"assigned": {"weights": dict.fromkeys(codes, 1.5)}}), data)
    rows = dict(load_workbook(gm.report.excel(found, tmp_path / "r.xlsx"))["how"].values)
    assert rows["weighting"].startswith("assigned (weights: leaf_0: 1.5, leaf_1: 1.5, ")
    assert rows["weighting"].endswith("leaf_19: 1.5 and 1,000 more)")


ODD = [
    "[red]x",
    "\u202eright to left",
    "x" * 10_000,
    "../../x",
    "<script>alert(1)</script>",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
]


def mixed_tree(least=None):
    """Return leaves and groups side by side, three deep; one group may ask for more coverage than the others."""
    inner = Group("B", {"en": "Process", "zh": "过程"}, (Indicator("b1"), Indicator("b2")), weight=0.5)
    parts = (Indicator("a1", weight=0.3), inner, Indicator("a2", weight=0.2))
    return IndicatorTree(
        Group("r", {"en": "Index", "zh": "指数"}, (
            Group("A", {"en": "Actors", "zh": "主体"}, parts, weight=2, min_coverage=least), Indicator("c", weight=1),
        ))
    )  # fmt: skip


def followed(gaps=(), periods=("2023", "2024"), least=None):
    """Return an index of eight units in two periods by the recipe's own bounds; some cells are missing."""
    tree = mixed_tree(least)
    units = [f"u{k}" for k in range(8)]
    rows = pd.MultiIndex.from_product([periods, units], names=["period", "unit"])
    values = pd.DataFrame(np.random.default_rng(3).random((len(rows), 5)).round(2), rows, tree.codes)
    for place, code in gaps:
        values.loc[place, code] = np.nan
    streets = pd.DataFrame(
        {"街道": ["东", "西"] * len(units), "类型": ["商品房"] * 8 + ["村改居"] * 8, "人口": 100}, rows
    )
    return gm.follow(gm.Recipe(), Dataset(tree, values, streets))


GAPS = [(("2024", "u1"), "b1"), (("2024", "u2"), ["b1", "b2"]), (("2024", "u3"), ["a1", "a2", "c"]),
        (("2024", "u4"), ["a1", "a2", "b1", "b2", "c"]), (("2024", "u5"), "c"), (("2024", "u6"), "a1")]  # fmt: skip


class Nothing(str):
    """An empty cell, or the empty text of a formula: what is computed with it is not used."""

    __sub__ = __rsub__ = lambda self, other: np.nan


class Sheets:
    """The least of a spreadsheet: it computes the formulas that we write, as Excel's help says they are computed."""

    def __init__(self, path):
        self.book = load_workbook(path)
        self.value = cache(self._value)

    def _value(self, sheet, place):
        found = self.book[sheet][place].value
        if found is None:
            return Nothing()
        return self._compute(sheet, found[1:]) if str(found).startswith("=") else found

    def _range(self, sheet, text):
        left, top, right, bottom = range_boundaries(text.replace("$", ""))
        cells = self.book[sheet].iter_rows(top, bottom, left, right)
        return [self.value(sheet, cell.coordinate) for row in cells for cell in row]

    def _compute(self, sheet, formula):
        text = re.sub(r"(?<![<>])=", "==", formula).replace("<>", "!=").replace("--", "")
        text = re.sub(
            r"'([^']+)'!(\$?[A-Z]+\$?\d+)", lambda m: f"at({m[1]!r},{m[2].replace('$', '')!r})", text
        )
        text = re.sub(r"(?<![\w'])\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+", lambda m: f"among({m[0]!r})", text)
        text = re.sub(
            r"(?<![\w'$:])([A-Z]+\$?\d+)(?![\d:'(])",
            lambda m: f"at({sheet!r},{m[0].replace('$', '')!r})",
            text,
        )
        with np.errstate(all="ignore"):
            places = {"at": self.value, "among": lambda text: np.array(self._range(sheet, text), object)}
            found = eval(text, FUNCTIONS | places)
        return Nothing() if isinstance(found, str) and not found else found


def is_number(x):
    told = [isinstance(v, int | float | np.number) and not isinstance(v, bool) for v in np.atleast_1d(x)]
    return np.array(told) if isinstance(x, np.ndarray) else told[0]


def numbers(x):
    """Text counts as nothing in SUM, SUMPRODUCT, MAX and RANK."""
    return np.array(
        [float(v) if isinstance(v, int | float | np.number | np.bool_) else 0.0 for v in np.atleast_1d(x)]
    )


FUNCTIONS = {
    "SUMPRODUCT": lambda *x: np.prod([numbers(part) for part in x], axis=0).sum(),
    "SUM": lambda x: numbers(x).sum(),
    "ISNUMBER": is_number,
    "ROUND": lambda x, digits: float(np.round(x, digits)),
    "AND": lambda *x: all(x),
    "IF": lambda test, yes, no: yes if test else no,
    "MAX": lambda *x: max(numbers(part).max() for part in x),
    "MIN": lambda *x: min(numbers(part).min() for part in x),
    "RANK": lambda x, among: is_number(x) and 1 + sum(1 for other in among if is_number(other) and other > x),
}


def computed(path, title="check"):
    """Return unit, published and computed score, difference and both ranks as the formulas give them."""
    sheets = Sheets(path)
    rows = range(3, sheets.book[title].max_row + 1)
    cells = [[sheets.value(title, f"{column}{row}") for column in "ABCDEF"] for row in rows]
    return pd.DataFrame(
        cells, columns=["unit", "published", "score", "difference", "rank", "again"]
    ).set_index("unit")


@pytest.mark.parametrize(("gaps", "least"), [((), None), (GAPS, None), (GAPS, 0.9), (GAPS, 0.0)])
def test_formulas_give_the_published_scores_and_ranks(tmp_path, gaps, least):
    found = followed(gaps, least=least)
    table = computed(gm.report.excel(found, tmp_path / "r.xlsx", "en"))
    published = found.scores.values.loc["2024", "r"]
    again = pd.to_numeric(table["score"], errors="coerce").reindex(published.index)
    assert published.isna().any() == bool(gaps)
    assert again.isna().equals(published.isna())
    assert np.nanmax(np.abs(again - published)) < 1e-9
    assert set(table["difference"]) <= {0.0, ""}
    assert [rank or None for rank in table["again"]] == [
        None if np.isnan(rank) else rank for rank in pd.to_numeric(table["rank"])
    ]


@pytest.mark.parametrize("gaps", [(), GAPS])
def test_every_group_is_computed_and_other_weights_move_scores_as_in_a_new_run(tmp_path, gaps):
    found = followed(gaps)
    path = gm.report.excel(found, tmp_path / "r.xlsx", "en")
    book = load_workbook(path)
    trial = {"A": 1, "c": 3, "a1": 5, "B": 2, "a2": 0, "b1": 0.1, "b2": 0.3}
    for code, weight in trial.items():
        cell = book["weights"].cell(found.weights.tree.node_codes.index(code) + 2, 5)
        assert cell.value == found.weights.local[code]
        assert cell.fill.fgColor.rgb == "00FFF9DB"
        cell.value = weight
    book.save(path)
    sums = {"r": 4, "A": 7, "B": 0.4}
    local = {code: weight / sums[found.weights.tree.parent(code)] for code, weight in trial.items()}
    fresh = gm.aggregation.arithmetic(found.scaled, Weights(found.weights.tree, pd.Series(local)))
    sheets, expected = Sheets(path), fresh.values.loc["2024"]
    heads = [cell.value for cell in sheets.book["check"][1]]
    for row in range(3, 11):
        unit = sheets.value("check", f"A{row}")
        for code, name in (("r", "Score by formula"), ("A", "Actors"), ("B", "Process"), ("b1", "b1")):
            cell = sheets.book["check"].cell(row, heads.index(name) + 1).coordinate
            value = sheets.value("check", cell)
            assert (
                value == ""
                if np.isnan(expected.loc[unit, code])
                else abs(value - expected.loc[unit, code]) < 1e-9
            )
    ranks = fresh.ranking().loc["2024", "rank"]
    assert {unit: rank or None for unit, rank in computed(path)["again"].items()} == {
        unit: None if pd.isna(rank) else rank for unit, rank in ranks.items()
    }


def test_ties_of_published_scores_are_ties_of_the_formulas(panel, tmp_path):
    table = computed(gm.report.excel(panel, tmp_path / "r.xlsx", "en"))
    assert table["again"].tolist() == table["rank"].tolist() == [1, 1, 3]


def test_means_that_are_no_sums_have_no_formulas_and_the_contents_say_why(tmp_path, monkeypatch):
    found = followed()
    other = gm.follow(
        replace(found.recipe, normalisation={"min_max": {"scale": [1, 100]}}, aggregation="geometric"),
        found.dataset,
    )
    path = gm.report.excel(other, tmp_path / "r.xlsx", "zh")
    book = load_workbook(path)
    assert "核算" not in book.sheetnames
    assert ("说明", "核算：未设公式表：公式只能复算逐级加权求和的得分，而本次采用加权几何平均") in list(
        book["目录"].values
    )
    assert [cell.value for cell in book["权重"][1]] == ["指标", "上级", "组内权重", "综合权重"]
    monkeypatch.setattr(check, "MOST_CELLS", 50)
    book = load_workbook(gm.report.excel(found, path, "en"))
    told = "check: there are no formulas: 64 of them would make the file too slow to work with (at most 50)"
    assert ("note", told) in list(book["Contents"].values)


def test_scores_that_rest_on_cells_that_are_not_shown_have_no_formulas(tmp_path):
    found = followed()
    values = found.scaled.values.copy()
    values.iloc[-1, 0] = np.nan
    hidden = replace(found, scaled=replace(found.scaled, values=values))
    book = load_workbook(gm.report.excel(hidden, tmp_path / "r.xlsx", "zh"))
    assert not {"核算", "障碍因素"} & set(book.sheetnames)
    assert ("说明", "核算：未设公式表：得分所依据的部分数据不予公布") in list(book["目录"].values)


def test_the_ranking_tells_streets_changes_and_ranks_within_them(tmp_path):
    found = followed()
    book = load_workbook(gm.report.excel(found, tmp_path / "r.xlsx", "both"))
    head, *rows = book["排名"].values
    assert head == (
        "排名",
        "单元",
        "街道",
        "类型",
        "得分",
        "较2023变动",
        "名次变化",
        "街道内排名",
        "数据覆盖率",
    )
    table = pd.DataFrame(rows, columns=head).set_index("单元")
    now, before = (found.scores.values.loc[period, "r"] for period in ("2024", "2023"))
    assert np.allclose(table["得分"], sorted(now, reverse=True), rtol=1e-14)
    assert np.allclose(table["较2023变动"], (now - before)[table.index])
    moved = before.rank(ascending=False) - now.rank(ascending=False)
    assert table["名次变化"].tolist() == moved[table.index].tolist()
    street = pd.Series(["东", "西"] * 4, now.index)
    assert table["街道"].to_dict() == street.to_dict()
    within = now.groupby(street).rank(ascending=False)
    assert table["街道内排名"].tolist() == within[table.index].tolist()
    assert len(list(book["历期排名"].values)) == 17


@pytest.fixture(scope="module")
def evaluated():
    found = followed(periods=("2023", "2024"))
    given = found.dataset.values.reset_index()
    given["片区"] = ["东", "西"] * 8
    asked = {
        "title": {"en": "A title", "zh": "某区评估"}, "tree": mixed_tree(), "sureness": {"draws": 30}, "change": True,
        "evidence": {"records": {"unit": "unit", "period": "period", "street": "片区"}}, "diagnosis": {"obstacles": True},
    }  # fmt: skip
    return gm.evaluate(asked, records=given)


def test_an_evaluation_tells_how_sure_ranks_and_changes_are(evaluated, tmp_path):
    book = load_workbook(gm.report.excel(evaluated, tmp_path / "r.xlsx", "zh"))
    head, *rows = book["排名"].values
    sure = ("名次区间下限", "名次区间上限", "名次档", "较2023变动", "变动下限", "变动上限", "超出误差")
    assert head == ("排名", "单元", "片区", "得分", *sure, "名次变化", "片区内排名", "数据覆盖率")
    table = pd.DataFrame(rows, columns=head).set_index("单元")
    sure = evaluated.uncertainty.to_frame().loc[table.index]
    assert table["名次区间下限"].tolist() == sure["lower"].tolist()
    assert table["名次档"].tolist() == sure["tier"].tolist()
    changes = evaluated.panel.sureness.changes.loc[table.index]
    assert np.allclose(table["变动上限"], changes["change_upper"])
    assert table["超出误差"].tolist() == ["是" if one else "否" for one in changes["sure"]]
    assert {"诊断 各单元的主要障碍因素", "历期变化 得分变动", "名次的可靠性 排名及其可靠性"} <= set(
        book.sheetnames
    )
    assert ("排名", "2024排名（名次与变动的区间包含抽样结果的 90%）") in list(book["目录"].values)
    below = [row[0].value for row in book["名次的可靠性 排名及其可靠性"].iter_rows(min_row=10)]
    assert below[0] is None
    assert below[1].startswith("排名所属时期：2024。")  # what a table says in words stands under it


def test_of_one_period_the_change_is_that_since_the_earlier_evaluation(tmp_path):
    found = followed()
    before, now = (found.dataset.values.loc[period] for period in ("2023", "2024"))
    asked = {"tree": mixed_tree(), "sureness": {"draws": 20}, "evidence": {"records": {"unit": "unit"}}}
    earlier = gm.evaluate(asked, records=before.iloc[1:].reset_index())
    later = gm.evaluate(asked, records=now.reset_index(), earlier=earlier)
    head, *rows = load_workbook(gm.report.excel(later, tmp_path / "r.xlsx", "zh"))["排名"].values
    table = pd.DataFrame(rows, columns=head).set_index("单元")
    told = later.comparison.changes.reindex(table.index)
    names = ["较上次评价变动", "变动下限", "变动上限"]
    assert np.allclose(
        table[names].astype(float), told[["change", "change_lower", "change_upper"]], equal_nan=True
    )
    assert table["名次变化"].isna().sum() == 1  # new now
    moved = told["rank_before"] - told["rank_after"]
    assert table["名次变化"].dropna().tolist() == moved.dropna().tolist()


def test_an_evaluation_without_an_index_has_its_other_parts(evaluated, tmp_path):
    found = replace(evaluated, assessment=None, uncertainty=None)
    book = load_workbook(gm.report.excel(found, tmp_path / "r.xlsx", "zh"))
    assert book.sheetnames[0] == "目录"
    assert "诊断 各单元的主要障碍因素" in book.sheetnames
    assert not {"排名", "核算", "指标说明"} & set(book.sheetnames)


def test_the_contents_link_to_every_sheet(evaluated, tmp_path):
    found = replace(evaluated, missing={"plan": (gm.Fault("plan", "there is no such file"),)})
    book = load_workbook(gm.report.excel(found, tmp_path / "r.xlsx", "zh"))
    first = book.worksheets[0]
    assert first["A1"].value == "某区评估"
    assert [cell.value for cell in first[2]] == ["缺少的部分", "缺少：改进方案（plan：文件不存在）"]
    links = {
        cell.value: cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink
    }
    assert links == {name: f"'{name}'!A1" for name in book.sheetnames[1:]}
    assert all(
        cell.hyperlink is None or cell.hyperlink.ref == cell.coordinate
        for row in first.iter_rows()
        for cell in row
    )


def test_sheets_print_on_a4_across_with_their_heads_and_the_file_says_whose_it_is(evaluated, tmp_path):
    path = gm.report.excel(evaluated, tmp_path / "r.xlsx", "en")
    book = load_workbook(path)
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9), sheet.title
        assert sheet.print_title_rows == ("$1:$2" if sheet.title == "check" else "$1:$1")
    frozen = {sheet.title: sheet.freeze_panes for sheet in book.worksheets[1:6]}
    assert frozen == {"ranking": "C2", "all periods": "B2", "scores": "B2", "weights": "B2", "check": "B3"}
    with zipfile.ZipFile(path) as file:
        about = file.read("docProps/core.xml").decode()
    assert "<dc:title" in about
    assert not re.search(
        "openpyxl|creator|created|modified|2000", about
    )  # nobody and no day rather than wrong ones


@pytest.mark.parametrize("language", ["en", "zh"])
def test_odd_names_are_plain_text_everywhere(tmp_path, language):
    leaves = [Indicator(f"x{k}", {"en": f"{name} e", "zh": f"{name} z"}) for k, name in enumerate(ODD)]
    tree = IndicatorTree(Group("r", ODD[0], tuple(leaves)))
    units = pd.Index([*ODD, "plain"], name="unit")
    values = pd.DataFrame(np.random.default_rng(0).random((len(units), len(leaves))), units, tree.codes)
    told = pd.DataFrame({"=kind": [*ODD, "plain"]}, units)
    recipe = gm.Recipe(title="=HYPERLINK(1)")
    path = gm.report.excel(gm.follow(recipe, Dataset(tree, values, told)), tmp_path / "r.xlsx", language)
    book = load_workbook(path)
    assert {path.name for path in tmp_path.iterdir()} == {"r.xlsx"}
    assert book.worksheets[0]["A1"].value == "=HYPERLINK(1)"
    for sheet in book:
        cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        formulas = {cell.value for cell in cells if cell.data_type == "f"}
        assert not formulas or sheet.title in ("check", "核算")
        assert not formulas & set(ODD)
        assert all(
            cell.quotePrefix
            for cell in cells
            if cell.data_type == "s" and cell.value[:1] in ("=", "+", "-", "@")
        )
    ranking = book.worksheets[1]
    assert {row[1].value for row in ranking.iter_rows(min_row=2)} == {*map(visible, ODD), "plain"}
    assert {row[2].value for row in ranking.iter_rows(min_row=2)} == {*map(visible, ODD), "plain"}
    assert ranking["C1"].value == "=kind"


def test_names_of_sheets_are_what_a_spreadsheet_takes_and_none_is_twice():
    names = sheet_names([*ODD, "Scores", "SCORES", "history", "\U0001f600" * 40, "'", "y" * 40, "y" * 40])
    assert names[0] == "red x"
    assert len({name.casefold() for name in names}) == len(names)
    assert all(
        0 < len(name.encode("utf-16-le")) <= 62 and not re.search(r"[\[\]:*?/\\']", name) for name in names
    )
    assert names[-1] == "y" * 27 + " (2)"
    assert "history" not in [name.casefold() for name in names]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_the_book_and_computes_the_published_scores(evaluated, panel, tmp_path):
    books = {"gaps": followed(GAPS), "whole": followed(), "ties": panel, "evaluated": evaluated}
    for name, found in books.items():
        gm.report.excel(found, tmp_path / f"{name}.xlsx", "en")
    out, own = tmp_path / "out", f"-env:UserInstallation=file://{tmp_path}/office"
    files = [str(tmp_path / f"{name}.xlsx") for name in books]
    subprocess.run(
        ["soffice", own, "--headless", "--convert-to", "xlsx", "--outdir", str(out), *files],
        check=True,
        timeout=300,
    )
    for name, found in books.items():
        index_of = found.assessment if name == "evaluated" else found
        book = load_workbook(out / f"{name}.xlsx", data_only=True)
        _, second, *rows = book["check"].values
        published = index_of.scores.values["r"].loc[index_of.dataset.periods[-1]]
        assert [row[0] for row in rows] == index_of.ranking().loc[index_of.dataset.periods[-1]].index.tolist()
        for unit, _, score, difference, rank, again, *_ in rows:
            if np.isnan(published[unit]):
                assert (score or None, difference or None, again or None) == (None, None, None)
            else:
                assert abs(score - published[unit]) < 1e-9
                assert (difference, again) == (0, rank)
        assert (second[3], second[5]) == (0, 0)
