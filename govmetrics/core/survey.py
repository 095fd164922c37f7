"""Residents' answers: respondents by items, as they were answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.dataset import as_floats
from govmetrics.core.errors import Faults, FaultyInput
from govmetrics.core.labels import categories
from govmetrics.core.near import spelled
from govmetrics.core.options import FLAG, LIST, TEXT, asked, instance
from govmetrics.core.replicates import Replicates, some_of
from govmetrics.core.result import Result
from govmetrics.core.survey_faults import (
    Scale,
    end_point_faults,
    ends_of,
    leaf_items,
    scale_faults,
    survey_faults,
)
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text

__all__ = [
    "SURVEY", "Scale", "Survey", "end_point_faults", "ends_of", "leaf_items", "refuse_no_survey",
    "rows_of", "scale_faults",
]  # fmt: skip


def refuse_no_survey(survey: object) -> Faults:
    """Refuse anything but a survey; return an empty `Faults` for what the method finds wrong with one.

    Raises
    ------
    FaultyInput
        `survey` is of another type, for example a frame of answers.
    """
    asked(survey=(survey, SURVEY))
    return Faults()


@spelled
@dataclass(frozen=True, eq=False)
class Survey(Result):
    """The answers of every respondent, and what is needed to read them.

    Parameters
    ----------
    tree : IndicatorTree
        What the items stand for: a leaf's `items`, or the leaf's own code where it has none.
    answers : DataFrame, shape (respondents, items)
        Codes as answered (reversed items not yet turned), in the order of the questionnaire; NaN missing.
    scale : (low, high) or mapping of item to (low, high)
        The declared end points; in a mapping the key "default" is for the items it does not name.
    reverse : tuple of str
        Items worded against their scale.
    by : DataFrame, optional
        Group columns: community, period, sex, education...; the same rows as `answers`.
    weight : Series, optional
        Design weights, above zero.
    meta : DataFrame, optional
        Seconds, device, source and the like.
    notes : tuple of str
        What the user should know about the reading.
    replicates : Replicates, optional
        Replicate weights, under the same respondents.
    fpc : Series, optional
        Finite-population correction (有限总体校正): for each respondent how many there are to be drawn in the population (in
        the respondent's stratum, of respondents or clusters), or the share of them that was drawn.

    Raises
    ------
    FaultyInput
        Unknown items, codes outside the scale (each item with its respondents), duplicate respondents,
        unusable scales or weights: all at once.

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"trust": ["t1", "t2"]})
    >>> survey = Survey(tree, pd.DataFrame({"t1": [5, 4], "t2": [1, 2]}), reverse=("t2",))
    >>> survey.directed().to_numpy().tolist()
    [[5.0, 5.0], [4.0, 4.0]]
    """

    tree: IndicatorTree
    answers: pd.DataFrame
    scale: Scale = (1, 5)
    reverse: tuple[str, ...] = ()
    by: pd.DataFrame = field(default_factory=pd.DataFrame)
    weight: pd.Series | None = None
    meta: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: tuple[str, ...] = ()
    replicates: Replicates | None = None
    fpc: pd.Series | None = None

    _may_lack: ClassVar = ("replicates", "fpc")
    _shown: ClassVar = {"answers": "Answers", "by": "Groups of the respondents"}

    def __post_init__(self) -> None:
        survey_faults(self).raise_all()
        object.__setattr__(self, "answers", as_floats(self.answers))
        object.__setattr__(self, "reverse", tuple(self.reverse))
        for name in ("by", "meta"):
            frame = getattr(self, name)
            if not len(frame.columns):
                object.__setattr__(self, name, pd.DataFrame(index=self.answers.index))
        object.__setattr__(self, "by", self.by.apply(categories))

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Survey:
        """Return the survey of what `to_dict` gave.

        Raises
        ------
        FaultyInput
            Another kind or version, unknown or missing keys, whatever the constructor refuses: each with its place.
        """
        from govmetrics.core.from_dict import Reader

        read = Reader(cls, content)
        tree, scale = read.tree(), read.ends("scale")
        frames = {name: read.frame(name) for name in ("answers", "by", "meta")}
        if isinstance(scale, Mapping):
            scale = {item: tuple(ends) if isinstance(ends, list) else ends for item, ends in scale.items()}
        given: dict[str, Any] = {name: read.texts(name) for name in ("reverse", "notes")}
        given |= {name: read.series(name) for name in ("weight", "fpc")}
        read.faults.raise_all()
        rows = getattr(frames["answers"], "index", ())
        for name in ("weight", "fpc"):
            if given[name] is not None and list(given[name].index) == list(
                map(str, rows)
            ):  # JSON knows texts alone
                given[name] = given[name].set_axis(rows)
        said = content.get("replicates")
        if said is not None:
            given["replicates"] = Replicates.written(said, read.frame_in("replicates", "weights"))
        return cls(tree, scale=scale, **frames, **given)

    @property
    def items(self) -> list[str]:
        """The items' codes, in the order of the questionnaire."""
        return list(self.answers.columns)

    @property
    def n(self) -> int:
        """The number of respondents."""
        return len(self.answers)

    @cached_property
    def limits(self) -> np.ndarray:
        """The lowest and the highest code of every item, shape (items, 2)."""
        return np.array([ends_of(self.scale, item) for item in self.items], dtype=float)

    @cached_property
    def leaves(self) -> dict[str, list[str]]:
        """The leaves that the survey measures, in the tree's order, each with its items."""
        have = set(self.items)
        found = {leaf: [i for i in items if i in have] for leaf, items in leaf_items(self.tree).items()}
        return {leaf: items for leaf, items in found.items() if items}

    @cached_property
    def scales(self) -> dict[str, list[str]]:
        """The items below every node of the tree that has at least two of them; the root last."""
        leaves = self.leaves
        found: dict[str, list[str]] = {}
        for node in (*self.tree.nodes[1:], self.tree.root):
            items = [item for leaf in self.tree.leaves(node.code) for item in leaves.get(leaf, [])]
            # A group around a single scale would only repeat it.
            if len(items) > 1 and items not in found.values():
                found[node.code] = items
        return found

    @cached_property
    def subscales(self) -> dict[str, list[str]]:
        """The smallest scales of the tree, none sharing an item with another."""
        found: dict[str, list[str]] = {}
        seen: set[str] = set()
        for node, items in sorted(self.scales.items(), key=lambda pair: len(pair[1])):
            if not seen & set(items):
                found[node] = items
                seen |= set(items)
        return {node: found[node] for node in self.scales if node in found}

    def directed(self) -> pd.DataFrame:
        """Return the answers with reversed items turned (low + high - code): more is more of the leaf. A copy."""
        return self._turned(self.reverse)

    def favourable(self) -> pd.DataFrame:
        """Return the directed answers with those of leaves where less is better turned once more: more is better.

        Examples
        --------
        >>> tree = IndicatorTree.from_groups({"order": ["safety", "noise"]}, {"noise": "less"})
        >>> Survey(tree, pd.DataFrame({"safety": [5], "noise": [1]})).favourable().to_numpy().tolist()
        [[5.0, 5.0]]
        """
        less = {leaf.code for leaf in self.tree.indicators if leaf.better == "less"}
        worse = {item for leaf, items in self.leaves.items() if leaf in less for item in items}
        return self._turned(set(self.reverse) ^ worse)

    def _turned(self, items: Iterable[str]) -> pd.DataFrame:
        turned = self.answers.copy()
        for item in items:
            turned[item] = sum(ends_of(self.scale, item)) - turned[item]
        return turned

    def keep(self, rows: pd.Series | np.ndarray, note: str = "") -> Survey:
        """Return the survey of the respondents where `rows` is true; `note` is added to the notes."""
        refuse_within("rows", rows)
        pick = np.asarray(rows, dtype=None if LIST.fits(rows) and all(map(FLAG.fits, rows)) else object)
        if pick.dtype != bool or pick.shape != (self.n,):
            problem, way_out = "is not a choice of respondents", "give True or False for each respondent"
            raise FaultyInput("rows", problem, way_out)
        asked(note=(note, TEXT))
        notes = (*self.notes, note if isinstance(note, Note) else Note(note)) if note else self.notes
        return replace(rows_of(self, np.flatnonzero(pick)), notes=notes)

    def to_frame(self) -> pd.DataFrame:
        """Return group columns, weight and answers side by side, as a copy."""
        weight = [] if self.weight is None else [self.weight.rename("weight")]
        return pd.concat([self.by, *weight, self.answers], axis="columns").copy()

    def _finding(self) -> tuple[Text, ...]:
        template = (
            "{n:# respondent|# respondents}, {items:# item|# items}, {missing:# answer|# answers} missing."
        )
        missing = int(self.answers.isna().to_numpy().sum())
        return (Text(template, n=self.n, items=len(self.items), missing=missing),)


def rows_of(survey: Survey, places: np.ndarray) -> Survey:
    """Return the survey of some respondents, by their places, in this order."""
    return replace(
        survey,
        answers=survey.answers.iloc[places],
        by=survey.by.iloc[places],
        weight=None if survey.weight is None else survey.weight.iloc[places],
        meta=survey.meta.iloc[places],
        replicates=None if survey.replicates is None else some_of(survey.replicates, places),
        fpc=None if survey.fpc is None else survey.fpc.iloc[places],
    )


SURVEY = instance(
    Survey,
    Text(
        "read it with read_survey; answers opened with open_large have methods of their own, such as .score()"
    ),
    ("drop(survey)",),
)
