"""The report as one HTML file that anyone can check: no network, whole without scripts, names never become markup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core import UnsuitableMethod
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.table import Table
from govmetrics.core.words import Text, method_name
from govmetrics.diagnosis import strengths
from govmetrics.recipe import Assessment
from govmetrics.report.given import by_unit, findings_of, refuse_odd
from govmetrics.report.live import SHOWN, as_data, live, script
from govmetrics.report.made import made
from govmetrics.report.numbers import interval, number, raw, signed
from govmetrics.report.parts import BESIDE, ORDER, missing_of, parts_of
from govmetrics.report.parts import ROWS_SHOWN as ROWS_OF_PARTS
from govmetrics.report.profiles import OBSTACLES_SHOWN, profiles, share_of
from govmetrics.report.sentences import by_kind, findings, next_steps
from govmetrics.report.standing import Standing, standing
from govmetrics.report.words import word
from govmetrics.report.writers.bibliography import Style
from govmetrics.report.writers.chapter import RESULTS, Results, chapter_of
from govmetrics.report.writers.page import write_page

if TYPE_CHECKING:
    from govmetrics.ahp import GroupWeights
    from govmetrics.diagnosis import Obstacles, Strengths
    from govmetrics.evaluation import Findings
    from govmetrics.robustness import Uncertainty

ROWS_SHOWN, UNITS_SHOWN, CHANGES_SHOWN, NODES_SHOWN = 2_000, 300, 200, 500


def html(
    assessment: Assessment | Findings | Results,
    path: str | Path,
    language: Both | None = None,
    uncertainty: Uncertainty | None = None,
    obstacles: Obstacles | None = None,
    experts: GroupWeights | None = None,
    style: Style | None = None,
) -> Path:
    """Write the report of an assessment or a whole evaluation, or the tables of results, as one page.

    With several periods the report shows the latest one, and what changed.

    Parameters
    ----------
    assessment : Assessment, Findings, Result, Table, or a list of results and tables
        What `follow` returned; or `evaluate`, whose parts are then shown one by one. All else becomes a page of
        tables, with how they were found and the references.
    path : path
        The .html file.
    language : {"en", "zh", "both"}, optional
        Of the words and the indicators' names; by default the one in use.
    uncertainty : Uncertainty, optional
        From `robustness.uncertainty`, of this assessment (and of its latest period): the ranking then shows each
        rank's interval and the tiers.
    obstacles : Obstacles, optional
        What holds each unit back; by default `diagnosis.obstacles` of the assessment, where its scale has ends.
    experts : GroupWeights, optional
        From `ahp.weights`: how consistent and how unanimous the experts were whose weights these are.
    style : {"gb7714", "apa"}, optional
        Of the references below tables; by default GB/T 7714 in Chinese, APA in English.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FaultyInput
        Arguments of another kind, another suffix, no such folder: all at once; the uncertainty of another assessment.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    >>> run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree))
    >>> with TemporaryDirectory() as folder:
    ...     "North" in gm.report.html(run, Path(folder) / "report.html").read_text(encoding="utf-8")
    True
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    whole = findings_of(assessment)
    if not isinstance(assessment, Assessment) and whole is None and RESULTS.fits(assessment):
        return write_page(chapter_of(assessment, path, ".html", language, style), path)
    index = assessment if whole is None else whole.assessment
    if whole is not None:
        uncertainty, obstacles, experts = given_by(whole, uncertainty, obstacles, experts)
    refuse_odd(
        index, path, ".html", language, whole, uncertainty=uncertainty, obstacles=obstacles, experts=experts
    )
    language = language_asked(language)
    if isinstance(index, Assessment):
        content = _of_index(index, whole, language, uncertainty, obstacles, experts)
    else:  # of an evaluation whose index failed
        assert whole is not None
        content = {
            "title": said(whole.evaluation.heading or Text("Evaluation"), language),
            "notes": whole.notes,
            "live": None,
        }
    content["indexed"] = index is not None
    shown = ORDER if index is not None else (*ORDER, *BESIDE)
    content["parts"] = [] if whole is None else parts_of(whole, language, shown)
    content["failed"] = [] if whole is None else missing_of(whole, language)
    content["notes"] = [said(note, language) for note in by_kind(content["notes"])]
    environment = Environment(
        loader=PackageLoader("govmetrics.report", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"number": number, "signed": signed, "value": raw, "plain": _plain}
    content["script"], content["script_hash"] = script("live.js")
    page = environment.get_template("report.html.jinja").render(
        content, w=lambda key: word(key, language), language=language, rows_shown=ROWS_OF_PARTS
    )
    path = Path(path)
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def given_by(findings: Findings, uncertainty: Any, obstacles: Any, experts: Any) -> tuple[Any, Any, Any]:
    """Return what the report takes of an evaluation, unless something else is given."""
    held = None if findings.diagnosis is None else findings.diagnosis.obstacles
    return uncertainty or findings.uncertainty, obstacles or held, experts or findings.experts


def _of_index(
    index: Assessment, whole: Findings | None, language: Both, uncertainty: Uncertainty | None, obstacles: Obstacles | None,
    experts: GroupWeights | None,
) -> dict[str, Any]:  # fmt: skip
    """Return what the page says of an index."""
    held = default_obstacles(index) if obstacles is None else obstacles
    strong = strengths(index.scores) if whole is None else _strengths_of(whole)
    content = _content(index, language, uncertainty, held, strong, whole) | _appendix(index, language)
    return content | {"experts": _experts(experts, language)}


def _strengths_of(findings: Findings) -> Strengths:
    """Return how the units stand against their peers as the evaluation found it; against all where it was not asked."""
    found = None if findings.diagnosis is None else findings.diagnosis.strengths
    assert findings.assessment is not None
    return found or strengths(findings.assessment.scores)


def default_obstacles(assessment: Assessment) -> Obstacles | None:
    """Return what holds the units back; None where the values have no best end."""
    from govmetrics.diagnosis import obstacles

    try:
        return obstacles(assessment.scaled, assessment.weights)
    except UnsuitableMethod:
        return None


def _content(
    assessment: Assessment, language: Both, uncertainty: Uncertainty | None, obstacles: Obstacles | None,
    strong: Strengths, whole: Findings | None,
) -> dict[str, Any]:  # fmt: skip
    """Return what the page says of the units."""
    tree, stands = assessment.weights.tree, standing(assessment)
    groups = tree.parts(tree.root.code)
    ends = _ends(assessment, [tree.root.code, *groups])
    held_by = walls(obstacles, stands)
    playing = live(assessment, stands, language)
    steps = next_steps(assessment, stands, uncertainty, bool(held_by), evaluated=whole is not None)
    return {
        "title": said(assessment.recipe.title or tree.root.label(language), language),
        "root": tree.root.label(language),
        "stands": stands, "digits": stands.digits, "units": len(stands.table), "leaf_count": len(tree),
        "targets": any(leaf.target is not None for leaf in tree.indicators),
        "findings": [said(told, language) for told in findings(stands, [wall[0] for wall in held_by[:3]], uncertainty)],
        "next": [(said(told, language), to) for told, to in steps],
        "notes": [*(() if whole is None else whole.notes), *assessment.notes],
        "groups": [tree[code].label(language) for code in groups],
        "rows": _rows(assessment, stands, groups, ends),
        "rows_left": max(0, len(stands.table) - ROWS_SHOWN),
        "intervals": rank_intervals(uncertainty, stands, language),
        "walls": [(said(name, language), mean, count) for name, mean, count in held_by],
        "profiles": profiles(assessment, stands, strong, obstacles, ends, language, UNITS_SHOWN),
        "left_out": max(0, len(stands.table) - UNITS_SHOWN),
        "live": None if playing is None else as_data(playing),
        "shown_text": said(SHOWN, language),
        "lows": {} if uncertainty is None else dict(zip(
            stands.table.index, uncertainty.intervals.reindex(by_unit(stands.table).index)["lower"], strict=True
        )),
    }  # fmt: skip


def _plain(value: Any) -> str:
    """Return a number with every digit, for a script to sort by; nothing where it is missing."""
    return "" if value is None or pd.isna(value) else repr(float(value))


def _ends(assessment: Assessment, nodes: list[str]) -> tuple[float, float]:
    if assessment.scaled.scale is not None:
        return assessment.scaled.scale
    values = assessment.scores.values[nodes].to_numpy()
    return (float(np.nanmin(values)), float(np.nanmax(values))) if np.isfinite(values).any() else (0.0, 1.0)


def _rows(
    assessment: Assessment, stands: Standing, groups: list[str], ends: tuple[float, float]
) -> list[dict[str, Any]]:
    table = stands.table.head(ROWS_SHOWN)
    parts = assessment.scores.values.loc[table.index, groups].to_numpy()
    return [
        {
            **dict(zip(table.columns, cells, strict=True)), "row": row, "bar": share_of(cells[1], ends),
            "parts": [(value, share_of(value, ends)) for value in mine],
        }
        for row, cells, mine in zip(table.index, table.itertuples(index=False, name=None), parts, strict=True)
    ]  # fmt: skip


def rank_intervals(uncertainty: Uncertainty | None, stands: Standing, language: Both) -> dict[Any, str]:
    """Return every unit's rank interval and tier as text, by the rows of the ranking."""
    if uncertainty is None:
        return {}
    frame, rows = uncertainty.to_frame(), by_unit(stands.table)
    cells = frame.reindex(rows.index)[["lower", "upper", "tier"]].itertuples(index=False)
    return {
        row: "–"
        if pd.isna(low)
        else said(Text("{interval}, tier {tier}", interval=interval(low, high), tier=int(tier)), language)
        for row, (low, high, tier) in zip(stands.table.index, cells, strict=True)
    }


def walls(obstacles: Obstacles | None, stands: Standing) -> list[tuple[str, float, int]]:
    """Return the indicators that hold units back most: name, mean degree in percent, units with it among their first."""
    if obstacles is None:
        return []
    degrees = obstacles.to_frame().reindex(stands.table.index)
    known = degrees.fillna(0.0).to_numpy()
    if not known.any():
        return []
    first = np.argsort(-known, axis=1, kind="stable")[:, :OBSTACLES_SHOWN]
    held = np.take_along_axis(known, first, axis=1) > 0
    counts = np.bincount(first[held], minlength=known.shape[1])
    means = degrees.mean().fillna(0.0).to_numpy() * 100
    names = obstacles.tree.names()
    order = [j for j in np.argsort(-means, kind="stable")[:10] if means[j] > 0]
    return [(names[degrees.columns[j]], means[j], int(counts[j])) for j in order]


def _experts(experts: GroupWeights | None, language: Both) -> dict[str, Any] | None:
    """Return the sentence and the table of the experts' judgements; in Chinese where both languages are asked for."""
    if experts is None:
        return None
    one: Any = "en" if language == "en" else "zh"
    table = Table.of("", experts.group_table(), "ahp", experts.weights.tree.names()).said(one).frame
    return {
        "sentence": experts.summary(one),
        "columns": list(table.columns),
        "rows": [list(row) for row in table.itertuples(index=False, name=None)],
    }


def _appendix(assessment: Assessment, language: Both) -> dict[str, Any]:
    """Return what the page says of weights, indicators, data and methods."""
    tree, changes = assessment.weights.tree, assessment.treated.changes
    weights = assessment.weights.to_frame().head(NODES_SHOWN)
    given = assessment.dataset.values[tree.codes].isna().sum()
    depth: dict[str, int] = {}
    for code in tree.node_codes:  # parents come before their parts
        parent = tree.parent(code)
        depth[code] = 0 if parent is None else depth[parent] + 1
    return {
        "nodes": [
            (code, tree[code].label(language), depth[code], row.local, row.across_tree)
            for code, row in zip(weights.index, weights.itertuples(), strict=True)
        ],
        "nodes_left": max(0, len(tree.nodes) - NODES_SHOWN),
        "method": said(method_name(assessment.weights.method), language),
        "leaves": [_leaf(leaf, assessment, language) for leaf in tree.indicators[:NODES_SHOWN]],
        "leaves_left": max(0, len(tree) - NODES_SHOWN),
        "gaps": [(tree[str(c)].label(language), n, n / len(assessment.dataset.values) * 100)
                 for c, n in given[given > 0].sort_values(ascending=False, kind="stable").head(NODES_SHOWN).items()],
        "changes": [(said(method_name(step), language), *cells) for step, *cells in
                    changes.head(CHANGES_SHOWN).itertuples(index=False, name=None)],
        "change_columns": list(changes.columns),
        "changes_left": max(0, len(changes) - CHANGES_SHOWN),
        "made": made(assessment, language),
        "about": {word(key, language, key): text for key, text in tree.said_about(language).items()},
        "missing": int(np.isnan(assessment.dataset.values.to_numpy()).sum()),
    }  # fmt: skip


def _leaf(leaf: Any, assessment: Assessment, language: Both) -> dict[str, Any]:
    bounds = assessment.scaled.bounds.loc[leaf.code]
    return {
        "code": leaf.code, "name": leaf.label(language), "unit": leaf.measured_in(language), "better": leaf.better,
        "source": leaf.source, "notes": leaf.noted(language),
        "bounds": "; ".join(f"{word(str(key), language, str(key))} {value:.6g}" for key, value in bounds.items()),
    }  # fmt: skip
