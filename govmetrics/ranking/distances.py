"""Rankings by distance from an ideal, a worst, an average or a border, and by outranking.

The arithmetic is scikit-criteria's. All take directed values (`Scaled`); those that say so also take raw values
(`Dataset`), in which leaves of which less is better are costs. Errors are those of `mcdm.rank_by`.
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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> gm.ranking.vikor(data, weights).scores.round(3).to_dict()
    {'A': 0.222, 'B': 0.0, 'C': 1.0}
    """
    ranking = rank_by("vikor", data, weights, options={"v": v})
    members = [str(ranking.table.index[int(place)]) for place in ranking.details["compromise_set"]]
    return replace(ranking, details={**ranking.details, "compromise_set": members})


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

    References
    ----------
    Brauers and Zavadskas (2006), The MOORA method and its application to privatization in a transition
    economy, Control and Cybernetics 35, 445-469.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> gm.ranking.reference_point(data, weights).scores.round(3).to_dict()
    {'A': 0.295, 'B': 0.118, 'C': 0.248}
    """
    return rank_by("reference_point", data, weights, scaling)


def spotis(data: Data, weights: Shares) -> Ranking:
    """Rank by distance from the ideal within fixed bounds, which no other unit can change. Takes raw values.

    The bounds of raw values are the tree's worst and best, those of scaled values the ends of the scale, where the values
    lie within them; else they are taken from the units present, and then ranks can reverse as in other methods. The
    methods section says which they were.

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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> gm.ranking.spotis(data, weights).scores.round(3).to_dict()
    {'A': 0.4, 'B': 0.4, 'C': 0.6}
    """
    return rank_by("spotis", data, weights)


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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> scaled = gm.normalisation.min_max(data, scale=(1, 100))
    >>> gm.ranking.codas(scaled, weights).scores.round(3).to_dict()
    {'A': 0.562, 'B': 0.065, 'C': -0.626}
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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> gm.ranking.edas(data, weights).scores.round(3).to_dict()
    {'A': 0.375, 'B': 0.625, 'C': 0.625}
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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> scaled = gm.normalisation.min_max(data, scale=(1, 100))
    >>> gm.ranking.mabac(scaled, weights).scores.round(3).to_dict()
    {'A': 0.126, 'B': 0.126, 'C': -0.074}
    """
    return rank_by("mabac", scaled, weights)


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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> scaled = gm.normalisation.min_max(data, scale=(1, 100))
    >>> gm.ranking.electre2(scaled, weights).scores.round(3).to_dict()
    {'A': 1.0, 'B': 2.0, 'C': 3.0}
    """
    return rank_by("electre2", scaled, weights)
