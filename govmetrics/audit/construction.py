"""Steps 5 and 6: the scale, the experts behind the weights, and what the way of aggregation does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from govmetrics.audit.found import Found, Subject, counted, reason
from govmetrics.audit.rules import RULES
from govmetrics.core import Scaled, Text
from govmetrics.core.checks import place_of
from govmetrics.core.errors import GovmetricsError
from govmetrics.core.methods import read_step
from govmetrics.numerics.agreement import spearman
from govmetrics.numerics.ranks import competition
from govmetrics.recipe import methods_of, needs_judgements, one_pass

ARITHMETIC, GEOMETRIC = Text("weighted arithmetic mean"), Text("weighted geometric mean")
POSITIVE = (1, 100)
"""A scale on which the geometric mean can be taken."""
FAR = 0.1
"""A unit that moves by more than this share of the places is named."""


def fixed_bounds(subject: Subject) -> Found:
    """Count the indicators whose scale depends on the values observed."""
    recipe, tree = subject.index.recipe, subject.index.scaled.tree
    moving = (
        []
        if recipe.base_period is not None
        else [one for one in tree.codes if _moves(recipe.normalisation, one)]
    )
    return counted([(code, subject.names[code], np.nan) for code in moving], len(tree))


def _moves(step: Any, code: str) -> bool:
    """Tell whether a step scales an indicator by what was observed: neither by goalposts nor by bounds that were given."""
    name, options = read_step(step)
    if name == "by_leaf":
        own = dict(options.get("of") or {}).get(code)
        return _moves(own or options.get("otherwise", "min_max"), code)
    return methods_of("normalisation")[name].compares_units and options.get("bounds") is None


def inside(subject: Subject) -> Found | Text:
    """Return the share of the values beyond the ends of the scale, also of those that were cut off there."""
    scaled = _unclipped(subject)
    if scaled.scale is None:
        return Text("the scale has no ends")
    values = scaled.values.to_numpy(dtype=float)
    low, high = scaled.scale
    slack = 1e-9 * (high - low)
    beyond = (values < low - slack) | (values > high + slack)
    known = np.isfinite(values)
    shares = beyond.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    cases = [(code, subject.names[code], float(share)) for code, share in zip(scaled.tree.codes, shares, strict=True)
             if share > 0]  # fmt: skip
    return Found(
        float(beyond.sum() / max(known.sum(), 1)), sorted(cases, key=lambda case: -case[2]), len(shares)
    )


def _unclipped(subject: Subject) -> Scaled:
    """Return the scaled values as they are before any is cut off at the end of the scale."""
    index = subject.index
    chosen = index.recipe.chosen("normalisation")
    clips = [name for name in (chosen.method.clips_worst, chosen.method.clips_best) if name]
    if not clips:
        return index.scaled
    chosen = chosen.given(**dict.fromkeys(clips, False))
    if chosen.method.takes_bounds:
        chosen = chosen.given(bounds=index.scaled.bounds)
    scaled: Scaled = chosen(index.treated)
    return scaled


def consistent(subject: Subject) -> Found | Text:
    """Count the experts' matrices beyond the limit that counted, by group."""
    found = _experts(subject)
    if isinstance(found, Text):
        return found
    table, names = found.experts, found.weights.tree.names()
    table = table[table["used"].astype(bool) & table["consistency_ratio"].notna()]
    failed = table[table["consistency_ratio"] > (RULES["consistent"].each or 0.0) + 1e-9]
    by_group = failed.groupby(level="group", sort=False)["consistency_ratio"].agg(["max", "size"])
    cases = [(code, names[str(code)], float(row["max"])) for code, row in by_group.iterrows()]
    return Found(float(len(failed)), cases, len(table), {"count": len(failed)})


def unanimous(subject: Subject) -> Found | Text:
    """Count the groups in which the experts do not agree."""
    found = _experts(subject)
    if isinstance(found, Text):
        return found
    names, known = found.weights.tree.names(), found.consensus["consensus"].dropna()
    if known.empty:
        return Text("there is only one expert")
    low = known[known < (RULES["unanimous"].each or 0.0) - 1e-9].sort_values()
    return counted([(code, names[str(code)], float(value)) for code, value in low.items()], len(known))


def _experts(subject: Subject) -> Any:
    if not needs_judgements(subject.index.recipe):
        return Text("the weights are not those of experts")
    return subject.experts or Text("the experts' judgements are not at hand")


def compensation(subject: Subject) -> Found | Text:
    """Correlate the ranking with that by the geometric mean; of geometric scores, by the arithmetic one."""
    index = subject.index
    own, _ = read_step(index.recipe.aggregation)
    other = "arithmetic" if own == "geometric" else "geometric"
    told = ARITHMETIC if own == "geometric" else GEOMETRIC
    recipe = replace(index.recipe, treatment=(), aggregation=other)
    lowest = np.nanmin(index.scaled.values.to_numpy(dtype=float))
    if other == "geometric" and lowest <= 0:
        name, options = read_step(recipe.normalisation)
        if "scale" not in methods_of("normalisation")[name].options:
            return Text("values of zero or less have no geometric mean")
        recipe = replace(recipe, normalisation={name: {**options, "scale": list(POSITIVE)}})
        told = Text("{method} (on a scale from 1 to 100)", method=told)
    try:
        scores = one_pass(recipe, index.treated, weights=index.weights).scores
    except GovmetricsError as error:
        return reason(error)
    mine, theirs = subject.scores, scores if subject.latest is None else scores.at(subject.latest)
    root = index.weights.tree.root.code
    both = mine.values[root].notna() & theirs.values[root].notna()
    first, second = (one.values[root][both].to_numpy() for one in (mine, theirs))
    value = spearman(first, second)
    if np.isnan(value):
        return Text("all units are tied")
    moved = competition(first)[0] - competition(second)[0]
    far = [place for place in np.argsort(-abs(moved), kind="stable") if abs(moved[place]) > FAR * len(moved)]
    units = mine.values.index[both]
    cases = [(units[place], str(place_of(units[place])), float(moved[place])) for place in far]
    return Found(value, cases, len(moved), {"other": told})


CHECKS = {
    "fixed_bounds": fixed_bounds, "inside": inside, "consistent": consistent, "unanimous": unanimous,
    "compensation": compensation,
}  # fmt: skip
