"""Weights of several sources made into one: product, mean, and the game-theoretic compromise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput, UnsuitableMethod
from govmetrics.core.options import choice, is_number, shown, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import WEIGHTS, Weights
from govmetrics.core.words import Text, method_name
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.climb import totals

How = Literal["product", "mean", "game"]
Over = Literal["leaves", "groups"]
_CALLED = {
    "product": Text("combined (product)"),
    "mean": Text("combined (mean)"),
    "game": Text("combined (game)"),
}


def combine(
    weights: Sequence[Weights],
    how: How = "product",
    shares: Sequence[float] | None = None,
    over: Over = "leaves",
) -> Weights:
    r"""Combine weights of the same tree, for example experts' with data-driven ones.

    Parameters
    ----------
    weights : sequence of Weights
        Of the same tree; usually one subjective and one objective.
    how : {"product", "mean", "game"}
        * product: :math:`w_j \propto \prod_k w_{kj}`; with `shares` the weighted geometric mean
          :math:`w_j \propto \prod_k w_{kj}^{s_k}`. A zero in any source is a zero in the result.
        * mean: :math:`w_j = \sum_k s_k w_{kj}`, with equal shares by default.
        * game: the mean whose shares are the equilibrium in which every source k chooses its coefficient
          :math:`a_k \ge 0` so that :math:`\sum_k a_k w_k` comes nearest to its own :math:`w_k`; the
          coefficients, divided by their sum, are the shares. The textbook system
          :math:`\sum_k a_k w_k \cdot w_i = w_i \cdot w_i` has the same solution while that is
          non-negative, and is constrained here because otherwise a source counts against itself.
    shares : sequence of float, optional
        How much each source counts, for product and mean; zero or positive, divided by their sum.
    over : {"leaves", "groups"}
        "leaves" combines the leaves' shares of the whole (as papers do with composite weights) and gives
        every group the sum of its leaves. "groups" combines the local shares inside each group, so that
        how the sources differ in one group does not move the weights of another.

    Returns
    -------
    Weights
        `details` holds the sources, their shares, a table of the overall weights by every source and combined, and for
        game the textbook's coefficients. In a group all
        of whose leaves got nothing the mean of the sources' local shares stands.

    Raises
    ------
    FaultyInput
        No weights, different trees, unusable shares, shares given for game.
    UnsuitableMethod
        A product that is zero everywhere.

    References
    ----------
    Chen, J. (2003). Combination weighting evaluation based on game theory (基于博弈论的组合赋权评价方法研究).
    Fujian Computer (9), 15-16. Nash, J. (1951). Non-cooperative games. Annals of Mathematics 54, 286-295.

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"A": ["a", "b", "c", "d"]})
    >>> def of(*shares): return Weights(tree, pd.Series([1, *shares], ["A", "a", "b", "c", "d"]))
    >>> experts, data = of(0.4, 0.3, 0.2, 0.1), of(0.25, 0.2, 0.3, 0.25)
    >>> combine([experts, data]).across_tree().round(7).tolist()
    [0.4081633, 0.244898, 0.244898, 0.1020408]
    >>> combine([experts, data], "mean", shares=[0.6, 0.4]).across_tree().round(7).tolist()
    [0.34, 0.26, 0.24, 0.16]
    >>> combine([experts, data], "game").across_tree().round(7).tolist()
    [0.3735683, 0.2823789, 0.2176211, 0.1264317]
    """
    faults = wanted(how=(how, choice(*get_args(How))), over=(over, choice(*get_args(Over))))
    given = list(weights) if isinstance(weights, Sequence) else [weights]
    with faults:
        tree = _common_tree(given)
    with faults:
        portions = _portions(shares, len(given), how)
    faults.raise_all()
    locals_ = np.array([w.local.to_numpy() for w in given])  # (sources, nodes below the root)
    details: dict[str, object] = {"sources": [w.method for w in given], "how": how, "over": over}
    if over == "leaves":
        stack = np.array([w.across_tree().to_numpy() for w in given])
        leaf, found = _combined(stack, how, portions, f"the leaves of {tree.root.code}")
        local = _local_shares(tree, leaf, locals_.mean(axis=0))
        details |= found
    else:
        local = np.empty(locals_.shape[1])
        for place, group in enumerate(tree.nodes):
            rows = np.flatnonzero(tree.parents[1:] == place)
            if rows.size:
                local[rows], details[group.code] = _combined(locals_[:, rows], how, portions, group.code)
    told, shared = _procedure(given, how, portions), pd.Series(local, index=tree.node_codes[1:])
    made = Weights(tree, shared, _CALLED[how], details, told)
    return replace(made, details={**details, "table": _side_by_side(given, made)})


def _side_by_side(given: Sequence[Weights], made: Weights) -> pd.DataFrame:
    """Return the indicators' overall weights by every source, and combined; sources of one name are numbered."""
    names: list[Text] = []
    for weights in given:
        name = method_name(weights.method or "given")
        same = sum(str(one).startswith(name) for one in names)
        names.append(Text("{name} ({number})", name=name, number=same + 1) if same else name)
    shares = np.column_stack([weights.across_tree() for weights in (*given, made)])
    heads = pd.Index([*names, "weight"], dtype=object)  # pandas would make plain text of the texts
    return pd.DataFrame(shares, made.tree.codes, heads)


