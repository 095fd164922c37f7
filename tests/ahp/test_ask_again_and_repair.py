"""Which judgements to ask again, and the repair."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

import govmetrics as gm
from govmetrics.ahp.ask_again import FEW, checkable_pairs, optimal_values, without_each
from govmetrics.ahp.incomplete import eigenvalue_optimal
from govmetrics.ahp.least_eigenvalue import least_by_each
from tests.ahp.matrices import consistent, judged, random_stack, upper

COLUMNS = ["first", "second", "given", "suggested", "error", "consistency_ratio_after"]


def planted(n=6, rng=0):
    """Consistent judgements with one judgement 20 times too large."""
    w = np.random.default_rng(rng).dirichlet(np.full(n, 2.0))
    a = consistent(w)
    a[1, 4] *= 20
    a[4, 1] /= 20
    return a, w


def test_the_planted_error_comes_first_with_its_true_value():
    a, w = planted()
    found = gm.ahp.revisions(a, max_ratio=None)
    assert found.columns.tolist() == COLUMNS
    worst = found.iloc[0]
    assert (worst["first"], worst["second"]) == (1, 4)
    assert worst["suggested"] == pytest.approx(w[1] / w[4], rel=1e-7)
    assert worst["consistency_ratio_after"] == pytest.approx(0, abs=1e-9)


@given(matrix=judged, top=st.integers(1, 40))
def test_ratio_after_is_what_the_changed_matrix_has(matrix, top):
    found = gm.ahp.revisions(matrix, top=top)
    n = len(matrix)
    assert len(found) == min(top, n * (n - 1) // 2)
    assert (np.diff(found["error"]) <= 1e-9).all()
    before = gm.ahp.eigenvector(matrix).consistency_ratio
    for row in found.itertuples():
        changed = matrix.copy()
        changed[row.first, row.second], changed[row.second, row.first] = row.suggested, 1 / row.suggested
        after = gm.ahp.eigenvector(changed).consistency_ratio
        assert after == pytest.approx(row.consistency_ratio_after, abs=1e-9)
        assert after <= before + 1e-9
        assert 1 / 9 - 1e-9 <= row.suggested <= 9 + 1e-9
        assert row.error == pytest.approx(abs(np.log(row.given / row.suggested)), abs=1e-9)


@given(
    n=st.integers(3, 25), noise=st.sampled_from([0.0, 0.01, 0.3, 1.0, 2.0]), seed=st.integers(0, 2**32 - 1)
)
def test_best_values_by_the_resolvent_are_those_of_a_matrix_for_each_judgement(n, noise, seed):
    a = random_stack(1, n, rng=seed, noise=noise)[0]
    i, j = np.triu_indices(n, 1)
    best, certain = least_by_each(a, i, j)
    each = [
        eigenvalue_optimal(stack)[np.arange(len(stack)), i[s], j[s]] for s, stack in without_each(a, i, j)
    ]
    np.testing.assert_allclose(best[certain], np.concatenate(each)[certain], rtol=1e-8)
    if noise < 1 and n > 10:
        assert certain.all()


def test_many_criteria_have_the_answers_of_a_matrix_for_each_judgement():
    a = random_stack(1, FEW + 5, rng=0, noise=0.3)[0]
    a[2, 7], a[7, 2] = a[2, 7] * 5000, a[7, 2] / 5000  # too far for the series
    i, j = checkable_pairs(a)
    each = [
        eigenvalue_optimal(stack)[np.arange(len(stack)), i[s], j[s]] for s, stack in without_each(a, i, j)
    ]
    np.testing.assert_allclose(optimal_values(a, i, j, np.inf), np.concatenate(each), rtol=1e-8)
    assert not least_by_each(a, i, j)[1].all()
    worst = gm.ahp.revisions(a, top=1, max_ratio=None).iloc[0]
    assert (worst["first"], worst["second"]) == (2, 7)


def test_suggestion_is_the_best_value_by_search():
    a = random_stack(1, 5, rng=4, noise=0.8)[0]
    row = gm.ahp.revisions(a, top=1, max_ratio=None).iloc[0]
    i, j = int(row["first"]), int(row["second"])

    def largest(x):
        b = a.copy()
        b[i, j], b[j, i] = np.exp(x), np.exp(-x)
        return np.linalg.eigvals(b).real.max()

    assert np.log(row["suggested"]) == pytest.approx(minimize_scalar(largest).x, abs=1e-5)


def test_labels_and_missing_judgements():
    a, _ = planted()
    a[0, 2] = a[2, 0] = np.nan
    labels = list("abcdef")
    found = gm.ahp.revisions(pd.DataFrame(a, labels, labels), top=99)
    assert found.iloc[0][["first", "second"]].tolist() == ["b", "e"]
    assert not ((found["first"] == "a") & (found["second"] == "c")).any()


def test_a_judgement_that_nothing_else_implies_is_not_listed():
    assert gm.ahp.revisions([[1, 5], [1 / 5, 1]]).empty
    assert gm.ahp.revisions([[1]]).columns.tolist() == COLUMNS
    path = np.array([[1, 2, np.nan], [0.5, 1, 3], [np.nan, 1 / 3, 1]])
    assert gm.ahp.revisions(path).empty


def test_fifty_elements():
    found = gm.ahp.revisions(random_stack(1, 50, noise=0.3)[0], top=5)
    assert len(found) == 5


def test_bad_options():
    a = random_stack(2, 3)
    with pytest.raises(gm.FaultyInput, match="stack"):
        gm.ahp.revisions(a)
    for options in ({"top": 0}, {"max_ratio": 1}, {"random_index": "mine"}):
        with pytest.raises(gm.FaultyInput):
            gm.ahp.revisions(a[0], **options)
    with pytest.raises(gm.FaultyInput, match="max_consistency_ratio"):
        gm.ahp.repair(a[0], max_consistency_ratio=0)


@given(matrix=judged)
def test_repair_meets_the_limit_and_logs_exactly_what_it_changed(matrix):
    before = matrix.copy()
    found = gm.ahp.repair(matrix, 0.1)
    np.testing.assert_array_equal(matrix, before)
    assert found.consistency_ratio_after <= 0.1 + 1e-9
    assert gm.ahp.eigenvector(found.matrix).consistency_ratio == pytest.approx(
        found.consistency_ratio_after, abs=1e-9
    )
    i, j = np.triu_indices(len(matrix), 1)
    moved = np.flatnonzero(found.matrix[i, j] != matrix[i, j])
    assert (
        found.changes[["first", "second"]].to_numpy().tolist()
        == np.column_stack([i[moved], j[moved]]).tolist()
    )
    np.testing.assert_allclose(found.changes["given"], matrix[i[moved], j[moved]])
    np.testing.assert_allclose(found.changes["repaired"], found.matrix[i[moved], j[moved]])
    if found.consistency_ratio_before <= 0.1:
        assert found.changes.empty
    else:
        # no further than the limit asks
        assert found.consistency_ratio_after == pytest.approx(0.1, abs=1e-6)


def test_one_change_is_used_where_one_is_enough_and_it_is_the_nearest():
    a, _ = planted()
    found = gm.ahp.repair(a)
    assert len(found.changes) == 1
    moved = abs(np.log(found.changes["repaired"][0] / found.changes["given"][0]))
    # no other single change that passes moves less: search a fine grid for every pair
    for i in range(6):
        for j in range(i + 1, 6):
            for x in (-0.97 * moved, 0.97 * moved):
                b = a.copy()
                b[i, j] *= np.exp(x)
                b[j, i] = 1 / b[i, j]
                assert gm.ahp.eigenvector(b).consistency_ratio > 0.1


def test_repair_keeps_labels_and_what_was_not_asked():
    a, _ = planted()
    a[0, 2] = a[2, 0] = np.nan
    labels = list("abcdef")
    found = gm.ahp.repair(pd.DataFrame(a, labels, labels), 0.01)
    assert np.isnan(found.matrix.loc["a", "c"])
    assert found.changes[["first", "second"]].to_numpy().tolist() == [["b", "e"]]
    assert "b : e" in found.summary()
    assert "修正判断 1 处" in found.summary("zh")
    assert found.to_dict()["changes"]["data"][0][:2] == ["b", "e"]
    assert "<table" in found._repr_html_()


def test_repair_gives_up_in_words():
    """More than half of what this expert said would have to change."""
    hopeless = upper(np.random.default_rng(1).choice([1 / 9, 9], 28), 8)
    with pytest.raises(gm.UnsuitableMethod, match="after 14 changes; ask the expert again"):
        gm.ahp.repair(hopeless, 0.001)


@pytest.mark.parametrize("gaps", [False, True])
def test_some_pairs_at_a_time_suggest_what_all_at_once_do(monkeypatch, gaps):
    a, _ = planted(7)
    if gaps:
        a[0, 3] = a[3, 0] = a[2, 5] = a[5, 2] = np.nan
    whole = gm.ahp.revisions(a, top=30)
    monkeypatch.setattr("govmetrics.ahp.ask_again.BLOCK", 2 * a.size)
    pd.testing.assert_frame_equal(gm.ahp.revisions(a, top=30), whole)


def test_a_repair_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr("govmetrics.core.memory.MOST", 1_000)
    with pytest.raises(gm.core.FaultyInput, match="of memory would be needed"):
        gm.ahp.repair(planted()[0])
