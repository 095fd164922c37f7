"""The form for records: one row per unit, one column per indicator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.forms import (
    BETTER,
    CODE,
    DIRECTION,
    GROUP,
    MEASURE,
    NAME,
    PERIOD,
    STREET,
    UNIT,
    Column,
    Sheet,
    guide,
    heading,
    write_form,
)
from govmetrics.core.language import Language, language_of
from govmetrics.core.nodes import Indicator
from govmetrics.core.options import ANY, LABEL, LANGUAGE, PATH, Kind, several, wanted
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.tree_slots import slot_faults
from govmetrics.core.words import Text

UNITS = Kind(
    lambda units: several(ANY).fits(units) and all(str(unit).strip() for unit in units),
    Text("list the names of the units, or give {unit: street}"),
)
_FILL = Text(
    "One row for each unit, one column for each indicator. Leave a cell empty where there is no value; do not type 0."
)
_ANY_NUMBER = (-1e300, 1e300)
WIDEST = 16_381
"""Indicators a sheet can hold beside street, unit and period."""


def blank_records(
    tree: IndicatorTree,
    path: str | Path,
    language: Language | None = None,
    units: Iterable[str] | Mapping[str, str] = (),
    periods: Iterable[str | int] = (),
) -> Path:
    """Write a blank form for records: street, unit, period, and a column for each indicator that records give.

    `read_records` reads it back (with ``period="period"`` where periods are asked for), whatever its language.

    Parameters
    ----------
    tree : IndicatorTree
        What to ask for; indicators that a survey answers are left out.
    path : path
        The .xlsx file to write.
    language : {"en", "zh"}, optional
        Of headings and guidance; by default the one in use.
    units : iterable of str, or mapping of str to str
        Names for the rows, if they are known; as a mapping with the street (or district) of each.
    periods : iterable of str or int
        For which there is a row of each unit; by default no period is asked for.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FaultyInput
        No indicator that records give, slots, more indicators than a sheet has columns, names that no cell holds.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> with TemporaryDirectory() as folder:
    ...     path = gm.intake.blank_records(tree, Path(folder) / "records.xlsx", units=["East", "West"])
    ...     path.name
    'records.xlsx'
    """
    faults = wanted(
        tree=(tree, TREE), path=(path, PATH), language=(language, LANGUAGE), units=(units, UNITS),
        periods=(periods, several(LABEL)),
    )  # fmt: skip
    faults.raise_all()
    Faults(slot_faults(tree)).raise_all()
    leaves = recorded(tree)
    if not leaves or len(leaves) > WIDEST:
        problem = "{count:,} indicators are more than a sheet has columns"
        none = Fault(tree.root.code, "no indicator comes from records", "ask with the form for the survey")
        way_out = "collect the records as CSV, or in parts of the tree"
        raise FaultyInput(Fault(tree.root.code, problem, way_out, count=len(leaves)) if leaves else none)
    chosen = language_of(language)
    streets = {str(unit): units[unit] if isinstance(units, Mapping) else None for unit in units}
    times = list(periods)
    places = [Column(STREET), Column(UNIT), *([Column(PERIOD, among=list(map(str, times)))] if times else [])]
    asked = [Column(heading(leaf, chosen), between=_ANY_NUMBER) for leaf in leaves]
    rows = [[streets[unit], unit, *([time] if times else [])] for time in times or [""] for unit in streets]
    sheet = Sheet(Text("records"), [*places, *asked], rows, spare=200 if not rows else 50)
    return write_form(path, [sheet, _guide(tree, leaves, chosen)], chosen)


def recorded(tree: IndicatorTree) -> list[Indicator]:
    """Return the leaves that a form for records asks for."""
    return [leaf for leaf in tree.indicators if leaf.source != "survey" and not leaf.items]


def _guide(tree: IndicatorTree, leaves: list[Indicator], language: Language) -> Sheet:
    rows = []
    for leaf in leaves:
        parent = tree.parent(leaf.code)
        group = tree[parent].label(language) if parent else ""
        rows.append(
            [
                leaf.code,
                leaf.label(language),
                group,
                leaf.measured_in(language),
                BETTER[leaf.better],
                leaf.noted(language),
            ]
        )
    return guide([_FILL], [CODE, NAME, GROUP, MEASURE, DIRECTION, Text("notes")], rows)
