"""The report as one HTML file that anyone can check: no network, whole without scripts, names never become markup."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from govmetrics.core.documents import write_text
from govmetrics.core.language import Both, Language, language_asked
from govmetrics.core.words.text import beside_others
from govmetrics.recipe import Assessment
from govmetrics.report.given import findings_of, refuse_odd
from govmetrics.report.live import script
from govmetrics.report.numbers import number, raw, signed
from govmetrics.report.page.edition import Edition, edition_of
from govmetrics.report.view import View, given_by
from govmetrics.report.writers.bibliography import Style
from govmetrics.report.writers.chapter import RESULTS, Results, chapter_of, quoted
from govmetrics.report.writers.page import write_page

if TYPE_CHECKING:
    from jinja2 import Environment

    from govmetrics.ahp import GroupWeights
    from govmetrics.diagnosis import Obstacles
    from govmetrics.evaluation import Findings
    from govmetrics.robustness import Uncertainty

SCRIPTS = (
    "vendor/echarts.common.min.js",
    "templates/language.js",
    "templates/charts.js",
    "templates/scroll.js",
    "templates/ranking.js",
    "templates/live.js",
)
"""What runs on the page, in this order; its policy names each by its hash."""


def html(
    assessment: Assessment | Findings | Results,
    path: str | Path,
    language: Both | None = None,
    uncertainty: Uncertainty | None = None,
    obstacles: Obstacles | None = None,
    experts: GroupWeights | None = None,
    style: Style | None = None,
) -> Path:
    """Write the report of an assessment or a whole evaluation, or the tables of results, as one page.

    With several periods the report shows the latest one, and what changed.

    Parameters
    ----------
    assessment : Assessment, Findings, Result, Table, or a list of results and tables
        What `follow` returned; or `evaluate`, whose parts are then shown one by one. All else becomes a page of
        tables, with how they were found and the references.
    path : path
        The .html file.
    language : {"en", "zh", "both"}, optional
        Of the words and the indicators' names; by default the one in use.
    uncertainty : Uncertainty, optional
        From `robustness.uncertainty`, of this assessment (and of its latest period): the ranking then shows each
        rank's interval and the tiers.
    obstacles : Obstacles, optional
        What holds each unit back; by default `diagnosis.obstacles` of the assessment, where its scale has ends.
    experts : GroupWeights, optional
        From `ahp.weights`: how consistent and how unanimous the experts were whose weights these are.
    style : {"gb7714", "apa"}, optional
        Of the references below tables; by default GB/T 7714 in Chinese, APA in English.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FaultyInput
        Arguments of another kind, another suffix, no such folder: all at once; the uncertainty of another assessment.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    >>> run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree))
    >>> with TemporaryDirectory() as folder:
    ...     "North" in gm.report.html(run, Path(folder) / "report.html").read_text(encoding="utf-8")
    True
    """
    whole = findings_of(assessment)
    if not isinstance(assessment, Assessment) and whole is None and RESULTS.fits(assessment):
        return write_page(chapter_of(assessment, path, ".html", language, style), path)
    index: Any = assessment if whole is None else whole.assessment
    others = given_by(whole, uncertainty, obstacles, experts)
    refuse_odd(index, path, ".html", language, whole, **others)
    editions = [
        edition_of(View(index, whole, one, **others, prefix=f"{one}-" if place else ""))
        for place, one in enumerate(languages_of(language_asked(language)))
    ]
    return write_text(path, page_of(editions))


def languages_of(language: Both) -> tuple[Language, ...]:
    """Return the languages of the editions, the first one shown first."""
    return ("zh", "en") if language == "both" else (language,)


def page_of(editions: list[Edition], names: Sequence[str] = SCRIPTS) -> str:
    """Return a page: its editions, and the scripts that its policy names by their hashes."""
    scripts = [script(name) for name in names]
    return _templates().get_template("page/page.html.jinja").render(editions=editions, scripts=scripts)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("govmetrics.report", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_beside_others,
    )  # fmt: skip
    environment.filters |= {"number": number, "signed": signed, "value": raw, "plain": _plain}
    return environment


def _beside_others(shown: Any) -> Any:
    """Return what a template shows; of a name as much as may stand beside others. What is escaped already stays whole."""
    return shown if hasattr(shown, "__html__") or not isinstance(shown, str) else quoted(beside_others(shown))


def _plain(value: Any) -> str:
    """Return a number with every digit, for a script to sort by; nothing where it is missing."""
    return "" if value is None or pd.isna(value) else repr(float(value))
