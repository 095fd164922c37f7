"""Several regressions in the columns of one table, as journals print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.column import DASH, Column
from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import FLAG, TEXT, Kind, asked, optional, several
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Label, Note, Text
from govmetrics.core.words.terms import Kind as CellKind
from govmetrics.psychometrics._regression_words import ERRORS, FIT, KINDS, TERMS, errors_note, headed, named
from govmetrics.psychometrics.regression import Regression

STARS = (0.05, 0.01, 0.001)
OUTCOME = Label("Outcome", "因变量")
_FIT = (
    "n",
    "r_squared",
    "adjusted_r_squared",
    "mcfadden",
    "sigma",
    "f",
    "lr",
    "wald",
    "log_likelihood",
    "aic",
)
_CHANGE = {
    "r_squared_change": Label("R² change", "R²变化"),
    "f_change": Label("F change", "F变化"),
    "lr_change": Label("Likelihood ratio χ² of the block", "该层似然比χ²"),
}
_ODDS = "odds ratios, with their intervals in brackets"
_TESTS = {"f": "p", "lr": "lr_p", "wald": "wald_p", "f_change": "p", "lr_change": "p"}
_PARTS = ("coefficients", "fit", "blocks", "steps")
_MODELS = several(
    Kind(lambda value: all(hasattr(value, one) for one in _PARTS), Text("give results of regress()")), 1
)


@dataclass(frozen=True, eq=False)
class SideBySide(Result):
    """Regressions beside each other.

    Attributes
    ----------
    table : DataFrame
        term, then one column a model, as printed: coefficients with stars, standard errors in brackets below them.
    estimates, standard_errors, p : DataFrame
        Terms x models, as numbers; NaN where a model lacks the term.
    fit : DataFrame
        Indices x models, changes by blocks among them.
    said : tuple of str
        What each column is.
    outcomes : tuple of str
        What each column explains.
    notes : tuple of str
        What the models differ in beside their predictors.

    See Also
    --------
    side_by_side
    """

    table: pd.DataFrame
    estimates: pd.DataFrame
    standard_errors: pd.DataFrame
    p: pd.DataFrame
    fit: pd.DataFrame
    said: tuple[str, ...]
    outcomes: tuple[str, ...]
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"table": "Regressions side by side"}
    _cites: ClassVar = ("mood2010",)

    def _method(self) -> tuple[Text, ...]:
        told = "Each column is a regression: coefficients, and below them standard errors in brackets."
        if any(getattr(note, "template", "") == _ODDS for note in self.notes):
            told = "Each column is a regression: odds ratios, and below them their intervals in brackets."
        return (Text(told), *(Text(one) for one in self.said))

    def _finding(self) -> tuple[Text, ...]:
        p = self.p.drop(index=[name for name in self.p.index if name == "constant" or " | " in name])
        always = p.index[((p < STARS[0]) | p.isna()).all(axis=1)].tolist()
        if not always:
            return (
                Text(
                    "No predictor is beyond chance in every model that has it (p < {limit:g}).",
                    limit=STARS[0],
                ),
            )
        told = "In every model that has them, beyond chance (p < {limit:g}): {names:10}."
        return (Text(told, limit=STARS[0], names=always),)

    def _tables(self) -> list[Table]:
        heads = self.table.columns.drop("term")
        outcomes = [Text("{outcome}", outcome=one) for one in self.outcomes]
        above = pd.DataFrame([outcomes], columns=heads, dtype=object)
        shown = headed(
            pd.concat([above, self.table[heads]]),
            "term",
            [OUTCOME, *named(self.table["term"], {**TERMS, **FIT, **_CHANGE})],
        )
        names, kinds = {one: one for one in heads}, dict[Any, CellKind](dict.fromkeys(heads, "number"))
        caption = Text(self._shown["table"])
        return [Table.of(caption, shown, "psychometrics", names, stars=STARS, kind=kinds)]


def side_by_side(
    models: Sequence[Regression], names: Sequence[str] | None = None, odds: bool = False
) -> SideBySide:
    """Return several regressions in the columns of one table.

    Parameters
    ----------
    models : list of Regression
        One that has blocks gives a column for each step.
    names : list of str, optional
        Headings of the columns; by default (1), (2), ...
    odds : bool
        Print odds ratios instead of coefficients, for logistic regressions; brackets then hold their intervals.

    Returns
    -------
    SideBySide

    Raises
    ------
    FaultyInput
        What is no regression, names that are too few or the same, odds ratios of a regression that has none.

    References
    ----------
    Mood, C. (2010). Logistic regression: why we cannot do what we think we can do, and what we can do about it. European
    Sociological Review, 26, 67-82.

    Examples
    --------
    >>> from govmetrics.psychometrics.regress import regress
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame(rng.normal(size=(60, 2)), columns=["trust", "income"])
    >>> frame["visits"] = 2 * frame["trust"] + rng.normal(size=60)
    >>> model = regress(frame, "visits", blocks=[["income"], ["trust"]])
    >>> found = side_by_side([model])
    >>> found.fit.loc["n"].tolist()
    [60.0, 60.0]
    """
    refuse_within("names", names)
    asked(models=(models, _MODELS), names=(names, optional(several(TEXT))), odds=(odds, FLAG))
    steps = [(step, change) for model in models for change, step in _steps(model)]
    heads = (
        [str(one) for one in names] if names is not None else [f"({at})" for at in range(1, len(steps) + 1)]
    )
    if len(heads) != len(steps) or len({*heads, "term"}) <= len(heads):
        problem, way = "{given} names for {count} columns", "give each column a name of its own"
        raise FaultyInput("names", problem, way, given=len(set(heads)), count=len(steps))
    lacking = [
        heads[at] for at, (model, _) in enumerate(steps) if odds and "odds_ratio" not in model.coefficients
    ]
    if lacking:
        raise FaultyInput(
            "odds", "have none: {names:5}", 'leave odds out, or use kind="logit"', names=lacking
        )
    parts = {head: _whole(model) for head, (model, _) in zip(heads, steps, strict=True)}
    order = _order([list(part.index) for part in parts.values()])
    held = {key: pd.DataFrame({h: p[key] for h, p in parts.items()}).reindex(order).rename_axis("term")
            for key in ("estimate", "standard_error", "p")}  # fmt: skip
    fit = pd.DataFrame({h: _fit(*step) for h, step in zip(heads, steps, strict=True)})
    wanted = [*_FIT[:6], "r_squared_change", "f_change", *_FIT[6:8], "lr_change", *_FIT[8:]]
    shown = fit.reindex([key for key in wanted if key in fit.index])
    rows = [row for term in order for row in _printed(term, parts, odds)]
    rows += [(key, [_cell(fit[head], key) for head in heads]) for key in shown.index]
    table = pd.DataFrame([cells for _, cells in rows], columns=heads)
    table.insert(0, "term", [key for key, _ in rows])
    said = tuple(_told(head, model) for head, (model, _) in zip(heads, steps, strict=True))
    return SideBySide(
        table, held["estimate"], held["standard_error"], held["p"], shown.rename_axis("index"), said,
        tuple(model.outcome for model, _ in steps), tuple(_notes([model for model, _ in steps], heads, odds)),
    )  # fmt: skip


def _steps(model: Regression) -> list[tuple[pd.Series | None, Regression]]:
    """Return the steps of a regression, each with what its block changed."""
    if model.blocks is None:
        return [(None, model)]
    return [(model.blocks.iloc[at], step) for at, step in enumerate(model.steps)]


def _whole(model: Regression) -> pd.DataFrame:
    """Return coefficients, with the thresholds of an ordered outcome below."""
    return (
        model.coefficients if model.thresholds is None else pd.concat([model.coefficients, model.thresholds])
    )


def _order(lists: list[list[str]]) -> list[str]:
    """Return all terms as they come, the constant and thresholds last."""
    every = list(dict.fromkeys(term for one in lists for term in one))
    last = [term for term in every if term == "constant" or " | " in term]
    return [term for term in every if term not in last] + last


def _fit(model: Regression, change: pd.Series | None) -> pd.Series:
    found = model.fit.copy()
    for key in _CHANGE:
        if change is not None and key in change.index:
            found[key] = float(change[key])
            found[f"p of {key}"] = float(change["p"])
    return found


def _printed(term: str, parts: dict[str, pd.DataFrame], odds: bool) -> list[tuple[str, list[str]]]:
    """Return two rows: the coefficients with stars, and the standard errors in brackets."""
    column, above, below = Column("", "", "number"), list[str](), list[str]()
    for part in parts.values():
        if term not in part.index:
            above.append("")
            below.append("")
            continue
        row: dict[Any, float] = part.loc[term].to_dict()
        ratio = odds and np.isfinite(row.get("odds_ratio", np.nan))
        marks = "*" * sum(row["p"] < limit for limit in STARS)
        above.append(column.text(row["odds_ratio" if ratio else "estimate"]) + marks)
        if ratio:
            ends = [column.text(row[key]) for key in ("odds_lower", "odds_upper")]
            below.append(f"({ends[0]}, {ends[1]})")
        else:
            below.append(f"({column.text(row['standard_error'])})")
    return [(term, above), ("", below)]


def _cell(fit: pd.Series, key: str) -> str:
    value = fit.get(key, np.nan)
    if not np.isfinite(value):
        return DASH if key in ("n",) else ""
    if key == "n":
        return f"{int(value):,}"
    p = fit.get(f"p of {key}" if key in _CHANGE else _TESTS.get(key, ""), np.nan)
    marks = "*" * sum(p < limit for limit in STARS) if key in _TESTS else ""
    return Column("", "", "number").text(float(value)) + marks


def _told(head: str, model: Regression) -> Text:
    told = "{head}: {outcome}, {kind}, with {errors}."
    return Text(told, head=head, outcome=model.outcome, kind=KINDS[model.kind], errors=ERRORS[model.errors])


def _notes(models: list[Regression], heads: list[str], odds: bool) -> list[Note]:
    bracketed = Note(_ODDS) if odds else Note("standard errors in brackets")
    notes = [bracketed]
    if not odds:
        kinds = list(dict.fromkeys(ERRORS[model.errors] for model in models))
        columns = [
            Text("{head}: {errors}", head=h, errors=ERRORS[m.errors])
            for h, m in zip(heads, models, strict=True)
        ]
        notes.append(errors_note(kinds if len(kinds) == 1 else columns))
    if len({int(model.fit["n"]) for model in models}) > 1:
        notes.append(
            Note("the columns rest on different rows, so that their R² and likelihoods cannot be compared")
        )
    if len({model.kind for model in models} & {"logit", "ordered"}) and len(models) > 1:
        notes.append(
            Note(
                "coefficients of logistic regressions with other predictors have other scales: compare marginal effects"
            )
        )
    return notes
