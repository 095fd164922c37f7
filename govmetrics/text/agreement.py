"""Do the coders agree: kappa, alpha, AC1 and PABAK by code and over all codes, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import Fault, FaultyInput, UnsuitableMethod
from govmetrics.core.options import COUNT, SEED, SHARE, choice, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.core.words.terms import term
from govmetrics.numerics.agreements import (
    alphas,
    chance_free,
    group_coincidences,
    kappas,
    observed_and_ac1,
    pair_tables,
)
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.draw_order import in_place
from govmetrics.psychometrics import ac1 as gwet
from govmetrics.psychometrics import kappa as cohen
from govmetrics.psychometrics import krippendorff
from govmetrics.text._coding_sources import CODING, HEADINGS
from govmetrics.text.codebook import CODEBOOK, Codebook
from govmetrics.text.coding import NO_SECOND, Coding
from govmetrics.text.read_coding import read_coding

Measurement = Literal["nominal", "ordinal", "interval"]
COEFFICIENTS = ("observed", "kappa", "kappa_linear", "kappa_quadratic", "alpha", "ac1", "pabak")
ENOUGH, TENTATIVE = 0.8, 0.667
"""Krippendorff's limits: what to require, and the lowest for tentative conclusions."""
_PREVALENT = 0.1
RATING = "rating"
"""The one code of ratings that are no coding of documents."""


@dataclass(frozen=True, eq=False)
class Agreement(Result):
    """Agreement of coders.

    Attributes
    ----------
    kappa, alpha, ac1, pabak, observed : float
        Over all codes: each code of each document is one thing. kappa is Cohen's, the mean over pairs of coders (Light's)
        where there are more than two; alpha Krippendorff's; ac1 Gwet's; pabak is kappa with chance 1 over the number of
        categories.
    codes : DataFrame
        Rows are codes: documents coded twice or more, mean (of the marks), observed, kappa, kappa_linear,
        kappa_quadratic, alpha, ac1, pabak.
    intervals : DataFrame
        Rows (code, coefficient), the code "" standing for all codes: value, lower, upper.
    coders : tuple
        Who coded.
    measurement : str
        Of alpha.
    level : float
        Of the intervals.
    draws : int
        How often documents were drawn again.
    seed : int or None

    See Also
    --------
    agreement
    """

    kappa: float
    alpha: float
    ac1: float
    pabak: float
    observed: float
    codes: pd.DataFrame
    intervals: pd.DataFrame
    coders: tuple[str, ...]
    documents: int
    measurement: str
    level: float
    draws: int
    seed: int | None
    labels: dict[str, Label]
    notes: tuple[Note, ...]

    _shown: ClassVar = {"codes": "Agreement of the coders by code", "intervals": "Intervals of agreement"}
    _cites: ClassVar = ("cohen1960", "cohen1968", "krippendorff2011", "gwet2008", "byrt1993")

    def _names(self) -> Mapping[Any, str]:
        headings = {name: known.heading for name in COEFFICIENTS if (known := term(name, "text"))}
        return {"": Text("all codes"), **headings, **self.labels}

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Agreement of {coders} coders was measured by Cohen's kappa, Krippendorff's alpha, Gwet's AC1 and PABAK, code by "
            "code and over all codes; intervals are large-sample ones or drawn again from documents ({draws:,} draws)."
        )
        return (Text(told, coders=len(self.coders), draws=self.draws),)

    def _finding(self) -> tuple[Text, ...]:
        told = (
            "{coders} coders agree on {observed:.1%} of {documents:# document|# documents} by {codes:# code|# codes}: "
            "{figures:4}."
        )
        named = {
            "kappa": "kappa {value:.3f}",
            "alpha": "alpha {value:.3f}",
            "ac1": "AC1 {value:.3f}",
            "pabak": "PABAK {value:.3f}",
        }
        figures = [
            Text(word, value=getattr(self, name)) for name, word in named.items() if not np.isnan(getattr(self, name))
        ]  # fmt: skip
        found = [Text(told, coders=len(self.coders), codes=len(self.codes), observed=self.observed, documents=self.documents,
                      figures=figures)]  # fmt: skip
        low = self.codes["alpha"][self.codes["alpha"] < TENTATIVE].sort_values(kind="stable")
        if len(low) and len(self.codes) > 1:
            names = [
                Text("{name} ({alpha:.2f})", name=self.labels.get(str(code), str(code)), alpha=alpha)
                for code, alpha in low.items()
            ]
            found.append(
                Text(
                    "Alpha is below 0.667, the lowest limit for tentative conclusions, for: {names:8}.",
                    names=names,
                )
            )
        return tuple(found)


