"""Reliability of several scales in one table, and of all their items together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, cast

import pandas as pd

from govmetrics.core.errors import FaultyInput, GovmetricsError
from govmetrics.core.options import SHARE, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Note, Term, Text, renamed, term
from govmetrics.psychometrics._frames import with_names
from govmetrics.psychometrics._item_frames import MISSING
from govmetrics.psychometrics._patterns import Factors, read_pattern
from govmetrics.psychometrics._polychoric_notes import doubtful
from govmetrics.psychometrics.alpha import Alpha, alpha
from govmetrics.psychometrics.kmo import kmo
from govmetrics.psychometrics.odd_items import inside_declared_scale
from govmetrics.psychometrics.omega import omega
from govmetrics.psychometrics.polychoric import polychoric

Missing = Literal["listwise", "pairwise"]
_ALL = "all"


@dataclass(frozen=True, eq=False)
class ScaleReliability(Result):
    """Reliability (信度) of scales.

    Attributes
    ----------
    scales : DataFrame
        One row per scale, all items together last: items, n, alpha, lower, upper, standardized, mean_inter_item,
        ordinal_alpha, omega_total, omega_hierarchical, omega_one_factor, kmo. NaN with a note where a coefficient does
        not exist.
    alphas : dict
        {scale: Alpha}, each with its item table.
    level : float
        Of the intervals.
    missing : str
        Rule for missing answers.
    notes : tuple of str
        What was left out, what looks wrong, and which coefficients do not exist.

    See Also
    --------
    reliability
    """

    scales: pd.DataFrame
    alphas: dict[str, Alpha]
    level: float
    missing: str
    notes: tuple[str, ...]

    _shown: ClassVar = {"scales": "Reliability of the scales"}

    def _names(self) -> Mapping[Any, str]:
        """Return what the rows are called."""
        return {name: Label("All items", "全部题目") if name == _ALL else name for name in self.alphas}

    def _method(self) -> tuple[Text, ...]:
        found = (
            "The reliability of the scales was measured by Cronbach's alpha (with {level:.3g}% intervals from "
            "Feldt's F distribution), by ordinal alpha from polychoric correlations, and by McDonald's omega."
        )
        return (Text(found, level=100 * self.level),)

    def _paragraphs(self) -> tuple[tuple[Text, ...], ...]:
        names, said = self._names(), []
        for node, result in self.alphas.items():
            first, *rest = (renamed(text, names) for text in result._finding())
            said.append((Text("{node}: {finding}", node=names[node], finding=first), *rest))
        return tuple(said)

    def _finding(self) -> tuple[Text, ...]:
        return tuple(text for paragraph in self._paragraphs() for text in paragraph)

    def _tables(self) -> list[Table]:
        """Return the coefficients of every scale, then SPSSAU's and SPSS' tables of the items, scale by scale."""
        names = self._names()
        # Among the words of surveys n is how often an answer was given.
        scales = Table.of(
            Text(self._shown["scales"]), self.scales, "survey", {**names, "n": cast(Term, term("n")).heading},
            cites=("cronbach1951", "feldt1987", "zumbo2007", "mcdonald1999"),
        )  # fmt: skip
        captions = (Text("Items of the scales"), Text("Item-total statistics of the scales"))
        parts = zip(*(result._tables() for result in self.alphas.values()), strict=True)
        return [scales, *(self._together(*one) for one in zip(captions, parts, strict=True))]

    def _together(self, caption: Text, tables: Sequence[Table]) -> Table:
        """Return the tables of all scales as one, each scale's items under its name."""
        named = zip(self.alphas, tables, strict=True)
        frame = pd.concat([table.frame.assign(scale=node) for node, table in named], ignore_index=True)
        columns = ["scale", *tables[0].frame.columns]
        return Table.of(caption, frame, "psychometrics", self._names(), columns=columns, groups="scale")


