"""Diversity: the case's numbers, simulation, invariants."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import govmetrics as gm
from govmetrics import UnsuitableMethod
from govmetrics.collaboration import diversity

CASE = Path(__file__).resolve().parents[3] / "shared" / "cases" / "collaboration" / "case.json"
KINDS = ["government", "residents", "social organisations", "firms", "property company"]
ROW = pd.DataFrame([[4, 10, 3, 2, 1]], ["East"], KINDS)
COUNTS = arrays(
    np.int64, st.tuples(st.integers(1, 4), st.integers(2, 6)), elements=st.integers(0, 40)
).filter(lambda n: (n.sum(axis=1) > 0).all())


def frame(n):
    return pd.DataFrame(n, [f"u{at}" for at in range(n.shape[0])], [f"k{at}" for at in range(n.shape[1])])


def kept(table):
    table = table.copy()
    table.attrs["totals"] = "keep"
    return table


def found(n, **options):
    """Of units of which one may equal the sum of the others by chance; six kinds at most, and no column of totals."""
    table = frame(n).assign(more=np.arange(len(n)) + 1)
    return diversity(kept(table), **options)


def test_the_numbers_of_the_case():
    values = diversity(ROW).values.loc["East"]
    expected = {"blau": 0.675, "blau_unbiased": 0.7105263157894737, "iqv": 0.84375, "shannon": 1.333074293476779,
                "pielou": 0.8282856289004953, "effective_number": 3.792685310765617}  # fmt: skip
    assert values.to_dict() == pytest.approx(expected, abs=1e-12)
    assert diversity(ROW).standard_errors.loc["East", "blau"] == pytest.approx(0.0798435971133565, abs=1e-12)
    six = diversity(ROW, categories=[*KINDS, "others"])
    assert six.values.loc["East", "pielou"] == pytest.approx(0.744003, abs=1e-6)
    assert "others" in str(six.notes[0])
    assert diversity(ROW.assign(others=0)).values.equals(six.values)


@pytest.mark.skipif(not CASE.exists(), reason="the cases are not beside the checkout")
def test_the_case_file_says_the_same():
    case = json.loads(CASE.read_text(encoding="utf-8"))["diversity"]
    assert diversity(ROW).values.loc["East", "iqv"] == pytest.approx(case["iqv (blau k/(k-1))"])
    assert diversity(ROW).standard_errors.loc["East", "blau"] == pytest.approx(
        case["standard error of blau (delta)"]
    )


def test_errors_are_those_of_drawn_counts():
    """20,000 multinomial draws of 400 actors: the spread of every measure, within three per cent."""
    p = np.array([0.2, 0.5, 0.15, 0.1, 0.05])
    drawn = np.random.default_rng(1).multinomial(400, p, size=20_000)
    table = kept(pd.DataFrame(drawn, columns=KINDS))
    spread = diversity(table, errors=None).values.std()
    row = pd.DataFrame([400 * p], ["u"], KINDS)
    for errors in ("delta", "jackknife"):
        told = diversity(row, errors=errors).standard_errors.loc["u"]
        assert told.to_numpy() == pytest.approx(spread.to_numpy(), rel=0.03)


def test_errors_of_equal_shares_are_of_the_second_order():
    """The first derivative of Blau is 0 there; 20,000 draws of 200 actors in four equal kinds."""
    drawn = np.random.default_rng(2).multinomial(200, [0.25] * 4, size=20_000)
    spread = diversity(kept(pd.DataFrame(drawn, columns=list("abcd"))), errors=None).values.std()
    for errors in ("delta", "jackknife"):
        told = diversity(pd.DataFrame([[50] * 4], ["u"], list("abcd")), errors=errors).standard_errors.loc[
            "u"
        ]
        assert told[["blau", "shannon"]].to_numpy() == pytest.approx(
            spread[["blau", "shannon"]].to_numpy(), rel=0.05
        )


def test_the_jackknife_is_that_of_leaving_out_each_actor():
    n = np.array([4, 10, 3, 2, 1])
    people = np.repeat(np.arange(5), n)
    each = [np.bincount(np.delete(people, at), minlength=5) for at in range(20)]
    theta = diversity(kept(pd.DataFrame(each, columns=KINDS)), errors=None).values.to_numpy()
    expected = np.sqrt(19 / 20 * ((theta - theta.mean(axis=0)) ** 2).sum(axis=0))
    assert diversity(ROW, errors="jackknife").standard_errors.loc["East"].to_numpy() == pytest.approx(
        expected
    )


def test_one_kind_or_one_actor_has_no_error():
    told = diversity(pd.DataFrame([[5, 0], [1, 0]], ["u", "v"], ["a", "b"]))
    assert told.standard_errors.isna().all(axis=None)
    assert "u, v" in str(told.notes[-1])
    assert np.isnan(told.values.loc["v", "blau_unbiased"])
    assert told.values.loc["u", "effective_number"] == 1


def test_a_register_is_counted_over_the_list():
    rows = pd.DataFrame({"社区": ["甲", "甲", "乙 "], "类型": ["居民", "企业", "居民"]})
    told = diversity(rows, by="社区", category="类型", categories=["居民", "企业", "政府"])
    assert told.counts.to_dict("index") == {
        "甲": {"居民": 1, "企业": 1, "政府": 0},
        "乙": {"居民": 1, "企业": 0, "政府": 0},
    }
    assert told.values.loc["甲", "iqv"] == pytest.approx(0.75)
    with pytest.raises(UnsuitableMethod, match="a register does not show"):
        diversity(rows, by="社区", category="类型")


def test_it_fills_a_leaf_with_its_error():
    tree = gm.read_tree("collaborative_governance")
    told = gm.collaboration.to_leaves(diversity(ROW), tree, {"A1": "blau"})
    records = gm.Dataset(tree, pd.DataFrame(np.nan, ["East"], tree.codes).assign(B11=4.0))
    joined = gm.join(records, told)
    assert joined.values.loc["East", ["A1", "B11"]].tolist() == pytest.approx([0.675, 4.0])
    assert joined.standard_errors.loc["East", "A1"] == pytest.approx(0.0798435971133565)


@given(COUNTS)
def test_bounds(n):
    values, k = found(n).values, n.shape[1] + 1
    assert ((values["blau"] >= 0) & (values["blau"] <= 1 - 1 / k + 1e-12)).all()
    for name in ("iqv", "pielou"):
        assert ((values[name] >= 0) & (values[name] <= 1 + 1e-12)).all()
    assert ((values["effective_number"] >= 1) & (values["effective_number"] <= k + 1e-9)).all()
    unbiased = values["blau_unbiased"].dropna()
    assert ((unbiased >= values["blau"][unbiased.index] - 1e-12) & (unbiased <= 1)).all()


@given(COUNTS, st.randoms())
def test_the_order_of_kinds_and_units_does_not_matter(n, random):
    for errors in ("delta", "jackknife"):
        table = kept(frame(n).assign(more=np.arange(len(n)) + 1))
        columns, rows = list(table.columns), list(table.index)
        random.shuffle(columns)
        random.shuffle(rows)
        other = diversity(kept(table.loc[rows, columns]), errors=errors)
        same = diversity(table, errors=errors)
        pd.testing.assert_frame_equal(other.values.loc[table.index], same.values)
        pd.testing.assert_frame_equal(other.standard_errors.loc[table.index], same.standard_errors, atol=1e-7)


@given(COUNTS)
def test_twice_as_many_of_all_are_as_diverse_with_smaller_errors(n):
    once = diversity(kept(frame(n)), errors="delta")
    twice = diversity(kept(frame(2 * n)), errors="delta")
    for name in ("blau", "iqv", "shannon", "pielou", "effective_number"):
        assert np.allclose(once.values[name], twice.values[name])
    ratio = (twice.standard_errors["shannon"] / once.standard_errors["shannon"]).dropna()
    even = pd.DataFrame(n).replace(0, np.nan).nunique(axis=1).to_numpy() == 1
    expected = np.where(even, 0.5, np.sqrt(0.5))[once.standard_errors["shannon"].notna().to_numpy()]
    assert np.allclose(ratio, expected)


def test_what_is_next_to_none_is_none():
    found, none = (diversity([4.0, 10, 3, cell]) for cell in (1e-300, 0))
    pd.testing.assert_frame_equal(found.values, none.values, check_exact=True)
    pd.testing.assert_frame_equal(found.standard_errors, none.standard_errors, check_exact=True)
    with pytest.raises(gm.FaultyInput, match="things are counted"):
        diversity([4.0, 10, 3, 1e-3])