def agreement(
    coding: Any,
    codebook: Codebook | None = None,
    measurement: Measurement = "nominal",
    level: float = 0.95,
    draws: int = 1000,
    rng: int | np.random.Generator = 0,
) -> Agreement:
    """Measure how far coders agree, code by code and over all codes.

    Parameters
    ----------
    coding : Coding, or whatever `read_coding` takes
        By two coders or more. A frame without a column of documents or coders has things in rows and coders in columns.
    codebook : optional
        See `read_coding`.
    measurement : {"nominal", "ordinal", "interval"}
        How alpha takes the marks.
    level : float
        Of the intervals.
    draws : int
        How often documents are drawn again, for the intervals of alpha and of all codes.
    rng : int or Generator
        For drawing.

    Returns
    -------
    Agreement

    Raises
    ------
    FaultyInput
        One coder only; what `read_coding` refuses.
    UnsuitableMethod
        No document that two coders coded.

    Notes
    -----
    Of one code: kappa has Fleiss, Cohen and Everitt's interval, AC1 Gwet's, PABAK Wilson's of the agreement observed (two
    coders); the others, and all figures over all codes, are drawn again from documents, so that codes of one document stay
    together. Where nearly everything has one code, kappa and alpha fall although coders agree (the paradox of kappa): read
    AC1 and PABAK beside them. Where a code does not vary at all, kappa and alpha cannot be told.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, 37-46.
    Cohen, J. (1968). Weighted kappa. Psychological Bulletin 70, 213-220. Krippendorff, K. (2011). Computing Krippendorff's
    alpha-reliability. Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high
    agreement. British Journal of Mathematical and Statistical Psychology 61, 29-48. Byrt, T., Bishop, J. and Carlin, J. B.
    (1993). Bias, prevalence and kappa. Journal of Clinical Epidemiology 46, 423-429.

    Examples
    --------
    >>> both = pd.DataFrame({"A": [1] * 90 + [1] * 5 + [0] * 5, "B": [1] * 90 + [0] * 5 + [1] * 5})
    >>> found = agreement(both, draws=50)
    >>> round(found.kappa, 3), round(found.ac1, 3), round(found.pabak, 3)
    (-0.053, 0.89, 0.8)
    """
    wanted(
        coding=(coding, CODING), codebook=(codebook, optional(CODEBOOK)), level=(level, SHARE), draws=(draws, COUNT),
        measurement=(measurement, choice("nominal", "ordinal", "interval")), rng=(rng, SEED),
    ).raise_all()  # fmt: skip
    found = _of_ratings(coding) if _is_ratings(coding) else read_coding(coding, codebook)
    if len(found.coders) < 2:
        raise FaultyInput([one_coder(found)])
    marks, categories = _by_coder(found)
    generator, seed = generator_of(rng)
    documents = marks.index.get_level_values("document")
    groups, own = pd.factorize(documents)
    cells = np.searchsorted(categories, marks.fillna(categories[0]).to_numpy())
    cells = np.where(marks.isna().to_numpy(), -1, cells)
    if not ((cells >= 0).sum(axis=1) > 1).any():
        raise UnsuitableMethod("coding", "no document was coded by two coders", NO_SECOND)
    weights = generator.multinomial(len(own), np.full(len(own), 1 / len(own)), size=draws).astype(float)
    weights = in_place(name_order(own), weights)
    rows, bounds, constant = {}, {}, []
    of_code = marks.index.get_level_values("code")
    for code in found.codes:
        here = np.asarray(of_code == code)
        one, ends = _one_code(
            marks[here].droplevel("code"), cells[here], groups[here], weights, categories, measurement, level
        )
        rows[code], bounds[code] = one, ends
        if np.isnan(one["alpha"]) and one["documents"]:
            constant.append(code)
    whole, ends = _whole(cells, groups, weights, categories, measurement, level)
    if len(found.codes) == 1:
        whole, ends = {name: rows[found.codes[0]][name] for name in whole}, bounds[found.codes[0]]
    codes = pd.DataFrame.from_dict(rows, orient="index").rename_axis(index="code")
    notes = [*found.notes, *_notes(found, codes, constant)]
    return Agreement(
        **{name: float(whole[name]) for name in ("kappa", "alpha", "ac1", "pabak", "observed")},
        codes=codes, intervals=_intervals({"": ends, **bounds}, {"": whole, **rows}), coders=tuple(map(str, found.coders)),
        documents=int(pd.Index(documents[(cells >= 0).sum(axis=1) > 1]).nunique()), measurement=measurement, level=float(level),
        draws=draws, seed=seed, labels=found.labels, notes=tuple(notes),
    )  # fmt: skip


