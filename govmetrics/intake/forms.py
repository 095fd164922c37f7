"""Blank forms in xlsx: one for records, one for weights, with validation lists, in either language."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.language import Language, language_of
from govmetrics.core.nodes import CONTROL, Better
from govmetrics.core.options import ANY, LANGUAGE, PATH, several, wanted
from govmetrics.core.tables import save_xlsx
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.words import Text

WIDEST = 16_383
"""Indicators a sheet can hold beside the units."""
_BETTER: dict[Better, Text] = {
    "more": Text("more is better"), "less": Text("less is better"), "target": Text("target"),
    "interval": Text("interval"),
}  # fmt: skip
_FILL = Text(
    "One row for each unit, one column for each indicator. Leave a cell empty where there is no value; do not type 0."
)
_SCALE = Text(
    "Weights compare the parts of one group with each other, from 0 to 10; only their proportions count."
)
_TEN = Text("Please choose or type a weight from 0 to 10.")


def write_forms(
    tree: IndicatorTree, folder: str | Path, language: Language | None = None, units: Iterable[str] = ()
) -> list[Path]:
    """Write blank forms for `tree` into `folder`: records.xlsx and weights.xlsx.

    Parameters
    ----------
    tree : IndicatorTree
        What to ask for.
    folder : path
        Created where it is missing.
    language : {"en", "zh"}, optional
        Of headers and guidance; by default the one in use. Headers of indicators are read back in either language.
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
    faults = wanted(tree=(tree, TREE), folder=(folder, PATH), language=(language, LANGUAGE))
    no_list = wanted(units=(units, several(ANY)))
    named = [] if no_list else [str(unit) for unit in units]
    unfit = [unit for unit in named if CONTROL.search(unit)]
    faults += [Fault(repr(unit), "holds a control character", "remove it") for unit in unfit]
    faults += no_list
    faults.raise_all()
    chosen, folder = language_of(language), Path(folder)
    leaves = [leaf for leaf in tree.indicators if leaf.source != "survey"]
    if len(leaves) > WIDEST:
        problem = "{count:,} indicators are more than a sheet has columns"
        way_out = "collect the records as CSV, or in parts of the tree"
        raise FaultyInput(Fault(tree.root.code, problem, way_out, count=len(leaves)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = "cannot be made ({reason})"
        raise FaultyInput(
            Fault(str(folder), problem, "name a folder that can be written", reason=str(error.strerror))
        ) from None
    files = [folder / "records.xlsx", folder / "weights.xlsx"]
    _records_form(tree, files[0], chosen, named)
    _weights_form(tree, files[1], chosen)
    return files


def _records_form(tree: IndicatorTree, path: Path, language: Language, units: list[str]) -> None:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = Text("records").say(language)
    leaves = [leaf for leaf in tree.indicators if leaf.source != "survey"]
    _header(sheet, ["unit", *(leaf.code for leaf in leaves)])  # a key, the same in both languages
    for row, unit in enumerate(units, start=2):
        cell = sheet.cell(row, 1, unit)
        cell.data_type = "s"  # a name such as "=A" is text
    last = max(200, len(units) + 50)
    rule = DataValidation(
        type="decimal", operator="between", formula1="-1E+300", formula2="1E+300", allow_blank=True
    )
    rule.error, rule.errorTitle = Text("Please type a number.").say(language), sheet.title
    rule.showErrorMessage = True
    sheet.add_data_validation(rule)
    rule.add(f"B2:{get_column_letter(len(leaves) + 1)}{last}")
    guide = book.create_sheet(Text("guide").say(language))
    guide.append([_FILL.say(language)])
    heads = [Text("code"), Text("name"), Text("group"), Text("unit of measurement"), Text("direction")]
    _header(guide, [head.say(language) for head in heads], row=3)
    for row, leaf in enumerate(leaves, start=4):
        parent = tree.parent(leaf.code)
        group = tree[parent].label(language) if parent else ""
        texts = [leaf.code, leaf.label(language), group, leaf.unit, _BETTER[leaf.better].say(language)]
        for column, text in enumerate(texts, start=1):
            guide.cell(row, column, text)
    _as_text(guide)
    save_xlsx(book, path)


def _weights_form(tree: IndicatorTree, path: Path, language: Language) -> None:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = Text("weights").say(language)
    heads = [Text("group"), Text("code"), Text("name"), Text("weight")]
    _header(sheet, [head.say(language) for head in heads])
    listed = DataValidation(type="list", formula1='"0,1,2,3,4,5,6,7,8,9,10"', allow_blank=False)
    # The list is an offer: other numbers, such as 2.5, bring a question, not a refusal.
    listed.errorStyle, listed.error, listed.showErrorMessage = "warning", _TEN.say(language), True
    listed.prompt, listed.showInputMessage = _SCALE.say(language), True
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
    guide = book.create_sheet(Text("guide").say(language))
    guide.append([_SCALE.say(language)])
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
