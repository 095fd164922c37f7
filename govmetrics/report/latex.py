r"""Tables as LaTeX: booktabs' rules, threeparttable's notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from govmetrics.core.documents import write_text
from govmetrics.core.language import Language
from govmetrics.core.words.visible import visible
from govmetrics.report.writers.bibliography import Style
from govmetrics.report.writers.chapter import (
    APPENDIX,
    CONTINUED,
    REFERENCES,
    Chapter,
    Numbered,
    Results,
    Section,
    below,
    chapter_of,
    label,
    pick,
)  # fmt: skip
from govmetrics.report.writers.layout import HAN, Layout, head_lines, layout, lines_of, measure

LONGEST = {False: 45, True: 26}
"""A table of more lines, on a page as it is or turned, runs over several pages: longtable."""
_SIGNS = (
    "α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma "
    "τ tau φ varphi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega ∞ infty "
    "≤ leq ≥ geq ≠ neq ± pm × times ÷ div · cdot √ surd ∧ wedge ∨ vee ⊕ oplus → rightarrow ≈ approx ∑ sum ′ prime"
)
_MARKS = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "−": "$-$",
    "–": "--", "[": "{[}", "]": "{]}", "*": "{*}", '"': r"{\char34}", "²": "$^2$", "³": "$^3$", "ᵢ": "$_i$", "ⱼ": "$_j$",
    **{sign: rf"$\{name}$" for sign, name in zip(_SIGNS.split()[::2], _SIGNS.split()[1::2], strict=True)},
}  # fmt: skip
"""What LaTeX reads as a command, and signs that its fonts of text do not have, with any engine."""
_MARK = re.compile("|".join(map(re.escape, _MARKS)))
_CHINESE = re.compile(rf"[{HAN}]")
_PAGE = r"\usepackage[a4paper,margin=25mm]{geometry}"


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
    lines: list[str] = []
    for section in chapter.sections:
        lines += [_method(section), ""] if section.method else []
        lines += [line for one in section.tables for line in _numbered(one, chapter.language)]
    if chapter.appendix:
        counted = rf"\renewcommand{{\thetable}}{{{'A' if chapter.language == 'en' else ''}\arabic{{table}}}}"
        named = [] if chapter.language == "en" else [rf"\renewcommand{{\tablename}}{{{label('zh', True)}}}"]
        lines += [
            "{",
            rf"\section*{{{chapter.word(APPENDIX)}}}",
            r"\setcounter{table}{0}",
            counted,
            *named,
            "",
        ]
        lines += [line for one in chapter.appendix for line in _numbered(one, chapter.language)]
        lines += [r"\clearpage", "}", ""]
    if chapter.references:
        lines += [
            rf"\section*{{{chapter.word(REFERENCES)}}}",
            r"\begin{list}{}{\leftmargin=1em \itemindent=-1em}",
        ]
        lines += [*(rf"\item {_reference(line)}" for line in chapter.references), r"\end{list}"]
    packages = "array,booktabs,makecell,threeparttable,longtable,pdflscape,url"
    chinese = chapter.language == "zh" or _CHINESE.search("".join(lines))
    plain = chapter.language == "en" and chinese  # Chinese names in an English text
    engines = (
        ["% xelatex"] if chinese else [r"% xelatex, lualatex, or pdflatex with \usepackage[T1]{fontenc}"]
    )
    ctex = [rf"% \usepackage{'[scheme=plain]' if plain else ''}{{ctex}}"] if chinese else []
    return [*engines, f"% {_PAGE}", rf"% \usepackage{{{packages}}}", *ctex, "", *lines, ""]


def _method(section: Section) -> str:
    """Return how a result was found and where its tables are; LaTeX counts them."""
    told, marks, stop = section.cited
    raised = rf"\textsuperscript{{{_escaped(marks)}}}" if marks else ""
    said = [
        rf"\ref{{{_key(piece)}}}" if isinstance(piece, Numbered) else _marked(piece)
        for piece in section.mention
    ]
    for place, piece in enumerate(section.mention):
        if isinstance(piece, Numbered) and piece.appended:  # the reference has the A of its own
            said[place - 1] = said[place - 1].removesuffix("A")
    return "".join([_escaped(told), raised, _escaped(stop), *said])


def _reference(line: str) -> str:
    """Return a reference; its address may be broken."""
    told, mark, address = line.partition("https://doi.org/")
    return f"{_escaped(told)} \\url{{{mark}{address}}}" if mark else _escaped(line)


def _key(one: Numbered) -> str:
    return f"tab:{one.mark}"


def _numbered(one: Numbered, language: Language) -> list[str]:
    """Return a table and what it says; one that is wide on a page that is turned, or in several parts."""
    table = one.table
    heads, cells, numbers = table.printed()
    lies = layout(heads, cells, numbers, smaller=False)
    notes = [rf"\item {_escaped(line)}" for line in below(table, language)]
    lines = [r"\begin{landscape}"] if lies.turned else []
    for place, columns in enumerate(lies.parts):
        last = place == len(lies.parts) - 1
        title = _escaped(table.caption) + (f" ({CONTINUED.say(language)})" if place else "")
        named = rf"{title}\label{{{_key(one)}}}" if place == 0 else title
        body = pick(cells, columns)
        shape = [(heads[j], numbers[j], lies.widths[j] - lies.padding) for j in columns]
        again = r"\addtocounter{table}{-1}" if place else ""
        lines += _part(rf"\caption{{{named}}}", shape, body, notes if last else [], language, again, lies)
    lines += [r"\end{landscape}"] if lies.turned else []
    return [*lines, "", *([_escaped(table.sentence), ""] if table.sentence else [])]


def _part(
    caption: str, shape: Sequence[tuple[str, bool, int]], cells: Sequence[Sequence[str]], notes: Sequence[str],
    language: Language, again: str, lies: Layout,
) -> list[str]:  # fmt: skip
    columns = [[row[j] for row in cells] for j in range(len(shape))]
    align = "".join(
        "r" if number else _text_column(column, width)
        for (_, number, width), column in zip(shape, columns, strict=True)
    )
    head = " & ".join(_heading(*one) for one in shape) + r" \\"
    body = [rf"{_row(row)} \\" for row in cells]
    small = [r"\small", rf"\setlength{{\tabcolsep}}{{{lies.padding / 40:g}pt}}"]
    if lines_of(cells, [width for _, _, width in shape]) > LONGEST[lies.turned]:
        more = f"({CONTINUED.say(language)})"
        return [
            "{", *small, again or "%", rf"\begin{{longtable}}{{{align}}}", rf"{caption} \\", r"\toprule", head, r"\midrule",
            r"\endfirsthead", rf"\multicolumn{{{len(shape)}}}{{l}}{{{more}}} \\", r"\toprule", head, r"\midrule", r"\endhead",
            r"\bottomrule", r"\endlastfoot", *body, r"\end{longtable}", *_listed(notes), "}",
        ]  # fmt: skip
    return [
        r"\begin{table}[htbp]", again or "%", r"\centering", *small, r"\begin{threeparttable}", caption,
        rf"\begin{{tabular}}{{{align}}}", r"\toprule", head, r"\midrule", *body, r"\bottomrule", r"\end{tabular}",
        *([r"\begin{tablenotes}[flushleft]", r"\footnotesize", *notes, r"\end{tablenotes}"] if notes else []),
        r"\end{threeparttable}", r"\end{table}",
    ]  # fmt: skip


def _text_column(column: Sequence[str], width: int) -> str:
    """Return a column of text: as wide as its longest cell, or of a width in which cells are broken."""
    if max(map(measure, column), default=0) <= width:
        return "l"
    return rf">{{\raggedright\arraybackslash}}p{{{width / 20:g}pt}}"


def _heading(head: str, number: bool, width: int) -> str:
    """Return a heading, in several lines where it is wider than its column."""
    lines = head_lines(head, width) if measure(head) > width else [head]
    told = r" \\ ".join(map(_escaped, lines))
    return told if len(lines) == 1 else rf"\makecell[{'r' if number else 'l'}b]{{{told}}}"


def _listed(notes: Sequence[str]) -> list[str]:
    return [r"\begin{list}{}{\leftmargin=0pt}", r"\footnotesize", *notes, r"\end{list}"] if notes else []


def _row(cells: Sequence[str]) -> str:
    return " & ".join(map(_escaped, cells))


def _escaped(text: str) -> str:
    return _marked(" ".join(visible(text).split()))


def _marked(text: str) -> str:
    return _MARK.sub(lambda found: _MARKS[found.group()], text)
