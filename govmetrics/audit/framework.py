"""Steps 1 and 2: what the tree says of itself, and whether its indicators tell the units apart."""

from __future__ import annotations

import numpy as np

from govmetrics.audit.found import Found, Subject, counted
from govmetrics.audit.rules import RULES
from govmetrics.core import Text
from govmetrics.numerics.ordered import repeats


def explained(subject: Subject) -> Found:
    """Count the indicators without notes."""
    leaves = subject.data.tree.indicators
    return counted(
        [(one.code, subject.names[one.code], np.nan) for one in leaves if not one.noted()], len(leaves)
    )


def balanced(subject: Subject) -> Found | Text:
    """Divide the indicators of the largest dimension by those of the smallest."""
    tree, names = subject.data.tree, subject.names
    sizes = {code: len(tree.leaves(code)) for code in tree.parts(tree.root.code)}
    if len(sizes) < 2:
        return Text("there is only one dimension")
    small, large = min(sizes, key=lambda code: sizes[code]), max(sizes, key=lambda code: sizes[code])
    cases = [(code, names[code], float(size)) for code, size in sizes.items()]
    told = {"low": sizes[small], "high": sizes[large], "smallest": names[small], "largest": names[large]}
    return Found(sizes[large] / sizes[small], cases, len(sizes), told)


def sourced(subject: Subject) -> Found:
    """Look whether the tree names its source."""
    named = bool(subject.index.dataset.tree.about.get("source"))
    return Found(float(named), more={"told": Text("named") if named else Text("not named")})


def measured(subject: Subject) -> Found:
    """Count the indicators without a unit of measurement."""
    leaves = subject.data.tree.indicators
    without = [one.code for one in leaves if not one.measured_in()]
    return counted([(code, subject.names[code], np.nan) for code in without], len(leaves))


def tells_apart(subject: Subject) -> Found | Text:
    """Count the indicators of which one value is that of more than half of the units, in the latest period."""
    data = subject.data if subject.latest is None else subject.data.at(subject.latest)
    x, least = data.values.to_numpy(dtype=float), RULES["tells_apart"].each or 0.0
    known = (~np.isnan(x)).sum(axis=0)
    judged = known > 1
    if not judged.any():
        return Text("no indicator has values of two units")
    shares = repeats(x)[1] / np.maximum(known, 1)
    cases = [
        (code, subject.names[str(code)], share)
        for code, share in zip(data.values.columns[judged], shares[judged].tolist(), strict=True)
        if share > least + 1e-9
    ]
    return counted(sorted(cases, key=lambda case: -case[2]), int(judged.sum()))


def reliable(subject: Subject) -> Found | Text:
    """Count the scales of the survey whose alpha is low, the whole survey apart."""
    if subject.reliability is None:
        if any(leaf.source == "survey" for leaf in subject.data.tree.indicators):
            return Text("no reliability of the survey's scales is at hand (`reliability: true`)")
        return Text("no indicator that is scored comes from a survey")
    scales, names = subject.reliability.scales, subject.reliability.tree.names()
    alphas = scales["alpha"].drop(subject.reliability.tree.root.code, errors="ignore").dropna()
    if alphas.empty:
        return Text("no scale has two items")
    low = alphas[alphas < (RULES["reliable"].each or 0.0) - 1e-9].sort_values()
    return counted([(code, names[str(code)], float(value)) for code, value in low.items()], len(alphas))


CHECKS = {
    "explained": explained, "balanced": balanced, "sourced": sourced, "measured": measured, "tells_apart": tells_apart,
    "reliable": reliable,
}  # fmt: skip
