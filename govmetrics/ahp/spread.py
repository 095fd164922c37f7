"""How sure the weights are: drawn again with other experts, or with judgements a little different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.ahp.combining import Basis, mean_matrices, mean_priorities
from govmetrics.ahp.group_weights import GroupWeights
from govmetrics.ahp.matrices import missing_pairs
from govmetrics.ahp.policy import Panel
from govmetrics.ahp.resampling import experts_in_order, resampled
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import (
    COUNT,
    SEED,
    SHARE,
    Kind,
    asked,
    choice,
    instance,
    is_count,
    number,
    optional,
    wanted,
)
from govmetrics.core.procedure import Procedure
from govmetrics.core.progress import PROGRESS, Progress, advance, following, reach
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import Weights, leaves_across
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Ints

By = Literal["experts", "judgements"]
GROUP_WEIGHTS = instance(GroupWeights, Text("give what gm.ahp.weights returns"))


@dataclass(frozen=True, eq=False)
class WeightDraws(Result):
    """Weights as they could also have been.

    Attributes
    ----------
    tree : IndicatorTree
    local : DataFrame
        Draws x nodes (all but the root): local shares.
    by : {"experts", "judgements"}
        What was varied.
    seed : int or None
        None if a Generator was given.

    See Also
    --------
    draws
    """

    tree: IndicatorTree
    local: pd.DataFrame
    by: str
    seed: int | None

    _cites: ClassVar = ("saaty1980",)

    def _method(self) -> tuple[Text, ...]:
        count = len(self.local)
        if self.by == "experts":
            return (
                Text(
                    "Weights were computed {count:,} times with experts drawn with replacement (bootstrap).",
                    count=count,
                ),
            )
        return (
            Text("Weights were computed {count:,} times with random errors on the judgements.", count=count),
        )

    def across_tree(self) -> pd.DataFrame:
        """Return draws x leaves: shares of the whole, each row summing to one."""
        return leaves_across(self.tree, self.local)

    def weights(self, draw: int) -> Weights:
        """Return one draw, counted from 0, as `Weights`."""
        last = len(self.local) - 1
        way_out = Text("give a whole number from 0 to {last}", last=last)
        asked(draw=(draw, Kind(lambda value: is_count(value, 0) and value <= last, way_out)))
        method = (Text("ahp (draw {draw}, by experts)", draw=int(draw)) if self.by == "experts"
                  else Text("ahp (draw {draw}, by judgements)", draw=int(draw)))  # fmt: skip
        told = Procedure(self._method(), self._cites)
        return Weights(self.tree, self.local.iloc[draw], method, procedure=told)

    def intervals(self, level: float = 0.9) -> pd.DataFrame:
        """Return median, lower and upper end of every node's local share."""
        asked(level=(level, SHARE))
        ends = self.local.quantile([0.5, (1 - level) / 2, (1 + level) / 2]).T
        return ends.set_axis(["median", "lower", "upper"], axis=1).rename_axis("node")

    def to_frame(self) -> pd.DataFrame:
        """Return the local shares: draws x nodes."""
        return self.local.copy()

    def _tables(self) -> list[Table]:
        return [
            Table.of(Text("Local weights: median and 90% interval"), self.intervals(), "ahp", self._names())
        ]

    def _finding(self) -> tuple[Text, ...]:
        count = len(self.local)
        if self.by == "experts":
            return (Text("{count:# draw|# draws} of the weights with experts resampled.", count=count),)
        return (Text("{count:# draw|# draws} of the weights with judgements perturbed.", count=count),)


