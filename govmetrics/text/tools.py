"""Policy tools by theme: which tools policies use for what, and where they use more or fewer than chance would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.options import LABEL, MAPPING, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text, p_words
from govmetrics.text._clauses import DEMAND, ENVIRONMENT, KINDS, SUPPLY, TABLE, clauses_of

_LARGE = 2.0


@dataclass(frozen=True, eq=False)
class Tools(Result):
    """Policy tools by theme.

    Attributes
    ----------
    counts, shares, expected, residuals : DataFrame, shape (types, themes)
        Clauses of each type of tool and theme; their shares of all; what would be expected if types and themes had nothing to
        do with each other; adjusted residuals, beyond 2 in size more (or fewer) than that.
    tools : DataFrame
        Rows (type, tool): clauses by theme, and all.
    chi_square, p, cramers_v : float
    df : int
    clauses : int

    See Also
    --------
    tools
    """

    counts: pd.DataFrame
    shares: pd.DataFrame
    expected: pd.DataFrame
    residuals: pd.DataFrame
    tools: pd.DataFrame
    chi_square: float
    df: int
    p: float
    cramers_v: float
    clauses: int
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "counts": "Policy tools by theme",
        "shares": "Shares of all clauses",
        "expected": "Expected if types and themes were unrelated",
        "residuals": "Adjusted residuals",
        "tools": "Tools of each type by theme",
    }
    _kinds: ClassVar = {
        "counts": "count",
        "shares": "share",
        "expected": "number",
        "residuals": "number",
        "tools": "count",
    }
    _cites: ClassVar = ("haberman1973",)

    def _names(self) -> Mapping[Any, str]:
        return {"supply": SUPPLY, "demand": DEMAND, "environment": ENVIRONMENT}

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Clauses were coded by tool and theme; types of tools and themes were compared by Pearson's chi-square without "
            "correction and by adjusted residuals."
        )
        return (Text(told),)

    def _finding(self) -> tuple[Text, ...]:
        names = self._names()
        by_type = self.counts.sum(axis=1).sort_values(ascending=False, kind="stable")
        parts = [
            Text("{name} {share:.1%}", name=names.get(str(kind), str(kind)), share=count / self.clauses)
            for kind, count in by_type.items()
        ]
        found = [Text("Of {n:# clause|# clauses}: {parts:6}.", n=self.clauses, parts=parts)]
        if not np.isnan(self.p):
            told = "Types and themes: chi-square {chi:.2f} ({df} df, {p}), Cramér's V {v:.2f}."
            found.append(Text(told, chi=self.chi_square, df=self.df, p=p_words(self.p), v=self.cramers_v))
        far = [
            (kind, theme, float(size))
            for kind, row in self.residuals.iterrows()
            for theme, size in row.items()
            if abs(size) >= _LARGE
        ]
        for kind, theme, size in sorted(far, key=lambda one: -abs(one[2]))[:3]:
            told = (
                "{kind} tools for {theme} are more than expected (residual {size:+.1f})."
                if size > 0
                else "{kind} tools for {theme} are fewer than expected (residual {size:+.1f})."
            )
            found.append(Text(told, kind=names.get(str(kind), str(kind)), theme=str(theme), size=size))
        return tuple(found)


def tools(
    coding: Any,
    types: Mapping[str, str] | None = None,
    coder: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Tools:
    r"""Count policy tools by type and theme, and compare with what chance would give.

    Parameters
    ----------
    coding : DataFrame or path
        A row for each clause, with columns tool (政策工具) and theme (主题), perhaps type (工具类型), coder, clause, document.
    types : mapping, optional
        {tool: type}, the types being supply, demand and environment, or others. Needed where there is no column of types; where
        both are there they must agree. Which tool is of which type differs between papers (public services stand with supply
        and with demand): it is yours to say.
    coder : str, optional
        Whose coding counts, where several coded the same clauses.
    columns : mapping, optional
        Own headings: {"tool": ..., "theme": ..., "type": ..., "coder": ..., "clause": ..., "document": ...}.

    Returns
    -------
    Tools

    Raises
    ------
    FaultyInput
        Tools without a type or with two, empty cells, clauses twice, several coders of whom none is named.
    UnsuitableMethod
        No clause.

    Notes
    -----
    With counts :math:`n_{ij}`, margins :math:`n_i, n_j` and n clauses, the expected count is :math:`e_{ij} = n_i n_j / n` and
    the adjusted residual :math:`(n_{ij} - e_{ij}) / \sqrt{e_{ij} (1 - n_i / n) (1 - n_j / n)}`, standard normal where types and
    themes have nothing to do with each other. Clauses of one document are not independent: p is too small rather than too large.

    References
    ----------
    Haberman, S. J. (1973). The analysis of residuals in cross-classified tables. Biometrics 29, 205-220. The three types are
    those of Rothwell and Zegveld.

    Examples
    --------
    >>> clauses = pd.DataFrame({"tool": ["funds", "training", "procurement", "rules"], "theme": ["care"] * 3 + ["safety"]})
    >>> kinds = {"funds": "supply", "training": "supply", "procurement": "demand", "rules": "environment"}
    >>> found = tools(clauses, kinds)
    >>> found.counts.to_dict("index")["supply"]
    {'care': 2, 'safety': 0}
    """
    wanted(
        coding=(coding, TABLE),
        types=(types, optional(MAPPING)),
        coder=(coder, optional(LABEL)),
        columns=(columns, optional(MAPPING)),
    ).raise_all()
    clauses, notes = clauses_of(coding, types, coder, dict(columns or {}))
    order = [kind for kind in KINDS if kind in set(clauses["type"])]
    order += [kind for kind in dict.fromkeys(clauses["type"]) if kind not in order]
    themes = list(dict.fromkeys(clauses["theme"]))
    counts = (
        pd.crosstab(clauses["type"], clauses["theme"])
        .reindex(index=order, columns=themes)
        .rename_axis(columns=None)
    )
    by_tool = (
        pd.crosstab([clauses["type"], clauses["tool"]], clauses["theme"])
        .reindex(columns=themes)
        .rename_axis(columns=None)
    )
    by_tool = by_tool.reindex(order, level="type").assign(all=lambda one: one.sum(axis=1))
    n = int(counts.to_numpy().sum())
    expected, residuals, chi, df, p = _compared(counts)
    v = float(np.sqrt(chi / (n * (min(counts.shape) - 1)))) if min(counts.shape) > 1 else np.nan
    return Tools(
        counts,
        counts / n,
        expected,
        residuals,
        by_tool,
        chi,
        df,
        p,
        v,
        n,
        tuple(notes + _notes(counts, expected)),
    )


def _compared(counts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, float, int, float]:
    """Return expected counts, adjusted residuals, chi-square, its degrees of freedom and p (NaN with one row or column)."""
    from scipy.stats import chi2
    from scipy.stats.contingency import expected_freq

    seen = counts.to_numpy(dtype=float)
    n, e = seen.sum(), expected_freq(counts.to_numpy(dtype=float))
    free = (1 - seen.sum(axis=1, keepdims=True) / n) * (1 - seen.sum(axis=0, keepdims=True) / n)
    with np.errstate(divide="ignore", invalid="ignore"):
        residual = np.where(e * free > 0, (seen - e) / np.sqrt(e * free), np.nan)
    df = (seen.shape[0] - 1) * (seen.shape[1] - 1)
    chi = float(((seen - e) ** 2 / e).sum())
    index, columns = counts.index, counts.columns
    return (
        pd.DataFrame(e, index, columns),
        pd.DataFrame(residual, index, columns),
        chi,
        df,
        float(chi2.sf(chi, df)) if df else np.nan,
    )


def _notes(counts: pd.DataFrame, expected: pd.DataFrame) -> list[Note]:
    notes = []
    e = expected.to_numpy()
    if min(counts.shape) > 1 and ((e < 1).any() or (e < 5).mean() > 0.2):
        notes.append(
            Note(
                "{share:.0%} of the expected counts are below 5: chi-square and residuals are rough",
                share=(e < 5).mean(),
            )
        )
    missing = [
        text
        for kind, text in (("supply", SUPPLY), ("demand", DEMAND), ("environment", ENVIRONMENT))
        if kind not in counts.index
    ]
    if missing and len(missing) < 3:
        notes.append(Note("no clause has a tool of the type: {names}", names=missing))
    return notes
