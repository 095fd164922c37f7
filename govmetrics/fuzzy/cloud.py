"""Evaluation by cloud models (云模型): experts' intervals become clouds, which are compared with the clouds of the grades."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.options import FRAME, PROPORTION, Kind, is_ascending, number, shown, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.scores import MIN_COVERAGE
from govmetrics.core.weights import WEIGHTS, Weights
from govmetrics.core.words import Note, Text
from govmetrics.fuzzy.degrees import GradeDegrees, climbed, made
from govmetrics.fuzzy.grades import GRADES, GradeScale

_FIELDS = Kind(
    lambda value: isinstance(value, list | tuple | np.ndarray) and is_ascending(value),
    Text("give rising numbers"),
)
_HYPER_ENTROPY = number(0, 1 / 3, open_high=True)
_NODES, _SHARES = np.polynomial.hermite_e.hermegauss(24)
_SHARES = _SHARES / _SHARES.sum()
"""Points and weights of the standard normal: expectations over clouds without drawing."""


def cloud(
    frame: pd.DataFrame,
    fields: Sequence[float],
    weights: Weights,
    grades: GradeScale,
    hyper_entropy: float = 0.1,
    min_coverage: float = MIN_COVERAGE,
) -> GradeDegrees:
    r"""Grade units by clouds of experts' intervals (云模型评价).

    The backward generator without certainty degrees takes both ends of the intervals that experts give a leaf:
    :math:`Ex = \bar x`, :math:`En = \sqrt{\pi/2}\;\overline{|x - Ex|}`, :math:`He = \sqrt{|S^2 - En^2|}`. Up the tree go the
    weighted means of Ex, :math:`En^2` and He. A grade with the field from a to b has the cloud :math:`Ex = (a + b)/2`,
    :math:`En = (b - a)/6` (3En rule) and :math:`He = h\,En`. The similarity is the expected certainty degree in the grade's
    cloud of a drop of the node's cloud; it is computed by quadrature, so that nothing is drawn and there is no seed.

    Parameters
    ----------
    frame : DataFrame
        One row for each expert's interval: columns unit, code, low, high. More is better.
    fields : sequence of float
        The bounds of the grades on the experts' scale, rising, one more than grades.
    weights : Weights
    grades : GradeScale
    hyper_entropy : float
        h = He / En of the grades' clouds, at least 0 and below 1/3.
    min_coverage : float
        Least share of a node's weight that must rest on evidence; else it gets no verdict.

    Returns
    -------
    GradeDegrees
        Similarity to the cloud of every grade, from 0 to 1, at every node; ``clouds`` has Ex, En and He. A note names units
        whose cloud at the root is not dense enough to be a concept (He above En / 3, 雾化): the experts do not agree.

    Raises
    ------
    FaultyInput
        Columns missing, indicators of another tree, fewer than two experts for a leaf, intervals turned round, beyond the
        fields or not finite: all at once.

    References
    ----------
    Li, D. and Liu, C. (2004), Study on the universality of the normal cloud model, Engineering Science 6(8), 28-34.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust"]})
    >>> rows = [("East", "trust", 78, 86), ("East", "trust", 82, 88), ("West", "trust", 40, 60), ("West", "trust", 55, 65)]
    >>> frame = pd.DataFrame(rows, columns=["unit", "code", "low", "high"])
    >>> grades = gm.fuzzy.GradeScale(["good", "fair", "poor"], [100, 75, 40])
    >>> found = gm.fuzzy.cloud(frame, [0, 60, 80, 100], gm.weighting.equal(tree), grades)
    >>> found.clouds.xs("trust", level="node").round(2).to_numpy().tolist()
    [[83.5, 4.39, 0.65], [55.0, 9.4, 5.32]]
    >>> found.at()["grade"].to_dict()
    {'East': 'good', 'West': 'poor'}
    """
    faults = wanted(frame=(frame, FRAME), fields=(fields, _FIELDS), weights=(weights, WEIGHTS), grades=(grades, GRADES),
                    hyper_entropy=(hyper_entropy, _HYPER_ENTROPY), min_coverage=(min_coverage, PROPORTION))  # fmt: skip
    faults.raise_all()
    if len(fields) != len(grades) + 1:
        faults.append(Fault("fields", "are {count} numbers for {grades} grades", "give one number more than grades",
                            count=len(fields), grades=len(grades)))  # fmt: skip
    faults += _row_faults(frame, weights, fields)
    faults.raise_all()
    codes, tree = frame["code"].astype(str).to_numpy(), weights.tree
    units = pd.Index(pd.unique(frame["unit"]), name="unit")
    leaves = np.full((len(units), len(tree), 3), np.nan)
    ends = frame[["low", "high"]].to_numpy(dtype=float)
    row, column = (
        units.get_indexer(pd.Index(frame["unit"])),
        pd.Index(tree.codes).get_indexer(pd.Index(codes)),
    )
    key = np.asarray(row, dtype=np.int64) * len(tree) + np.asarray(column, dtype=np.int64)
    pairs, place, counts = np.unique(key, return_inverse=True, return_counts=True)
    faults += each(
        np.flatnonzero(counts < 2).tolist(),
        lambda at: Fault(Text("{unit}, {code}", unit=units[pairs[at] // len(tree)], code=tree.codes[pairs[at] % len(tree)]),
                         "has the interval of one expert", "ask two or more: one interval tells no disagreement"),
    )  # fmt: skip
    faults.raise_all()
    leaves.reshape(-1, 3)[pairs] = _backward(ends, place, counts)
    means, coverage = climbed(leaves, weights, min_coverage)
    clouds = np.stack([means[..., 0], np.sqrt(means[..., 1]), means[..., 2]], axis=2)
    bounds = np.array(fields, dtype=float)
    degrees = np.empty((*clouds.shape[:2], len(grades)))
    degrees[..., grades.worst_to_best] = _similarity(clouds, bounds, hyper_entropy)
    return made(
        degrees, coverage, units, weights, grades, _told(hyper_entropy), _notes(clouds[:, 0], units), clouds
    )


def _backward(ends: np.ndarray, place: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return Ex, En squared and He (pairs, 3) of intervals (rows, 2), each of the pair at its place."""
    n = 2.0 * counts
    ex = np.bincount(place, ends.sum(axis=1)) / n
    off = ends - ex[place][:, None]
    en = np.sqrt(np.pi / 2) * np.bincount(place, np.abs(off).sum(axis=1)) / n
    variance = np.bincount(place, (off**2).sum(axis=1)) / (n - 1)
    return np.stack([ex, en**2, np.sqrt(np.abs(variance - en**2))], axis=1)


