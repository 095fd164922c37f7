"""The tables and sentences that a paper prints, in English and Chinese."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.ahp.consensus import BANDS, consensus_band
from govmetrics.ahp.consistency import passes
from govmetrics.ahp.group_weights import GroupWeights
from govmetrics.ahp.matrices import Matrix
from govmetrics.ahp.priorities import Priorities, single
from govmetrics.ahp.table_words import Language, say
from govmetrics.core.errors import Fault, FaultyInput, choose


def judgement_table(matrix: Matrix, found: Priorities, language: Language = "en") -> pd.DataFrame:
    """Return the judgement matrix with the weights beside it.

    Parameters
    ----------
    matrix : DataFrame or (n, n) array
    found : Priorities
        Of this matrix.
    language : {"en", "zh"}

    Returns
    -------
    DataFrame
        The matrix and one column of weights.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.

    Examples
    --------
    >>> from govmetrics.ahp import eigenvector
    >>> matrix = pd.DataFrame([[1, 3], [1 / 3, 1]], index=["a", "b"], columns=["a", "b"])
    >>> judgement_table(matrix, eigenvector(matrix), "zh").columns.tolist()
    ['a', 'b', '权重值']
    """
    weights = single(found)
    cells = np.asarray(matrix, dtype=float)
    if cells.shape != (len(weights), len(weights)):
        raise FaultyInput(Fault("matrix", f"has shape {cells.shape}", "give the matrix of these priorities"))
    table = pd.DataFrame(cells, index=weights.index, columns=weights.index)
    table[say("weight", language)] = weights
    return table.rename_axis(index=say("item", language))


def weight_table(found: Priorities, language: Language = "en") -> pd.DataFrame:
    """Return eigenvector, weight, lambda and CI, as SPSSAU prints them.

    The column "eigenvector" (特征向量) is the weight times n, which is how SPSSAU scales it.

    Parameters
    ----------
    found : Priorities
        Of one matrix.
    language : {"en", "zh"}

    Returns
    -------
    DataFrame
        One row per element.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> matrix = pd.DataFrame([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]], list("abc"), list("abc"))
    >>> gm.ahp.weight_table(gm.ahp.eigenvector(matrix)).iloc[:, 1].round(3).to_dict()
    {'a': 0.588, 'b': 0.323, 'c': 0.089}
    """
    weights = single(found)
    columns = {
        say("vector", language): weights * len(weights),
        say("weight", language): weights,
        say("lambda", language): found.lambda_max,
        say("CI", language): found.consistency_index,
    }
    return pd.DataFrame(columns, index=weights.index).rename_axis(say("item", language))


def consistency_table(
    found: Priorities, max_consistency_ratio: float = 0.1, language: Language = "en"
) -> pd.DataFrame:
    """Return lambda, CI, RI, CR and whether the check is passed: one row.

    Parameters
    ----------
    found : Priorities
        Of one matrix.
    max_consistency_ratio : float
    language : {"en", "zh"}

    Returns
    -------
    DataFrame
        One row.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> matrix = pd.DataFrame([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]], list("abc"), list("abc"))
    >>> gm.ahp.consistency_table(gm.ahp.eigenvector(matrix)).round(3).to_numpy().tolist()
    [[3.009, 0.005, 0.58, 0.008, 'pass']]
    """
    single(found)
    verdict_ = say(bool(found.passed(max_consistency_ratio)), language)
    names = [say(name, language) for name in ("lambda", "CI", "RI", "CR", "result")]
    values = [
        found.lambda_max,
        found.consistency_index,
        found.random_index,
        found.consistency_ratio,
        verdict_,
    ]
    return pd.DataFrame([values], columns=names)


def group_table(found: GroupWeights, language: Language = "en") -> pd.DataFrame:
    """Return one row per judged group: experts, lambda, CI, RI, CR, pass, consensus in figures and words.

    Parameters
    ----------
    found : GroupWeights
    language : {"en", "zh"}

    Returns
    -------
    DataFrame
        One row per judged group.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill. Goepel, K. D. (2018). Implementation of an
    online software tool for the Analytic Hierarchy Process (AHP-OS). International Journal of the Analytic Hierarchy
    Process 10.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"]})
    >>> answers = {"Li": {"index": [[1, 3], [1 / 3, 1]]}, "Ann": {"index": [[1, 5], [1 / 5, 1]]}}
    >>> found = gm.ahp.weights(gm.read_judgements(answers, tree))
    >>> gm.ahp.group_table(found).shape[0]
    1
    """
    if not hasattr(found, "consensus"):
        raise FaultyInput(Fault("found", f"is {type(found).__name__}", "give what gm.ahp.weights returns"))
    frame = found.consensus
    tree = found.weights.tree
    ratios = frame["consistency_ratio"].to_numpy(dtype=float)
    results = [
        "" if np.isnan(ratio) else say(bool(passes(ratio, found.max_consistency_ratio)), language)
        for ratio in ratios
    ]
    word = list(BANDS)[1]
    columns = {
        "experts": frame["experts"], "lambda": frame["lambda_max"], "CI": frame["consistency_index"],
        "RI": frame["random_index"], "CR": frame["consistency_ratio"], "result": results,
        "consensus": frame["consensus"],
        "band": [consensus_band(value, word, language) for value in frame["consensus"]],
        "W": frame["kendall_w"],
    }  # fmt: skip
    table = pd.DataFrame({say(name, language): column for name, column in columns.items()}, index=frame.index)
    table.index = pd.Index([tree[code].label(language) for code in frame.index], name=say("group", language))
    return table


def sentence(found: Priorities | GroupWeights, language: Language = "en") -> str:
    """Return the sentence (a group: the sentences) for a paper.

    Parameters
    ----------
    found : Priorities or GroupWeights
    language : {"en", "zh"}

    Returns
    -------
    str
        With weights, lambda, CI, RI, CR and whether the check is passed.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.

    Examples
    --------
    >>> from govmetrics.ahp import eigenvector
    >>> matrix = pd.DataFrame([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]], list("abc"), list("abc"))
    >>> for part in sentence(eigenvector(matrix)).split(". "):
    ...     print(part)
    The 3 x 3 judgement matrix gives (eigenvector) the weights a 0.588, b 0.323, c 0.089
    The largest eigenvalue is 3.009, CI = 0.005, RI = 0.580 (Saaty 1980), CR = 0.008: the consistency check is passed (CR <= 0.1).
    """
    choose(language, ("en", "zh"), "language")
    if isinstance(found, Priorities):
        return found.summary(language)
    if not hasattr(found, "experts"):
        raise FaultyInput(Fault("found", f"is {type(found).__name__}", "give what gm.ahp.weights returns"))
    return found.summary(language)
