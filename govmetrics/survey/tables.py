"""Tables and sentences about a scale as users of SPSS and SPSSAU expect them, in English and Chinese.

Every table takes a result of this room and returns a DataFrame whose columns are the words to print; its
numbers are those of the result, unrounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import choose
from govmetrics.survey._note_words import notes_in
from govmetrics.survey._words import WORDS
from govmetrics.survey.alpha import Alpha
from govmetrics.survey.confirm import Confirmation
from govmetrics.survey.discriminant import Discriminant
from govmetrics.survey.explore import Exploration
from govmetrics.survey.item_analysis import ItemAnalysis
from govmetrics.survey.kmo import Bartlett, Kmo
from govmetrics.survey.method_bias import MethodBias

Language = Literal["en", "zh"]


def reliability_table(alpha: Alpha, language: Language = "en") -> pd.DataFrame:
    """Return CITC, alpha if deleted and alpha, one row an item (SPSSAU's reliability table).

    Examples
    --------
    >>> from govmetrics.survey.alpha import alpha
    >>> answers = pd.DataFrame({"q1": [1, 2, 3, 4, 5], "q2": [2, 2, 3, 5, 5], "q3": [1, 3, 3, 4, 4]})
    >>> reliability_table(alpha(answers), "zh").columns.tolist()
    ['名称', '校正项总计相关性(CITC)', '项已删除的α系数', 'Cronbach α系数', '标准化Cronbach α系数']
    """
    w = _words(language)
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
    """Return SPSS' item-total statistics, one row an item."""
    w, items = _words(language), alpha.items
    columns = ("scale_mean_if_deleted", "scale_variance_if_deleted", "item_rest", "squared_multiple")
    heads = (w["mean_deleted"], w["variance_deleted"], w["citc"], w["squared_multiple"])
    table = {head: items[column].to_numpy() for head, column in zip(heads, columns, strict=True)}
    return pd.DataFrame(
        {w["name"]: items.index} | table | {w["deleted"]: items["alpha_if_deleted"].to_numpy()}
    )


def kmo_table(kmo: Kmo, bartlett: Bartlett, language: Language = "en") -> pd.DataFrame:
    """Return KMO and Bartlett's test as two columns of names and values."""
    w = _words(language)
    names = [w["kmo"], w["bartlett_chi"], "df", w["p"]]
    return pd.DataFrame(
        {w["test"]: names, w["value"]: [kmo.overall, bartlett.chi_square, bartlett.df, bartlett.p]}
    )


def loading_table(result: Exploration, language: Language = "en") -> pd.DataFrame:
    """Return rotated loadings and communalities, one row an item."""
    w = _words(language)
    names = [f"{w['factor']}{i + 1}" for i in range(result.loadings.shape[1])]
    table = result.loadings.set_axis(names, axis=1)
    table.insert(0, w["name"], table.index)
    return table.assign(**{w["communality"]: result.communalities}).reset_index(drop=True)


def variance_table(result: Exploration, language: Language = "en") -> pd.DataFrame:
    """Return eigenvalues and variance explained before and after rotation, one row a factor."""
    w = _words(language)
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
    """Return the loadings of a confirmatory factor analysis, one row an item of a factor."""
    w, table = _words(language), result.loadings
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
    w, rows = _words(language), []
    for key, name, criterion, low, high in _CRITERIA:
        value = float(result.fit[key])
        met = (w["yes"] if low < value < high else w["no"]) if criterion else ""
        rows.append({w["index"]: name, w["value"]: value, w["criterion"]: criterion, w["met"]: met})
    return pd.DataFrame(rows)


def convergent_table(result: Discriminant, language: Language = "en") -> pd.DataFrame:
    """Return AVE and composite reliability, one row a factor."""
    w = _words(language)
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
    """Return means of the low and the high group and the critical ratio, one row an item."""
    w, items = _words(language), result.items
    return pd.DataFrame(
        {
            w["name"]: items.index,
            f"{w['low_group']} (n={result.n_low})": _mean_sd(items["mean_low"], items["sd_low"]),
            f"{w['high_group']} (n={result.n_high})": _mean_sd(items["mean_high"], items["sd_high"]),
            w["critical_ratio"]: items["critical_ratio"].to_numpy(),
            w["p"]: items["p"].to_numpy(),
        }
    )


def alpha_words(result: Alpha, language: Language = "en") -> str:
    """Return what a report says about an alpha."""
    w = _words(language)
    grade = w[_grade(result.alpha, (0.8, 0.7, 0.6), ("alpha_high", "alpha_good", "alpha_fair", "alpha_poor"))]
    text = w["alpha_sentence"].format(
        alpha=result.alpha,
        lower=result.lower,
        upper=result.upper,
        level=100 * result.level,
        n=result.n,
        grade=grade,
    )
    weak = result.items.index[result.items["item_rest"] < 0.4]
    better = result.items.index[result.items["alpha_if_deleted"] > result.alpha + 0.01]
    if len(weak):
        text += w["alpha_weak"].format(items=w["comma"].join(weak))
    if len(better):
        text += w["alpha_better"].format(items=w["comma"].join(better))
    return text + "".join(w["note"].format(note=note) for note in notes_in(result.notes, language))


def kmo_words(kmo: Kmo, bartlett: Bartlett, language: Language = "en") -> str:
    """Return what a report says about KMO and Bartlett's test."""
    w = _words(language)
    grade = w[_grade(kmo.overall, (0.8, 0.7, 0.6), ("kmo_high", "kmo_good", "kmo_fair", "kmo_poor"))]
    passed = w["bartlett_passed" if bartlett.p < 0.05 else "bartlett_failed"].format(p=p_words(bartlett.p))
    return w["kmo_sentence"].format(kmo=kmo.overall, grade=grade) + passed


def fit_words(result: Confirmation, language: Language = "en") -> str:
    """Return what a report says about the fit of a confirmatory factor analysis."""
    w, f = _words(language), result.fit
    good = f["cfi"] > 0.9 and f["tli"] > 0.9 and f["rmsea"] < 0.08 and f["srmr"] < 0.08
    return w["fit_sentence"].format(
        chi=f["chi_square"], df=f["df"], p=p_words(f["p"]), cfi=f["cfi"], tli=f["tli"], rmsea=f["rmsea"],
        low=f["rmsea_lower"], high=f["rmsea_upper"], srmr=f["srmr"], n=result.n,
        verdict=w["fit_good" if good else "fit_poor"],
    )  # fmt: skip


def discriminant_words(result: Discriminant, language: Language = "en") -> str:
    """Return what a report says about convergent and discriminant validity."""
    w, table = _words(language), result.factors
    weak = table.index[(table["average_variance_extracted"] < 0.5) | (table["composite_reliability"] < 0.7)]
    mixed = result.verdicts[~result.verdicts["fornell_larcker"]]
    pairs = [f"{a} – {b}" for a, b in zip(mixed["factor"], mixed["with"], strict=True)]
    first = w["convergent_weak"].format(factors=w["comma"].join(weak)) if len(weak) else w["convergent_good"]
    second = w["discriminant_weak"].format(pairs=w["comma"].join(pairs)) if pairs else w["discriminant_good"]
    return first + (second if len(table) > 1 else "")


def notes_words(notes: Iterable[str], language: Language = "en") -> list[str]:
    """Return a result's notes in a language.

    Examples
    --------
    >>> notes_words(["2 of 200 respondents have missing answers and are not used"], "zh")
    ['200名受访者中有2名存在缺失回答，未参与计算']
    """
    _words(language)
    return notes_in(notes, language)


def method_bias_words(result: MethodBias, language: Language = "en") -> str:
    """Return what a report says about common-method bias."""
    w = _words(language)
    verdict = w["bias_suspected" if result.suspected else "bias_not_suspected"]
    share, bound = 100 * result.harman_share, 100 * result.bound
    return w["bias_sentence"].format(count=result.above_one, share=share, bound=bound, verdict=verdict)


def p_words(p: float) -> str:
    """Return a p value as journals print it.

    Examples
    --------
    >>> p_words(0.0312), p_words(1e-9)
    ('p = 0.031', 'p < 0.001')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def _mean_sd(means: pd.Series, deviations: pd.Series) -> list[str]:
    return [f"{m:.2f}±{s:.2f}" for m, s in zip(means, deviations, strict=True)]


def _grade(value: float, bounds: Sequence[float], grades: Sequence[str]) -> str:
    return next((grade for bound, grade in zip(bounds, grades, strict=False) if value >= bound), grades[-1])


def _words(language: str) -> dict[str, str]:
    return WORDS[choose(language, ("en", "zh"), "language")]


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
