"""Meetings and actors: who came to what, and who meets whom through it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import cell_faults, floats_of
from govmetrics.core.errors import Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.options import FRAME, asked, choice
from govmetrics.core.result import Result
from govmetrics.core.totals import is_statistic, is_total
from govmetrics.core.words import Text
from govmetrics.network.network import Network
from govmetrics.numerics.arrays import Array, Bools

_PLACES = {"actors": Text("attendance: rows"), "events": Text("attendance: columns")}


@dataclass(frozen=True, eq=False)
class TwoMode(Result):
    """Actors and the meetings they came to (隶属网络, 2-模网络).

    Attributes
    ----------
    attendance : DataFrame, rows actors, columns events
        1 who came, 0 who did not.
    actors : DataFrame
        One row an actor: events attended, share of all events, eigenvector and closeness (two-mode), met (how many others,
        through any event), mean_size (of the events attended).
    events : DataFrame
        One row an event: size, share of all actors, eigenvector and closeness, mean_attended (of those who came: how many
        events).
    between_actors : DataFrame, actors x actors
        How many events both came to; on the diagonal, how many each did.
    between_events : DataFrame, events x events
        How many actors came to both; on the diagonal, how many to each.
    density : float
        Share of the cells that are filled.

    See Also
    --------
    two_mode
    """

    attendance: pd.DataFrame
    actors: pd.DataFrame
    events: pd.DataFrame
    between_actors: pd.DataFrame
    between_events: pd.DataFrame
    density: float

    _shown: ClassVar = {"actors": "Actors by the meetings they came to", "events": "Meetings by who came"}
    _cites: ClassVar = ("BorgattiEverett1997",)

    def network(self, of: Literal["actors", "events"] = "actors") -> Network:
        """Return who meets whom as a network without direction: weights are shared events (or shared actors).

        Meetings of many tie everybody to everybody, so that such a network is dense and clustered by its making alone.
        """
        asked(of=(of, choice("actors", "events")))
        frame = (self.between_actors if of == "actors" else self.between_events).astype(float)
        off = frame.to_numpy() * (1 - np.eye(len(frame)))
        plain = frame.index.rename(None)
        return Network.from_array(pd.DataFrame(off, plain, plain), directed=False)

    def _method(self) -> tuple[Text, ...]:
        told = "Attendance was projected on actors and on meetings; degrees and closeness are shares of their two-mode maximum."
        return (Text(told),)

    def _finding(self) -> tuple[Text, ...]:
        told = "{actors:# actor|# actors}, {events:# meeting|# meetings}, {share:.1%} of places filled; most often: {names:5}."
        most = self.actors.index[self.actors["attended"] == self.actors["attended"].max()]
        return (Text(told, actors=len(self.actors), events=len(self.events), share=self.density,
                     names=[str(one) for one in most]),)  # fmt: skip


def two_mode(attendance: pd.DataFrame) -> TwoMode:
    """Return who meets whom through meetings, and how central actors and meetings are.

    Parameters
    ----------
    attendance : DataFrame, rows actors, columns events
        1 who came, 0 who did not (True and False, too); empty cells are refused, as nobody knows what they mean.

    Returns
    -------
    TwoMode
        `actors`, `events`, `between_actors`, `between_events`.

    Raises
    ------
    FaultyInput
        Other cells than 0 and 1; names twice.
    UnsuitableMethod
        Nobody came to anything.

    Notes
    -----
    Degrees are divided by the size of the other side. Closeness is the sum of shortest distances that a node would have at
    best, over its own (Borgatti and Everett 1997), with the distances of nodes that are not connected left out, and times
    the share of the others that are reached; of nodes without any link it is 0. The eigenvector is that of the largest
    singular value, its highest entry 1.

    References
    ----------
    Borgatti, S. P., Everett, M. G. (1997). Network analysis of 2-mode data. Social Networks 19, 243-269.

    Examples
    --------
    >>> came = pd.DataFrame({"spring": [1, 1, 0], "autumn": [0, 1, 1]}, index=["Li", "Wu", "He"])
    >>> found = two_mode(came)
    >>> found.between_actors.loc["Wu"].tolist(), found.actors["attended"].tolist()
    ([1, 2, 1], [1, 2, 1])
    """
    asked(attendance=(attendance, FRAME))
    x = _read(attendance)
    counts = x.astype(int)
    rows, columns = attendance.index.rename("actor"), attendance.columns.rename("event")
    between = pd.DataFrame(counts @ counts.T, rows, rows.rename(None))
    of_events = pd.DataFrame(counts.T @ counts, columns, columns.rename(None))
    attended, size = x.sum(axis=1), x.sum(axis=0)
    first, second = _singular(x)
    near = _closeness(x)
    with np.errstate(invalid="ignore"):
        mean_size, mean_attended = x @ size / attended, x.T @ attended / size
    met = ((counts @ counts.T > 0) & ~np.eye(len(x), dtype=bool)).sum(axis=1)
    actors = pd.DataFrame({"attended": attended.astype(int), "degree": attended / x.shape[1], "closeness": near[: len(x)],
                           "eigenvector": first, "met": met, "mean_size": mean_size}, rows)  # fmt: skip
    events = pd.DataFrame({"size": size.astype(int), "degree": size / x.shape[0], "closeness": near[len(x) :],
                           "eigenvector": second, "mean_attended": mean_attended}, columns)  # fmt: skip
    table = pd.DataFrame(counts, rows, columns)
    return TwoMode(table, actors, events, between, of_events, float(x.mean()))


def _read(attendance: pd.DataFrame) -> Array:
    """Return attendance as numbers; refuse all but 0 and 1."""
    faults = Faults()
    sums = {"actors": _totals(attendance.index), "events": _totals(attendance.columns)}
    for name, index in (("actors", attendance.index), ("events", attendance.columns)):
        with faults:
            if index.nlevels > 1:
                raise FaultyInput(_PLACES[name], "has headings of several levels", "give each one name")
            twice = index[index.duplicated()].unique()
            if len(twice):
                raise FaultyInput(
                    _PLACES[name], "name twice: {names:5}", "give each a name of its own", names=list(twice)
                )
            if sums[name].any():
                problem, way_out = "hold totals: {names:5}", "leave these out, or rename them"
                raise FaultyInput(_PLACES[name], problem, way_out, names=list(index[sums[name]]))
    if not attendance.size:
        raise FaultyInput("attendance", "is empty", "give a row for every actor and a column for every event")
    flags = attendance.map(lambda cell: int(cell) if isinstance(cell, bool | np.bool_) else cell)
    x, wrong = floats_of(flags)
    wrong = wrong | ~np.isin(x, (0.0, 1.0))
    faults += cell_faults(
        attendance,
        wrong & ~(sums["actors"][:, None] | sums["events"]),
        "is {value}",
        "give 1 who came, 0 who did not",
    )
    faults.raise_all()
    if not x.any():
        raise UnsuitableMethod("attendance", "nobody came to anything", "give at least one 1")
    return x


def _singular(x: Array) -> tuple[Array, Array]:
    """Return the first singular vectors, their highest entry 1; with equal singular values, their even mixture."""
    u, s, v = np.linalg.svd(x, full_matrices=False)
    equal = s > s[0] * (1 - 1e-10)
    left = np.abs(u[:, equal] @ (u[:, equal].T @ x.sum(axis=1)))
    right = np.abs(v[equal].T @ (v[equal] @ x.sum(axis=0)))
    return left / left.max(), right / right.max()


def _closeness(x: Array) -> Array:
    """Return closeness of actors, then of events: the least sum of distances there could be, over the sum there is."""
    from scipy.sparse.csgraph import shortest_path

    rows, columns = x.shape
    whole = np.block([[np.zeros((rows, rows)), x], [x.T, np.zeros((columns, columns))]])
    d = shortest_path(whole, unweighted=True, directed=False)
    reached = np.isfinite(d) & (d > 0)
    mine, others = (
        np.r_[np.full(rows, one), np.full(columns, other)]
        for one, other in ((rows, columns), (columns, rows))
    )
    side = np.r_[np.zeros(rows, dtype=bool), np.ones(columns, dtype=bool)]
    same = side[:, None] == side[None, :]
    least = (reached * np.where(same, 2, 1)).sum(axis=1)  # one step to the other side, two to one's own
    total = np.where(reached, d, 0.0).sum(axis=1)
    share = reached.sum(axis=1) / np.maximum(mine + others - 1, 1)
    return np.divide(least, total, out=np.zeros(len(d)), where=total > 0) * share  # type: ignore[no-any-return]


def _totals(index: pd.Index) -> Bools:
    return np.array([is_total(name) and not is_statistic(name) for name in index], dtype=bool)
