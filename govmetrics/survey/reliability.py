"""Reliability of every scale of a survey, and of the survey as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from govmetrics.core.errors import GovmetricsError
from govmetrics.core.results import fields_dict, html
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.words import Note, joined
from govmetrics.psychometrics.alpha import Alpha, alpha
from govmetrics.psychometrics.omega import omega
from govmetrics.psychometrics.polychoric import polychoric


@dataclass(frozen=True, eq=False)
class Reliability:
    """Reliability (信度) of the scales of a survey.

    Attributes
    ----------
    scales : DataFrame
        One row per node of the tree with two or more items, the whole last: items, n, alpha, lower, upper,
        standardized, mean_inter_item, ordinal_alpha, omega_total, omega_hierarchical, omega_one_factor. NaN
        with a note where a coefficient does not exist.
    alphas : dict
        {node: Alpha}, each with its item table.

    See Also
    --------
    reliability
    """

    scales: pd.DataFrame
    alphas: dict[str, Alpha]
    level: float
    missing: str
    notes: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return a copy of the table of scales."""
        return self.scales.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready."""
        return fields_dict(self)

    def summary(self, language: Literal["en", "zh"] = "en") -> str:
        """Return the verdict on each scale in words, one per line."""
        names = self.scales["name_zh" if language == "zh" else "name"]
        colon = "：" if language == "zh" else ": "
        return "\n".join(
            f"{names[node]}{colon}{joined(result.summary(language).splitlines(), language)}"
            for node, result in self.alphas.items()
        )

    def _repr_html_(self) -> str:
        return html(self.scales, "Reliability")


def reliability(
    survey: Survey, level: float = 0.95, missing: Literal["listwise", "pairwise"] = "listwise"
) -> Reliability:
    """Return alpha, ordinal alpha and omega for every scale of `survey`, and for all items.

    Parameters
    ----------
    survey : Survey
        Reversed items are turned; design weights are used.
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
    refuse_no_survey(survey)
    answers = survey.directed()
    rows, alphas, notes = {}, {}, list(survey.notes)
    for node, items in survey.scales.items():
        result = alpha(answers[items], level=level, missing=missing, weights=survey.weight)
        alphas[node] = result
        notes += [Note("{node}: {note}", node=node, note=note) for note in result.notes]
        others, said = _others(answers[items], survey.weight, missing)
        notes += [Note("{node}: {note}", node=node, note=note) for note in said]
        rows[node] = _names(survey, node) | _row(result, len(items)) | others
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("scale")
    return Reliability(table, alphas, level, missing, tuple(dict.fromkeys(notes)))


def _row(result: Alpha, items: int) -> dict[str, Any]:
    kept = ("n", "alpha", "lower", "upper", "standardized", "mean_inter_item")
    return {"items": items} | {name: getattr(result, name) for name in kept}


def _others(
    items: pd.DataFrame, weights: pd.Series | None, missing: Literal["listwise", "pairwise"]
) -> tuple[dict[str, float], list[str]]:
    """Return ordinal alpha and omega, NaN with a note where they do not exist."""
    names = ("ordinal_alpha", "omega_total", "omega_hierarchical", "omega_one_factor")
    row, notes = dict.fromkeys(names, float("nan")), list[str]()
    try:
        row["ordinal_alpha"] = polychoric(items, weights=weights, missing=missing).alpha
    except GovmetricsError as error:
        notes.append(Note("no ordinal alpha: {error}", error=str(error)))
    try:
        found = omega(items, 3 if items.shape[1] >= 6 else 1, weights=weights, missing=missing)
        row |= {
            "omega_total": found.total,
            "omega_hierarchical": found.hierarchical,
            "omega_one_factor": found.one_factor,
        }
    except GovmetricsError as error:
        notes.append(Note("no omega: {error}", error=str(error)))
    return row, notes


def _names(survey: Survey, node: str) -> dict[str, str]:
    found = next(n for n in (*survey.tree.nodes, survey.tree.root) if n.code == node)
    return {"name": found.label("en"), "name_zh": found.label("zh")}
