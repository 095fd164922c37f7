"""What a judgement matrix gives: priorities, their consistency, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.ahp.consistency import passes
from govmetrics.ahp.kinds import LIMIT
from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import asked
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array

CHECKED = ("lambda_max", "consistency_index", "random_index", "consistency_ratio")


@dataclass(frozen=True, eq=False)
class Priorities(Result):
    """Weights of what was compared, and how consistent the judgements are.

    Attributes
    ----------
    weights : Series, (n,) or (k, n) array
        Summing to one; a Series if the matrix was labelled.
    lambda_max : float or (k,) array
        As `lambda_kind` says.
    consistency_index : float or (k,) array
        (lambda_max - n) / (n - 1).
    consistency_ratio : float or (k,) array
        Consistency index over the random index.
    geometric_consistency_index : float or (k,) array
        Of the geometric mean weights, whatever the method; see `gci_threshold`.
    random_index : float or (k,) array
    random_index_table : str
        Where the random index comes from.
    method : str
        "eigenvector", "geometric mean" or "column mean", and how missing judgements were dealt with.
    lambda_kind : str
        "principal" eigenvalue, or "mean_ratio": the mean of (Aw)_i / w_i.
    matrix : DataFrame or array, optional
        One matrix of judgements, shown beside the weights.
    notes : tuple of Note
        Rounded reciprocals (.33 for 1/3) that were taken as exact.
    procedure : Procedure
        How they were found, in words; written by the method.

    See Also
    --------
    eigenvector
    geometric_mean
    column_mean
    """

    weights: pd.Series | Array
    lambda_max: float | Array
    consistency_index: float | Array
    consistency_ratio: float | Array
    geometric_consistency_index: float | Array
    random_index: float | Array
    random_index_table: str
    method: str
    lambda_kind: str
    matrix: pd.DataFrame | Array | None = None
    notes: tuple[Note, ...] = ()
    procedure: Procedure = UNTOLD

    _left_out: ClassVar = ("matrix",)

    @property
    def n(self) -> int:
        """Number of elements compared."""
        return int(self.weights.shape[-1])

    def passed(self, max_consistency_ratio: float = 0.1) -> bool | np.ndarray:
        """Tell whether the consistency ratio is at most the limit."""
        asked(max_consistency_ratio=(max_consistency_ratio, LIMIT))
        verdict = passes(np.asarray(self.consistency_ratio), max_consistency_ratio)
        return verdict if verdict.ndim else bool(verdict)

    def to_frame(self) -> pd.DataFrame:
        """Return the weights: one row per element, or for a stack one row per matrix with its consistency."""
        weights = self.weights
        if isinstance(weights, pd.Series):
            return weights.rename("weight").to_frame()
        if weights.ndim == 1:
            return pd.DataFrame({"weight": weights})
        frame = pd.DataFrame(weights.copy())
        names = ("lambda_max", "consistency_index", "consistency_ratio", "geometric_consistency_index")
        return frame.assign(**{name: getattr(self, name) for name in names})

    def weight_table(self) -> pd.DataFrame:
        """Return eigenvector, weight, lambda and CI of one matrix, as SPSSAU prints them: one row per element.

        The eigenvector (特征向量) is the weight times n, which is how SPSSAU scales it.
        """
        weights = self._series()
        table = {"vector": weights * self.n, "weight": weights, "lambda_max": self.lambda_max,
                 "consistency_index": self.consistency_index}  # fmt: skip
        return pd.DataFrame(table, index=weights.index)

    def _series(self) -> pd.Series:
        weights = self.weights if isinstance(self.weights, pd.Series) else pd.Series(self.weights)
        return weights.rename_axis("item").rename("weight")

    def _tables(self) -> list[Table]:
        if self._stacked:
            table = self.to_frame().rename_axis("matrix").assign(passed=self.passed())
            return [Table.of(Text("Judgement matrices"), table, "ahp")]
        check = {name: [getattr(self, name)] for name in CHECKED} | {"passed": [self.passed()]}
        names = {label: str(label) for label in self._series().index}
        tables = [
            Table.of(Text("Weights"), self.weight_table(), "ahp"),
            Table.of(Text("Consistency check"), pd.DataFrame(check), "ahp"),
        ]
        if self.matrix is not None:
            tables.append(matrix_table(self, list(names), names))
        return tables

    def _method(self) -> tuple[Text, ...]:
        """Return how the weights were derived, and how their consistency was measured."""
        if self.n < 3:
            return self.procedure.said
        line = "Consistency was checked by CR = CI / RI, with the random index RI of {table}; up to 0.1 it passes."
        return (*self.procedure.said, Text(line, table=self.random_index_table))

    @property
    def _stacked(self) -> bool:
        return not isinstance(self.lambda_max, float)

    def _finding(self) -> tuple[Text, ...]:
        """Return the verdict on one matrix, or how many of a stack pass."""
        if self._stacked:
            passed, count = int(np.sum(self.passed())), len(np.asarray(self.lambda_max))
            return (
                Text("{passed} of {count} judgement matrices pass the consistency check (CR <= 0.1).",
                     passed=passed, count=count),
            )  # fmt: skip
        weights = [Text("{name} {weight:.3f}", name=str(n), weight=w) for n, w in self._series().items()]
        return (
            Text("The {n} x {n} judgement matrix gives ({method}) the weights {weights}.",
                 n=self.n, method=self.method, weights=weights),
            Text("{kind} is {value:.3f}, CI = {index:.3f}, RI = {random:.3f} ({table}), CR = {ratio:.3f}: the "
                 "consistency check is {verdict}.",
                 kind=Text("The largest eigenvalue (mean of (Aw)_i / w_i)") if self.lambda_kind == "mean_ratio"
                 else Text("The largest eigenvalue"),
                 value=self.lambda_max, index=self.consistency_index, random=self.random_index,
                 table=self.random_index_table, ratio=self.consistency_ratio,
                 verdict=Text("passed (CR <= 0.1)") if self.passed() else Text("not passed (CR > 0.1)")),
        )  # fmt: skip


def matrix_table(
    found: Priorities, codes: list[Any], names: Mapping[Any, str], limit: float = 0.1, group: str = ""
) -> Table:
    """Return one matrix of judgements with its weights, and under it lambda, CI, RI and CR, as yaahp prints them."""
    cells = pd.DataFrame(np.asarray(found.matrix), pd.Index(codes, name="item"), codes)
    cells["weight"] = np.asarray(found.weights)
    values = {"value": found.lambda_max, "index": found.consistency_index, "random": found.random_index,
              "ratio": found.consistency_ratio, "limit": limit}  # fmt: skip
    passed = "Largest eigenvalue {value:.4f}, CI = {index:.4f}, RI = {random:.4f}, CR = {ratio:.4f} <= {limit:g}: consistent."
    failed = "Largest eigenvalue {value:.4f}, CI = {index:.4f}, RI = {random:.4f}, CR = {ratio:.4f} > {limit:g}: not consistent."
    caption = Text("Judgement matrix of {group}", group=group) if group else Text("Judgement matrix")
    sentence = Text(passed if found.passed(limit) else failed, **values)
    return Table.of(caption, cells, "ahp", dict(names), sentence=sentence)


def priorities_by(function: Callable[[Any], Priorities], matrix: Any) -> Priorities:
    """Return what a function of the user's makes of judgements; refuse one that gives no priorities."""
    found = function(matrix)
    if isinstance(found, Priorities):
        return found
    raise FaultyInput("priorities", "the function returns {kind}, not Priorities",
                            "give a function such as gm.ahp.eigenvector", kind=type(found).__name__)  # fmt: skip
