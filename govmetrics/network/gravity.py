"""A network of places from their sizes and distances: the gravity model, cut to ties by a threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import cell_faults, floats_of, holders
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.options import FLAG, POSITIVE, Kind, asked, is_number
from govmetrics.core.result import Result
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Text
from govmetrics.network.network import Network
from govmetrics.network.pairs import pairs_of
from govmetrics.numerics.arrays import Array

_CUT = Kind(
    lambda value: value in ("row_mean", "mean") or (is_number(value) and value >= 0),
    Text("choose row_mean or mean, or give a number from 0"),
)


@dataclass(frozen=True, eq=False)
class Gravity(Result):
    """A spatial correlation network (空间关联网络, 修正引力模型).

    Attributes
    ----------
    forces : DataFrame, places x places
        How strongly each row is drawn to each column; the diagonal is zero.
    ties : DataFrame, places x places
        1 where the force is above the threshold.
    places : DataFrame
        One row a place: threshold, sent and received ties, sent and received force.
    cut : str
        "row_mean", "mean" or the number.
    exponent : float
        Of the distance.
    share : bool
        Whether forces were weighted by the sender's share in the two sizes.
    directed : bool

    See Also
    --------
    gravity
    """

    forces: pd.DataFrame
    ties: pd.DataFrame
    places: pd.DataFrame
    cut: str
    exponent: float
    share: bool
    directed: bool

    _shown: ClassVar = {
        "places": "Places in the network",
        "ties": "Ties from rows to columns",
        "forces": "Forces from rows to columns",
    }
    _kinds: ClassVar = {"ties": "count", "forces": "number"}
    _cites: ClassVar = ("Zipf1946",)

    @property
    def network(self) -> Network:
        """The ties as a network."""
        plain = self.ties.index.rename(None)
        return Network.from_array(self.ties.set_axis(plain).set_axis(plain, axis=1), directed=self.directed)

    def _method(self) -> tuple[Text, ...]:
        told = "Forces follow the gravity model: the product of two sizes over their distance to the power {exponent:g}."
        found = [Text(told, exponent=self.exponent)]
        if self.share:
            found.append(Text("They were weighted by the sender's share in the two sizes."))
        cuts = {"row_mean": Text("the mean of the row"), "mean": Text("the mean of all")}
        told = "A tie is a force above {cut}."
        return (*found, Text(told, cut=cuts.get(self.cut, self.cut)))

    def _finding(self) -> tuple[Text, ...]:
        told = "{places:# place|# places}, {ties:# tie|# ties} (density {density:.3f}); the most, {most:#}, arrive at {name:3}."
        n, ties = len(self.ties), int(self.ties.to_numpy().sum())
        return (
            Text(
                told,
                places=n,
                ties=ties,
                density=ties / (n * (n - 1)),
                name=holders(self.places["received"]),
                most=int(self.places["received"].max()),
            ),
        )


def gravity(
    sizes: pd.Series | pd.DataFrame,
    distances: pd.DataFrame,
    exponent: float = 2.0,
    cut: str | float = "row_mean",
    share: bool = False,
) -> Gravity:
    """Return the network of places that the gravity model makes of their sizes and distances.

    Parameters
    ----------
    sizes : Series or DataFrame, rows places
        Above zero. Of several columns (population, product, score) the geometric mean is taken.
    distances : DataFrame, shape (places, places)
        Above zero between different places, in kilometres, hours or costs.
    exponent : float
        Of the distance; 2 by custom.
    cut : {"row_mean", "mean"} or float
        A tie is a force above the mean of its row, above the mean of all forces, or above a number.
    share : bool
        Whether to weight each force by the sender's share in the two sizes (of several columns: of the last one), which
        makes it another one in each direction.

    Returns
    -------
    Gravity
        `forces`, `ties`, and `network` for what follows.

    Raises
    ------
    FaultyInput
        Sizes or distances that are no numbers above zero; other places in the one than in the other.
    UnsuitableMethod
        Fewer than three places.

    Notes
    -----
    The ties depend on the exponent and on the threshold, which custom chose: with the row's mean every place sends some
    ties, however weak. Show the results for others, too. Measures of such a network (a density, a core) describe the
    formula as much as the places: what follows from sizes and distances alone is no finding about cooperation.

    References
    ----------
    Zipf, G. K. (1946). The P1 P2 / D hypothesis: on the intercity movement of persons. American Sociological Review 11,
    677-686. Weights by the sender's share, and the threshold at the row's mean, are custom in Chinese papers on spatial
    correlation networks.

    Examples
    --------
    >>> towns = pd.Series({"big": 100.0, "near": 10.0, "far": 10.0})
    >>> away = pd.DataFrame([[0, 1, 10], [1, 0, 9], [10, 9, 0]], towns.index, towns.index)
    >>> found = gravity(towns, away)
    >>> found.forces.loc["big"].round(6).tolist(), found.ties.loc["big"].tolist()
    ([0.0, 1000.0, 10.0], [0, 1, 0])
    """
    asked(exponent=(exponent, POSITIVE), cut=(cut, _CUT), share=(share, FLAG))
    away = pairs_of(distances, "distances")
    size, last = _sizes(sizes, away.actors)
    off = away.off
    wrong = ~away.known & off | off & (away.values <= 0)
    if wrong.any():
        table = pd.DataFrame(away.values, away.actors, away.actors)
        raise FaultyInput(cell_faults(table, wrong, "is {value}", "give the distance, above zero"))
    if away.n < 3:
        raise UnsuitableMethod("sizes", "there are fewer than three places", "give at least three")
    forces = _forces(size, away.values, off, exponent)
    if share:
        forces = forces * last[:, None] / (last[:, None] + last[None, :])
    threshold = {
        "row_mean": forces.sum(axis=1) / (away.n - 1),
        "mean": np.full(away.n, forces[off].mean()),
    }.get(str(cut), np.full(away.n, cut if is_number(cut) else 0.0))
    ties = (forces > threshold[:, None] * (1 + 1e-12)) & off
    names = pd.Index(away.actors, name="place")
    places = pd.DataFrame({"threshold": threshold, "sent": ties.sum(axis=1), "received": ties.sum(axis=0),
                           "force_sent": forces.sum(axis=1), "force_received": forces.sum(axis=0)}, names)  # fmt: skip
    drawn, tied = (pd.DataFrame(one, names, names.rename(None)) for one in (forces, ties.astype(int)))
    return Gravity(drawn, tied, places, cut if isinstance(cut, str) else f"{cut:g}", float(exponent), share,
                   not np.array_equal(ties, ties.T))  # fmt: skip


def _forces(size: Array, distance: Array, off: np.ndarray, exponent: float) -> Array:
    with np.errstate(over="ignore", under="ignore"):
        power = np.log(size)[:, None] + np.log(size) - exponent * np.log(np.where(off, distance, 1.0))
        found = np.where(off, np.exp(power), 0.0)
    if not np.isfinite(found).all() or (found[off] == 0).any():
        problem = "make forces beyond what numbers can hold"
        raise UnsuitableMethod(
            "sizes, distances", problem, "use other units, such as millions, or a smaller exponent"
        )
    return found


def _sizes(sizes: pd.Series | pd.DataFrame, places: pd.Index) -> tuple[Array, Array]:
    """Return the size of every place in the order of the distances, and the last of its columns."""
    if not isinstance(sizes, pd.Series | pd.DataFrame) or (
        isinstance(sizes, pd.DataFrame) and not sizes.shape[1]
    ):
        raise FaultyInput(
            "sizes", "is {given}", "give a Series or a DataFrame, one row a place", given=type(sizes).__name__
        )
    refuse_within("sizes", sizes, numbers=True)
    frame = sizes.to_frame() if isinstance(sizes, pd.Series) else sizes
    if not frame.index.is_unique:
        raise FaultyInput("sizes", "a place occurs more than once", "keep one row")
    known = set(frame.index)
    faults = Faults()
    faults += [
        Fault("sizes", "the place {name} is missing", "give its size", name=str(one))
        for one in places
        if one not in known
    ]
    there = set(places)
    faults += [
        Fault("distances", "the place {name} is missing", "give its distances", name=str(one))
        for one in frame.index
        if one not in there
    ]
    faults.raise_all()
    table = frame.reindex(places)
    x, wrong = floats_of(table)
    wrong = wrong | ~(np.isfinite(x) & (x > 0))
    if wrong.any():
        raise FaultyInput(cell_faults(table, wrong, "is {value}", "give a size above zero"))
    return np.exp(np.log(x).mean(axis=1)), x[:, -1]
