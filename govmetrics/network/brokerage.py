"""Who stands between whom: the five roles of brokers, against chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.network.network import Network
from govmetrics.network.pairs import enough, groups_of, pairs_of
from govmetrics.network.qap import unknown_notes
from govmetrics.network.scores import measure_name
from govmetrics.numerics.arrays import Bools
from govmetrics.numerics.two_paths import ROLES, by_chance, open_two_paths, role_masks

_CLEAR = 1.96


@dataclass(frozen=True, eq=False)
class Brokerage(Result):
    """Brokers by role (中介角色).

    Attributes
    ----------
    raw, expected, sd, z : DataFrame, rows actors, columns roles
        How many open two-paths go over each actor: coordinator (all three of one kind), itinerant (sender and receiver
        of one other kind), representative (sender of the broker's kind), gatekeeper (receiver of it), liaison (three
        kinds), total; what chance makes of it with ties as dense and kinds as large; the distance in standard deviations.
        z is missing where the role cannot be had: of one who is alone in a kind there is no coordinator.
    kinds : Series
        Of the actors.
    totals : DataFrame
        One row a role: raw and expected, added up.
    notes : tuple of Note

    See Also
    --------
    brokerage
    """

    raw: pd.DataFrame
    expected: pd.DataFrame
    sd: pd.DataFrame
    z: pd.DataFrame
    kinds: pd.Series
    totals: pd.DataFrame
    notes: tuple[Note, ...] = ()

    _cites: ClassVar = ("GouldFernandez1989",)

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Open two-paths over each actor were counted by role and compared with their number where each tie is there with "
            "the same probability."
        )
        return (Text(told),)

    def _names(self) -> Mapping[Any, Any]:
        return {role: measure_name(role) for role in self.totals.index}

    def _tables(self) -> list[Table]:
        kinds = self.kinds.rename("kind").to_frame()
        shown = ((Text("Open two-paths over each actor"), self.raw), (Text("Distance from chance (z)"), self.z),
                 (Text("Expected by chance"), self.expected))  # fmt: skip
        found = [Table.of(Text("Brokers by role"), self.totals, "network", self._names())]
        return found + [Table.of(caption, kinds.join(frame), "network") for caption, frame in shown]

    def to_frame(self) -> pd.DataFrame:
        """Return the counts of every actor."""
        return self.raw.copy()

    def _finding(self) -> tuple[Text, ...]:
        if not self.raw["total"].sum():
            return (Text("There is no open two-path: nobody stands between two who have no tie."),)
        total = self.raw["total"]
        top = [str(actor) for actor in total.index[total == total.max()]]
        told = "{count:# open two-path|# open two-paths}; the most, {most:,}, over {actors:5}."
        if len(top) > 1:
            told = "{count:# open two-path|# open two-paths}; the most, {most:,} each, over {actors:5}."
        found = [Text(told, count=int(total.sum()), most=int(total.max()), actors=top)]
        clear = [str(actor) for actor in self.z.index[self.z["total"] > _CLEAR]]
        if clear:
            found.append(Text("Clearly more than by chance: {names}.", names=clear))
        return tuple(found)


def brokerage(net: Network | pd.DataFrame, by: str | pd.Series) -> Brokerage:
    """Count the open two-paths over every actor by the kinds of the three, and compare with chance.

    A two-path leads from i over j to k; it is open, and j a broker, where i has no tie to k itself.

    Parameters
    ----------
    net : Network of one community, or DataFrame, shape (actors, actors)
        A tie is any weight above zero. An undirected network has every path in both directions.
    by : str or Series
        An attribute of the actors, or a kind for each.

    Returns
    -------
    Brokerage
        `raw`, `expected`, `sd`, `z`.

    Raises
    ------
    FaultyInput
        Unknown attribute, actors without a kind.
    UnsuitableMethod
        Fewer than three actors.

    Notes
    -----
    Of people who did not answer it is not known to whom they tie: their paths are not counted, neither in `raw` nor in
    what is expected, and as brokers they are missing.

    References
    ----------
    Gould, R. V., Fernandez, R. M. (1989). Structures of mediation: a formal approach to brokerage in transaction networks.
    Sociological Methodology 19, 89-126.

    Examples
    --------
    >>> ties = pd.DataFrame([[0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 0], [0, 0, 0, 0]], list("abcd"), list("abcd"))
    >>> found = brokerage(ties, pd.Series(["east", "east", "east", "west"], list("abcd")))
    >>> found.raw.loc["b"].to_dict()
    {'coordinator': 1, 'itinerant': 0, 'representative': 1, 'gatekeeper': 0, 'liaison': 0, 'total': 2}
    """
    pairs = pairs_of(net, "net")
    enough(pairs, 3, "net", Text("brokerage"))
    codes, labels = groups_of(pairs, by)
    known, ties = pairs.known, pairs.ties
    if not known.any():
        raise UnsuitableMethod("net", "no pair is known", "use a network in which someone answered")
    answered: Bools = np.all(known | ~pairs.off, axis=1)
    partly: Bools = np.any(known, axis=1) & ~answered
    if partly.any():
        problem = "only some pairs are known of: {names:5}"
        way_out = "leave their rows empty, as of people who did not answer, or complete them"
        raise UnsuitableMethod("net", problem, way_out, names=list(pairs.actors[partly]))
    density = float(ties[known].mean())
    masks = role_masks(len(labels))
    raw = open_two_paths(np.where(answered[:, None], ties, 0.0), known, codes, masks)
    expected, sd = by_chance(answered, codes, masks, density)
    whole = np.ones((1, 1, 1, 1))
    together = by_chance(answered, np.zeros_like(codes), whole, density)
    columns = [*ROLES, "total"]
    actors = pd.Index(pairs.actors, name="actor")
    counts = np.column_stack([raw, raw.sum(axis=1)])
    expected, sd = np.column_stack([expected, together[0]]), np.column_stack([sd, together[1]])
    for one in (counts, expected, sd):
        one[~answered] = np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(sd > 0, (counts - expected) / sd, np.nan)
    frames = [pd.DataFrame(one, actors, columns) for one in (counts, expected, sd, z)]
    if answered.all():
        frames[0] = frames[0].astype(int)
    totals = pd.DataFrame({"raw": np.nansum(counts, axis=0).astype(int), "expected": np.nansum(expected, axis=0)},
                          pd.Index(columns, name="role"))  # fmt: skip
    kinds = pd.Series([labels[code] for code in codes], actors, name="kind")
    raw_frame, expected_frame, sd_frame, z_frame = frames
    return Brokerage(
        raw_frame,
        expected_frame,
        sd_frame,
        z_frame,
        kinds,
        totals,
        (*unknown_notes(pairs, known), *_alone(kinds)),
    )


def _alone(kinds: pd.Series) -> tuple[Note, ...]:
    """Return a note on those who are alone in their kind."""
    alone = list(kinds.index[~kinds.duplicated(keep=False)])
    told = "alone in their kind, so that some roles cannot be had and have no z: {names:10}"
    return (Note(told, names=alone),) if alone else ()
