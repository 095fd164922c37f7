"""Measurement invariance of ordered answers: whether steps and loadings are the same in every group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import chdtrc, ndtri

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics import fit, ordinal_groups
from govmetrics.numerics import polychoric as kernel
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.ordinal_groups import Sample, Shape, Solution
from govmetrics.numerics.restrictions import Linear
from govmetrics.psychometrics._frames import rows_of_groups, with_names
from govmetrics.psychometrics._item_frames import Answers, read_answers
from govmetrics.psychometrics._patterns import Factors, Pattern, read_pattern, starting_values
from govmetrics.psychometrics._polychoric_notes import polychoric_notes
from govmetrics.psychometrics.confirm_ordinal import check_correlations
from govmetrics.psychometrics.polychoric import categories_of

_MODELS = {
    "configural": (),
    "thresholds": ("thresholds",),
    "loadings": ("thresholds", "loadings"),
    "intercepts": ("thresholds", "loadings", "intercepts"),
}
_NAMES = {
    "configural": Text("configural"), "thresholds": Text("thresholds"), "loadings": Text("loadings"),
    "intercepts": Text("intercepts"),
}  # fmt: skip
_MOST_FALL = 0.01  # of CFI: Cheung and Rensvold (2002)


@dataclass(frozen=True, eq=False)
class OrdinalInvariance(Result):
    """Measurement invariance of ordered answers (有序数据的测量不变性) across groups.

    Attributes
    ----------
    models : DataFrame
        Rows configural, thresholds, loadings, intercepts: chi_square (scaled and shifted), df, p, cfi, tli, rmsea with
        rmsea_lower and rmsea_upper (90 %), srmr; then against the row above delta_chi_square, delta_df, delta_p (scaled
        difference test), delta_cfi, delta_rmsea, and `holds` (CFI falls by at most 0.01).
    factors : DataFrame
        Index (group, factor): mean, se, z, p, variance in the last model; the first group has mean zero, variance one.
    groups : Series
        Respondents of each group.

    See Also
    --------
    invariance_ordinal
    """

    models: pd.DataFrame
    factors: pd.DataFrame
    groups: pd.Series
    n: int
    notes: tuple[Note, ...]

    _cites: ClassVar = ("wuestabrook2016", "satorra2000", "svetina2020")
    _shown: ClassVar = {
        "models": "Measurement invariance of ordered answers",
        "factors": "Means of the factors where everything is equal",
        "groups": "Respondents of the groups",
    }

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Measurement invariance of ordered answers across {groups} groups was tested by confirmatory models of "
            "thresholds and polychoric correlations, fitted by diagonally weighted least squares (WLSMV) and identified "
            "after Wu and Estabrook (2016), with ever more parameters set equal (thresholds, loadings, intercepts); models "
            "were compared by the scaled difference test of Satorra (2000), and invariance was taken to hold as long as CFI "
            "fell by at most {most:g}."
        )
        return (Text(found, groups=len(self.groups), most=_MOST_FALL),)

    def _finding(self) -> tuple[Text, ...]:
        failing = self.models.index[~self.models["holds"]]
        worse = [_NAMES[name] for name in self.models.index[self.models["delta_p"] < 0.05]]
        if len(failing):
            found = "CFI falls by more than 0.01 at the {model} model: invariance does not hold from there (n = {n:,})."
            first = Text(found, model=_NAMES[failing[0]], n=self.n)
        else:
            found = "CFI falls by at most 0.01 at every step: thresholds, loadings and intercepts are alike (n = {n:,})."
            first = Text(found, n=self.n)
        if not worse:
            return (first, Text("No step fits significantly worse by the scaled difference test (p ≥ 0.05)."))
        return (
            first,
            Text(
                "By the scaled difference test these fit significantly worse (p < 0.05): {models}.",
                models=worse,
            ),
        )

    def _tables(self) -> list[Table]:
        columns = [
            "chi_square", "df", "p", "cfi", "tli", "rmsea", "srmr", "delta_chi_square", "delta_df", "delta_p", "delta_cfi",
            "delta_rmsea", "holds",
        ]  # fmt: skip
        first = Table.of(Text(self._shown["models"]), self.models, "psychometrics", columns=columns)
        return [first, *super()._tables()[1:]]


def invariance_ordinal(items: pd.DataFrame, factors: Factors, groups: pd.Series) -> OrdinalInvariance:
    """Compare factor models of ordered answers with more and more parameters equal across groups.

    Parameters
    ----------
    items : DataFrame
        Respondents x items with three to 20 ordered answers, the same in every group, reversed items already flipped;
        incomplete respondents are left out and counted.
    factors : mapping
        {factor: [item, ...]}
    groups : Series
        Group of each respondent, under the respondents' index. Categories keep their order, other names are sorted: the
        first group is what others are compared with.

    Returns
    -------
    OrdinalInvariance

    Raises
    ------
    FaultyInput
        Unknown items, groups missing or not matching the respondents.
    UnsuitableMethod
        One group only; an item with two answers; an answer that nobody in a group gave; a model that is not identified
        or does not converge.

    Notes
    -----
    Wu and Estabrook (2016): configural, the same pattern, answers standardised in each group. Thresholds: the steps
    between answers are equal, and the items' intercepts and deviations free in all groups but the first (with three
    answers this fits as well as before). Loadings: equal too, the factors' variances free. Intercepts: equal too, the
    factors' means free: from here on means of factors may be compared. Items with two answers are refused: their
    thresholds cannot be tested apart from their loadings. Chi-square, CFI, TLI and RMSEA are scaled and shifted (WLSMV
    in lavaan and Mplus); the difference test is Satorra's (2000), both models at the estimates of the narrower one.
    The bound of 0.01 for CFI comes from maximum likelihood; read it beside the test.

    References
    ----------
    Wu, H. and Estabrook, R. (2016). Identification of confirmatory factor analysis models of different levels of
    invariance for ordered categorical outcomes. Psychometrika, 81.
    Satorra, A. (2000). Scaled and adjusted restricted tests in multi-sample analysis of moment structures. In
    Innovations in multivariate statistical analysis. Kluwer.
    Svetina, D., Rutkowski, L. and Rutkowski, D. (2020). Multiple-group invariance with categorical outcomes using
    updated guidelines. Structural Equation Modeling, 27.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> answers = np.clip(np.round(3 + rng.normal(size=(600, 1)) + rng.normal(size=(600, 4))), 1, 5)
    >>> frame = pd.DataFrame(answers, columns=list("abcd"))
    >>> result = invariance_ordinal(frame, {"f": ["a", "b", "c", "d"]}, pd.Series(["x", "y"] * 300))
    >>> result.models["df"].astype(int).tolist()
    [4, 12, 15, 18]
    """
    pattern = read_pattern(items, factors)
    names, given, notes = _groups(items, pattern, groups)
    shape, samples, found = _samples(pattern, names, given)
    start = _start(shape, samples)
    rows: dict[str, dict[str, float]] = {}
    null, null_df = ordinal_groups.nothing_in_common(samples, len(shape.items))
    before: tuple[str, Solution] | None = None
    for name, equal in _MODELS.items():
        linear = _linear(shape, len(samples), equal)
        guess = np.linalg.lstsq(linear.free, start.ravel() - linear.fixed, rcond=None)[0]
        solution = ordinal_groups.fit(shape, samples, linear, np.asarray(guess, dtype=float))
        _check(solution, name)
        rows[name] = _fit(shape, samples, solution, (null, null_df))
        if before is not None:
            wider = _linear(shape, len(samples), _MODELS[before[0]], loose=True).free
            moves = (linear.free, wider)
            tested = ordinal_groups.difference(
                shape, samples, solution.parameters, moves, (solution.plain, before[1].plain)
            )
            rows[name] |= dict(zip(("delta_chi_square", "delta_df", "delta_p"), tested, strict=True))
        start, before, last = solution.parameters, (name, solution), linear
    counts = pd.Series([sample.n for sample in samples], index=pd.Index(names, name="group"), name="n")
    assert before is not None
    models = _compared(pd.DataFrame.from_dict(rows, orient="index"))
    factors_of = _factors(shape, before[1], last, pattern, names)
    return OrdinalInvariance(models, factors_of, counts, int(counts.sum()), (*notes, *found))


def _linear(shape: Shape, groups: int, equal: tuple[str, ...], *, loose: bool = False) -> Linear:
    """Return what is fixed and free; `loose` frees also what only sets the scale, and so spans the same moves anywhere."""
    q, parts = shape.size, shape.parts
    i, j = shape.layout.pairs
    fixed, column, count = np.zeros(groups * q), np.full(groups * q, -1), 0
    variances = np.zeros(q, dtype=bool)
    variances[parts["covariances"]] = i == j
    scaled = "thresholds" in equal
    for g in range(groups):
        for kind, part in parts.items():
            for a in range(part.start, part.stop):
                here = g * q + a
                freed = {
                    "loadings": True,
                    "covariances": not variances[a] or loose or (g > 0 and "loadings" in equal),
                    "deviations": g > 0 and scaled,
                    "intercepts": g > 0 and scaled and "intercepts" not in equal,
                    "means": g > 0 and "intercepts" in equal,
                    "thresholds": True,
                }[kind]
                if g and kind in equal and kind != "intercepts":
                    column[here] = column[a]
                elif freed:
                    column[here], count = count, count + 1
                elif kind == "deviations" or variances[a]:
                    fixed[here] = 1.0
    free = np.zeros((groups * q, count))
    used = column >= 0
    free[np.flatnonzero(used), column[used]] = 1.0
    return Linear(fixed, free)


def _start(shape: Shape, samples: list[Sample]) -> Array:
    """Return each group's starting parameters (g, q), with standardised answers."""
    layout, parts = shape.layout, shape.parts
    t = np.zeros((len(samples), shape.size))
    i, j = np.triu_indices(layout.items, 1)
    for row, sample in zip(t, samples, strict=True):
        r = np.eye(layout.items)
        r[i, j] = r[j, i] = sample.values[len(shape.items) :]
        row[: layout.size] = starting_values(layout, r)
        row[parts["deviations"]] = 1.0
        row[parts["thresholds"]] = sample.values[: len(shape.items)]
    return t


