"""How far experts agree: Goepel's consensus in figures and words, Kendall's W."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from govmetrics.ahp.kinds import SCALE_END, numbers_of
from govmetrics.ahp.matrices import NO_NUMBER, shape_fault
from govmetrics.core.errors import Fault, FaultyInput, each
from govmetrics.core.language import Language, language_of
from govmetrics.core.options import LANGUAGE, asked, choice, number, wanted
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.concordance import concordance

Bands = Literal["Goepel three bands", "Goepel five bands"]
# Both wordings that Goepel published for the consensus (on bpmsg.com: how to interpret it; its word scale),
# each entry from its lower bound on.
BANDS: Mapping[str, Mapping[float, str]] = MappingProxyType(
    {
        "Goepel three bands": {0: "low", 0.65: "moderate", 0.75: "high"},
        "Goepel five bands": {0: "very low", 0.5: "low", 0.625: "moderate", 0.75: "high", 0.875: "very high"},
    }
)


def consensus(weights: pd.DataFrame | ArrayLike, max_ratio: float = 9) -> float:
    """Return Goepel's consensus of experts' weights, from 0 (none) to 1 (identical).

    Shannon's beta entropy, the diversity between experts, scaled by the least and largest that the
    judgement scale admits. `consensus_band` puts it in words.

    Parameters
    ----------
    weights : (experts, n) DataFrame or array
        Each row one expert's priorities, summing to one.
    max_ratio : float
        The scale's largest judgement M.

    Returns
    -------
    float
        1 for one expert or one element. Experts who disagree more than the scale admits give 0.

    Raises
    ------
    FaultyInput
        Rows that are negative or do not sum to one, each named.

    References
    ----------
    Goepel, K. D. (2018). Implementation of an online software tool for the analytic hierarchy process
    (AHP-OS). International Journal of the Analytic Hierarchy Process 10(3), 469-487, eqs 11-21.

    Examples
    --------
    >>> round(consensus([[0.5, 0.3, 0.2], [0.45, 0.35, 0.2], [0.2, 0.3, 0.5]]), 4)
    0.8591
    """
    faults = wanted(max_ratio=(max_ratio, SCALE_END))
    with faults:
        w = weights_of(weights)
    faults.raise_all()
    return float(goepel(w.mean(axis=0)[None], np.array([entropy_of(w).mean()]), max_ratio)[0])


_CONSENSUS = number(-1, 1)
"""Below zero experts agree less than the index's own zero says."""


def consensus_band(value: float, bands: Bands = "Goepel five bands", language: Language | None = None) -> str:
    """Return a consensus in words.

    Parameters
    ----------
    value : float
        From `consensus`.
    bands : {"Goepel three bands", "Goepel five bands"}
        Low below 65 %, moderate to 75 %, high above; or very low below 50 %, then low, moderate, high and
        very high at equal steps of 12.5 %. Both were published by the author of the index (bpmsg.com).
    language : {"en", "zh"}, optional
        By default the one in use.

    Returns
    -------
    str
        The band's name, in the language asked for.

    Raises
    ------
    FaultyInput
        A value above 1 (70 % is 0.7) or below -1, unknown bands, an unknown language.

    References
    ----------
    Goepel, K. D. (2018). Implementation of an online software tool for the Analytic Hierarchy Process
    (AHP-OS). International Journal of the Analytic Hierarchy Process 10.

    Examples
    --------
    >>> consensus_band(0.7), consensus_band(0.7, "Goepel three bands")
    ('moderate', 'moderate')
    """
    asked(value=(value, _CONSENSUS), bands=(bands, choice(*BANDS)), language=(language, LANGUAGE))
    return Text(band(value, bands)).say(language_of(language))


def band(value: float, bands: str) -> str:
    """Return the word for a consensus, in English."""
    return [word for low, word in BANDS[bands].items() if value >= low or low == 0][-1]


def kendall_w(weights: pd.DataFrame | ArrayLike) -> float:
    """Return Kendall's coefficient of concordance of the experts' rank orders, corrected for ties.

    Parameters
    ----------
    weights : (experts, n) DataFrame or array
        Each row one expert's priorities.

    Returns
    -------
    float
        From 0 to 1; NaN for one expert, one element, or where all experts tie everything.

    References
    ----------
    Kendall, M. G. and Gibbons, J. D. (1990). Rank Correlation Methods, 5th ed. Edward Arnold, ch. 6.

    Examples
    --------
    >>> kendall_w([[0.5, 0.3, 0.2], [0.6, 0.3, 0.1]])
    1.0
    """
    return concordance_of(weights_of(weights))


def entropy_of(w: Array) -> Array:
    """Shannon entropy of each row."""
    logs = np.log(w, out=np.zeros_like(w), where=w > 0)
    return np.asarray(-np.einsum("ij,ij->i", w, logs))


def goepel(mean: Array, alpha: Array, max_ratio: float) -> Array:
    """Goepel's S* from mean weights (sets, n) and mean entropies (sets,)."""
    n = mean.shape[1]
    if n == 1:
        return np.ones(len(mean))
    beta = entropy_of(mean) - alpha  # gamma less alpha
    # the least entropy of one expert, who puts one element M times above all others
    top, rest = max_ratio / (n + max_ratio - 1), 1 / (n + max_ratio - 1)
    least = -top * np.log(top) - (n - 1) * rest * np.log(rest)
    floor = np.exp(least) / n
    return np.asarray(np.clip((np.exp(-beta) - floor) / (1 - floor), 0, 1))


def concordance_of(w: Array) -> float:
    """Return Kendall's W of weights, (experts, n); NaN for one expert."""
    k, n = w.shape
    w = w.round(12)  # computed weights that should be equal do tie then
    ranks = np.full((k, n), 0.5)
    for other in w.T:
        ranks += (w > other[:, None]) + 0.5 * (w == other[:, None])
    return concordance(ranks)[0] if k > 1 else float("nan")


def weights_of(weights: pd.DataFrame | ArrayLike) -> Array:
    """Return experts' weights as an array, or raise with every expert whose weights are none."""
    w = numbers_of(weights)
    if w is None:
        raise FaultyInput("weights", NO_NUMBER, "give one row per expert, one column per element")
    if w.ndim != 2 or w.size == 0:
        raise FaultyInput(shape_fault("weights", w, "give one row per expert, one column per element"))
    bad = ~(np.isfinite(w).all(axis=1) & (w >= 0).all(axis=1) & (np.abs(w.sum(axis=1) - 1) <= 1e-6))
    if bad.any():
        raise FaultyInput(
            each(
                [(name, w[row].tolist()) for row, name in enumerate(experts_of(weights)) if bad[row]],
                lambda found: Fault(Text("weights of expert {expert}", expert=str(found[0])), "are {weights}",
                                    "give weights of zero or more that sum to one", weights=found[1]),
            )
        )  # fmt: skip
    return w


def experts_of(weights: pd.DataFrame | ArrayLike) -> pd.Index:
    """Return the names of the rows."""
    if isinstance(weights, pd.DataFrame):
        return weights.index
    return pd.RangeIndex(len(np.asarray(weights)), name="expert")
