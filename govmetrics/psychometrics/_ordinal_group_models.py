"""What models of ordered answers in several groups are made of: samples, parameters that are equal, fit, means of factors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.special import chdtrc, ndtri

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.words import Note, Text
from govmetrics.numerics import fit, ordinal_groups
from govmetrics.numerics import polychoric as kernel
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.ordinal_groups import Sample, Shape, Solution
from govmetrics.numerics.restrictions import Linear
from govmetrics.psychometrics._frames import rows_of_groups, with_names
from govmetrics.psychometrics._invariance_steps import free_moves
from govmetrics.psychometrics._item_frames import Answers, read_answers
from govmetrics.psychometrics._patterns import Pattern, starting_values
from govmetrics.psychometrics._polychoric_notes import polychoric_notes
from govmetrics.psychometrics.confirm_ordinal import check_correlations
from govmetrics.psychometrics.polychoric import categories_of


def linear_of(shape: Shape, groups: int, equal: tuple[str, ...], *, loose: bool = False) -> Linear:
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
    return Linear(fixed, free_moves(column, count))


def starts_of(shape: Shape, samples: list[Sample]) -> Array:
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


def fit_of(
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


def factor_means(
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


def answers_of_groups(
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


def samples_of(
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
