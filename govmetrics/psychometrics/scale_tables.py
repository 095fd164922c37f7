"""Tables about a scale as users of SPSS and SPSSAU expect them, in English and Chinese.

Every table takes a result of this room and returns a DataFrame whose columns are the words to print; its
numbers are those of the result, unrounded.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from govmetrics.psychometrics._note_words import notes_in
from govmetrics.psychometrics._words import Language, words_in
from govmetrics.psychometrics.alpha import Alpha
from govmetrics.psychometrics.confirm import Confirmation
from govmetrics.psychometrics.discriminant import Discriminant
from govmetrics.psychometrics.explore import Exploration
from govmetrics.psychometrics.item_analysis import ItemAnalysis
from govmetrics.psychometrics.kmo import Bartlett, Kmo


def reliability_table(alpha: Alpha, language: Language = "en") -> pd.DataFrame:
    """Return CITC, alpha if deleted and alpha, one row per item (SPSSAU's reliability table).

    Examples
    --------
    >>> from govmetrics.psychometrics.alpha import alpha
    >>> answers = pd.DataFrame({"q1": [1, 2, 3, 4, 5], "q2": [2, 2, 3, 5, 5], "q3": [1, 3, 3, 4, 4]})
    >>> reliability_table(alpha(answers), "zh").columns.tolist()
    ['名称', '校正项总计相关性(CITC)', '项已删除的α系数', 'Cronbach α系数', '标准化Cronbach α系数']
    """
    w = words_in(language)
    return pd.DataFrame(
        {
            w["name"]: alpha.items.index,
            w["citc"]: alpha.items["item_rest"].to_numpy(),
            w["deleted"]: alpha.items["alpha_if_deleted"].to_numpy(),
            w["alpha"]: alpha.alpha,
            w["standardized_alpha"]: alpha.standardized,
        }
    )


def item_total_table(alpha: Alpha, language: Language = "en") -> pd.DataFrame:
    """Return SPSS' item-total statistics, one row per item."""
    w, items = words_in(language), alpha.items
    columns = ("scale_mean_if_deleted", "scale_variance_if_deleted", "item_rest", "squared_multiple")
    heads = (w["mean_deleted"], w["variance_deleted"], w["citc"], w["squared_multiple"])
    table = {head: items[column].to_numpy() for head, column in zip(heads, columns, strict=True)}
    return pd.DataFrame(
        {w["name"]: items.index} | table | {w["deleted"]: items["alpha_if_deleted"].to_numpy()}
    )


def kmo_table(kmo: Kmo, bartlett: Bartlett, language: Language = "en") -> pd.DataFrame:
    """Return KMO and Bartlett's test as two columns of names and values."""
    w = words_in(language)
    names = [w["kmo"], w["bartlett_chi"], "df", w["p"]]
    return pd.DataFrame(
        {w["test"]: names, w["value"]: [kmo.overall, bartlett.chi_square, bartlett.df, bartlett.p]}
    )


def loading_table(result: Exploration, language: Language = "en") -> pd.DataFrame:
    """Return rotated loadings and communalities, one row per item."""
    w = words_in(language)
    names = [f"{w['factor']}{i + 1}" for i in range(result.loadings.shape[1])]
    table = result.loadings.set_axis(names, axis=1)
    table.insert(0, w["name"], table.index)
    return table.assign(**{w["communality"]: result.communalities}).reset_index(drop=True)


def variance_table(result: Exploration, language: Language = "en") -> pd.DataFrame:
    """Return eigenvalues and variance explained before and after rotation, one row per factor."""
    w = words_in(language)
    count, k = len(result.variance), len(result.eigenvalues)
    values = result.eigenvalues.to_numpy()
    after = result.variance.reset_index(drop=True).reindex(range(k))
    return pd.DataFrame(
        {
            w["factor_number"]: np.arange(1, k + 1),
            w["eigenvalue"]: values,
            w["percent"]: 100 * values / k,
            w["cumulated"]: 100 * np.cumsum(values) / k,
            w["rotated"]: after["sum_of_squares"],
            w["rotated_percent"]: 100 * after["share"],
            w["rotated_cumulated"]: 100 * after["cumulated"],
        }
    ).assign(**{w["kept"]: np.arange(k) < count})


def cfa_table(result: Confirmation, language: Language = "en") -> pd.DataFrame:
    """Return the loadings of a confirmatory factor analysis, one row per item of a factor."""
    w, table = words_in(language), result.loadings
    return pd.DataFrame(
        {
            w["latent"]: table.index.get_level_values(0),
            w["observed"]: table.index.get_level_values(1),
            w["coefficient"]: table["estimate"].to_numpy(),
            w["standard_error"]: table["se"].to_numpy(),
            "z": table["z"].to_numpy(),
            w["p"]: table["p"].to_numpy(),
            w["standard_coefficient"]: table["standardized"].to_numpy(),
            "SMC": (table["standardized"] ** 2).to_numpy(),
        }
    )


def fit_table(result: Confirmation, language: Language = "en") -> pd.DataFrame:
    """Return indices of fit with the usual criteria and whether they are met."""
    w, rows = words_in(language), []
    for key, name, criterion, low, high in _CRITERIA:
        value = float(result.fit[key])
        met = (w["yes"] if low < value < high else w["no"]) if criterion else ""
        rows.append({w["index"]: name, w["value"]: value, w["criterion"]: criterion, w["met"]: met})
    return pd.DataFrame(rows)


def convergent_table(result: Discriminant, language: Language = "en") -> pd.DataFrame:
    """Return AVE and composite reliability, one row per factor."""
    w = words_in(language)
    return pd.DataFrame(
        {
            w["latent"]: result.factors.index,
            w["ave"]: result.factors["average_variance_extracted"].to_numpy(),
            w["cr"]: result.factors["composite_reliability"].to_numpy(),
        }
    )


def discriminant_table(result: Discriminant) -> pd.DataFrame:
    """Return factor correlations below the diagonal, with the root of AVE on it."""
    below = np.tril(np.ones(result.fornell_larcker.shape, dtype=bool))
    return result.fornell_larcker.where(below)


def item_analysis_table(result: ItemAnalysis, language: Language = "en") -> pd.DataFrame:
    """Return means of the low and the high group and the critical ratio, one row per item."""
    w, items = words_in(language), result.items
    return pd.DataFrame(
        {
            w["name"]: items.index,
            f"{w['low_group']} (n={result.n_low})": _mean_sd(items["mean_low"], items["sd_low"]),
            f"{w['high_group']} (n={result.n_high})": _mean_sd(items["mean_high"], items["sd_high"]),
            w["critical_ratio"]: items["critical_ratio"].to_numpy(),
            w["p"]: items["p"].to_numpy(),
        }
    )


def notes_words(notes: Iterable[str], language: Language = "en") -> list[str]:
    """Return a result's notes in a language.

    Examples
    --------
    >>> notes_words(["2 of 200 respondents have missing answers and are not used"], "zh")
    ['200名受访者中有2名存在缺失回答，未参与计算']
    """
    words_in(language)
    return notes_in(notes, language)


def _mean_sd(means: pd.Series, deviations: pd.Series) -> list[str]:
    return [f"{m:.2f}±{s:.2f}" for m, s in zip(means, deviations, strict=True)]


# key in Confirmation.fit, name, criterion to print, open bounds
_CRITERIA = (
    ("chi_square", "χ²", "", -np.inf, np.inf),
    ("df", "df", "", -np.inf, np.inf),
    ("p", "p", "> 0.05", 0.05, np.inf),
    ("chi_square_by_df", "χ²/df", "< 3", -np.inf, 3.0),
    ("gfi", "GFI", "> 0.9", 0.9, np.inf),
    ("rmsea", "RMSEA", "< 0.10", -np.inf, 0.10),
    ("rmr", "RMR", "< 0.05", -np.inf, 0.05),
    ("cfi", "CFI", "> 0.9", 0.9, np.inf),
    ("nfi", "NFI", "> 0.9", 0.9, np.inf),
    ("tli", "TLI (NNFI)", "> 0.9", 0.9, np.inf),
    ("agfi", "AGFI", "> 0.9", 0.9, np.inf),
    ("ifi", "IFI", "> 0.9", 0.9, np.inf),
    ("srmr", "SRMR", "< 0.1", -np.inf, 0.1),
    ("aic", "AIC", "", -np.inf, np.inf),
    ("bic", "BIC", "", -np.inf, np.inf),
)
