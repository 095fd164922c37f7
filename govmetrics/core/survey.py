"""Residents' answers: respondents by items, as they were answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.results import html
from govmetrics.core.tree import IndicatorTree

Scale = tuple[float, float] | Mapping[str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Survey:
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
        What intake wants the user to know.

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

    def __post_init__(self) -> None:
        faults = [*_item_faults(self), *_row_faults(self)]
        if not faults:
            faults = [*_scale_faults(self), *_number_faults(self.answers)]
        if not faults:
            object.__setattr__(self, "answers", self.answers.astype(float))
            faults = [*_code_faults(self), *_weight_faults(self)]
        if faults:
            raise FaultyInput(faults)
        object.__setattr__(self, "reverse", tuple(self.reverse))
        for name in ("by", "meta"):
            frame = getattr(self, name)
            if not len(frame.columns):
                object.__setattr__(self, name, pd.DataFrame(index=self.answers.index))

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
        return np.array([_ends(self.scale, item) for item in self.items], dtype=float)

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
        """Return the answers with reversed items turned (low + high - code), as a copy."""
        turned = self.answers.copy()
        for item in self.reverse:
            turned[item] = sum(_ends(self.scale, item)) - turned[item]
        return turned

    def keep(self, rows: pd.Series | np.ndarray, note: str = "") -> Survey:
        """Return the survey of the respondents where `rows` is true; `note` is added to the notes."""
        pick = np.asarray(rows, dtype=bool)
        return replace(
            self,
            answers=self.answers[pick],
            by=self.by[pick],
            weight=None if self.weight is None else self.weight[pick],
            meta=self.meta[pick],
            notes=(*self.notes, note) if note else self.notes,
        )

    def to_frame(self) -> pd.DataFrame:
        """Return group columns, weight and answers side by side, as a copy."""
        weight = [] if self.weight is None else [self.weight.rename("weight")]
        return pd.concat([self.by, *weight, self.answers], axis="columns").copy()

    def __repr__(self) -> str:
        """Return a line that says what the survey holds."""
        missing = int(self.answers.isna().to_numpy().sum())
        notes = f", {len(self.notes)} notes" if self.notes else ""
        return f"<Survey: {self.n} respondents x {len(self.items)} items, {missing} answers missing{notes}>"

    def _repr_html_(self) -> str:
        return html(self.answers, repr(self).strip("<>"))


def leaf_items(tree: IndicatorTree) -> dict[str, list[str]]:
    """Return the survey items of every leaf that has any: its `items`, or its own code.

    A leaf without `items` stands for itself when its source is "survey"; where the tree declares neither
    items nor sources, every leaf does.

    Examples
    --------
    >>> leaf_items(IndicatorTree.from_groups({"trust": ["t1", "t2"]}))
    {'t1': ['t1'], 't2': ['t2']}
    """
    declared = any(leaf.items or leaf.source == "survey" for leaf in tree.indicators)
    return {
        leaf.code: list(leaf.items) or [leaf.code]
        for leaf in tree.indicators
        if leaf.items or leaf.source == "survey" or not declared
    }


def _ends(scale: Scale, item: str) -> tuple[float, float]:
    return (scale[item] if item in scale else scale["default"]) if isinstance(scale, Mapping) else scale


def _item_faults(survey: Survey) -> list[Fault]:
    items = list(survey.answers.columns)
    owners: dict[str, list[str]] = {}
    for leaf, codes in leaf_items(survey.tree).items():
        for code in codes:
            owners.setdefault(code, []).append(leaf)
    way = "name it in a leaf's `items`, or take the column out of the answers"
    faults = [Fault(str(item), "the item is not in the tree", way) for item in items if item not in owners]
    faults += [
        Fault(item, f"the item belongs to several leaves: {', '.join(leaves)}", "let each item count once")
        for item, leaves in owners.items()
        if len(leaves) > 1
    ]
    faults += [
        Fault(str(i), "the item occurs more than once")
        for i in sorted({i for i in items if items.count(i) > 1})
    ]
    faults += [
        Fault(
            str(item),
            "is declared as reversed but is no item of the answers",
            f"items are: {', '.join(map(str, items))}",
        )
        for item in survey.reverse
        if item not in items
    ]
    return faults or ([] if items else [Fault("answers", "there are no items")])


def _row_faults(survey: Survey) -> list[Fault]:
    index = survey.answers.index
    faults = [] if len(index) else [Fault("answers", "there are no respondents")]
    twice = index[index.duplicated()].unique()
    faults += [
        Fault(f"respondent {r}", "occurs more than once", "give every respondent one row") for r in twice[:50]
    ]
    for name in ("by", "meta", "weight"):
        part = getattr(survey, name)
        empty = part is None or (isinstance(part, pd.DataFrame) and not len(part.columns))
        if not empty and not part.index.equals(index):
            faults.append(Fault(name, "rows differ from those of the answers", "give both the same index"))
    return faults


def _scale_faults(survey: Survey) -> list[Fault]:
    scale, faults = survey.scale, end_point_faults(survey.scale)
    if not isinstance(scale, Mapping):
        return faults
    known = {item for items in leaf_items(survey.tree).values() for item in items} | {"default"}
    faults += [
        Fault(str(key), "has end points in `scale` and is no item of the tree", "correct it, or leave it out")
        for key in scale
        if key not in known
    ]
    way = 'name every item, or give the rest as "default"'
    without = [item for item in survey.items if item not in scale and "default" not in scale]
    return faults + [Fault(item, "has no end points in `scale`", way) for item in without]


def end_point_faults(scale: Scale) -> list[Fault]:
    """Return what is wrong with the end points of a scale, or of each item's."""
    pairs = dict(scale) if isinstance(scale, Mapping) else {"scale": scale}
    way = "give (lowest code, highest code)"
    return [
        Fault(str(place), f"the end points are {pair!r}", way)
        for place, pair in pairs.items()
        if not _is_pair(pair)
    ]


