"""The form for residents' answers: one row per respondent, one column per item."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.forms import PERIOD, UNIT, Column, Sheet, guide, titled, write_form
from govmetrics.core.language import Language, language_of
from govmetrics.core.options import LANGUAGE, PATH, TEXT, several, wanted
from govmetrics.core.survey import Scale, ends_of, leaf_items, scale_faults
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.tree_slots import slot_faults
from govmetrics.core.words import Text

RESPONDENT = Text("respondent")
_FILL = Text(
    "One row for each respondent, one column for each question. Leave a cell empty where there is no answer."
)
_HEADS = (Text("item"), Text("indicator"), Text("group"), Text("lowest"), Text("highest"))


def blank_survey(
    tree: IndicatorTree,
    path: str | Path,
    language: Language | None = None,
    by: Sequence[str] = ("unit",),
    scale: Scale = (1, 5),
) -> Path:
    """Write a blank form for answers: one row per respondent, columns of groups, and one for each item with its question.

    Codes are checked as they are typed. ``read_survey(path, tree, scale, by=by)`` reads the form back.

    Parameters
    ----------
    tree : IndicatorTree
        Whose leaves have items. The question is the leaf's name.
    path : path
        The .xlsx file to write.
    language : {"en", "zh"}, optional
        Of headings, questions and guidance; by default the one in use.
    by : sequence of str
        Group columns to ask for, in front of the items, as they are called; "unit" and "period" in the form's language.
    scale : (low, high) or mapping of item to (low, high)
        As in `read_survey`.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FaultyInput
        No leaf with items, slots, items without end points, unusable end points, names that no cell holds: all at once.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"trust": ["t1", "t2"]})
    >>> with TemporaryDirectory() as folder:
    ...     gm.intake.blank_survey(tree, Path(folder) / "answers.xlsx", by=["unit", "sex"]).name
    'answers.xlsx'
    """
    faults = wanted(
        tree=(tree, TREE), path=(path, PATH), language=(language, LANGUAGE), by=(by, several(TEXT))
    )
    faults.raise_all()
    Faults(slot_faults(tree)).raise_all()
    chosen = language_of(language)
    owner = {item: tree[leaf] for leaf, items in leaf_items(tree).items() for item in items}
    if not owner:
        faults.append(
            Fault(tree.root.code, "no indicator comes from a survey", "ask with the form for records")
        )
    faults += scale_faults(scale, owner, owner)
    faults.raise_all()
    rows = []
    for item, leaf in owner.items():
        parent = tree.parent(leaf.code)
        group = tree[parent].label(chosen) if parent else ""
        rows.append([item, leaf.label(chosen), group, *ends_of(scale, item)])
    questions = [
        Column(titled(item, leaf.label(chosen)), between=ends_of(scale, item)) for item, leaf in owner.items()
    ]
    groups = [Column(UNIT if name == "unit" else PERIOD if name == "period" else name) for name in by]
    sheet = Sheet(Text("answers"), [Column(RESPONDENT), *groups, *questions], spare=5000)
    return write_form(path, [sheet, guide([_FILL], _HEADS, rows)], chosen)