def _procedure(given: Sequence[Weights], how: How, portions: Array | None) -> Procedure:
    """Say how each of the weights was found, and then how they were combined."""
    told = Procedure()
    for one in given:
        told += Procedure(one._method(), one.procedure.cites)
    names, parts = [method_name(one.method or "given") for one in given], portions
    if how == "game":
        line = "These weights ({names}) were combined by game theory: the equilibrium in which each is deviated from least."
        return told + Procedure.of(line, "Chen2003", "Nash1951", names=names)
    if how == "mean":
        parts = np.full(len(given), 1 / len(given)) if parts is None else parts
        each = [
            Text("{name} {share:.1%}", name=n, share=s) for n, s in zip(names, parts.tolist(), strict=True)
        ]
        return told + Procedure.of(
            "These weights were averaged, with the shares {shares}.", "oecd2008", shares=each
        )
    if parts is None:
        line = "These weights ({names}) were multiplied with each other and brought to a sum of one."
        return told + Procedure.of(line, "oecd2008", names=names)
    each = [Text("{name} {power:g}", name=n, power=p) for n, p in zip(names, parts.tolist(), strict=True)]
    line = "These weights were multiplied with each other, raised to the powers {powers}, and brought to a sum of one."
    return told + Procedure.of(line, "oecd2008", powers=each)


def _combined(stack: Array, how: How, portions: Array | None, place: str) -> tuple[Array, dict[str, object]]:
    """Return the combination of the rows of `stack` (sources, n), summing to one, and how it was made."""
    sources = len(stack)
    if how == "product":
        with np.errstate(divide="ignore"):  # log 0 = -inf: exp turns it into the zero it was
            logs = np.log(stack)
        powers = np.ones(sources) if portions is None else portions
        total = powers[powers > 0] @ logs[powers > 0]
        if not np.isfinite(total.max()):
            raise UnsuitableMethod(
                place, "every product of weights is zero", "combine by mean, or give no zero weights"
            )
        w = np.exp(total - total.max())
        return w / w.sum(), {"exponents": powers.tolist()}
    if how == "mean":
        portions = np.full(sources, 1 / sources) if portions is None else portions
        return _mean(stack, portions), {"shares": portions.tolist()}
    coefficients = _equilibrium(stack)
    portions = coefficients / coefficients.sum()
    textbook = np.linalg.lstsq(stack @ stack.T, (stack**2).sum(axis=1), rcond=None)[0]
    return _mean(stack, portions), {"shares": portions.tolist(), "textbook_coefficients": textbook.tolist()}


def _mean(stack: Array, portions: Array) -> Array:
    w = portions @ stack
    return np.asarray(w / w.sum())


def _equilibrium(stack: Array) -> Array:
    """Return the non-negative coefficients of the game, (sources,).

    Source i minimises ``|sum_k a_k w_k - w_i|^2`` over its own ``a_i >= 0``. All these conditions together
    are those of one quadratic programme, ``min a'Ga/2 - d'a`` with ``G = W W'`` and ``d = diag(G)``, which
    is solved as non-negative least squares on the Cholesky factor of G. The ridge, far below the weights'
    rounding, splits evenly what identical sources may share as they like.
    """
    from scipy.linalg import cholesky, solve_triangular
    from scipy.optimize import nnls

    G = stack @ stack.T
    d = np.diag(G).copy()
    R = cholesky(G + 1e-13 * np.trace(G) * np.eye(len(G)))
    a, _ = nnls(R, solve_triangular(R, d, trans="T"))
    return np.asarray(a)


def _local_shares(tree: IndicatorTree, leaf: Array, fallback: Array) -> Array:
    """Return local shares from the leaves' shares of the whole; `fallback` where a group got nothing."""
    own = np.zeros(len(tree.nodes))
    own[tree.branches.leaves] = leaf
    total = totals(tree.parents, own)
    above = total[tree.parents[1:]]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(above > 0, total[1:] / above, fallback)


def _common_tree(weights: list[Weights]) -> IndicatorTree:
    if not weights:
        raise FaultyInput("weights", "there are none", "give at least one")
    wrong = [fault for i, w in enumerate(weights) for fault in WEIGHTS.faults(f"weights[{i}]", w)]
    first = next((w.tree for w in weights if isinstance(w, Weights)), None)
    wrong += [
        Fault(f"weights[{i}]", "belong to another tree than the first", "weigh one and the same tree")
        for i, w in enumerate(weights)
        if first
        and isinstance(w, Weights)
        and w.tree is not first
        and _structure(w.tree) != _structure(first)
    ]
    if wrong or first is None:
        raise FaultyInput(wrong)
    return first


def _structure(tree: IndicatorTree) -> tuple[list[str], list[int]]:
    return tree.node_codes, tree.parents.tolist()


def _portions(shares: Sequence[float] | None, sources: int, how: How) -> Array | None:
    if shares is None:
        return None
    if isinstance(how, str) and how == "game":
        raise FaultyInput("shares", "the game finds the shares itself", "use how='mean' to set them")
    try:
        if isinstance(shares, str | bytes) or not all(is_number(share) for share in shares):
            raise TypeError("numbers are asked for")
        portions = np.asarray(list(shares), dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise FaultyInput(
            "shares", "is {value}", "give one number for each of the weights", value=shown(shares)
        ) from None
    if portions.shape != (sources,):
        problem = "{given:# share is|# shares are} given for {sources:# source|# sources} of weights"
        way_out = "give one number for each of the weights"
        raise FaultyInput("shares", problem, way_out, given=portions.size, sources=sources)
    if not (np.isfinite(portions).all() and (portions >= 0).all() and portions.sum() > 0):
        raise FaultyInput(
            "shares", "is {value}", "give numbers from zero, at least one above it", value=shown(shares)
        )
    return np.asarray(portions / portions.sum())
