"""Moderation: whether the slope of a predictor depends on a third variable, and where it differs from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np
import pandas as pd
from scipy.special import fdtrc, stdtr, stdtrit

from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.options import FLAG, LABEL, SHARE, several, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text, p_words
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.moment_regression import Equation, regression
from govmetrics.psychometrics._columns import Columns, listed, read_columns, refuse_dependent, refuse_exact
from govmetrics.psychometrics._few_rows import without_test
from govmetrics.psychometrics._mediation_words import two_valued, worded
from govmetrics.psychometrics._probing import PROBE, Probe, probed, probed_words, region, within
from govmetrics.psychometrics._regression_words import errors_note

CONSTANT = "(constant)"
Significant = Literal["everywhere", "nowhere", "inside", "outside", "above", "below"]


@dataclass(frozen=True, eq=False)
class Moderation(Result):
    """A moderated regression (调节效应).

    Attributes
    ----------
    coefficients : DataFrame
        Index predictor, the constant first and the product last: b, se, t, p, lower, upper.
    slopes : DataFrame
        The predictor's slope at chosen values of the moderator: index at; moderator_value, b, se, t, p, lower, upper.
    region : DataFrame
        Johnson and Neyman's boundaries among the answers: boundary, share_below, share_above (of respondents).
    significant : str
        Where among the answers the slope differs from zero: everywhere, nowhere, above, below, inside or outside the
        boundaries; of a moderator of two values above or below where it does at the higher or the lower one alone.
    lines : DataFrame
        For a picture: at, moderator_value, predictor_value, predicted (covariates at their means).
    r_squared, r_squared_change : float
        Of the whole equation, and what the product adds.
    f, df, df2, p : float
        The test of the product.
    outcome, predictor, moderator : str
        The roles.
    errors : str
        textbook, HC3, weights or clusters.
    n : int
        Respondents used.
    level : float
        Confidence level.
    notes : tuple of str
        Respondents left out; what to keep in mind.

    See Also
    --------
    moderate
    """

    coefficients: pd.DataFrame
    slopes: pd.DataFrame
    region: pd.DataFrame
    significant: str
    lines: pd.DataFrame
    r_squared: float
    r_squared_change: float
    f: float
    df: float
    df2: float
    p: float
    outcome: str
    predictor: str
    moderator: str
    errors: str
    chosen: Text
    n: int
    level: float
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "coefficients": "Coefficients of the moderated regression",
        "slopes": "Slopes at values of the moderator",
        "region": "Region of significance (Johnson-Neyman)",
    }
    _cites: ClassVar = ("aikenwest1991", "hayesmatthes2009", "johnsonneyman1936")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "{outcome} was regressed on {predictor}, {moderator} and their product by least squares (n = {n:,}; {errors}); "
            "slopes are given {chosen}, with the boundaries of Johnson and Neyman at the level of {level:.3g}%."
        )
        return (
            Text(told, outcome=self.outcome, predictor=self.predictor, moderator=self.moderator, n=self.n,
                 errors=ERRORS[self.errors], chosen=self.chosen, level=100 * self.level),
        )  # fmt: skip

    def _finding(self) -> tuple[Text, ...]:
        row = self.coefficients.iloc[-1]
        verdict = Text("moderates") if self.p < 1 - self.level else Text("does not verifiably moderate")
        told = (
            "{moderator} {verdict} the slope of {predictor} on {outcome}: the product has b = {b:.3f} (t = {t:.2f}, {p}) and "
            "adds {change:.1%} of the variance."
        )
        found = Text(told, moderator=self.moderator, verdict=verdict, predictor=self.predictor, outcome=self.outcome, b=row["b"],
                     t=row["t"], p=p_words(self.p), change=self.r_squared_change)  # fmt: skip
        return (found, self._where())

    def _where(self) -> Text:
        """Return the sentence on Johnson and Neyman's region."""
        bounds = self.region["boundary"].tolist()
        if self.significant in ("above", "below") and not bounds:
            ends = sorted(self.slopes["moderator_value"], reverse=self.significant == "above")
            return Text(
                _OF_TWO, predictor=self.predictor, moderator=self.moderator, there=ends[0], not_there=ends[1]
            )
        bounds = bounds or [np.nan]
        told = _WHERE[self.significant]
        return Text(told, predictor=self.predictor, moderator=self.moderator, low=bounds[0], high=bounds[-1])

    def _tables(self) -> list[Table]:
        first = Table.of(
            Text(self._shown["coefficients"]),
            worded(self.coefficients),
            "psychometrics",
            stars=(0.05, 0.01, 0.001),
            notes=(errors_note(ERRORS[self.errors]),),
        )
        test = pd.DataFrame([{"r_squared": self.r_squared, "r_squared_change": self.r_squared_change, "f": self.f, "df1": self.df,
                              "df2": self.df2, "p": self.p}])  # fmt: skip
        tables = [first, Table.of(Text("What the product adds"), test, "psychometrics"),
                  Table.of(Text(self._shown["slopes"]), worded(self.slopes), "psychometrics")]  # fmt: skip
        if len(self.region):
            tables.append(
                Table.of(Text(self._shown["region"]), self.region, "psychometrics", sentence=self._where())
            )
        return tables


