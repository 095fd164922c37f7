"""What can be wrong with a survey: items, respondents, scales, weights and answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.dataset import as_floats, floats
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.options import LABEL, TEXT, instance, optional, several, shown, wanted
from govmetrics.core.replicates import Replicates
from govmetrics.core.tree import TREE, IndicatorTree
from govmetrics.core.words import Text

Scale = tuple[float, float] | Mapping[str, tuple[float, float]]


REPLICATES = instance(Replicates, Text("give Replicates(weights, kind)"))
Answered = Any
"""A `Survey`, whose file imports this one."""


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


def ends_of(scale: Scale, item: str) -> tuple[float, float]:
    """Return the end points of an item; NaN where they are not declared, or none."""
    pair = scale.get(item, scale.get("default")) if isinstance(scale, Mapping) else scale
    return pair if pair is not None and _is_pair(pair) else (np.nan, np.nan)


def survey_faults(survey: Answered) -> Faults:
    """Return everything that is wrong with a survey; answers are judged where their item is known."""
    Faults(_kind_faults(survey)).raise_all()
    owners = _owners(survey.tree)
    known = survey.answers.loc[:, [item in owners for item in survey.answers.columns]]
    faults = Faults([*_item_faults(survey, owners), *_row_faults(survey)])
    faults += scale_faults(survey.scale, known.columns, owners)
    faults += [
        *_number_faults(known),
        *_weight_faults(survey),
        *_design_faults(survey),
        *_code_faults(known, survey.scale),
    ]
    return faults


def _owners(tree: IndicatorTree) -> dict[str, list[str]]:
    """Return the leaves that every item belongs to."""
    owners: dict[str, list[str]] = {}
    for leaf, codes in leaf_items(tree).items():
        for code in codes:
            owners.setdefault(code, []).append(leaf)
    return owners


def _kind_faults(survey: Answered) -> list[Fault]:
    rows = instance(pd.DataFrame, Text("give one row for each respondent"), ("answers",))
    weights = instance(pd.Series, Text("give one weight for each respondent, under the same index"))
    return wanted(
        tree=(survey.tree, TREE), answers=(survey.answers, rows), by=(survey.by, rows), meta=(survey.meta, rows),
        weight=(survey.weight, optional(weights)), fpc=(survey.fpc, optional(weights)),
        replicates=(survey.replicates, optional(REPLICATES)), reverse=(survey.reverse, several(LABEL)),
        notes=(survey.notes, several(TEXT)),
    )  # fmt: skip


def _item_faults(survey: Answered, owners: dict[str, list[str]]) -> list[Fault]:
    items = list(survey.answers.columns)
    way = "name it in an indicator's `items`, or take the column out of the answers"
    faults = [Fault(str(item), "the item is not in the tree", way) for item in items if item not in owners]
    faults += [
        Fault(
            item, "the item belongs to several indicators: {codes}", "let each item count once", codes=leaves
        )
        for item, leaves in owners.items()
        if len(leaves) > 1
    ]
    faults += [
        Fault(str(i), "occurs more than once", "keep one of them")
        for i in sorted({i for i in items if items.count(i) > 1}, key=str)
    ]
    problem, way_out = "is declared as reversed, but is not an item of the answers", "there are: {labels}"
    faults += [
        Fault(str(item), problem, way_out, labels=list(map(str, items)))
        for item in survey.reverse
        if item not in items
    ]
    return faults or ([] if items else [Fault("answers", "there are no items")])


def _row_faults(survey: Answered) -> list[Fault]:
    index = survey.answers.index
    faults = [] if len(index) else [Fault("answers", "there are no respondents")]
    twice = index[index.duplicated()].unique()
    way = "give every respondent one row"
    faults += each(twice, lambda r: Fault(_respondent(r), "occurs more than once", way))
    for name in ("by", "meta", "weight", "fpc", "replicates"):
        part = getattr(survey, name)
        part = part.weights if isinstance(part, Replicates) else part
        empty = part is None or (isinstance(part, pd.DataFrame) and not len(part.columns))
        if not empty and not part.index.equals(index):
            faults.append(
                Fault(name, "the rows differ from those of the answers", "give both the same index")
            )
    return faults


def scale_faults(scale: Scale, items: Iterable[str], owners: Collection[str]) -> list[Fault]:
    """Return what is wrong with the scale of `items`; `owners` are the items that the tree knows."""
    faults = end_point_faults(scale)
    if not isinstance(scale, Mapping):
        return faults
    way = "correct it, or leave it out"
    faults += [
        Fault(str(key), "has end points in `scale`, but is not an item of the tree", way)
        for key in scale
        if key not in owners and key != "default"
    ]
    way = 'name every item, or give the rest as "default"'
    without = [item for item in items if item not in scale and "default" not in scale]
    return faults + [Fault(item, "has no end points in `scale`", way) for item in without]


def end_point_faults(scale: Scale) -> list[Fault]:
    """Return what is wrong with the end points of a scale, or of each item's."""
    pairs = dict(scale) if isinstance(scale, Mapping) else {"scale": scale}
    way = "give (lowest code, highest code)"
    return [
        Fault(str(place), "the end points are {value}", way, value=shown(pair))
        for place, pair in pairs.items()
        if not _is_pair(pair)
    ]


