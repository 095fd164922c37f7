"""Whatever is withheld cannot be computed from the scores that are shown, the weights known: looked at as linear equations."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.weights import shares_within_groups
from govmetrics.evaluation.withheld import ALONE, ASKED, BESIDE, FILLED, FIRST, SHOWN, SMALL, withheld_cells

TREE = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2", "b3"], "C": ["c1"]})


@st.composite
def cases(draw):
    """A tree of two or three levels with weights (zero ones among them), known cells, and cells withheld at first."""
    count = iter(range(100))

    def group(depth):
        parts = []
        for _ in range(draw(st.integers(1, 4 if depth else 3))):
            deeper = depth < 2 and draw(st.booleans())
            parts.append(group(depth + 1) if deeper else gm.Indicator(f"x{next(count)}", "x"))
        return gm.Group(f"g{next(count)}", "g", tuple(parts))

    tree = gm.IndicatorTree(group(0))
    raw = {code: draw(st.sampled_from([0.0, 1.0, 2.0, 5.0])) for code in tree.node_codes[1:]}
    for one in tree.groups:
        if not any(raw[part.code] for part in one.parts):
            raw[one.parts[0].code] = 1.0
    cells = st.sampled_from([SHOWN, SHOWN, SHOWN, SMALL, ASKED, FILLED])
    rows = 3
    first = [[draw(cells) for _ in tree.codes] for _ in range(rows)]
    known = [[draw(st.sampled_from([True, True, True, False])) for _ in tree.codes] for _ in range(rows)]
    weights = gm.Weights(tree, shares_within_groups(tree, raw))
    return weights, pd.DataFrame(known, columns=tree.codes), pd.DataFrame(first, columns=tree.codes)


def equations(weights, known):
    """Return every node's score as a weighted mean of the known leaves below it: nodes x leaves; rows of nodes without any
    are zero."""
    tree = weights.tree
    of = dict(zip(tree.node_codes, weights.shares, strict=True))
    found = {code: np.eye(len(tree))[place] * known[place] for place, code in enumerate(tree.codes)}
    for one in reversed(tree.groups):
        parts = [part.code for part in one.parts if found[part.code].any() and of[part.code] > 0]
        total = sum(of[code] for code in parts)
        found[one.code] = sum((of[code] / total * found[code] for code in parts), np.zeros(len(tree)))
    return pd.DataFrame(found, tree.codes).T


@given(cases())
def test_no_combination_of_scores_that_are_shown_tells_a_withheld_cell_nor_a_sum_of_them(case):
    weights, known, first = case
    states = withheld_cells(weights, known, first)
    codes = weights.tree.codes
    for row in known.index:
        system = equations(weights, known.loc[row].to_numpy())
        state = states.loc[row]
        secret = [c for c in codes if known.at[row, c] and first.at[row, c] != SHOWN]
        beside = [c for c in codes if state[c] == BESIDE]
        assert [c for c in codes if state[c] in FIRST] == secret
        shown = system.loc[[c for c in system.index if state[c] == SHOWN and c not in codes]].to_numpy()
        hidden = [codes.index(c) for c in (*secret, *beside)]
        # If some sum of shown scores, less cells that are shown, had withheld cells of the first kind alone in it, the
        # columns of these would add to the rank of the others.
        others = shown[:, [codes.index(c) for c in beside]]
        assert np.linalg.matrix_rank(shown[:, hidden], tol=1e-9) == np.linalg.matrix_rank(others, tol=1e-9)


@given(cases())
def test_no_more_than_needed_is_withheld(case):
    weights, known, first = case
    states = withheld_cells(weights, known, first)
    nothing = withheld_cells(weights, known, first * 0)
    assert not nothing.to_numpy().any()
    groups = len(weights.tree.groups)
    assert ((states[weights.tree.codes] == BESIDE).sum(axis=1) <= groups).all()
    assert (states[~known.any(axis=1)] == SHOWN).to_numpy().all()
    assert not states[weights.tree.codes].where(~known, 0).to_numpy().any()


@pytest.mark.parametrize(
    ("small", "expected"),
    [
        (["a1"], {"a1": SMALL, "a2": BESIDE}),
        # Of the groups that stand beside the one with the largest share, and of it the largest part.
        (["a1", "a2"], {"a1": SMALL, "a2": SMALL, "A": ALONE, "B": BESIDE, "b3": BESIDE}),
        (["b2"], {"b2": SMALL, "b3": BESIDE}),
        (["c1"], {"c1": SMALL, "C": ALONE, "B": BESIDE, "b3": BESIDE}),
        (TREE.codes, dict.fromkeys(("index", "A", "B", "C"), ALONE) | dict.fromkeys(TREE.codes, SMALL)),
    ],
)
def test_cases_by_hand(small, expected):
    raw = {"A": 1, "B": 2, "C": 1.5, "a1": 1, "a2": 1, "b1": 1, "b2": 1, "b3": 2, "c1": 1}
    weights = gm.Weights(TREE, shares_within_groups(TREE, raw))
    first = pd.DataFrame([[SMALL if code in small else SHOWN for code in TREE.codes]], columns=TREE.codes)
    found = withheld_cells(weights, first.notna(), first).iloc[0]
    assert found[found != SHOWN].to_dict() == expected
