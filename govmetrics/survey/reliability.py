"""Reliability of every scale of a survey, and of the survey as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, cast

import pandas as pd

from govmetrics.core.errors import GovmetricsError, UnsuitableMethod
from govmetrics.core.options import SHARE, choice, wanted
from govmetrics.core.result import Result
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.table import Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Note, Term, Text, renamed, term
from govmetrics.psychometrics._polychoric_notes import doubtful
from govmetrics.psychometrics.alpha import Alpha, alpha
from govmetrics.psychometrics.odd_items import inside_declared_scale
from govmetrics.psychometrics.omega import omega
from govmetrics.psychometrics.polychoric import polychoric
from govmetrics.survey.replicated import UNUSED

NO_SCALES = "no node of the tree has two items", "name the items of an indicator in its `items`"


@dataclass(frozen=True, eq=False)
class Reliability(Result):
    """Reliability (信度) of the scales of a survey.

    Attributes
    ----------
    scales : DataFrame
        One row per node of the tree with two or more items, the whole last: items, n, alpha, lower, upper,
        standardized, mean_inter_item, ordinal_alpha, omega_total, omega_hierarchical, omega_one_factor. NaN
        with a note where a coefficient does not exist.
    alphas : dict
        {node: Alpha}, each with its item table.
    level : float
        Of the intervals.
    missing : str
        Rule for missing answers.
    tree : IndicatorTree
        Of the survey.
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
    tree: IndicatorTree
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"scales": "Reliability of the scales"}

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
        # Elsewhere in this room n is how often an answer was given.
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
    survey: Survey, level: float = 0.95, missing: Literal["listwise", "pairwise"] = "listwise"
) -> Reliability:
    """Return alpha, ordinal alpha and omega for every scale of `survey`, and for all items.

    Parameters
    ----------
    survey : Survey
        Reversed items are turned; design weights are used, replicate weights are not (a note says so).
    level : float
        Confidence level.
    missing : {"listwise", "pairwise"}
        Rule for missing answers, scale by scale.

    Returns
    -------
    Reliability
        `scales`: a row per scale and one for all items.

    Raises
    ------
    FaultyInput, UnsuitableMethod
        As for `alpha`, naming the scale's items.

    Notes
    -----
    Omega has three group factors where a scale has at least six items, else one: fewer items do not
    identify more.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16,
    297-334. Zumbo, B. D., Gadermann, A. M. and Zeisser, C. (2007). Ordinal versions of coefficients alpha
    and theta for Likert rating scales. Journal of Modern Applied Statistical Methods 6, 21-29. McDonald, R.
    P. (1999). Test Theory: A Unified Treatment. Erlbaum.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> answers = pd.DataFrame({"t1": [1, 2, 3, 4, 5, 4], "t2": [2, 2, 3, 5, 5, 3], "t3": [1, 3, 3, 4, 4, 5]})
    >>> survey = Survey(IndicatorTree.from_groups({"trust": ["t1", "t2", "t3"]}), answers)
    >>> reliability(survey).scales["alpha"].round(3).tolist()
    [0.909]
    """
    faults = refuse_no_survey(survey)
    faults += wanted(level=(level, SHARE), missing=(missing, choice("listwise", "pairwise")))
    faults.raise_all()
    if not survey.scales:
        raise UnsuitableMethod("survey", *NO_SCALES)
    names, answers = survey.tree.names(), survey.favourable()
    rows, alphas, notes = {}, {}, [*survey.notes, *([] if survey.replicates is None else [UNUSED])]
    for node, items in survey.scales.items():
        result = alpha(answers[items], level=level, missing=missing, weights=survey.weight)
        result = alphas[node] = replace(result, notes=tuple(inside_declared_scale(result.notes)))
        others, said = _others(answers[items], survey.weight, missing)
        notes += [
            Note("{node}: {note}", node=names[node], note=renamed(note, names))
            for note in (*result.notes, *said)
        ]
        rows[node] = _row(result, len(items)) | others
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("scale")
    return Reliability(table, alphas, level, missing, survey.tree, tuple(dict.fromkeys(notes)))


def _row(result: Alpha, items: int) -> dict[str, Any]:
    kept = ("n", "alpha", "lower", "upper", "standardized", "mean_inter_item")
    return {"items": items} | {name: getattr(result, name) for name in kept}


def _others(
    items: pd.DataFrame, weights: pd.Series | None, missing: Literal["listwise", "pairwise"]
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