def reliability(
    items: pd.DataFrame,
    factors: Factors,
    *,
    weights: pd.Series | None = None,
    level: float = 0.95,
    missing: Missing = "listwise",
) -> ScaleReliability:
    """Return alpha, ordinal alpha, omega and KMO of several scales, and of all their items together.

    Parameters
    ----------
    items : DataFrame
        Respondents x items, reversed items already flipped. NaN is a missing answer.
    factors : mapping
        {scale: [item, item, ...]}, columns of `items`.
    weights : Series, optional
        Design weights under the respondents' index.
    level : float
        Confidence level of alpha's interval.
    missing : {"listwise", "pairwise"}
        Rule for missing answers, scale by scale.

    Returns
    -------
    ScaleReliability
        `scales`: a row per scale, and one named "all" where there are several.

    Raises
    ------
    FaultyInput
        Items that are not there or not numbers, a scale or an item called "all", bad weights or options.
    UnsuitableMethod
        A scale of one item, or as for `alpha`.

    Notes
    -----
    Omega has three group factors where a scale has at least six items, else one: fewer items do not identify more. Alpha
    of all items together says little where the scales measure different things.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16, 297-334. Zumbo, B. D.,
    Gadermann, A. M. and Zeisser, C. (2007). Ordinal versions of coefficients alpha and theta for Likert rating scales.
    Journal of Modern Applied Statistical Methods 6, 21-29. McDonald, R. P. (1999). Test Theory: A Unified Treatment.
    Erlbaum.

    Examples
    --------
    >>> answers = pd.DataFrame({"t1": [1, 2, 3, 4, 5, 4], "t2": [2, 2, 3, 5, 5, 3], "t3": [1, 3, 3, 4, 4, 5]})
    >>> reliability(answers, {"trust": ["t1", "t2", "t3"]}).scales["alpha"].round(3).to_dict()
    {'trust': 0.909}
    """
    faults = wanted(level=(level, SHARE), missing=(missing, MISSING))
    with faults:
        pattern = read_pattern(items, factors)
    faults.raise_all()
    scales, answers = dict(pattern.factors), with_names(items)
    if len(scales) > 1:
        if _ALL in {*scales, *pattern.items}:
            problem, way = "is what the row of all items is called", "call the scale or item something else"
            raise FaultyInput(_ALL, problem, way)
        scales[_ALL] = pattern.items
    names = {name: Label("All items", "全部题目") if name == _ALL else name for name in scales}
    table, alphas, notes = of_scales(answers, scales, names, weights, level=level, missing=missing)
    for name, own in scales.items():
        try:
            table.loc[name, "kmo"] = kmo(answers[own], weights=weights, missing=missing).overall
        except GovmetricsError as error:
            table.loc[name, "kmo"] = float("nan")
            told = Note("no KMO: {faults}", faults=error.texts)
            notes.append(Note("{node}: {note}", node=names[name], note=told))
    return ScaleReliability(table, alphas, level, missing, tuple(dict.fromkeys(notes)))


def of_scales(
    answers: pd.DataFrame,
    scales: Mapping[str, list[str]],
    names: Mapping[Any, str],
    weights: pd.Series | None,
    *,
    level: float,
    missing: Missing,
    declared: bool = False,
) -> tuple[pd.DataFrame, dict[str, Alpha], list[Note]]:
    """Return a row of coefficients of each scale, its alpha, and the notes, which call scales and items by `names`.

    Where the ends of the scale were `declared`, no answer looks like a left-over code.
    """
    rows, alphas, notes = {}, {}, list[Note]()
    for node, items in scales.items():
        result = alpha(answers[items], level=level, missing=missing, weights=weights)
        if declared:
            result = replace(result, notes=tuple(inside_declared_scale(result.notes)))
        alphas[node] = result
        others, said = _others(answers[items], weights, missing)
        notes += [
            Note("{node}: {note}", node=names[node], note=renamed(note, names))
            for note in (*result.notes, *said)
        ]
        rows[node] = _row(result, len(items)) | others
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("scale"), alphas, notes


def _row(result: Alpha, items: int) -> dict[str, Any]:
    kept = ("n", "alpha", "lower", "upper", "standardized", "mean_inter_item")
    return {"items": items} | {name: getattr(result, name) for name in kept}


def _others(
    items: pd.DataFrame, weights: pd.Series | None, missing: Missing
) -> tuple[dict[str, float], list[Note]]:
    """Return ordinal alpha and omega, NaN with a note where they do not exist."""
    names = ("ordinal_alpha", "omega_total", "omega_hierarchical", "omega_one_factor")
    row, notes = dict.fromkeys(names, float("nan")), list[Note]()
    try:
        ordinal = polychoric(items, weights=weights, missing=missing)
        row["ordinal_alpha"] = ordinal.alpha
        notes += doubtful(ordinal.notes)
    except GovmetricsError as error:
        notes.append(Note("no ordinal alpha: {faults}", faults=error.texts))
    try:
        found = omega(items, 3 if items.shape[1] >= 6 else 1, weights=weights, missing=missing)
        row |= {
            "omega_total": found.total,
            "omega_hierarchical": found.hierarchical,
            "omega_one_factor": found.one_factor,
        }
    except GovmetricsError as error:
        notes.append(Note("no omega: {faults}", faults=error.texts))
    return row, notes
