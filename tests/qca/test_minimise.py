"""Minimisation against exhaustive search, and what a solution must say."""

from __future__ import annotations

from functools import reduce
from itertools import combinations, product
from math import comb
from operator import or_

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.qca.covering import smallest_covers
from govmetrics.qca.minimise import models_of

Term = tuple[int, ...]


def holds(term: Term, row: Term) -> bool:
    return all(value in (2, cell) for value, cell in zip(term, row, strict=True))


def wider(term: Term, other: Term) -> bool:
    """Tell whether the first holds all rows of the second, and more."""
    return term != other and all(a in (2, b) for a, b in zip(term, other, strict=True))


def primes_of(on: set[Term], off: set[Term], k: int) -> list[Term]:
    """By definition: terms without a row of `off`, none wider of the kind, with a row of `on`."""
    free = [term for term in product((0, 1, 2), repeat=k) if not any(holds(term, row) for row in off)]
    return [
        t for t in free if not any(wider(other, t) for other in free) and any(holds(t, row) for row in on)
    ]


def brute_models(on: set[Term], primes: list[Term]) -> set[frozenset[Term]]:
    """Try all sets of primes, the small ones first."""
    for size in range(1, len(primes) + 1):
        found = {
            frozenset(one)
            for one in combinations(primes, size)
            if all(any(holds(t, row) for t in one) for row in on)
        }
        if found:
            return found
    return set()


def sought_models(on: set[Term], primes: list[Term]) -> set[frozenset[Term]]:
    """Try all sets of primes again, with those that alone hold a row in each: they cannot be missing."""
    rows = list(on)
    masks = [sum(1 << at for at, row in enumerate(rows) if holds(t, row)) for t in primes]
    full = (1 << len(rows)) - 1
    holders = [[i for i, mask in enumerate(masks) if mask >> at & 1] for at in range(len(rows))]
    needed = {one[0] for one in holders if len(one) == 1}
    held = reduce(or_, (masks[i] for i in needed), 0)
    others = [i for i in range(len(primes)) if i not in needed]
    for size in range(len(others) + 1):
        assume(comb(len(others), size) < 400_000)
        found = {
            frozenset(primes[i] for i in {*needed, *one})
            for one in combinations(others, size)
            if reduce(or_, (masks[i] for i in one), held) == full
        }
        if found:
            return found
    return set()


@st.composite
def tables(draw: st.DrawFn, k: int) -> tuple[set[Term], set[Term]]:
    outs = draw(st.lists(st.sampled_from("1100??"), min_size=2**k, max_size=2**k))
    rows = list(product((0, 1), repeat=k))
    on = {row for row, out in zip(rows, outs, strict=True) if out == "1"}
    off = {row for row, out in zip(rows, outs, strict=True) if out == "0"}
    return on, off


def found_models(on: set[Term], off: set[Term], k: int) -> tuple[set[frozenset[Term]], int]:
    rows = list(product((0, 1), repeat=k))
    found = models_of(np.array([r in on for r in rows]), np.array([r in off for r in rows]), k, 100_000)
    assert found.complete
    return {frozenset(map(tuple, terms.tolist())) for terms in found.models}, found.count


@pytest.mark.parametrize("k", [1, 2, 3])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_models_are_those_of_brute_force(k, data):
    on, off = data.draw(tables(k))
    if not on:
        return
    expected = brute_models(on, primes_of(on, off, k))
    found, count = found_models(on, off, k)
    assert found == expected
    assert count == len(expected)


@pytest.mark.parametrize("k", [4, 5])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_models_are_those_of_exhaustive_search(k, data):
    on, off = data.draw(tables(k))
    assume(on)
    expected = sought_models(on, primes_of(on, off, k))
    found, count = found_models(on, off, k)
    assert found == expected
    assert count == len(expected)


