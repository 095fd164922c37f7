"""Grade scales (评语集): the names of the grades in both languages, their order and their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.nodes import Name, label_of
from govmetrics.core.results import html, jsonable

EXCELLENT = {"en": "excellent", "zh": "优"}
GOOD = {"en": "good", "zh": "良"}
FAIR = {"en": "fair", "zh": "中"}
POOR = {"en": "poor", "zh": "差"}


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
            if given is None or np.ndim(given) == 0 or isinstance(given, str):  # type: ignore[arg-type]
                raise FaultyInput(Fault(what, f"are {given!r}", "give a list, one entry a grade"))
        faults = _faults(list(self.names), list(self.values), self.cuts)
        if faults:
            raise FaultyInput(faults)
        object.__setattr__(self, "names", tuple(self.names))
        object.__setattr__(self, "values", tuple(float(v) for v in self.values))
        if self.cuts is not None:
            object.__setattr__(self, "cuts", tuple(float(c) for c in self.cuts))

    @cached_property
    def keys(self) -> list[str]:
        """The grades' English names (or their only ones): the columns of membership frames."""
        return self.labels("en")

    def labels(self, language: str = "en") -> list[str]:
        """Return the names in `language` ("en", "zh" or "both"), in the order of the scale."""
        return [label_of(name, "", language) for name in self.names]

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
        # A score a rounding error below a cut was meant to be on it.
        width = 1e-12 * max(abs(v) for v in self.values)
        steps = np.searchsorted(self.thresholds, scores + width, side="right")
        return np.where(np.isnan(scores), -1, self.worst_to_best[np.minimum(steps, len(self) - 1)])

    def __len__(self) -> int:
        """Return the number of grades."""
        return len(self.names)

    def to_dict(self) -> dict[str, Any]:
        """Return names, values and cuts, JSON-ready."""
        return {
            "names": jsonable(self.names),
            "values": list(self.values),
            "cuts": jsonable(self.cuts),
        }

    def __repr__(self) -> str:
        """Return the grades and their values as one line."""
        pairs = (f"{name} {value:g}" for name, value in zip(self.labels("both"), self.values, strict=True))
        return f"<GradeScale: {', '.join(pairs)}>"

    def _repr_html_(self) -> str:
        import pandas as pd

        frame = pd.DataFrame({"grade": self.labels("both"), "value": self.values})
        return html(frame, "Grade scale")


def _faults(names: list[Name], values: list[float], cuts: Sequence[float] | None) -> list[Fault]:
    faults = []
    labels = [label_of(name, "", "en") if isinstance(name, str | dict) else "" for name in names]
    if len(names) < 2:
        faults.append(Fault("grades", f"there are {len(names)} grades", "give at least two"))
    faults += [
        Fault(f"grades, {i + 1}", "the grade has no name", "give text, or {en: ..., zh: ...}")
        for i, label in enumerate(labels)
        if not label.strip()
    ]
    for spoken in (labels, [label_of(n, "", "zh") if isinstance(n, str | dict) else "" for n in names]):
        faults += [
            Fault(f"grades, {i + 1}", f"the name {label!r} is used already", "name every grade differently")
            for i, label in enumerate(spoken)
            if label.strip() and label in spoken[:i]
        ]
    faults = list(dict.fromkeys(faults))
    if len(values) != len(names):
        problem = f"there are {len(names)} names and {len(values)} values"
        faults.append(Fault("grades", problem, "give every grade one value"))
    unknown = [v for v in values if not _number(v)]
    unknown_cuts = [] if cuts is None else [c for c in cuts if not _number(c)]
    if unknown:
        faults.append(Fault("grades", f"values are not finite numbers: {unknown}", "give numbers"))
    if unknown_cuts:
        faults.append(Fault("cuts", f"are not finite numbers: {unknown_cuts}", "give numbers"))
    if not unknown:
        steps = np.diff(np.array(values, dtype=float))
        if len(steps) and not ((steps > 0).all() or (steps < 0).all()):
            way_out = "list the grades from best to worst, or from worst to best"
            faults.append(Fault("grades", f"the values {values} are not in order", way_out))
        elif cuts is not None and not unknown_cuts and len(values) == len(names) > 1:
            faults += _cut_faults(np.array(values, dtype=float), list(cuts))
    return faults


def _number(value: object) -> bool:
    return (
        isinstance(value, int | float | np.number)
        and not isinstance(value, bool)
        and bool(np.isfinite(value))
    )


def _cut_faults(values: np.ndarray, cuts: list[float]) -> list[Fault]:
    if len(cuts) != len(values) - 1:
        return [
            Fault("cuts", f"there are {len(cuts)} for {len(values)} grades", "give one fewer than grades")
        ]
    low, high = np.minimum(values[1:], values[:-1]), np.maximum(values[1:], values[:-1])
    return [
        Fault(f"cuts, {i + 1}", f"{cut} is not above {low[i]:g} and up to {high[i]:g}",
              "a cut lies between the values of the grades that it parts")
        for i, cut in enumerate(cuts)
        if not low[i] < cut <= high[i]
    ]  # fmt: skip


def a_scale(given: object) -> GradeScale:
    """Return what was given as a scale, or refuse anything else."""
    if not isinstance(given, GradeScale):
        raise FaultyInput(
            Fault("grades", f"are a {type(given).__name__}", "give a GradeScale(names, values)")
        )
    return given


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