def _is_pair(pair: object) -> bool:
    try:
        low, high = (float(end) for end in pair)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return False
    return bool(np.isfinite([low, high]).all() and low < high and not isinstance(pair, str))


def _number_faults(answers: pd.DataFrame) -> list[Fault]:
    way = "code the answers as numbers (read_survey knows option texts), and leave missing ones empty"
    return [
        Fault(str(item), "answers are not numbers", way)
        for item, dtype in answers.dtypes.items()
        if not pd.api.types.is_numeric_dtype(dtype) and not answers[item].isna().all()
    ]


def _code_faults(survey: Survey) -> list[Fault]:
    x = survey.answers.to_numpy()
    low, high = survey.limits.T
    faults = []
    for column in np.flatnonzero(((x < low) | (x > high)).any(axis=0)):
        outside = (x[:, column] < low[column]) | (x[:, column] > high[column])
        item, choice = survey.items[column], np.isin(x[:, column], (0, 1)) | np.isnan(x[:, column])
        for code in np.unique(x[outside, column]):
            who = survey.answers.index[outside & (x[:, column] == code)]
            listed = ", ".join(map(str, who[:5])) + (f" and {len(who) - 5} more" if len(who) > 5 else "")
            way = f"if it means no answer: missing_codes=({code:g},); else correct it, or declare the scale"
            if choice.all():
                way = f"if it is a choice, 0 or 1: scale={{{item!r}: (0, 1), 'default': ...}}"
            problem = f"the code {code:g} is outside the scale {low[column]:g} to {high[column]:g}"
            faults.append(Fault(f"{item}, respondent {listed}", problem, way))
    return faults


def _weight_faults(survey: Survey) -> list[Fault]:
    if survey.weight is None:
        return []
    weight = pd.to_numeric(survey.weight, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    bad = survey.answers.index[~(np.isfinite(weight) & (weight > 0))]
    way = "weights are numbers above zero; leave out respondents who should not count"
    return [Fault(f"weight, respondent {r}", f"is {survey.weight[r]}", way) for r in bad[:20]]
