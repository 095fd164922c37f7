"""Variable weights (变权): weights that answer to the state of each unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core.checks import cell_faults, place_of, positions_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.options import FROM_ZERO, PROPORTION, choice, number, shown, wanted
from govmetrics.core.panel_rows import counted
from govmetrics.core.procedure import Procedure
from govmetrics.core.result import Result
from govmetrics.core.scaled import Scaled, refuse_unscaled
from govmetrics.core.scores import Scores, covered
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import Weights, leaves_across, weights_faults
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.climb import climb

Reaction = Literal["penalty", "reward", "mixed"]
Form = Literal["exponential", "power"]
KIND, FORM = choice(*get_args(Reaction)), choice(*get_args(Form))


@dataclass(frozen=True, eq=False)
class VariableWeights(Result):
    """Every unit's own weights, and the scores they give.

    Attributes
    ----------
    local : DataFrame, shape (units, nodes below the root)
        A unit's share of every node within its group.
    scores : Scores
        By the unit's own weights, on the scale of the values; its `weights` are the constant ones.
    constant : DataFrame, shape (units, nodes)
        The scores that the constant weights give.
    kind, form : str
        The state vector.
    strength : float
        Its strength.
    low, high : float or None
        States (0 to 1) below which a part is punished and above which it is rewarded.

    See Also
    --------
    variable
    """

    local: pd.DataFrame
    scores: Scores
    constant: pd.DataFrame
    kind: str
    form: str
    strength: float
    low: float | None
    high: float | None

    _shown: ClassVar = {
        "comparison": "Scores by constant and by variable weights",
        "local": "Each unit's own weights, as shares within the group",
    }

    _cites: ClassVar = ("WangPeizhuang1985", "LiHongxing1995")

    @cached_property
    def comparison(self) -> pd.DataFrame:
        """Every unit's score by constant and by variable weights, and the difference."""
        root = self.scores.weights.tree.root.code
        constant, variable = self.constant[root], self.scores.values[root]
        return pd.DataFrame({"constant": constant, "variable": variable, "change": variable - constant})

    def of(self, unit: Any) -> Weights:
        """Return one unit's weights; with periods, `unit` is (period, unit)."""
        if positions_of(self.local.index, [unit])[0] < 0:
            known = self.local.index
            problem, way_out = "{unit} is not among the units", "there are: {labels}"
            raise FaultyInput("unit", problem, way_out, unit=shown(unit), labels=known)
        method = Text("variable ({kind}), {unit}", kind=Text(self.kind), unit=shown(unit))
        told = Procedure(self._method(), self._cites)
        return Weights(self.scores.weights.tree, self.local.loc[unit], method, procedure=told)

    def across_tree(self) -> pd.DataFrame:
        """Return every unit's weights of the leaves as shares of the whole. Rows sum to one."""
        return leaves_across(self.scores.weights.tree, self.local)

    def _method(self) -> tuple[Text, ...]:
        ends = {
            "parts below {limit:.3g} of the scale": self.low,
            "parts above {limit:.3g} of the scale": self.high,
        }
        parts = [Text(which, limit=limit) for which, limit in ends.items() if limit is not None]
        form = Text("power state vector") if self.form == "power" else Text("exponential state vector")
        line = "Weights vary with the state of the unit ({form}, strength {strength:g}): {parts} weigh more."
        return (Text(line, form=form, strength=self.strength, parts=parts),)

    def _finding(self) -> tuple[Text, ...]:
        change = self.comparison["change"]
        line = "By variable weights {up} {up:gains|gain} and {down} {down:loses|lose}, at most {most:.2f}."
        up, down = counted(change.index[change > 1e-9]), counted(change.index[change < -1e-9])
        return (Text(line, up=up, down=down, most=float(change.abs().max())),)

    def _names(self) -> Mapping[Any, str]:
        return self.scores.weights.tree.names()


