"""The report as a folder of static pages, to put on a web server: all of the page, and one page for every unit."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govmetrics.core.documents import write_text
from govmetrics.core.language import Both, language_asked
from govmetrics.core.options import wanted
from govmetrics.core.progress import PROGRESS, Progress, advance, following
from govmetrics.core.staged import staged
from govmetrics.core.words import Text
from govmetrics.recipe import Assessment
from govmetrics.report.card.card import Card, cards_of
from govmetrics.report.given import findings_of, refuse_odd
from govmetrics.report.html import languages_of, page_of
from govmetrics.report.page.cards import looks
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.edition import Edition, edition_of
from govmetrics.report.view import View, given_by

if TYPE_CHECKING:
    from govmetrics.ahp import GroupWeights
    from govmetrics.diagnosis import Obstacles
    from govmetrics.evaluation import Findings
    from govmetrics.robustness import Uncertainty

INDEX, LETTERS = "index.html", 40
"""The first page, and so many letters of a name are kept in that of its file."""
PAGES = Text("Pages")
_OWN = re.compile(r"unit-(?:[a-z0-9-]{1,40}-)?[0-9a-f]{10}(?:-\d+)?\.html")
_MARK = b'<main class="edition"'
_SWITCH = ("templates/language.js",)
"""All that runs on a unit's page, where it has two languages."""


def site(
    assessment: Assessment | Findings,
    folder: str | Path,
    language: Both | None = None,
    uncertainty: Uncertainty | None = None,
    obstacles: Obstacles | None = None,
    experts: GroupWeights | None = None,
    progress: Progress = None,
) -> list[Path]:
    """Write the report of an assessment or a whole evaluation as a folder of static pages, to put on a web server.

    index.html is the page of `html` without the cards; each unit has a page with its card, and links back. Every page stands
    alone: styles and scripts are in it, a Content-Security-Policy forbids it every network, and it opens from a disk, too.

    A unit's file is called by the letters a to z and digits of its name, and by a digest of the whole name, such as
    unit-east-ward-3a4bf9c2a2.html or, for a Chinese name, unit-85e94f2b71.html: plain on every system, and the same in every
    period, so that links to it last.

    Parameters
    ----------
    assessment : Assessment or Findings
        What `follow` or `evaluate` returned.
    folder : path
        Made if missing. Pages of an earlier site in it are replaced, and those of units that are no more are removed; other
        files stay.
    language : {"en", "zh", "both"}, optional
        Of the words and the indicators' names; by default the one in use.
    uncertainty, obstacles, experts : optional
        As in `html`.
    progress : {"bar"}, callable or None
        Told after every page: a function of (done, total, what).

    Returns
    -------
    list of Path
        index.html, then the units' pages in the order of the ranking.

    Raises
    ------
    FaultyInput
        Arguments of another kind, a folder that cannot be written: what was there before is untouched.

    See Also
    --------
    html

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50], "solved": [90.0, 55]}, index=["East ward", "西区"])
    >>> run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree))
    >>> with TemporaryDirectory() as folder:
    ...     [path.name for path in site(run, folder)]
    ['index.html', 'unit-east-ward-3a4bf9c2a2.html', 'unit-85e94f2b71.html']
    """
    whole = findings_of(assessment)
    index: Any = assessment if whole is None else whole.assessment
    others = given_by(whole, uncertainty, obstacles, experts)
    wanted(progress=(progress, PROGRESS)).raise_all()
    refuse_odd(index, folder, "", language, whole, **others)
    views = [
        View(index, whole, one, **others, prefix=f"{one}-" if place else "")
        for place, one in enumerate(languages_of(language_asked(language)))
    ]
    names = [] if index is None else file_names(list(views[0].stands.table["unit"]))
    target = Path(folder)
    written = [INDEX, *names]
    with (
        following(progress, len(written), PAGES),
        staged(target, INDEX, lambda _: _left(target, written)) as place,
    ):
        for name, text in _pages(views, names):
            write_text(place / name, text)
            advance()
    return [target / name for name in written]


def file_names(units: Sequence[str]) -> list[str]:
    """Return a plain file name for every unit: all different, whatever the units are called.

    Examples
    --------
    >>> file_names(["../../x", "con"])
    ['unit-x-9cdf6a5010.html', 'unit-con-1143da2bc5.html']
    """
    found: list[str] = []
    taken: dict[str, int] = {}
    for unit in units:
        digest = hashlib.sha256(unit.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        letters = re.sub("[^a-z0-9]+", "-", unit.lower())[:LETTERS].strip("-")
        stem = "-".join(["unit", *([letters] if letters else []), digest])
        taken[stem] = taken.get(stem, 0) + 1
        found.append(f"{stem}.html" if taken[stem] == 1 else f"{stem}-{taken[stem]}.html")
    return found


def _left(folder: Path, written: Sequence[str]) -> list[str]:
    """Return the pages of an earlier site whose units are no more: files that are called and written as ours are."""
    named = [
        path for path in folder.glob("unit-*.html") if _OWN.fullmatch(path.name) and path.name not in written
    ]
    return [path.name for path in named if _MARK in path.read_bytes()]


def _pages(views: list[View], names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield name and text of every page."""
    shown = [replace(view, pages=tuple(names)) for view in views]
    first = [edition_of(view) for view in shown]
    yield INDEX, page_of(first)
    if not names:
        return
    told = [(looks(view), cards_of(view, whole=True)) for view in views]
    scripts = _SWITCH if len(views) > 1 else ()
    for at, name in enumerate(names):
        around = {
            key: (names[near], told[0][1][near].unit) if 0 <= near < len(names) else None
            for key, near in (("before", at - 1), ("after", at + 1))
        }
        editions = [
            _edition(view, edition, cards[at], {**shared, **around})
            for view, edition, (shared, cards) in zip(views, first, told, strict=True)
        ]
        yield name, page_of(editions, scripts)


def _edition(view: View, index: Edition, card: Card, content: dict[str, Any]) -> Edition:
    """Return the page of one unit in one language."""
    ranked = card.place.rstrip("=")
    place = Text("Rank {place}", place=ranked) if ranked.isdecimal() else Text("Without a rank")
    content = {
        **content,
        "card": card,
        "title": index.title,
        "period": view.stands.period,
        "heading": view.said(place),
        "notes": index.notes,
    }
    return Edition(view, card.unit, [], [], [Chapter("unit", "", content)], [])
