"""Survey: residents answer the items of the tree in words; what comes out is a `Survey`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import IndicatorTree, Survey, Table
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.survey import leaf_items
from govmetrics.core.words import Label, Note, Text
from govmetrics.serve.answers import Response
from govmetrics.serve.kinds.asking import Question, answered, both, grouped_lines, kept_fields, label_of
from govmetrics.serve.kinds.base import Kind, Said, Setting, Shown, Values, lines
from govmetrics.serve.rounds import Activity

A_PAGE = 10
"""So many questions stand on a page."""
UNKNOWN = "na"
CANNOT = Text("I cannot say")
SCALES = {
    "satisfaction": (
        Text("Very dissatisfied"),
        Text("Dissatisfied"),
        Text("Neither"),
        Text("Satisfied"),
        Text("Very satisfied"),
    ),
    "agreement": (
        Text("Strongly disagree"),
        Text("Disagree"),
        Text("Neither"),
        Text("Agree"),
        Text("Strongly agree"),
    ),
}
"""The words of scales, from the lowest code, which is 1."""


def read(values: Values, tree: IndicatorTree, faults: Faults) -> dict[str, Any]:
    """Return the settings: items, the words of the scale, groups, the census."""
    owner = {item: leaf for leaf, items in leaf_items(tree).items() for item in items}
    named = lines(values, "items")
    for item in named:
        if item not in owner:
            way_out = Text("there are: {names:20}", names=list(owner))
            faults.append(Fault("items", "{name!r} is no item of the tree", way_out, name=item[:60]))
    if not owner:
        faults.append(Fault("items", "no indicator comes from a survey", "give leaves of the tree items"))
    reverse = lines(values, "reverse")
    for item in reverse:
        if item not in (named or owner):
            faults.append(
                Fault("reverse", "{name!r} is not asked", "name items that are asked", name=item[:60])
            )
    groups = grouped_lines(values, "groups", faults)
    census = _census(values, groups, faults)
    items = [[item, owner[item]] for item in (named or owner) if item in owner]
    return {
        "items": items,
        "options": _options(values, faults),
        "groups": [[name, parts] for name, parts in groups.items()],
        "census": census,
        "reverse": reverse,
    }


def _options(values: Values, faults: Faults) -> list[dict[str, str]]:
    """Return the words of the scale, from code 1 upwards."""
    scale = values.get("scale", "satisfaction")
    if scale in SCALES:
        return [both(text) for text in SCALES[scale]]
    own = lines(values, "options")
    if scale != "own" or not 2 <= len(own) <= 11:
        problem, way_out = "has {count:# line|# lines}", "give 2 to 11 answers in words, the lowest first"
        faults.append(Fault("options", problem, way_out, count=len(own)))
    return [{"en": text, "zh": text} for text in own]


def _census(
    values: Values, groups: Mapping[str, Sequence[str]], faults: Faults
) -> dict[str, dict[str, float]]:
    """Return how many residents each answer of a group has: "sex: women = 4330, men = 5670"."""
    found: dict[str, dict[str, float]] = {}
    for line in lines(values, "census"):
        name, _, rest = line.replace("：", ":").replace("＝", "=").partition(":")
        counts: dict[str, float] = {}
        for part in rest.replace("，", ",").replace("、", ",").split(","):
            label, sign, number = part.partition("=")
            if sign and number.strip().replace(".", "", 1).isdecimal() and len(number) < 20:
                counts[label.strip()] = float(number)
        asked = list(groups.get(name.strip(), ()))
        if not asked or sorted(counts) != sorted(asked) or not sum(counts.values()):
            problem, way_out = (
                "{line!r} does not go with a group that is asked",
                "write: name: answer = residents, ..., all answers",
            )
            faults.append(Fault("census", problem, way_out, line=line[:60]))
        else:
            found[name.strip()] = counts
    return found


def questions(activity: Activity) -> list[Question]:
    """Return all questions: groups first, then the items."""
    said, names = activity.settings, activity.tree.names()
    asked = [
        Question(
            f"g.{k}",
            Label(name, name),
            [*((str(at), one) for at, one in enumerate(parts)), (UNKNOWN, CANNOT)],
        )
        for k, (name, parts) in enumerate(said["groups"])
    ]
    words = [(str(code), label_of(text)) for code, text in enumerate(said["options"], 1)]
    leaves = [leaf for _, leaf in said["items"]]
    for k, (item, leaf) in enumerate(said["items"]):
        label = (
            names[leaf] if leaves.count(leaf) == 1 else Text("{leaf} ({item})", leaf=names[leaf], item=item)
        )
        asked.append(Question(f"i.{k}", label, [*words, (UNKNOWN, CANNOT)]))
    return asked


def form(activity: Activity, values: Values, step: int | None) -> dict[str, Any]:  # noqa: ARG001 - as every kind's
    """Return what the page shows: some questions, or all."""
    asked = questions(activity)
    shown = asked if step is None else asked[(step - 1) * A_PAGE : step * A_PAGE]
    return {"questions": shown}


def steps(activity: Activity) -> int:
    """Return how many pages the form has."""
    return -(-len(questions(activity)) // A_PAGE)


def check(activity: Activity, values: Values, step: int | None) -> Said:
    """Return the answers; every question is answered, if only by "I cannot say"."""
    asked, faults, given = questions(activity), {}, {}
    for place, question in enumerate(asked):
        if step not in (None, place // A_PAGE + 1):
            continue
        found = answered(question, values)
        if isinstance(found, Text):
            faults[question.name] = Text("{place}: {problem}", place=question.label, problem=found)
        else:
            given[question.name] = found
    names, groups = (
        [item for item, _ in activity.settings["items"]],
        activity.settings["groups"],
    )
    answers = {
        names[int(name[2:])]: int(code) for name, code in given.items() if name[0] == "i" and code != UNKNOWN
    }
    said = {groups[int(name[2:])][0]: groups[int(name[2:])][1][int(at)] for name, at in given.items()
            if name[0] == "g" and at != UNKNOWN}  # fmt: skip
    return Said({"answers": answers, "groups": said, "fields": given}, faults)


def survey_of(activity: Activity, responses: Sequence[Response]) -> Survey:
    """Return the answers as a `Survey`: one row a respondent, without names."""
    said = activity.settings
    items = [item for item, _ in said["items"]]
    index = pd.RangeIndex(1, len(responses) + 1, name="respondent")
    answers = pd.DataFrame([[one.content["answers"].get(item, np.nan) for item in items] for one in responses],
                           index, items, dtype=float)  # fmt: skip
    groups = pd.DataFrame(
        {name: [one.content["groups"].get(name) for one in responses] for name, _ in said["groups"]}, index
    )
    notes = (
        Note(
            "answered online, {n:# answer|# answers}: whoever had a link, no random sample", n=len(responses)
        ),
    )
    return Survey(
        activity.tree, answers, (1, len(said["options"])), tuple(said["reverse"]), groups, notes=notes
    )


def results(activity: Activity, responses: Sequence[Response]) -> Shown:
    """Return the answers by item, and the sample beside the census."""
    if not responses:
        return Shown()
    asked = questions(activity)
    items = asked[len(activity.settings["groups"]) :]
    top = len(activity.settings["options"])
    rows = []
    for question, (item, _) in zip(items, activity.settings["items"], strict=True):
        codes = pd.Series([one.content["answers"].get(item, np.nan) for one in responses], dtype=float)
        high = float((codes >= top - 1).sum() / max(codes.count(), 1))
        rows.append(
            {
                "item": question.label,
                "mean": codes.mean(),
                "sd": codes.std(),
                "highest_two": high,
                "n": int(codes.count()),
            }
        )
    frame = pd.DataFrame(rows)
    tables = [Table.of(Text("Answers by item"), frame, "serve")]
    beside = _beside_census(activity, responses)
    if beside is not None:
        tables.append(Table.of(Text("Who answered, beside the census"), beside, "serve"))
    return Shown([Text("{n:# resident has|# residents have} answered.", n=len(responses))], tables)


def _beside_census(activity: Activity, responses: Sequence[Response]) -> pd.DataFrame | None:
    """Return shares of those who answered and of the residents, group by group."""
    rows = []
    for name, parts in activity.settings["groups"]:
        given = pd.Series([one.content["groups"].get(name) for one in responses], dtype=object)
        known, census = given.dropna(), activity.settings["census"].get(name)
        for part in parts:
            share = float((known == part).mean()) if len(known) else float("nan")
            residents = census[part] / sum(census.values()) if census else float("nan")
            rows.append({"group": name, "answer": part, "n": int((known == part).sum()), "share": share,
                         "census_share": residents, "ratio": share / residents if residents else float("nan")})  # fmt: skip
    return pd.DataFrame(rows) if rows else None


SURVEY = Kind(
    "survey",
    Text("Survey of residents"),
    Text("Residents answer the items of the tree in words."),
    form, check, kept_fields, results, read, steps,
    settings=(
        Setting("items", Text("Items, one a line"), "lines", hint=Text("Leave empty for all items of the tree.")),
        Setting("scale", Text("Answers"), "choice", "satisfaction", choices={
            "satisfaction": Text("From very dissatisfied to very satisfied"),
            "agreement": Text("From strongly disagree to strongly agree"), "own": Text("The words below")}),
        Setting("options", Text("Answers in words, one a line, the lowest first"), "lines"),
        Setting("reverse", Text("Items worded against their scale, one a line"), "lines"),
        Setting("groups", Text("About the person, one question a line"), "lines",
                hint=Text("Such as: unit: East, West. The smallest number of questions that the purpose needs.")),
        Setting("census", Text("Residents in the census, one question a line"), "lines",
                hint=Text("Such as: sex: women = 4330, men = 5670. Who answers is shown beside it.")),
    ),
)  # fmt: skip
