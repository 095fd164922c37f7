"""Pairwise comparisons: one question a screen, or a group a page; consistency is shown, and never forced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from govmetrics.core import IndicatorTree, Judgements
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.words import Text
from govmetrics.serve.answers import Response
from govmetrics.serve.kinds.base import Kind, Said, Setting, Shown, Values, lines
from govmetrics.serve.kinds.consistency import Standing, judged, standing
from govmetrics.serve.rounds import Activity

LIMIT = 0.1
SCALE = {
    2: Text("2: between"), 3: Text("3: moderately more"), 4: Text("4: between"), 5: Text("5: strongly more"),
    6: Text("6: between"), 7: Text("7: very strongly more"), 8: Text("8: between"), 9: Text("9: extremely more"),
}  # fmt: skip
"""Saaty's words of the scale."""
MOST = 200
"""So many questions one person is asked at most."""


class Pair(NamedTuple):
    """Two parts of a group, by their places."""

    group: str
    first: int
    second: int

    @property
    def field(self) -> str:
        """The name of its field: which is more important, and how much, such as "a5"."""
        return f"p.{self.group}.{self.first}.{self.second}"

    @property
    def how(self) -> str:
        """The name of the field for how much, where it is asked apart."""
        return f"h.{self.group}.{self.first}.{self.second}"


class Step(NamedTuple):
    """A page: some pairs of a group, or what they come to."""

    group: str
    pairs: tuple[Pair, ...]
    review: bool = False


def read(values: Values, tree: IndicatorTree, faults: Faults) -> dict[str, Any]:
    """Return the settings: which groups, and how they are asked."""
    able = [group.code for group in tree.groups if len(tree.parts(group.code)) > 1]
    named = lines(values, "groups")
    wrong = [code for code in named if code not in able]
    if wrong:
        faults.append(Fault("groups", "{labels} are no groups of two or more parts", "there are: {codes}", labels=wrong,
                            codes=able))  # fmt: skip
    groups = [code for code in able if code in named] or able
    count = sum(len(pairs_of(tree, code)) for code in groups if code in able)
    if count > MOST:
        faults.append(Fault("groups", "{count} questions would be asked of everybody", "ask for {most} at most",
                            count=count, most=MOST))  # fmt: skip
    layout = values.get("layout", "one")
    if layout not in ("one", "matrix"):
        faults.append(Fault("layout", "is not chosen", "choose one"))
    return {"groups": groups, "layout": layout}


def pairs_of(tree: IndicatorTree, group: str) -> tuple[Pair, ...]:
    """Return the pairs of a group, in the order of its parts."""
    n = len(tree.parts(group))
    return tuple(Pair(group, i, j) for i in range(n) for j in range(i + 1, n))


def steps_of(activity: Activity) -> list[Step]:
    """Return the pages: pairs one by one and then what they come to, or a group at a time."""
    tree, found = activity.tree, []
    for group in activity.settings["groups"]:
        pairs = pairs_of(tree, group)
        if activity.settings["layout"] == "matrix":
            found.append(Step(group, pairs))
            continue
        found += [Step(group, (pair,)) for pair in pairs]
        found += [Step(group, pairs, review=True)] if len(pairs) > 1 else []
    return found


def value_of(values: Values, pair: Pair) -> float | Text | None:
    """Return how many times more important the first part is; None where nothing is said; or what is wrong."""
    said, how = values.get(pair.field, ""), values.get(pair.how, "")
    if said in ("", "skip"):
        return None
    if said == "=":
        return 1.0
    side, times = said[:1], said[1:] or how
    if side not in ("a", "b") or (times and times not in map(str, SCALE)):
        return Text("is not one of the answers")
    if not times:
        return Text("say how much more")
    return float(times) if side == "a" else 1 / float(times)


def form(activity: Activity, values: Values, step: int | None) -> Mapping[str, Any]:
    """Return what the page shows."""
    steps = steps_of(activity)
    shown = steps[step - 1 : step] if step is not None else [
        Step(group, pairs_of(activity.tree, group)) for group in activity.settings["groups"]
    ]  # fmt: skip
    names = activity.names
    blocks = []
    for one in shown:
        parts = [names[code] for code in activity.tree.parts(one.group)]
        blocks.append({
            "name": names[one.group], "group": one.group, "parts": parts, "review": one.review, "alone": len(one.pairs) == 1,
            "pairs": [{"field": pair.field, "how": pair.how, "first": parts[pair.first], "second": parts[pair.second],
                       "said": values.get(pair.field, ""), "times": values.get(pair.how, "")} for pair in one.pairs],
            "standing": _standing(activity, values, one.group), "places": _places(steps, one.group),
        })  # fmt: skip
    return {"blocks": blocks, "scale": SCALE, "limit": LIMIT}


