"""The keys of a rulebook file: validated by pydantic, published as a JSON Schema."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

# What a YAML file may say for a number: not a word, not a truth value.
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
ByGroup = Annotated[dict[str, Number], Field(min_length=1)]
Code = Annotated[str, Field(strict=True, min_length=1)]
Name = str | dict[str, str]
Level = str | float | bool


class Keys(BaseModel):
    """Unknown keys are faults, and nothing changes after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ItemKeys(Keys):
    """What every item has."""

    code: Code = Field(description="unique in the rulebook; the column of the data")
    name: Name = Field("", description="text, or {en: ..., zh: ...}")
    points: Number | ByGroup = Field(description="full marks; or {group: full marks}")


class Entered(ItemKeys):
    """The cell is the points."""

    by: Literal["entered"]


class Rubric(ItemKeys):
    """The cell is a level of the rubric."""

    by: Literal["rubric"]
    levels: dict[Level, Number] = Field(min_length=1, description="{level: points}")


class Target(ItemKeys):
    """Full marks for reaching the target (达标值)."""

    by: Literal["target"]
    target: Number
    better: Literal["more", "less"] = "more"
    short: Literal["nothing", "proportional"] = Field(
        "nothing", description="what falling short of the target earns"
    )


class Linear(ItemKeys):
    """Points in proportion to where the value lies between two bounds."""

    by: Literal["linear"]
    worst: Number = Field(description="no points here and beyond")
    best: Number = Field(description="full marks here and beyond")


class Criteria(ItemKeys):
    """Points in proportion to the number of criteria met."""

    by: Literal["criteria"]
    of: Annotated[int, Field(strict=True, ge=1)] | list[Code] = Field(
        description="how many there are (the cell counts those met), or the columns that hold yes or no"
    )


class Each(ItemKeys):
    """So many points for each case, up to `points`."""

    by: Literal["each"]
    each: Number = Field(gt=0)
    free: Number = Field(0.0, ge=0, description="cases that do not count")


Item = Annotated[Entered | Rubric | Target | Linear | Criteria | Each, Field(discriminator="by")]


class Extra(Keys):
    """A bonus or the deductions: items, and the most that they may come to together."""

    items: list[Item] = Field(min_length=1)
    cap: Number | None = Field(None, gt=0)


class Veto(Keys):
    """One vote against (一票否决): when it falls, the grade and the points are bounded."""

    code: Code
    name: Name = ""
    on: Code = Field(description="an item, or one of `facts`")
    above: Number | None = None
    at_least: Number | None = None
    below: Number | None = None
    at_most: Number | None = None
    equals: Level | None = None
    grade: str | None = Field(None, description="best grade left; the worst one by default")
    points: Number | None = Field(None, ge=0, description="most points left")


class Grade(Keys):
    """A grade, best first."""

    name: Name
    at_least: Number | None = Field(None, description="least points; the last grade has none")
    quota: Number | None = Field(None, gt=0, le=1, description="largest share of the units of a group")


class Improve(Keys):
    """Who must improve: any of these."""

    vetoed: bool = Field(default=False, description="whoever a veto fell on")
    below: Number | None = Field(default=None, description="fewer points than this")
    bottom: Number | None = Field(default=None, gt=0, le=1, description="this share of the units of a group")


class RulebookKeys(Keys):
    """The whole file."""

    title: Name = ""
    about: dict[str, str] = Field(default_factory=dict, description="source, confidence, status, ...")
    full: Number | ByGroup | None = Field(None, description="full marks of the base; or {group: ...}")
    cap: Number | None = Field(None, gt=0, description="most points in all, bonus included")
    decimals: Annotated[int, Field(strict=True, ge=0, le=6)] = 2
    rounding: Literal["half_up", "half_even", "down"] = "half_up"
    lines: Literal["points", "percent"] = Field(
        "points", description="whether cut-offs are points, or percent of the full marks"
    )
    missing: Literal["refuse", "zero"] = Field("refuse", description="what a cell without data earns")
    groups: Code | None = Field(None, description="column whose groups are ranked separately")
    items: list[Item] = Field(min_length=1, description="the base")
    bonus: Extra | None = None
    deductions: Extra | None = None
    facts: dict[str, Name] = Field(default_factory=dict, description="columns that only vetoes look at")
    vetoes: list[Veto] = Field(default_factory=list)
    grades: list[Grade] = Field(default_factory=list, description="best first")
    quota_ties: Literal["out", "in"] = Field(
        "out", description="units tied across the quota's edge: all out (the quota holds), or all in"
    )
    ties: list[Code] = Field(default_factory=list, description="items that break ties of the total, in order")
    improve: Improve = Improve()
