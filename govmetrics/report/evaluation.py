"""The reports of an evaluation, in the formats that it names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from govmetrics.core.language import Both
from govmetrics.core.options import BOTH, PATH, Kind, asked, choice, several
from govmetrics.core.words import Text
from govmetrics.core.written import cannot_write
from govmetrics.report.excel import excel
from govmetrics.report.given import findings_of
from govmetrics.report.html import html
from govmetrics.report.site import INDEX, site
from govmetrics.report.word import word

if TYPE_CHECKING:
    from govmetrics.evaluation import Findings

SITE = "site"
"""The folder of static pages."""
FILES = {"html": "report.html", "word": "report.docx", "excel": "scores.xlsx", "site": f"{SITE}/{INDEX}"}
"""What the report of each format is called; of the site, its first page."""
_FINDINGS = Kind(
    lambda value: findings_of(value) is not None,
    Text("give what govmetrics.evaluate returns"),
    "Findings",
)


def write_reports(
    findings: Findings, folder: str | Path, formats: Sequence[str] = ("html",), language: Both | None = None
) -> list[Path]:
    """Write an evaluation's reports into a folder: report.html, report.docx, scores.xlsx, and the pages of a site.

    Parameters
    ----------
    findings : Findings
        What `evaluate` returned.
    folder : path
        Where they go; made if missing.
    formats : sequence of {"html", "word", "excel", "site"}
        Which of them.
    language : {"en", "zh", "both"}, optional
        Of the reports; by default the one in use.

    Returns
    -------
    list of Path
        The files; where the evaluation says ``publish.public``, those of the folder `public` in it, too, of what may be
        published alone (`evaluation.public`).

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    >>> found = gm.evaluate({"tree": tree, "index": {"weighting": "equal"}}, records=table)
    >>> with TemporaryDirectory() as folder:
    ...     [path.name for path in gm.report.write_reports(found, folder)]
    ['report.html']
    """
    asked(findings=(findings, _FINDINGS), folder=(folder, PATH), formats=(formats, several(choice(*FILES))),
          language=(language, BOTH))  # fmt: skip
    from govmetrics.evaluation import public
    from govmetrics.evaluation.folder import is_public
    from govmetrics.evaluation.layout import PUBLIC

    written = _written(findings, Path(folder), formats, language)
    if is_public(findings):
        written += _written(public(findings), Path(folder) / PUBLIC, formats, language)
    return written


def _written(findings: Findings, place: Path, formats: Sequence[str], language: Both | None) -> list[Path]:
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(place, error) from None
    paths = {name: place / file for name, file in FILES.items()}
    made = {
        "html": lambda: [html(findings, paths["html"], language)],
        "word": lambda: [word(findings, paths["word"], language)],
        "excel": lambda: [excel(findings, paths["excel"], language)],
        "site": lambda: site(findings, place / SITE, language),
    }
    return [path for name in dict.fromkeys(formats) for path in made[name]()]
