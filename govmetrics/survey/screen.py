"""Who may have answered carelessly: indices, graded flags with reasons; nothing is dropped unless asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any, ClassVar, Literal, cast

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.options import MAPPING, asked, choice, optional, several, shown, wanted
from govmetrics.core.result import Result
from govmetrics.core.survey import SURVEY, Survey, refuse_no_survey
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Note, Term, Text, term
from govmetrics.numerics import careless
from govmetrics.numerics.correlations import pairwise_covariance, to_correlation
from govmetrics.survey.respondent_points import by_respondent

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
    "longest_string": Text("{value:.0%} of the items in one run of equal answers", value=0.5),
    "irv": Text("answers hardly vary ({value:.2f} of the scale)", value=0.0),
    "even_odd": Text("halves of the scales disagree ({value:.2f})", value=0.0),
    "mahalanobis_p": Text("a very unusual pattern (p = {value:.2g})", value=0.0),
    "seconds_per_item": Text("{value:.1f} seconds an item", value=0.0),
    "missing_share": Text("{value:.0%} of the items not answered", value=0.5),
    "duplicate": Text("the very same answers as {value:# other|# others}", value=1),
    "device": Text("the same device as {value:# other|# others}", value=1),
    "repeated": Text("the respondent has {value:# other row|# other rows}", value=1),
}
_COUNTED = ("duplicate", "device", "repeated")


@dataclass(frozen=True, eq=False)
class Screening(Result):
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
    reasons : Series of str
        The flags in words (`Text`, in both languages).
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

    _shown: ClassVar = {"respondents": "Respondents who may have answered carelessly"}

    def drop(self, survey: Survey, grades: Sequence[Grade] = ("careless",)) -> Survey:
        """Return the survey without respondents of these grades; its notes say how many were dropped.

        Parameters
        ----------
        survey : Survey
            The one that was screened.
        grades : sequence of {"doubtful", "careless"}
            Whom to drop.
        """
        asked(survey=(survey, SURVEY), grades=(grades, several(choice(*GRADES[1:]), 1)))
        if not self.grade.index.equals(survey.answers.index):
            raise FaultyInput(Fault("survey", "is not the survey that was screened", "screen it first"))
        gone = self.grade.isin(list(grades))
        if gone.all():
            raise UnsuitableMethod(Fault("grades", "every respondent would be dropped", "loosen the limits"))
        told = "{count:,} of {every:# respondent|# respondents} graded {grades} {count:was|were} dropped on request"
        named = [Text(grade) for grade in GRADES if grade in grades]
        return survey.keep(~gone, Note(told, count=int(gone.sum()), every=len(gone), grades=named))

    def counts(self) -> pd.DataFrame:
        """Return how many respondents each check flags as doubtful and as serious."""
        flagged = {"doubtful": (self.flags == 1).sum(), "serious": (self.flags == 2).sum()}
        return pd.DataFrame(flagged).rename_axis("check")

    @property
    def respondents(self) -> pd.DataFrame:
        """Grade, reasons and indices of every respondent."""
        return pd.concat([self.grade, self.reasons, self.indices], axis="columns")

    def _finding(self) -> tuple[Text, ...]:
        n = {grade: int((self.grade == grade).sum()) for grade in GRADES}
        told = (
            "Of {every:# respondent|# respondents} {careless:# looks|# look} careless and {doubtful:,} doubtful; "
            "none is dropped."
        )
        return (Text(told, every=len(self.grade), careless=n["careless"], doubtful=n["doubtful"]),)

    def _tables(self) -> list[Table]:
        """Return the respondents who are flagged, the worst first, and how many each check flags."""
        worst = self.grade.map(GRADES.index).sort_values(ascending=False, kind="stable")
        shown = by_respondent(self.respondents.loc[worst.index[worst > 0]])
        names = {check: _heading(check) for check in LIMITS}
        found = [Table.of(Text("How many respondents each check flags"), self.counts(), "survey", names)]
        if len(shown):
            found.insert(0, Table.of(Text(self._shown["respondents"]), shown, "survey"))
        return found


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
        Unknown checks, or limits that are no pair of numbers, in `limits`.

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
    faults = refuse_no_survey(survey)
    faults += _limit_faults(limits)
    faults.raise_all()
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
    return Screening(indices, flags, grade, _reasons(indices, flags), used, tuple(notes))


def _limit_faults(limits: Any) -> Faults:
    """Return what is wrong with the limits."""
    faults = wanted(limits=(limits, optional(MAPPING)))
    for name, pair in (limits or {}).items() if not faults else ():
        if name not in LIMITS:
            way = "choose one of: {choices:50}"
            faults.append(Fault(f"limits, {name}", "is not a check", way, choices=list(LIMITS)))
        elif not _is_pair(pair):
            way = "give two numbers, (doubtful, serious)"
            faults.append(Fault(f"limits, {name}", Text("is {value}", value=shown(pair)), way))
    return faults


def _is_pair(pair: Any) -> bool:
    return (
        isinstance(pair, tuple | list)
        and len(pair) == 2
        and all(
            isinstance(end, Real) and not isinstance(end, bool) and not np.isnan(float(end)) for end in pair
        )
    )


def _indices(survey: Survey) -> tuple[pd.DataFrame, list[Note]]:
    x, directed = survey.answers.to_numpy(), survey.directed()
    spread = survey.limits[:, 1] - survey.limits[:, 0]
    notes = list[Note]()
    longest, average = careless.runs(x)
    covariance = pairwise_covariance(directed.to_numpy())[0]
    distance, answered = careless.mahalanobis(directed.to_numpy(), covariance)
    if np.isnan(distance).all():
        told = "{check}: the items' covariance is singular (constant or redundant items, too few respondents)"
        notes.append(Note(told, check=_heading("mahalanobis")))
    parts = [directed[items].to_numpy() for items in survey.subscales.values() if len(items) > 1]
    if len(parts) < 3:
        told = "{check}: needs at least three scales of two items"
        notes.append(Note(told, check=_heading("even_odd")))
    elif len(parts) < LEAST_SCALES:
        told = "{check}: {scales} scales are too few to judge respondents by ({least} are needed)"
        notes.append(Note(told, check=_heading("even_odd"), scales=len(parts), least=LEAST_SCALES))
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


def _reasons(indices: pd.DataFrame, flags: pd.DataFrame) -> pd.Series:
    """Return the flags of every respondent in words."""
    words: list[Any] = [""] * len(flags)
    for check in flags.columns:
        value = indices[_COLUMN.get(check, check)].to_numpy()
        for row in np.flatnonzero(flags[check] > 0):
            said = Text(_WORDS[check], value=int(value[row]) if check in _COUNTED else float(value[row]))
            words[row] = Text("{first}; {then}", first=words[row], then=said) if words[row] else said
    return pd.Series(words, index=indices.index, name="reasons", dtype=object)


def _heading(check: str) -> Label:
    return cast(Term, term(check, "survey")).heading
