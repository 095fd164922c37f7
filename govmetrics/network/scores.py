"""What measuring networks gives: values with errors, and the way into a tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core import IndicatorTree, Result
from govmetrics.core.checks import holders
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.measures import range_of
from govmetrics.core.near import meant
from govmetrics.core.options import MAPPING, asked, instance
from govmetrics.core.words import Text


@dataclass(frozen=True, eq=False)
class NetworkScores(Result):
    """Measures of communities' networks.

    Attributes
    ----------
    values, standard_errors : DataFrame, shape (communities, measures)
        NaN where a measure, or its error, is not defined.
    n : Series
        How many actors a community has.
    answered : Series
        Which share of them answered.
    errors : str
        How the errors were found, "jackknife" or "cautious".
    relation : str
        What a tie means.
    notes : tuple of str

    See Also
    --------
    measures
    """

    values: pd.DataFrame
    standard_errors: pd.DataFrame
    n: pd.Series
    answered: pd.Series
    errors: str = "jackknife"
    relation: str = ""
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {
        "values": "Measures of the networks",
        "standard_errors": "Standard errors of the measures",
        "coverage": "Who was asked",
    }
    _cites: ClassVar = ("snijdersborgatti1999", "freeman1978", "krackhardt1994", "brandes2001")

    @property
    def coverage(self) -> pd.DataFrame:
        """How many actors there are, and which share answered."""
        return pd.DataFrame({"n": self.n, "answered": self.answered})

    def _finding(self) -> tuple[Text, ...]:
        told = "{units:# network|# networks} of {actors:# actor|# actors} in all; {share:.0%} answered."
        total = int(self.n.sum())
        share = float((self.answered * self.n).sum() / total)
        said = [Text(told, units=len(self.n), actors=total, share=share)]
        for name, told in (("density", _DENSITY), ("edge_reciprocity", _MUTUAL)):
            known = self.values[name].dropna() if name in self.values else pd.Series(dtype=float)
            if len(known) > 1:
                ends = {"low": float(known.min()), "high": float(known.max())}
                said.append(Text(told, least=holders(known, most=False), most=holders(known), **ends))
        return tuple(said)

    def _method(self) -> tuple[Text, ...]:
        said = [
            Text(
                "Networks were measured from the ties that were reported; nothing was filled in for those who did not answer."
            )
        ]
        if self.errors == "jackknife":
            said.append(
                Text(
                    "Standard errors come from Snijders and Borgatti's jackknife over actors, scaled for dyads."
                )
            )
        else:
            said.append(
                Text("Standard errors come from the jackknife over actors, which is cautious for dyads.")
            )
        return tuple(said)


_DENSITY = "Density is from {low:.3f} ({least:3}) to {high:.3f} ({most:3})."
_MUTUAL = "The share of ties that are returned is from {low:.3f} ({least:3}) to {high:.3f} ({most:3})."


@dataclass(frozen=True, eq=False)
class NetworkLeaves(Result):
    """Measures of networks under the codes of a tree's leaves, ready to join.

    Attributes
    ----------
    tree : IndicatorTree
    values, standard_errors : DataFrame, shape (communities, leaves)
    measured : Series
        Which measure every leaf has.
    notes : tuple of str

    See Also
    --------
    to_leaves
    """

    tree: IndicatorTree
    values: pd.DataFrame
    standard_errors: pd.DataFrame
    measured: pd.Series
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"values": "Values of the leaves", "standard_errors": "Standard errors of the leaves"}
    _kinds: ClassVar = {"values": "number", "standard_errors": "number"}

    def _finding(self) -> tuple[Text, ...]:
        told = "{leaf} is the {measure} of {units:# network|# networks}."
        return tuple(
            Text(
                told, leaf=self.tree.names()[str(code)], measure=measure_name(measure), units=len(self.values)
            )
            for code, measure in self.measured.items()
        )

    def _method(self) -> tuple[Text, ...]:
        return (Text("Leaves were measured by the communities' networks: {measures}.",
                     measures=[measure_name(measure) for measure in self.measured]),)  # fmt: skip


def measure_name(measure: Any) -> Any:
    """Return what a measure is called, in both languages."""
    from govmetrics.core.words.terms import term

    known = term(measure, "network")
    return measure if known is None else known.heading


_SCORES = instance(NetworkScores, Text("give what measures returns"))
_TREE = instance(IndicatorTree, Text("give a tree, as read_tree returns it"))


UNBOUNDED = ("mean_distance", "weak_components", "strong_components", "isolates")
"""Measures that have no highest value; the others go from 0 to 1 (Freeman's in- and out-centralisation a little beyond)."""


def to_leaves(scores: NetworkScores, tree: IndicatorTree, leaves: Mapping[str, str]) -> NetworkLeaves:
    """Give measures of networks to leaves of a tree, with their errors: what `gm.join` and uncertainty take.

    Parameters
    ----------
    scores : NetworkScores
        What `measures` returns.
    tree : IndicatorTree
        Whose leaves they fill.
    leaves : mapping of code to str
        Which measure each leaf has, such as ``{"A3": "edge_reciprocity"}``. Where the leaf's unit says a range
        (0-100, %), a measure from 0 to 1 is turned into it along a line, with its errors; else values are as measured.

    Returns
    -------
    NetworkLeaves
        A `Measured`: values and standard_errors under the codes of the leaves.

    Raises
    ------
    FaultyInput
        Unknown leaves or measures, each named; a measure that no community has; counts and distances, which have no highest
        value, for a leaf whose unit has a range.

    References
    ----------
    Snijders, T. A. B. and Borgatti, S. P. (1999). Non-parametric standard errors and tests for network statistics.
    Connections 22(2), 161-170.

    Examples
    --------
    >>> import govmetrics as gm
    >>> net = gm.network.Network.from_array([[0, 1, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]])
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust", "number"]})
    >>> to_leaves(gm.network.measures(net), tree, {"trust": "edge_reciprocity"}).values.to_numpy().tolist()
    [[0.5]]
    """
    asked(scores=(scores, _SCORES), tree=(tree, _TREE), leaves=(leaves, MAPPING))
    codes, known = list(tree.codes), list(scores.values.columns)
    faults = Faults()
    if not leaves:
        faults.append(
            Fault("leaves", "names no leaf", 'give a measure to each, such as {{"A3": "edge_reciprocity"}}')
        )
    there = Text("leaves are: {known:20}", known=codes)
    unknown = [code for code in leaves if code not in codes]
    faults += each(
        unknown, lambda code: Fault(str(code), "is not a leaf of the tree", meant(code, codes, there))
    )
    faults += each([code for code, measure in leaves.items() if measure not in known],
                   lambda code: _no_measure(str(code), leaves[code], known))  # fmt: skip
    spans = {leaf.code: range_of(leaf.unit) for leaf in tree.indicators if leaf.code in leaves}
    told = "{measure} has no highest value, and the unit of the leaf has a range"
    faults += [
        Fault(
            code,
            told,
            "give the leaf another unit in the tree, or another measure",
            measure=measure_name(leaves[code]),
        )
        for code, span in spans.items()
        if span is not None and leaves[code] in UNBOUNDED
    ]
    faults.raise_all()
    order = [code for code in codes if code in leaves]
    ends = [spans[code] or (0.0, 1.0) for code in order]
    starts = pd.Series([low for low, _ in ends], order)
    factors = pd.Series([high - low for low, high in ends], order)
    values = (
        scores.values[[leaves[code] for code in order]].set_axis(order, axis="columns") * factors + starts
    )
    empty = [code for code in order if values[code].isna().all()]
    faults += each(
        empty,
        lambda code: Fault(code, "no community has a {measure}", _OTHER, measure=measure_name(leaves[code])),
    )
    faults.raise_all()
    errors = (
        scores.standard_errors[[leaves[code] for code in order]].set_axis(order, axis="columns") * factors
    )
    measured = pd.Series([leaves[code] for code in order], pd.Index(order, name="code"), name="measure")
    return NetworkLeaves(tree, values, errors, measured, scores.notes)


_OTHER = "choose another measure; see the notes of the scores"


def _no_measure(code: str, measure: object, known: list[str]) -> Fault:
    there = Text("measures are: {known}", known=known)
    return Fault(code, "{measure!r} is not a measure", meant(measure, known, there), measure=str(measure))
