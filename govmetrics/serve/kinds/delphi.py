"""Delphi: experts judge in rounds, and see what all said in the last one, without names."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import IndicatorTree, Table
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.words import Text
from govmetrics.serve.answers import Response
from govmetrics.serve.kinds.asking import LONGEST, Question, answered, kept_fields, named_lines
from govmetrics.serve.kinds.base import Kind, Said, Setting, Shown, Values, number, whole
from govmetrics.serve.rounds import Activity

LEVELS = (("large", Text("large")), ("medium", Text("medium")), ("small", Text("small")))
BASES = {
    "theory": Text("My judgement rests on theory: the influence is"),
    "practice": Text("My judgement rests on experience: the influence is"),
    "literature": Text("My judgement rests on literature: the influence is"),
    "intuition": Text("My judgement rests on intuition: the influence is"),
}
FAMILIAR = (("1.0", Text("very familiar")), ("0.8", Text("familiar")), ("0.5", Text("fairly familiar")),
            ("0.3", Text("not very familiar")), ("0.0", Text("not familiar")))  # fmt: skip
MAX_CV, MAX_CHANGED = 0.25, 0.15


def read(values: Values, tree: IndicatorTree, faults: Faults) -> dict[str, Any]:
    """Return the settings of the first round: what is judged, on which scale."""
    codes = [node.code for node in tree.indicators]
    items = (
        named_lines(values, "questions", faults, least=1) if values.get("questions", "").strip() else codes
    )
    low, high = (
        whole(values, name, default, (-1000, 1000), faults) for name, default in (("low", 1), ("high", 5))
    )
    if not faults and low >= high:
        faults.append(Fault("high", "is not above the lowest points", "give a larger number"))
    authority = values.get("authority") == "yes"
    return {
        "questions": items,
        "low": low,
        "high": high,
        "authority": authority,
        "round": 1,
        "feedback": [],
        "past": [],
    }


def form(activity: Activity, values: Values, step: int | None) -> dict[str, Any]:  # noqa: ARG001 - one page
    """Return what the page shows: the questions, each with what was said in the last round."""
    said, names = activity.settings, activity.tree.names()
    back = said["feedback"] or [None] * len(said["questions"])
    asked = [
        {"name": f"q.{k}", "reason": f"w.{k}", "label": names.get(item, item), "feedback": back[k]}
        for k, item in enumerate(said["questions"])
    ]
    return {"questions": asked, "authority": _authority(activity), "low": said["low"], "high": said["high"],
                 "round": said["round"]}  # fmt: skip


def _authority(activity: Activity) -> list[Question]:
    if not activity.settings["authority"]:
        return []
    asked = [Question(f"b.{name}", label, LEVELS) for name, label in BASES.items()]
    return [*asked, Question("familiar", Text("How familiar I am with the matter"), FAMILIAR)]


def check(activity: Activity, values: Values, step: int | None) -> Said:  # noqa: ARG001 - one page
    """Return points and reasons, and what the judgement rests on."""
    said, names = activity.settings, activity.tree.names()
    faults: dict[str, Text] = {}
    points, reasons = {}, {}
    for k, item in enumerate(said["questions"]):
        text, why = values.get(f"q.{k}", "").strip(), " ".join(values.get(f"w.{k}", "").split())
        found = number(text, said["low"], said["high"]) if text else Text("is not rated yet")
        if isinstance(found, Text):
            faults[f"q.{k}"] = Text("{place}: {problem}", place=names.get(item, item), problem=found)
        else:
            points[item] = found
        if len(why) > LONGEST:
            faults[f"w.{k}"] = Text("the reason has more than {most} letters", most=LONGEST)
        elif why:
            reasons[item] = why
    rests: dict[str, str] = {}
    for question in _authority(activity):
        given = answered(question, values)
        if isinstance(given, Text):
            faults[question.name] = Text("{place}: {problem}", place=question.label, problem=given)
        else:
            rests[question.name.removeprefix("b.")] = given
    kept = {
        name: text for name, text in values.items() if name[:2] in ("q.", "w.", "b.") or name == "familiar"
    }
    return Said({"points": points, "reasons": reasons, "rests": rests, "fields": kept}, faults)


def frame(activity: Activity, responses: Sequence[Response]) -> pd.DataFrame:
    """Return the points of a round: experts by questions."""
    items = activity.settings["questions"]
    rows = {one.person or str(place): [one.content["points"].get(item, np.nan) for item in items]
            for place, one in enumerate(responses, 1)}  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index", columns=items, dtype=float)


def next_round(activity: Activity, responses: Sequence[Response]) -> dict[str, Any]:
    """Return the settings of the next round: median, middle half and reasons of this one, without names.

    Raises
    ------
    FaultyInput
        Fewer than three experts answered: what one of them said could be told from the feedback.
    """
    rated = frame(activity, responses)
    if len(rated) < 3:
        raise FaultyInput(
            "round", "fewer than three experts answered", "wait for more: feedback would tell who said what"
        )
    feedback = []
    for item in activity.settings["questions"]:
        points = rated[item].dropna()
        reasons = sorted(one.content["reasons"][item] for one in responses if item in one.content["reasons"])
        feedback.append({"median": float(points.median()), "low": float(points.quantile(0.25)), "n": len(points),
                         "high": float(points.quantile(0.75)), "reasons": reasons})  # fmt: skip
    named = activity.mode == "named"
    past = [{"experts": list(rated.index) if named else [], "points": rated.to_numpy().tolist()}]
    return {**activity.settings, "round": activity.settings["round"] + 1, "feedback": feedback,
            "past": [*activity.settings["past"], *past], "salt": secrets.token_hex(32)}  # fmt: skip


def erased(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings without what experts said in earlier rounds; the salt is drawn anew, so that no hash tells it."""
    return {**settings, "past": [], "feedback": [], "salt": secrets.token_hex(32)}