def variable(
    scaled: Scaled,
    weights: Weights,
    kind: Reaction = "penalty",
    *,
    strength: float = 1.0,
    form: Form = "exponential",
    low: float | None = None,
    high: float | None = None,
) -> VariableWeights:
    r"""Let a unit's weights depend on its state: more weight on what is bad, on what is good, or on both.

    In every group, from the leaves to the root, the constant weights :math:`w_j` become
    :math:`w_j(x) = w_j S_j(x) / \sum_k w_k S_k(x)`, with x the states of the unit's parts: the scaled
    values brought to 0-1, and for groups the mean of their parts by their own variable weights.

    Parameters
    ----------
    scaled : Scaled
        Normalised values on a scale with ends, complete.
    weights : Weights
        The constant weights, for the same tree.
    kind : {"penalty", "reward", "mixed"}
        penalty (惩罚型): the weight of a part grows as its state falls below `low` (default 1: always), so
        that a weak part cannot be made up for; reward (激励型): it grows as the state rises above `high`
        (default 0: always); mixed (混合型): both, with `low` and `high` given, and nothing in between.
    strength : float
        b >= 0 below; 0 gives the constant weights.
    form : {"exponential", "power"}
        exponential: :math:`S = \exp(b\,[(low - x)_+ + (x - high)_+])`: no part can gain more than
        :math:`e^b` times its weight against another. power: the same with logarithms of states and limits;
        for penalty :math:`S = x^{-b}`, the classical formula with :math:`\alpha = 1 - b`. Needs x > 0.
    low, high : float, optional
        Limits on states, between 0 and 1.

    Returns
    -------
    VariableWeights
        ``.of(unit)`` gives the `Weights` of one unit.

    Raises
    ------
    UnsuitableMethod
        A scale without ends, missing values, zero or negative states for "power", groups with another
        aggregation than the arithmetic mean.
    FaultyInput
        Weights of another tree, or unusable options.

    References
    ----------
    Wang, P. (1985). Fuzzy Sets and Falling Shadows of Random Sets. Beijing Normal University Press (in
    Chinese). Li, H. (1995). Factor spaces and mathematical frame of knowledge representation (8): variable
    weights analysis. Fuzzy Systems and Mathematics 9(3), 1-9 (in Chinese).

    Examples
    --------
    Feasible (0.1) and necessary (0.9), equally important: constant weights call the plan half good. The
    classical formula with alpha = 1/2 gives the geometric mean, 0.3.

    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"plan": ["feasible", "necessary"]})
    >>> values = pd.DataFrame({"feasible": [0.1], "necessary": [0.9]}, index=["p"])
    >>> scaled = Scaled(tree, values, pd.DataFrame(), "by hand", (0, 1))
    >>> equal = Weights(tree, pd.Series({"plan": 1.0, "feasible": 0.5, "necessary": 0.5}))
    >>> found = variable(scaled, equal, strength=0.5, form="power")
    >>> found.to_frame().round(6).loc["p"].tolist()
    [0.5, 0.3, -0.2]
    >>> found.of("p").of("plan").round(6).tolist()
    [0.75, 0.25]
    """
    faults = refuse_unscaled(scaled)
    faults += wanted(form=(form, FORM), kind=(kind, KIND), strength=(strength, FROM_ZERO))
    with faults:
        if KIND.fits(kind):
            low, high = _limits(kind, low, high)
    with faults:
        check_tree(scaled, weights)
    with faults:
        states, ends = _states(scaled, isinstance(form, str) and form == "power")
    faults.raise_all()
    shares = weights.shares

    def gain(x: Array) -> Array:
        return strength * _distance(x, form == "power", low, high)

    local, level = _vary(scaled.tree, states, shares, gain)
    _, plain = _vary(scaled.tree, states, shares, np.zeros_like)
    index, nodes = scaled.values.index, pd.Index(scaled.tree.node_codes, name="code")
    frames = [
        pd.DataFrame(ends[0] + x * (ends[1] - ends[0]), index=index, columns=nodes) for x in (level, plain)
    ]
    coverage, filled = covered(scaled, weights)
    method = Text("variable weights ({kind})", kind=Text(kind))
    scores = Scores(frames[0], coverage, weights, method, scaled.attributes, coverage_imputed=filled)
    own = pd.DataFrame(local, index=index, columns=nodes[1:])
    found = VariableWeights(own, scores, frames[1], kind, form, float(strength), low, high)
    told = Procedure(found._method(), found._cites)
    return replace(found, scores=replace(scores, procedure=told))


