"""Who holds which opinions together, and on what all groups agree: the computation of Polis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.collaboration._ballots import ballots_of, text_labels
from govmetrics.collaboration._tables import COLUMN, TABLE, Table
from govmetrics.core.checks import generator_of, holders
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod, each
from govmetrics.core.options import LABEL, SEED, Kind, count, is_count, several, wanted
from govmetrics.core.result import Result
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.core.words.text import label_text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.k_means import k_means, silhouette
from govmetrics.numerics.signs import turned

BASE = 100
"""Above so many people, groups are made of so many clusters of people."""
MOST_GROUPS = 5
ENOUGH = 7
_GROUPS = Kind(
    lambda value: value is None or is_count(value, 2) or isinstance(value, Mapping | pd.Series),
    Text("give a number of groups from 2, or the group of each person"),
)


@dataclass(frozen=True, eq=False)
class Opinions(Result):
    """Where people stand, their groups, and what the groups agree on.

    Attributes
    ----------
    projection : DataFrame, shape (people, 2)
        Where each person stands on the two components.
    components : DataFrame, shape (statements, 3)
        centre (mean vote), first_component, second_component.
    groups : Series
        The group of each person, 1 the largest; missing for people with too few votes.
    consensus : DataFrame, rows are statements
        agree, disagree, pass, seen (by how many), consensus (over all groups), against (the same of disagreement), moderated.
    agreement : DataFrame, shape (statements, groups)
        The estimated share of each group that agrees.
    silhouettes : Series
        By number of groups; empty where groups were given.
    seed : int or None
        Of the starts of k-means.

    See Also
    --------
    opinions
    """

    projection: pd.DataFrame
    components: pd.DataFrame
    groups: pd.Series
    consensus: pd.DataFrame
    agreement: pd.DataFrame
    silhouettes: pd.Series
    seed: int | None
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "consensus": "Statements by consensus of the groups",
        "agreement": "Estimated shares of the groups that agree",
        "projection": "Where people stand",
        "components": "Statements by component",
    }
    _kinds: ClassVar = {"agreement": "share"}
    _cites: ClassVar = ("Small2021", "Rousseeuw1987")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Votes (agree 1, pass 0, disagree -1) were centred by statement; votes that were not cast count as the mean. People "
            "were projected on the first two principal components, scaled by the square root of the number of statements over "
            "the votes cast. Consensus of a statement is the product over groups of (agreements + 1) / (votes + 2)."
        )
        how = "Groups are those of k-means with the largest mean silhouette for 2 to {most} groups."
        given = "Groups were given."
        return (
            Text(told),
            Text(how, most=max(self.silhouettes.index)) if len(self.silhouettes) else Text(given),
        )

    def _finding(self) -> tuple[Text, ...]:
        shown = self.consensus[~self.consensus["moderated"].astype(bool)]
        told = (
            "{people:# person|# people} in {groups:# group|# groups}; the statement that all groups agree on most is {first:3} "
            "(consensus {value:.2f})."
        )
        n, k = int(self.groups.notna().sum()), int(self.groups.nunique())
        return (
            Text(told, people=n, groups=k, first=holders(shown["consensus"]), value=shown["consensus"].max()),
        )


def opinions(
    votes: Table,
    groups: int | Mapping[Any, Any] | pd.Series | None = None,
    *,
    by: str | None = None,
    moderated: Sequence[Any] = (),
    min_votes: int = ENOUGH,
    rng: int | np.random.Generator = 0,
) -> Opinions:
    r"""Find groups of people who vote alike on statements, and the statements on which all groups agree.

    Parameters
    ----------
    votes : DataFrame or path, shape (people, statements)
        1 agree, -1 disagree, 0 pass, empty not seen.
    groups : int, mapping or Series, optional
        How many groups, or {person: group}; by default 2 to 5, as many as the mean silhouette is largest for.
    by : str, optional
        The column that names people; by default the index of a DataFrame, the first column of a file.
    moderated : sequence of labels
        Statements taken out by the moderators: their votes count as 0 for the projection, and they head no list.
    min_votes : int
        People with fewer votes are placed, and are in no group.
    rng : int or Generator
        Of the starts of k-means.

    Returns
    -------
    Opinions
        `projection`, `components`, `groups`, `consensus`.

    Raises
    ------
    FaultyInput
        Votes that are none of the three, people or statements that occur twice, groups of unknown people.
    UnsuitableMethod
        Everybody voted alike, or too few people voted enough for two groups.

    Notes
    -----
    With :math:`x_{ij}` centred by statement over all people, 0 where not seen, and :math:`v` the right singular vectors, a
    person stands at :math:`\sqrt{m / m_i}\, x_i v`, m statements of which :math:`m_i` were voted on. Consensus of a statement
    is :math:`\prod_g (a_g + 1) / (n_g + 2)` with agreements a and votes n, passes included. Published groups of Polis come
    from a k-means that starts from earlier groups, and need not be the best ones. The signs of components mean nothing.

    Whoever votes is no sample: a group's size says who came. A high consensus is where to talk on, and decides nothing.

    References
    ----------
    Small, C., Bjorkegren, M., Erkkilä, T., Shaw, L. and Megill, C. (2021). Polis: scaling deliberation by mapping high
    dimensional opinion spaces. Recerca 26(2). Rousseeuw, P. J. (1987). Silhouettes: a graphical aid to the interpretation
    and validation of cluster analysis. Journal of Computational and Applied Mathematics 20, 53-65.

    Examples
    --------
    >>> import govmetrics as gm
    >>> votes = pd.DataFrame([[1, 1, -1, 1]] * 4 + [[-1, -1, 1, 1]] * 3, columns=["q1", "q2", "q3", "q4"])
    >>> votes.iloc[0, 1] = 0
    >>> found = gm.collaboration.opinions(votes, groups=2, min_votes=1)
    >>> found.groups.tolist(), found.consensus["consensus"].idxmax()
    ([1, 1, 1, 1, 2, 2, 2], 'q4')
    """
    wanted(votes=(votes, TABLE), groups=(groups, _GROUPS), by=(by, COLUMN), moderated=(moderated, several(LABEL)),
           min_votes=(min_votes, count(1)), rng=(rng, SEED)).raise_all()  # fmt: skip
    frame = ballots_of(
        votes,
        by,
        "votes",
        (-1.0, 0.0, 1.0),
        "give 1 for agree, 0 for pass, -1 for disagree, nothing if not seen",
    )
    out = text_labels(moderated, frame.columns, "moderated")
    generator, seed = generator_of(rng)
    centre, components, projection = _projected(frame, out)
    enough = frame.notna().sum(axis=1) >= min(min_votes, frame.shape[1])
    found, silhouettes = _grouped(projection, enough, groups, frame.index, generator)
    consensus, agreement = _consensus(frame, found, out)
    parts = pd.DataFrame(
        {"centre": centre, "first_component": components[0], "second_component": components[1]}, frame.columns
    )
    notes = tuple(_notes(frame, found, out))
    at = pd.DataFrame(projection, frame.index, ["x", "y"])
    return Opinions(at, parts, found, consensus, agreement, silhouettes, seed, notes)


def _projected(frame: pd.DataFrame, out: Iterable[Any]) -> tuple[Array, Array, Array]:
    """Return the centre, two components and where people stand."""
    X = frame.to_numpy(dtype=float, copy=True)
    X[:, frame.columns.isin(list(out))] = 0.0
    seen = ~np.isnan(X)
    counts = seen.sum(axis=0)
    if not counts[~frame.columns.isin(list(out))].any():
        raise UnsuitableMethod("votes", "nobody voted on a statement that is not taken out", "wait for votes")
    centre = np.where(counts > 0, np.nansum(X, axis=0) / np.maximum(counts, 1), 0.0)
    centre = np.cumsum(np.where(seen, X, centre), axis=0)[-1] / len(
        X
    )  # as Polis sums: the same to the last digits
    apart = np.where(seen, X - centre, 0.0)
    _, values, vectors = np.linalg.svd(apart, full_matrices=False)
    if values[0] <= 1e-9:
        raise UnsuitableMethod("votes", "everybody voted alike", "there are no groups to find")
    components = np.zeros((2, X.shape[1]))
    known = vectors[: int(min(2, (values > 1e-9 * values[0]).sum()))]
    components[: len(known)] = turned(known)
    scale = np.sqrt(X.shape[1] / np.maximum(seen.sum(axis=1), 1))
    return centre, components, (apart @ components.T) * scale[:, None]


def _grouped(
    projection: Array, enough: pd.Series, groups: Any, people: pd.Index, rng: np.random.Generator
) -> tuple[pd.Series, pd.Series]:
    """Return everybody's group, and the silhouettes by number of groups."""
    none = pd.Series(dtype=float, index=pd.Index([], name="k", dtype=int), name="silhouette")
    if isinstance(groups, Mapping | pd.Series):
        return _given(groups, people), none
    inside = np.flatnonzero(enough.to_numpy())
    points = projection[inside]
    order = np.lexsort(points.T)  # the same groups in every order of rows
    points, inside = points[order], inside[order]
    different = len(np.unique(points.round(12), axis=0)) if len(points) else 0
    least = 2 if groups is None else int(groups)
    if different < max(least, 2):
        problem = "only {n:# person stands|# people stand} apart with enough votes, too few for {k} groups"
        raise UnsuitableMethod(
            "votes", problem, "wait for more votes, or lower min_votes", n=different, k=least
        )
    base, member = (
        (points, np.arange(len(points)))
        if len(points) <= BASE
        else k_means(points, min(BASE, different), rng, starts=1)
    )
    weights = np.bincount(member, minlength=len(base)).astype(float)
    several_k = range(2, min(MOST_GROUPS, different - 1) + 1) if groups is None else [least]
    tried = {k: k_means(base, k, rng, weights)[1] for k in several_k or [2]}
    silhouettes = pd.Series({k: silhouette(base, labels) for k, labels in tried.items()}, name="silhouette")
    labels = tried[list(tried)[int(silhouettes.to_numpy().argmax())]][member]
    sizes = np.bincount(labels)
    rank = np.argsort(np.argsort(-sizes, kind="stable"))
    found = pd.Series(pd.NA, people, dtype="Int64", name="group")
    found.iloc[inside] = rank[labels] + 1
    return found, silhouettes.rename_axis("k") if groups is None else none