ERRORS = {
    "textbook": Text("ordinary standard errors"),
    "HC3": Text("standard errors robust to unequal variances, HC3"),
    "weights": Text("design weights, standard errors of the sandwich"),
    "clusters": Text("standard errors by cluster"),
}
_WHERE = {
    "everywhere": "Among the answers the slope of {predictor} differs from zero at every value of {moderator}.",
    "nowhere": "Among the answers the slope of {predictor} differs from zero at no value of {moderator}.",
    "above": "The slope of {predictor} differs from zero where {moderator} is above {low:.3f}.",
    "below": "The slope of {predictor} differs from zero where {moderator} is below {low:.3f}.",
    "inside": "The slope of {predictor} differs from zero where {moderator} lies between {low:.3f} and {high:.3f}.",
    "outside": "The slope of {predictor} differs from zero where {moderator} lies below {low:.3f} or above {high:.3f}.",
}
_OF_TWO = "The slope of {predictor} differs from zero where {moderator} is {there:g}, and not where it is {not_there:g}."
"""What above and below come to for a moderator of two values, between which nothing lies."""


def moderate(
    frame: pd.DataFrame,
    outcome: str,
    predictor: str,
    moderator: str,
    covariates: Sequence[str] = (),
    probe: Probe = "sd",
    centre: bool = False,
    robust: bool = False,
    level: float = 0.95,
    *,
    weights: pd.Series | None = None,
    cluster: str | pd.Series | None = None,
) -> Moderation:
    """Return whether the slope of `predictor` on `outcome` depends on `moderator`.

    Parameters
    ----------
    frame : DataFrame
        Respondents x columns, numbers; those who lack a value are left out and counted.
    outcome, predictor, moderator : str
        Columns. One of predictor and moderator, or both, may have two values (0 and 1).
    covariates : sequence of str
        Columns that are held constant.
    probe : {"sd", "percentiles"}
        At which values of the moderator slopes are given: mean and one standard deviation below and above (never beyond
        the answers), or the 16th, 50th and 84th percentile. A moderator of two values has its two.
    centre : bool
        Subtract the means of predictor and moderator first: their own coefficients are then slopes at the other's mean.
        Product, slopes and region do not change.
    robust : bool
        Standard errors robust to unequal variances (HC3), as `regress` has them unless asked otherwise; by default the
        ordinary ones, as in Hayes's PROCESS. The table of coefficients says which.
    level : float
        Confidence level, of the region too.
    weights : Series, optional
        Design weights under the respondents' index; errors are then those of the sandwich.
    cluster : str or Series, optional
        Column, or Series under the respondents' index, that says who was drawn together; errors are then by cluster.

    Returns
    -------
    Moderation

    Raises
    ------
    FaultyInput
        Unknown columns, a column with two roles, answers that are not numbers.
    UnsuitableMethod
        Columns that do not vary or depend on each other, fewer respondents than coefficients.

    Notes
    -----
    y = b0 + b1 x + b2 w + b3 x w + ...; the slope at w is b1 + b3 w with variance v11 + 2 w v13 + w^2 v33. Johnson and
    Neyman's boundaries are the values of w at which its t equals the critical one.

    References
    ----------
    Aiken, L. S. and West, S. G. (1991). Multiple Regression: Testing and Interpreting Interactions. Sage.
    Hayes, A. F. and Matthes, J. (2009). Computational procedures for probing interactions in OLS and logistic regression.
    Behavior Research Methods, 41, 924-936.
    Johnson, P. O. and Neyman, J. (1936). Tests of certain linear hypotheses and their application to some educational
    problems. Statistical Research Memoirs, 1, 57-93.
    MacKinnon, J. G. and White, H. (1985). Some heteroskedasticity-consistent covariance matrix estimators with improved
    finite sample properties. Journal of Econometrics, 29, 305-325.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> people = pd.DataFrame(rng.normal(size=(200, 2)), columns=["service", "age"])
    >>> people["trust"] = people["service"] * (0.5 - 0.4 * people["age"]) + rng.normal(size=200)
    >>> moderate(people, "trust", "service", "age").slopes["b"].round(2).tolist()
    [1.07, 0.53, -0.02]
    """
    faults = wanted(
        outcome=(outcome, LABEL), predictor=(predictor, LABEL), moderator=(moderator, LABEL),
        covariates=(covariates, several(LABEL)), probe=(probe, PROBE), centre=(centre, FLAG), robust=(robust, FLAG),
        level=(level, SHARE),
    )  # fmt: skip
    if not faults and robust and (weights is not None or cluster is not None):
        way = "leave `robust` out: with weights or clusters the errors are those of the sandwich already"
        faults.append(Fault("robust", "HC3 knows neither weights nor clusters", way))
    faults.raise_all()
    y, x, w, others = str(outcome), str(predictor), str(moderator), listed(covariates)
    roles = {"outcome": [y], "predictor": [x], "moderator": [w], "covariates": others}
    columns = read_columns(frame, roles, weights, cluster)
    if centre:
        columns = _centred(columns, [x, w])
    product = f"{x} × {w}"
    columns = columns.also(product, columns.of(x)[:, 0] * columns.of(w)[:, 0])
    names = [x, w, *others, product]
    refuse_dependent(columns, names, "frame")
    design = np.column_stack([np.ones(columns.n), columns.of(*names)])
    found = regression(design, columns.of(y)[:, 0], columns.weights, columns.clusters, robust=robust)
    refuse_exact(found.r_squared, y)
    _refuse_few(found, w)
    errors = columns.errors("HC3" if robust else "textbook")
    near, middle = found, 0.0
    if not centre:  # slopes and their region, exactly also where the moderator is far from zero, as years are
        middle = float(columns.mean(w)[0])
        design[:, [1, 2]] -= columns.mean(x, w)
        design[:, -1] = design[:, 1] * design[:, 2]
        near = regression(design, columns.of(y)[:, 0], columns.weights, columns.clusters, robust=robust)
    return _labelled(columns, found, near, middle, (y, x, w), names, probe, level, errors, centre)