def _check(solution: Solution, name: str) -> None:
    spread = np.diag(solution.spread)
    if not solution.converged or not np.isfinite(spread).all() or (spread <= 0).any():
        problem = "the {model} model did not converge or is not identified"
        way = "give each factor three or more items that belong together, or merge factors that cannot be told apart"
        raise UnsuitableMethod("factors", problem, way, model=_NAMES[name])


def _fit(
    shape: Shape, samples: list[Sample], solution: Solution, null: tuple[float, int]
) -> dict[str, float]:
    n, value, df = sum(sample.n for sample in samples), solution.chi_square, solution.df
    scale = max(df, 1) * (n - len(samples)) / len(samples)  # as of one group, where n - 1 stands
    low, high = fit.noncentrality(value, df)
    p = shape.layout.items
    square = 0.0
    for sample, t in zip(samples, solution.parameters, strict=True):
        rest = (sample.values - ordinal_groups.implied(shape, t)[0])[len(shape.items) :]
        square += sample.n / n * float(np.sqrt((rest**2).sum() / (len(rest) + p)))
    return {
        "chi_square": value,
        "df": float(df),
        "p": float(chdtrc(df, max(value, 0.0))) if df > 0 else float("nan"),
        "cfi": fit.comparative(value, df, *null),
        "tli": fit.tucker_lewis(value, df, *null),
        "rmsea": fit.rmsea(value, df, scale),
        "rmsea_lower": float(np.sqrt(low / scale)),
        "rmsea_upper": float(np.sqrt(high / scale)),
        "srmr": square,
    }