def _similarity(clouds: np.ndarray, bounds: np.ndarray, h: float) -> np.ndarray:
    """Return the expected certainty (units, nodes, grades) of drops of clouds (units, nodes, 3), the lowest field first.

    For a drop x ~ N(Ex, En'^2) and a grade with entropy s, E exp(-(x - c)^2 / 2s^2) = s / r exp(-(Ex - c)^2 / 2r^2) with
    r^2 = s^2 + En'^2; En' and s are normal, too, and are integrated by Gauss-Hermite points.
    """
    centres, entropies = (bounds[1:] + bounds[:-1]) / 2, np.diff(bounds) / 6
    total = np.zeros((*clouds.shape[:2], len(centres)))
    for z, share in zip(_NODES, _SHARES, strict=True):
        spread = (clouds[..., 1] + clouds[..., 2] * z)[..., None] ** 2
        for y, weight in zip(_NODES, _SHARES, strict=True) if h else [(0.0, 1.0)]:
            s = entropies * (1 + h * y)
            r = s**2 + spread
            total += (
                share
                * weight
                * np.abs(s)
                / np.sqrt(r)
                * np.exp(-((clouds[..., :1] - centres) ** 2) / (2 * r))
            )
    return total


def _row_faults(frame: pd.DataFrame, weights: Weights, fields: Sequence[float]) -> Faults:
    """Return what is wrong with the rows of a frame of intervals."""
    columns = ("unit", "code", "low", "high")
    faults = Faults(
        Fault(
            "frame",
            "there is no column {name!r}",
            "give unit, code, low and high, one row for each expert",
            name=name,
        )
        for name in columns
        if list(frame.columns).count(name) != 1
    )
    if faults:
        return faults
    if not len(frame):
        faults.append(
            Fault(
                "frame", "is not a frame with rows", "give unit, code, low and high, one row for each expert"
            )
        )
        return faults
    low, high = (
        pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float) for name in ("low", "high")
    )
    texts = {
        name: frame[name].map(lambda value: isinstance(value, str | bool)).to_numpy()
        for name in ("low", "high")
    }
    wrong = ~np.isfinite(low) | ~np.isfinite(high) | texts["low"] | texts["high"]
    turned = ~wrong & (low > high)
    beyond = ~wrong & ~turned & ((low < fields[0]) | (high > fields[-1]))
    strange = ~frame["code"].astype(str).isin(weights.tree.codes).to_numpy()
    nameless = frame["unit"].isna().to_numpy()

    def fault(row: int) -> Fault:
        place = Text("row {row}", row=frame.index[row])
        said = [shown(frame[name].iloc[row]) for name in ("low", "high")]
        if nameless[row]:
            return Fault(
                place, "{key} is {value}", "fill it in", key="unit", value=shown(frame["unit"].iloc[row])
            )
        if strange[row]:
            return Fault(place, "{value} is not an indicator of the weights' tree", "there are: {labels}",
                         value=shown(frame["code"].iloc[row]), labels=weights.tree.codes)  # fmt: skip
        if wrong[row]:
            return Fault(place, "the interval is {interval}", "give two finite numbers", interval=said)
        if turned[row]:
            return Fault(place, "the interval is {interval}", "give the lower end first", interval=said)
        way_out = "widen the fields of the outer grades"
        return Fault(place, "the interval {interval} lies beyond the fields", way_out, interval=said)

    faults += each(np.flatnonzero(nameless | strange | wrong | turned | beyond).tolist(), fault)
    return faults


def _notes(root: np.ndarray, units: pd.Index) -> tuple[Note, ...]:
    loose = list(units[np.nan_to_num(root[:, 2]) > np.nan_to_num(root[:, 1]) / 3])
    if not loose:
        return ()
    return (Note("The experts do not agree enough on {units:5} for a cloud: He is above En / 3, so that drops scatter like mist.",
                 units=loose),)  # fmt: skip


def _told(h: float) -> Procedure:
    """Say how the clouds were found and compared."""
    said = (
        "Units were graded by cloud models: the ends of the experts' intervals became clouds (Ex, En, He) by the backward "
        "generator, which went up the tree by weighted means; the degree of a grade is the expected certainty of the cloud's "
        "drops in the grade's cloud (3En rule, He / En = {h:g}), without draws."
    )
    return Procedure.of(said, "LiLiu2004", h=h)
