"""Grade scales (评语集): the names of the grades in both languages, their order and their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.language import Both, language_asked
from govmetrics.core.near import spelled
from govmetrics.core.nodes import Name, is_name, label_of
from govmetrics.core.options import LIST, MAPPING, Kind, asked, instance, is_number, shown
from govmetrics.core.plain import plain
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Text

EXCELLENT = {"en": "excellent", "zh": "优"}
GOOD = {"en": "good", "zh": "良"}
FAIR = {"en": "fair", "zh": "中"}
POOR = {"en": "poor", "zh": "差"}
_SCORES = Kind(lambda scores: np.asarray(scores).dtype.kind in "fiu" and np.ndim(scores) > 0,
               Text("give an array of numbers"))  # fmt: skip


@spelled
@dataclass(frozen=True, eq=False)
class GradeScale:
    """Grades with their names and the values by which a verdict becomes a score.

    Parameters
    ----------
    names : sequence of str or mapping of language to str
        Two or more, for example ``{"en": "good", "zh": "良"}``; all different.
    values : sequence of float
        One per grade, strictly rising or strictly falling; the highest belongs to the best grade.
    cuts : sequence of float, optional
        The least score of every grade but the worst, in the order of the grades. By default the
        mid-points between neighbouring values.

    Raises
    ------
    FaultyInput
        Fewer than two grades, unnamed or repeated names, values that are not ordered, cuts that do not
        lie between them in order: all at once.

    References
    ----------
    汪培庄 (Wang, P. (1983). 模糊集合论及其应用 (Fuzzy sets and their applications). 上海科学技术出版社.

    Examples
    --------
    >>> GradeScale().keys
    ['excellent', 'good', 'fair', 'poor']
    >>> GradeScale().labels("zh")
    ['优', '良', '中', '差']
    >>> GradeScale(["low", "high"], [1, 2]).best_first
    False
    """

    names: Sequence[Name] = (EXCELLENT, GOOD, FAIR, POOR)
    values: Sequence[float] = (100.0, 80.0, 60.0, 40.0)
    cuts: Sequence[float] | None = None

    def __post_init__(self) -> None:
        lists = {"names": self.names, "values": self.values, "cuts": () if self.cuts is None else self.cuts}
        for what, given in lists.items():
            if not LIST.fits(given):
                raise FaultyInput(
                    what, "is {value}", "give a list, one entry for each grade", value=shown(given)
                )
        names, values = list(self.names), list(self.values)
        faults = Faults([*_name_faults(names), *_value_faults(values, len(names))])
        faults += _cut_faults(values, None if self.cuts is None else list(self.cuts), len(names))
        faults.raise_all()
        object.__setattr__(self, "names", tuple(self.names))
        object.__setattr__(self, "values", tuple(float(v) for v in self.values))
        if self.cuts is not None:
            object.__setattr__(self, "cuts", tuple(float(c) for c in self.cuts))

    @cached_property
    def keys(self) -> list[str]:
        """The grades' English names (or their only ones): the columns of membership frames."""
        return self.labels("en")

    def labels(self, language: Both | None = None) -> list[str]:
        """Return the names in `language` ("en", "zh", "both"; else the one in use), in the order of the scale."""
        chosen = language_asked(language)
        return [label_of(name, "", chosen) for name in self.names]

    @cached_property
    def spoken(self) -> dict[str, Label]:
        """The grades' names in both languages, by their keys."""
        return {key: Label(key, chinese) for key, chinese in zip(self.keys, self.labels("zh"), strict=True)}

    @property
    def best_first(self) -> bool:
        """Whether the first grade is the best."""
        return self.values[0] > self.values[-1]

    @cached_property
    def worst_to_best(self) -> np.ndarray:
        """The places of the grades from the worst to the best. Shape (grades,)."""
        places = np.arange(len(self))
        return places[::-1] if self.best_first else places

    @cached_property
    def thresholds(self) -> np.ndarray:
        """The scores that part neighbouring grades, rising. Shape (grades - 1,)."""
        if self.cuts is not None:
            return np.sort(np.array(self.cuts))
        values = np.sort(np.array(self.values))
        return np.asarray((values[1:] + values[:-1]) / 2)

    def of_score(self, scores: np.ndarray) -> np.ndarray:
        """Return the place of each score's grade, -1 for NaN; a score on a cut has the better grade."""
        asked(scores=(scores, _SCORES))
        # A score a rounding error below a cut was meant to be on it.
        width = 1e-12 * max(abs(v) for v in self.values)
        scores = np.asarray(scores)
        steps = np.searchsorted(self.thresholds, scores + width, side="right")
        return np.where(np.isnan(scores), -1, self.worst_to_best[np.minimum(steps, len(self) - 1)])

    def __len__(self) -> int:
        """Return the number of grades."""
        return len(self.names)

    def to_dict(self) -> dict[str, Any]:
        """Return names, values and cuts, JSON-ready."""
        return {"names": plain(self.names), "values": list(self.values), "cuts": plain(self.cuts)}

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> GradeScale:
        """Return the grades of what `to_dict` gave."""
        asked(content=(content, MAPPING))
        keys = ("names", "values", "cuts")
        faults = [
            Fault(str(key), "is not a key here", "there are: {labels}", labels=keys)
            for key in content
            if key not in keys
        ]
        faults += [
            Fault(key, "is missing", "give what `to_dict` wrote") for key in keys if key not in content
        ]
        Faults(faults).raise_all()
        return cls(content["names"], content["values"], content["cuts"])

    def __repr__(self) -> str:
        """Return the grades and their values as one line."""
        pairs = (f"{name} {value:g}" for name, value in zip(self.labels("both"), self.values, strict=True))
        return f"<GradeScale: {', '.join(pairs)}>"

    def _repr_html_(self) -> str:
        import pandas as pd

        frame = pd.DataFrame({"grade": self.keys, "value": self.values})
        return Table.of(Text("Grade scale"), frame, "fuzzy", self.spoken).said().to_html()


def _name_faults(names: list[Name]) -> list[Fault]:
    faults = []
    if len(names) < 2:
        faults.append(
            Fault("grades", "{count:# grade is|# grades are} given", "give at least two", count=len(names))
        )
    spoken = [
        [label_of(name, "", language) if is_name(name) else "" for name in names] for language in ("en", "zh")
    ]
    faults += [
        Fault(_place(i), "the grade has no name", "give text, or {en: ..., zh: ...}")
        for i, label in enumerate(spoken[0])
        if not label.strip()
    ]
    faults += [
        Fault(
            _place(i), "the name {name!r} is used already", "give every grade a name of its own", name=label
        )
        for labels in spoken
        for i, label in enumerate(labels)
        if label.strip() and label in labels[:i]
    ]
    return list(dict.fromkeys(faults))


def _place(grade: int) -> Text:
    return Text("grades, {number}", number=grade + 1)


def _value_faults(values: list[float], names: int) -> list[Fault]:
    faults = []
    if len(values) != names:
        problem = "there are {names:# name|# names} and {values:# value|# values}"
        faults.append(Fault("grades", problem, "give every grade one value", names=names, values=len(values)))
    unknown = [shown(value) for value in values if not is_number(value)]
    if unknown:
        faults.append(Fault("grades", "not finite numbers: {values}", "give numbers", values=unknown))
    elif not _ordered(values):
        way_out = "list the grades from best to worst, or from worst to best"
        faults.append(Fault("grades", "the values {values} are not in order", way_out, values=values))
    return faults


def _ordered(values: list[float]) -> bool:
    steps = np.diff(np.array(values, dtype=float))
    return bool((steps > 0).all() or (steps < 0).all())


def _cut_faults(values: list[float], cuts: list[float] | None, names: int) -> list[Fault]:
    """Return what is wrong with the cuts: no numbers, too many or too few, not between their grades."""
    unknown = [shown(cut) for cut in cuts or () if not is_number(cut)]
    if unknown:
        return [Fault("cuts", "not finite numbers: {values}", "give numbers", values=unknown)]
    if (
        cuts is None
        or len(values) != names
        or names < 2
        or not all(map(is_number, values))
        or not _ordered(values)
    ):
        return []
    if len(cuts) != names - 1:
        problem = "there are {cuts:# cut|# cuts} for {count:# grade|# grades}"
        return [Fault("cuts", problem, "give one fewer than grades", cuts=len(cuts), count=names)]
    x = np.array(values, dtype=float)
    low, high = np.minimum(x[1:], x[:-1]), np.maximum(x[1:], x[:-1])
    return [
        Fault(Text("cuts, {number}", number=i + 1), "{cut:g} does not lie above {low:g} and up to {high:g}",
              "a cut lies between the values of the grades that it parts", cut=cut, low=low[i], high=high[i])
        for i, cut in enumerate(cuts)
        if not low[i] < cut <= high[i]
    ]  # fmt: skip


GRADES = instance(GradeScale, Text("give a GradeScale(names, values)"))
"""What an argument `grades` takes."""
FOUR_GRADES = GradeScale()
"""Excellent, good, fair, poor (优 良 中 差); 100, 80, 60, 40."""
FIVE_GRADES = GradeScale(
    ({"en": "very good", "zh": "很好"}, {"en": "good", "zh": "较好"}, {"en": "fair", "zh": "一般"},
     {"en": "poor", "zh": "较差"}, {"en": "very poor", "zh": "很差"}),
    (100, 80, 60, 40, 20),
)  # fmt: skip
"""Very good to very poor (很好 较好 一般 较差 很差); 100, 80, 60, 40, 20."""
THREE_GRADES = GradeScale((GOOD, FAIR, POOR), (100, 80, 60))
"""Good, fair, poor (良 中 差); 100, 80, 60."""
PRESETS = {3: THREE_GRADES, 4: FOUR_GRADES, 5: FIVE_GRADES}