def _given(groups: Any, people: pd.Index) -> pd.Series:
    """Return the groups that were given; people without one are in none."""
    refuse_within("groups", groups)
    given = pd.Series(dict(groups))
    listed = [name for name in given if not pd.api.types.is_hashable(name)]
    given = given.mask(given.map(pd.api.types.is_hashable).eq(False)) if listed else given
    unknown = [person for person in given.index if person not in set(people)]
    faults = Faults(
        each(unknown, lambda one: Fault("groups", "{one!r} did not vote", "leave them out", one=str(one)))
    )
    names = list(dict.fromkeys(given.dropna()))
    odd = [*listed, *(name for name in names if not LABEL.fits(name))]
    faults += each(
        odd,
        lambda one: Fault("groups", "{one!r} names no group", "give a name or a number", one=label_text(one)),
    )
    if len(names) < 1:
        faults.append(Fault("groups", "nobody is in a group", "give {person: group}"))
    faults.raise_all()
    return given.reindex(people).rename("group")


def _consensus(
    frame: pd.DataFrame, groups: pd.Series, out: Iterable[Any]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the statements with their consensus over groups, and the shares of groups that agree."""
    names = sorted(groups.dropna().unique(), key=str)
    agrees, disagrees, seen = ((frame == 1), (frame == -1), frame.notna())
    share: dict[Any, pd.Series] = {}
    product, against = pd.Series(1.0, frame.columns), pd.Series(1.0, frame.columns)
    for name in names:
        inside = (groups == name).fillna(False).to_numpy(dtype=bool)
        n = seen[inside].sum()
        share[name] = (agrees[inside].sum() + 1) / (n + 2)
        product *= share[name]
        against *= (disagrees[inside].sum() + 1) / (n + 2)
    table = pd.DataFrame(
        {
            "agree": agrees.sum(), "disagree": disagrees.sum(), "pass": (frame == 0).sum(), "seen": seen.sum(),
            "consensus": product, "against": against, "moderated": frame.columns.isin(list(out)),
        }
    ).rename_axis("statement")  # fmt: skip
    return table, pd.DataFrame(share, index=frame.columns).rename_axis("statement")


def _notes(frame: pd.DataFrame, groups: pd.Series, out: Sequence[Any]) -> list[Note]:
    """Say what a reader must know."""
    notes = [
        Note(
            "a high consensus decides nothing by itself: those who voted are no sample, and the statements are theirs"
        )
    ]
    few = int(groups.isna().sum())
    if few:
        told = "{n:# person is|# people are} in no group: they voted too seldom, or no group was given"
        notes.append(Note(told, n=few))
    if len(out):
        notes.append(Note("taken out by the moderators: {names:10}", names=[str(name) for name in out]))
    small = groups.value_counts()
    small = small[small < 3]
    if len(small):
        told = "groups of one or two people: {names:5}; their votes can be told from the shares"
        notes.append(Note(told, names=[str(name) for name in small.index]))
    unseen = frame.columns[frame.notna().sum() == 0]
    if len(unseen):
        notes.append(Note("nobody voted on: {names:10}", names=[str(name) for name in unseen]))
    return notes
