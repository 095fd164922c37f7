"""The margins of a calibration, checked: categories as codes, shares, bounds, base weights."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault
from govmetrics.numerics.calibration import Array, Bounds, Ints

Targets = Mapping[str, Mapping[Hashable, float]]


def shares_of(targets: Targets) -> Array:
    """Return the target shares of all margins in one row, each margin summing to one exactly."""
    shares = [np.array(list(t.values()), dtype=float) for t in targets.values()]
    return np.concatenate([s / s.sum() for s in shares])


def margin_codes(frame: pd.DataFrame, targets: Targets) -> tuple[list[Ints], list[Fault]]:
    """Return the place of every respondent's category in the targets, one array a column, and what is wrong."""
    codes, faults = [], []
    if not targets or not len(frame):
        faults.append(
            Fault("targets" if len(frame) else "frame", "is empty", "give at least one margin and one row")
        )
    for column, shares in targets.items():
        if column not in frame:
            faults.append(Fault(str(column), "is not a column of the frame", known_columns(frame)))
            continue
        answers = frame[column]
        place = _places(answers, list(shares))
        if (place < 0).any():
            unknown = answers[place < 0]
            listed = ", ".join(f"{k!r}" for k in shares)
            faults += [
                Fault(f"{column}, {category!r}", f"{count} respondents are in it, and it has no target",
                      f"give it a share, or recode it as one of: {listed}")
                for category, count in unknown.value_counts().head(20).items()
            ]  # fmt: skip
            if unknown.isna().any():
                way = "leave these respondents out, or impute the category first; rake cannot place them"
                faults.append(
                    Fault(str(column), f"{int(unknown.isna().sum())} respondents have no answer", way)
                )
        codes.append(place)
    return codes, faults


def _places(answers: pd.Series, categories: list[Hashable]) -> Ints:
    """Return the place of every answer in `categories`, -1 for none; each distinct answer is looked up once."""
    if isinstance(answers.dtype, pd.CategoricalDtype):
        codes, distinct = answers.cat.codes.to_numpy(), pd.Index(answers.cat.categories)
    else:
        codes, distinct = pd.factorize(answers)
    lookup = pd.Index(categories, dtype=object).get_indexer(pd.Index(distinct, dtype=object))
    return np.append(lookup, -1)[codes].astype(np.intp)


def known_columns(frame: pd.DataFrame) -> str:
    """Return the frame's columns as a way out."""
    return f"columns are: {', '.join(map(str, frame.columns[:20]))}"


def target_faults(targets: Targets) -> list[Fault]:
    """Return what is wrong with the target shares."""
    faults = []
    for column, shares in targets.items():
        values = np.array(list(shares.values()), dtype=float)
        bad = [k for k, v in shares.items() if not (np.isfinite(v) and v >= 0)]
        faults += [
            Fault(f"{column}, {k!r}", f"the target is {shares[k]!r}", "shares lie between 0 and 1")
            for k in bad
        ]
        if not bad and abs(values.sum() - 1) > 1e-6:
            way = "divide them by their sum if they are rounded; percentages by 100"
            faults.append(Fault(str(column), f"the target shares sum to {values.sum():.6g}, not 1", way))
    return faults


def bound_faults(bounds: Bounds) -> list[Fault]:
    """Return what is wrong with the bounds."""
    if bounds is None or (len(bounds) == 2 and 0 <= bounds[0] < 1 < bounds[1] < np.inf):
        return []
    return [
        Fault("bounds", f"are {bounds!r}", "give (low, high) with 0 <= low < 1 < high, for example (0.3, 3)")
    ]


def base_weights(frame: pd.DataFrame, base: pd.Series | None) -> tuple[Array, list[Fault]]:
    """Return base weights with mean 1, and what is wrong with them."""
    if base is None:
        return np.ones(len(frame)), []
    if not isinstance(base, pd.Series) or not base.index.equals(frame.index):
        return np.ones(len(frame)), [
            Fault("base", "is not a Series under the frame's index", "give it that index")
        ]
    w = base.to_numpy(dtype=float, na_value=np.nan)
    bad = frame.index[~(np.isfinite(w) & (w > 0))]
    faults = [
        Fault(f"base, respondent {r}", f"is {base[r]!r}", "base weights are above zero") for r in bad[:20]
    ]
    return w / w.mean() if not faults else w, faults
