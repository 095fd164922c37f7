"""Factors that vary the weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.ahp import WeightDraws
from govmetrics.core import Dataset, Fault, Text, Weights
from govmetrics.core.checks import floats_of, place_of
from govmetrics.core.options import POSITIVE, instance, number
from govmetrics.core.tree import IndicatorTree
from govmetrics.robustness.checks import code_faults
from govmetrics.robustness.drawn import NO_LEAF, Drawn

SPREAD = number(0, 1, open_high=True)
FRAME = instance(pd.DataFrame, Text("give a table of draws x nodes, or what gm.ahp.draws returns"))
NO_NODE = Text("is not a node of the tree below the root")


@dataclass(frozen=True)
class PerturbedWeights(Drawn):
    """Every local weight times 1 plus or minus up to a share, then shares again.

    Parameters
    ----------
    spread : float
        0.25 means between 75 % and 125 % of the nominal weight.
    nodes : sequence of str, optional
        Codes of the only nodes whose weights move; all by default.
    draws : int
        How many sets of weights are drawn beforehand.

    Examples
    --------
    >>> from govmetrics.robustness import PerturbedWeights
    >>> PerturbedWeights(0.25, draws=500).levels
    500
    """

    spread: float = 0.25
    nodes: Sequence[str] | None = None
    draws: int = 1000
    name: ClassVar = "perturbed weights"

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = self.draw_faults()
        faults += SPREAD.faults("PerturbedWeights.spread", self.spread)
        if self.nodes is not None:
            faults += code_faults(self.nodes, tree.node_codes[1:], "PerturbedWeights.nodes", NO_NODE)
        return faults

    def weights(self, nominal: Weights, rng: np.random.Generator) -> np.ndarray:
        """Return local weights, shape (draws, nodes without the root)."""
        codes = nominal.tree.node_codes[1:]
        noise = rng.uniform(1 - self.spread, 1 + self.spread, (self.draws, len(codes)))
        if self.nodes is not None:
            noise[:, [code not in list(self.nodes) for code in codes]] = 1.0
        return renormalised(nominal.tree, nominal.local.to_numpy() * noise)


@dataclass(frozen=True)
class DirichletWeights(Drawn):
    """Shares of every group drawn from a Dirichlet distribution around the nominal ones.

    Parameters
    ----------
    concentration : float
        The sum of the distribution's parameters: 100 keeps close, the number of parts is vague.
    draws : int
        How many sets of weights are drawn beforehand.

    Examples
    --------
    >>> from govmetrics.robustness import DirichletWeights
    >>> DirichletWeights(50, draws=200).levels
    200
    """

    concentration: float = 100.0
    draws: int = 1000
    name: ClassVar = "Dirichlet weights"

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = self.draw_faults()
        return faults + POSITIVE.faults("DirichletWeights.concentration", self.concentration)

    def weights(self, nominal: Weights, rng: np.random.Generator) -> np.ndarray:
        """Return local weights, shape (draws, nodes without the root)."""
        # Gamma variables with the right shapes, as shares of their group, are Dirichlet.
        drawn = rng.gamma(
            nominal.local.to_numpy() * self.concentration, size=(self.draws, len(nominal.local))
        )
        return renormalised(nominal.tree, drawn)


@dataclass(frozen=True, eq=False)
class DrawnWeights:
    """Sets of local weights from elsewhere, for example experts resampled.

    Parameters
    ----------
    frame : DataFrame, shape (draws, nodes), or ahp.WeightDraws
        Columns are the codes of nodes; nodes that are not there keep their nominal weights. For experts resampled:
        ``DrawnWeights(gm.ahp.draws(group))``.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.robustness import DrawnWeights
    >>> DrawnWeights(pd.DataFrame({"actors": [0.4, 0.5], "outcomes": [0.6, 0.5]})).levels
    2
    """

    frame: pd.DataFrame | WeightDraws

    name: ClassVar = "drawn weights"

    @property
    def local(self) -> pd.DataFrame:
        """The draws as a table."""
        return self.frame.local if isinstance(self.frame, WeightDraws) else self.frame

    @cached_property
    def _numbers(self) -> np.ndarray:
        return floats_of(self.local)[0]

    @property
    def levels(self) -> int:
        """How many draws."""
        return len(self.local)

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = FRAME.faults("DrawnWeights", self.local)
        if faults:
            return faults
        if not self.local.columns.is_unique:
            return [Fault("DrawnWeights", "a node has two columns", "give every node one column")]
        if not self.levels:
            return [Fault("DrawnWeights", "has no levels", "give it at least one")]
        faults = code_faults(self.local.columns, tree.node_codes[1:], "DrawnWeights", NO_NODE)
        numbers = self._numbers
        bad = ~(np.isfinite(numbers) & (numbers >= 0)).all(axis=0)
        problem, way_out = "has draws that are missing, infinite or negative", "weights are zero or positive"
        return faults + [Fault(place_of(code), problem, way_out) for code in self.local.columns[bad]]

    def weights(self, nominal: Weights, rng: np.random.Generator) -> np.ndarray:  # noqa: ARG002 - drawn already
        """Return local weights, shape (draws, nodes without the root)."""
        codes = nominal.tree.node_codes[1:]
        full = np.tile(nominal.local.to_numpy(), (self.levels, 1))
        full[:, [codes.index(str(code)) for code in self.local]] = self._numbers
        return renormalised(nominal.tree, full)


@dataclass(frozen=True)
class DroppedLeaf:
    """One leaf left out at a time.

    Parameters
    ----------
    codes : sequence of str
        Of the leaves that may be left out; each as likely as the others, and as leaving out none.

    Examples
    --------
    >>> from govmetrics.robustness import DroppedLeaf
    >>> DroppedLeaf(["poverty", "hs_grad"]).levels
    3
    """

    codes: Sequence[str]

    name: ClassVar = "dropped indicator"

    @property
    def levels(self) -> int:
        """The leaves, and none."""
        return len(self.codes) + 1

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        return code_faults(self.codes, tree.codes, "DroppedLeaf.codes", NO_LEAF)

    def weights(self, nominal: Weights, rng: np.random.Generator) -> np.ndarray:  # noqa: ARG002 - nothing is drawn
        """Return local weights with a zero for the dropped leaf, shape (levels, nodes without the root)."""
        codes = nominal.tree.node_codes[1:]
        full = np.tile(nominal.local.to_numpy(), (self.levels, 1))
        for row, code in enumerate(self.codes):
            full[row, _alone(nominal.tree, code, codes)] = 0.0
        return renormalised(nominal.tree, full)


def renormalised(tree: IndicatorTree, raw: np.ndarray) -> np.ndarray:
    """Return raw local weights as shares of their group, shape (draws, nodes without the root).

    A group without any weight left has no say: it keeps equal shares, and its own weight is zero already.
    """
    shares = np.array(raw, dtype=float)
    parents = tree.parents[1:]
    for place in np.unique(parents):
        parts = parents == place
        sums = shares[:, parts].sum(axis=1, keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            shares[:, parts] = np.where(sums > 0, shares[:, parts] / sums, 1 / parts.sum())
    return shares


def _alone(tree: IndicatorTree, code: str, codes: list[str]) -> int:
    """Return the place of a leaf, or of the highest group that holds nothing else."""
    parent = tree.parent(code)
    while parent is not None and parent != tree.root.code and len(tree.parts(parent)) == 1:
        code, parent = parent, tree.parent(parent)
    return codes.index(code)
