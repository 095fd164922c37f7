"""What may vary: typed factors, each with a finite number of levels that a design picks from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, Weights
from govmetrics.core.checks import count_faults, is_number, kind_faults
from govmetrics.core.errors import Faults
from govmetrics.core.methods import Step
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import shares_within_groups
from govmetrics.recipe import Recipe
from govmetrics.robustness.checks import code_faults

Stage = Literal["treatment", "normalisation", "weighting", "aggregation"]
NOMINAL = -1
"""The level that means: as the recipe says."""


@dataclass(frozen=True)
class Choice:
    """Other methods at one stage of the recipe.

    Parameters
    ----------
    stage : {"treatment", "normalisation", "weighting", "aggregation"}
        Where.
    options : sequence
        Steps as in a recipe, each as likely as the others; for "treatment" lists of steps.

    Examples
    --------
    >>> Choice("aggregation", ("arithmetic", "geometric")).levels
    2
    """

    stage: Stage
    options: Sequence[Step | Sequence[Step]]

    @property
    def levels(self) -> int:
        """How many options."""
        return len(self.options)

    def faults(self, recipe: Recipe) -> list[Fault]:
        """Return what is wrong with the stage and the options; a misspelt one is found before the first replicate."""
        stages = get_args(Stage)
        if self.stage not in stages:
            return [Fault("Choice", f"{self.stage!r} is no stage", f"stages are: {', '.join(stages)}")]
        if isinstance(self.options, str) or not np.iterable(self.options):
            return [Fault(f"Choice: {self.stage}", f"is {self.options!r}", "give a list of options")]
        faults = Faults()
        for level in range(self.levels):
            with faults:
                self.recipe(recipe, level)
        return faults

    def recipe(self, recipe: Recipe, level: int) -> Recipe:
        """Return the recipe with this option."""
        choices: dict[str, Any] = {self.stage: self.options[level]}
        return replace(recipe, **choices)


@dataclass(frozen=True)
class PerturbedWeights:
    """Every local weight times 1 plus or minus up to a share, then shares again.

    Parameters
    ----------
    spread : float
        0.25 means between 75 % and 125 % of the nominal weight.
    codes : sequence of str, optional
        Only these nodes; all by default.
    sets : int
        How many sets of weights are drawn beforehand.

    Examples
    --------
    >>> from govmetrics.robustness import PerturbedWeights
    >>> PerturbedWeights(0.25, sets=500).levels
    500
    """

    spread: float = 0.25
    codes: Sequence[str] | None = None
    sets: int = 1000

    @property
    def levels(self) -> int:
        """How many sets."""
        return self.sets

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = count_faults(self.sets, "PerturbedWeights: sets")
        if not (is_number(self.spread) and 0 <= self.spread < 1):
            faults.append(Fault("spread", f"is {self.spread!r}", "give a share from 0 to below 1"))
        if self.codes is not None:
            faults += code_faults(self.codes, tree.node_codes[1:], "codes", "node below the root")
        return faults

    def weights(self, nominal: Weights, rng: np.random.Generator) -> np.ndarray:
        """Return local weights, shape (sets, nodes without the root)."""
        codes = nominal.tree.node_codes[1:]
        noise = rng.uniform(1 - self.spread, 1 + self.spread, (self.sets, len(codes)))
        if self.codes is not None:
            noise[:, [code not in self.codes for code in codes]] = 1.0
        return renormalised(nominal.tree, nominal.local.to_numpy() * noise)


@dataclass(frozen=True)
class DirichletWeights:
    """Shares of every group drawn from a Dirichlet distribution around the nominal ones.

    Parameters
    ----------
    concentration : float
        The sum of the distribution's parameters: 100 keeps close, the number of parts is vague.
    sets : int
        How many sets of weights are drawn beforehand.

    Examples
    --------
    >>> from govmetrics.robustness import DirichletWeights
    >>> DirichletWeights(50, sets=200).levels
    200
    """

    concentration: float = 100.0
    sets: int = 1000

    @property
    def levels(self) -> int:
        """How many sets."""
        return self.sets

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = count_faults(self.sets, "DirichletWeights: sets")
        if not (is_number(self.concentration) and self.concentration > 0):
            faults.append(Fault("concentration", f"is {self.concentration!r}", "give a positive number"))
        return faults

    def weights(self, nominal: Weights, rng: np.random.Generator) -> np.ndarray:
        """Return local weights, shape (sets, nodes without the root)."""
        # Gamma variables with the right shapes, as shares of their group, are Dirichlet.
        drawn = rng.gamma(nominal.local.to_numpy() * self.concentration, size=(self.sets, len(nominal.local)))
        return renormalised(nominal.tree, drawn)


@dataclass(frozen=True, eq=False)
class WeightDraws:
    """Sets of local weights from elsewhere, for example experts resampled.

    Parameters
    ----------
    draws : DataFrame, shape (sets, nodes)
        Columns are the codes of nodes; nodes that are not there keep their nominal weights. For experts resampled:
        ``WeightDraws(gm.ahp.draws(group).local)``.

    Examples
    --------
    >>> import pandas as pd
    >>> from govmetrics.robustness import WeightDraws
    >>> WeightDraws(pd.DataFrame({"actors": [0.4, 0.5], "outcomes": [0.6, 0.5]})).levels
    2
    """

    draws: pd.DataFrame

    @property
    def levels(self) -> int:
        """How many sets."""
        return len(self.draws)

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = kind_faults(self.draws, pd.DataFrame, "WeightDraws", "give sets x nodes")
        if faults:
            return faults
        if not self.draws.columns.is_unique:
            return [Fault("WeightDraws", "a node occurs more than once", "give one column a node")]
        if not self.levels:
            return [Fault("WeightDraws", "has no levels", "give at least one set of weights")]
        faults = code_faults(self.draws.columns, tree.node_codes[1:], "WeightDraws", "node below the root")
        numbers = self.draws.apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float)
        bad = ~(np.isfinite(numbers) & (numbers >= 0)).all(axis=0)
        problem, way_out = "has draws that are missing, infinite or negative", "weights are zero or positive"
        return faults + [Fault(str(code), problem, way_out) for code in self.draws.columns[bad]]

    def weights(self, nominal: Weights, rng: np.random.Generator) -> np.ndarray:  # noqa: ARG002 - drawn already
        """Return local weights, shape (sets, nodes without the root)."""
        codes = nominal.tree.node_codes[1:]
        full = np.tile(nominal.local.to_numpy(), (len(self.draws), 1))
        full[:, [codes.index(str(code)) for code in self.draws]] = self.draws.to_numpy()
        return renormalised(nominal.tree, full)


@dataclass(frozen=True)
class SurveyErrors:
    """Survey-based values drawn again from a normal distribution with their standard errors.

    Parameters
    ----------
    sets : int
        How many sets of values are drawn beforehand.

    Examples
    --------
    >>> from govmetrics.robustness import SurveyErrors
    >>> SurveyErrors(100).levels
    100
    """

    sets: int = 200

    @property
    def levels(self) -> int:
        """How many sets."""
        return self.sets

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = count_faults(self.sets, "SurveyErrors: sets")
        if data.standard_errors is None:
            faults.append(
                Fault("SurveyErrors", "the data have no standard errors", "join survey scores first")
            )
        return faults

    def dataset(self, data: Dataset, level: int, seed: int) -> Dataset:
        """Return the dataset of one draw."""
        assert data.standard_errors is not None  # see `faults`
        errors = data.standard_errors[data.tree.codes].to_numpy(dtype=float, na_value=np.nan)
        return _noisy(data, np.nan_to_num(errors), level, seed)


@dataclass(frozen=True)
class MeasurementErrors:
    """Values drawn again from a normal distribution around what was measured.

    Parameters
    ----------
    sd : mapping of str to float
        Standard deviation per leaf, in its unit (or relative, see below).
    relative : bool
        `sd` is a share of each value.
    sets : int
        How many sets of values are drawn beforehand.

    Examples
    --------
    >>> from govmetrics.robustness import MeasurementErrors
    >>> MeasurementErrors({"poverty": 0.05}, relative=True).levels
    200
    """

    sd: Mapping[str, float]
    relative: bool = False
    sets: int = 200

    @property
    def levels(self) -> int:
        """How many sets."""
        return self.sets

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = count_faults(self.sets, "MeasurementErrors: sets")
        if not isinstance(self.sd, Mapping):
            return [*faults, Fault("sd", f"is {type(self.sd).__name__}", "give {leaf: standard deviation}")]
        faults += code_faults(self.sd, data.tree.codes, "sd", "leaf of the tree")
        return faults + [
            Fault(str(code), f"the sd is {sd!r}", "give zero or more")
            for code, sd in self.sd.items()
            if not (is_number(sd) and sd >= 0)
        ]

    def dataset(self, data: Dataset, level: int, seed: int) -> Dataset:
        """Return the dataset of one draw."""
        size = np.array([self.sd.get(code, 0.0) for code in data.tree.codes])
        errors = (
            np.abs(data.values.to_numpy()) * size
            if self.relative
            else np.broadcast_to(size, data.values.shape)
        )
        return _noisy(data, np.nan_to_num(errors), level, seed)


@dataclass(frozen=True)
class DroppedLeaf:
    """One leaf left out at a time.

    Parameters
    ----------
    codes : sequence of str
        Which leaves may be left out; each as likely as the others, and as leaving out none.

    Examples
    --------
    >>> from govmetrics.robustness import DroppedLeaf
    >>> DroppedLeaf(["poverty", "hs_grad"]).levels
    3
    """

    codes: Sequence[str]

    @property
    def levels(self) -> int:
        """The leaves, and none."""
        return len(self.codes) + 1

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        return code_faults(self.codes, tree.codes, "DroppedLeaf", "leaf of the tree")

    def weights(self, nominal: Weights, rng: np.random.Generator) -> np.ndarray:  # noqa: ARG002 - nothing is drawn
        """Return local weights with a zero for the dropped leaf, shape (levels, nodes without the root)."""
        codes = nominal.tree.node_codes[1:]
        full = np.tile(nominal.local.to_numpy(), (self.levels, 1))
        for row, code in enumerate(self.codes):
            full[row, _alone(nominal.tree, code, codes)] = 0.0
        return renormalised(nominal.tree, full)


Factor = (
    Choice
    | PerturbedWeights
    | DirichletWeights
    | WeightDraws
    | SurveyErrors
    | MeasurementErrors
    | DroppedLeaf
)
WEIGHT_FACTORS = (PerturbedWeights, DirichletWeights, WeightDraws, DroppedLeaf)
DATA_FACTORS = (SurveyErrors, MeasurementErrors)


def renormalised(tree: IndicatorTree, raw: np.ndarray) -> np.ndarray:
    """Return raw local weights as shares of their group, shape (sets, nodes without the root).

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


def nominal_shares(tree: IndicatorTree) -> pd.Series:
    """Return the tree's own weights as shares."""
    return shares_within_groups(tree, {node.code: node.weight for node in tree.nodes[1:]})


def _alone(tree: IndicatorTree, code: str, codes: list[str]) -> int:
    """Return the place of a leaf, or of the highest group that holds nothing else."""
    parent = tree.parent(code)
    while parent is not None and parent != tree.root.code and len(tree.parts(parent)) == 1:
        code, parent = parent, tree.parent(parent)
    return codes.index(code)


def _noisy(data: Dataset, errors: np.ndarray, level: int, seed: int) -> Dataset:
    # Seeded by the level and drawn in the order of the names: neither the order in which draws are computed nor that
    # of the rows matters.
    noise = np.random.default_rng([seed, level]).standard_normal(data.values.shape)
    rank = np.argsort(np.argsort(data.values.index.map(str).to_numpy(dtype=str), kind="stable"))
    values: Any = data.values.to_numpy() + errors * noise[rank]
    frame = pd.DataFrame(values, index=data.values.index, columns=data.values.columns, copy=False)
    return replace(data, values=frame)
