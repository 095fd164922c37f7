"""What was measured, as leaves of a tree: to be joined with records."""

from __future__ import annotations

from collections.abc import Mapping

from govmetrics.collaboration.capability_match import CapabilityMatch
from govmetrics.collaboration.deliberation import Deliberation
from govmetrics.collaboration.diversity import Diversity
from govmetrics.collaboration.participation import Participation
from govmetrics.collaboration.social_capital import SocialCapital
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.near import meant
from govmetrics.core.on_leaves import Line, line_to, no_leaf, on_leaves
from govmetrics.core.options import MAPPING, instance, wanted
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Text
from govmetrics.core.words.text import label_text

Measures = Diversity | Participation | Deliberation | CapabilityMatch | SocialCapital
_SCORES = instance(
    Measures,
    Text("give what diversity, participation, deliberation, capability_match or social_capital returns"),
)
_TREE = instance(IndicatorTree, Text("read one with gm.read_tree"))


def to_leaves(scores: Measures, tree: IndicatorTree, leaves: Mapping[str, str]) -> Dataset:
    """Return measures as values of leaves, with their standard errors, for `gm.join`.

    Parameters
    ----------
    scores : Diversity, Participation, Deliberation, CapabilityMatch or SocialCapital
    tree : IndicatorTree
    leaves : mapping
        {leaf's code: column of ``scores.values``}, such as {"A1": "blau"}.

    Returns
    -------
    Dataset
        The other leaves have no values. Where the leaf's unit says a range (0-1, 0-100, %), the measure is turned into it
        along a line, with its errors: a share becomes a percentage, an answer from 1 to 5 points from 0 to 100.

    Raises
    ------
    FaultyInput
        Codes that are no leaves, measures that there are not; measures without a highest value for a leaf
        whose unit has a range.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.read_tree("collaborative_governance")
    >>> counts = pd.DataFrame({"residents": [10, 4], "firms": [2, 4]}, index=["East", "West"])
    >>> found = gm.collaboration.diversity(counts)
    >>> gm.collaboration.to_leaves(found, tree, {"A1": "blau"}).values["A1"].round(3).to_dict()
    {'East': 0.278, 'West': 0.5}
    """
    wanted(scores=(scores, _SCORES), tree=(tree, _TREE), leaves=(leaves, MAPPING)).raise_all()
    columns = list(scores.values.columns)
    faults = Faults()
    if not leaves:
        faults.append(Fault("leaves", "there are none", 'give {{leaf: measure}}, such as {{"A1": "blau"}}'))
    lines: dict[str, Line] = {}
    for code, measure in leaves.items():
        if code not in tree.codes:
            faults.append(no_leaf(tree, code))
            continue
        if not isinstance(measure, str) or measure not in columns:
            there = Text("the measures are: {labels:10}", labels=columns)
            faults.append(Fault(f"leaves, {code}", "{measure!r} was not measured", meant(label_text(measure), columns, there),
                                measure=label_text(measure)[:60]))  # fmt: skip
            continue
        line = line_to(tree, code, _range(scores, measure))
        if line is None:
            way_out = "give the leaf another unit in the tree, or another measure"
            faults.append(Fault(f"leaves, {code}", "{measure} has no highest value, and the unit of the leaf has a range",
                                way_out, measure=measure))  # fmt: skip
            continue
        lines[code] = line
    faults.raise_all()

    return on_leaves(scores, tree, leaves, lines, scores.notes)


def _range(scores: Measures, measure: str) -> tuple[float, float] | None:
    """Return from where to where a measure goes, if it has a highest value."""
    if isinstance(scores, SocialCapital):
        return float(scores.scale[0]), float(scores.scale[1])
    rate_of_attendances = measure == "rate" and getattr(scores, "counted", "") == "attendances"
    return None if measure in ("shannon", "effective_number") or rate_of_attendances else (0.0, 1.0)
