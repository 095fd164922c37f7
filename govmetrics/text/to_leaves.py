"""What was counted in texts, as leaves of a tree: to be joined with records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.measured import MEASURED, Measured
from govmetrics.core.near import meant
from govmetrics.core.on_leaves import Line, line_to, no_leaf, on_leaves
from govmetrics.core.options import MAPPING, Kind, asked, instance
from govmetrics.core.result import Result
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Text

_SCORES = Kind(
    lambda value: (
        MEASURED.fits(value)
        and isinstance(value, Result)
        and type(value).__module__.startswith("govmetrics.text.")
    ),
    Text("give what keywords, topics, rubric, matrix or proposals returns"),
)
_TREE = instance(IndicatorTree, Text("read one with gm.read_tree"))


def _span(scores: Measured, column: Any) -> tuple[float, float] | None:
    """Return from where to where the values of a column can go: of one by itself, else of all; None where there is no end."""
    ranges: Mapping[Any, tuple[float, float]] = getattr(scores, "ranges", {})
    return ranges[column] if column in ranges else getattr(scores, "span", None)


def to_leaves(scores: Measured, tree: IndicatorTree, leaves: Mapping[str, Any]) -> Dataset:
    """Return rates, shares or indices of texts as values of leaves, with their standard errors, for `gm.join`.

    Parameters
    ----------
    scores : Keywords, Topics, Rubric, CodeMatrix, Proposals
        Of documents whose units are known; of a rubric without `by` each policy is a unit, of proposals each body.
    tree : IndicatorTree
    leaves : mapping
        {leaf's code: column of ``scores.values``}: a theme, a word, a topic's number, a code, "pmc", "overdue".

    Returns
    -------
    Dataset
        The other leaves have no values. Where the leaf's unit says a range (0-100, %), what goes from one end to another (a
        share from 0 to 1, an index from 0 to its number of main variables) is turned into it along a line, with its errors.

    Raises
    ------
    FaultyInput
        Documents without units; codes that are no leaves, columns that there are not; rates and counts, which have no
        highest value, for a leaf whose unit has a range.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> told = pd.DataFrame({"text": ["停车难", "路灯坏", "停车贵"], "unit": ["East", "East", "West"]})
    >>> counted = gm.text.keywords(told, ["停车"], measure="share")
    >>> tree = gm.IndicatorTree.from_groups({"troubles": ["parking"]})
    >>> gm.text.to_leaves(counted, tree, {"parking": "停车"}).values["parking"].to_dict()
    {'East': 0.5, 'West': 1.0}
    """
    asked(scores=(scores, _SCORES), tree=(tree, _TREE), leaves=(leaves, MAPPING))
    if "unit" not in scores.values.index.names:
        raise FaultyInput("scores", "its documents have no units", "read them with unit=...")
    columns = list(scores.values.columns)
    faults, lines = Faults(), dict[str, Line]()
    if not leaves:
        faults.append(Fault("leaves", "there are none", 'give {{leaf: column}}, such as {{"A1": "parking"}}'))
    for code, column in leaves.items():
        if code not in tree.codes:
            faults.append(no_leaf(tree, code))
        elif not isinstance(column, str | int) or column not in columns:
            there = Text("the columns are: {labels:12}", labels=[str(one) for one in columns])
            way = meant(str(column), [str(one) for one in columns], there)
            faults.append(Fault(f"leaves, {code}", "there is no column {name!r}", way, name=str(column)[:60]))
        else:
            line = line_to(tree, code, _span(scores, column))
            if line is None:
                told = "a rate or a count has no highest value, and the unit of the leaf has a range"
                way_out = 'count with measure="share", or give the leaf another unit'
                faults.append(Fault(f"leaves, {code}", told, way_out))
            else:
                lines[code] = line
    faults.raise_all()

    return on_leaves(scores, tree, leaves, lines, getattr(scores, "notes", ()))
