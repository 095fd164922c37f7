"""The codebook of a survey, and blank forms to type answers into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core.errors import Fault
from govmetrics.core.language import Language, language_of
from govmetrics.core.nodes import label
from govmetrics.core.options import LANGUAGE, PATH, TEXT, several, wanted
from govmetrics.core.result import Result
from govmetrics.core.survey import Scale, end_point_faults, ends_of, leaf_items
from govmetrics.core.tables import save_xlsx
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.words import Text, say


@dataclass(frozen=True, eq=False)
class Codebook(Result):
    """What every item asks, and how its answers are coded.

    Attributes
    ----------
    items : DataFrame
        One row per item: wording and indicator (`Text` in both languages), dimension (the group above), low and
        high (the end points), reversed.

    See Also
    --------
    codebook
    """

    items: pd.DataFrame

    _shown: ClassVar = {"items": "Codebook"}

    def _finding(self) -> tuple[Text, ...]:
        turned = [str(item) for item in self.items.index[self.items["reversed"]]]
        told = "{count:# item|# items}; reversed: {reversed}."
        return (Text(told, count=len(self.items), reversed=turned),)


def codebook(tree: IndicatorTree, scale: Scale = (1, 5), reverse: Sequence[str] = ()) -> Codebook:
    """Return what every item asks: its wording, indicator, dimension, end points, and whether it is reversed.

    The wording is the indicator's name where it has one item; for others it is empty, to be filled in.

    Parameters
    ----------
    tree : IndicatorTree
        Whose leaves have items.
    scale : (low, high) or mapping of item to (low, high)
        As in `read_survey`.
    reverse : sequence of str
        Items worded against their scale.

    Returns
    -------
    Codebook
        Whose `items` has one row per item.

    Raises
    ------
    FaultyInput
        Items without end points, unusable end points, unknown reversed items: all at once.

    Examples
    --------
    >>> codebook(IndicatorTree.from_groups({"trust": ["t1", "t2"]}), reverse=("t2",)).items["reversed"].tolist()
    [False, True]
    """
    faults = wanted(tree=(tree, TREE), reverse=(reverse, several(TEXT)))
    faults += end_point_faults(scale)
    faults.raise_all()
    owner = {item: leaf for leaf, items in leaf_items(tree).items() for item in items}
    faults += [
        Fault(item, "has no end points in `scale`", 'name every item, or give the rest as "default"')
        for item in owner
        if isinstance(scale, Mapping) and item not in scale and "default" not in scale
    ]
    faults += [
        Fault(
            str(key),
            "has end points in `scale`, but is not an item of the tree",
            "correct it, or leave it out",
        )
        for key in (scale if isinstance(scale, Mapping) else ())
        if key not in owner and key != "default"
    ]
    faults += [
        Fault(item, "is declared as reversed, but is not an item of the tree", "there are: {labels}", labels=list(owner))
        for item in reverse
        if item not in owner
    ]  # fmt: skip
    faults.raise_all()
    rows = [_row(tree, leaf, ends_of(scale, item), item in reverse) for item, leaf in owner.items()]
    columns = {
        name: pd.Series([row[name] for row in rows], dtype=None if name == "reversed" else object)
        for name in rows[0]
    }
    return Codebook(pd.DataFrame(columns).set_index(pd.Index(list(owner), name="item")))


def _row(tree: IndicatorTree, leaf: str, ends: tuple[float, float], turned: bool) -> dict[str, Any]:
    node, parent = tree[leaf], tree.parent(leaf)
    alone = len(leaf_items(tree)[leaf]) == 1 and node.name
    return {
        "wording": label(node) if alone else "",
        "indicator": leaf,
        "dimension": "" if parent is None else label(tree[parent]),
        "low": ends[0],
        "high": ends[1],
        "reversed": turned,
    }


def write_form(
    tree: IndicatorTree,
    path: str | Path,
    scale: Scale = (1, 5),
    reverse: Sequence[str] = (),
    by: Sequence[str] = ("community",),
    language: Language | None = None,
) -> None:
    """Write a blank xlsx form: a sheet for answers that checks codes as they are typed, and the codebook.

    The form is read back by ``read_survey(path, tree, scale, reverse, by)``.

    Parameters
    ----------
    tree : IndicatorTree
        Whose leaves have items.
    path : path
        An .xlsx file.
    scale, reverse
        As in `codebook`.
    by : sequence of str
        Group columns to ask for, in front of the items.
    language : {"en", "zh"}, optional
        Of headings and names; by default the one in use.

    Returns
    -------
    None
        The file is written.

    Raises
    ------
    FaultyInput
        As `codebook`; a path that cannot be written.

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

    faults = wanted(path=(path, PATH), by=(by, several(TEXT)), language=(language, LANGUAGE))
    with faults:
        book = codebook(tree, scale, reverse)
    faults.raise_all()
    chosen = language_of(language)
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = Text("answers").say(chosen)
    _ask(sheet, book.items, list(by), chosen)
    notes = workbook.create_sheet(Text("codebook").say(chosen))
    (table,) = book.tables(chosen)
    notes.append([str(head) for head in table.frame.columns])
    for row in table.frame.itertuples(index=False, name=None):
        notes.append([cell if isinstance(cell, int | float | str) else str(cell) for cell in row])
    for cell in (*sheet[1], *notes[1]):
        cell.font = Font(bold=True)
    for cells in (*sheet.iter_rows(), *notes.iter_rows()):
        for cell in cells:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type  # "=" begins text here
    save_xlsx(workbook, path)


def _ask(sheet: Any, items: pd.DataFrame, by: list[str], language: Language) -> None:
    """Write the heading of the answers, and for every item which codes its column takes."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.append(["respondent", *by, *items.index])
    for place, (item, row) in enumerate(items.iterrows(), start=2 + len(by)):
        low, high = f"{row['low']:g}", f"{row['high']:g}"
        check = DataValidation(
            type="decimal", operator="between", formula1=low, formula2=high, allow_blank=True
        )
        told = Text("Please type a code from {low} to {high}, or leave the cell empty.", low=low, high=high)
        check.error = told.say(language)
        check.promptTitle, check.prompt = str(item)[:32], say(row["wording"], language)[:255]
        letter = get_column_letter(place)
        check.add(f"{letter}2:{letter}5000")
        sheet.add_data_validation(check)
    sheet.freeze_panes = "B2"
