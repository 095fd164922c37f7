"""The form for actions: what can be done to an indicator, at what cost, how far."""

from __future__ import annotations

from pathlib import Path

from govmetrics.core.forms import (
    BETTER,
    CODE,
    DIRECTION,
    INDICATOR,
    MEASURE,
    Column,
    Sheet,
    guide,
    write_form,
)
from govmetrics.core.language import Language, language_of
from govmetrics.core.options import LANGUAGE, PATH, wanted
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.words import Text

ACTION, BODY, DEADLINE, COST, FIXED, LIMIT, STEP, UNITS = (
    Text("action"), Text("responsible body"), Text("deadline"), Text("cost of one unit of measurement"), Text("fixed cost"),
    Text("reaches at most"),
    Text("whole steps of"), Text("units that can take it"),
)  # fmt: skip
_FILL = (
    Text(
        "One row for each action: what it is called, and what it costs to move the indicator by one unit of measurement."
    ),
    Text("Copy a row for a second action on the same indicator; leave the rows of the others empty."),
    Text(
        "Leave the fixed cost, the limit, the steps and the units empty where there are none; separate units by ;"
    ),
)
_FROM_ZERO = (0.0, 1e300)


def blank_actions(tree: IndicatorTree, path: str | Path, language: Language | None = None) -> Path:
    """Write a blank form for actions: one row for each outcome, with what can be done, its cost and how far it goes.

    `planning.read_actions` reads it back.

    Parameters
    ----------
    tree : IndicatorTree
        Whose outcomes can be moved.
    path : path
        The .xlsx file to write.
    language : {"en", "zh"}, optional
        Of headings, names and guidance; by default the one in use.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FaultyInput
        Names that no cell holds, a path that cannot be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> with TemporaryDirectory() as folder:
    ...     gm.intake.blank_actions(tree, Path(folder) / "actions.xlsx").name
    'actions.xlsx'
    """
    wanted(tree=(tree, TREE), path=(path, PATH), language=(language, LANGUAGE)).raise_all()
    chosen = language_of(language)
    rows = [
        [leaf.code, leaf.label(chosen), leaf.measured_in(chosen), BETTER[leaf.better]]
        for leaf in tree.indicators
        if leaf.role == "outcome"
    ]
    numbers = [Column(head, between=_FROM_ZERO) for head in (COST, FIXED)]
    columns = [
        Column(CODE), Column(INDICATOR), Column(MEASURE), Column(DIRECTION),
        Column(ACTION), Column(BODY), Column(DEADLINE), *numbers,
        Column(LIMIT, between=(-1e300, 1e300)), Column(STEP, between=_FROM_ZERO), Column(UNITS),
    ]  # fmt: skip
    sheet = Sheet(Text("actions"), columns, rows, spare=50)
    return write_form(path, [sheet, guide(_FILL, [], [])], chosen)
