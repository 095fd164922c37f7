"""The survey: what it scored, how respondents compare with residents, who answered carelessly."""

from __future__ import annotations

from govmetrics.core.words import Text
from govmetrics.evaluation.titles import TITLES
from govmetrics.plots.style import COLOURS, POOR
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.drawn import STRIPES, bars
from govmetrics.report.page.section import Section, chapter, column_of, only, tables_of, taken, told
from govmetrics.report.view import View
from govmetrics.survey import Raked, Screening, SurveyScores

MARGINS = ("column", "category", "before", "target", "after", "respondents", "off")


def survey(view: View) -> list[Chapter]:
    """Return what is known of the survey; nothing without one."""
    whole = view.whole
    if whole is None:
        return []
    sections = [
        None if whole.raked is None else _sample(view, whole.raked),
        None if whole.screening is None else _screening(view, whole.screening),
        None if whole.survey is None else _scores(view, whole.survey),
    ]
    return chapter(view.said(TITLES["survey"]), "survey-part", sections)


def _sample(view: View, raked: Raked) -> Section:
    """Return respondents before and after weighting beside residents."""
    shares = raked.margins[["before", "target", "after"]] * 100
    names = [f"{column}: {category}" for column, category in shares.index]
    words = [view.said(text) for text in (Text("respondents before weighting, %"), Text("residents, %"),
                                          Text("respondents after weighting, %"))]  # fmt: skip
    series = dict(zip(words, (shares[key].tolist() for key in shares.columns), strict=True))
    chart = bars(
        (view.said(Text("Respondents and residents")),
         view.said(Text("Shares of respondents before and after weighting, beside the shares of residents."))),
        [view.said(Text("category")), *words], names, series,
        looks=[{"color": COLOURS[0]}, {"color": COLOURS[7]}, {"color": COLOURS[5], "decal": STRIPES}],
    )  # fmt: skip
    return Section(
        view.said(TITLES["raked"]), told(view, raked), [chart], [only(tables_of(view, raked)[0], *MARGINS)]
    )


def _screening(view: View, screening: Screening) -> Section:
    """Return how many respondents each check flags; the respondents themselves stand behind."""
    (counts,), rest = taken(tables_of(view, screening), "serious")
    names, doubtful, serious = (column_of(counts, key).tolist() for key in ("check", "doubtful", "serious"))
    words = view.said(Text("doubtful")), view.said(Text("serious"))
    chart = bars(
        (counts.caption, view.said(Text("Respondents whom each check flags as doubtful or as serious."))),
        [view.said(Text("check")), *words], names, dict(zip(words, (doubtful, serious), strict=True)),
        stacked=True, digits=0, looks=[{"color": COLOURS[1]}, {"color": POOR, "decal": STRIPES}],
    )  # fmt: skip
    return Section(view.said(TITLES["screening"]), told(view, screening), [chart], [counts], rest)


def _scores(view: View, scores: SurveyScores) -> Section:
    """Return how far respondents of a unit agree, and behind it what the survey scored."""
    agreed, rest = taken(tables_of(view, scores), "r_wg")
    return Section(view.said(Text("Scores from the survey")), told(view, scores), [], agreed, rest)