def _states(scaled: Scaled, power: bool) -> tuple[Array, Array]:
    """Return the values brought to 0-1, and the ends of their scale; refuse what has no states."""
    faults = Faults()
    with faults:
        values = complete(scaled)
    with faults:
        if scaled.scale is None:
            way_out = "use min_max or goalposts: states lie between 0 and 1"
            raise UnsuitableMethod("scaled", "its scale has no ends", way_out)
    faults.raise_all()
    ends = np.array(scaled.scale, dtype=float)
    states = (values - ends[0]) / (ends[1] - ends[0])
    if power:
        _positive(scaled, states)
    return states, ends


def _vary(
    tree: IndicatorTree, states: Array, shares: Array, gain: Callable[[Array], Array]
) -> tuple[Array, Array]:
    """Return local weights (units, nodes - 1) and states of all nodes (units, nodes); S = exp(gain)."""
    local = np.empty((len(tree.nodes), len(states)))

    def of_parts(place: int, x: Array, w: Array) -> Array:
        far = np.where(w[:, None] > 0, gain(x), -np.inf)
        raw = w[:, None] * np.exp(far - far.max(axis=0))
        own = raw / raw.sum(axis=0)
        local[tree.parents == place] = own
        return np.asarray((own * x).sum(axis=0))

    level = climb(tree.branches, states.T, shares, of_parts).values
    return local[1:].T, level.T


def _distance(x: Array, power: bool, low: float | None, high: float | None) -> Array:
    """Return how far states lie below `low` or above `high`, in logarithms for "power"; (units, parts)."""
    far = np.zeros_like(x)
    if low is not None:
        far += np.maximum(np.log(low) - np.log(x) if power else low - x, 0)
    if high == 0:  # reward everywhere; log 0 is no limit to measure from
        far += np.log(x) if power else x
    elif high is not None:
        far += np.maximum(np.log(x) - np.log(high) if power else x - high, 0)
    return far


def _limits(kind: Reaction, low: Any, high: Any) -> tuple[float | None, float | None]:
    faults = Faults()
    if kind == "penalty":
        low = 1.0 if low is None else low
    elif kind == "reward":
        high = 0.0 if high is None else high
    elif low is None or high is None:
        faults.append(Fault("low, high", "mixed weights need both", "for example low=0.6, high=0.8"))
    for name, limit, unused in (("low", low, kind == "reward"), ("high", high, kind == "penalty")):
        if limit is not None and unused:
            faults.append(
                Fault(name, "has no part in {kind} weights", "leave it out, or use kind='mixed'", kind=kind)
            )
        elif limit is not None:
            within = PROPORTION if name == "high" else number(0, 1, open_low=True)
            faults += within.faults(name, limit)
    if not faults and low is not None and high is not None and low > high:
        values = {"low": float(low), "high": float(high)}
        faults.append(Fault("low, high", "{low:g} lies above {high:g}", "give low <= high", **values))
    faults.raise_all()
    return low, high


def check_tree(scaled: Scaled, weights: Weights) -> None:
    """Refuse weights of other nodes than the values, naming them."""
    Faults(weights_faults(weights, scaled.tree)).raise_all()


def complete(scaled: Scaled) -> Array:
    """Return the values as an array, refusing missing ones and groups with a mean of their own."""
    values = scaled.values.to_numpy(dtype=float)
    rows, columns = np.nonzero(~np.isfinite(values))
    faults = each(
        zip(scaled.values.index[rows], scaled.values.columns[columns], strict=True),
        lambda at: Fault(place_of(*at), "the value is missing", "impute it, or leave the unit out"),
    )
    problem, way_out = "is aggregated by {own}", "only the arithmetic mean has such weights"
    faults += [
        Fault(group.code, problem, way_out, own=group.aggregate)
        for group in scaled.tree.groups
        if group.aggregate not in (None, "arithmetic")
    ]
    Faults(faults).raise_all(UnsuitableMethod)
    return values


def _positive(scaled: Scaled, states: Array) -> None:
    way_out = "a power needs positive states: use form='exponential', or scale so that the worst is above 0"
    named = pd.DataFrame(states, scaled.values.index, scaled.values.columns)
    Faults(cell_faults(named, states <= 0, "the state is {value:.6g}", way_out)).raise_all(UnsuitableMethod)
