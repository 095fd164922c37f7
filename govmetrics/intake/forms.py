"""Blank forms in xlsx: one for records, one for weights, with validation lists, in either language."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from govmetrics.core.checks import kind_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput, choose
from govmetrics.core.nodes import CONTROL
from govmetrics.core.tables import save_xlsx
from govmetrics.core.tree import IndicatorTree

WIDEST = 16_383
"""Indicators a sheet can hold beside the units."""
_WORDS = {
    "en": {
        "records": "records", "weights": "weights", "guide": "guide", "unit": "unit", "code": "code", "name": "name",
        "group": "group", "weight": "weight", "measure": "unit of measurement", "better": "better",
        "more": "more is better", "less": "less is better", "target": "target", "interval": "interval",
        "fill": "One row a unit, one column an indicator. Leave a cell empty where there is no value; do not type 0.",
        "scale": "Weights compare the parts of one group with each other, from 0 to 10; only their proportions count.",
        "number": "Please type a number.", "ten": "Please choose or type a weight from 0 to 10.",
    },
    "zh": {
        "records": "记录", "weights": "权重", "guide": "说明", "unit": "unit", "code": "代码", "name": "名称",
        "group": "上级", "weight": "权重", "measure": "计量单位", "better": "方向",
        "more": "越大越好", "less": "越小越好", "target": "目标值", "interval": "区间",
        "fill": "每行一个单位,每列一个指标。没有数据时请留空,不要填 0。",
        "scale": "权重只在同一组内相互比较,请填 0 到 10,只看相对大小。",
        "number": "请输入数字。", "ten": "请选择或输入 0 到 10 的权重。",
    },
}  # fmt: skip


def write_forms(
    tree: IndicatorTree, folder: str | Path, language: Literal["en", "zh"] = "en", units: Iterable[str] = ()
) -> list[Path]:
    """Write blank forms for `tree` into `folder`: records.xlsx and weights.xlsx.

    Parameters
    ----------
    tree : IndicatorTree
        What to ask for.
    folder : path
        Created where it is missing.
    language : {"en", "zh"}
        Of headers and guidance. Headers of indicators are read back in either language.
    units : iterable of str
        Names for the first column, if they are known.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    FaultyInput
        More indicators than a sheet has columns.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> with TemporaryDirectory() as folder:
    ...     sorted(path.name for path in gm.intake.write_forms(tree, folder, units=["East", "West"]))
    ['records.xlsx', 'weights.xlsx']
    """
    faults = Faults(kind_faults(tree, IndicatorTree, "tree", "read it with read_tree"))
    with faults:
        choose(language, _WORDS, "language")
    named = [str(unit) for unit in units]
    unfit = [unit for unit in named if CONTROL.search(unit)]
    faults += [Fault(repr(unit), "holds a control character", "remove it") for unit in unfit]
    if isinstance(units, str):
        faults.append(Fault("units", f"are {units!r}", "give a list of names"))
    faults.raise_all()
    words, folder = _WORDS[language], Path(folder)
    leaves = [leaf for leaf in tree.indicators if leaf.source != "survey"]
    if len(leaves) > WIDEST:
        problem = f"{len(leaves):,} indicators are more than a sheet has columns"
        way_out = "collect the records as CSV, or in parts of the tree"
        raise FaultyInput(Fault(tree.root.code, problem, way_out))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = f"cannot be made ({error.strerror})"
        raise FaultyInput(Fault(str(folder), problem, "name a folder that can be written")) from None
    files = [folder / "records.xlsx", folder / "weights.xlsx"]
    _records_form(tree, files[0], language, words, named)
    _weights_form(tree, files[1], language, words)
    return files


def _records_form(
    tree: IndicatorTree, path: Path, language: str, words: dict[str, str], units: list[str]
) -> None:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = words["records"]
    leaves = [leaf for leaf in tree.indicators if leaf.source != "survey"]
    _header(sheet, [words["unit"], *(leaf.code for leaf in leaves)])
    for row, unit in enumerate(units, start=2):
        cell = sheet.cell(row, 1, unit)
        cell.data_type = "s"  # a name such as "=A" is text
    last = max(200, len(units) + 50)
    rule = DataValidation(
        type="decimal", operator="between", formula1="-1E+300", formula2="1E+300", allow_blank=True
    )
    rule.error, rule.errorTitle = words["number"], words["records"]
    rule.showErrorMessage = True
    sheet.add_data_validation(rule)
    rule.add(f"B2:{get_column_letter(len(leaves) + 1)}{last}")
    guide = book.create_sheet(words["guide"])
    guide.append([words["fill"]])
    _header(guide, [words["code"], words["name"], words["group"], words["measure"], words["better"]], row=3)
    for row, leaf in enumerate(leaves, start=4):
        parent = tree.parent(leaf.code)
        group = tree[parent].label(language) if parent else ""
        texts = [leaf.code, leaf.label(language), group, leaf.unit, words[leaf.better]]
        for column, text in enumerate(texts, start=1):
            guide.cell(row, column, text)
    _as_text(guide)
    save_xlsx(book, path)


def _weights_form(tree: IndicatorTree, path: Path, language: str, words: dict[str, str]) -> None:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = words["weights"]
    _header(sheet, [words["group"], words["code"], words["name"], words["weight"]])
    listed = DataValidation(type="list", formula1='"0,1,2,3,4,5,6,7,8,9,10"', allow_blank=False)
    # The list is an offer: other numbers, such as 2.5, bring a question, not a refusal.
    listed.errorStyle, listed.error, listed.showErrorMessage = "warning", words["ten"], True
    listed.prompt, listed.showInputMessage = words["scale"], True
    sheet.add_data_validation(listed)
    row = 2
    for group in tree.groups:
        for part in group.parts:
            texts = [group.label(language), part.code, part.label(language)]
            for column, text in enumerate(texts, start=1):
                sheet.cell(row, column, text).data_type = "s"
            sheet.cell(row, 4, part.weight)
            row += 1
    if row > 2:  # one range: thousands of single cells would take minutes
        listed.add(f"D2:D{row - 1}")
    guide = book.create_sheet(words["guide"])
    guide.append([words["scale"]])
    save_xlsx(book, path)


def _header(sheet: Any, titles: list[str], row: int = 1) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for column, title in enumerate(titles, start=1):
        cell = sheet.cell(row, column, title)
        cell.data_type, cell.font = "s", Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = max(12, min(40, 2 * len(title) + 2))
    sheet.freeze_panes = sheet.cell(row + 1, 2)


def _as_text(sheet: Any) -> None:
    """Keep text that begins with "=" from becoming a formula."""
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"
