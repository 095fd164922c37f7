"""Steps 7 to 10: how sure the ranks are, what parts the first from the last, what goes with the index, and its trace."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.audit.found import ENOUGH, Found, Subject, counted
from govmetrics.audit.rules import RULES
from govmetrics.core import Text
from govmetrics.core.checks import place_of
from govmetrics.explain import contributions
from govmetrics.numerics.agreement import spearman

UNASKED = Text("no analysis of sureness is at hand (`sureness: true`)")


def narrow(subject: Subject) -> Found | Text:
    """Return how many of the places the median rank interval spans."""
    if subject.uncertainty is None:
        return UNASKED
    known = subject.uncertainty.intervals.dropna(subset=["lower", "upper"])
    if known.empty:
        return Text("no unit has a rank")
    span = known["upper"] - known["lower"]
    places = float(span.median())
    return Found(places / len(known), total=len(known), more={"places": places, "units": len(known)})


def covered(subject: Subject) -> Found | Text:
    """Count the units whose published rank lies outside its interval."""
    if subject.uncertainty is None:
        return UNASKED
    known = subject.uncertainty.intervals.dropna(subset=["nominal", "lower", "upper"])
    out = known[(known["nominal"] < known["lower"]) | (known["nominal"] > known["upper"])]
    cases = [(unit, str(place_of(unit)), float(rank)) for unit, rank in out["nominal"].items()]
    return counted(cases, len(known)) if len(known) else Text("no unit has a rank")


def told_apart(subject: Subject) -> Found | Text:
    """Return the share of neighbours of whom the better one is better in enough of the draws."""
    sure = subject.uncertainty
    if sure is None:
        return UNASKED
    order = list(sure.intervals.dropna(subset=["nominal"]).sort_values("nominal", kind="stable").index)
    if len(order) < 2:
        return Text("there are no two units with a rank")
    ranks = sure.ranks[order].to_numpy()
    better = (ranks[:, :-1] < ranks[:, 1:]).mean(axis=0)
    tiers = int(sure.tiers.reindex(order).nunique())
    return Found(float((better >= sure.level - 1e-9).mean()), more={"level": sure.level, "tiers": tiers})


def drivers(subject: Subject) -> Found | Text:
    """Return how many times its weight a dimension takes of the gap between the best and the weakest quarter."""
    index, names = subject.index, subject.names
    if not index.recipe.chosen("aggregation").method.additive:
        return Text("scores by this aggregation are no sums of what the dimensions give")
    parts = contributions(index).of_parts()
    if subject.latest is not None:
        parts = parts.loc[[subject.latest]].droplevel("period")
    parts = parts.dropna()
    if len(parts) < 2 or parts.shape[1] < 2:
        return Text("there are fewer than two units or dimensions to compare")
    order = parts.sum(axis=1).sort_values(ascending=False, kind="stable").index
    quarter = max(1, len(order) // 4)
    gaps = parts.loc[order[:quarter]].mean() - parts.loc[order[-quarter:]].mean()
    if abs(gaps.sum()) <= 1e-12 * max(1.0, float(parts.abs().to_numpy().max())):
        return Text("all units are tied")
    shares, weights = gaps / gaps.sum(), index.weights.of(index.weights.tree.root.code)
    cases = sorted(
        ((code, names[code], float(shares[code])) for code in map(str, parts)), key=lambda case: -case[2]
    )
    times = (shares / weights[weights > 0]).dropna()
    largest = str(times.idxmax())
    told = {"largest": names[largest], "share": float(shares[largest]), "weight": float(weights[largest])}
    return Found(float(times[largest]), cases, len(times), told)


def size(subject: Subject) -> Found | Text:
    """Count the attributes of the units that go with the index, by Spearman's correlation in the latest period."""
    scores = subject.scores.values.iloc[:, 0]
    data = subject.index.dataset if subject.latest is None else subject.index.dataset.at(subject.latest)
    found: dict[str, float] = {}
    for name, column in data.attributes.items():
        if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
            continue
        both = column.notna() & scores.notna()
        if both.sum() >= ENOUGH:
            r = spearman(column[both].to_numpy(dtype=float), scores[both].to_numpy())
            found |= {} if np.isnan(r) else {str(name): r}
    if not found:
        return Text("the units have no attributes in numbers, such as population")
    limit = RULES["size"].each or 0.0
    far = sorted(
        (item for item in found.items() if abs(item[1]) > limit + 1e-9), key=lambda item: -abs(item[1])
    )
    return counted([(name, _with_value(name, r), r) for name, r in far], len(found))


def others(subject: Subject) -> Found | Text:
    """Count the other judgements that do not go with the index."""
    found = subject.agreement
    if found is None:
        return Text("the units were not judged in any other way")
    own = found.ranks.columns[0]
    rows = found.agreement[found.agreement["first"] == own].set_index("second")["spearman"].dropna()
    if rows.empty:
        return Text("the units were not judged in any other way")
    low = rows[rows < (RULES["others"].each or 0.0) - 1e-9].sort_values()
    said = [(found.names.get(str(name), str(name)), float(r)) for name, r in low.items()]
    return counted([(name, _with_value(name, r), r) for name, r in said], len(rows))


def _with_value(name: object, r: float) -> Text:
    return Text("{name} ({value:.2f})", name=name, value=float(r))


def traced(subject: Subject) -> Found:
    """Look whether the provenance names inputs, choices, versions and seed."""
    known = subject.index.provenance
    wanted = {
        "inputs": Text("hashes of the inputs"), "recipe": Text("hash of the choices"),
        "versions": Text("versions of the software"), "seed": Text("seed of the draws"),
    }  # fmt: skip
    lacking = [name for key, name in wanted.items() if known.get(key) in (None, {})]
    told = Text("not recorded") if lacking else Text("recorded")
    return Found(float(not lacking), more={"told": told, "names": lacking})


CHECKS = {
    "narrow": narrow, "covered": covered, "drivers": drivers, "size": size, "others": others, "told_apart": told_apart,
    "traced": traced,
}  # fmt: skip
