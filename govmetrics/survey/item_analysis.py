"""Item analysis of every scale of a survey: the answers of its highest and its lowest scorers, item by item."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.result import Result
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.table import Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Note, Text, renamed
from govmetrics.psychometrics.item_analysis import ItemAnalysis
from govmetrics.psychometrics.item_analysis import item_analysis as of_scale
from govmetrics.psychometrics.odd_items import inside_declared_scale
from govmetrics.survey.reliability import NO_SCALES
from govmetrics.survey.replicated import refuse_replicates


@dataclass(frozen=True, eq=False)
class ItemAnalyses(Result):
    """Item analysis (项目分析) of the scales of a survey.

    Attributes
    ----------
    scales : dict
        {node: ItemAnalysis}, each with the table of its items.
    tree : IndicatorTree
        Of the survey.
    notes : tuple of str
        What was left out.

    See Also
    --------
    item_analysis
    """

    scales: dict[str, ItemAnalysis]
    tree: IndicatorTree
    notes: tuple[str, ...] = ()

    _cites: ClassVar = ItemAnalysis._cites
    _by_line: ClassVar = True

    def to_frame(self) -> pd.DataFrame:
        """Return the items of all scales, index (scale, item)."""
        return pd.concat({node: found.items for node, found in self.scales.items()}, names=["scale", "item"])

    def _method(self) -> tuple[Text, ...]:
        cuts = [
            Text(
                "{scale} {high:g}, {low:g}", scale=self._names()[node], high=found.cut_high, low=found.cut_low
            )
            for node, found in self.scales.items()
        ]
        found = (
            "By their total scores on each scale the highest {share:.0%} of respondents and the lowest were compared on "
            "every item by Student's t, the critical ratio (totals from which and up to which they count: {cuts})."
        )
        return (Text(found, share=next(iter(self.scales.values())).share, cuts=cuts),)

    def _finding(self) -> tuple[Text, ...]:
        return tuple(self._of(node, text) for node, found in self.scales.items() for text in found._finding())

    def _of(self, node: str, text: Text) -> Text:
        names = self._names()
        return Text("{node}: {finding}", node=names[node], finding=renamed(text, names))

    def _tables(self) -> list[Table]:
        """Return the items of all scales in one table, each scale's under its name."""
        tables = {node: found._tables()[0] for node, found in self.scales.items()}
        first = next(iter(tables.values()))
        frame = pd.concat(
            [table.frame.assign(scale=node) for node, table in tables.items()], ignore_index=True
        )
        columns = ["scale", *first.frame.columns]
        return [
            Table.of(first.caption, frame, "psychometrics", self._names(), columns=columns, groups="scale")
        ]


def item_analysis(survey: Survey, share: float = 0.27) -> ItemAnalyses:
    """Compare the answers of the high and the low scorers of every scale of `survey`, item by item.

    Parameters
    ----------
    survey : Survey
        Reversed items are turned; who left out an item of a scale is left out of it, and counted.
    share : float
        Share of respondents in each group, by convention 0.27.

    Returns
    -------
    ItemAnalyses
        `scales`: an `ItemAnalysis` for each node with two items or more directly below it.

    Raises
    ------
    FaultyInput
        A share outside (0, 0.5].
    UnsuitableMethod
        No scales; totals so much alike that the groups overlap; a survey with replicate weights.

    See Also
    --------
    govmetrics.psychometrics.item_analysis

    References
    ----------
    Kelley, T. L. (1939). The selection of upper and lower groups for the validation of test items. Journal
    of Educational Psychology, 30.

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"trust": ["t1", "t2"]})
    >>> answers = pd.DataFrame({"t1": [1, 1, 2, 3, 4, 5, 5, 4], "t2": [1, 2, 2, 3, 3, 5, 4, 5]})
    >>> item_analysis(Survey(tree, answers)).scales["trust"].items["mean_high"].round(3).tolist()
    [4.667, 4.667]
    """
    refuse_no_survey(survey).raise_all()
    refuse_replicates(survey).raise_all(UnsuitableMethod)
    scales = survey.subscales or survey.scales
    if not scales:
        raise UnsuitableMethod("survey", *NO_SCALES)
    names, answers = survey.tree.names(), survey.favourable()
    found = {node: of_scale(answers[items], share) for node, items in scales.items()}
    found = {node: replace(one, notes=tuple(inside_declared_scale(one.notes))) for node, one in found.items()}
    notes = [
        Note("{node}: {note}", node=names[node], note=note)
        for node, one in found.items()
        for note in one.notes
    ]
    return ItemAnalyses(found, survey.tree, (*survey.notes, *notes))
