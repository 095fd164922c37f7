"""The chapters of an index: in brief, what to do next, the ranking, what holds the units back."""

from __future__ import annotations

from govmetrics.report.document.pages import Exhibit, Pages, Printed
from govmetrics.report.document.pictures import held_back, ranked
from govmetrics.report.numbers import number, signed
from govmetrics.report.opening import Opening
from govmetrics.report.standing import Standing
from govmetrics.report.view import View, rank_intervals


def brief(pages: Pages, told: Opening) -> None:
    """Write what else to know than the finding on the first page, and what to do next with what it would bring."""
    pages.heading(pages.word("found"))
    pages.bullets([pages.said(text) for text in told.findings])
    pages.heading(pages.word("next"))
    if told.gains:
        pages.bullets([pages.said(text) for text, _ in told.gains])
    pages.bullets(
        [pages.said(text) for text, anchor in told.steps if anchor != "units"]
    )  # nothing to click here


def ranking(pages: Pages, view: View, top: int, pictures: bool) -> None:
    """Write the ranking: how sure it is as a picture, every unit in a table."""
    stands = view.stands
    title = pages.word("ranking") if stands.period is None else f"{pages.word('ranking')} {stands.period}"
    rest = len(stands.table) - top
    notes = [f"{rest} {view.word('rest_ranking')}"] if rest > 0 else []
    table = Exhibit(title, _printed(pages, view, stands, top), notes)
    pages.chapter(title, [table], ranked(view) if pictures else [])


def walls(pages: Pages, view: View, pictures: bool) -> None:
    """Write what holds the units back; nothing where that is not known."""
    if not view.walls:
        return
    heads = [pages.word(key) for key in ("name", "degree", "among")]
    rows = [[pages.said(name), number(mean), str(count)] for name, mean, count in view.walls]
    table = Exhibit(pages.word("walls"), (heads, rows, [False, True, True]), [pages.word("degree_said")])
    pages.chapter(pages.word("walls"), [table], held_back(view) if pictures else [])


def _printed(pages: Pages, view: View, stands: Standing, top: int) -> Printed:
    """Return the first rows of the ranking: places, scores with their changes, the dimensions, the coverage."""
    digits, groups = stands.digits, view.groups
    intervals = rank_intervals(view.uncertainty, stands, pages.language)
    since = ["change", "moved"] if stands.before is not None else []
    keys = ["rank", "unit", "score", *(["interval_rank"] if intervals else []), *since]
    heads = [*map(pages.word, keys), *(view.tree[code].label(pages.language) for code in groups)]
    heads.append(pages.word(stands.coverage_word))
    shown = stands.table.head(top)
    parts = view.assessment.scores.values.loc[shown.index, groups].to_numpy()
    rows = []
    for label, row, mine in zip(shown.index, shown.to_dict("records"), parts, strict=True):
        moved = [signed(row["change"], digits), signed(row["moved"], 0)] if since else []
        between = [intervals.get(label, "–")] if intervals else []
        score, *scores = (number(value, digits) for value in (row["score"], *mine))
        filled = f" ({number(row['filled'] * 100, 0)}%)" if row["filled"] - row["coverage"] > 1e-9 else ""
        rows.append([row["place"], row["unit"], score, *between, *moved, *scores,
                     f"{number(row['coverage'] * 100, 0)}%{filled}"])  # fmt: skip
    return heads, rows, [key not in ("rank", "unit") for key in keys] + [True] * (len(groups) + 1)