def draws(
    weights: GroupWeights,
    by: By = "experts",
    draws: int = 1000,
    sd: float | None = None,
    rng: int | np.random.Generator = 0,
    *,
    progress: Progress = None,
) -> WeightDraws:
    """Draw the weights again, with other experts or with judgements a little different.

    Parameters
    ----------
    weights : GroupWeights
        From `gm.ahp.weights`; its policy for inconsistent experts and its voting weights stay as they are.
    by : {"experts", "judgements"}
        "experts": as many experts drawn with replacement from those who count (bootstrap), the same ones
        for all groups that the same experts judged. "judgements": every judgement multiplied by
        exp(normal noise).
    draws : int
        How many.
    sd : float, optional
        Of the noise, in logarithms; 0.2 is about one step of the scale. Default: each expert's own
        residual error in that group, the root of the geometric consistency index; where a group has too
        few judgements to show one (two parts), the mean of all experts' elsewhere.
    rng : int or numpy Generator
        Seed.
    progress : {"bar"}, callable or None
        Shows how far it is: a bar, or a function of (done, total, what).

    Returns
    -------
    WeightDraws
        `local`: one row per draw, one column per node below the root.

    Raises
    ------
    UnsuitableMethod
        Fewer than two experts count in every group ("experts"); no judgement anywhere is implied by others
        and no `sd` is given ("judgements").

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill. Aguarón, J. and
    Moreno-Jiménez, J. M. (2003). The geometric consistency index: approximated thresholds. European Journal of
    Operational Research 147, 137-145 (the residual error).

    Examples
    --------
    >>> from govmetrics.ahp.group import weights
    >>> from govmetrics.core import IndicatorTree, Judgements
    >>> tree = IndicatorTree.from_groups({"A": ["a"], "B": ["b"]})
    >>> answers = {"Li": {"index": [[1, 3], [1 / 3, 1]]}, "Ann": {"index": [[1, 5], [1 / 5, 1]]}}
    >>> drawn = draws(weights(Judgements.from_matrices(tree, answers)), draws=50)
    >>> sorted(set(drawn.local["A"].round(3)))
    [0.75, 0.795, 0.833]
    """
    asked(weights=(weights, GROUP_WEIGHTS))
    basis = weights.basis
    faults = wanted(by=(by, choice("experts", "judgements")), draws=(draws, COUNT), sd=(sd, optional(number(0, 100))),
                    rng=(rng, SEED), progress=(progress, PROGRESS))  # fmt: skip
    with faults:
        if (
            isinstance(by, str)
            and by == "experts"
            and all((panel.votes > 0).sum() < 2 for panel in basis.panels)
        ):
            raise UnsuitableMethod("experts", "only one counts", 'draw by="judgements", or ask more experts')
    faults.raise_all()
    generator = np.random.default_rng(rng)
    noise = None if sd is None else float(sd)
    with following(progress, draws * (1 if by == "experts" else len(basis.panels))):
        local = (
            resampled(basis, draws, generator)
            if by == "experts"
            else _perturbed(basis, draws, noise, generator)
        )
    tree = basis.judgements.tree
    shares = {code: np.full(draws, share) for code, share in basis.equal.items()} | local
    frame = pd.DataFrame({code: shares[code] for code in tree.node_codes[1:]})
    return WeightDraws(tree, frame, by, _seed(rng))


def _perturbed(basis: Basis, draws: int, sd: float | None, rng: np.random.Generator) -> dict[str, Array]:
    """Local shares by node with noise on the logarithms of the judgements, each array (draws,)."""
    local: dict[str, Array] = {}
    errors = _own_errors(basis.panels) if sd is None else [np.full(len(p.rows), sd) for p in basis.panels]
    for place, (panel, error) in enumerate(zip(basis.panels, errors, strict=True), 1):
        used = np.flatnonzero(panel.votes > 0)[experts_in_order(panel, basis)]
        if basis.combine == "judgements":
            w = _perturbed_group(panel, used, error[used], basis, draws=draws, rng=rng)
        else:
            votes = panel.votes[None, used]
            stack = panel.stack[used]
            each = (basis.priorities(_noisy(stack, error[used], rng)).weights for _ in range(draws))
            w = np.concatenate(
                [_stepped(mean_priorities(np.asarray(own), votes, basis.mean)) for own in each]
            )
        local |= dict(zip(panel.parts, w.T, strict=True))
        reach(draws * place)
    return local


def _stepped(priorities: Array) -> Array:
    advance()
    return priorities


def _own_errors(panels: Sequence[Panel]) -> list[Array]:
    """Each expert's residual error in each group; where nothing checks them, that of all experts elsewhere."""
    variances = [np.asarray(panel.found.geometric_consistency_index) for panel in panels]
    checked = []
    for panel in panels:
        n = len(panel.parts)
        checked.append((n - 1) * (n - 2) // 2 > missing_pairs(panel.stack))
    known = np.concatenate([v[c] for v, c in zip(variances, checked, strict=True)] or [np.empty(0)])
    if not known.size:
        problem = "no judgement is implied by others, so none shows an error"
        way_out = "give `sd`, such as 0.2"
        raise UnsuitableMethod("judgements", problem, way_out)
    return [np.sqrt(np.where(c, v, known.mean())) for v, c in zip(variances, checked, strict=True)]


def _perturbed_group(
    panel: Panel, used: Ints, noise: Array, basis: Basis, *, draws: int, rng: np.random.Generator
) -> Array:
    """Combined judgements with noise: the mean of independent normal errors is normal, so one draw does."""
    stack, votes = panel.stack[used], panel.votes[used]
    common = mean_matrices(stack, votes[None])
    asked = (~np.isnan(stack)).astype(float)
    total = np.einsum("k,kij->ij", votes, asked)
    variance = np.einsum("k,kij->ij", (votes * noise) ** 2, asked)
    sd = np.sqrt(np.divide(variance, total**2, out=np.zeros_like(total), where=total > 0))
    many = np.repeat(common, draws, axis=0)
    return np.asarray(basis.priorities(_noisy(many, sd, rng)).weights)


def _noisy(stack: Array, sd: Array, rng: np.random.Generator) -> Array:
    """Multiply every judgement by exp(noise), its mirror being the reverse; sd per matrix or per pair."""
    k, n, _ = stack.shape
    i, j = np.triu_indices(n, 1)
    scale = sd[i, j][None] if sd.ndim == 2 else sd[:, None]
    noisy = stack.copy()
    noisy[:, i, j] *= np.exp(rng.normal(size=(k, i.size)) * scale)
    noisy[:, j, i] = 1 / noisy[:, i, j]
    return noisy


def _seed(rng: int | np.random.Generator) -> int | None:
    return None if isinstance(rng, np.random.Generator) else int(rng)
