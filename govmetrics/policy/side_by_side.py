"""Several panel regressions in the columns of one table, as journals print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.column import Column
from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import TEXT, Kind, asked, optional, several
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Label, Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.policy._words import COUNTS, ERRORS, FIT, KINDS, TERMS
from govmetrics.policy.panel_effects import STARS, PanelEffects

_MODELS = several(
    Kind(lambda value: isinstance(value, PanelEffects), Text("give results of effects() or dynamic()")), 1
)
_ABOVE = {"outcome": Label("Outcome", "因变量")}


@dataclass(frozen=True, eq=False)
class PanelModels(Result):
    """Panel regressions beside each other.

    Attributes
    ----------
    table : DataFrame
        term, then one column a model, as printed: coefficients with stars, errors in brackets below them.
    estimates, standard_errors, lower, upper, p : DataFrame
        Terms x models, as numbers; NaN where a model lacks the term.
    fit : DataFrame
        Indices x models.
    outcomes : tuple of str
        What each column explains.
    said : tuple of str
        What each column is.
    level : float
        Of the intervals, which all models must have alike.
    indicators : tuple of str
        Terms that stand for periods.
    notes : tuple of str

    See Also
    --------
    side_by_side
    """

    table: pd.DataFrame
    estimates: pd.DataFrame
    standard_errors: pd.DataFrame
    lower: pd.DataFrame
    upper: pd.DataFrame
    p: pd.DataFrame
    fit: pd.DataFrame
    outcomes: tuple[str, ...]
    said: tuple[str, ...]
    level: float
    indicators: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"table": "Panel regressions side by side"}

    def _method(self) -> tuple[Text, ...]:
        return tuple(Text(one) for one in self.said)

    def _finding(self) -> tuple[Text, ...]:
        p = self.p.drop(index=["constant", *self.indicators], errors="ignore")
        always = p.index[((p < STARS[0]) | p.isna()).all(axis=1)].tolist()
        if not always:
            return (
                Text("No term is beyond chance in every model that has it (p < {limit:g}).", limit=STARS[0]),
            )
        return (
            Text(
                "In every model that has them, beyond chance (p < {limit:g}): {names:10}.",
                limit=STARS[0],
                names=always,
            ),
        )

    def _tables(self) -> list[Table]:
        heads = list(self.table.columns.drop("term"))
        names: dict[str, str] = {**TERMS, **FIT, **_ABOVE}
        shown = self.table.copy()
        shown["term"] = pd.Series([names.get(one, one) for one in self.table["term"]], dtype=object)
        kinds: dict[Any, Any] = dict.fromkeys(heads, "number")
        caption = Text("Panel regressions side by side")
        return [Table.of(caption, shown, "policy", {one: one for one in heads}, stars=STARS, kind=kinds)]


def side_by_side(models: Sequence[PanelEffects], names: Sequence[str] | None = None) -> PanelModels:
    """Return several panel regressions in the columns of one table.

    Parameters
    ----------
    models : list of PanelEffects
        Of `effects` and `dynamic`.
    names : list of str, optional
        Headings of the columns; by default (1), (2), ...

    Returns
    -------
    PanelModels

    Raises
    ------
    FaultyInput
        What is no panel regression, names that are too few or the same.

    References
    ----------
    Croissant, Y. and Millo, G. (2008). Panel data econometrics in R: the plm package. Journal of Statistical Software, 27(2).

    Examples
    --------
    >>> from govmetrics.policy import effects
    >>> rows = pd.MultiIndex.from_product([range(2015, 2021), range(30)], names=["period", "unit"])
    >>> frame = pd.DataFrame(np.random.default_rng(0).normal(size=(180, 2)), rows, ["visits", "trust"])
    >>> both = [effects(frame, "trust", ["visits"], two_way=one) for one in (False, True)]
    >>> side_by_side(both, ["units", "units and periods"]).fit.loc["n"].tolist()
    [180.0, 180.0]
    """
    refuse_within("names", names)
    asked(models=(models, _MODELS), names=(names, optional(several(TEXT))))
    given = list(models)
    heads = (
        [str(one) for one in names] if names is not None else [f"({at})" for at in range(1, len(given) + 1)]
    )
    if len(heads) != len(given) or len({*heads, "term"}) <= len(heads):
        problem, way = "{given} names for {count} columns", "give each column a name of its own"
        raise FaultyInput("names", problem, way, given=len(set(heads)), count=len(given))
    if len({m.level for m in given}) > 1:
        raise FaultyInput("models", "have intervals of different levels", "give all the same level")
    order = _order(given)
    held = {key: pd.DataFrame({h: m.coefficients[key] for h, m in zip(heads, given, strict=True)}).reindex(order)
            for key in ("estimate", "error", "lower", "upper", "p")}  # fmt: skip
    fit = pd.DataFrame({h: m.fit for h, m in zip(heads, given, strict=True)})
    fit = fit.reindex([key for key in FIT if key in fit.index])
    rows = [("outcome", [m.outcome for m in given])]
    for at, term in enumerate(order):
        rows += _printed(
            term, [held[key].iloc[at].to_numpy(dtype=float) for key in ("estimate", "error", "p")]
        )
    rows += [(key, [_cell(key, one) for one in fit.loc[key]]) for key in fit.index]
    table = pd.DataFrame([cells for _, cells in rows], columns=heads)
    table.insert(0, "term", [key for key, _ in rows])
    said = tuple(Text("{head}: {outcome}, {kind}, with {errors}.", head=h, outcome=m.outcome, kind=KINDS[m.kind, m.two_way],
                      errors=ERRORS[m.errors]) for h, m in zip(heads, given, strict=True))  # fmt: skip
    notes = [Note("standard errors in brackets"), *(Note(one.template, **one.values) for one in said)]
    if len({int(m.fit["n"]) for m in given}) > 1:
        notes.append(Note("the columns rest on different rows"))
    return PanelModels(
        table,
        held["estimate"],
        held["error"],
        held["lower"],
        held["upper"],
        held["p"],
        fit,
        tuple(m.outcome for m in given),
        said,
        given[0].level,
        tuple(dict.fromkeys(one for m in given for one in m.indicators)),
        tuple(notes),
    )


def _order(models: list[PanelEffects]) -> list[str]:
    """Return all terms as they come, the constant last."""
    every = list(dict.fromkeys(str(term) for model in models for term in model.coefficients.index))
    return [term for term in every if term != "constant"] + [term for term in every if term == "constant"]


def _printed(term: str, parts: list[Array]) -> list[tuple[str, list[str]]]:
    """Return two rows: coefficients with stars, and errors in brackets."""
    column, above, below = Column("", "", "number"), list[str](), list[str]()
    for estimate, error, p in zip(*parts, strict=True):
        there = np.isfinite(estimate)
        above.append(column.text(float(estimate)) + "*" * sum(p < limit for limit in STARS) if there else "")
        below.append(f"({column.text(float(error))})" if there else "")
    return [(term, above), ("", below)]


def _cell(key: str, value: float) -> str:
    if not np.isfinite(value):
        return ""
    return f"{int(value):,}" if key in COUNTS else Column("", "", "number").text(float(value))
