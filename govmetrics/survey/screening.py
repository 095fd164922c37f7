"""What screening finds: indices, flags, grades, and the flags in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, cast

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.options import asked, choice, several
from govmetrics.core.result import Result
from govmetrics.core.survey import SURVEY, Survey
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Note, Term, Text, term
from govmetrics.survey.respondent_points import by_respondent

Grade = Literal["ok", "doubtful", "careless"]
GRADES = ("ok", "doubtful", "careless")

LIMITS: dict[str, tuple[float, float]] = {
    "longest_string": (0.5, 0.9),  # share of the items in one unbroken run of equal answers, at least
    "irv": (0.06, 0.0),  # standard deviation over items as a share of the scale's range, at most
    "even_odd": (0.0, -2.0),  # consistency of half scales, at most; never serious alone
    "mahalanobis_p": (0.001, 1e-6),  # chance of so unusual a pattern, at most
    "seconds_per_item": (2.0, 1.0),  # at most
    "missing_share": (0.5, 0.9),  # share of items not answered, at least
    "duplicate": (1.0, np.inf),  # other respondents with the very same answers, at least
    "device": (1.0, np.inf),  # other respondents from the same device, at least
    "repeated": (np.inf, 1.0),  # other rows of the same respondent, at least
}
"""Where an index becomes doubtful, and where serious."""

COLUMN = {"longest_string": "string_share", "irv": "irv_share"}  # the index a limit is about
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
    judged : tuple of str
        The checks that respondents were judged by: of few items, or without times and devices, some say nothing.
    left_out : int
        Respondents that an evaluation left out of all that follows, those who look careless; `screen` leaves out nobody.

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
    judged: tuple[str, ...] = tuple(LIMITS)
    left_out: int = 0

    _cites: ClassVar = ("meadecraig2012", "curran2016", "dunn2018", "huang2012")
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
            raise FaultyInput("survey", "is not the survey that was screened", "screen it first")
        gone = self.grade.isin(list(grades))
        if gone.all():
            raise UnsuitableMethod("grades", "every respondent would be dropped", "loosen the limits")
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

    def _method(self) -> tuple[Text, ...]:
        made = [heading_of(check) for check in self.judged]
        found = (
            "Respondents were screened for careless answers by {count:# index|# indices} ({checks}); one serious "
            "sign, or three doubtful ones, count as careless, fewer as doubtful."
        )
        return (Text(found, count=len(made), checks=made),)

    def _finding(self) -> tuple[Text, ...]:
        n = {grade: int((self.grade == grade).sum()) for grade in GRADES}
        told = (
            "Of {every:# respondent|# respondents} {careless:# looks|# look} careless and {doubtful:,} doubtful; "
            "none is dropped."
        )
        if self.left_out:
            told = (
                "Of {every:# respondent|# respondents} {careless:# looks|# look} careless and {doubtful:,} doubtful; "
                "those who look careless are left out of the analysis, which rests on {kept:,}; doubtful ones stay in it."
            )
        every = len(self.grade)
        kept = every - self.left_out
        return (Text(told, every=every, careless=n["careless"], doubtful=n["doubtful"], kept=kept),)

    def _tables(self) -> list[Table]:
        """Return the respondents who are flagged, the worst first, and how many each check flags."""
        worst = self.grade.map(GRADES.index).sort_values(ascending=False, kind="stable")
        told_by = [COLUMN.get(check, check) for check in self.judged]
        flagged = self.respondents[["grade", "reasons", *told_by]].loc[worst.index[worst > 0]]
        shown = by_respondent(flagged)
        names = {check: heading_of(check) for check in LIMITS}
        found = [
            Table.of(
                Text("How many respondents each check flags"),
                self.counts().loc[list(self.judged)],
                "survey",
                names,
            )
        ]
        if len(shown):
            found.insert(0, Table.of(Text(self._shown["respondents"]), shown, "survey"))
        return found


def reasons_of(indices: pd.DataFrame, flags: pd.DataFrame) -> pd.Series:
    """Return the flags of every respondent in words."""
    words: list[Any] = [""] * len(flags)
    for check in flags.columns:
        value = indices[COLUMN.get(check, check)].to_numpy()
        for row in np.flatnonzero(flags[check] > 0):
            said = Text(_WORDS[check], value=int(value[row]) if check in _COUNTED else float(value[row]))
            words[row] = Text("{first}; {then}", first=words[row], then=said) if words[row] else said
    return pd.Series(words, index=indices.index, name="reasons", dtype=object)


def heading_of(check: str) -> Label:
    """Return what a check is called."""
    return cast(Term, term(check, "survey")).heading
