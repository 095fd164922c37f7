"""The cards of the units, two a page: where each stands, its dimensions, strengths, shortfalls, verdict and plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govmetrics.core.words import Text
from govmetrics.report.card.bars import LIGHTS, SHAPES, rule
from govmetrics.report.card.card import Card, cards_of
from govmetrics.report.card.rows import unit_of
from govmetrics.report.document.pages import NAME, Pages, Printed, readable, shortened
from govmetrics.report.gains import by_unit_planned
from govmetrics.report.numbers import number, raw
from govmetrics.report.view import View

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

CARDS = 60
"""So many units have a card on paper: two a page are 30 pages."""


def units(pages: Pages, view: View, most: int = CARDS) -> None:
    """Write the cards of the first units of the ranking, and where the others are."""
    pages.lie(False)
    pages.heading(pages.word("units"), new_page=True)
    pages.line(pages.said(rule(view)), "Table Note")
    rest = len(view.stands.table) - most
    if rest > 0:
        text = "{count:# more unit has its|# more units have their} card on the page report.html."
        pages.line(pages.said(Text(text, count=rest)), "Table Note")
    plans = {str(unit_of(row)): text for row, text in by_unit_planned(view.whole, view.stands.digits).items()}
    for at, card in enumerate(cards_of(view, most)):
        _card(pages, view, card, at > 0 and at % 2 == 0, plans.get(card.unit))


def _card(pages: Pages, view: View, card: Card, first: bool, plan: Text | None) -> None:
    """Write one card, which stays on one page; the first of two begins it."""
    heading = pages.document.add_heading(shortened(f"{card.place}  {card.unit}", NAME), 3)
    heading.paragraph_format.page_break_before = first
    blank = " " if pages.language == "en" else ""
    lines = [_line(pages, blank.join(card.headline))]
    pages.plain(_dimensions(pages, view, card))
    lines.append(_line(pages, card.peers, "Table Note"))
    profile, digits = card.profile, view.stands.digits
    told = [
        ("strong", [_against(pages, one, digits) for one in profile["strong"]]),
        ("weak", [_against(pages, one, digits) for one in profile["weak"]]),
        ("short", [f"{_name(name)} ({raw(value)}; {pages.word('target')} {target})"
                   for name, value, target in profile["short"]]),
        ("obstacles", [f"{_name(name)} ({number(value, 0)}%)" for name, value in profile["held"]]),
    ]  # fmt: skip
    lines += [_led(pages, pages.word(key), _joined(pages, names)) for key, names in told if names]
    for key, part in (
        ("verdict", card.verdict),
        ("appraisal_short", card.points),
        ("efficiency", card.means),
    ):
        if part is not None and part.sentences:
            lines.append(_led(pages, pages.word(key), blank.join(part.sentences)))
    if plan is not None:
        lines.append(_led(pages, pages.word("planned"), pages.said(plan)))
    for line in lines[:-1]:
        line.paragraph_format.keep_with_next = True


def _dimensions(pages: Pages, view: View, card: Card) -> Printed:
    """Return the dimensions beside the median, with marks that differ in shape."""
    digits, targets = view.stands.digits, any(bar.targets for bar in card.bars)
    heads = ["dimension", "score", "median", "beside_peers", *(["targets_reached"] if targets else [])]
    rows = []
    for bar in card.bars:
        mark = f"{SHAPES[bar.light]}\u00a0{pages.said(LIGHTS[bar.light])}" if bar.light else "–"
        reached = [f"{bar.reached} / {bar.targets}" if bar.targets else "–"] if targets else []
        rows.append([bar.name, number(bar.value, digits), number(bar.middle, digits), mark, *reached])
    heads = [pages.word(head) for head in heads]
    heads[3] += "\u3000" * 3  # the shapes are wider than they are counted
    return heads, rows, [False, True, True, False, *([False] if targets else [])]


def _against(pages: Pages, one: tuple[str, float, float], digits: int) -> str:
    name, value, middle = one
    return f"{_name(name)} ({number(value, digits)}; {pages.word('median')} {number(middle, digits)})"


def _name(name: Any) -> str:
    return shortened(str(name), NAME)


def _joined(pages: Pages, told: list[str]) -> str:
    """Return what stands beside each other in a line, with the marks of the language."""
    if pages.language == "en":
        return "; ".join(told)
    return "；".join(one.replace(" (", "（").replace("; ", "，").replace(")", "）") for one in told)


def _line(pages: Pages, told: str, style: str = "Card") -> Paragraph:
    line: Paragraph = pages.line(told, style)
    return line


def _led(pages: Pages, lead: str, told: str) -> Paragraph:
    """Write a line that begins with what it is about, in bold."""
    line: Paragraph = pages.line("", "Card")
    line.add_run(f"{lead}{': ' if pages.language == 'en' else '：'}").bold = True
    line.add_run(readable(told))
    return line
