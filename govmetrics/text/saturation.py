"""Were there enough interviews: new themes in later runs over themes in the first interviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.near import meant
from govmetrics.core.options import COUNT, LABEL, PROPORTION, SEED, optional, several, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.draw_order import in_place
from govmetrics.text._coding_sources import CODING
from govmetrics.text.codebook import CODEBOOK, Codebook
from govmetrics.text.coding import Coding
from govmetrics.text.read_coding import read_coding


@dataclass(frozen=True, eq=False)
class Saturation(Result):
    """Saturation of themes.

    Attributes
    ----------
    base_themes : tuple of str
        Themes of the first `base` interviews.
    runs : DataFrame
        Rows are runs: first, last (numbers of the interviews), new (themes not there before), new_share (new over base).
    reached : DataFrame
        Rows are thresholds: run (the first whose share is at most the threshold; NaN if none is), interviews (before that
        run), with_run (with it); and over random orders of the interviews median, lower, upper of `interviews` where it is
        reached, and never, the share of orders in which it is not.
    interviews : DataFrame
        Rows are documents in their order: themes, new, total.
    base, run, draws : int
    seed : int or None

    See Also
    --------
    saturation
    """

    base_themes: tuple[str, ...]
    runs: pd.DataFrame
    reached: pd.DataFrame
    interviews: pd.DataFrame
    base: int
    run: int
    draws: int
    seed: int | None
    labels: dict[str, Label]
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "reached": "Saturation, in the order given and over random orders",
        "runs": "New themes by run",
        "interviews": "New themes by interview",
    }
    _cites: ClassVar = ("Guest2020",)

    def _names(self) -> Mapping[Any, str]:
        return self.labels

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Saturation was assessed with a base of {base} interviews and runs of {run}: new themes of a run over the themes of "
            "the base. {draws:,} random orders of the interviews show how far it depends on their order."
        )
        return (Text(told, base=self.base, run=self.run, draws=self.draws),)

    def _finding(self) -> tuple[Text, ...]:
        found = []
        for threshold, row in self.reached.iterrows():
            told = (
                "New themes fell to at most {threshold:.0%} of the base after {interviews} interviews (+{run})."
                if row["run"] == row["run"]
                else "New themes did not fall to {threshold:.0%} of the base within the {count} interviews."
            )
            before = 0 if np.isnan(row["interviews"]) else int(row["interviews"])
            found.append(
                Text(told, threshold=threshold, interviews=before, run=self.run, count=len(self.interviews))
            )
        return tuple(found)


def saturation(
    coding: Any,
    base: int = 4,
    run: int = 2,
    thresholds: Sequence[float] = (0.05, 0.0),
    order: Sequence[Any] | None = None,
    codebook: Codebook | None = None,
    draws: int = 1000,
    rng: int | np.random.Generator = 0,
) -> Saturation:
    """Tell after how many interviews hardly any new theme came up.

    Parameters
    ----------
    coding : Coding, or whatever `read_coding` takes
        Also the themes of each interview: [["a", "b"], ["b"]] or {"interview 1": ["a", "b"]}. A theme counts where any coder
        found it.
    base : int
        So many first interviews make the base.
    run : int
        So many interviews make a run; the first run follows the base, the next one the first.
    thresholds : sequence of float
        Shares of new themes.
    order : list, optional
        The documents in the order of the interviews; by default that in which they were read.
    codebook : optional
        See `read_coding`.
    draws : int
        Random orders.
    rng : int or Generator
        For these.

    Returns
    -------
    Saturation

    Raises
    ------
    FaultyInput
        Bad options; an order that lacks documents or has others; what `read_coding` refuses.
    UnsuitableMethod
        Fewer interviews than base and one run; a base without themes.

    References
    ----------
    Guest, G., Namey, E. and Chen, M. (2020). A simple method to assess and report thematic saturation in qualitative
    research. PLoS ONE 15(5), e0232076.

    Examples
    --------
    >>> themes = [["a", "b", "c"], ["b", "d"], ["a", "e"], ["c", "f"], ["b", "g"], ["a"], ["h"], ["c", "d"]]
    >>> saturation(themes, draws=100).runs.round(3).to_numpy().tolist()
    [[5.0, 6.0, 1.0, 0.167], [7.0, 8.0, 1.0, 0.167]]
    """
    wanted(
        coding=(coding, CODING), base=(base, COUNT), run=(run, COUNT), thresholds=(thresholds, several(PROPORTION, 1)),
        order=(order, optional(several(LABEL, 1))), codebook=(codebook, optional(CODEBOOK)), draws=(draws, COUNT),
        rng=(rng, SEED),
    ).raise_all()  # fmt: skip
    found = read_coding(coding, codebook)
    has = _themes(found, order)
    given = has.to_numpy()
    n = len(has)
    if n < base + run:
        way = "take a smaller base or shorter runs, or wait for more interviews"
        raise UnsuitableMethod(
            "coding",
            "there are {n} interviews for a base of {base} and a run of {run}",
            way,
            n=n,
            base=base,
            run=run,
        )
    if not given[:base].any():
        raise UnsuitableMethod(
            "base", "the first {base} interviews have no theme", "take a larger base", base=base
        )
    generator, seed = generator_of(rng)
    limits = np.array(sorted(set(map(float, thresholds)), reverse=True))
    first = _first(given, np.arange(n)[None, :])
    new, at_base = _new(first, base, run, n)
    drawn = in_place(name_order(has.index), generator.permuted(np.tile(np.arange(n), (draws, 1)), axis=1))
    orders = _reached(*_new(_first(given, drawn), base, run, n), limits)
    runs = pd.DataFrame(
        {"first": base + run * np.arange(new.shape[1]) + 1, "last": base + run * (np.arange(new.shape[1]) + 1),
         "new": new[0], "new_share": new[0] / at_base[0]},
        index=pd.RangeIndex(1, new.shape[1] + 1, name="run"),
    )  # fmt: skip
    reached = _table(_reached(new, at_base, limits)[0], orders, limits, base, run)
    left = (n - base) % run
    notes = [*found.notes]
    if left:
        notes.append(
            Note(
                "the last {count:# interview makes|# interviews make} no whole run and {count:# does|# do} not count",
                count=left,
            )
        )
    if len(found.coders) > 1:
        notes.append(Note("a theme counts where any of the coders found it"))
    return Saturation(
        _of_base(has, base), runs, reached, _interviews(has, first[0]), base, run, draws, seed,
        found.labels, tuple(notes),
    )  # fmt: skip


def _themes(found: Coding, order: Sequence[Any] | None) -> pd.DataFrame:
    """Return whether each document has each theme, in the order of the interviews."""
    has = (found.marks > 0).groupby(level="document", sort=False).any()
    if order is None:
        return has
    wanted_order = [str(one) for one in order]
    faults = Faults()
    known = Text("the documents are: {labels:10}", labels=list(has.index))
    for name in dict.fromkeys(wanted_order):
        if name not in has.index:
            faults.append(
                Fault("order", "{name!r} was not coded", meant(name, list(has.index), known), name=name)
            )
        elif wanted_order.count(name) > 1:
            faults.append(Fault("order", "{name!r} is there twice", "name each once", name=name))
    missing = [name for name in has.index if name not in set(wanted_order)]
    if missing:
        faults.append(Fault("order", "lacks documents: {names:10}", "name all of them", names=missing))
    faults.raise_all()
    return has.loc[wanted_order]


def _of_base(has: pd.DataFrame, base: int) -> tuple[str, ...]:
    there = has.iloc[:base].any()
    return tuple(str(code) for code in has.columns if there[code])


def _first(given: Bools, places: Ints) -> Ints:
    """Return when each theme comes up first, shape (orders, themes), of places (orders, documents)."""
    n = given.shape[0]
    out = np.full((len(places), given.shape[1]), n)
    for theme in range(given.shape[1]):
        out[:, theme] = places[:, given[:, theme]].min(axis=1, initial=n)
    return out


def _new(first: Ints, base: int, run: int, n: int) -> tuple[Ints, Ints]:
    """Return new themes by run, shape (orders, runs), and themes of the base."""
    edges = np.arange(base, n + 1, run)
    seen = (first[:, :, None] < edges).sum(axis=1)
    return np.diff(seen, axis=1), seen[:, 0]


def _reached(new: Ints, at_base: Ints, limits: Array) -> Array:
    """Return the run that is the first at most each limit, counted from 1, NaN where none is; shape (orders, limits)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(at_base[:, None] > 0, new / at_base[:, None], np.inf)
    low = share[:, :, None] <= limits + 1e-12
    return np.where(low.any(axis=1), low.argmax(axis=1) + 1.0, np.nan)


def _table(now: Array, orders: Array, limits: Array, base: int, run: int) -> pd.DataFrame:
    before = base + run * (orders - 1)
    rows = []
    for place in range(len(limits)):
        known = before[~np.isnan(before[:, place]), place]
        low, middle, high = (
            np.quantile(known, [0.025, 0.5, 0.975]) if len(known) else (np.nan, np.nan, np.nan)
        )
        rows.append((now[place], base + run * (now[place] - 1), base + run * now[place], middle, low, high,
                     1 - len(known) / len(before)))  # fmt: skip
    columns = ["run", "interviews", "with_run", "median", "lower", "upper", "never"]
    return pd.DataFrame(rows, index=pd.Index(limits, name="threshold"), columns=columns)


def _interviews(has: pd.DataFrame, first: Ints) -> pd.DataFrame:
    new = np.bincount(first[first < len(has)], minlength=len(has))
    return pd.DataFrame({"themes": has.sum(axis=1).to_numpy(), "new": new, "total": new.cumsum()}, has.index)