def test_two_models_that_tie_are_both_reported():
    """A cyclic chart: six rows, six primes of two rows each, two ways to take three of them."""
    on = [(0, 0, 0), (0, 0, 1), (0, 1, 1), (1, 1, 1), (1, 1, 0), (1, 0, 0)]
    rows = [*on, (0, 1, 0), (1, 0, 1)]
    sets = pd.DataFrame(rows, [f"case {at}" for at in range(8)], list("ABC")).assign(Y=[1] * 6 + [0] * 2)
    found = gm.qca.minimise(gm.qca.truth_table(sets, "Y"))
    assert found.count == 2
    assert {frozenset(model.terms) for model in found.models} == {
        frozenset({"~A*~B", "B*C", "A*~C"}), frozenset({"~A*C", "A*B", "~B*~C"})
    }  # fmt: skip
    assert "2 models explain Y equally well" in found.summary()


def test_interchangeable_terms_are_counted_without_being_listed():
    chart = np.array([[1, 0], [1, 0], [1, 0], [0, 1], [0, 1]], dtype=bool)
    found = smallest_covers(chart, most=4)
    assert (found.count, len(found.found), found.complete) == (6, 4, True)


@pytest.fixture
def sets() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    x = rng.choice([0.1, 0.2, 0.3, 0.7, 0.8, 0.9], (20, 3))
    frame = pd.DataFrame(x, [f"社区{at}" for at in range(20)], ["TRUST", "FUNDS", "STAFF"])
    return frame.assign(DONE=np.minimum(x[:, 0], np.maximum(x[:, 1], 1 - x[:, 2])))


def test_a_known_cause_is_found(sets):
    found = gm.qca.minimise(gm.qca.truth_table(sets, "DONE", consistency=0.9))
    assert set(found.models[0].terms) == {"TRUST*FUNDS", "TRUST*~STAFF"}
    assert found.models[0].fit.loc["solution", "inclusion"] == pytest.approx(1)
    assert found.models[0].fit.loc["solution", "coverage"] == pytest.approx(1)
    assert set(found.negated[0].terms) == {"~TRUST", "~FUNDS*STAFF"}


def test_the_negated_outcome_is_that_of_the_negated_table(sets):
    one = gm.qca.minimise(gm.qca.truth_table(sets, "DONE"), "all")
    other = gm.qca.minimise(gm.qca.truth_table(sets, "~DONE"), "all")
    assert [model.terms for model in one.negated] == [model.terms for model in other.models]
    assert [model.outcome for model in other.negated] == ["DONE"]
    pd.testing.assert_frame_equal(one.negated[0].fit, other.models[0].fit)


def test_nothing_depends_on_the_order_of_rows_or_columns(sets):
    one = gm.qca.minimise(gm.qca.truth_table(sets, "DONE"), "directed", ["TRUST", "FUNDS"])
    turned = sets.sample(frac=1, random_state=0)[["STAFF", "DONE", "FUNDS", "TRUST"]]
    other = gm.qca.minimise(
        gm.qca.truth_table(turned, "DONE"), "directed", {"TRUST": "present", "FUNDS": True}
    )
    assert {frozenset(t.split("*")) for t in one.models[0].terms} == {
        frozenset(t.split("*")) for t in other.models[0].terms
    }
    assert one.models[0].fit.loc["solution", "PRI"] == pytest.approx(
        other.models[0].fit.loc["solution", "PRI"]
    )


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_solutions_lie_between_the_complex_and_the_parsimonious_one(seed):
    """The rows of the complex solution are in the intermediate ones, and theirs in parsimonious ones; terms get fewer."""
    rng = np.random.default_rng(seed)
    x = rng.choice([0.1, 0.4, 0.6, 0.9], (12, 4))
    frame = pd.DataFrame(x, [f"u{at}" for at in range(12)], list("ABCD")).assign(Y=rng.choice([0.1, 0.9], 12))
    assume(frame.nunique().min() > 1)
    table = gm.qca.truth_table(frame, "Y", consistency=0.6, pri=0)
    assume(0 < table.rows["OUT"].sum() < len(table.rows))
    expected = {"A": 1, "B": 0, "C": 1}
    complex_, middle = gm.qca.minimise(table), gm.qca.minimise(table, "directed", expected)
    simple = gm.qca.minimise(table, "all")
    corners = [rows_held(one) for one in (complex_, middle, simple)]
    assert all(corners[0][0] <= held for held in corners[1])
    assert all(any(held <= wide for wide in corners[2]) for held in corners[1])
    assert len(simple.models[0].terms) <= len(middle.models[0].terms) <= len(complex_.models[0].terms)


