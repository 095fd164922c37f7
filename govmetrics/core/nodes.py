"""The nodes of an indicator tree: groups and indicators, and what can be wrong with them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any, Literal, TypeGuard, get_args

from govmetrics.core.errors import Fault
from govmetrics.core.language import Both, language_asked
from govmetrics.core.measures import Unit, contradict
from govmetrics.core.near import spelled
from govmetrics.core.options import instance, shown
from govmetrics.core.words import Label, NodeName, Text
from govmetrics.core.words.visible import acts, all_visible

Better = Literal["more", "less", "target", "interval"]
Role = Literal["outcome", "input", "output", "context"]
Source = Literal["record", "survey", "expert", "network"]
Mark = Literal["", "confirmed", "slot"]
Name = str | Mapping[str, str]
Target = float | tuple[float, float]


SPOKEN = ("unit", "notes", "origin")
"""Keys beside the name that may be told in several languages."""


def is_name(value: Any) -> bool:
    """Tell whether a value is a name: text, or texts by language.

    Examples
    --------
    >>> is_name({"en": "Trust", "zh": "信任"}), is_name({"en": 1}), is_name(None)
    (True, False, False)
    """
    texts = value.values() if isinstance(value, Mapping) else (value,)
    return all(isinstance(text, str) for text in texts)


def label_of(name: Name, code: str, language: Both = "en") -> str:
    """Return a name in `language` ("en", "zh" or "both"), else in another language, else the code.

    Examples
    --------
    >>> label_of({"en": "Trust", "zh": "信任"}, "A1", "both")
    '信任 Trust'
    """
    if isinstance(name, str):
        return name or code
    chinese = name.get("zh") or name.get("zh-Hant") or ""
    english = name.get("en") or ""
    if language == "both" and chinese and english and chinese != english:
        return f"{chinese} {english}"
    wanted, other = (chinese, english) if language in ("zh", "both") else (english, chinese)
    return wanted or other or next((text for text in name.values() if text), code)


def label(node: Indicator | Group) -> NodeName:
    """Return a node's name in both languages.

    Examples
    --------
    >>> label(Indicator("A1", {"en": "Trust", "zh": "信任"})).say("zh")
    '信任'
    """
    return NodeName(node.label("en"), node.label("zh"))


def unit_of(leaf: Indicator) -> Label:
    """Return an indicator's unit of measurement in both languages, "" where it has none.

    Examples
    --------
    >>> unit_of(Indicator("A1", unit={"en": "cases", "zh": "件"})).say("zh")
    '件'
    """
    return Label(leaf.measured_in("en"), leaf.measured_in("zh"))


@spelled
@dataclass(frozen=True)
class Indicator:
    """A leaf of the tree: one thing that is measured.

    Parameters
    ----------
    code : str
        Unique in the tree; the column of every frame.
    name : str or mapping of language to str
        For example ``{"en": "Trust", "zh": "信任"}``; ``zh-Hant`` is accepted beside ``zh``.
    unit : str or mapping of language to str
        Unit of measurement, as people write it, for example ``{"en": "cases", "zh": "件"}``. Records outside what it
        allows (a percentage 0 to 100, a count from 0) are refused; a range at its end ("% 0-150", "score 1-7"),
        or goalposts that go further, say what may be.
    better : {"more", "less", "target", "interval"}
        Which values are good.
    worst, best : float, optional
        Goalposts in the indicator's unit, which score 0 and 100 % of the scale.
    target : float or (low, high), optional
        The value, or for "interval" the range, that is best; for "more" and "less" a level to reach.
    weight : float
        Relative to the siblings.
    role : {"outcome", "input", "output", "context"}
        Only outcomes enter the scores; inputs and outputs are for efficiency.
    source : {"record", "survey", "expert", "network"}
        Where the values come from.
    items : tuple of str
        The survey items behind the indicator.
    notes : str or mapping of language to str
        Anything a reader must know: definition, confidence, licence.
    mark : {"confirmed", "slot"}, optional
        In a tree that follows a publication: its name stands in the source ("confirmed"), or the place is known and what
        stands there is not ("slot"). A tree with slots is read and printed; data are refused until they are filled.
    origin : str or mapping of language to str
        Where the name was published; else where that of the group above was, and last what `about` says as source.

    Examples
    --------
    >>> import govmetrics as gm
    >>> days = gm.Indicator("days", {"en": "Days to answer", "zh": "答复天数"}, unit="day", better="less", worst=30, best=3)
    >>> days.label("zh")
    '答复天数'
    """

    code: str
    name: Name = ""
    unit: Unit = ""
    better: Better = "more"
    worst: float | None = None
    best: float | None = None
    target: Target | None = None
    weight: float = 1.0
    role: Role = "outcome"
    source: Source = "record"
    items: tuple[str, ...] = ()
    notes: Name = ""
    mark: Mark = ""
    origin: Name = ""

    def __post_init__(self) -> None:
        _make_visible(self)

    def label(self, language: Both | None = None) -> str:
        """Return the name in `language` ("en", "zh", "both"; else the one in use), or the code where there is none."""
        return label_of(self.name, self.code, language_asked(language))

    def measured_in(self, language: Both | None = None) -> str:
        """Return the unit of measurement in `language`, as `label` does the name; "" where there is none.

        Examples
        --------
        >>> import govmetrics as gm
        >>> cases = gm.Indicator("cases", unit={"en": "cases", "zh": "件"})
        >>> cases.measured_in("zh"), cases.measured_in("both"), gm.Indicator("share", unit="%").measured_in("zh")
        ('件', '件 cases', '%')
        """
        return label_of(self.unit, "", language_asked(language))

    def noted(self, language: Both | None = None) -> str:
        """Return the notes in `language`, as `label` does the name; "" where there are none."""
        return label_of(self.notes, "", language_asked(language))

    def originates(self, language: Both | None = None) -> str:
        """Return the node's own `origin` in `language`, as `label` does the name; "" where there is none."""
        return label_of(self.origin, "", language_asked(language))