def _compared(models: pd.DataFrame) -> pd.DataFrame:
    for name in ("cfi", "rmsea"):
        models[f"delta_{name}"] = models[name].diff()
    models["holds"] = ~(models["delta_cfi"] < -_MOST_FALL)
    return models.rename_axis("model")


def _factors(
    shape: Shape, solution: Solution, linear: Linear, pattern: Pattern, names: list[Any]
) -> pd.DataFrame:
    """Return the factors' means with their errors, and their variances, in each group."""
    rows, m, parts = [], shape.layout.factors, shape.parts
    spread = np.einsum("ab,bc,ac->a", linear.free, solution.spread, linear.free)
    i, j = shape.layout.pairs
    for g, t in enumerate(solution.parameters):
        mean, variance = t[parts["means"]], t[parts["covariances"]][i == j]
        errors = np.sqrt(spread[g * shape.size :][parts["means"]])
        rows += [(mean[k], errors[k], variance[k]) for k in range(m)]
    index = pd.MultiIndex.from_product([names, list(pattern.factors)], names=["group", "factor"])
    table = pd.DataFrame(rows, index=index, columns=["mean", "se", "variance"])
    table["se"] = table["se"].where(table["se"] > 0)
    table["z"] = table["mean"] / table["se"]
    table["p"] = chdtrc(1, table["z"].fillna(0.0) ** 2)
    table["p"] = table["p"].where(table["z"].notna())
    return table[["mean", "se", "z", "p", "variance"]]


