"""What papers call the models of `Efficiency` results, and cite for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from govmetrics.core.words import Text

RADIAL = "Efficiency was measured by data envelopment analysis (DEA) with {model} ({orientation}, {returns})."


class Model(NamedTuple):
    """A model's name for the sentence of the methods section, the works it comes from, and what else is said of it."""

    name: str
    cites: tuple[str, ...]
    then: str = ""
    sentence: str = RADIAL
    ranks: bool = False

    def told(self, values: Mapping[str, object]) -> tuple[Text, ...]:
        """Return the sentences with the choices that were made."""
        first = Text(self.sentence, model=Text(self.name), **values)
        return (first, Text(self.then, **values)) if self.then else (first,)


_NAMES = {
    "constant": ("the radial CCR model", "charnes1978"),
    "variable": ("the radial BCC model", "banker1984"),
}
_BOTH = ("charnes1978", "banker1984")
_RANKS = "Each unit was judged against a frontier of the others, so that efficient units are ranked, too."
MODELS = {
    "super_efficiency": Model("the radial super-efficiency model", ("andersenpetersen1993",), _RANKS, ranks=True),
    "free_disposal": Model(
        "", ("deprins1984",),
        sentence="Efficiency was measured against the free disposal hull (FDH, {orientation}): each unit was compared with "
        "single observed units, without the assumption that the technology is convex.",
    ),
    "non_discretionary": Model(
        "the radial model", ("bankermorey1986a",), "Not under the units' control: {fixed:99}; {peers}."
    ),
    "categorical": Model(
        "the radial model", ("bankermorey1986b",),
        "Each unit was compared only with units in the same circumstances or in harder ones.",
    ),
    "weight_restricted": Model(
        "the radial model", ("thompson1990", "wongbeasley1990", "podinovski2004"), "The weights were limited: {limits:99}."
    ),
    "seiford_zhu": Model(
        "the radial BCC model", ("seifordzhu2002",), "Undesirable outputs entered as outputs, subtracted from a constant."
    ),
    "slacks_based": Model("the slacks-based measure (SBM)", ("tone2001",)),
    "epsilon_based": Model(
        "the epsilon-based measure (EBM)", ("tonetsutsui2010",),
        "How much slacks count beside the radial change was taken from the affinity of the columns on the frontier.",
    ),
    "super_slacks_based": Model("the slacks-based measure of super-efficiency (super-SBM)", ("tone2002",), _RANKS, ranks=True),
    "russell": Model(
        "the Russell measure", ("farelovell1978", "pastor1999"),
        "Every input and output has a factor of its own; the score is the mean of the input factors over that of the "
        "output factors.",
    ),
    "russell oriented": Model(
        "the Russell measure", ("farelovell1978",), "Every input, or output, has a factor of its own; their mean counts."
    ),
    "additive one": Model("the additive model, slacks in the data's units", ("charnes1985",)),
    "additive own": Model("the additive model, slacks as shares of the unit's own amounts", ("charnes1985",)),
    "additive range": Model("the range-adjusted measure (RAM)", ("cooperparkpastor1999",)),
    "additive bounded": Model("the bounded adjusted measure (BAM)", ("cooper2011bam",)),
    "additive deviation": Model(
        "the additive model, slacks over the columns' standard deviations", ("lovellpastor1995",)
    ),
    "additive given": Model("the additive model with given weights of the slacks", ("charnes1985",)),
    "directional": Model("the directional distance function", ("chambers1998",), "Its direction was {direction}."),
    "directional range": Model(
        "the directional distance function", ("portela2004",), "Its direction was {direction}."
    ),
    "hyperbolic": Model(
        "the hyperbolic measure", ("faregrosskopflovell1985",),
        "Inputs shrink and outputs grow by the same factor.",
    ),
    "closest_targets": Model(
        "the closest targets", ("aparicio2007",),
        "Each target is the efficient point, no worse than the unit in anything, with the least sum of relative changes.",
    ),
}  # fmt: skip


def model_of(key: str, returns: str) -> Model:
    """Return the model; "radial" is called what papers call it under these returns to scale.

    Examples
    --------
    >>> model_of("radial", "constant").cites
    ('charnes1978',)
    """
    if key != "radial":
        return MODELS[key]
    name, cite = _NAMES.get(returns, ("the radial model", ""))
    return Model(name, (cite,) if cite else _BOTH)
