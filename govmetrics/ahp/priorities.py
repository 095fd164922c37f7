"""What a judgement matrix gives: priorities, their consistency, and the sentence that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.ahp.consistency import passes
from govmetrics.ahp.matrices import Array
from govmetrics.ahp.table_words import Language, say
from govmetrics.core.errors import Fault, FaultyInput, choose
from govmetrics.core.results import fields_dict, html


@dataclass(frozen=True, eq=False)
class Priorities:
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

    @property
    def n(self) -> int:
        """Number of elements compared."""
        return int(self.weights.shape[-1])

    def passed(self, max_consistency_ratio: float = 0.1) -> bool | np.ndarray:
        """Tell whether the consistency ratio is at most the limit."""
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

    def to_dict(self) -> dict[str, Any]:
        """Return all fields, JSON-ready."""
        return fields_dict(self)

    def summary(self, language: Literal["en", "zh"] = "en") -> str:
        """Return the verdict in words (one matrix), or how many matrices pass (a stack)."""
        return _verdict(self, language)

    def _repr_html_(self) -> str:
        return html(self.to_frame(), self.summary())


def single(found: Priorities) -> pd.Series:
    """Return the weights of one matrix under its names; refuse those of a stack."""
    if not hasattr(found, "random_index_table"):
        raise FaultyInput(
            Fault("found", f"is {type(found).__name__}", "give what gm.ahp.eigenvector returns")
        )
    weights = found.weights
    if np.ndim(weights) != 1:
        raise FaultyInput(Fault("priorities", "belong to a stack", "make the table of one matrix"))
    return weights if isinstance(weights, pd.Series) else pd.Series(weights)


def _verdict(found: Priorities, language: Language = "en") -> str:
    """Return the sentence of one matrix, or how many of a stack pass."""
    choose(language, ("en", "zh"), "language")
    if not isinstance(found.lambda_max, float):
        passed = int(np.sum(found.passed()))
        total = len(found.lambda_max)
        if language == "zh":
            return f"共{total}个判断矩阵，其中{passed}个通过一致性检验（CR ≤ 0.1）。"
        return f"{passed} of {total} judgement matrices pass the consistency check (CR <= 0.1)."
    weights = single(found)
    n, value, ci = len(weights), found.lambda_max, found.consistency_index
    ri, cr, table = found.random_index, found.consistency_ratio, found.random_index_table
    base, _, note = found.method.partition(" (")
    note = f" ({note}" if note else ""
    mean_ratio = found.lambda_kind == "mean_ratio"
    if language == "zh":
        listed = "、".join(f"{name} {w:.3f}" for name, w in weights.items())
        kind = "最大特征值（(Aw)ᵢ/wᵢ 的均值）" if mean_ratio else "最大特征值"
        checked = "通过" if found.passed() else "未通过"
        limit = "CR ≤ 0.1" if found.passed() else "CR > 0.1"
        return (
            f"{n}阶判断矩阵按{say(base, language)}{note}计算，权重值为：{listed}。{kind}为{value:.3f}，"
            f"CI = {ci:.3f}，RI = {ri:.3f}（{table}），CR = {cr:.3f}，一致性检验{checked}（{limit}）。"
        )
    listed = ", ".join(f"{name} {w:.3f}" for name, w in weights.items())
    kind = "The largest eigenvalue (mean of (Aw)_i / w_i)" if mean_ratio else "The largest eigenvalue"
    checked = "passed (CR <= 0.1)" if found.passed() else "not passed (CR > 0.1)"
    return (
        f"The {n} x {n} judgement matrix gives ({base}{note}) the weights {listed}. {kind} is {value:.3f}, "
        f"CI = {ci:.3f}, RI = {ri:.3f} ({table}), CR = {cr:.3f}: the consistency check is {checked}."
    )
