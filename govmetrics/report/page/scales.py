"""How reliable and valid the scales of a survey are: against the usual bounds, with the verdict in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.checks import holders
from govmetrics.core.language import Language
from govmetrics.core.table import Table
from govmetrics.core.words import Text, renamed
from govmetrics.evaluation.titles import TITLES
from govmetrics.plots.style import COLOURS
from govmetrics.report.page.chart import Chart
from govmetrics.report.page.drawn import STRIPES, bars, spans
from govmetrics.report.page.section import Section, only, tables_of, taken
from govmetrics.report.view import View
from govmetrics.survey import Reliability, Validity
from govmetrics.survey.validity import NO_MODEL
from govmetrics.survey.validity_criteria import EXPLAINED, EXTRACTED, RELIABLE, criteria_words

ENOUGH = {0.7: "0.7", 0.8: "0.8"}
"""From where on the reliability of a scale is good, and high."""
SCALES_SHOWN = 40


def reliability(view: View, found: Reliability) -> Section:
    """Return alpha and omega of every scale against the usual bounds, with the verdict in words."""
    tables = tables_of(view, found)
    table, names = found.scales, found.tree.names()
    shown = table.head(SCALES_SHOWN)
    alpha, omega = view.said(Text("Cronbach's alpha")), view.said(Text("omega (total)"))
    chart = spans(
        (view.said(Text("Reliability of the scales")),
         view.said(Text("Alpha with its interval, and omega; from 0.7 the reliability is good, from 0.8 high."))),
        [view.said(Text("survey scale")), alpha, omega, view.said(Text("lower end")), view.said(Text("upper end"))],
        [view.said(names[str(node)]) for node in shown.index], shown["lower"].tolist(), shown["upper"].tolist(),
        {alpha: shown["alpha"].tolist(), omega: shown["omega_total"].tolist()},
        called=view.said(Text("{level:.0%} interval", level=found.level)), digits=3, ends=(_floor(shown), 1),
        limits={name: at for at, name in ENOUGH.items()},
    )  # fmt: skip
    enough = int((table["alpha"] >= min(ENOUGH)).sum())
    least = [names[str(node)] for node in holders(table["alpha"], most=False)]
    text = "{enough} of {count:# scale|# scales} {enough:reaches|reach} an alpha of 0.7; the lowest is {alpha:.3f} ({scale:3})."
    sentence = Text(text, enough=enough, count=len(table), alpha=table["alpha"].min(), scale=least)
    verdicts = pd.Series([found.alphas[str(node)].grade for node in table.index], table.index, dtype=object)
    frame = pd.concat(
        [table["alpha"], verdicts, table[["omega_total", "lower", "upper", "items", "n"]]], axis=1
    )
    frame.columns = pd.Index(["alpha", Text("Verdict"), *frame.columns[2:]], dtype=object)
    judged = Table.of(
        Text("Scales and their verdicts"), frame, "survey",
        {**names, "n": tables[0].columns[2].name},
    )  # fmt: skip
    spoken: Language = view.language  # type: ignore[assignment]
    return Section(
        view.said(TITLES["reliability"]), [view.said(sentence)], [chart], [judged.said(spoken)], tables
    )


def validity(view: View, found: Validity) -> Section:
    """Return what is asked of validity and whether it is met, CR and AVE against their bounds, and the models behind."""
    first, *others = tables_of(view, found)
    leading, rest = taken(others, "smc")
    said = (
        criteria_words(found.criteria),
        *([] if found.discriminant is None else [EXPLAINED]),
        *_model(found),
    )
    named = [view.said(renamed(text, found.labels)) for text in said]
    charts = [] if found.discriminant is None else [_convergence(view, found, found.discriminant.factors)]
    loadings = [only(table, "factor", "item", "standardized", "p") for table in leading]
    return Section(view.said(TITLES["validity"]), named, charts, [first, *loadings], [*leading, *rest])


def _model(found: Validity) -> tuple[Text, ...]:
    """Return how the confirmatory model fits; and without one why there is none."""
    if found.discriminant is not None:
        return found.discriminant.confirmation._finding()
    return tuple(note for note in found.notes if isinstance(note, Text) and note.template == NO_MODEL)


def _convergence(view: View, found: Validity, factors: pd.DataFrame) -> Chart:
    """Return CR and AVE of every scale beside their bounds."""
    shown = factors.head(SCALES_SHOWN)
    columns = (shown["composite_reliability"].tolist(), shown["average_variance_extracted"].tolist())
    text = "Composite reliability, asked to be at least 0.7, and average variance extracted, at least 0.5 (dashed lines)."
    return bars(
        (view.said(Text("CR and AVE of the scales")), view.said(Text(text))),
        [view.said(Text("survey scale")), "CR", "AVE"],
        [view.said(found.labels.get(str(node), str(node))) for node in shown.index],
        dict(zip(("CR", "AVE"), columns, strict=True)), digits=3, ends=(0, 1),
        looks=[{"color": COLOURS[5]}, {"color": COLOURS[1], "decal": STRIPES}],
        limits={f"{at:g}": at for at in (EXTRACTED, RELIABLE)},
    )  # fmt: skip


def _floor(table: pd.DataFrame) -> float:
    """Return where the axis begins: a tenth below the least number, at most at 0.5."""
    least = float(np.nanmin(table[["lower", "omega_total"]].to_numpy(dtype=float)))
    return min(0.5, float(np.floor(10 * least) / 10))
