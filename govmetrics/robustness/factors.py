"""What may vary: typed factors, each with a finite number of levels that a design picks from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.ahp import WeightDraws
from govmetrics.core import Dataset, Fault, Text, Weights
from govmetrics.core.checks import floats_of, place_of
from govmetrics.core.errors import Faults
from govmetrics.core.methods import Step
from govmetrics.core.options import COUNT, FLAG, FROM_ZERO, POSITIVE, Kind, choice, instance, number
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import shares_within_groups
from govmetrics.recipe import Recipe
from govmetrics.robustness.checks import code_faults

Stage = Literal["treatment", "normalisation", "weighting", "aggregation"]
NOMINAL = -1
"""The level that means: as the recipe says."""
CHOICES: dict[str, str] = {
    "treatment": "choice of treatment",
    "normalisation": "choice of normalisation",
    "weighting": "choice of weighting",
    "aggregation": "choice of aggregation",
}
OPTIONS = Kind(lambda value: isinstance(value, list | tuple), Text("give a list of options"))
SPREAD = number(0, 1, open_high=True)
FRAME = instance(pd.DataFrame, Text("give a table of draws x nodes, or what gm.ahp.draws returns"))
NO_NODE = Text("is not a node of the tree below the root")
NO_LEAF = Text("is not an indicator of the tree")
DEVIATIONS = instance(Mapping, Text("give {code: standard deviation}"))


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
    def name(self) -> str:
        """What it is called in tables."""
        return CHOICES[self.stage]

    @property
    def levels(self) -> int:
        """How many options."""
        return len(self.options)

    def faults(self, recipe: Recipe) -> list[Fault]:
        """Return what is wrong with the stage and the options; a misspelt one is found before the first replicate."""
        wrong = choice(*CHOICES).faults("Choice.stage", self.stage) + OPTIONS.faults(
            "Choice.options", self.options
        )
        if wrong:
            return wrong
        if not self.options:
            return [Fault(self.name, "has no levels", "give it at least one")]
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

    @property
    def levels(self) -> int:
        """How many draws."""
        return self.draws

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = COUNT.faults("PerturbedWeights.draws", self.draws)
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
class DirichletWeights:
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

    @property
    def levels(self) -> int:
        """How many draws."""
        return self.draws

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = COUNT.faults("DirichletWeights.draws", self.draws)
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
        numbers = floats_of(self.local)[0]
        bad = ~(np.isfinite(numbers) & (numbers >= 0)).all(axis=0)
        problem, way_out = "has draws that are missing, infinite or negative", "weights are zero or positive"
        return faults + [Fault(place_of(code), problem, way_out) for code in self.local.columns[bad]]

    def weights(self, nominal: Weights, rng: np.random.Generator) -> np.ndarray:  # noqa: ARG002 - drawn already
        """Return local weights, shape (draws, nodes without the root)."""
        codes = nominal.tree.node_codes[1:]
        full = np.tile(nominal.local.to_numpy(), (self.levels, 1))
        full[:, [codes.index(str(code)) for code in self.local]] = floats_of(self.local)[0]
        return renormalised(nominal.tree, full)


@dataclass(frozen=True)
class StandardErrors:
    """Values that have standard errors (a survey's, a network's, a rate's) drawn again from a normal distribution.

    Parameters
    ----------
    draws : int
        How many sets of values are drawn beforehand.

    Examples
    --------
    >>> from govmetrics.robustness import StandardErrors
    >>> StandardErrors(100).levels
    100
    """

    draws: int = 200

    name: ClassVar = "standard errors of what was measured"

    @property
    def levels(self) -> int:
        """How many draws."""
        return self.draws

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = COUNT.faults("StandardErrors.draws", self.draws)
        if data.standard_errors is None:
            way_out = "give the survey, as in survey=..., or join its scores first"
            faults.append(Fault("StandardErrors", "the data have no standard errors", way_out))
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
    draws : int
        How many sets of values are drawn beforehand.

    Examples
    --------
    >>> from govmetrics.robustness import MeasurementErrors
    >>> MeasurementErrors({"poverty": 0.05}, relative=True).levels
    200
    """

    sd: Mapping[str, float]
    relative: bool = False
    draws: int = 200

    name: ClassVar = "measurement errors"

    @property
    def levels(self) -> int:
        """How many draws."""
        return self.draws

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:  # noqa: ARG002
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = COUNT.faults("MeasurementErrors.draws", self.draws)
        faults += FLAG.faults("MeasurementErrors.relative", self.relative)
        wrong = DEVIATIONS.faults("MeasurementErrors.sd", self.sd)
        if wrong:
            return faults + wrong
        faults += code_faults(list(self.sd), data.tree.codes, "MeasurementErrors.sd", NO_LEAF)
        return faults + [
            fault
            for code, sd in self.sd.items()
            for fault in FROM_ZERO.faults(Text("{code}, standard deviation", code=place_of(code)), sd)
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
class MissingData:
    """Missing cells filled by what other units show: each by a value drawn from its leaf, within the period.

    Parameters
    ----------
    draws : int
        How many sets of values are drawn beforehand.

    References
    ----------
    Little and Rubin (2002), Statistical Analysis with Missing Data, section 4.3.2 (hot deck); OECD/JRC (2008), step 3.

    Examples
    --------
    >>> from govmetrics.robustness import MissingData
    >>> MissingData(100).levels
    100
    """

    draws: int = 200

    name: ClassVar = "missing data"

    @property
    def levels(self) -> int:
        """How many draws."""
        return self.draws

    def faults(self, data: Dataset, tree: IndicatorTree) -> list[Fault]:
        """Return what is wrong with it for these data, of which `tree` is scored."""
        faults = COUNT.faults("MissingData.draws", self.draws)
        empty = [code for code in tree.codes if data.values[code].isna().all()]
        problem, way_out = "has no value in any unit, so that nothing can be drawn", "leave the indicator out"
        return faults + [Fault(code, problem, way_out) for code in empty]

    def dataset(self, data: Dataset, level: int, seed: int) -> Dataset:
        """Return the dataset of one draw."""
        generator = np.random.default_rng([seed, level])
        frame = data.values.iloc[np.argsort(data.values.index.map(str).to_numpy(dtype=str), kind="stable")]
        values = frame.to_numpy(copy=True)
        periods = frame.index.get_level_values(0) if frame.index.nlevels == 2 else np.zeros(len(frame))
        gaps = np.isnan(values)
        for column in np.flatnonzero(gaps.any(axis=0)):
            for period in pd.unique(periods[gaps[:, column]]):
                rows = np.asarray(periods == period)
                known = values[rows & ~gaps[:, column], column]
                known = known if known.size else values[~gaps[:, column], column]
                if known.size:  # a leaf that is not scored may be empty
                    hole = rows & gaps[:, column]
                    values[hole, column] = generator.choice(known, hole.sum())
        drawn = pd.DataFrame(values, index=frame.index, columns=frame.columns).loc[data.values.index]
        return replace(data, values=drawn)


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


Factor = (
    Choice
    | PerturbedWeights
    | DirichletWeights
    | DrawnWeights
    | StandardErrors
    | MeasurementErrors
    | MissingData
    | DroppedLeaf
)
WEIGHT_FACTORS = (PerturbedWeights, DirichletWeights, DrawnWeights, DroppedLeaf)
DATA_FACTORS = (StandardErrors, MeasurementErrors, MissingData)


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
