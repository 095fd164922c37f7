"""Who may have answered carelessly: indices, graded flags with reasons; nothing is dropped unless asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.core.errors import Fault, FaultyInput, UnsuitableMethod, choose
from govmetrics.core.results import fields_dict, html
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.numerics import careless
from govmetrics.numerics.correlations import pairwise_covariance, to_correlation

Grade = Literal["ok", "doubtful", "careless"]
GRADES = ("ok", "doubtful", "careless")
LEAST_ITEMS = 8  # fewer answers than this say nothing about strings and variability
LEAST_ALIKE = 12  # on fewer items honest people give the very same answers
LEAST_SCALES = 8  # on fewer scales even-odd consistency is reported, and nobody is judged by it

LIMITS: dict[str, tuple[float, float]] = {
    "longest_string": (0.5, 0.9),  # share of the items in one unbroken run of equal answers, at least
    "irv": (0.06, 0.0),  # standard deviation over items as a share of the scale's range, at most
    "even_odd": (0.0, -2.0),  # consistency of half scales, at most; never serious alone
    "mahalanobis_p": (0.001, 1e-6),  # chance of so unusual a pattern, below
    "seconds_per_item": (2.0, 1.0),  # below
    "missing_share": (0.5, 0.9),  # share of items not answered, at least
    "duplicate": (1.0, np.inf),  # other respondents with the very same answers, at least
    "device": (1.0, np.inf),  # other respondents from the same device, at least
    "repeated": (np.inf, 1.0),  # other rows of the same respondent, at least
}
"""Where an index becomes doubtful, and where serious."""

_COLUMN = {"longest_string": "string_share", "irv": "irv_share"}  # the index a limit is about
_BELOW = ("irv", "even_odd", "mahalanobis_p", "seconds_per_item")
_WORDS = {
    "longest_string": ("{:.0%} of the items in one run of equal answers", "{:.0%} 的题目连续选同一答案"),
    "irv": ("answers hardly vary ({:.2f} of the scale)", "答案几乎无变化（量程的 {:.2f}）"),
    "even_odd": ("halves of the scales disagree ({:.2f})", "奇偶题不一致（{:.2f}）"),
    "mahalanobis_p": ("a very unusual pattern (p = {:.2g})", "答案组合异常（p = {:.2g}）"),
    "seconds_per_item": ("{:.1f} seconds an item", "每题 {:.1f} 秒"),
    "missing_share": ("{:.0%} of the items not answered", "{:.0%} 的题目未答"),
    "duplicate": ("the very same answers as {:.0f} others", "与另外 {:.0f} 份答卷完全相同"),
    "device": ("the same device as {:.0f} others", "与另外 {:.0f} 份答卷来自同一设备"),
    "repeated": ("the respondent has {:.0f} other rows", "该受访者另有 {:.0f} 行"),
}


@dataclass(frozen=True, eq=False)
class Screening:
    """Indices, flags and grades of every respondent.

    Attributes
    ----------
    indices : DataFrame
        Respondents x indices: longest_string, average_string (answers), string_share (of the items), irv,
        irv_share (of the scales' range), even_odd, mahalanobis (squared distance), mahalanobis_p,
        person_total, synonyms, seconds_per_item, missing_share, duplicate, device, repeated; NaN where an
        index cannot be computed.
    flags : DataFrame
        Respondents x checks: 0 nothing, 1 doubtful, 2 serious.
    grade : Series
        "careless" with a serious flag or three doubtful ones, "doubtful" with fewer, else "ok".
    reasons : Series
        The flags in words.
    limits : mapping of check to (doubtful, serious)
    notes : tuple of str
        Checks that could not be made.

    See Also
    --------
    screen
    """

    indices: pd.DataFrame
    flags: pd.DataFrame
    grade: pd.Series
    reasons: pd.Series
    limits: Mapping[str, tuple[float, float]]
    notes: tuple[str, ...] = ()

    def drop(self, survey: Survey, grades: Sequence[Grade] = ("careless",)) -> Survey:
        """Return the survey without respondents of these grades; its notes say how many were dropped."""
        for grade in grades:
            choose(grade, GRADES[1:], "grades")
        if not self.grade.index.equals(survey.answers.index):
            raise FaultyInput(Fault("survey", "is not the survey that was screened", "screen it first"))
        gone = self.grade.isin(list(grades))
        if gone.all():
            raise UnsuitableMethod(Fault("grades", "every respondent would be dropped", "loosen the limits"))
        note = f"{int(gone.sum())} of {len(gone)} respondents graded {' or '.join(grades)} were dropped on request"
        return survey.keep(~gone, note)

    def reasons_in(self, language: str = "en") -> pd.Series:
        """Return the reasons in English ("en") or Chinese ("zh")."""
        choose(language, ("en", "zh"), "language")
        return _reasons(self.indices, self.flags, language)

    def counts(self) -> pd.DataFrame:
        """Return how many respondents each check flags as doubtful and as serious."""
        return pd.DataFrame({"doubtful": (self.flags == 1).sum(), "serious": (self.flags == 2).sum()})

    def to_frame(self) -> pd.DataFrame:
        """Return grade, reasons and indices of every respondent, as a copy."""
        return pd.concat([self.grade, self.reasons, self.indices], axis="columns").copy()

    def to_dict(self) -> dict[str, Any]:
        """Return everything, JSON-ready."""
        return fields_dict(self)

    def summary(self, language: str = "en") -> str:
        """Return how many respondents are of each grade, in a sentence."""
        n = {grade: int((self.grade == grade).sum()) for grade in GRADES}
        if language == "zh":
            return f"{len(self.grade)} 份答卷：{n['careless']} 份疑似敷衍，{n['doubtful']} 份存疑；均未删除。"
        return f"Of {len(self.grade)} respondents {n['careless']} look careless and {n['doubtful']} doubtful; none is dropped."

    def _repr_html_(self) -> str:
        return html(self.to_frame()[self.grade != "ok"], self.summary())


def screen(survey: Survey, limits: Mapping[str, tuple[float, float]] | None = None) -> Screening:
    """Grade respondents by how carelessly they may have answered.

    Strings and variability are taken from the answers as given, in the order of the questionnaire;
    even-odd consistency from directed answers within the smallest scales.

    Parameters
    ----------
    survey : Survey
        Answers; `meta` may have seconds, device and respondent.
    limits : mapping of check to (doubtful, serious), optional
        Limits other than `LIMITS` for some checks.

    Returns
    -------
    Screening

    Raises
    ------
    FaultyInput
        Unknown checks in `limits`.

    References
    ----------
    Meade, A. W. and Craig, S. B. (2012). Identifying careless responses in survey data. Psychological
    Methods, 17, 437-455.
    Curran, P. G. (2016). Methods for the detection of carelessly invalid responses in survey data. Journal
    of Experimental Social Psychology, 66, 4-19.
    Dunn, A. M. et al. (2018). Intra-individual response variability as an indicator of insufficient effort
    responding. Journal of Business and Psychology, 33, 105-121.
    Huang, J. L. et al. (2012). Detecting and deterring insufficient effort responding to surveys. Journal of
    Business and Psychology, 27, 99-114.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"trust": [f"t{i}" for i in range(8)]})
    >>> answers = pd.DataFrame([[3] * 8, [1, 4, 2, 5, 3, 4, 1, 2]], columns=tree.codes, index=["ann", "bob"])
    >>> screen(Survey(tree, answers)).grade.to_dict()
    {'ann': 'careless', 'bob': 'ok'}
    """
    unknown = [name for name in limits or {} if name not in LIMITS]
    if unknown:
        raise FaultyInput(
            Fault(f"limits, {n}", "is no check", f"checks are: {', '.join(LIMITS)}") for n in unknown
        )
    used = LIMITS | dict(limits or {})
    indices, notes = _indices(survey)
    flags = pd.DataFrame({check: _flags(indices, check, used[check]) for check in used})
    if len(survey.items) < LEAST_ITEMS:
        flags[["longest_string", "irv"]] = 0
    if len(survey.items) < LEAST_ALIKE:
        flags["duplicate"] = 0
    if len(survey.subscales) < LEAST_SCALES:
        flags["even_odd"] = 0
    serious, doubtful = (flags == 2).any(axis="columns"), (flags == 1).sum(axis="columns")
    worst = np.where(serious | (doubtful > 2), 2, np.minimum(doubtful, 1))
    grade = pd.Series([GRADES[g] for g in worst], index=indices.index, name="grade")
    return Screening(indices, flags, grade, _reasons(indices, flags, "en"), used, tuple(notes))


def _indices(survey: Survey) -> tuple[pd.DataFrame, list[str]]:
    refuse_no_survey(survey)
    x, directed = survey.answers.to_numpy(), survey.directed()
    spread = survey.limits[:, 1] - survey.limits[:, 0]
    notes = []
    longest, average = careless.runs(x)
    covariance = pairwise_covariance(directed.to_numpy())[0]
    distance, answered = careless.mahalanobis(directed.to_numpy(), covariance)
    if np.isnan(distance).all():
        notes.append(
            "mahalanobis: the items' covariance is singular (constant or redundant items, too few respondents)"
        )
    parts = [directed[items].to_numpy() for items in survey.subscales.values() if len(items) > 1]
    if len(parts) < 3:
        notes.append("even_odd: needs at least three scales of two items")
    elif len(parts) < LEAST_SCALES:
        notes.append(
            f"even_odd: {len(parts)} scales are too few to judge respondents by ({LEAST_SCALES} are needed)"
        )
    frame = {
        "longest_string": longest,
        "average_string": average,
        "string_share": longest / x.shape[1],
        "irv": careless.variability(x),
        "irv_share": careless.variability((x - survey.limits[:, 0]) / spread),
        "even_odd": careless.even_odd(parts) if len(parts) > 2 else np.nan,
        "mahalanobis": distance,
        "mahalanobis_p": stats.chi2.sf(distance, np.maximum(answered, 1)),
        "person_total": careless.person_total(x),
        "synonyms": careless.synonyms(directed.to_numpy(), to_correlation(covariance), 0.6)[0],
        **_circumstances(survey, answered),
    }
    return pd.DataFrame(frame, index=survey.answers.index), notes


def _circumstances(survey: Survey, answered: np.ndarray) -> dict[str, Any]:
    """Return time, missing answers, and how many other respondents share answers, device or name."""
    meta, x = survey.meta, survey.answers
    others = {}
    for name, column in (("device", "device"), ("repeated", "respondent")):
        values = meta[column] if column in meta else pd.Series(np.nan, index=x.index)
        others[name] = values.map(values.value_counts()).fillna(1).to_numpy(dtype=float) - 1
    same = x.groupby(survey.items, dropna=False)[survey.items[0]].transform("size") - 1
    vary = x.max(axis="columns") > x.min(axis="columns")
    seconds = pd.to_numeric(meta["seconds"], errors="coerce") if "seconds" in meta else np.nan
    return {
        "seconds_per_item": seconds / np.where(answered > 0, answered, np.nan),
        "missing_share": 1 - answered / x.shape[1],
        # straight lines are alike anyhow, and flagged as such; so are empty rows
        "duplicate": np.where(vary, same, 0.0),
        **others,
    }


def _flags(indices: pd.DataFrame, check: str, limits: tuple[float, float]) -> pd.Series:
    value = indices[_COLUMN.get(check, check)]
    beyond = [value <= limit if check in _BELOW else value >= limit for limit in limits]
    return beyond[0].astype(int).mask(beyond[1], 2)


def _reasons(indices: pd.DataFrame, flags: pd.DataFrame, language: str) -> pd.Series:
    words = [""] * len(flags)
    for check in flags.columns:
        text, value = _WORDS[check][language == "zh"], indices[_COLUMN.get(check, check)].to_numpy()
        for row in np.flatnonzero(flags[check] > 0):
            joint = ("；" if language == "zh" else "; ") if words[row] else ""
            words[row] += joint + text.format(value[row])
    return pd.Series(words, index=indices.index, name="reasons")
