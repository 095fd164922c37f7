"""The result of a fuzzy comprehensive evaluation: memberships at every node, and the verdicts on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import holders
from govmetrics.core.errors import FaultyInput
from govmetrics.core.language import language_of
from govmetrics.core.options import asked, count, number, shown
from govmetrics.core.panel_rows import counted
from govmetrics.core.plain import plain
from govmetrics.core.result import Result
from govmetrics.core.scores import Scores, weight_on
from govmetrics.core.table import Table
from govmetrics.core.weights import Weights
from govmetrics.core.words import Language, Text, joined
from govmetrics.fuzzy.every_level import every_level
from govmetrics.fuzzy.grades import GradeScale
from govmetrics.fuzzy.levels import BLOCK, Rule, _climb
from govmetrics.fuzzy.operators import OPERATORS, SYMBOLS, Operator, _normalise, _product
from govmetrics.fuzzy.sentences import sentence
from govmetrics.fuzzy.verdicts import (
    _categories,
    _codes,
    _confident,
    _entropy,
    _grade_of_place,
    _maximum,
    _place,
    _score,
    _ties,
    _validity,
)

_MOST_ROWS = 2_000
"""A larger evaluation has the rows of every level in `membership`; a printed table would have no reader."""
_CONFIDENCE = number(0.5, 1, open_low=True)
_NONE = 1e-9
_VALID = 0.5
"""Below this validity index maximum membership decides poorly."""


@dataclass(frozen=True, eq=False)
class FuzzyEvaluation(Result):
    """The membership of every unit in every grade at every node, and the verdicts that follow.

    The large tables (`membership`, `grade`, `score`, `validity`: every unit at every node) are put
    together when they are first asked for; `verdicts` looks at one node only.

    Attributes
    ----------
    leaves : DataFrame, index (unit, code)
        The evidence, in the tree's order, one column per grade.
    groups : DataFrame, index (unit, node)
        The memberships of the inner nodes.
    coverage : DataFrame, shape (units, groups)
        Share of each group's weight that rests on evidence; imputed values are none.
    weights : Weights
    grades : GradeScale
    rule : Rule
        The operator, whether every level was made to sum to one, and the least coverage.
    imputed : DataFrame of bool, shape (units, leaves)
        Which values behind the memberships were imputed; None where none were.
    coverage_imputed : DataFrame, shape (units, groups)
        Share of each group's weight that has a value, imputed or not; None where none were imputed.
    how : Text or None
        What gave the degrees, where they are no memberships: the sentence of a methods section.
    works : tuple of str
        Keys of the bibliography for it.

    See Also
    --------
    evaluate
    """

    leaves: pd.DataFrame
    groups: pd.DataFrame
    coverage: pd.DataFrame
    weights: Weights
    grades: GradeScale
    rule: Rule
    imputed: pd.DataFrame | None = None
    coverage_imputed: pd.DataFrame | None = None
    how: Text | None = None
    works: tuple[str, ...] = ("Zadeh1965", "Wang1983")

    _may_lack: ClassVar = ("coverage_imputed",)
    _principles: ClassVar = ("score", "grade", "grade_by_score", "place", "grade_by_place", "grade_by_confidence",
                             "entropy", "tied", "agree", "coverage")  # fmt: skip

    @property
    def operator(self) -> Operator:
        """How the levels were composed."""
        return self.rule.operator

    @property
    def units(self) -> pd.Index:
        """The units (or periods and units), in order."""
        return self.coverage.index

    @cached_property
    def membership(self) -> pd.DataFrame:
        """Memberships, index (unit, node) with every node of the tree, the root first; a column per grade."""
        columns = pd.Index(self.grades.keys)
        array = np.empty((len(self.units), len(self.weights.tree.nodes), len(columns)))
        for part, places in self._parts:
            array[:, places] = part
        return pd.DataFrame(array.reshape(-1, len(columns)), self._index, columns, copy=False)

    @cached_property
    def grade(self) -> pd.Series:
        """Grade of maximum membership at every node, index (unit, node); missing where there is none."""
        codes = self._everywhere(lambda p: _codes(self.grades, _maximum(p, self.grades)[0]), np.int8)
        return _categories(self.grades, codes).set_axis(self._index).rename("grade")

    @cached_property
    def score(self) -> pd.Series:
        """Score by the grades' values at every node, index (unit, node)."""
        scores = self._everywhere(lambda p: _score(p, self.grades), np.float64)
        return pd.Series(scores, self._index, name="score", copy=False)

    @cached_property
    def validity(self) -> pd.Series:
        """Validity index of maximum membership at every node: below 0.5 trust the score instead."""
        return pd.Series(self._everywhere(_validity, np.float64), self._index, name="validity", copy=False)

    def at(self, node: str | None = None) -> pd.DataFrame:
        """Return the memberships at one node (the root by default), units x grades."""
        tree = self.weights.tree
        code = self._asked(node)
        inner = [group.code for group in tree.groups]
        part, codes = (self.groups, inner) if code in inner else (self.leaves, tree.codes)
        rows = part.to_numpy()[codes.index(code) :: len(codes)]
        return pd.DataFrame(rows, index=self.units, columns=part.columns, copy=True)

    def _asked(self, node: str | None) -> str:
        """Return the code of the node that is asked for: the root by default."""
        tree = self.weights.tree
        code = tree.root.code if node is None else node
        if not (isinstance(code, str) and code in tree):
            way_out = "there are: {labels}"
            raise FaultyInput("node", "{value} is not in the tree", way_out, value=shown(code),
                                    labels=tree.node_codes)  # fmt: skip
        return code

    def _resting(self, node: str | None = None) -> pd.Series:
        """Return which share of a node's weight rests on evidence, by unit; imputed values are none."""
        code = self._asked(node)
        if code in self.coverage:
            return self.coverage[code]
        known = self.at(code).notna().all(axis="columns")
        return (known if self.imputed is None else known & ~self.imputed[code]).astype(float)

    def verdicts(self, node: str | None = None, confidence: float = 0.6) -> pd.DataFrame:
        """Return what each principle says at one node (the root by default), one row per unit.

        Parameters
        ----------
        node : str, optional
        confidence : float
            Of the confidence rule (置信度准则), above 0.5 and up to 1.

        Returns
        -------
        DataFrame
            ``grade`` by maximum membership, its ``validity`` and the grades ``tied`` for it; ``score`` and
            ``grade_by_score``; ``place`` (the mean place in the scale, 级别特征值) and
            ``grade_by_place``; ``grade_by_confidence``; ``entropy`` (0 crisp, 1 undecided); ``agree``:
            whether the four grades are the same (False where there is none); ``coverage``: the share of the
            weight that rests on evidence, of which imputed values are none.
        """
        asked(confidence=(confidence, _CONFIDENCE))
        p = _normalise(self.at(node).to_numpy())
        largest, tied = _maximum(p, self.grades)
        place, score = _place(p), _score(p, self.grades)
        places: dict[str, np.ndarray] = {
            "grade": largest,
            "grade_by_score": self.grades.of_score(score),
            "grade_by_place": _grade_of_place(place, self.grades),
            "grade_by_confidence": _confident(p, self.grades, confidence),
        }
        same = (np.ptp(np.array(list(places.values())), axis=0) == 0) & (largest >= 0)
        found: dict[str, Any] = {
            name: _categories(self.grades, _codes(self.grades, array)).set_axis(self.units)
            for name, array in places.items()
        }
        found |= {"validity": _validity(p), "tied": _ties(self.grades, tied), "score": score, "place": place}
        order = ("grade", "validity", "tied", "score", "grade_by_score", "place", "grade_by_place",
                 "grade_by_confidence")  # fmt: skip
        columns = {name: found[name] for name in order} | {
            "entropy": _entropy(p), "agree": same, "coverage": self._resting(node),
        }  # fmt: skip
        return pd.DataFrame(columns, index=self.units)

    def operators(self, node: str | None = None) -> pd.DataFrame:
        """Return what every operator gives at one node (the root by default), and whether they agree.

        Every level is normalised, so that the operators are comparable.

        Returns
        -------
        DataFrame
            Index (unit, operator); a column per grade, then grade, the grades ``tied`` for it, score, and
            ``agree``: whether all operators give the unit the same grade.
        """
        results = [
            _evaluate(self.leaves, self.weights, self.grades, Rule(name, True, self.rule.min_coverage))
            for name in OPERATORS
        ]
        arrays = [result.at(node) for result in results]
        table = pd.concat(arrays, keys=OPERATORS, names=["operator"])
        p = table.to_numpy()
        place, tied = _maximum(p, self.grades)
        by_operator = place.reshape(len(OPERATORS), -1)
        agree = (np.ptp(by_operator, axis=0) == 0) & (by_operator[0] >= 0)
        table["grade"] = _categories(self.grades, _codes(self.grades, place)).set_axis(table.index)
        table["tied"] = _ties(self.grades, tied)
        table["score"] = _score(p, self.grades)
        table["agree"] = np.tile(agree, len(OPERATORS))
        order = np.arange(len(table)).reshape(len(OPERATORS), -1).T.ravel()
        levels = list(range(1, table.index.nlevels))
        return table.iloc[order].reorder_levels([*levels, 0])

    def scores(self) -> Scores:
        """Return the scores by the grades' values as `Scores`, for rankings and reports."""
        nodes = pd.Index(self.weights.tree.node_codes, name="code")
        shape = (len(self.units), len(nodes))
        values = pd.DataFrame(self.score.to_numpy().reshape(shape), self.units, nodes)
        coverage = values.notna().astype(float)
        coverage[self.coverage.columns] = self.coverage
        filled = None
        if self.imputed is not None and self.coverage_imputed is not None:
            filled = coverage.copy()
            filled[self.coverage_imputed.columns] = self.coverage_imputed
            coverage[self.imputed.columns] = coverage[self.imputed.columns].mask(self.imputed, 0.0)
        method = Text("fuzzy, {operator}", operator=Text(self.operator))
        return Scores(values, coverage, self.weights, method, coverage_imputed=filled)

    def to_frame(self) -> pd.DataFrame:
        """Return memberships, grade, score and validity of every unit at every node."""
        extra = {"grade": self.grade, "score": self.score, "validity": self.validity}
        return self.membership.assign(**extra)

    @classmethod
    def _keys(cls) -> dict[str, Any]:
        rule = {"operator": str, "normalise": bool, "min_coverage": float}
        frames = dict.fromkeys(("membership", "coverage", "coverage_imputed"), pd.DataFrame)
        series = dict.fromkeys(("grade", "score", "validity"), pd.Series)
        return {**rule, "grades": dict, "weights": Weights, **frames, **series}

    def _content(self) -> dict[str, Any]:
        return {
            **self.rule._asdict(),
            "grades": self.grades.to_dict(),
            "weights": self.weights._inside(),
            "membership": plain(self.membership),
            "grade": plain(self.grade.astype(object).where(self.grade.notna(), None)),
            "score": plain(self.score),
            "validity": plain(self.validity),
            "coverage": plain(self.coverage),
            **({} if self.coverage_imputed is None else {"coverage_imputed": plain(self.coverage_imputed)}),
        }

    def summary(self, language: Language | None = None, top: int = 20) -> str:
        """Return the finding, then the verdict at the root in a sentence for each of the first units.

        Parameters
        ----------
        language : {"en", "zh"}, optional
            By default the one in use.
        top : int
            How many units are told of.
        """
        asked(top=(top, count(0)))
        chosen = language_of(language)
        first = self._first(top)
        lines: list[tuple[Text, ...]] = [self._finding(), *first._sentences()]
        if len(self.units) > top:
            lines.append((Text("{count:# more unit.|# more units.}", count=len(self.units) - top),))
        return "\n".join(joined(line, chosen) for line in lines)

    def _first(self, top: int) -> FuzzyEvaluation:
        """Return the evaluation of the first units alone."""
        tree = self.weights.tree
        leaves, groups = self.leaves.iloc[: top * len(tree)], self.groups.iloc[: top * len(tree.groups)]
        imputed, covered = (
            None if frame is None else frame.iloc[:top] for frame in (self.imputed, self.coverage_imputed)
        )
        return replace(
            self,
            leaves=leaves,
            groups=groups,
            coverage=self.coverage.iloc[:top],
            imputed=imputed,
            coverage_imputed=covered,
        )

    def _method(self) -> tuple[Text, ...]:
        names, grades = self.grades.spoken, self.grades
        pairs = zip(grades.keys, grades.values, strict=True)
        worth = [Text("{grade} {value:g}", grade=names[key], value=value) for key, value in pairs]
        first = self.how or Text(
            "Units were graded by fuzzy comprehensive evaluation from the indicators' memberships."
        )
        composed = (
            "Degrees were composed level by level with the operator {operator}, {sums}; grades follow from maximum membership, "
            "scores from the grades' values ({grades:99})."
        )
        sums = (
            Text("normalised at every level")
            if self.rule.normalise
            else Text("not normalised between levels")
        )
        return (
            first,
            Text(composed, operator=Text("{name} {formula}", name=Text(self.operator), formula=SYMBOLS[self.operator]),
                 sums=sums, grades=worth),
        )  # fmt: skip

    def _sentences(self) -> list[tuple[Text, ...]]:
        """Return what there is to say of every unit."""
        if not len(self.units):
            return []
        agree = self.operators()["agree"].xs(OPERATORS[0], level="operator")
        largest = _normalise(self.at().to_numpy()).max(axis=1)
        rows = zip(self.verdicts().iterrows(), largest, agree, self._filled(), strict=True)
        return [
            sentence(
                unit,
                row,
                self.grades.spoken,
                share=share,
                agree=bool(same),
                operator=self.operator,
                filled=filled,
            )
            for (unit, row), share, same, filled in rows
        ]

    def _filled(self) -> pd.Series:
        """Return which share of the root's weight rests on imputed values, by unit."""
        root = self.weights.tree.root.code
        if self.imputed is None or self.coverage_imputed is None:
            return pd.Series(0.0, self.units)
        if root not in self.coverage:
            return self.imputed[root].astype(float)
        return self.coverage_imputed[root] - self.coverage[root]

    def _finding(self) -> tuple[Text, ...]:
        verdicts, names = self.verdicts(), self.grades.spoken
        graded = verdicts[verdicts["grade"].notna()]
        counts = graded["grade"].value_counts()
        best_first = [self.grades.keys[place] for place in self.grades.worst_to_best[::-1]]
        keys = [key for key in best_first if counts[key]]
        found = [
            Text("{rows} {rows:is|are} graded at {node} by maximum membership: {grades:50}.",
                 rows=counted(graded.index), node=self._root,
                 grades=[Text("{grade} {count:,}", grade=names[key], count=int(counts[key])) for key in keys])
        ]  # fmt: skip
        left = verdicts.index[verdicts["grade"].isna()]
        if len(left):
            text = "{rows} {rows:has|have} too little evidence for a verdict."
            found.append(Text(text, rows=counted(left)))
        filled = self._filled()[verdicts["grade"].notna().to_numpy()]
        if (filled > _NONE).any():
            most, count_ = holders(filled), int((filled > _NONE).sum())
            found.append(Text("{count:# verdict rests|# verdicts rest} partly on imputed values, most of all that on "
                              "{unit:3}: {share:.0%} of the weight.", count=count_, unit=most,
                              share=float(filled.max())))  # fmt: skip
        weak = list(graded.index[graded["validity"] < _VALID])
        if weak:
            found.append(Text("Go by the score where maximum membership hardly decides (validity below {valid:g}): "
                              "{units:5}.",
                              valid=_VALID, units=weak))  # fmt: skip
        return tuple(found)

    def _tables(self) -> list[Table]:
        names, verdicts = self.grades.spoken, self.verdicts()
        verdicts["tied"] = pd.Series(
            [[names[key] for key in text.split("; ")] if text else "" for text in verdicts["tied"]],
            index=self.units, dtype=object,
        )  # fmt: skip
        first = pd.concat(
            [self.at(), verdicts[["grade", "validity", "score", "grade_by_score"]]], axis="columns"
        )
        node, nodes = self._root, len(self.weights.tree.nodes)
        few = nodes > 1 and len(self.units) * nodes <= _MOST_ROWS
        tables = [
            Table.of(Text("Memberships and verdicts at {node}", node=node), first, "fuzzy", names, cites=self.works),
            *([every_level(self.to_frame(), self.weights.tree, names)] if few else []),
            Table.of(Text("Grades by every principle at {node}", node=node), verdicts, "fuzzy", names,
                     columns=self._principles),
        ]  # fmt: skip
        if (self.coverage < 1 - 1e-9).any(axis=None):
            caption = Text("Share of the weight that rests on evidence")
            tables.append(Table.of(caption, self.coverage, "fuzzy", self.weights.tree.names()))
        if self.coverage_imputed is not None:
            caption = Text("Share of the weight that has a value, imputed or not")
            tables.append(Table.of(caption, self.coverage_imputed, "fuzzy", self.weights.tree.names()))
        return tables

    @property
    def _root(self) -> Text:
        tree = self.weights.tree
        return tree.names()[tree.root.code]

    @cached_property
    def _index(self) -> pd.MultiIndex:
        return _product(self.units, pd.Index(self.weights.tree.node_codes), "node")

    @property
    def _parts(self) -> list[tuple[np.ndarray, list[int]]]:
        """The leaves and the groups (units, nodes, grades), each with the places of its nodes in the tree."""
        tree = self.weights.tree
        sides = ((self.leaves, tree.codes), (self.groups, [group.code for group in tree.groups]))
        return [
            (
                part.to_numpy().reshape(len(self.units), len(codes), len(self.grades)),
                [tree.positions[c] for c in codes],
            )
            for part, codes in sides
        ]

    def _everywhere(self, verdict: Callable[[np.ndarray], np.ndarray], dtype: Any) -> np.ndarray:
        """Return a verdict on every unit and node as one column, worked out in blocks of units."""
        found = np.empty((len(self.units), len(self.weights.tree.nodes)), dtype)
        for part, places in self._parts:
            for start in range(0, len(part), BLOCK):
                block = part[start : start + BLOCK]
                p = _normalise(block.reshape(-1, len(self.grades)))
                found[start : start + BLOCK, places] = verdict(p).reshape(len(block), -1)
        return found.reshape(-1)


