"""Measures of whole networks, one row a community, each with its standard error where it has one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core.options import asked, choice
from govmetrics.core.words import Note
from govmetrics.network.network import NETWORK, Network
from govmetrics.network.scores import NetworkScores
from govmetrics.network.stacks import Stack
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.tie_counts import RATIOS, tie_counts
from govmetrics.numerics.whole_networks import COUNTED, DEGREES, PATHS, along_paths, centralisations

NAMES = (*RATIOS, *DEGREES, *PATHS, *COUNTED)
DIRECTED = {*RATIOS[1:4], *DEGREES[:4], "hierarchy", "strong_components"}
"""What says nothing of a network without directions."""
ANSWERED = 0.9
"""Where fewer answered, measures along paths are not computed: every missing row cuts paths."""
FOLLOWED = 100
"""In networks of more actors, leaving out each and following all paths again would take too long."""
_CELLS = 4_000_000


def measures(net: Network, errors: Literal["jackknife", "cautious"] = "jackknife") -> NetworkScores:
    r"""Measure every community's network as a whole: how dense, mutual, closed, centralised and connected it is.

    A tie is a weight above zero. What people who did not answer would have said is not known, and never counts as "no":
    density is the share of ties among the ordered pairs whose first answered, reciprocity looks at pairs of whom both
    answered, transitivity at two-paths whose first answered; in-degrees are what they would be, had all been asked as
    those who answered. Measures along paths (betweenness, connectedness, hierarchy, distances, components) are refused
    where fewer than 90 % answered, and else take the ties that were reported.

    Parameters
    ----------
    net : Network
        Of one community or many.
    errors : {"jackknife", "cautious"}
        Each actor is left out in turn. Snijders and Borgatti's scaling, :math:`\sqrt{\frac{n-2}{2n} \sum_i (d_{-i} -
        \bar d)^2}`, suits dyads, each of which goes with either of its two actors; the usual one, :math:`\sqrt{\frac{n-1}{n}
        \sum_i (d_{-i} - \bar d)^2}`, is about 1.4 times as large, and holds where actors differ much.

    Returns
    -------
    NetworkScores
        values and standard_errors (communities x measures), n, answered.

    Raises
    ------
    FaultyInput
        Something else than a network; another kind of errors.

    Notes
    -----
    With M mutual, A one-sided and N empty pairs, ``edge_reciprocity`` is 2M / (2M + A), the share of ties that are
    returned; ``dyad_reciprocity`` (M + N) / (M + A + N), the share of pairs that agree, which the empty ones dominate (the
    default of R's sna); ``tied_dyad_reciprocity`` M / (M + A) (UCINET's). ``in_centralisation`` divides by (n - 1)^2 as sna
    and UCINET do, ``in_centralisation_freeman`` by (n - 1)(n - 2). Reciprocities, in- and out-centralisation, hierarchy
    and strong components are not there for networks without directions. Counts have no standard error, and neither have
    the measures of `numerics.whole_networks` in communities of more than 100 actors; with fewer than 4 actors nothing has.
    A measure without anything to count (reciprocity without ties) is missing.

    References
    ----------
    Snijders, T. A. B. and Borgatti, S. P. (1999). Non-parametric standard errors and tests for network statistics.
    Connections 22(2), 161-170. Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social
    Networks 1, 215-239. Krackhardt, D. (1994). Graph theoretical dimensions of informal organizations. In Carley and
    Prietula, Computational Organization Theory, 89-111. Brandes, U. (2001). A faster algorithm for betweenness centrality.
    Journal of Mathematical Sociology 25, 163-177.

    Examples
    --------
    >>> net = Network.from_array([[0, 1, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]])
    >>> found = measures(net)
    >>> found.values[["density", "edge_reciprocity", "in_centralisation"]].round(3).to_numpy().tolist()
    [[0.333, 0.5, 0.0]]
    >>> round(float(found.standard_errors.loc["all", "density"]), 3)
    0.118
    """
    asked(net=(net, NETWORK), errors=(errors, choice("jackknife", "cautious")))
    units = net.communities.rename("unit")
    found, spread = np.full((2, len(units), len(NAMES)), np.nan)
    for stack in net.stacks:
        found[stack.places] = _measured(stack.weights > 0, stack, net.directed)
        left = _left_out(stack, net.directed)
        spread[stack.places] = _errors(left, stack.n, errors)
    answered = (
        net.answered.groupby(net.actors.index.get_level_values(0), sort=False).mean().to_numpy(dtype=float)
    )
    n = net.n
    values = pd.DataFrame(found, units, list(NAMES))
    values.loc[answered < ANSWERED, [*PATHS, *COUNTED]] = np.nan
    keep = [name for name in NAMES if net.directed or name not in DIRECTED]
    errors_ = pd.DataFrame(spread, units, list(NAMES)).where(values.notna())
    shares = pd.Series(answered, units, name="answered")
    notes = (*net.notes, *_notes(errors_[keep], shares, n, net))
    return NetworkScores(values[keep], errors_[keep], n, shares, errors, net.relation, notes)


def _measured(ties: Bools, stack: Stack, directed: bool) -> Array:
    """Return the measures, shape (communities, measures)."""
    ratios = tie_counts(ties, stack.known).ratios()
    return np.vstack([ratios, _whole(ties, stack.known, stack.answered, stack.n, directed)]).T


def _whole(ties: Bools, known: Bools, answered: Bools, n: Ints, directed: bool) -> Array:
    """Return the measures that are no ratios of counts, shape (measures, communities)."""
    there = np.arange(ties.shape[1]) < n[:, None]
    alone = answered & ~(ties.any(axis=1) | ties.any(axis=2)) & there
    rows = (
        centralisations(ties, known, answered, n, directed),
        along_paths(ties, n, directed),
        alone.sum(axis=1)[None],
    )
    return np.vstack(rows)


def _left_out(stack: Stack, directed: bool) -> Array:
    """Return the measures with each actor left out in turn, shape (communities, actors, measures); NaN for padding."""
    ties = stack.weights > 0
    m, most = stack.answered.shape
    left = np.full((m, most, len(NAMES)), np.nan)
    left[..., : len(RATIOS)] = np.moveaxis(tie_counts(ties, stack.known).without_each(), 0, -1)
    if 1 < most <= FOLLOWED:
        others = np.array([np.delete(np.arange(most), actor) for actor in range(most)])
        net, actor = np.nonzero(np.arange(most) < stack.n[:, None])
        step = max(1, _CELLS // most**2)
        for at in range(0, len(net), step):
            one, rest = net[at : at + step], others[actor[at : at + step]]
            pick = one[:, None, None], rest[:, :, None], rest[:, None, :]
            answered = stack.answered[one[:, None], rest]
            found = _whole(ties[pick], stack.known[pick], answered, stack.n[one] - 1, directed)
            left[one, actor[at : at + step], len(RATIOS) :] = found.T
    left[..., [NAMES.index(name) for name in COUNTED]] = np.nan
    left[np.arange(most) >= stack.n[:, None]] = np.nan
    return left


def _errors(left: Array, n: Ints, errors: str) -> Array:
    """Return the standard errors, shape (communities, measures)."""
    there = (np.arange(left.shape[1]) < n[:, None])[..., None]
    size = n[:, None].astype(float)
    mean = np.where(there, left, 0.0).sum(axis=1) / size
    squares = np.where(there, left - mean[:, None], 0.0) ** 2
    scale = (size - 2) / (2 * size) if errors == "jackknife" else (size - 1) / size
    return np.where(size > 3, np.sqrt(np.maximum(scale, 0) * squares.sum(axis=1)), np.nan)


def _notes(errors: pd.DataFrame, answered: pd.Series, n: pd.Series, net: Network) -> Iterator[Note]:
    few = list(answered.index[answered < ANSWERED])
    if few:
        yield Note(
            "fewer than 90% answered, so that measures along paths are left out: {units:10}", units=few
        )
    some = list(answered.index[(answered >= ANSWERED) & (answered < 1)])
    if some:
        yield Note(
            "not all answered; measures along paths take the ties that were reported: {units:10}", units=some
        )
    if net.cap is not None:
        most = (np.minimum(net.cap, n - 1) / (n - 1)).where(n > 1)
        names = net.ties[net.ties["weight"].notna()].groupby(["community", "sender"], sort=False).size()
        full = float((names >= net.cap).sum() / max(int(net.answered.sum()), 1))
        told = (
            "one could name at most {cap} others, so that density cannot exceed {low:.3f} to {high:.3f}; {full:.0%} of those who "
            "answered named as many, and density, reciprocity and transitivity may be greater than these values"
        )
        if most.notna().any():
            yield Note(told, cap=net.cap, low=float(most.min()), high=float(most.max()), full=full)
    alike = list(errors.index[(errors["density"] == 0).to_numpy()])
    if alike:
        told = (
            "all pairs are tied, or none: an error of zero says that leaving one out changes nothing, not that it is "
            "sure: {units:10}"
        )
        yield Note(told, units=alike)
    large = list(n.index[n > FOLLOWED])
    if large:
        told = "more than {most} actors: centralisation and measures along paths have no standard error: {units:10}"
        yield Note(told, most=FOLLOWED, units=large)
    small = list(n.index[n < 4])
    if small:
        yield Note("fewer than 4 actors, too few for standard errors: {units:10}", units=small)