def one_coder(found: Coding) -> Fault:
    """Return the fault that one coder coded alone."""
    who: Any = list(map(str, found.coders)) or Text("nobody")
    return Fault(
        "coding", "there is one coder only ({who}): how far coders agree cannot be told", NO_SECOND, who=who
    )


def _is_ratings(coding: Any) -> bool:
    """Tell whether a frame has things in rows and coders in columns."""
    if not isinstance(coding, pd.DataFrame) or coding.columns.nlevels > 1 or coding.shape[1] < 2:
        return False
    known = {
        word for key, words in HEADINGS.items() if key in ("document", "coder", "code") for word in words
    }
    heads = [*coding.columns, *coding.index.names]
    return not any(isinstance(head, str) and head.strip().casefold() in known for head in heads)


def _of_ratings(ratings: pd.DataFrame) -> Coding:
    """Return things by coders as a coding by one code; the things have no names, so their order is that of the marks."""
    columns = name_order(ratings.columns)
    ratings = ratings.iloc[name_order(ratings.iloc[:, columns].itertuples(index=False, name=None))]
    long = pd.concat(
        [
            pd.DataFrame({"document": range(1, len(ratings) + 1), "coder": str(coder), "code": RATING,
                          "value": ratings.iloc[:, place].tolist()})
            for place, coder in enumerate(ratings.columns)
        ]
    )  # fmt: skip
    known = long[long["value"].notna()].reset_index(drop=True)
    return read_coding(known)


def _by_coder(found: Coding) -> tuple[pd.DataFrame, Array]:
    """Return marks with a row for each document and code and a column for each coder, and the categories in use."""
    long = found.marks.rename_axis(columns="code").stack(future_stack=True)
    wide = pd.DataFrame(long.unstack("coder")).reindex(columns=found.coders)
    order = pd.MultiIndex.from_product([found.documents, found.codes], names=["document", "code"])
    wide = wide.reindex(order)
    values = wide.to_numpy()
    in_use = np.unique(values[~np.isnan(values)])
    return wide, np.asarray(
        np.union1d(in_use, [0.0, 1.0]) if set(in_use) <= {0.0, 1.0} else in_use, dtype=float
    )


