"""Whether two assessments are measured by one yardstick: by one tree, one recipe, and bounds that can be held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from govmetrics.core import Dataset, Fault, Group, Indicator, IndicatorTree, Note, Text, Weights
from govmetrics.core.errors import Faults
from govmetrics.core.measures import Unit, factor, measure, plain, texts_of
from govmetrics.core.nodes import Node, label, unit_of
from govmetrics.core.options import shown
from govmetrics.core.tree_compare import one_name, same_nodes
from govmetrics.core.words import NodeName, method_name
from govmetrics.recipe import Assessment, Recipe

_BY_ONE = "score the earlier data by the tree of now too, or both by what both trees have"
_BETTER = {
    "more": "more is better", "less": "less is better", "target": "near the target is better",
    "interval": "within the interval is better",
}  # fmt: skip


def apart(before: Assessment, after: Assessment) -> Faults:
    """Return why two assessments cannot be measured by one yardstick."""
    return yardsticks_apart((before.scaled.tree, before.recipe), (after.scaled.tree, after.recipe))


def yardsticks_apart(before: tuple[IndicatorTree, Recipe], after: tuple[IndicatorTree, Recipe]) -> Faults:
    """Return how two yardsticks differ: the trees that are scored, the methods that score them."""
    faults = Faults(_trees_apart(before[0], after[0]))
    for stage in ("normalisation", "aggregation"):
        one, two = (recipe.chosen(stage) for _, recipe in (before, after))
        if one.step != two.step:
            problem, way_out = "the {stage} is {now}, and was {then} before", "follow both by one recipe"
            said = {"stage": Text(stage), "now": shown(two.step), "then": shown(one.step)}
            faults.append(Fault("after", problem, way_out, **said))
    method = before[1].chosen("normalisation").method
    if method.compares_units and not method.takes_bounds:
        problem, way_out = "{method} takes no earlier bounds", "normalise by min_max, goalposts or z_score"
        faults.append(Fault("before", problem, way_out, method=method_name(method.name)))
    return faults


def notes_on_names(before: IndicatorTree, after: IndicatorTree) -> list[Note]:
    """Return what a reader must know of indicators that are one by their code alone: other names, items, units."""
    shared = [(before[code], after[code]) for code in after.node_codes if code in before]
    named = [
        Text("{code} {then} → {now}", code=now.code, then=label(then), now=label(now))
        for then, now in shared if one_name(then, now) is False
    ]  # fmt: skip
    asked = [
        label(now)
        for then, now in shared
        if isinstance(then, Indicator) and isinstance(now, Indicator) and set(then.items) != set(now.items)
    ]
    measured = [
        Text("{name} {then} → {now}", name=label(now), then=unit_of(then), now=unit_of(now))
        for then, now in shared
        if isinstance(then, Indicator) and isinstance(now, Indicator) and _other_unit(then.unit, now.unit)
    ]
    told = []
    if named:
        text = "one code, another name than in the earlier evaluation; compared as the same: {names:8}"
        told.append(Note(text, names=named))
    if asked:
        text = "asked by other items than in the earlier evaluation, so that a change may be that of the items: {names:8}"
        told.append(Note(text, names=asked))
    if measured:
        text = "another unit of measurement than in the earlier evaluation, compared as the same: {names:8}"
        told.append(Note(text, names=measured))
    return told


def _other_unit(then: Unit, now: Unit) -> bool:
    """Tell whether both units are said and are not one as far as is known: what turns into the other is a fault."""
    pairs = [(one, two) for one in texts_of(then) for two in texts_of(now)]
    return bool(pairs) and not any(
        plain(one) == plain(two) or (measure(one) is not None and measure(one) == measure(two))
        for one, two in pairs
    )


def _trees_apart(before: IndicatorTree, after: IndicatorTree) -> list[Fault]:
    """Return why scores by two trees are not of one thing: codes alone do not say, for an inserted row moves them."""
    pairs, _ = same_nodes(after, before)
    forth, back = dict(pairs), {then: now for now, then in pairs}
    moved = [
        Text("{name} {then} → {now}", name=label(after[now]), then=then, now=now)
        for now, then in pairs
        if now != then
    ]
    alone = [
        Text("only now: {names:8}", names=_alone(after, before, forth, back)),
        Text("only before: {names:8}", names=_alone(before, after, back, forth)),
    ]
    alone = [text for text in alone if text.values["names"]]
    faults: list[Fault] = []
    if moved:
        way_out = "give them their earlier codes, in the tree's column of codes"
        faults.append(Fault("after", "the codes of indicators are others: {names:8}", way_out, names=moved))
    if alone:
        faults.append(Fault("after", "scores other indicators ({alone})", _BY_ONE, alone=alone))
    elif not moved and _places(before) != _places(after):
        faults.append(Fault("after", "has the same indicators in other groups", _BY_ONE))
    return [*faults, *(fault for now, then in pairs for fault in _measured(before[then], after[now]))]


def _alone(
    tree: IndicatorTree, other: IndicatorTree, pairs: Mapping[str, str], back: Mapping[str, str]
) -> list[NodeName]:
    """Return the names of nodes that the other tree lacks: it has neither the name, nor the code for another name."""
    return [
        label(tree[code])
        for code in tree.node_codes
        if code not in pairs and (code not in other or code in back)
    ]


def _places(tree: IndicatorTree) -> dict[str, str | None]:
    return {code: tree.parent(code) for code in tree.node_codes}


def in_order_of(before: Assessment, after: Assessment) -> Assessment:
    """Return the earlier assessment with the parts of each group in the order of the later one's tree.

    Another order means nothing; but draws are handed out in it, and must be the same on both sides.
    """
    if before.scaled.tree.node_codes == after.scaled.tree.node_codes:
        return before
    order = after.dataset.tree.positions
    weights, scores, scaled = _weights_in_order(before.weights, order), before.scores, before.scaled
    nodes, codes = weights.tree.node_codes, weights.tree.codes
    shares, marks, bounds = scores.coverage_imputed, scaled.imputed, scaled.bounds
    return replace(
        before,
        dataset=_data_in_order(before.dataset, order),
        treated=_data_in_order(before.treated, order),
        scaled=replace(
            scaled,
            tree=weights.tree,
            values=scaled.values[codes],
            bounds=bounds.loc[codes] if set(codes) == set(bounds.index) else bounds,
            imputed=None if marks is None else marks[codes],
        ),
        weights=weights,
        scores=replace(
            scores,
            values=scores.values[nodes],
            coverage=scores.coverage[nodes],
            weights=_weights_in_order(scores.weights, order),
            coverage_imputed=None if shares is None else shares[nodes],
        ),
    )


def _data_in_order(data: Dataset, order: Mapping[str, int]) -> Dataset:
    tree = _tree_in_order(data.tree, order)
    errors = data.standard_errors
    return replace(
        data,
        tree=tree,
        values=data.values[tree.codes],
        standard_errors=None if errors is None else errors[tree.codes],
    )


def _weights_in_order(weights: Weights, order: Mapping[str, int]) -> Weights:
    tree = _tree_in_order(weights.tree, order)
    return replace(weights, tree=tree, local=weights.local[tree.node_codes[1:]])


def _tree_in_order(tree: IndicatorTree, order: Mapping[str, int]) -> IndicatorTree:
    made: dict[str, Node] = {}
    for node in reversed(tree.nodes):  # its parts first; no recursion, so any depth
        made[node.code] = node
        if isinstance(node, Group):
            parts = sorted(node.parts, key=lambda part: order.get(part.code, len(order)))
            made[node.code] = replace(node, parts=tuple(made[part.code] for part in parts))
    return replace(tree, root=made[tree.root.code])


def _measured(then: Node, now: Node) -> list[Fault]:
    """Return in what a leaf is measured otherwise than before, so that its values are not of one scale."""
    if not isinstance(then, Indicator) or not isinstance(now, Indicator):
        return []
    told, one, two = label(now), unit_of(then), unit_of(now)
    faults = []
    if then.better != now.better:
        said = {"name": told, "now": Text(_BETTER[now.better]), "then": Text(_BETTER[then.better])}
        faults.append(
            Fault(
                "after",
                "{name}: {now}; before: {then}",
                "correct the tree that is wrong, or score the earlier data by the tree of now too",
                **said,
            )
        )
    elif now.better in ("target", "interval") and then.target != now.target:
        problem, way_out = (
            "the target of {name} is {now}, and was {then} before",
            "give both trees one target",
        )
        aims = {"now": shown(now.target), "then": shown(then.target)}
        faults.append(Fault("after", problem, way_out, name=told, **aims))
    if any(factor(unit, now.unit) is not None for unit in texts_of(then.unit)):
        problem, way_out = (
            "{name} is in {now}, and was in {then} before",
            "measure it in one unit in both trees",
        )
        faults.append(Fault("after", problem, way_out, name=told, now=two, then=one))
    return faults
