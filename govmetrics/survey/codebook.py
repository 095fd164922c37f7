"""The codebook of a survey, and blank forms to type answers into."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from govmetrics.core.checks import kind_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput, choose
from govmetrics.core.survey import Scale, leaf_items
from govmetrics.core.tables import save_xlsx
from govmetrics.core.tree import IndicatorTree

_HEADERS = {
    "en": {"item": "item", "name": "wording", "leaf": "indicator", "group": "dimension", "low": "lowest", "high": "highest",
           "reversed": "reversed", "answers": "answers", "codebook": "codebook",
           "error": "Please type a code from {} to {}, or leave the cell empty."},
    "zh": {"item": "题项", "name": "题目", "leaf": "指标", "group": "维度", "low": "最低分", "high": "最高分",
           "reversed": "反向题", "answers": "答卷", "codebook": "编码表", "error": "请填写 {} 到 {} 的编码，未答请留空。"},
}  # fmt: skip


def codebook(
    tree: IndicatorTree,
    scale: Scale = (1, 5),
    reverse: Sequence[str] = (),
    language: Literal["en", "zh"] = "en",
) -> pd.DataFrame:
    """Return one row per item: its wording, indicator, dimension, end points, and whether it is reversed.

    The wording is the indicator's name where it has one item; for others it is empty, to be filled in.

    Parameters
    ----------
    tree : IndicatorTree
        Whose leaves have items.
    scale : (low, high) or mapping of item to (low, high)
        As in `read_survey`.
    reverse : sequence of str
        Items worded against their scale.
    language : {"en", "zh"}
        Of headers and names.

    Returns
    -------
    DataFrame
        One row per item, headed in the language asked for.

    Raises
    ------
    FaultyInput
        Items without end points, unknown reversed items.

    Examples
    --------
    >>> codebook(IndicatorTree.from_groups({"trust": ["t1", "t2"]}), reverse=("t2",))["reversed"].tolist()
    ['', 'yes']
    """
    head = _HEADERS[choose(language, ("en", "zh"), "language")]
    Faults(kind_faults(tree, IndicatorTree, "tree", "read it with read_tree")).raise_all()
    rows = [(item, leaf, items) for leaf, items in leaf_items(tree).items() for item in items]
    known = [item for item, *_ in rows]
    ends = {item: _ends(scale, item) for item in known}
    faults = [
        Fault(i, "has no end points in `scale`", 'name it, or give "default"')
        for i, pair in ends.items()
        if pair is None
    ]
    faults += [
        Fault(i, "is declared as reversed but is no item", f"items are: {', '.join(known)}")
        for i in reverse
        if i not in ends
    ]
    if faults:
        raise FaultyInput(faults)
    yes = {"en": "yes", "zh": "是"}[language]
    table = [
        {
            "item": item,
            "name": tree[leaf].label(language) if len(items) == 1 and tree[leaf].name else "",
            "leaf": leaf,
            "group": _group_label(tree, leaf, language),
            "low": (ends[item] or (None, None))[0],
            "high": (ends[item] or (None, None))[1],
            "reversed": yes if item in reverse else "",
        }
        for item, leaf, items in rows
    ]
    return pd.DataFrame(table).set_index("item").rename(columns=head).rename_axis(head["item"])


def write_form(
    tree: IndicatorTree,
    path: str | Path,
    scale: Scale = (1, 5),
    reverse: Sequence[str] = (),
    by: Sequence[str] = ("community",),
    language: Literal["en", "zh"] = "en",
) -> None:
    """Write a blank xlsx form: a sheet for answers that checks codes as they are typed, and the codebook.

    The form is read back by ``read_survey(path, tree, scale, reverse, by)``.

    Parameters
    ----------
    tree : IndicatorTree
        Whose leaves have items.
    path : path
        An .xlsx file.
    scale, reverse, language
        As in `codebook`.
    by : sequence of str
        Group columns to ask for, in front of the items.

    Returns
    -------
    None
        The file is written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"trust": ["t1", "t2"]})
    >>> with TemporaryDirectory() as folder:
    ...     gm.survey.write_form(tree, Path(folder) / "answers.xlsx")
    ...     [path.name for path in Path(folder).iterdir()]
    ['answers.xlsx']
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    head = _HEADERS[choose(language, ("en", "zh"), "language")]
    book, table = Workbook(), codebook(tree, scale, reverse, language)
    sheet = book.worksheets[0]
    sheet.title = head["answers"]
    sheet.append(["respondent", *by, *table.index])
    for place, (item, row) in enumerate(table.iterrows(), start=2 + len(by)):
        low, high = row[head["low"]], row[head["high"]]
        check = DataValidation(
            type="decimal", operator="between", formula1=f"{low:g}", formula2=f"{high:g}", allow_blank=True
        )
        check.error = head["error"].format(f"{low:g}", f"{high:g}")
        check.promptTitle, check.prompt = str(item)[:32], str(row[head["name"]])[:255]
        letter = get_column_letter(place)
        check.add(f"{letter}2:{letter}5000")
        sheet.add_data_validation(check)
    sheet.freeze_panes = "B2"
    notes = book.create_sheet(head["codebook"])
    notes.append([table.index.name, *table.columns])
    for item, row in table.iterrows():
        notes.append([_text(cell) for cell in (item, *row)])
    for cell in (*sheet[1], *notes[1]):
        cell.font = Font(bold=True)
    for cells in (*sheet.iter_rows(), *notes.iter_rows()):
        for cell in cells:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type  # "=" begins text here
    save_xlsx(book, path)


def _ends(scale: Scale, item: str) -> tuple[float, float] | None:
    return scale if isinstance(scale, tuple) else dict(scale).get(item, dict(scale).get("default"))


def _group_label(tree: IndicatorTree, leaf: str, language: str) -> str:
    parent = tree.parent(leaf)
    return "" if parent is None else tree[parent].label(language)


def _text(cell: Any) -> Any:
    return cell if isinstance(cell, int | float | str) else str(cell)
