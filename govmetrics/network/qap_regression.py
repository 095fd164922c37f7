"""What explains a network: a regression on other networks, each coefficient tested by relabelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.options import MAPPING, SEED, asked, choice
from govmetrics.core.parallel import parts_of, together
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.network.network import Network
from govmetrics.network.pairs import Pairs, enough, like, pairs_of
from govmetrics.network.qap import DRAWS, refuse_alike, unknown_notes
from govmetrics.network.tie_models import linear, logit
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.relabelling import relabellings, tails
from govmetrics.numerics.semi_partial import relabelled_t, relabelled_z, residuals

Model = Literal["linear", "logit"]


@dataclass(frozen=True, eq=False)
class QapRegression(Result):
    """A regression of a network on others, tested by relabelling (QAP回归, MRQAP).

    Attributes
    ----------
    coefficients : DataFrame
        Rows the intercept and the predictors: b, beta (linear: standardised), odds_ratio (logit), standard_error, t (of a
        logit model z), p_two_sided, p_greater, p_less by relabelling, and p_classical, which takes pairs as independent
        and is shown as a warning only. The intercept is not tested by relabelling.
    fit : DataFrame
        One row: r_squared and adjusted_r_squared, f (linear), or log_likelihood, aic and r_squared of McFadden (logit);
        df, pairs, actors.
    model : {"linear", "logit"}
    draws : int
        Relabellings looked at, for each predictor.
    exact : bool
        Whether these are all that there are.
    rng : int or None
        The seed.
    notes : tuple of Note

    See Also
    --------
    qap_regression
    """

    coefficients: pd.DataFrame
    fit: pd.DataFrame
    model: str
    draws: int
    exact: bool
    rng: int | None
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"coefficients": "What explains the network (MRQAP)", "fit": "Fit"}
    _cites: ClassVar = ("DekkerKrackhardtSnijders2007",)

    def _method(self) -> tuple[Text, ...]:
        model = Text("linear regression") if self.model == "linear" else Text("logistic regression")
        told = "The network was explained by other networks in a {model}; each coefficient was tested by double semi-partialling."
        how = Text("All {draws:,} orders were gone through.", draws=self.draws)
        drawn = Text("{draws:,} orders were drawn; the order that was found counts, too.", draws=self.draws)
        return Text(told, model=model), how if self.exact else drawn

    def _finding(self) -> tuple[Text, ...]:
        tested = self.coefficients.iloc[1:]
        sure = [str(name) for name in tested.index[tested["p_two_sided"] < 0.05]]
        only = [
            str(name)
            for name in tested.index[(tested["p_two_sided"] >= 0.05) & (tested["p_classical"] < 0.05)]
        ]
        found = [Text("At 5% the network goes with: {names}.", names=sure)] if sure else [
            Text("At 5% the network goes with none of the predictors.")]  # fmt: skip
        if only:
            told = "Only by the classical p, which takes pairs as independent and is too small, would count: {names}."
            found.append(Text(told, names=only))
        return tuple(found)


def qap_regression(
    y: Network | pd.DataFrame,
    x: Mapping[Any, Network | pd.DataFrame],
    model: Model = "linear",
    draws: int = 5000,
    rng: int | np.random.Generator = 0,
) -> QapRegression:
    """Regress a network on other networks of the same actors, with p values by relabelling (double semi-partialling).

    Of every predictor the residuals on all others are taken, their rows and columns are relabelled together, and the
    model is fitted again with them in the predictor's place; t of the relabelled ones tells what chance makes of it.

    Parameters
    ----------
    y : Network or DataFrame, shape (actors, actors)
        What is to be explained; for "logit" ties or none (weights count as ties).
    x : mapping of name to Network or DataFrame
        What may explain it: other relations, the same department, differences of level. Of the same actors; rows are brought
        into the order of `y` by their names.
    model : {"linear", "logit"}
        Linear, whatever `y` is, as UCINET has it; or logistic, for ties or none.
    draws : int
        Relabellings drawn for each predictor; of up to eight actors all are gone through.
    rng : int or Generator
        Seed.

    Returns
    -------
    QapRegression
        `coefficients`: b, t, p_two_sided.

    Raises
    ------
    FaultyInput
        Other actors, no numbers, no predictors.
    UnsuitableMethod
        Pairs all alike, predictors that follow from each other, too few pairs; a logit model in which ties and pairs
        without one are told apart completely.

    References
    ----------
    Dekker, D., Krackhardt, D., Snijders, T. A. B. (2007). Sensitivity of MRQAP tests to collinearity and autocorrelation
    conditions. Psychometrika 72, 563-581.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> reports = pd.DataFrame(rng.integers(0, 2, (12, 12)))
    >>> works_with = ((reports + rng.uniform(size=(12, 12))) > 1).astype(int)
    >>> given = {"reports": reports, "same office": pd.DataFrame(rng.integers(0, 2, (12, 12)))}
    >>> found = qap_regression(works_with, given, draws=500)
    >>> (found.coefficients["p_two_sided"] < 0.05).tolist()
    [False, True, False]
    """
    asked(x=(x, MAPPING), model=(model, choice("linear", "logit")), draws=(draws, DRAWS), rng=(rng, SEED))
    outcome, given = _read(y, x)
    known = outcome.known
    for one in given.values():
        known = known & one.known
    pairs = known & (outcome.halved() if not any(one.directed for one in given.values()) else outcome.off)
    answers = outcome.ties if model == "logit" else outcome.values
    names = list(given)
    design = np.column_stack([np.ones(pairs.sum()), *(one.values[pairs] for one in given.values())])
    target = answers[pairs]
    _refuse(target, design, names)
    generator, seed = generator_of(rng)
    orders, exact = relabellings(name_order(outcome.actors), draws, generator)
    table, fit = (linear if model == "linear" else logit)(design, target)
    drawn = _drawn(design, target, pairs, list(given.values()), orders, model)
    t = table["t"].to_numpy()
    found = np.array([[np.nan] * 3, *(tails(t[k + 1], one, exact) for k, one in enumerate(drawn))])
    table = table.assign(p_two_sided=found[:, 2], p_greater=found[:, 0], p_less=found[:, 1])
    table.index = pd.Index([Text("Intercept"), *names], dtype=object, name="predictor")
    order = [
        "b",
        "beta",
        "odds_ratio",
        "standard_error",
        "t",
        "p_two_sided",
        "p_greater",
        "p_less",
        "p_classical",
    ]
    fit = {**fit, "pairs": len(target), "actors": outcome.n}
    lost = sum(int(np.isnan(one).sum()) for one in drawn)
    notes = unknown_notes(outcome, known)
    if lost:
        notes += (Note("{count:,} of the relabelled fits have no end and are left out of p", count=lost),)
    return QapRegression(
        table[[key for key in order if key in table]],
        pd.DataFrame([fit]),
        model,
        len(orders),
        exact,
        seed,
        notes,
    )


def _read(y: Any, x: Mapping[Any, Any]) -> tuple[Pairs, dict[str, Pairs]]:
    outcome = pairs_of(y, "y", signed=True)
    if not x:
        raise FaultyInput("x", "holds no network", "give at least one: {{name: network}}")
    faults, given = Faults(), {}
    for name, one in x.items():
        with faults:
            given[str(name)] = like(one, outcome, f"x[{name!r}]", "y")
    faults.raise_all()
    if len(given) < len(x):
        raise FaultyInput("x", "two names are spelled alike", "give every network a name of its own")
    enough(outcome, 3, "y", Text("relabelling"))
    return outcome, given


def _refuse(y: Array, design: Array, names: list[str]) -> None:
    """Refuse what cannot be fitted."""
    refuse_alike(y, "y")
    faults = Faults()
    for place, name in enumerate(names):
        with faults:
            refuse_alike(design[:, place + 1], f"x[{name!r}]")
    faults.raise_all()
    scaled = design / np.abs(design).max(axis=0)
    if np.linalg.matrix_rank(scaled, tol=1e-9 * np.sqrt(len(y))) < design.shape[1]:
        raise UnsuitableMethod(
            "x", "some networks follow from the others: {names}", "leave out one of them", names=names
        )
    if len(y) <= design.shape[1]:
        problem = "{count:# pair is|# pairs are} too few for {terms} coefficients"
        raise UnsuitableMethod("y", problem, "leave out predictors", count=len(y), terms=design.shape[1])


def _drawn(
    design: Array, y: Array, pairs: Bools, given: list[Pairs], orders: Ints, model: str
) -> list[Array]:
    """Return what every predictor's t (z) is under relabelling."""
    relabelled = relabelled_t if model == "linear" else relabelled_z
    tasks = []
    for place in range(1, design.shape[1]):
        residual = np.full(pairs.shape, np.nan)
        residual[pairs] = residuals(design, place)
        if not any(one.directed for one in given) and not np.tril(pairs, -1).any():
            residual = np.where(np.isnan(residual), residual.T, residual)
        fixed = np.delete(design, place, axis=1)
        tasks += [(residual, fixed, y, pairs, part) for part in parts_of(orders)]
    return np.split(np.concatenate(list(together(relabelled, tasks))), design.shape[1] - 1)
