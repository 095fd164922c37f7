"""Rankings by weighted sums, products and ratios.

The arithmetic is scikit-criteria's. All take directed values (`Scaled`); those that say so also take raw values
(`Dataset`), in which leaves of which less is better are costs. Errors are those of `mcdm.rank_by`.
"""

from __future__ import annotations

import pandas as pd

from govmetrics.core import Dataset, Scaled, Weights
from govmetrics.ranking.mcdm import Scaling, rank_by
from govmetrics.ranking.result import Ranking

Data = Scaled | Dataset
Shares = Weights | pd.Series


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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> gm.ranking.moora(data, weights).scores.round(3).to_dict()
    {'A': 0.093, 'B': 0.171, 'C': 0.14}
    """
    return rank_by("moora", data, weights, scaling)


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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> gm.ranking.full_multiplicative(data, weights).scores.round(3).to_dict()
    {'A': 0.233, 'B': 0.675, 'C': 1.214}
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

    References
    ----------
    Brauers and Zavadskas (2010), Project management by MULTIMOORA as an instrument for transition
    economies, Technological and Economic Development of Economy 16, 5-24.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> gm.ranking.multimoora(data, weights).scores.round(3).to_dict()
    {'A': 0.0, 'B': 2.0, 'C': 1.0}
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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> scaled = gm.normalisation.min_max(data, scale=(1, 100))
    >>> gm.ranking.waspas(scaled, weights).scores.round(3).to_dict()
    {'A': 0.381, 'B': 0.604, 'C': 0.235}
    """
    return rank_by("waspas", scaled, weights, options={"share": share})


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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> gm.ranking.marcos(data, weights).scores.round(3).to_dict()
    {'A': 0.615, 'B': 0.554, 'C': 0.615}
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
        Columns S+, S-, significance, score (significance over that of the best, from 0 to 1; the paper prints it
        in percent); the greatest is best.

    References
    ----------
    Zavadskas, Kaklauskas and Sarka (1994), The new method of multicriteria complex proportional assessment
    of projects, Technological and Economic Development of Economy 1, 131-139.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> gm.ranking.copras(data, weights).scores.round(3).to_dict()
    {'A': 0.813, 'B': 0.773, 'C': 1.0}
    """
    return rank_by("copras", data, weights, scaling)


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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> scaled = gm.normalisation.min_max(data, scale=(1, 100))
    >>> gm.ranking.aras(scaled, weights).scores.round(3).to_dict()
    {'A': 0.604, 'B': 0.604, 'C': 0.406}
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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"G": ["trust", "cases"]}, {"cases": "less"})
    >>> data = gm.read_records(pd.DataFrame({"trust": [9.0, 7, 4], "cases": [6.0, 3, 1]}, index=list("ABC")), tree)
    >>> weights = gm.weighting.assigned(tree, {"trust": 3, "cases": 2})
    >>> scaled = gm.normalisation.min_max(data, scale=(1, 100))
    >>> gm.ranking.cocoso(scaled, weights).scores.round(3).to_dict()
    {'A': 2.018, 'B': 2.574, 'C': 1.681}
    """
    return rank_by("cocoso", scaled, weights, options={"share": share})