def _one_code(
    marks: pd.DataFrame,
    cells: Ints,
    groups: Ints,
    weights: Array,
    categories: Array,
    measurement: str,
    level: float,
) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Return the coefficients of one code with their intervals."""
    whole, ends = _whole(cells, groups, weights, categories, measurement, level)
    out = {"documents": float(((cells >= 0).sum(axis=1) > 1).sum()), "mean": float(np.nanmean(marks.to_numpy())) if
           marks.notna().any(axis=None) else np.nan, **whole}  # fmt: skip
    two = len(marks.columns) == 2
    for name, kind in (("kappa", "nominal"), ("kappa_linear", "linear"), ("kappa_quadratic", "quadratic")):
        found = [_quiet(cohen, marks[[a, b]], kind, level) for a, b in combinations(marks.columns, 2)]
        known = [one for one in found if one is not None]
        out[name] = float(np.mean([one.kappa for one in known])) if known else np.nan
        if two:
            ends[name] = (known[0].lower, known[0].upper) if known else (np.nan, np.nan)
    alpha = _quiet(krippendorff, marks, measurement)
    out["alpha"] = np.nan if alpha is None else alpha.alpha
    found_ac1 = _quiet(gwet, marks, categories=list(categories), level=level)
    if found_ac1 is not None:
        out["ac1"], ends["ac1"] = found_ac1.ac1, (found_ac1.lower, found_ac1.upper)
    if two and out["documents"]:
        ends["observed"] = _wilson(out["observed"], out["documents"], level)
        q = len(categories)
        low, high = ((q * end - 1) / (q - 1) for end in ends["observed"])
        ends["pabak"] = (low, high)
    return out, ends


def _wilson(share: float, n: float, level: float) -> tuple[float, float]:
    from scipy.special import ndtri

    from govmetrics.numerics.shares import wilson

    low, high = wilson(np.array([share]), np.array([n]), float(ndtri((1 + level) / 2)))
    return float(low[0]), float(high[0])


def _quiet(method: Any, *given: Any, **options: Any) -> Any:
    """Return what a method finds, None where nothing varies or nothing was rated twice."""
    try:
        return method(*given, **options)
    except UnsuitableMethod:
        return None


def _whole(
    cells: Ints, groups: Ints, weights: Array, categories: Array, measurement: str, level: float
) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Return the coefficients over all things, and the intervals from drawing documents again."""
    n, q = weights.shape[1], len(categories)
    pairs = pair_tables(cells, groups, n, q)
    together, sums = group_coincidences(cells, groups, n, q), chance_free(cells, groups, n, q)
    apart = np.abs(categories[:, None] - categories) / (categories[-1] - categories[0])
    found: dict[str, tuple[float, Array]] = {}
    for name, agree in (("kappa", np.eye(q)), ("kappa_linear", 1 - apart), ("kappa_quadratic", 1 - apart**2)):
        now = _mean(kappas(pairs.sum(axis=1), agree))
        found[name] = float(now), _mean(kappas(np.einsum("dg,pgkl->dpkl", weights, pairs), agree))
    found["alpha"] = (
        float(alphas(together.sum(axis=0), categories, measurement)),
        alphas(np.tensordot(weights, together, 1), categories, measurement),
    )
    for at, (now, drawn) in enumerate(
        zip(observed_and_ac1(sums.sum(axis=0)), observed_and_ac1(weights @ sums), strict=True)
    ):
        found[("observed", "ac1")[at]] = float(now), np.asarray(drawn)
    seen, redrawn = found["observed"]
    found["pabak"] = (q * seen - 1) / (q - 1), (q * redrawn - 1) / (q - 1)
    tails = [(1 - level) / 2, (1 + level) / 2]
    ends = {name: _ends(drawn, tails) for name, (_, drawn) in found.items()}
    return {name: found[name][0] for name in COEFFICIENTS}, ends


def _mean(values: Array) -> Array:
    """Return the mean over pairs of coders, of those that can be told."""
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.asarray(
            np.where(known, values, 0.0).sum(axis=-1)
            / np.where(known.any(axis=-1), known.sum(axis=-1), np.nan)
        )


def _ends(drawn: Array, tails: list[float]) -> tuple[float, float]:
    known = drawn[~np.isnan(drawn)]
    if not len(known):
        return np.nan, np.nan
    low, high = np.quantile(known, tails)
    return float(low), float(high)


def _intervals(
    ends: Mapping[str, Mapping[str, tuple[float, float]]], rows: Mapping[str, Mapping[str, float]]
) -> pd.DataFrame:
    table = {
        (code, name): (
            rows[code][name],
            *(ends[code][name] if not np.isnan(rows[code][name]) else (np.nan, np.nan)),
        )
        for code in ends
        for name in COEFFICIENTS
    }
    frame = pd.DataFrame.from_dict(table, orient="index", columns=["value", "lower", "upper"])
    return frame.set_axis(pd.MultiIndex.from_tuples(frame.index, names=["code", "coefficient"]))


def _notes(found: Coding, codes: pd.DataFrame, constant: list[str]) -> list[Note]:
    notes = []
    if len(found.coders) > 2:
        notes.append(
            Note(
                "kappa is the mean over {count} pairs of coders",
                count=len(found.coders) * (len(found.coders) - 1) // 2,
            )
        )
    if constant:
        names = [found.labels.get(code, code) for code in constant]
        notes.append(
            Note("kappa and alpha cannot be told of codes that do not vary: {names:10}", names=names)
        )
    never = [found.labels.get(str(code), str(code)) for code in codes.index[codes["documents"] == 0]]
    if never:
        notes.append(Note("no document was coded by two coders for: {names:10}", names=never))
    rare = codes["mean"].between(0, _PREVALENT) | codes["mean"].between(1 - _PREVALENT, 1)
    odd = codes.index[rare & (codes["observed"] >= ENOUGH) & (codes["kappa"] < TENTATIVE)]
    if len(odd):
        told = "nearly all documents are alike here, so that kappa is low although coders agree; read AC1 and PABAK: {names:10}"
        notes.append(Note(told, names=[found.labels.get(str(code), str(code)) for code in odd]))
    if (codes["documents"] < 10).any():
        notes.append(Note("fewer than ten documents were coded twice: intervals are rough"))
    return notes
