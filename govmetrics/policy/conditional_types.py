"""Types of contributors, by what they would give for what the others give (Fischbacher, Gächter and Fehr 2001)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core import Fault
from govmetrics.core.checks import is_number
from govmetrics.core.dataset import value_faults
from govmetrics.core.errors import Faults
from govmetrics.numerics.arrays import Array

TYPES = ("free rider", "conditional", "hump-shaped", "unconditional", "of no type")
_SURE = 0.01


def types_of(schedules: pd.DataFrame | None) -> tuple[pd.DataFrame | None, pd.Series | None]:
    """Return the types with their counts, and each subject's."""
    if schedules is None:
        return None, None
    x, y = _read(schedules)
    order = np.argsort(x)
    kinds = [_type(x[order], row[order]) for row in y]
    found = pd.Series(kinds, index=schedules.index, name="type")
    counts = found.value_counts().reindex(TYPES, fill_value=0).rename_axis("type")
    return pd.DataFrame({"subjects": counts, "share": counts / len(found)}), found


def _read(schedules: pd.DataFrame) -> tuple[Array, Array]:
    """Return what others give, (m,), and what subjects give for it, (n, m), checked."""
    faults = Faults()
    if len(schedules) == 0 or schedules.shape[1] < 3:
        faults.append(
            Fault(
                "schedules",
                "needs a row for each subject and three columns or more",
                "give what each would give",
            )
        )
    elif schedules.columns.has_duplicates or not all(_number(one) is not None for one in schedules.columns):
        faults.append(
            Fault(
                "schedules",
                "its headings are no different numbers",
                "head the columns by what the others give",
            )
        )
    elif schedules.index.has_duplicates:
        faults.append(Fault("schedules", "a subject occurs more than once", "keep one row each"))
    else:
        faults += value_faults(schedules)
        if not faults and schedules.isna().any(axis=None):
            faults.append(Fault("schedules", "values are missing", "complete them, or leave the subject out"))
    faults.raise_all()
    x = np.array([_number(one) for one in schedules.columns], dtype=float)
    return x, schedules.to_numpy(dtype=float)


def _number(heading: object) -> float | None:
    """Return a heading as a number."""
    if is_number(heading):
        return float(heading)  # type: ignore[arg-type]  # it is a number
    try:
        found = float(str(heading))
    except ValueError:
        return None
    return found if np.isfinite(found) else None


def _type(x: Array, y: Array) -> str:
    from scipy.stats import spearmanr

    if not y.any():
        return "free rider"
    if np.ptp(y) == 0:
        return "unconditional"
    steps = np.diff(y)
    if (steps >= 0).all():
        return "conditional"
    rho, p = spearmanr(x, y)
    if rho > 0 and p < _SURE:
        return "conditional"
    top = int(np.argmax(y))
    last = len(y) - 1 - int(np.argmax(y[::-1]))
    rises, falls = (steps[:top] >= 0).all() and top > 0, (steps[last:] <= 0).all() and last < len(y) - 1
    flat = np.ptp(y[top : last + 1]) == 0
    return "hump-shaped" if rises and falls and flat else "of no type"