def _groups(
    items: pd.DataFrame, pattern: Pattern, groups: pd.Series
) -> tuple[list[Any], list[Answers], list[Note]]:
    """Return the groups' names and complete answers."""
    given, notes, faults = [], [], Faults()
    found = rows_of_groups(with_names(items)[pattern.items], groups)
    for name, rows in found:
        complete = len(rows.dropna())
        if complete <= len(pattern.items):
            place = Text("group {group}", group=str(name))
            problem = "{n:,} respondents for {items} items"
            faults.append(Fault(place, problem, "merge groups", n=complete, items=len(pattern.items)))
            continue
        answers = read_answers(rows)
        given.append(answers)
        notes += [Note("group {group}: {note}", group=str(name), note=note) for note in answers.notes]
    faults.raise_all(UnsuitableMethod)
    return [name for name, _ in found], given, notes


def _samples(
    pattern: Pattern, names: list[Any], given: list[Answers]
) -> tuple[Shape, list[Sample], list[Note]]:
    """Return each group's thresholds and correlations with their sampling covariance; the answers must be the same."""
    whole = np.vstack([answers.values for answers in given])
    codes, labels = categories_of(Answers(whole, pattern.items, None))
    faults = Faults(
        Fault(
            name, "has two answers only", "thresholds and loadings cannot be told apart: use the other items"
        )
        for name, used in zip(pattern.items, labels, strict=True)
        if len(used) < 3
    )
    ends = np.cumsum([answers.n for answers in given])
    parts = [codes[end - answers.n : end] for end, answers in zip(ends, given, strict=True)]
    for name, own in zip(names, parts, strict=True):
        for item, used, column in zip(pattern.items, labels, own.T, strict=True):
            absent = used[~np.isin(np.arange(len(used)), column)]
            if len(absent):
                place = Text("group {group}: {item}", group=str(name), item=item)
                problem, way = (
                    "nobody gave the answers {answers}",
                    "merge them with the next answer in all groups",
                )
                faults.append(Fault(place, problem, way, answers=[f"{one:g}" for one in absent]))
    faults.raise_all(UnsuitableMethod)
    sizes, samples, notes = [len(used) for used in labels], list[Sample](), list[Note]()
    shape = Shape(pattern.layout(means=True), np.repeat(np.arange(len(sizes)), np.array(sizes) - 1))
    m = shape.layout.factors
    parameters = len(shape.layout.rows) + m * (m - 1) // 2
    for name, own, answers in zip(names, parts, given, strict=True):
        tables, shares = kernel.cross_tables(own, sizes, None)
        thresholds = ndtri(kernel.below_thresholds(shares))
        r = kernel.correlations(tables, thresholds)
        check_correlations(shape.layout, r, parameters, answers.names)
        values = np.concatenate([thresholds[np.isfinite(thresholds)], r[np.triu_indices(len(r), 1)]])
        samples.append(Sample(values, kernel.joint_covariance(own, shares, r, tables), answers.n))
        told = polychoric_notes(r, tables, own, labels, answers)
        notes += [Note("group {group}: {note}", group=str(name), note=note) for note in told]
    return shape, samples, notes