@spelled
@dataclass(frozen=True)
class Group:
    """An inner node: groups and indicators that are aggregated together.

    Parameters
    ----------
    code : str
        Unique in the tree.
    name : str or mapping of language to str
        As in `Indicator`.
    parts : tuple of Group or Indicator
        At least one.
    weight : float
        Relative to the siblings.
    aggregate : str, optional
        This group's own aggregation method, "arithmetic", "geometric", "harmonic" or "power:p" with a number p; else
        the recipe's.
    min_coverage : float, optional
        This group's own coverage rule: the least share of weight that must be there, in [0, 1].
    notes : str or mapping of language to str
        Anything a reader must know.
    mark, origin : str
        As in `Indicator`.

    Examples
    --------
    >>> import govmetrics as gm
    >>> trust = gm.Indicator("trust", better="more")
    >>> cases = gm.Indicator("cases", better="less", weight=2)
    >>> gm.IndicatorTree(gm.Group("community", {"en": "Community", "zh": "社区"}, (trust, cases))).codes
    ['trust', 'cases']
    """

    code: str
    name: Name = ""
    parts: tuple[Group | Indicator, ...] = ()
    weight: float = 1.0
    aggregate: str | None = None
    min_coverage: float | None = None
    notes: Name = ""
    mark: Mark = ""
    origin: Name = ""

    def __post_init__(self) -> None:
        _make_visible(self)

    def label(self, language: Both | None = None) -> str:
        """Return the name in `language` ("en", "zh", "both"; else the one in use), or the code where there is none."""
        return label_of(self.name, self.code, language_asked(language))

    def noted(self, language: Both | None = None) -> str:
        """Return the notes in `language`, as `label` does the name; "" where there are none."""
        return label_of(self.notes, "", language_asked(language))

    def originates(self, language: Both | None = None) -> str:
        """Return the node's own `origin` in `language`, as `label` does the name; "" where there is none."""
        return label_of(self.origin, "", language_asked(language))


Node = Group | Indicator


def _make_visible(node: Node) -> None:
    """Let no text of a node act on what shows it; codes that do are faults, for columns are called by them."""
    for key in ("name", *SPOKEN):
        told = getattr(node, key, "")
        said = told.values() if isinstance(told, Mapping) else [told]
        if any(isinstance(text, str) and acts(text) for text in said):
            object.__setattr__(node, key, all_visible(told))


NODE = instance(Node, Text("make the tree with read_tree"))


def walk(root: Node) -> Iterator[tuple[Node, str | None]]:
    """Yield every node with its parent's code, each before its parts; no recursion, so any depth."""
    waiting: list[tuple[Node, str | None]] = [(root, None)]
    while waiting:
        node, parent = waiting.pop()
        yield node, parent
        if isinstance(node, Group):
            waiting.extend((part, node.code) for part in reversed(node.parts))


def kind_faults_of(root: Any) -> Iterator[Fault]:
    """Yield whatever is not a node, and parts that are not a tuple of nodes; the place is the path of codes."""
    waiting: list[tuple[Any, str]] = [(root, str(getattr(root, "code", "tree")))]
    while waiting:
        node, path = waiting.pop()
        if not isinstance(node, Group | Indicator):
            yield from NODE.faults(path, node)
        elif isinstance(node, Group) and not isinstance(node.parts, list | tuple):
            yield Fault(path, "the parts are {kind}", "give a tuple of nodes", kind=type(node.parts).__name__)
        elif isinstance(node, Group):
            waiting.extend((part, f"{path}/{getattr(part, 'code', part)}") for part in reversed(node.parts))