def _standing(activity: Activity, values: Values, group: str) -> Standing | None:
    """Return how consistent a group is so far."""
    parts = activity.tree.parts(group)
    found = [(pair.first, pair.second, value) for pair in pairs_of(activity.tree, group)
             if isinstance(value := value_of(values, pair), float)]  # fmt: skip
    return standing(parts, found)


def _places(steps: Sequence[Step], group: str) -> dict[str, int]:
    """Return on which page each pair of a group is asked alone."""
    return {one.pairs[0].field: place for place, one in enumerate(steps, 1)
            if one.group == group and not one.review and len(one.pairs) == 1}  # fmt: skip


def check(activity: Activity, values: Values, step: int | None) -> Said:
    """Return the judgements. Some may be left out, as long as those given hold a group together."""
    names, faults = activity.names, {}
    said: list[dict[str, Any]] = []
    wanted = steps_of(activity)[step - 1 : step] if step is not None else None
    for group in activity.settings["groups"]:
        asked = [one for one in wanted or () if one.group == group]
        if wanted is not None and not asked:
            continue
        parts = activity.tree.parts(group)
        pairs = asked[0].pairs if asked else pairs_of(activity.tree, group)
        found = {pair: value_of(values, pair) for pair in pairs}
        for pair, value in found.items():
            place = {"first": names[parts[pair.first]], "second": names[parts[pair.second]]}
            if isinstance(value, Text):
                faults[pair.field] = Text("{first} or {second}: {problem}", problem=value, **place)
            elif value is None and values.get(pair.field, "") != "skip":
                faults[pair.field] = Text(
                    "{first} or {second}: {problem}", problem=Text("is not answered yet"), **place
                )
            elif value is not None:
                said.append(
                    {"group": group, "first": parts[pair.first], "second": parts[pair.second], "value": value}
                )
        whole = len(pairs) == len(pairs_of(activity.tree, group))
        if whole and not any(pair.field in faults for pair in pairs) and not _held(len(parts), found):
            faults[pairs[0].field] = Text("{group}: too many questions are left out to tell weights; please answer some more",
                                          group=names[group])  # fmt: skip
    kept = {name: text for name, text in values.items() if name[:2] in ("p.", "h.")}
    return Said({"judgements": said, "fields": kept}, faults)


def _held(n: int, found: Mapping[Pair, Any]) -> bool:
    """Tell whether the pairs that were judged lead from every part to every other one."""
    reached, waiting = {0}, [0]
    links = [(pair.first, pair.second) for pair, value in found.items() if value is not None]
    while waiting:
        here = waiting.pop()
        for i, j in links:
            for a, b in ((i, j), (j, i)):
                if a == here and b not in reached:
                    reached.add(b)
                    waiting.append(b)
    return len(reached) == n


def values(content: Mapping[str, Any]) -> Values:
    """Return the fields of an answer."""
    return dict(content["fields"])


def judgements(activity: Activity, responses: Sequence[Response]) -> Judgements:
    """Return the experts' judgements.

    Raises
    ------
    FaultyInput
        Nobody has answered.
    """
    if not responses:
        raise FaultyInput("answers", "there are none yet", "wait until somebody has answered")
    width = len(str(len(responses)))
    given = {response.person or f"{place:0{width}}": response.content["judgements"]
             for place, response in enumerate(responses, 1)}  # fmt: skip
    return judged(activity.tree, given)


def results(activity: Activity, responses: Sequence[Response]) -> Shown:
    """Return weights with intervals, the consensus of each group, and each expert's consistency."""
    from govmetrics.ahp import weights

    if not responses:
        return Shown()
    every = {group.code for group in activity.tree.groups if len(activity.tree.parts(group.code)) > 1}
    some = every != set(activity.settings["groups"])
    found = weights(judgements(activity, responses), unjudged="equal" if some else "refuse")
    told = [Text("Groups that were not asked count their parts alike.")] if some else []
    return Shown([*told, *found._finding()], found._tables())


PAIRWISE = Kind(
    "pairwise",
    Text("Pairwise comparisons (AHP)"),
    Text("Experts say of two things at a time which matters more, and how much; weights follow from it."),
    form, check, values, results, read,
    steps=lambda activity: len(steps_of(activity)),
    settings=(
        Setting("groups", Text("Groups, one code a line"), "lines", hint=Text("Leave empty for all groups.")),
        Setting("layout", Text("How it is asked"), "choice", "one",
                choices={"one": Text("one question a screen"), "matrix": Text("a group a page")}),
    ),
)  # fmt: skip
"""Weights by the analytic hierarchy process."""