def _is_pair(pair: object) -> bool:
    try:
        low, high = (float(end) for end in pair)  # type: ignore[attr-defined]
    except (TypeError, ValueError, KeyError, OverflowError):
        return False
    return bool(np.isfinite([low, high]).all() and low < high and not isinstance(pair, str | set | Mapping))


def _number_faults(answers: pd.DataFrame) -> list[Fault]:
    way = "code the answers as numbers (read_survey knows option texts), and leave missing ones empty"
    wrong = (as_floats(answers).isna() & answers.notna()).to_numpy()
    return [
        Fault(_at(item, answers.index[rows]), "answers are not numbers", way)
        for item, rows in zip(answers.columns, wrong.T, strict=True)
        if rows.any()
    ]


def _code_faults(answers: pd.DataFrame, scale: Scale) -> list[Fault]:
    x = as_floats(answers).to_numpy()
    low, high = np.array([ends_of(scale, item) for item in answers.columns], dtype=float).reshape(-1, 2).T
    faults = []
    for column in np.flatnonzero(((x < low) | (x > high)).any(axis=0)).tolist():
        outside = (x[:, column] < low[column]) | (x[:, column] > high[column])
        item, choice = answers.columns[column], np.isin(x[:, column], (0, 1)) | np.isnan(x[:, column])
        for code in np.unique(x[outside, column]):
            place = _at(item, answers.index[outside & (x[:, column] == code)])
            way = "if it means no answer: missing_codes=({code:g},); else correct it, or declare the scale"
            if np.isinf(code):
                way = "leave the cell empty if it means no answer; else correct it"
            elif choice.all():
                way = "if it is a choice, 0 or 1: scale={{{item!r}: (0, 1), 'default': ...}}"
            problem = "the code {code:g} is outside the scale {low:g} to {high:g}"
            faults.append(
                Fault(place, problem, way, code=code, low=low[column], high=high[column], item=item)
            )
    return faults


def _at(item: object, respondents: Iterable[object]) -> Text:
    return Text("{item}, respondent {names:5}", item=str(item), names=list(map(str, respondents)))


def _respondent(label: object) -> Text:
    return Text("respondent {name}", name=str(label))


def weight_missing() -> Fault:
    """Return the fault of replicate weights that stand without those that they vary."""
    way = "name the weights that the replicates vary"
    return Fault("weight", "is missing beside the replicate weights", way)


def _design_faults(survey: Answered) -> list[Fault]:
    """Return what is wrong with the finite-population correction, and with replicates that stand without weights."""
    faults = []
    if survey.replicates is not None and not survey.replicates.factors and survey.weight is None:
        faults.append(weight_missing())
    if survey.fpc is not None:
        sizes = floats(survey.fpc)
        bad = survey.fpc[~(np.isfinite(sizes) & (sizes > 0))]
        way = "give how many there are to be drawn, or the share that was drawn"
        if len(bad) > 1 and len(bad) == len(sizes) and len(set(map(str, bad))) == 1:
            return [*faults, Fault("fpc", "is {value}", way, value=shown(bad.iloc[0]))]  # one number for all
        faults += each(
            bad.items(), lambda at: Fault(_at("fpc", [at[0]]), "is {value}", way, value=shown(at[1])), most=20
        )
    return faults


def _weight_faults(survey: Answered) -> list[Fault]:
    if survey.weight is None:
        return []
    weight = floats(survey.weight)
    bad = survey.weight[~(np.isfinite(weight) & (weight > 0))]
    way = "weights are numbers above zero; leave out respondents who are not to count"
    return each(
        bad.items(), lambda at: Fault(_at("weight", [at[0]]), "is {value}", way, value=shown(at[1])), most=20
    )
