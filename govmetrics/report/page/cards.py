"""A card for every unit: where it stands, strengths and shortfalls, plan, points, verdict, efficiency, trend, values."""

from __future__ import annotations

from typing import Any

from govmetrics.core.words import Text
from govmetrics.report.card.bars import CLASSES, LIGHTS, SHAPES, rule
from govmetrics.report.card.card import cards_of
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.view import View
from govmetrics.report.words import word

UNITS_SHOWN = 300


def cards(view: View) -> list[Chapter]:
    """Return the cards, in the order of the ranking; where each unit has a page of its own, the links to these."""
    if view.pages:
        rows = zip(view.pages, view.stands.table.itertuples(), strict=True)
        links = [(page, row.place, row.unit, row.score) for page, row in rows]
        content = {"links": links, "digits": view.stands.digits}
        return [Chapter("pages", word("units", view.language), content, "units")]
    left = max(0, len(view.stands.table) - UNITS_SHOWN)
    content = {"cards": cards_of(view, UNITS_SHOWN), "left_out": _left(view, left), **looks(view)}
    return [Chapter("cards", word("units", view.language), content, "units")]


def looks(view: View) -> dict[str, Any]:
    """Return what all cards share: digits, and what the lights look like and mean."""
    lights = {key: view.said(text) for key, text in LIGHTS.items()}
    told = view.said(rule(view)) if len(view.stands.table) > 1 else ""  # a single unit has no lights
    return {"digits": view.stands.digits, "rule": told, "shapes": SHAPES, "lights": lights,
            "classes": CLASSES}  # fmt: skip


def _left(view: View, count: int) -> str:
    """Return where the cards are that would make the page too large; nothing where it has all."""
    if not count:
        return ""
    text = (
        "{count:# more unit has its|# more units have their} card in the folder `site` (`formats: [site]` in the evaluation's "
        "file, or report.site): a page for every unit. All scores are in {place}."
    )
    alone = Text("scores.csv where the whole run is written (`write_run`)")
    place = alone if view.whole is None else Text("the folder `tables`")
    return view.said(Text(text, count=count, place=place))