def without(settings: Mapping[str, Any], person: str, *, keep_points: bool) -> dict[str, Any]:
    """Return the settings without a person in the earlier rounds: the points go, too, or stay without the name."""
    past = []
    for one in settings["past"]:
        rows = list(zip(one["experts"], one["points"], strict=True)) if one["experts"] else []
        others = [row for row in rows if keep_points or row[0] != person]
        names = [f"({place})" if name == person else name for place, (name, _) in enumerate(others, 1)]
        past.append({"experts": names, "points": [points for _, points in others]} if rows else one)
    return {**settings, "past": past, "salt": secrets.token_hex(32)}


def rounds_of(activity: Activity, responses: Sequence[Response]) -> dict[str, pd.DataFrame]:
    """Return all rounds until this one, as `gm.ahp.delphi` takes them."""
    found = {}
    for place, past in enumerate(activity.settings["past"], 1):
        # anonymous experts cannot be followed from round to round: their rows bear the round's own numbers
        names = past["experts"] or [f"{place}.{k}" for k in range(1, len(past["points"]) + 1)]
        found[str(place)] = pd.DataFrame(past["points"], names, activity.settings["questions"], dtype=float)
    last = frame(activity, responses)
    if activity.mode == "anonymous":
        last.index = pd.Index([f"{activity.settings['round']}.{name}" for name in last.index])
    return found | {str(activity.settings["round"]): last}


def results(activity: Activity, responses: Sequence[Response]) -> Shown:
    """Return the figures of the rounds, whether to stop, and the experts' authority."""
    from govmetrics.ahp import delphi

    if not responses:
        return Shown()
    found = delphi(
        rounds_of(activity, responses),
        top=float(activity.settings["high"]),
        max_cv=MAX_CV,
        max_changed=MAX_CHANGED,
    )
    authority = _coefficients(responses)
    tables: list[Table] = [*found._tables(), *authority]
    return Shown([*found._finding(), stop(activity, found)], tables)


def stop(activity: Activity, found: Any) -> Text:
    """Return what the stop rule says: experts agree, and their answers no longer change."""
    values: dict[str, Any] = {"max_cv": MAX_CV, "max_changed": MAX_CHANGED}
    if activity.settings["round"] == 1:
        told = (
            "Stop rule: coefficients of variation at most {max_cv:g}, and at most {max_changed:.0%} changed an answer; after one "
            "round nobody knows."
        )
        return Text(told, **values)
    last = found.changes.xs(str(activity.settings["round"]))
    agreed, stable, n = int(last["agreed"].sum()), int(last["stable"].sum()), len(last)
    values |= {"agreed": agreed, "stable": stable, "n": n}
    if activity.mode == "anonymous":
        values["medians"] = int((last["median"].abs() < 1e-9).sum())
        told = (
            "Of {n:# question|# questions} {agreed} are agreed on (coefficient of variation at most {max_cv:g}); the medians of "
            "{medians} did not move. Anonymous experts cannot be followed: you decide whether to stop."
        )
        return Text(told, **values)
    if agreed == n and stable == n:
        told = (
            "Stop: all questions are agreed on (coefficient of variation at most {max_cv:g}) and stable (at most "
            "{max_changed:.0%} changed)."
        )
        return Text(told, **values)
    told = (
        "Go on: of {n:# question|# questions} {agreed} are agreed on (coefficient of variation at most {max_cv:g}) and {stable} "
        "are stable (at most {max_changed:.0%} changed)."
    )
    return Text(told, **values)


def _coefficients(responses: Sequence[Response]) -> list[Table]:
    """Return the experts' authority coefficients where they were asked."""
    from govmetrics.ahp import authority

    rests: dict[str, Mapping[str, str]] = {
        one.person or str(place): one.content["rests"]
        for place, one in enumerate(responses, 1)
        if one.content["rests"]
    }
    if not rests:
        return []
    basis = pd.DataFrame.from_dict(rests, orient="index")
    familiarity = basis.pop("familiar").astype(float)
    return authority(basis, familiarity)._tables()[:1]


DELPHI = Kind(
    "delphi",
    Text("Delphi round"),
    Text("Experts judge in rounds and see, without names, what all said in the last one."),
    form, check, kept_fields, results, read,
    settings=(
        Setting("questions", Text("What is judged, one question a line"), "lines",
                hint=Text("Leave empty for the leaves of the tree.")),
        Setting("low", Text("Lowest points"), "number", "1"),
        Setting("high", Text("Highest points"), "number", "5"),
        Setting("authority", Text("Ask what judgements rest on, and how familiar experts are (authority coefficients)"), "tick"),
    ),
    modes=("named", "anonymous"),
)  # fmt: skip
