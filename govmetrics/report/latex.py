r"""Tables as LaTeX: booktabs' rules, threeparttable's notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from govmetrics.core.documents import write_text
from govmetrics.core.language import Language
from govmetrics.core.table import Table
from govmetrics.core.workbooks import clean
from govmetrics.report.writers.bibliography import Style
from govmetrics.report.writers.chapter import CONTINUED, REFERENCES, Chapter, Results, below, chapter_of

LONGEST = 45
"""A table of more rows runs over several pages: longtable."""
_MARKS = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "−": "$-$",
    "–": "--", "∞": r"$\infty$", "[": "{[}", "]": "{]}", "*": "{*}", '"': "{\\textquotedbl}",
}  # fmt: skip
_MARK = re.compile("|".join(map(re.escape, _MARKS)))


def latex(
    results: Results, path: str | Path, language: Language | None = None, *, style: Style | None = None
) -> Path:
    r"""Write tables of results as LaTeX: with booktabs and threeparttable, notes, sentences and references.

    The file is a part of a document, for ``\input{tables}``; its first lines say which packages it needs.

    Parameters
    ----------
    results : Result, Table, or a list of them
        In the order in which they are written.
    path : path
        The .tex file.
    language : {"en", "zh"}, optional
        Of the words; by default the one in use.
    style : {"gb7714", "apa"}, optional
        Of the references; by default GB/T 7714 in Chinese, APA in English.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FaultyInput
        Arguments of another kind, another suffix, no such folder: all at once.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> items = pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 2, 4, 4], "c": [1, 3, 3, 5]})
    >>> with TemporaryDirectory() as folder:
    ...     text = gm.report.latex(gm.survey.alpha(items), Path(folder) / "tables.tex").read_text(encoding="utf-8")
    >>> r"\toprule" in text
    True
    """
    chapter = chapter_of(results, path, ".tex", language, style)
    return write_text(path, "\n".join(_lines(chapter)))


def _lines(chapter: Chapter) -> list[str]:
    packages = "booktabs,threeparttable,longtable,pdflscape,textcomp" + (
        ",ctex" if chapter.language == "zh" else ""
    )
    lines = [rf"% \usepackage{{{packages}}}", ""]
    for section in chapter.sections:
        lines += [_escaped(section.method), ""] if section.method else []
        for table in section.tables:
            lines += [*_table(table, chapter.language), ""]
            lines += [_escaped(table.sentence), ""] if table.sentence else []
    if chapter.references:
        lines += [
            rf"\section*{{{chapter.word(REFERENCES)}}}",
            r"\begin{list}{}{\leftmargin=1em \itemindent=-1em}",
        ]
        lines += [*(rf"\item {_escaped(line)}" for line in chapter.references), r"\end{list}"]
    return [*lines, ""]


def _table(table: Table, language: Language) -> list[str]:
    heads, cells, numbers = table.printed()
    align = "".join("r" if number else "l" for number in numbers)
    head, caption = rf"{_row(heads)} \\", rf"\caption{{{_escaped(table.caption)}}}"
    body = [rf"{_row(row)} \\" for row in cells]
    notes = [rf"\item {_escaped(line)}" for line in below(table, language)]
    if len(cells) > LONGEST:
        again = CONTINUED.say(language)
        return [
            r"{\small", rf"\begin{{longtable}}{{{align}}}", rf"{caption} \\", r"\toprule", head, r"\midrule", r"\endfirsthead",
            rf"\multicolumn{{{len(heads)}}}{{l}}{{({again})}} \\", r"\toprule", head, r"\midrule", r"\endhead",
            r"\bottomrule", r"\endlastfoot", *body, r"\end{longtable}", *_listed(notes), "}",
        ]  # fmt: skip
    return [
        r"\begin{table}[htbp]", r"\centering", r"\small", r"\begin{threeparttable}", caption,
        rf"\begin{{tabular}}{{{align}}}", r"\toprule", head, r"\midrule", *body, r"\bottomrule", r"\end{tabular}",
        *([r"\begin{tablenotes}[flushleft]", r"\footnotesize", *notes, r"\end{tablenotes}"] if notes else []),
        r"\end{threeparttable}", r"\end{table}",
    ]  # fmt: skip


def _listed(notes: Sequence[str]) -> list[str]:
    return [r"\begin{list}{}{\leftmargin=0pt}", r"\footnotesize", *notes, r"\end{list}"] if notes else []


def _row(cells: Sequence[str]) -> str:
    return " & ".join(map(_escaped, cells))


def _escaped(text: str) -> str:
    return _MARK.sub(lambda found: _MARKS[found.group()], " ".join(clean(text).split()))
