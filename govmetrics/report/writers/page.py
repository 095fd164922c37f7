"""Tables as one HTML page: no scripts, no network, names never become markup."""

from __future__ import annotations

from pathlib import Path

from govmetrics.core.documents import write_text
from govmetrics.report.writers.chapter import APPENDIX, REFERENCES, Chapter, below, label


def write_page(chapter: Chapter, path: str | Path) -> Path:
    """Write a chapter as one HTML file that needs no other."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("govmetrics.report", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    page = environment.get_template("tables.html.jinja").render(
        chapter=chapter, below=below, label=label, references=chapter.word(REFERENCES), appendix=chapter.word(APPENDIX),
    )  # fmt: skip
    return write_text(path, page)
