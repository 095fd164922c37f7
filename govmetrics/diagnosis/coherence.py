"""Coherence of a framework (指标体系一致性), as the audits of the European Commission's JRC print it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Fault, IndicatorTree, Scaled, Scores, Weights
from govmetrics.core.checks import place_of
from govmetrics.core.dataset import row_faults
from govmetrics.core.errors import each
from govmetrics.core.memory import memory_faults
from govmetrics.core.options import instance, wanted
from govmetrics.core.result import Result
from govmetrics.core.scores import SCORES
from govmetrics.core.table import Table
from govmetrics.core.words import Language, Note, Text
from govmetrics.diagnosis import _coherence_checks as checks_of
from govmetrics.diagnosis import _coherence_pairs as pairs_of
from govmetrics.diagnosis._coherence_checks import Limits
from govmetrics.diagnosis._coherence_pairs import Pairs, PlaceNames, of_groups, with_pairs
from govmetrics.diagnosis.common import check_rows, same_tree
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.climb import node_means
from govmetrics.numerics.correlations import cross_correlation, pairwise_moments

PAIR = 350.0
"""Bytes that a pair of siblings and its checks take: measured."""


@dataclass(frozen=True, eq=False)
class Coherence(Result):
    """Whether the data hold the framework together.

    Attributes
    ----------
    checks : DataFrame
        One row per check: check, place, value, threshold, verdict ("holds", "look at", "cannot tell"),
        sentence (`Text`, in both languages).
    correlations : DataFrame, shape (nodes, groups)
        Pearson correlation of every node below the root with every group.
    pairs : DataFrame
        Every pair of siblings: first, second, correlation, n.
    components : DataFrame
        One row per group of three or more parts: share of variance of the first component, eigenvalues
        above one, whether all loadings have one sign.
    alpha : Series
        Cronbach's alpha of each group, on values where more is better.
    weights : DataFrame
        One row per node in a group of two or more: nominal weight, linear (squared correlation with the
        group) and smooth (squared correlation ratio) main effects, and the effective share of each.
    added_value : DataFrame
        One row per part of the root: correlation with the index, share of units whose ranks differ widely.
    tree : IndicatorTree
        For the names.

    See Also
    --------
    coherence
    """

    checks: pd.DataFrame
    correlations: pd.DataFrame
    pairs: pd.DataFrame
    components: pd.DataFrame
    alpha: pd.Series
    weights: pd.DataFrame
    added_value: pd.DataFrame
    tree: IndicatorTree

    _shown: ClassVar = {
        "checks": "Checks of the framework",
        "correlations": "Correlations with the groups",
        "pairs": "Pairs of siblings",
        "components": "First component of each group",
        "alpha": "Cronbach's alpha of each group",
        "weights": "Nominal and effective weights",
        "added_value": "What the index adds to each of its parts",
    }

    _cites: ClassVar = ("oecd2008", "Paruolo2013", "Saisana2019")

    def _method(self) -> tuple[Text, ...]:
        found = (
            "The framework's statistical coherence was checked: correlations of every part with its own group and with others, "
            "pairs of siblings, the first principal component and Cronbach's alpha of each group, effective against nominal "
            "weights, and what the index adds to its parts."
        )
        return (Text(found),)

    def summary(self, language: Language | None = None) -> str:
        """Return how many checks hold, and a sentence for each one to look at."""
        doubtful = self.checks[self.checks["verdict"] != "holds"]
        return self._told([*self._finding(), *doubtful["sentence"]], language)

    _by_line = True

    def _finding(self) -> tuple[Text, ...]:
        """How many checks hold."""
        if not len(self.checks):
            return (Text("no group has two parts to compare"),)
        holding = int((self.checks["verdict"] == "holds").sum())
        return (Text("{good} of {count:# check|# checks} hold", good=holding, count=len(self.checks)),)

    def _names(self) -> PlaceNames:
        return PlaceNames(self.tree.names(), self.pairs)

    def _tables(self) -> list[Table]:
        if len(self.pairs) <= pairs_of.MANY:
            return super()._tables()
        largest = np.sort(
            np.argpartition(-self.pairs["correlation"].abs().fillna(0).to_numpy(), pairs_of.MANY)[
                : pairs_of.MANY
            ]
        )
        shown = replace(
            self, checks=self.checks[self.checks["verdict"] != "holds"], pairs=self.pairs.iloc[largest]
        )
        tables = super(Coherence, shown)._tables()
        told = "of {count} pairs of siblings the {shown} with the largest correlations are shown, and the checks to look at"
        return [
            replace(tables[0], notes=(Note(told, count=len(self.pairs), shown=pairs_of.MANY),)),
            *tables[1:],
        ]


def coherence(
    scaled: Scaled, weights: Weights, scores: Scores | None = None, limits: Limits | None = None
) -> Coherence:
    """Return the statistical coherence (指标体系一致性) of the framework.

    Correlation of each part with its own group and with others, redundant and negative pairs of siblings,
    one component per group, alpha per group, nominal against effective weights (Paruolo, Saisana and Saltelli
    2013), and what the index adds to its pillars; each with threshold, verdict and a sentence.

    Parameters
    ----------
    scaled : Scaled
        Directed values, one period: more is better in every column, so alpha needs no reversing.
    weights : Weights
        Of the same tree.
    scores : Scores, optional
        Of the same units; by default weighted means of what is known, level by level.
    limits : Limits, optional
        The thresholds.

    Returns
    -------
    Coherence
        `checks` has a row per finding; alpha and effective weights as Series.

    Raises
    ------
    UnsuitableMethod
        Fewer than five units, or rows with periods.
    FaultyInput
        Weights or scores of other nodes or units; groups so large that their pairs of siblings would not fit into memory (about
        ten million pairs in all); with all other faults in one error.

    Notes
    -----
    Correlations use all units where both are known; alpha and components use these correlations too.
    What cannot be computed (constants, fewer than three common units) is a check "cannot tell", by name.

    References
    ----------
    Saisana, Becker, Neves, Alberti and Dominguez-Torreiro (2019), Your 10-step pocket guide to composite
    indicators and scoreboards, JRC. Paruolo, Saisana and Saltelli (2013), Ratings and rankings: voodoo or
    science?, Journal of the Royal Statistical Society A 176(3), 609-634.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> common = rng.normal(size=(60, 1))
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2", "a3"]})
    >>> x = pd.DataFrame(50 + 10 * common + 5 * rng.normal(size=(60, 3)), columns=tree.codes)
    >>> even = Weights(tree, pd.Series({"A": 1.0, "a1": 1 / 3, "a2": 1 / 3, "a3": 1 / 3}))
    >>> result = coherence(Scaled(tree, x, pd.DataFrame(), "min_max", (0, 100)), even)
    >>> float(result.alpha["A"].round(2)), set(result.checks["verdict"])
    (0.9, {'holds'})
    """
    limits = Limits() if limits is None else limits
    held = parts_of(scaled, weights, scores, limits)
    pairs, tree = held.pairs.to_frame(scaled.tree), scaled.tree
    checks = with_pairs(held.before, held.pairs, pairs, tree.names(), held.behind, limits)
    return Coherence(
        checks, held.correlations, pairs, held.components, held.alpha, held.weights, held.added_value, tree
    )


@dataclass(frozen=True, eq=False)
class Parts:
    """What is found of a framework before its checks are one table: there may be millions of pairs of siblings.

    Checks stand before the pairs and behind them; the others are those of `Coherence`.
    """

    before: checks_of.Checks
    pairs: Pairs
    behind: checks_of.Checks
    correlations: pd.DataFrame
    components: pd.DataFrame
    alpha: pd.Series
    weights: pd.DataFrame
    added_value: pd.DataFrame
    tree: IndicatorTree
    limits: Limits

    def doubts(self, check: str, most: int) -> tuple[int, int, list[tuple[str, Text, float]]]:
        """Return how many places a check judges and how many are to look at, and of these `most`: code, name and value.

        Where there are more, those farthest from the threshold, else all in their order.
        """
        of_pairs, names = check in pairs_of.KINDS, self.tree.names()
        rows = [row for row in (*self.before, *self.behind) if row["check"] == check]
        if of_pairs:
            value = self.pairs.r
            threshold, verdict = self.pairs.judged(check, self.limits)
        else:
            value, threshold = (
                np.array([row[key] for row in rows], dtype=float) for key in ("value", "threshold")
            )
            verdict = np.array([checks_of.VERDICTS.index(row["verdict"]) for row in rows], dtype=int)
        low = np.flatnonzero(verdict == 1)
        count = len(low)
        if count > most:
            low = low[np.argsort(-np.abs(value - threshold)[low], kind="stable")[:most]]

        def place(at: int) -> tuple[str, Text]:
            if not of_pairs:
                return rows[at]["place"], names[rows[at]["place"]]
            nodes = self.tree.node_codes
            return checks_of.pair_of(names, nodes[self.pairs.first[at]], nodes[self.pairs.second[at]])

        cases = [(*place(at), float(value[at])) for at in low.tolist()]
        return int(np.count_nonzero(verdict != 2)), count, cases


def parts_of(scaled: Scaled, weights: Weights, scores: Scores | None, limits: Limits) -> Parts:
    """Return what `coherence` makes its table of; see there."""
    _check(scaled, weights, scores, limits)
    tree = scaled.tree
    if scores is None:
        x = _nodes(scaled, weights)
    else:
        x = scores.values.loc[scaled.values.index, tree.node_codes].to_numpy(dtype=float)
    across, counts = cross_correlation(x, x[:, [tree.positions[group.code] for group in tree.groups]])
    across = np.where(counts >= 3, across, np.nan)
    before: checks_of.Checks = []
    correlations = checks_of.own_parent(tree, across, limits, before)
    pairs, components, alpha, behind = _inside(tree, x, limits)
    shares = checks_of.effective(tree, x, weights, limits, behind)
    added = checks_of.added_value(tree, x, across, limits, behind)
    return Parts(before, pairs, behind, correlations, components, alpha, shares, added, tree, limits)


def _inside(
    tree: IndicatorTree, x: Array, limits: Limits
) -> tuple[Pairs, pd.DataFrame, pd.Series, checks_of.Checks]:
    """Return what the correlations within each group tell: pairs, components, alphas, and the checks of these two."""
    triangles, spectra, spreads, checks = [], [], [], checks_of.Checks()
    for group in tree.groups:
        parts = x[:, [tree.positions[code] for code in tree.parts(group.code)]]
        r, covariance, counts = pairwise_moments(parts)
        r = np.where(counts >= 3, r, np.nan)
        upper = np.triu_indices(len(r), 1)
        triangles.append((r[upper], counts[upper].astype(np.int64)))
        spectra.append(checks_of.spectrum_of(r, parts))
        spreads.append((float(np.trace(covariance)), float(covariance.sum())))
    components = checks_of.components(tree, spectra, checks)
    alpha = checks_of.alphas(tree, spreads, spectra, limits, checks)
    return of_groups(tree, triangles), components, alpha, checks


def _nodes(scaled: Scaled, weights: Weights) -> Array:
    """Return weighted means at every node over what is known, (units, nodes)."""
    return node_means(scaled.tree.branches, scaled.values.to_numpy(dtype=float), weights.shares)


def _check(scaled: Scaled, weights: Weights, scores: Scores | None, limits: Limits) -> None:
    """Refuse what cannot be checked; everything that is wrong comes in one error."""
    faults = wanted(limits=(limits, instance(Limits, Text("give govmetrics.diagnosis.Limits"))))
    with faults:
        same_tree(scaled, weights)
    if isinstance(scaled, Scaled):
        with faults:
            check_rows(scaled.values.index)
        sizes = [len(group.parts) for group in scaled.tree.groups]
        size = PAIR * sum(m * (m - 1) / 2 for m in sizes)
        faults += memory_faults("tree", size, "put the indicators into smaller groups")
        if scores is not None:
            faults += score_faults(scaled, scores)
    faults.raise_all()


def score_faults(scaled: Scaled, scores: Scores) -> list[Fault]:
    """Return the faults of scores that are to be of the same nodes and units."""
    faults = wanted(scores=(scores, SCORES))
    if faults:
        return faults
    nodes = [c for c in scaled.tree.node_codes if c not in scores.values.columns]
    units = scaled.values.index.difference(scores.values.index, sort=False)
    return [
        *each(nodes, lambda code: Fault(str(code), "is not scored", "score the same tree")),
        *each(units, lambda unit: Fault(place_of(unit), "is not scored", "score the same units")),
        *row_faults(scores.values.index),
    ]
