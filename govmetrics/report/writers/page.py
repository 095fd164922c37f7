"""Tables as one HTML page: no scripts, no network, names never become markup."""

from __future__ import annotations

from pathlib import Path

from govmetrics.core.documents import write_text
from govmetrics.report.writers.chapter import REFERENCES, TABLE, Chapter, below


def write_page(chapter: Chapter, path: str | Path) -> Path:
    """Write a chapter as one HTML file that needs no other."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("govmetrics.report", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    page = environment.get_template("tables.html.jinja").render(
        chapter=chapter, places={table: number for number, table in chapter.numbered()}, below=below,
        references=chapter.word(REFERENCES), table_word=chapter.word(TABLE),
    )  # fmt: skip
    return write_text(path, page)
