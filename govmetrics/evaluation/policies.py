"""Did the policy work, and was it carried out: what `policy` asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pandas as pd

from govmetrics import policy
from govmetrics.core import Dataset, Fault, GovmetricsError, IndicatorTree, Label, Note, Text
from govmetrics.core.errors import Faults
from govmetrics.core.near import codes, meant
from govmetrics.evaluation.carried import in_file
from govmetrics.evaluation.index import Found
from govmetrics.evaluation.keys import PanelRegression, Policy
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.places import keys_of, placed
from govmetrics.evaluation.policy_found import PolicyFindings
from govmetrics.evaluation.spelled import spoken

_CAUTION = "CAUTION"


def needs_no_scores(asked: Policy | None) -> bool:
    """Tell whether only plan and execution are compared."""
    return asked is None or (asked.first_treated is None and not asked.models)


def policies(work: Work) -> Found:
    """Return effects by outcome, panel regressions, and what was done beside what was planned."""
    asked, faults, found = work.evaluation.policy, Faults(), dict[str, Any]()
    assert asked is not None
    notes, labels = list[Note](), dict[str, Label]()
    if not needs_no_scores(asked):
        index = work.done["assessment"]
        labels |= index.weights.tree.names()
        root = index.weights.tree.root.code
        source = index.scores if asked.of == "scores" else index.dataset
        if asked.first_treated is not None:
            with placed(faults, "policy", keys_of(Policy)):
                found |= _adopted(work, asked, source, root, notes)
        with placed(faults, "policy.effects", keys_of(PanelRegression)):
            found |= _regressed(work, asked, source, root, labels)
    if work.nouns.carried is not None:
        planned, actual = work.nouns.carried
        plan = asked.carried
        assert plan is not None
        with placed(faults, "policy.deviation", ("weights", "excess", "as_of")):
            found["deviation"] = policy.deviation(
                planned, actual, plan.weights, excess=list(plan.excess), as_of=plan.as_of
            )
    faults.raise_all()
    results = [one for key in ("staggered", "effects") for one in found.get(key, {}).values()]
    cautions = [
        note for one in results for note in one.notes if getattr(note, "template", "").startswith(_CAUTION)
    ]
    said = tuple(spoken(note, labels) for note in dict.fromkeys(cautions))
    return {"policy": PolicyFindings(**found, cautions=said, notes=tuple(notes), labels=labels)}


def _adopted(work: Work, asked: Policy, source: Any, root: str, notes: list[Note]) -> dict[str, Any]:
    """Return staggered effects, the two-way number and what it is made of, and the answers side by side."""
    column = str(asked.first_treated)
    if (since := work.nouns.adopted) is not None:
        source, more = _with_since(source, since)
        notes += more
        column = str(since.name)
    options = {
        name: getattr(asked, name)
        for name in (
            "controls",
            "covariates",
            "method",
            "base",
            "anticipation",
            "cluster",
            "missing",
            "level",
        )
    }
    staggered, split, answers = {}, {}, {}
    for outcome in (root if one is None else one for one in asked.outcomes):
        found = policy.staggered(
            source,
            outcome,
            "unit",
            "period",
            column,
            **options,
            draws=work.draws(asked.draws),
            rng=work.evaluation.seed,
        )
        staggered[outcome] = found
        try:
            split[outcome] = policy.decompose(
                source,
                outcome,
                "unit",
                "period",
                column,
                missing="refuse" if asked.missing == "refuse" else "listwise",
            )
        except GovmetricsError as error:
            said = "the two-way estimate of {outcome} cannot be split: {reason}"
            notes.append(Note(said, outcome=outcome, reason=error.faults[0].text))
        answers[outcome] = _answers(found, split.get(outcome), _naive(source, outcome, column))
    return {"staggered": staggered, "decompositions": split,
            "answers": pd.concat(answers, names=["outcome", "answer"])}  # fmt: skip


def _with_since(source: Any, since: pd.Series) -> tuple[Any, list[Note]]:
    """Return scores or data with the column of a file; units that it lacks are never treated, and named."""
    rows = source.values.index.get_level_values("unit")
    Faults(
        Fault("first_treated", "{unit!r} is not in the records", meant(unit, rows.unique(), Text("")), unit=str(unit))
        for unit in since.index if unit not in set(rows)
    ).raise_all()  # fmt: skip
    attributes = source.attributes.reindex(source.values.index)
    made = replace(
        source, attributes=attributes.assign(**{str(since.name): since.reindex(rows).to_numpy(dtype=object)})
    )
    lacking = [str(unit) for unit in rows.unique() if unit not in since.index]
    told = "not in the file of treated units, and so never treated: {units:10}"
    return made, [Note(told, units=lacking)] if lacking else []


def _naive(source: Any, outcome: str, column: str) -> float:
    """Return the mean change of treated units, after treatment began less before it."""
    from govmetrics.policy.adoption import adoption
    from govmetrics.policy.panel_frame import read_panel

    panel = read_panel(source, [outcome], "unit", "period", [column], missing="keep")
    y, first = panel.wide(outcome), adoption(panel, column).first
    after = np.arange(y.shape[1]) >= first[:, None]
    known = ~np.isnan(y)
    both = (known & after).any(axis=1) & (known & ~after).any(axis=1)
    means = [np.nanmean(np.where(side, y, np.nan)[both], axis=1) for side in (after, ~after)]
    return float((means[0] - means[1]).mean()) if both.any() else float("nan")


def _answers(found: policy.Staggered, split: policy.Decomposition | None, naive: float) -> pd.DataFrame:
    table = pd.DataFrame(
        {"estimate": [naive, np.nan if split is None else split.estimate]}, pd.Index(["before_after", "two_way"], name="answer")
    )  # fmt: skip
    last = found.simple[["estimate", "error", "lower", "upper", "p"]].head(1)
    return pd.concat([table, last.set_axis(pd.Index(["staggered"], name="answer"))])


def _regressed(work: Work, asked: Policy, source: Any, root: str, labels: dict[str, Label]) -> dict[str, Any]:
    """Return the panel regressions, and several side by side."""
    found, options = dict[str, policy.PanelEffects](), [one.name for one in fields(PanelRegression)]
    for model in asked.models:
        said = {
            name: getattr(model, name) for name in options if name not in ("outcome", "name", "regressors")
        }
        outcome = model.outcome or root
        name, label = _called(model, outcome, found, labels)
        labels[name] = label
        given = policy.effects(source, outcome, list(model.regressors), **said, rng=work.evaluation.seed)
        found[name] = given
    several = policy.side_by_side(list(found.values()), list(found)) if len(found) > 1 else None
    return {"effects": found, "models": several}


def _called(
    model: PanelRegression, outcome: str, others: Iterable[str], labels: Mapping[str, Label]
) -> tuple[str, Label]:
    """Return what a model is called; the second of a name is numbered."""
    said = model.name
    given = labels.get(outcome, Label(outcome)) if said is None else said
    label = given if isinstance(given, Label) else Label(given) if isinstance(given, str) else Label(
        given.get("en", outcome), given.get("zh", outcome))  # fmt: skip
    plain = outcome if said is None else label.say("en")
    name, times = plain, 2
    while name in set(others):
        name, times = f"{plain} ({times})", times + 1
    return name, label if times == 2 else Label(*(f"{label.say(one)} ({times - 1})" for one in ("en", "zh")))


def policy_faults(asked: Policy, data: Dataset | None, scored: IndicatorTree) -> list[Fault]:
    """Return the columns and nodes that there are not, and whether there are periods."""
    if data is None or needs_no_scores(asked):
        return []
    faults = []
    if len(data.periods) < 2:
        problem = "the evidence has no two periods" if data.periods else "the evidence has no periods"
        way = "name the column of the periods in evidence.records.period, or leave this part out"
        faults.append(Fault("policy", problem, way))
    columns = list(map(str, data.attributes.columns))
    nodes = scored.node_codes if asked.of == "scores" else list(map(str, data.values.columns))
    known = {name: name for name in (*nodes, *columns)}
    near = {name: code for name, code in codes(scored).items() if code in known} | known
    plain = {
        "cluster": [asked.cluster],
        "first_treated": [] if in_file(asked.first_treated) else [asked.first_treated],
    }
    mixed: dict[str, Any] = {"outcome": asked.outcomes, "covariates": asked.covariates}
    for number, one in enumerate(asked.models):
        plain[f"effects[{number}].cluster"] = [one.cluster]
        mixed |= {f"effects[{number}].{key}": getattr(one, key) for key in ("regressors", "quadratic")}
        mixed[f"effects[{number}].outcome"] = [one.outcome]
    for places, allowed in ((plain, {name: name for name in columns}), (mixed, near)):
        there = Text("there are: {labels}", labels=list(dict.fromkeys(allowed.values())))
        faults += [
            Fault(f"policy.{place}", "{column!r} is not a column", meant(name, allowed, there), column=name)
            for place, names in places.items()
            for name in names
            if name is not None and name not in set(allowed.values())
        ]
    return faults
