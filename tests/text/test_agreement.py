"""Agreement of coders against textbook tables, the psychometrics of this library, and what chance gives."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.numerics.agreements import (
    alphas,
    chance_free,
    group_coincidences,
    kappas,
    observed_and_ac1,
    pair_tables,
)
from tests.small_tables import answers_of

CASE = json.loads(
    (Path(__file__).parents[1] / "reference" / "data" / "text" / "codings.json").read_text(encoding="utf-8")
)


def test_textbook_table():
    assert gm.text.agreement(answers_of([[20, 5], [10, 15]]), draws=20).kappa == pytest.approx(
        CASE["kappa"]["textbook"]
    )


def test_the_paradox_of_kappa():
    found = gm.text.agreement(answers_of([[90, 5], [5, 0]]), draws=20)
    told = CASE["kappa"]["paradox"]
    assert (found.observed, found.kappa, found.pabak, found.ac1) == pytest.approx(
        (told["agreement"], told["kappa"], told["PABAK"], told["AC1"])
    )
    assert any("read AC1 and PABAK" in note for note in found.notes)


def test_weighted_kappa_is_that_of_psychometrics():
    ratings = answers_of([[11, 3, 1], [2, 9, 4], [0, 2, 8]])
    found = gm.text.agreement(ratings, draws=20).codes.loc["rating"]
    for kind in ("linear", "quadratic"):
        assert found[f"kappa_{kind}"] == pytest.approx(gm.psychometrics.kappa(ratings, kind).kappa)
    assert found["kappa"] == pytest.approx(gm.psychometrics.kappa(ratings).kappa)


def test_weighted_kappas_of_the_case():
    """Its three numbers come without their table; this one of 50 counts was searched for, and has all three to the last digit."""
    ratings = answers_of([[5, 2, 1], [0, 7, 7], [0, 1, 27]])
    found = gm.text.agreement(ratings, draws=20).codes.loc["rating"]
    told = (0.5895522388059702, 0.6590909090909092, 0.7307692307692308)
    assert tuple(found[["kappa", "kappa_linear", "kappa_quadratic"]]) == pytest.approx(told, abs=1e-14)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from([-1, 0, 1, 2])] * 3), min_size=6, max_size=30))
def test_the_kernels_are_the_methods_of_psychometrics(rows):
    cells = np.array(rows)
    groups = np.zeros(len(cells), dtype=int)
    frame = pd.DataFrame(np.where(cells < 0, np.nan, cells), columns=list("ABC"))
    for kind in ("nominal", "ordinal", "interval"):
        value = alphas(group_coincidences(cells, groups, 1, 3)[0], np.arange(3.0), kind)
        try:
            assert value == pytest.approx(gm.psychometrics.krippendorff(frame, kind).alpha)
        except gm.GovmetricsError:
            assert np.isnan(value) or kind == "ordinal"
    sums = chance_free(cells, groups, 1, 3)[0]
    if sums[1] > 1:
        assert observed_and_ac1(sums)[1] == pytest.approx(
            gm.psychometrics.ac1(frame, categories=[0.0, 1.0, 2.0]).ac1
        )
    both = kappas(pair_tables(cells, groups, 1, 3)[0, 0], np.eye(3))
    with contextlib.suppress(gm.GovmetricsError):
        assert both == pytest.approx(gm.psychometrics.kappa(frame[["A", "B"]]).kappa)


def grid(marks_a, marks_b, documents=None):
    n = len(marks_a)
    codes = [f"T{at}" for at in range(len(marks_a[0]))]
    names = documents or [f"D{at}" for at in range(n)]
    return pd.concat([
        pd.DataFrame(marks, columns=codes).assign(document=names, coder=coder)
        for coder, marks in (("A", marks_a), ("B", marks_b))
    ])  # fmt: skip


def test_a_code_that_does_not_vary_is_named_and_the_others_counted():
    found = gm.text.agreement(grid([[1, 1], [1, 0], [1, 1]], [[1, 1], [1, 1], [1, 0]]), draws=20)
    assert np.isnan(found.codes.loc["T0", "kappa"])
    assert found.codes.loc["T0", "ac1"] == 1
    assert any("do not vary" in note for note in found.notes)


def test_intervals_of_all_codes_keep_the_codes_of_a_document_together():
    """Ten codes that repeat one another say no more than one: the interval is as wide."""
    rng = np.random.default_rng(0)
    a = rng.integers(0, 2, 40)
    b = np.where(rng.random(40) < 0.8, a, 1 - a)
    many = gm.text.agreement(grid(np.tile(a[:, None], 10), np.tile(b[:, None], 10)), draws=400)
    one = gm.text.agreement(grid(a[:, None], b[:, None]), draws=400)
    wide = many.intervals.loc[("", "alpha")]
    narrow = one.intervals.loc[("", "alpha")]
    assert wide["upper"] - wide["lower"] == pytest.approx(
        narrow["upper"] - narrow["lower"], rel=0.03
    )  # alpha's own correction for few ratings


def test_coverage_of_the_interval_of_alpha_over_random_codings():
    rng = np.random.default_rng(5)
    truth = (
        1 - 2 * 0.15
    )  # of two coders who each take the truth, or toss a coin: alpha about 1 - rate of tossing
    inside = 0
    for _ in range(40):
        a = rng.integers(0, 2, 80)
        b = np.where(rng.random(80) < truth, a, rng.integers(0, 2, 80))
        ends = gm.text.agreement(grid(a[:, None], b[:, None]), draws=200).intervals.loc[("", "alpha")]
        inside += ends["lower"] <= truth <= ends["upper"]
    assert inside >= 33


def test_one_coder_is_a_fault():
    with pytest.raises(gm.FaultyInput, match="one coder only"):
        gm.text.agreement(grid([[1]], [[1]]).query("coder == 'A'"))


def test_documents_that_two_coders_did_not_share():
    coding = pd.DataFrame({"document": ["D1", "D2"], "coder": ["A", "B"], "T": [1, 0]})
    with pytest.raises(gm.UnsuitableMethod, match="by two coders"):
        gm.text.agreement(coding)


def test_a_part_coded_twice_counts_where_it_was():
    coding = pd.concat(
        [
            grid([[1], [0], [1]], [[1], [0], [0]]),
            pd.DataFrame({"T0": [1.0], "document": ["D9"], "coder": ["A"]}),
        ]
    )
    assert gm.text.agreement(coding, draws=20).codes.loc["T0", "documents"] == 3


def test_what_cannot_be_told_is_not_in_the_sentence():
    coding = pd.DataFrame({"policy": list("aabbcc"), "coder": list("ABBCAC"), "X": [1, 0, 1, 1, 0, 0]})
    said = str(gm.text.agreement(coding, draws=20)).splitlines()[1]
    assert "nan" not in said
    assert "alpha 0.444" in said
