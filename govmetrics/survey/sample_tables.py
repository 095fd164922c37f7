"""Tables about the sample, the answers and the scores as users of SPSS and SPSSAU expect them, in two languages."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import kind_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput, choose
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.survey.design_weights import weights_of
from govmetrics.survey.raked import Raked
from govmetrics.survey.survey_scores import SurveyScores

Language = Literal["en", "zh"]

_WORDS = {
    "en": {
        "name": "Variable", "category": "Category", "n": "Frequency", "percent": "Percent (%)", "valid": "Valid percent (%)",
        "cumulated": "Cumulative percent (%)", "missing": "Missing", "total": "Total", "respondents": "Respondents (%)",
        "residents": "Residents (%)", "weighted": "Weighted (%)", "unit": "Unit", "score": "Score", "error": "Standard error",
        "lower": "Lower", "upper": "Upper", "effective": "Effective n", "rank": "Rank",
    },
    "zh": {
        "name": "变量", "category": "选项", "n": "频数", "percent": "百分比(%)", "valid": "有效百分比(%)",
        "cumulated": "累积百分比(%)", "missing": "缺失", "total": "合计", "respondents": "样本占比(%)",
        "residents": "总体占比(%)", "weighted": "加权后占比(%)", "unit": "单元", "score": "得分", "error": "标准误",
        "lower": "下限", "upper": "上限", "effective": "有效样本量", "rank": "排名",
    },
}  # fmt: skip


def frequency_table(
    survey: Survey, column: str, weights: Raked | pd.Series | None = None, language: Language = "en"
) -> pd.DataFrame:
    """Return SPSS' frequencies of an item or a group column: percent, valid percent, cumulative percent.

    Parameters
    ----------
    survey : Survey
        Answers.
    column : str
        An item (its codes as answered) or a group column.
    weights : Raked or Series, optional
        As in `score`; frequencies are then sums of weights scaled to the number of respondents.
    language : {"en", "zh"}
        Of the headings.

    Returns
    -------
    DataFrame
        One row per code, then missing answers and the total.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"trust": ["t1"]})
    >>> survey = Survey(tree, pd.DataFrame({"t1": [5, 5, 4, None]}))
    >>> frequency_table(survey, "t1")["Valid percent (%)"].round(1).tolist()
    [0.0, 0.0, 0.0, 33.3, 66.7, nan, 100.0]
    """
    w = _words(language)
    values = _column(survey, column)
    mass = pd.Series(weights_of(survey, weights), index=values.index)
    mass *= len(mass) / mass.sum()
    table = mass.groupby(values, observed=False).sum()
    refuse_no_survey(survey)
    if column in survey.items:
        low, high = survey.limits[survey.items.index(column)]
        if low == round(low) and high == round(high) and high - low <= 20:
            table = table.reindex(np.union1d(np.arange(low, high + 1), table.index), fill_value=0.0)
            table.index = [f"{code:g}" for code in table.index]
    missing, total = float(mass[values.isna()].sum()), float(len(mass))
    valid = table / table.sum() * 100
    rows = [
        (str(label), n, n / total * 100, share, running)
        for label, n, share, running in zip(table.index, table, valid, valid.cumsum(), strict=True)
    ]
    rows.append((w["missing"], missing, missing / total * 100, np.nan, np.nan))
    rows.append((w["total"], total, 100.0, 100.0 if len(table) else np.nan, np.nan))
    heads = [w["category"], w["n"], w["percent"], w["valid"], w["cumulated"]]
    return pd.DataFrame(rows, columns=heads)


def sample_table(raked: Raked, language: Language = "en") -> pd.DataFrame:
    """Return how respondents, residents and weighted respondents are made up, one row per category.

    Parameters
    ----------
    raked : Raked
        From `rake` or `poststratify`.
    language : {"en", "zh"}
        Of the headings.

    Returns
    -------
    DataFrame
        One row per category.

    Examples
    --------
    >>> from govmetrics.survey.calibrate import rake
    >>> people = pd.DataFrame({"sex": ["f", "f", "f", "m"]})
    >>> sample_table(rake(people, {"sex": {"f": 0.5, "m": 0.5}}), "zh")["加权后占比(%)"].tolist()
    [50.0, 50.0]
    """
    Faults(kind_faults(raked, Raked, "raked", "make it with rake")).raise_all()
    w, table = _words(language), raked.margins
    return pd.DataFrame(
        {
            w["name"]: table.index.get_level_values("column"),
            w["category"]: table.index.get_level_values("category"),
            w["n"]: table["respondents"].to_numpy(),
            w["respondents"]: (table["before"] * 100).round(10).to_numpy(),
            w["residents"]: (table["target"] * 100).round(10).to_numpy(),
            w["weighted"]: (table["after"] * 100).round(10).to_numpy(),
        }
    )


def score_table(
    scores: SurveyScores, code: str | None = None, level: float = 0.95, language: Language = "en"
) -> pd.DataFrame:
    """Return score, standard error, interval, effective respondents and rank of every unit, best first.

    Parameters
    ----------
    scores : SurveyScores
        From `score`.
    code : str, optional
        Group or leaf, as in `SurveyScores.ranking`.
    level : float
        Of the intervals.
    language : {"en", "zh"}
        Of the headings.

    Returns
    -------
    DataFrame
        One row per unit.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"trust": ["t1", "t2"]})
    >>> answers = pd.DataFrame({"community": ["East"] * 3 + ["West"] * 3, "t1": [5, 4, 4, 2, 1, 3], "t2": [4, 4, 5, 2, None, 3]})
    >>> survey = gm.read_survey(answers, tree, by="community")
    >>> gm.survey.score_table(gm.survey.score(survey))[["Unit", "Score"]].round(1).to_numpy().tolist()
    [['East', 83.3], ['West', 31.2]]
    """
    Faults(kind_faults(scores, SurveyScores, "scores", "make them with score")).raise_all()
    w, ranking = _words(language), scores.ranking(code, level)
    chosen = code or [*scores.groups.columns, *scores.values.columns][0]
    rest = scores.intervals(level).xs(chosen, level="code").loc[ranking.index]
    interval = f"{level:.0%} " + ("置信区间" if language == "zh" else "interval: ")
    labels = [" ".join(map(str, row)) if isinstance(row, tuple) else str(row) for row in ranking.index]
    return pd.DataFrame(
        {
            w["unit"]: labels,
            w["score"]: ranking["score"].to_numpy(),
            w["error"]: rest["standard_error"].to_numpy(),
            interval + w["lower"].lower(): ranking["lower"].to_numpy(),
            interval + w["upper"].lower(): ranking["upper"].to_numpy(),
            w["effective"]: rest["effective_n"].to_numpy(),
            w["rank"]: ranking["rank"].to_numpy(),
        }
    )


def _column(survey: Survey, column: str) -> pd.Series:
    refuse_no_survey(survey)
    if column in survey.items:
        return survey.answers[column]
    if column in survey.by:
        return survey.by[column]
    known = ", ".join(map(str, [*survey.by.columns, *survey.items]))
    raise FaultyInput(
        Fault(f"column, {column!r}", "is neither an item nor a group column", f"there are: {known}")
    )


def _words(language: str) -> dict[str, str]:
    return _WORDS[choose(language, ("en", "zh"), "language")]