def tree_faults(root: Node) -> Iterator[Fault]:
    """Yield everything that is wrong with a tree; the place is the path of codes."""
    seen: dict[str, str] = {}
    paths = {id(root): root.code}
    for node, _ in walk(root):
        path = paths[id(node)]
        if not isinstance(node.code, str):
            yield Fault(
                path, "the code is {value}", "give every node a short unique code", value=shown(node.code)
            )
        elif not node.code.strip():
            yield Fault(path, "the code is empty", "give every node a short unique code")
        elif node.code != node.code.strip():
            yield Fault(path, "the code {code!r} has blanks around it", "remove them", code=node.code)
        elif node.code in seen:
            problem = "the code {code!r} is used already at {place}"
            yield Fault(
                path, problem, "give every node a code of its own", code=node.code, place=seen[node.code]
            )
        else:
            seen[node.code] = path
        if acts(str(node.code)):
            yield Fault(path, "the code holds a control character", "remove it")
        for key in ("name", "unit", "notes", "origin"):
            told = getattr(node, key, "")
            if not isinstance(told, str) and not texts(told):
                yield Fault(path, "{key} is {value}", _TEXTS, key=key, value=shown(told))
        if not isinstance(node.mark, str) or node.mark not in get_args(Mark):
            yield Fault(path, "{key} is {value}", 'give "confirmed", "slot", or nothing', key="mark",
                        value=shown(node.mark))  # fmt: skip
        if not (_finite(node.weight) and node.weight >= 0):
            yield Fault(
                path, "the weight is {value}", "weights are zero or positive", value=shown(node.weight)
            )
        if isinstance(node, Indicator):
            yield from _leaf_faults(node, path)
        else:
            paths |= {id(part): f"{path}/{part.code}" for part in node.parts}
            yield from _group_faults(node, path)


_TEXTS = "give text, or {{en: ..., zh: ...}}"


def _group_faults(group: Group, path: str) -> Iterator[Fault]:
    if group.mark == "slot":
        yield Fault(path, "a group with parts is no slot", "let its parts be slots")
    if not group.parts:
        yield Fault(path, "the group is empty", "give it `parts`, or remove it; a leaf needs `better`")
    elif all(_finite(part.weight) and part.weight <= 0 for part in group.parts):
        yield Fault(path, "the weights of its parts sum to zero", "give at least one part a positive weight")
    if group.min_coverage is not None and not (_finite(group.min_coverage) and 0 <= group.min_coverage <= 1):
        yield Fault(path, "{key} is {value}", "give a share from 0 to 1", key="min_coverage",
                    value=shown(group.min_coverage))  # fmt: skip


def _leaf_faults(leaf: Indicator, path: str) -> Iterator[Fault]:
    for key, allowed in (("better", Better), ("role", Role), ("source", Source)):
        value = getattr(leaf, key)
        if value not in get_args(allowed):
            yield Fault(path, "{key} is {value}", "choose one of: {choices:50}", key=key, value=shown(value),
                        choices=get_args(allowed))  # fmt: skip
    if not isinstance(leaf.unit, str) and not texts(leaf.unit):
        yield Fault(path, "{key} is {value}", _TEXTS, key="unit", value=shown(leaf.unit))
    elif contradict(leaf.unit):
        yield Fault(path, "its languages say different units of measurement: {texts}", "let them say the same",
                    texts=list(leaf.unit.values()) if isinstance(leaf.unit, Mapping) else [leaf.unit])  # fmt: skip
    ends = (leaf.worst, leaf.best)
    if any(end is not None and not _finite(end) for end in ends):
        yield Fault(path, "the goalposts are {ends}", "goalposts are finite numbers", ends=repr(ends))
    elif leaf.worst is not None and leaf.best is not None:
        if leaf.worst == leaf.best:
            yield Fault(path, "worst and best are both {value:g}", "goalposts must differ", value=leaf.worst)
        elif leaf.better in ("more", "less") and (leaf.best > leaf.worst) != (leaf.better == "more"):
            yield Fault(
                path,
                "better is {better!r}, but worst is {worst:g} and best is {best:g}",
                "swap the goalposts, or change the direction",
                better=leaf.better, worst=leaf.worst, best=leaf.best,
            )  # fmt: skip
    yield from _target_faults(leaf, path)


def texts(value: Any) -> bool:
    """Tell whether a value is text in one or several languages."""
    return isinstance(value, Mapping) and all(
        isinstance(part, str) for pair in value.items() for part in pair
    )


def _finite(value: Any) -> TypeGuard[float]:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def _target_faults(leaf: Indicator, path: str) -> Iterator[Fault]:
    target, better = leaf.target, leaf.better
    numbers = target if isinstance(target, tuple) else () if target is None else (target,)
    way_out = {
        "interval": "give `target: [low, high]`; in a table `low;high`",
        "target": "give `target:` one number",
    }
    wrong = (
        (better == "interval" and not (len(numbers) == 2 and _ascending(numbers)))
        or (better == "target" and len(numbers) != 1)
        or (better in ("more", "less") and len(numbers) > 1)
    )
    if not all(_finite(number) for number in numbers):
        yield Fault(path, "target is {target}", "targets are finite numbers", target=repr(target))
    elif wrong:
        yield Fault(path, "better is {better!r}, but target is {target}", way_out.get(better, "give one number, or none"),
                    better=better, target=repr(target))  # fmt: skip
    elif (
        better in ("target", "interval")
        and _finite(leaf.worst)
        and min(numbers) <= leaf.worst <= max(numbers)
    ):
        yield Fault(
            path, "worst, {worst:g}, lies on the target", "worst must lie away from it", worst=leaf.worst
        )


def _ascending(numbers: tuple[Any, ...]) -> bool:
    return all(map(_finite, numbers)) and bool(numbers[0] < numbers[1])
