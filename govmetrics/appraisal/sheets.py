"""What the sheets of a rulebook's form are called, their columns, and the words in them."""

from __future__ import annotations

from collections.abc import Mapping

from govmetrics.core.forms import CODE, NAME, OTHER_NAMES
from govmetrics.core.words import LANGUAGES, Label, Text

ITEMS, RULES, VETOES, GRADES, FACTS = (
    Label("items", "计分项"), Text("rules"), Text("vetoes"), Text("grade lines"), Text("facts"),
)  # fmt: skip
ITEMS_BEFORE = Text("items")
"""What the sheet of items was called in forms written earlier: they are read all the same."""
_NAMED = {"name": NAME, **{f"name_{language}": word for language, word in OTHER_NAMES.items()}}
COLUMNS: Mapping[Text, Mapping[str, Text]] = {
    ITEMS: {
        "section": Text("section"), "code": CODE, **_NAMED, "points": Text("full marks"), "by": Text("earned by"),
        "levels": Text("levels and points"), "target": Text("target"), "better": Text("direction"),
        "short": Text("short of the target"), "worst": Text("no points at"), "best": Text("full marks at"),
        "of": Text("criteria"), "each": Text("points for each case"), "free": Text("free cases"),
    },
    VETOES: {
        "code": CODE, **_NAMED, "on": Text("looks at"), "condition": Text("condition"), "value": Text("value"),
        "grade": Text("best grade left"), "points": Text("most points left"),
    },
    GRADES: {**_NAMED, "at_least": Text("least points"), "quota": Text("quota (share)")},
    FACTS: {"code": CODE, **_NAMED},
}  # fmt: skip
"""The columns of the sheets by their keys in a rulebook file."""
RULE, VALUE, MEANING = Text("rule"), Text("value"), Text("meaning")
SECTIONS = {"items": Text("base"), "bonus": Text("bonus"), "deductions": Text("deductions")}
CHOICES: Mapping[str, Mapping[str, Text]] = {
    "section": SECTIONS,
    "by": {
        "entered": Text("points entered"), "rubric": Text("levels of a rubric"), "target": Text("target reached"),
        "linear": Text("between two bounds"), "criteria": Text("criteria met"), "each": Text("each case"),
    },
    "better": {"more": Text("more is better"), "less": Text("less is better")},
    "short": {"nothing": Text("no points"), "proportional": Text("the proportion")},
    "condition": {
        "above": Text("above"), "at_least": Text("at least"), "below": Text("below"), "at_most": Text("at most"),
        "equals": Text("equals"),
    },
    "rounding": {"half_up": Text("half up"), "half_even": Text("half to even"), "down": Text("cut off")},
    "lines": {"points": Text("points"), "percent": Text("percent of the full marks")},
    "missing": {"refuse": Text("refuse it"), "zero": Text("no points")},
    "quota_ties": {"out": Text("all out"), "in": Text("all in")},
    "improve.vetoed": {"yes": Text("yes"), "no": Text("no")},
}  # fmt: skip
"""The words for choices, by key."""
RULE_HEADS: Mapping[str, Text] = {
    "title": Text("title"), **{f"title_{language}": word for language, word in OTHER_NAMES.items()},
    "full": Text("full marks of the base"), "cap": Text("most points in all"), "bonus.cap": Text("most bonus points"),
    "deductions.cap": Text("most deductions"), "decimals": Text("decimals"), "rounding": Text("rounding"),
    "lines": Text("lines are"), "missing": Text("a cell without data"), "groups": Text("column of the groups"),
    "ties": Text("ties are broken by"), "quota_ties": Text("ties across the edge of a quota"),
    "improve.vetoed": Text("must improve: vetoed"), "improve.below": Text("must improve: below so many points"),
    "improve.bottom": Text("must improve: lowest share of a group"), "about": Text("about"),
}  # fmt: skip
"""What the rows of the sheet of rules are called, by the path of their key."""


def spellings(words: Mapping[str, Text]) -> dict[str, tuple[str, ...]]:
    """Return what columns may be headed, by key, in either language."""
    return {
        key: tuple(word.say(language).casefold() for language in LANGUAGES) for key, word in words.items()
    }