def _labelled(
    columns: Columns, found: Equation, near: Equation, middle: float, roles: tuple[str, str, str], names: list[str],
    probe: Probe, level: float, errors: str, centre: bool,
) -> Moderation:  # fmt: skip
    y, x, w = roles
    values = columns.of(w)[:, 0]
    at = probed(values, probe, columns.weights)
    pick = np.zeros((len(at), len(near.b)))
    pick[:, 1], pick[:, -1] = 1.0, np.array(list(at.values())) - middle
    slopes = estimates_of(pick @ near.b, np.diagonal(pick @ near.spread @ pick.T), near.df, level)
    slopes.insert(0, "moderator_value", list(at.values()))
    roots, far = region(
        near.b[[1, -1]], near.spread[np.ix_([1, -1], [1, -1])], float(stdtrit(near.df, (1 + level) / 2))
    )
    roots = [root + middle for root in roots]
    two = len(np.unique(values)) == 2
    inner = within([], values) if two else within(roots, values, columns.weights)
    table = estimates_of(found.b, found.variances, found.df, level)
    f = float(table["t"].iloc[-1] ** 2)
    reduced = regression(
        np.column_stack([np.ones(columns.n), columns.of(*names[:-1])]), columns.of(y)[:, 0], columns.weights
    )
    return Moderation(
        coefficients=table.set_index(pd.Index([CONSTANT, *names], name="predictor")),
        slopes=slopes.set_index(pd.Index(list(at), name="at")),
        region=inner,
        significant=(
            _of_two((slopes["p"] < 1 - level).tolist())
            if two
            else _significant(inner["boundary"].tolist(), roots, far, values)
        ),
        lines=_lines(columns, found, (x, w), names, at),
        r_squared=found.r_squared,
        r_squared_change=found.r_squared - reduced.r_squared,
        f=f, df=1.0, df2=found.df, p=float(fdtrc(1, found.df, f)),
        outcome=y, predictor=x, moderator=w, errors=errors, chosen=probed_words(values, probe), n=columns.n, level=level,
        notes=(*columns.notes, *two_valued(columns, [y]), *_notes(centre), *_untested(found, names)),
    )  # fmt: skip


