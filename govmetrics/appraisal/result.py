"""The result of an appraisal: points with their reasons, totals and standing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import pandas as pd

from govmetrics.appraisal.contradictions import sections
from govmetrics.appraisal.reasons import reason
from govmetrics.appraisal.rulebook import Rulebook
from govmetrics.core.errors import Fault, UnsuitableMethod, choose
from govmetrics.core.nodes import label_of
from govmetrics.core.results import html, jsonable

Language = Literal["en", "zh"]
_HEADINGS = {"unit": "单元", "period": "时期", "code": "代码", "section": "类别", "value": "数值", "points": "得分",
             "full": "满分", "reason": "理由", "group": "组别", "base": "基础分", "bonus": "加分", "deductions": "扣分",
             "total": "总分", "vetoes": "一票否决", "grade_by_points": "按分数的等级", "grade": "等级", "rank": "名次",
             "of": "单元数", "must_improve": "须整改", "improve_because": "整改缘由"}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Appraisal:
    """Points of every unit, and the standing that follows from them.

    Attributes
    ----------
    rulebook : Rulebook
        The rules.
    points : DataFrame, shape (units, items)
        Points for every item of base, bonus and deductions (these below zero), before the caps.
    values : DataFrame, shape (units, items)
        The cells that they were given for.
    full : DataFrame, shape (units, items)
        Full marks.
    totals : DataFrame
        One row per unit: group (if any), base, bonus and deductions (caps applied), total, vetoes that fell,
        grade (if any; also as it was by points alone, before vetoes and quotas), rank within its group and
        period (1, 2, 2, 4), of how many, must_improve, and improve_because ("below", "bottom", "veto", or
        several).
    unused : tuple of str
        Columns of the data that no rule reads.

    See Also
    --------
    appraise
    """

    rulebook: Rulebook
    points: pd.DataFrame
    values: pd.DataFrame
    full: pd.DataFrame
    totals: pd.DataFrame
    unused: tuple[str, ...] = ()

    @property
    def total(self) -> pd.Series:
        """Points in all."""
        return self.totals["total"]

    @property
    def rank(self) -> pd.Series:
        """Rank within the group and period."""
        return self.totals["rank"]

    @property
    def grade(self) -> pd.Series:
        """Grade, in an order where the best is the highest.

        Raises
        ------
        UnsuitableMethod
            The rulebook has no grades.
        """
        if "grade" not in self.totals:
            raise UnsuitableMethod(Fault("grade", "the rulebook has no grades", "add `grades` to it"))
        return self.totals["grade"]

    @property
    def must_improve(self) -> list[Any]:
        """The units that must improve."""
        return list(self.totals.index[self.totals["must_improve"]])

    def reasons(self, language: Language = "en") -> pd.DataFrame:
        """Return why every unit has the points that it has, units x items, as short sentences."""
        choose(language, ("en", "zh"), "language")
        columns = {
            item.code: [
                reason(item, *cell, language)
                for cell in zip(
                    self.values[item.code], self.points[item.code], self.full[item.code], strict=True
                )
            ]
            for _, item in sections(self.rulebook.keys)
        }
        return pd.DataFrame(columns, index=self.points.index)

    def ranking(self, language: Language = "en") -> pd.DataFrame:
        """Return the totals best first, group by group (and period by period); headings in `language`."""
        choose(language, ("en", "zh"), "language")
        periods = ["period"] if self.totals.index.nlevels > 1 else []
        by = [*periods, *(["group"] if "group" in self.totals else []), "rank"]
        frame = self.totals.sort_values(by)
        if language == "en":
            return frame
        for name in [c for c in ("grade", "grade_by_points") if c in frame]:
            names = dict(zip(self.rulebook.grade_names(), self.rulebook.grade_names("zh"), strict=True))
            frame[name] = frame[name].cat.rename_categories(names)
        because = {"below": "低于分数线", "bottom": "排名靠后", "veto": "一票否决"}
        frame["improve_because"] = frame["improve_because"].replace(because, regex=True)
        return _headed(frame)

    def changes(self) -> pd.DataFrame:
        """Return how total and rank moved from period to period.

        Returns
        -------
        DataFrame, index (period, unit)
            Columns total, change (points since the period before, missing where the unit was not appraised
            then), rank, and places_gained.

        Raises
        ------
        UnsuitableMethod
            The data have no periods.
        """
        if self.totals.index.nlevels == 1:
            raise UnsuitableMethod(Fault("data", "have no periods", "index the rows by period and unit"))
        table = self.totals.sort_index(level="period", sort_remaining=False, kind="stable")[["total", "rank"]]
        # A unit that was not appraised in the period before has nothing to compare with.
        earlier = {later: period for period, later in pairwise(table.index.unique("period"))}
        before = table.reindex([(earlier.get(period), unit) for period, unit in table.index])
        step = table - before.to_numpy()
        return pd.DataFrame({"total": table["total"], "change": step["total"], "rank": table["rank"],
                             "places_gained": -step["rank"]})  # fmt: skip

    def to_frame(self, language: Language = "en") -> pd.DataFrame:
        """Return one row per unit and item: section, value, points, full marks and the reason, in `language`."""
        choose(language, ("en", "zh"), "language")
        names = {"items": "base", "bonus": "bonus", "deductions": "deductions"}
        if language == "zh":
            names = {path: _HEADINGS[name] for path, name in names.items()}
        part = {item.code: names[path.split(".")[0]] for path, item in sections(self.rulebook.keys)}
        # A rubric's levels stand beside numbers, so that the values are objects.
        tables = {"value": self.values.astype(object), "points": self.points, "full": self.full}
        tables["reason"] = self.reasons(language)
        stacked = {name: table.rename_axis(columns="code").stack() for name, table in tables.items()}
        frame = pd.DataFrame(stacked)
        frame.insert(0, "section", [part[code] for code in frame.index.get_level_values("code")])
        return frame if language == "en" else _headed(frame)

    def to_dict(self) -> dict[str, Any]:
        """Return rules, points, reasons and totals, JSON-ready."""
        totals = self.totals
        if "grade" in totals:
            totals = totals.astype({"grade": object, "grade_by_points": object})
        return {
            "rulebook": self.rulebook.to_dict(),
            "points": jsonable(self.points),
            "values": jsonable(self.values),
            "reasons": jsonable(self.reasons()),
            "totals": jsonable(totals),
            "unused": list(self.unused),
        }

    def summary(self, language: Language = "en") -> str:
        """Return the standing as text, a line per unit, best first, then who must improve."""
        choose(language, ("en", "zh"), "language")
        chinese = language == "zh"
        label = dict(zip(self.rulebook.grade_names(), self.rulebook.grade_names(language), strict=True))
        veto = {v.code: label_of(v.name, v.code, language) for v in self.rulebook.keys.vetoes}
        lines = [label_of(self.rulebook.keys.title, "", language)] if self.rulebook.keys.title else []
        for unit, row in self.ranking().iterrows():
            name = ", ".join(map(str, unit)) if isinstance(unit, tuple) else str(unit)
            group = f" [{row['group']}]" if "group" in row else ""
            text = (f"{name}{group}：第 {row['rank']} 名（共 {row['of']} 个），{row['total']:g} 分" if chinese
                    else f"{name}{group}: {row['rank']} of {row['of']}, {row['total']:g} points")  # fmt: skip
            if "grade" in row:
                text += f"，{label[row['grade']]}" if chinese else f", {label[row['grade']]}"
                if row["grade"] != row["grade_by_points"] and not row["vetoes"]:
                    by_points = label[row["grade_by_points"]]
                    text += (
                        f"（按分数为{by_points}，名额已满）"
                        if chinese
                        else f" ({by_points} by points; the quota is full)"
                    )
            if row["vetoes"]:
                fell = ", ".join(veto[code] for code in row["vetoes"].split("; "))
                text += f"，一票否决：{fell}" if chinese else f", vetoed: {fell}"
            lines.append(text + ("。" if chinese else "."))
        names = [", ".join(map(str, u)) if isinstance(u, tuple) else str(u) for u in self.must_improve]
        if names:
            lines.append(f"须整改：{'、'.join(names)}。" if chinese else f"Must improve: {'; '.join(names)}.")
        return "\n".join(lines)

    def __repr__(self) -> str:
        """Return a line that says what it holds."""
        return f"<Appraisal: {len(self.totals)} units, {self.points.shape[1]} items>"

    def _repr_html_(self) -> str:
        return html(self.ranking(), repr(self).strip("<>"))


def _headed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with Chinese headings."""
    levels = [_HEADINGS.get(str(name), str(name)) for name in frame.index.names]
    return frame.rename(columns=_HEADINGS).rename_axis(index=levels)
