"""Answers as categories in groups: Pearson's chi-square, counts and shares."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import scipy

from govmetrics.core.groups import factorised
from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Ints
from govmetrics.psychometrics._asked import Asked


def categories(values: pd.DataFrame, asked: Asked) -> tuple[dict[str, list[Any]], pd.DataFrame, list[Note]]:
    """Return Pearson's chi-square of the values as categories, counts and shares, and notes."""
    rows, counts, notes = [], {}, []
    for name in values:
        codes, labels = factorised(values[name])
        used = (codes >= 0) & (asked.place >= 0)
        table = np.zeros((len(labels), len(asked.groups)), dtype=int)
        np.add.at(table, (codes[used], asked.place[used]), 1)
        seen = table.sum(axis=1) > 0
        rows.append(_chi_square(table[seen]))
        notes += _note(str(name), table[seen])
        counts[str(name)] = _shares(table[seen], [str(label) for label in labels[seen]], asked.groups)
    frame = pd.concat(counts, names=["code", "category"])
    return {key: [row[key] for row in rows] for key in rows[0]}, frame, notes


def _shares(table: Ints, labels: list[str], groups: list[str]) -> pd.DataFrame:
    with np.errstate(invalid="ignore"):
        shares = table / table.sum(axis=0)
    columns = {f"n {g}": table[:, i] for i, g in enumerate(groups)}
    columns |= {f"share {g}": shares[:, i] for i, g in enumerate(groups)}
    return pd.DataFrame(columns, index=labels)


def _chi_square(table: Ints) -> dict[str, Any]:
    table = table[:, table.sum(axis=0) > 0]
    n = int(table.sum())
    row = {"n": n, "test": "chi-square", "effect_name": "Cramér's V"}
    if min(table.shape) < 2:
        return row | dict.fromkeys(("statistic", "df", "p", "effect"), np.nan)
    found = scipy.stats.chi2_contingency(table, correction=False)
    v = np.sqrt(found.statistic / n / (min(table.shape) - 1))
    return row | {
        "statistic": float(found.statistic), "df": float(found.dof), "p": float(found.pvalue), "effect": float(v)
    }  # fmt: skip


def _note(item: str, table: Ints) -> list[Note]:
    """Return what must be known of a table of counts (categories, groups)."""
    table = table[:, table.sum(axis=0) > 0]
    if min(table.shape) < 2:
        return [Note("{item}: not tested, one answer or one group", item=item)]
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    if (expected < 5).mean() > 0.2:
        rough = "{item}: more than a fifth of the expected counts are below 5, the p-value is rough"
        return [Note(rough, item=item)]
    return []