def estimates_of(b: Array, variances: Array, df: float, level: float) -> pd.DataFrame:
    """Return coefficients (k,) with errors, t on `df` degrees of freedom, p and intervals."""
    se = np.sqrt(np.maximum(variances, 0.0))
    t = b / se
    half = float(stdtrit(df, (1 + level) / 2)) * se
    return pd.DataFrame(
        {"b": b, "se": se, "t": t, "p": 2 * stdtr(df, -np.abs(t)), "lower": b - half, "upper": b + half}
    )


def _refuse_few(found: Equation, moderator: str) -> None:
    """Refuse a product whose coefficient rests on so few respondents that robust errors have no value."""
    if found.few[-1]:
        problem = "its product rests on one or two respondents (or one cluster), so that robust errors have no value"
        way = "put rare values together, or collect more answers"
        raise UnsuitableMethod(moderator, problem, way)


def _untested(found: Equation, names: list[str]) -> list[Note]:
    return [without_test(name) for name, few in zip(names, found.few[1:], strict=True) if few]


def _centred(columns: Columns, names: list[str]) -> Columns:
    values = columns.values.copy()
    values[:, [columns.names.index(name) for name in names]] -= columns.mean(*names)
    return replace(columns, values=values)


def _of_two(sure: list[bool]) -> str:
    """Return where the slope is significant, from whether it is at the lower and at the higher of two values."""
    low, high = sure
    return ("everywhere" if high else "below") if low else ("above" if high else "nowhere")


def _significant(inner: list[float], roots: list[float], far: bool, w: Array) -> str:
    """Return where among the answers the slope is significant, from the boundaries; `far` for values far out."""

    def so(value: float) -> bool:
        return far == (sum(root < value for root in roots) != 1) if len(roots) == 2 else far

    if not inner:
        return "everywhere" if so(float(w.mean())) else "nowhere"
    if len(inner) == 2:
        return "outside" if far else "inside"
    return "above" if so((inner[0] + float(w.max())) / 2) else "below"


def _lines(
    columns: Columns, found: Equation, roles: tuple[str, str], names: list[str], at: dict[str, float]
) -> pd.DataFrame:
    """Return predicted outcomes at the ends of the predictor and the chosen values of the moderator."""
    x = roles[0]
    rows = []
    means = columns.mean(*names)
    ends = columns.of(x)[:, 0]
    for word, value in at.items():
        for end in (float(ends.min()), float(ends.max())):
            row = np.concatenate([[1.0], means])
            row[1], row[2], row[-1] = end, value, end * value
            rows.append(
                {
                    "at": word,
                    "moderator_value": value,
                    "predictor_value": end,
                    "predicted": float(row @ found.b),
                }
            )
    return pd.DataFrame(rows)


def _notes(centre: bool) -> list[Note]:
    if centre:
        told = "predictor and moderator are centred: their own coefficients are slopes where the other is at its mean"
    else:
        told = "the coefficients of predictor and moderator themselves are slopes where the other is zero, no effects on average"
    return [Note(told), Note("a referee will ask whether the slope is straight at all: look at the predictor's square, and at "
                             "answers in every part of the moderator's range")]  # fmt: skip
