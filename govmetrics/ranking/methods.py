"""The ranking methods as labelled functions; the arithmetic is scikit-criteria's, see `mcdm.rank_by`.

All take directed values (`Scaled`); those that say so also take raw values (`Dataset`), in which leaves of
which less is better are costs. Errors are those of `mcdm.rank_by`.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from govmetrics.core import Dataset, Scaled, Weights
from govmetrics.ranking.mcdm import Scaling, rank_by
from govmetrics.ranking.result import Ranking

Data = Scaled | Dataset
Shares = Weights | pd.Series


def topsis(data: Data, weights: Shares, scaling: Scaling | None = None) -> Ranking:
    """Rank by closeness to the ideal (TOPSIS, 优劣解距离法): columns D+, D-, C.

    D+ and D- are Euclidean distances of weighted values from the best and the worst of each leaf, and
    C = D- / (D+ + D-). Raw values (`Dataset`) are divided by the root of their sum of squares first.

    Parameters
    ----------
    data : Scaled or Dataset
        Directed values, or raw ones with their costs.
    weights : Weights or Series
        Of the same tree, or of every leaf.
    scaling : str, optional
        See `mcdm.rank_by`.

    Returns
    -------
    Ranking
        Columns D+, D-, C; the greatest C is best.

    References
    ----------
    Hwang and Yoon (1981), Multiple Attribute Decision Making, Springer.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"G": ["a", "b"]})
    >>> x = pd.DataFrame({"a": [1.0, 0.5, 0], "b": [0.0, 0.5, 0.2]}, index=["u", "v", "w"])
    >>> even = Weights(tree, pd.Series({"G": 1.0, "a": 0.5, "b": 0.5}))
    >>> topsis(Scaled(tree, x, pd.DataFrame()), even).to_frame().round(3).loc["u"].to_dict()
    {'D+': 0.25, 'D-': 0.5, 'C': 0.667, 'rank': 1.0}
    """
    return rank_by("topsis", data, weights, scaling)


def vikor(data: Data, weights: Shares, v: float = 0.5) -> Ranking:
    """Rank by compromise (VIKOR, 多准则妥协解排序法): columns S, R, Q; the least Q is best. Takes raw values.

    S is the weighted sum and R the worst of a unit's regrets, and `v` the say of S in Q. The details hold
    the two acceptance conditions and the compromise set, by place; ranks are by Q alone.

    Parameters
    ----------
    data : Scaled or Dataset
        Directed values, or raw ones with their costs.
    weights : Weights or Series
        Of the same tree, or of every leaf.
    v : float
        The say of the sum S against the worst regret R, in [0, 1].

    Returns
    -------
    Ranking
        Columns S, R, Q; the least Q is best.

    References
    ----------
    Opricovic and Tzeng (2004), Compromise solution by MCDM methods: a comparative analysis of VIKOR and
    TOPSIS, European Journal of Operational Research 156, 445-455.
    """
    ranking = rank_by("vikor", data, weights, options={"v": v})
    members = [str(ranking.table.index[int(place)]) for place in ranking.details["compromise_set"]]
    return replace(ranking, details={**ranking.details, "compromise_set": members})


def moora(data: Data, weights: Shares, scaling: Scaling | None = None) -> Ranking:
    """Rank by the ratio system of MOORA: benefits minus costs. Takes raw values (vector scaled).

    Parameters
    ----------
    data : Scaled or Dataset
        Directed values, or raw ones with their costs.
    weights : Weights or Series
        Of the same tree, or of every leaf.
    scaling : str, optional
        See `mcdm.rank_by`.

    Returns
    -------
    Ranking
        Column score; the greatest is best.

    References
    ----------
    Brauers and Zavadskas (2006), The MOORA method and its application to privatization in a transition
    economy, Control and Cybernetics 35, 445-469.
    """
    return rank_by("moora", data, weights, scaling)


def reference_point(data: Data, weights: Shares, scaling: Scaling | None = None) -> Ranking:
    """Rank by the reference point of MOORA: the largest weighted distance from the best; least is best.

    Takes raw values (vector scaled). Reference as for `moora`.

    Parameters
    ----------
    data : Scaled or Dataset
        Directed values, or raw ones with their costs.
    weights : Weights or Series
        Of the same tree, or of every leaf.
    scaling : str, optional
        See `mcdm.rank_by`.

    Returns
    -------
    Ranking
        Column score; the least is best.
    """
    return rank_by("reference_point", data, weights, scaling)


def full_multiplicative(data: Data, weights: Shares, scaling: Scaling | None = None) -> Ranking:
    """Rank by the product of benefits over that of costs; positive values. Takes raw values (vector scaled).

    Weights multiply every unit's product alike, so they cannot change the ranking.

    Parameters
    ----------
    data : Scaled or Dataset
        Directed values, or raw ones with their costs.
    weights : Weights or Series
        Of the same tree, or of every leaf.
    scaling : str, optional
        See `mcdm.rank_by`.

    Returns
    -------
    Ranking
        Column score (a sum of logarithms); the greatest is best.

    References
    ----------
    Brauers and Zavadskas (2010), Project management by MULTIMOORA as an instrument for transition
    economies, Technological and Economic Development of Economy 16, 5-24.
    """
    return rank_by("full_multiplicative", data, weights, scaling)


def multimoora(data: Data, weights: Shares, scaling: Scaling | None = None) -> Ranking:
    """Rank by the dominance of the three MOORA rankings; positive values. Takes raw values (vector scaled).

    Reference as for `full_multiplicative`.

    Parameters
    ----------
    data : Scaled or Dataset
        Directed values, or raw ones with their costs.
    weights : Weights or Series
        Of the same tree, or of every leaf.
    scaling : str, optional
        See `mcdm.rank_by`.

    Returns
    -------
    Ranking
        Columns ratio, reference_point, full_multiplicative, score; the greatest is best.
    """
    return rank_by("multimoora", data, weights, scaling)


def waspas(scaled: Scaled, weights: Shares, share: float = 0.5) -> Ranking:
    """Rank by a mix of weighted sum (`share`) and weighted product; positive values, divided by their maximum.

    Parameters
    ----------
    scaled : Scaled
        Directed values.
    weights : Weights or Series
        Of the same tree, or of every leaf.
    share : float
        Of the weighted sum, in [0, 1].

    Returns
    -------
    Ranking
        Columns WSM, score; the greatest is best.

    References
    ----------
    Zavadskas, Turskis, Antucheviciene and Zakarevicius (2012), Optimization of weighted aggregated sum
    product assessment, Elektronika ir Elektrotechnika 122, 3-6.
    """
    return rank_by("waspas", scaled, weights, options={"lambda_value": share})


def marcos(data: Data, weights: Shares) -> Ranking:
    """Rank by utility against ideal and anti-ideal units; positive values. Takes raw values.

    Parameters
    ----------
    data : Scaled or Dataset
        Directed values, or raw ones with their costs.
    weights : Weights or Series
        Of the same tree, or of every leaf.

    Returns
    -------
    Ranking
        Columns K-, K+, score; the greatest is best.

    References
    ----------
    Stevic, Pamucar, Puska and Chatterjee (2020), Sustainable supplier selection using a new MCDM method:
    MARCOS, Computers and Industrial Engineering 140, 106231.
    """
    return rank_by("marcos", data, weights)


def copras(data: Dataset, weights: Shares, scaling: Scaling | None = None) -> Ranking:
    """Rank by benefits and inverse costs in proportion (COPRAS). Takes raw values only, with costs among them.

    Parameters
    ----------
    data : Dataset
        Raw values, with costs among them.
    weights : Weights or Series
        Of the same tree, or of every leaf.
    scaling : str, optional
        See `mcdm.rank_by`.

    Returns
    -------
    Ranking
        Columns S+, S-, significance, score (the share of the best); the greatest is best.

    References
    ----------
    Zavadskas, Kaklauskas and Sarka (1994), The new method of multicriteria complex proportional assessment
    of projects, Technological and Economic Development of Economy 1, 131-139.
    """
    return rank_by("copras", data, weights, scaling)


def electre2(scaled: Scaled, weights: Shares) -> Ranking:
    """Rank by strong and weak outranking (ELECTRE II, 消去与选择转换法), least is best.

    Thresholds of concordance .65, .5, .35 and of discordance .65, .35; values must be on one common scale.

    Parameters
    ----------
    scaled : Scaled
        Directed values.
    weights : Weights or Series
        Of the same tree, or of every leaf.

    Returns
    -------
    Ranking
        Columns direct, inverted, score; the least is best.

    References
    ----------
    Roy and Bertier (1973), La méthode ELECTRE II, in: OR '72, North-Holland, 291-302.
    """
    return rank_by("electre2", scaled, weights)


def spotis(data: Data, weights: Shares) -> Ranking:
    """Rank by distance from the ideal within fixed bounds, which no other unit can change. Takes raw values.

    The bounds are the ends of the scale, where the values lie within them; else they are taken from the
    units present, and then ranks can reverse as in other methods.

    Parameters
    ----------
    data : Scaled or Dataset
        Directed values, or raw ones with their costs.
    weights : Weights or Series
        Of the same tree, or of every leaf.

    Returns
    -------
    Ranking
        Column score; the least is best.

    References
    ----------
    Dezert, Tchamova, Han and Tacnet (2020), The SPOTIS rank reversal free method for multi-criteria
    decision-making support, IEEE FUSION 2020.
    """
    return rank_by("spotis", data, weights)


def aras(scaled: Scaled, weights: Shares) -> Ranking:
    """Rank by utility relative to the best of each leaf (ARAS); positive values, over their sum with the best.

    Parameters
    ----------
    scaled : Scaled
        Directed values.
    weights : Weights or Series
        Of the same tree, or of every leaf.

    Returns
    -------
    Ranking
        Columns S, K; the greatest K is best.

    References
    ----------
    Zavadskas and Turskis (2010), A new additive ratio assessment (ARAS) method in multicriteria
    decision-making, Technological and Economic Development of Economy 16, 159-172.
    """
    return rank_by("aras", scaled, weights)


def cocoso(scaled: Scaled, weights: Shares, share: float = 0.5) -> Ranking:
    """Rank by three compromises of weighted sum and product (CoCoSo), on 0-1 by the range.

    Parameters
    ----------
    scaled : Scaled
        Directed values.
    weights : Weights or Series
        Of the same tree, or of every leaf.
    share : float
        Of the weighted sum in kc, in [0, 1].

    Returns
    -------
    Ranking
        Columns ka, kb, kc, score; the greatest is best.

    References
    ----------
    Yazdani, Zarate, Zavadskas and Turskis (2019), A combined compromise solution (CoCoSo) method for
    multi-criteria decision-making problems, Management Decision 57, 2501-2519.
    """
    return rank_by("cocoso", scaled, weights, options={"lambda_value": share})


def codas(scaled: Scaled, weights: Shares, tau: float = 0.02) -> Ranking:
    """Rank by distance from the worst (CODAS); positive values, divided by their maximum.

    Parameters
    ----------
    scaled : Scaled
        Directed values.
    weights : Weights or Series
        Of the same tree, or of every leaf.
    tau : float
        Taxicab distances count only where Euclidean ones differ by at least this.

    Returns
    -------
    Ranking
        Column score; the greatest is best.

    References
    ----------
    Keshavarz Ghorabaee, Zavadskas, Turskis and Antucheviciene (2016), A new combinative distance-based
    assessment (CODAS) method, Economic Computation and Economic Cybernetics Studies and Research 50, 25-44.
    """
    return rank_by("codas", scaled, weights, options={"tau": tau})


def edas(data: Data, weights: Shares) -> Ranking:
    """Rank by distances above and below the average unit (EDAS); positive values. Takes raw values.

    Parameters
    ----------
    data : Scaled or Dataset
        Directed values, or raw ones with their costs.
    weights : Weights or Series
        Of the same tree, or of every leaf.

    Returns
    -------
    Ranking
        Column score; the greatest is best.

    References
    ----------
    Keshavarz Ghorabaee, Zavadskas, Olfat and Turskis (2015), Multi-criteria inventory classification using
    a new method of evaluation based on distance from average solution, Informatica 26, 435-451.
    """
    return rank_by("edas", data, weights)


def mabac(scaled: Scaled, weights: Shares) -> Ranking:
    """Rank by distance from the border of each leaf's geometric mean (MABAC), on 0-1 by the range.

    Parameters
    ----------
    scaled : Scaled
        Directed values.
    weights : Weights or Series
        Of the same tree, or of every leaf.

    Returns
    -------
    Ranking
        Column score; the greatest is best.

    References
    ----------
    Pamucar and Cirovic (2015), The selection of transport and handling resources in logistics centers
    using MABAC, Expert Systems with Applications 42, 3016-3028.
    """
    return rank_by("mabac", scaled, weights)
