"""The result of a fuzzy comprehensive evaluation: memberships at every node, and the verdicts on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput, choose
from govmetrics.core.results import html, jsonable
from govmetrics.core.scores import Scores
from govmetrics.core.weights import Weights
from govmetrics.fuzzy.grades import GradeScale
from govmetrics.fuzzy.levels import BLOCK, Rule, _climb
from govmetrics.fuzzy.operators import OPERATORS, Operator, _normalise, _product
from govmetrics.fuzzy.sentences import sentence
from govmetrics.fuzzy.verdicts import (
    _confident,
    _entropy,
    _grade_of_level,
    _level,
    _maximum,
    _score,
    _validity,
)


@dataclass(frozen=True, eq=False)
class FuzzyEvaluation:
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
        Share of each group's weight that rests on evidence.
    weights : Weights
    grades : GradeScale
    rule : Rule
        The operator, whether every level was made to sum to one, and the least coverage.

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
        codes = self._everywhere(lambda p: self._codes(_maximum(p, self.grades)[0]), np.int8)
        return self._categories(codes).set_axis(self._index).rename("grade")

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
        code = tree.root.code if node is None else node
        if not (isinstance(code, str) and code in tree):
            raise FaultyInput(Fault("node", f"{code!r} is not in the tree"))
        inner = [group.code for group in tree.groups]
        part, codes = (self.groups, inner) if code in inner else (self.leaves, tree.codes)
        rows = part.to_numpy()[codes.index(code) :: len(codes)]
        return pd.DataFrame(rows, index=self.units, columns=part.columns, copy=True)

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
            ``grade_by_score``; ``level`` (characteristic value, the mean place in the scale) and
            ``grade_by_level``; ``grade_by_confidence``; ``entropy`` (0 crisp, 1 undecided); ``agree``:
            whether the four grades are the same (False where there is none).
        """
        if not (isinstance(confidence, int | float) and 0.5 < confidence <= 1):
            raise FaultyInput(Fault("confidence", f"is {confidence!r}", "give a share above 0.5 and up to 1"))
        p = _normalise(self.at(node).to_numpy())
        place, tied = _maximum(p, self.grades)
        level, score = _level(p), _score(p, self.grades)
        places: dict[str, np.ndarray] = {
            "grade": place,
            "grade_by_score": self.grades.of_score(score),
            "grade_by_level": _grade_of_level(level, self.grades),
            "grade_by_confidence": _confident(p, self.grades, confidence),
        }
        same = (np.ptp(np.array(list(places.values())), axis=0) == 0) & (place >= 0)
        found: dict[str, Any] = {
            name: self._categories(self._codes(array)).set_axis(self.units) for name, array in places.items()
        }
        found |= {"validity": _validity(p), "tied": self._ties(tied), "score": score, "level": level}
        order = ("grade", "validity", "tied", "score", "grade_by_score", "level", "grade_by_level",
                 "grade_by_confidence")  # fmt: skip
        columns = {name: found[name] for name in order} | {"entropy": _entropy(p), "agree": same}
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
        table["grade"] = self._categories(self._codes(place)).set_axis(table.index)
        table["tied"] = self._ties(tied)
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
        return Scores(values, coverage, self.weights, f"fuzzy, {self.operator}")

    def to_frame(self) -> pd.DataFrame:
        """Return memberships, grade, score and validity of every unit at every node."""
        extra = {"grade": self.grade, "score": self.score, "validity": self.validity}
        return self.membership.assign(**extra)

    def to_dict(self) -> dict[str, Any]:
        """Return the choices made, and memberships, verdicts and coverage, JSON-ready."""
        return {
            **self.rule._asdict(),
            "grades": self.grades.to_dict(),
            "weights": self.weights.to_dict(),
            "membership": jsonable(self.membership),
            "grade": jsonable(self.grade.astype(object).where(self.grade.notna(), None)),
            "score": jsonable(self.score),
            "validity": jsonable(self.validity),
            "coverage": jsonable(self.coverage),
        }

    def summary(self, language: Literal["en", "zh"] = "en", units: int = 20) -> str:
        """Return the verdict at the root in a sentence per unit, for the first `units` units."""
        choose(language, ("en", "zh"), "language")
        if isinstance(units, bool) or not isinstance(units, int) or units < 0:
            raise FaultyInput(Fault("units", f"is {units!r}", "say how many units to tell of"))
        shown = self.verdicts().head(units)
        agree = self.operators()["agree"].xs(OPERATORS[0], level="operator").head(units)
        top = _normalise(self.at().head(units).to_numpy()).max(axis=1)
        lines = [
            sentence(
                unit,
                row,
                self.grades,
                share=share,
                agree=bool(same),
                operator=self.operator,
                language=language,
            )
            for (unit, row), share, same in zip(shown.iterrows(), top, agree, strict=True)
        ]
        more = len(self.units) - len(shown)
        if more > 0:
            lines.append(f"另有 {more} 个单元。" if language == "zh" else f"{more} more units.")
        return "\n".join(lines)

    def __repr__(self) -> str:
        """Return a line that says what it holds."""
        size = f"{len(self.units)} units x {len(self.weights.tree.nodes)} nodes x {len(self.grades)} grades"
        return f"<FuzzyEvaluation ({self.operator}): {size}>"

    def _repr_html_(self) -> str:
        return html(self.at().join(self.verdicts()[["grade", "validity", "score"]]), repr(self).strip("<>"))

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

    def _ties(self, tied: np.ndarray) -> np.ndarray:
        """Return the grades that tie for the largest membership as text, empty where one has it alone."""
        ties = np.full(len(tied), "", dtype=object)
        for row in np.flatnonzero(tied.sum(axis=1) > 1):
            ties[row] = "; ".join(key for key, flag in zip(self.grades.keys, tied[row], strict=True) if flag)
        return ties

    def _codes(self, places: np.ndarray) -> np.ndarray:
        """Return places in the scale as codes from the worst up, -1 for none."""
        rank = np.append(np.argsort(self.grades.worst_to_best), -1)
        return np.asarray(rank[places])

    def _categories(self, codes: np.ndarray) -> pd.Series:
        """Return codes as ordered categories, worst first."""
        keys = [self.grades.keys[i] for i in self.grades.worst_to_best]
        return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(keys), ordered=True))


def _evaluate(leaves: pd.DataFrame, weights: Weights, grades: GradeScale, rule: Rule) -> FuzzyEvaluation:
    """Evaluate checked memberships, whose rows are every unit with every leaf in the tree's order."""
    assert isinstance(leaves.index, pd.MultiIndex)
    units = leaves.index[:: len(weights.tree)].droplevel([-1])
    array = leaves.to_numpy(dtype=float).reshape(len(units), -1, len(grades))
    inner, coverage = _climb(array, weights, rule)
    codes = pd.Index([group.code for group in weights.tree.groups], name="node")
    groups = pd.DataFrame(
        inner.reshape(-1, len(grades)), _product(units, codes, "node"), grades.keys, copy=False
    )
    shares = pd.DataFrame(coverage, units, codes, copy=False)
    # A shallow copy: pandas copies on write, so nobody can change the evidence behind the verdict.
    return FuzzyEvaluation(leaves.copy(deep=False), groups, shares, weights, grades, rule)
