"""A group of experts and a tree: one set of weights, with who counted, how they agree and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.ahp.combining import Basis, Combine, Mean, combined
from govmetrics.ahp.group_frames import consensus_frame, log_frame
from govmetrics.ahp.group_weights import GroupWeights
from govmetrics.ahp.group_words import procedure_of
from govmetrics.ahp.kinds import LIMIT, PRIORITIES
from govmetrics.ahp.policy import Inconsistent, Method, panels, treat, voting_weights
from govmetrics.ahp.priority_methods import METHODS, eigenvector
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.judgements import JUDGEMENTS, Judgements
from govmetrics.core.methods import Method as Record
from govmetrics.core.methods import by_name
from govmetrics.core.options import SEED, SHARE, asked, choice, count, wanted
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import Weights
from govmetrics.core.words import Text


def weights(
    judgements: Judgements,
    priorities: Method = eigenvector,
    combine: Combine = "judgements",
    expert_weights: Mapping[str, float] | pd.Series | pd.DataFrame | None = None,
    max_consistency_ratio: float = 0.1,
    *,
    inconsistent: Inconsistent = "keep",
    mean: Mean = "arithmetic",
    unjudged: Literal["refuse", "equal"] = "refuse",
    draws: int = 200,
    level: float = 0.9,
    rng: int | np.random.Generator = 0,
) -> GroupWeights:
    """Return the weights over the tree that a group of experts gives.

    Parameters
    ----------
    judgements : Judgements
        Each expert may have judged some groups only, and some pairs only.
    priorities : function
        `eigenvector`, `geometric_mean`, `column_mean`, or any function from a stack to `Priorities`.
    combine : {"judgements", "priorities"}
        Combine the matrices by their geometric mean and then take priorities (AIJ: the group acts as one),
        or take each expert's priorities and average them (AIP).
    expert_weights : mapping or Series of expert to weight, or DataFrame experts x groups, optional
        Voting weights; only their ratios matter. 0 leaves an expert out.
    max_consistency_ratio : float
        The limit for one expert in one group; a ratio equal to the limit passes.
    inconsistent : {"keep", "drop", "downweight", "revise", "refuse"}
        What happens, in that group, to experts beyond the limit: they count; do not count; count with
        limit / ratio of their vote; have their judgements repaired as little as possible (logged in
        `revisions`); or nothing is computed and everyone beyond the limit is named.
    mean : {"arithmetic", "geometric"}
        How priorities are averaged where `combine` is "priorities".
    unjudged : {"refuse", "equal"}
        What a group of two or more parts without any judgement means. A single part always weighs 1.
    draws : int
        Resamplings of the experts for the intervals; 0 for none.
    level : float
        Level of the intervals.
    rng : int or numpy Generator
        Seed of the resampling.

    Returns
    -------
    GroupWeights
        `weights`, and everything a referee asks about them.

    Raises
    ------
    FaultyInput
        A group without judgements, judgements that fall into separate parts, voting weights of unknown
        experts: each named.
    UnsuitableMethod
        Nobody is left in a group (who and why), or "refuse" and someone beyond the limit.

    References
    ----------
    Forman, E. and Peniwati, K. (1998). Aggregating individual judgments and priorities with the analytic
    hierarchy process. European Journal of Operational Research 108, 165-169.

    Examples
    --------
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    >>> judgements = Judgements.from_matrices(tree, {
    ...     "Li": {"index": [[1, 3], [1 / 3, 1]], "A": [[1, 2], [1 / 2, 1]]},
    ...     "Ann": {"index": [[1, 1 / 3], [3, 1]]},
    ... })
    >>> found = weights(judgements)
    >>> found.weights.across_tree().round(3).to_dict()
    {'a1': 0.333, 'a2': 0.167, 'b1': 0.5}
    """
    asked(judgements=(judgements, JUDGEMENTS))
    faults = wanted(
        priorities=(priorities, PRIORITIES), combine=(combine, choice("judgements", "priorities")),
        max_consistency_ratio=(max_consistency_ratio, LIMIT),
        inconsistent=(inconsistent, choice("keep", "drop", "downweight", "revise", "refuse")),
        mean=(mean, choice("arithmetic", "geometric")), unjudged=(unjudged, choice("refuse", "equal")),
        draws=(draws, count(0)), level=(level, SHARE), rng=(rng, SEED),
    )  # fmt: skip
    with faults:
        votes = voting_weights(judgements, expert_weights)
    faults.raise_all()
    found = panels(judgements, priorities, votes)
    equal = unjudged_shares(judgements.tree, {panel.group for panel in found}, unjudged)
    treated = treat(judgements, found, inconsistent, max_consistency_ratio, priorities)
    basis = Basis(judgements, treated, priorities, combine, mean, equal)
    common = [combined(panel, basis) for panel in treated]
    local = dict(equal)
    for panel, (w, _) in zip(treated, common, strict=True):
        local |= dict(zip(panel.parts, w.tolist(), strict=True))
    by = Text(treated[0].found.method) if treated else Text("single parts")
    method = (Text("ahp ({method}, judgements combined)", method=by) if combine == "judgements"
              else Text("ahp ({method}, priorities combined)", method=by))  # fmt: skip
    names = list(dict.fromkeys(panel.found.random_index_table for panel in treated))
    tables = names[0] if len(names) == 1 else Text("{tables}", tables=names)
    details = {
        "inconsistent": inconsistent,
        "max_consistency_ratio": max_consistency_ratio,
        "random_index": tables,
    }
    told = procedure_of(basis, inconsistent, max_consistency_ratio, tables, expert_weights is not None)
    shares = Weights(judgements.tree, pd.Series(local), method, details, told)
    return GroupWeights(
        shares,
        consensus_frame(treated, common),
        log_frame(treated),
        tables, method, combine, max_consistency_ratio, draws, level,
        int(rng.integers(2**63)) if isinstance(rng, np.random.Generator) else int(rng), basis, judgements.notes, told,
    )  # fmt: skip


def unjudged_shares(tree: IndicatorTree, judged: set[str], rule: str) -> dict[str, float]:
    """Return the shares that need no judgement: single parts, and groups that are to have equal shares."""
    shares: dict[str, float] = {}
    faults = []
    for group in tree.groups:
        if group.code in judged:
            continue
        if len(group.parts) > 1 and rule == "refuse":
            faults.append(
                Fault(group.code, "nobody judged this group", 'ask an expert, or pass unjudged="equal"')
            )
        shares |= {part.code: 1 / len(group.parts) for part in group.parts}
    Faults(faults).raise_all()
    return shares


WEIGHTINGS = by_name(
    Record(weights, "judgements", name="ahp", functions={"priorities": METHODS}, result="weights")
)
"""Name in a recipe: method that takes experts' judgements, beside `weighting.METHODS`."""