def _evaluate(
    leaves: pd.DataFrame, weights: Weights, grades: GradeScale, rule: Rule, marks: np.ndarray | None = None
) -> FuzzyEvaluation:
    """Evaluate checked memberships, whose rows are every unit with every leaf in the tree's order.

    `marks` says which cells (units, leaves) stand for imputed values.
    """
    assert isinstance(leaves.index, pd.MultiIndex)
    units = leaves.index[:: len(weights.tree)].droplevel([-1])
    array = leaves.to_numpy(dtype=float).reshape(len(units), -1, len(grades))
    inner, coverage = _climb(array, weights, rule)
    codes = pd.Index([group.code for group in weights.tree.groups], name="node")
    groups = pd.DataFrame(
        inner.reshape(-1, len(grades)), _product(units, codes, "node"), grades.keys, copy=False
    )
    shares = pd.DataFrame(coverage, units, codes, copy=False)
    imputed = filled = None
    known = ~np.isnan(array[..., 0])
    if marks is not None and (marks & known).any():
        branches, there = weights.tree.branches, np.ones((len(units), len(weights.tree.nodes)), dtype=bool)
        there[:, branches.groups] = ~np.isnan(inner[..., 0])
        resting = weight_on(known & ~marks, weights, there)[:, branches.groups]
        filled, shares = shares, pd.DataFrame(resting, units, codes)
        imputed = pd.DataFrame(marks & known, units, pd.Index(weights.tree.codes, name="code"))
    # A shallow copy: pandas copies on write, so nobody can change the evidence behind the verdict.
    return FuzzyEvaluation(leaves.copy(deep=False), groups, shares, weights, grades, rule, imputed, filled)
