"""Cohen's kappa and Gwet's AC1: tables of Gwet (2014) as R's irrCAC prints them, statsmodels, nasty ratings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.psychometrics import ac1, kappa
from tests.small_tables import answers_of

_ = None
RATERS = pd.DataFrame({  # Gwet (2014), p. 120, as printed in the help of R's irrCAC (cac.raw4raters)
    "r1": [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _], "r2": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, _],
    "r3": [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3], "r4": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
})  # fmt: skip
OBSERVERS = pd.DataFrame({  # the fifteen of Gwet (2014), p. 125, that irrCAC carries
    "o1": [1, 1, 2, _, 0, 0, 1, 1, 2, 2, _, 0, 1, 3, 1], "o2": [1, 1, 3, 0, 0, 0, 0, _, 2, 1, 1, 0, 2, 3, 1],
    "o3": [2, 0, 3, 0, 0, 0, 2, 2, 2, 1, 0, 0, 2, 2, 1], "o4": [_, 1, 3, _, _, _, _, 0, _, 1, 0, 0, 2, 2, _],
    "o5": [2, _, _, 0, 0, 0, 1, _, 2, _, _, _, _, 3, 1],
})  # fmt: skip
BEN = pd.DataFrame({"ben": list("aabbdcccedda"), "gerry": [*"babbbccce", None, *"dd"]})
PREGNANCIES, DIAGNOSES = (  # Gwet (2014): 100 pregnancies, 223 psychiatric patients
    [[13, 0, 0], [0, 20, 7], [0, 4, 56]],
    [[40, 4, 4, 17], [6, 25, 2, 13], [4, 1, 21, 12], [15, 5, 9, 45]],
)


@pytest.mark.parametrize(
    ("ratings", "disagreement", "expected"),
    [  # coefficient, error, bounds, observed, chance: irrCAC's vignette and afergadis/irrCAC's tests against R
        (RATERS, "nominal", (0.77544, 0.14295, 0.461, 1.0, 0.8181818, 0.1903212)),
        (RATERS, "linear", (0.859, 0.117, 0.600, 1.0, 0.939, 0.571)),
        (RATERS, "quadratic", (0.914, 0.104, 0.685, 1.0, 0.975, 0.714)),
        (OBSERVERS, "nominal", (0.497, 0.122, 0.235, 0.758, 0.616, 0.236)),
        (BEN, "nominal", (0.661, 0.184, 0.257, 1.0, 0.727, 0.194)),
    ],
)
def test_ac1_gwet(ratings, disagreement, expected):
    found = ac1(ratings, disagreement)
    values = (found.ac1, found.standard_error, found.lower, found.upper, found.observed, found.chance)
    for value, number in zip(values, expected, strict=True):
        assert value == pytest.approx(number, abs=5.1e-4 if number == round(number, 3) else 5e-6)


def test_ac1_gwet_example_3_2():
    # Gwet (2014), p. 84, with the correction that the R package agreement records (the book prints .6309)
    a, b = [1, 2, 3, 3, 2, 2, 1, 1, 2, 2, _], [_, 3, 3, 3, 2, _, 1, 2, 2, 2, 3]
    found = ac1(pd.DataFrame({"a": a, "b": b}), "quadratic")
    assert (found.observed, found.chance, found.ac1) == pytest.approx((0.9375, 0.6405, 0.8261), abs=5e-5)
    assert (found.things, found.paired) == (11, 8)
    assert found.notes == ("3 subjects have fewer than two ratings",)


def test_kappa_published():
    found = kappa(answers_of(PREGNANCIES))  # irrCAC's vignette: 0.7964094, 0.05891072
    assert found.kappa == pytest.approx(0.7964094, abs=1e-7)
    assert found.standard_error == pytest.approx(0.05891072, abs=1e-8)
    assert ac1(answers_of(PREGNANCIES)).ac1 == pytest.approx(0.8493305, abs=1e-7)
    # irrCAC divides by n for tables of two raters, by n - 1 for raw ratings; n - 1 here
    assert ac1(answers_of(PREGNANCIES)).standard_error == pytest.approx(
        0.04321747 * np.sqrt(100 / 99), abs=1e-7
    )
    for disagreement, value in {"nominal": 0.432, "linear": 0.407, "quadratic": 0.383}.items():
        assert kappa(answers_of(DIAGNOSES), disagreement).kappa == pytest.approx(value, abs=5e-4)


@pytest.mark.parametrize("disagreement", ["nominal", "linear", "quadratic"])
def test_kappa_statsmodels(disagreement):
    from statsmodels.stats.inter_rater import cohens_kappa

    weights = {"nominal": None, "linear": "linear", "quadratic": "quadratic"}[disagreement]
    for table in (PREGNANCIES, DIAGNOSES, [[9, 3, 1], [0, 5, 4], [2, 2, 12]]):
        theirs, ours = cohens_kappa(np.array(table), wt=weights), kappa(answers_of(table), disagreement)
        assert ours.kappa == pytest.approx(theirs.kappa, rel=1e-12)
        assert ours.standard_error == pytest.approx(theirs.std_kappa, rel=1e-10)
        assert ours.z == pytest.approx(theirs.z_value, rel=1e-10)
        assert ours.p == pytest.approx(theirs.pvalue_two_sided, abs=1e-14)
        assert (ours.lower, ours.upper) == pytest.approx((theirs.kappa_low, theirs.kappa_upp), rel=1e-9)
        if disagreement == "nominal":
            assert ours.largest == pytest.approx(theirs.kappa_max, rel=1e-12)


def test_order_and_names_do_not_matter():
    shuffled = OBSERVERS.sample(frac=1, random_state=1)[["o4", "o2", "o5", "o1", "o3"]]
    assert ac1(shuffled).standard_error == pytest.approx(ac1(OBSERVERS).standard_error, rel=1e-12)
    pairs = answers_of(DIAGNOSES)
    named = pairs.replace({0: "schizophrenia ", 1: "bipolar", 2: "depression", 3: "other"})
    assert kappa(named.iloc[::-1]).standard_error == pytest.approx(kappa(pairs).standard_error, rel=1e-12)
    assert kappa(pairs * 1e-200, "linear").kappa == pytest.approx(kappa(pairs, "linear").kappa)
    assert kappa(pairs.replace(2, 7), "linear").kappa != pytest.approx(kappa(pairs, "linear").kappa)


def test_paradox_constant_raters_and_full_agreement():
    rare = pd.DataFrame({"ann": ["no"] * 90 + ["yes"] * 5 + ["no"] * 5, "bob": ["no"] * 95 + ["yes"] * 5})
    assert kappa(rare).kappa < 0 < 0.85 < ac1(rare).ac1
    assert "paradox" in kappa(rare).notes[0]
    lazy = kappa(pd.DataFrame({"ann": ["x"] * 6, "bob": list("xyxyxy")}))
    assert lazy.kappa == 0
    assert lazy.standard_error == 0
    assert "ann gave every subject" in lazy.notes[0]
    same = pd.DataFrame({"a": list("xyzxyzx"), "b": list("xyzxyzx")})
    for found in (kappa(same), ac1(same)):
        assert (found.lower, found.upper, found.standard_error, found.observed) == (1, 1, 0, 1)
        assert "agree on every subject" in found.notes[-1]
    assert np.isnan(ac1(same).t)
    assert kappa(same).p < 0.001
    one = ac1(pd.DataFrame({"a": ["no"] * 3, "b": ["no"] * 3}), categories=["no", "yes"])
    assert (one.ac1, one.chance) == (1, 0)
    wider = ac1(RATERS, categories=range(1, 8))
    assert wider.observed == ac1(RATERS).observed
    assert wider.chance < ac1(RATERS).chance


@pytest.mark.parametrize(
    ("call", "error", "told"),
    [
        (lambda: kappa(RATERS), UnsuitableMethod, "4 raters; give two columns"),
        (lambda: kappa(BEN, "linear"), FaultyInput, "text cannot be ordered"),
        (lambda: kappa(BEN.iloc[:0]), UnsuitableMethod, "0 subjects"),
        (lambda: kappa(pd.DataFrame({"a": [1, _], "b": [1, 2]})), UnsuitableMethod, "1 subject rated completely"),
        (lambda: kappa(pd.DataFrame({"a": "xx", "b": "xx"}, index=[0, 1])), UnsuitableMethod, "only one category"),
        (lambda: ac1(pd.DataFrame({"a": [1, 1], "b": [1, 1]})), UnsuitableMethod, "name all that could be chosen"),
        (lambda: ac1(RATERS, categories=[1, 2, 3]), FaultyInput, "4 and 5|4.0 and 5.0|lack ratings"),
        (lambda: ac1(RATERS[["r1"]]), UnsuitableMethod, "1 rater"),
        (lambda: ac1(pd.DataFrame({"a": [np.inf, 1], "b": [1, 2]}), "linear"), FaultyInput, "infinite"),
        (lambda: ac1(RATERS * np.nan), UnsuitableMethod, "0 subjects"),
    ],
)  # fmt: skip
def test_refused(call, error, told):
    with pytest.raises(error, match=told):
        call()
