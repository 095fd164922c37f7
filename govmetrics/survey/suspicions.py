"""What looks odd in a survey and must be said aloud: undeclared reversed items, repeated people and devices."""

from __future__ import annotations

from typing import Any

import numpy as np

from govmetrics.core.survey import Survey
from govmetrics.numerics.correlations import pairwise_covariance, to_correlation

LOADING = 0.2  # of an item on the first component of its scale, below minus this it runs against the others


def reversal_notes(survey: Survey) -> list[str]:
    """Return a note for every item whose answers run against its scale, with the sign of the evidence.

    The items of the smallest scale of three or more are compared on the first principal component of their
    correlations; those on the side of the minority are named.
    """
    answers = survey.directed()
    notes, seen = [], set()
    for node, items in sorted(survey.scales.items(), key=lambda pair: len(pair[1])):
        fresh = [item for item in items if item not in seen]
        if len(items) < 3 or not fresh:
            continue
        seen.update(items)
        x = answers[items].to_numpy()
        r = to_correlation(pairwise_covariance(x)[0])
        known = ~np.isnan(np.diagonal(r))
        r = np.nan_to_num(r[np.ix_(known, known)])
        if len(r) < 3:
            continue
        values, vectors = np.linalg.eigh(r)
        loading = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
        loading = loading if np.count_nonzero(loading > 0) * 2 > len(r) else -loading
        names = [item for item, flag in zip(items, known, strict=True) if flag]
        for name, load in zip(names, loading, strict=True):
            if load < -LOADING:
                verb = (
                    "is declared as reversed but" if name in survey.reverse else "may be a reversed item: it"
                )
                notes.append(
                    f"{name} {verb} runs against the other items of {node} (loading {load:.2f}); check its wording and `reverse`"
                )
    return notes


def duplicate_notes(survey: Survey, repeated: list[Any]) -> list[str]:
    """Return notes on respondents that occur more than once, devices used more than once, equal answers."""
    notes = []
    if repeated:
        listed = ", ".join(map(str, repeated[:10])) + (" ..." if len(repeated) > 10 else "")
        notes.append(f"{len(repeated)} respondents occur more than once: {listed}; rows are numbered instead")
    for column in ("device", "account"):
        if column in survey.meta:
            values = survey.meta[column]
            shared = values[values.notna() & values.duplicated(keep=False)]
            if len(shared):
                notes.append(
                    f"{len(shared)} respondents share a {column} with another ({shared.nunique()} in all)"
                )
    return notes