def rows_held(solution: gm.qca.Solution) -> list[set[Term]]:
    """Return the combinations of conditions in each model."""
    return [
        {
            row
            for row in product((0, 1), repeat=len(model.configuration))
            for term in model.configuration.fillna(2).to_numpy(dtype=int).T.tolist()
            if holds(term, row)
        }
        for model in solution.models
    ]


def test_contradictory_assumptions_are_named():
    sets = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 1, 0, 0], "Y": [1, 1, 0, 0]}, list("abcd"))
    found = gm.qca.minimise(gm.qca.truth_table(sets, "Y"), "all")
    both = found.assumptions["for_outcome"] & found.assumptions["for_negated"]
    assert (found.count, found.count_negated) == (2, 2)  # A or B; nothing decides
    assert bool(both.any()) == any("cannot both be" in note for note in found.notes)


def test_progress_is_told():
    rng = np.random.default_rng(0)
    x = rng.choice([0.2, 0.8], (40, 6))
    frame = pd.DataFrame(x, [f"u{at}" for at in range(40)], list("ABCDEF")).assign(
        Y=np.minimum(x[:, 0], x[:, 1])
    )
    told: list[tuple[int, int]] = []
    gm.qca.minimise(
        gm.qca.truth_table(frame, "Y"), progress=lambda done, total, what: told.append((done, total))
    )
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"remainders": "directed"}, "is not given"),
        ({"expected": {"TRUST": 1}}, "goes with directed remainders alone"),
        ({"remainders": "directed", "expected": {"TRSUT": 1}}, "did you mean 'TRUST'"),
        ({"remainders": "directed", "expected": {"TRUST": 2}}, "give 1 (present), 0 (absent)"),
        ({"remainders": "directed", "expected": ["TRUST", "~TRUST"]}, "both present and absent"),
        ({"remainders": "directed", "expected": {"TRUST": 1, "~ TRUST": 1}}, "both present and absent"),
        ({"remainders": "some"}, "choose one of"),
    ],
)
def test_bad_directions(sets, options, said):
    with pytest.raises(gm.FaultyInput, match=r"expected|remainders") as error:
        gm.qca.minimise(gm.qca.truth_table(sets, "DONE"), **options)
    assert said in str(error.value)


def test_no_row_or_every_row_is_sufficient(sets):
    with pytest.raises(gm.GovmetricsError, match="no combination reaches consistency 1"):
        gm.qca.minimise(
            gm.qca.truth_table(sets.assign(DONE=np.tile([0.2, 0.9], 10)), "DONE", consistency=1.0)
        )
    crisp = pd.DataFrame({"A": [1, 0, 1], "Y": [1, 1, 0.9]}, list("abc"))
    with pytest.raises(gm.GovmetricsError, match="every combination that is observed"):
        gm.qca.minimise(gm.qca.truth_table(crisp, "Y"))


def test_table_of_configurations(sets):
    table = gm.qca.minimise(gm.qca.truth_table(sets, "DONE", consistency=0.9)).tables("en")[0]
    cells = dict(zip(table.frame.iloc[:, 0], table.frame.iloc[:, 1:].to_numpy().tolist(), strict=True))
    assert list(table.frame.columns[1:]) == ["S1", "S2"]
    assert set(cells["TRUST"]) == {"●"}
    assert {"⊗", ""} == set(cells["STAFF"])
    assert cells["Solution consistency"] == ["1.000", ""]
    assert any("●" in note for note in table.notes)
    assert "总体一致性" in set(
        gm.qca.minimise(gm.qca.truth_table(sets, "DONE")).tables("zh")[0].frame.iloc[:, 0]
    )


def test_terms_with_the_same_core_are_numbered_together():
    """S1a and S1b: two intermediate terms of one parsimonious term."""
    rows = [(1, 1, 0, 1), (1, 0, 1, 1), (0, 1, 1, 0), (0, 0, 0, 0), (0, 1, 0, 0)]
    frame = pd.DataFrame([row[:3] for row in rows], list("abcde"), list("ABC")).assign(
        Y=[row[3] for row in rows]
    )
    model = gm.qca.minimise(gm.qca.truth_table(frame, "Y")).models[0]
    assert sorted(model.headings()) == ["S1a", "S1b"]
