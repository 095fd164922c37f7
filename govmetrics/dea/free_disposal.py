"""Free disposal hull: comparison with observed units only, no mixtures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.options import wanted
from govmetrics.core.words import Note
from govmetrics.dea._efficiency import INFEASIBLE, OPTIMAL, Efficiency, classify, found_by
from govmetrics.dea._frontiers import Frontier, against, frontier_faults
from govmetrics.dea._idle import NOTHING
from govmetrics.dea._observe import Amounts, Observed, observe
from govmetrics.dea._options import ORIENTATION, Orientation
from govmetrics.dea._reference import observe_reference, same_columns
from govmetrics.dea.engine.arrays import Bools, Floats, Ints

_CELLS = 2_000_000


def free_disposal(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    orientation: Orientation = "input",
    reference: tuple[Amounts, Amounts] | None = None,
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> Efficiency:
    """Return radial efficiency against single observed units (free disposal hull).

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array
        As in `radial`.
    orientation : {"input", "output"}
    reference : (inputs, outputs), optional
        Units to compare with instead of the evaluated units.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    Efficiency
        One peer per unit; there are no multipliers.

    References
    ----------
    Deprins, D., Simar, L. and Tulkens, H. (1984). Measuring labor-efficiency in post offices. In: The performance
    of public enterprises, North-Holland, 243-267.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> free_disposal([[2], [4], [5]], [[1], [3], [2]]).scores.tolist()
    [1.0, 1.0, 0.8]
    """
    faults = wanted(orientation=(orientation, ORIENTATION))
    with faults:
        data = observe(inputs, outputs, evaluated=reference is not None, warn=False, idle=True)
    faults += frontier_faults(frontier, width)
    with faults:
        other = None if reference is None else observe_reference(reference)
    faults.raise_all()
    base = same_columns(other, data)
    found = against(data, base, frontier, width, lambda part, other: _hull(part, other, orientation))
    return found_by("free_disposal", found, reference=reference is not None)


def _hull(data: Observed, base: Observed, orientation: str) -> Efficiency:
    pool = _undominated(base.x, base.y)
    t, peer = _free_disposal(data.x, data.y, base.x[pool], base.y[pool], orientation)
    lost = peer < 0
    peer = pool[peer]
    with np.errstate(invalid="ignore"):
        reached_x = data.x * t[:, None] if orientation == "input" else data.x
        reached_y = data.y * t[:, None] if orientation == "output" else data.y
        spare_x, spare_y = np.maximum(reached_x - base.x[peer], 0), np.maximum(base.y[peer] - reached_y, 0)
    spare_x[lost], spare_y[lost] = np.nan, np.nan
    spare_x[spare_x < 1e-12 * data.x] = 0.0
    spare_y[spare_y < 1e-12 * data.y] = 0.0
    target = np.where(lost[:, None], np.nan, np.concatenate([base.x[peer], base.y[peer]], axis=1))
    scores = t if orientation == "input" else 1.0 / t
    idle = (data.y == 0).all(axis=1) & lost & (orientation == "output")
    idle[idle] = _all_at_least(-base.x, -data.x[idle]).any(
        axis=1
    )  # something takes no more: outputs grow without bound
    scores[idle], lost = 0.0, lost & ~idle
    share = np.concatenate([_share(spare_x, data.x), _share(spare_y, data.y)], axis=1).max(axis=1)
    found = np.flatnonzero(~lost & ~idle)
    peers = {"unit": data.units.take(found), "peer": base.units.take(peer[found]), "weight": 1.0}
    return Efficiency(
        scores=pd.Series(scores, data.units, name="score"),
        status=pd.Series(np.where(lost, INFEASIBLE, OPTIMAL), data.units, dtype=object, name="status"),
        efficient=pd.Series(classify(scores, share), data.units, name="efficient"),
        input_slacks=pd.DataFrame(spare_x, data.units, data.inputs),
        output_slacks=pd.DataFrame(spare_y, data.units, data.outputs),
        targets=pd.DataFrame(target, data.units, data.inputs.append(data.outputs)),
        peers=pd.DataFrame(peers),
        orientation=orientation,
        returns="free disposal",
        notes=(Note(NOTHING, units=list(data.units[idle])),) if idle.any() else (),
    )


def _share(spare: Floats, own: Floats) -> Floats:
    return np.asarray(spare / np.where(own > 0, own, max(float(own.mean()), 1e-300)))


def _free_disposal(x: Floats, y: Floats, xr: Floats, yr: Floats, orientation: str) -> tuple[Floats, Ints]:
    """Return the best factor (n,) and the reference unit that gives it (-1 for none).

    Input orientation: the least t such that some reference unit makes y with t x. Of those that tie, the one
    with the most slack is taken.
    """
    n, step = len(x), max(1, _CELLS // len(xr))
    t, peer = np.full(n, np.nan), np.full(n, -1)
    for start in range(0, n, step):
        xs, ys = x[start : start + step], y[start : start + step]
        if orientation == "input":
            able, need = _all_at_least(yr, ys), _largest_ratio(xr, xs)
            need[~able] = np.inf
            best = need.min(axis=1)
        else:
            able, need = _all_at_least(-xr, -xs), -_smallest_ratio(yr, ys)
            need[~able] = np.inf
            best = need.min(axis=1)
        tie = need <= (best + 1e-12 * np.abs(best))[:, None]
        spare = _relative_total(yr, ys, tie) - _relative_total(xr, xs, tie)
        chosen = np.where(tie, spare, -np.inf).argmax(axis=1)
        fine = np.isfinite(best) & (best != 0)  # 0: the reference makes nothing of what the unit makes
        t[start : start + step] = np.where(fine, np.abs(best), np.nan)
        peer[start : start + step] = np.where(fine, chosen, -1)
    return t, peer


def _all_at_least(reference: Floats, asked: Floats) -> Bools:
    able = np.ones((len(asked), len(reference)), dtype=bool)
    for r in range(reference.shape[1]):
        able &= reference[:, r] >= asked[:, r : r + 1]
    return able


def _largest_ratio(xr: Floats, x: Floats) -> Floats:
    """Return max over inputs of x_ij / x_io: (units, reference); a zero can only be matched by a zero."""
    worst = np.zeros((len(x), len(xr)))
    with np.errstate(divide="ignore", invalid="ignore"):
        for i in range(x.shape[1]):
            ratio = xr[:, i] / x[:, i : i + 1]
            np.maximum(worst, np.where(np.isnan(ratio), 0.0, ratio), out=worst)
    return worst


def _smallest_ratio(yr: Floats, y: Floats) -> Floats:
    """Return min over outputs of y_rj / y_ro: (units, reference); an output the unit lacks asks for nothing."""
    worst = np.full((len(y), len(yr)), np.inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        for r in range(y.shape[1]):
            ratio = yr[:, r] / y[:, r : r + 1]
            np.minimum(worst, np.where(y[:, r : r + 1] > 0, ratio, np.inf), out=worst)
    return worst


def _relative_total(reference: Floats, own: Floats, where: Bools) -> Floats:
    total = np.zeros(where.shape)
    for k in range(own.shape[1]):
        size = np.where(own[:, k] > 0, own[:, k], max(float(reference[:, k].mean()), 1e-300))
        total += reference[:, k] / size[:, None]
    return total


def _undominated(x: Floats, y: Floats) -> Ints:
    """Return the units that no other unit dominates (sorted positions); of duplicates all are kept.

    Units are taken in the order of a score that a dominating unit always beats, so each is compared with the
    undominated ones before it only.
    """
    columns = np.concatenate([x, -y], axis=1)
    dense = np.stack([np.unique(c, return_inverse=True)[1] for c in columns.T], axis=1)
    order = dense.sum(axis=1).argsort(kind="stable")
    kept: Ints = np.empty(0, dtype=np.int64)
    for start in range(0, len(order), 512):
        block = order[start : start + 512]
        rivals = np.concatenate([kept, block])
        no_worse = np.ones((len(block), len(rivals)), dtype=bool)
        better = np.zeros_like(no_worse)
        for k in range(dense.shape[1]):
            mine, theirs = dense[block, k][:, None], dense[rivals, k]
            no_worse &= theirs <= mine
            better |= theirs < mine
        kept = np.concatenate([kept, block[~(no_worse & better).any(axis=1)]])
    return np.sort(kept)
