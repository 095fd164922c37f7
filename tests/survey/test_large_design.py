"""Strata, clusters and finite populations of surveys in blocks: the same numbers and faults as in memory."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.survey import large_source
from tests.survey import blocks
from tests.survey.blocks import same

pytest.importorskip("duckdb", reason="duckdb is not installed (the extra [bigdata])")
TREE = gm.IndicatorTree.from_dict(
    {
        "code": "r",
        "parts": [
            {"code": "trust", "parts": [{"code": "t", "better": "more", "items": ["t1", "t2"]},
                                         {"code": "u", "better": "less", "items": ["u1"]}]},
            {"code": "order", "parts": [{"code": "o", "better": "more", "items": ["o1"]}]},
        ],
    }
)  # fmt: skip
ITEMS = ["t1", "t2", "u1", "o1"]
BY = ["unit", "sex", "house", "caller", "zone", "district"]
TARGETS = {"sex": {"f": 0.55, "m": 0.45}}
DESIGNS = [
    {"cluster": "house"},
    {"cluster": "caller"},  # text; several units each
    {"strata": "zone"},
    {"strata": "district"},  # text
    {"cluster": "house", "strata": "zone"},
    {"cluster": "caller", "strata": "district"},
    {"cluster": "house", "strata": "zone", "fpc": {1: 400, 2: 500, 3: 0.9e3}},
    {"strata": "district", "fpc": {"01": 0.2, "02": 1, "b": 0.5}},
    {"strata": "zone", "fpc": 0.3},
    {"cluster": "house", "fpc": 4_000},
    {"fpc": 6_000},
]


def answers(seed, n):
    """Answers with gaps, houses within zones by number, callers who rang several units by text, some without a unit."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({item: rng.integers(1, 6, n).astype(float) for item in ITEMS})
    for item in ITEMS:
        frame.loc[rng.random(n) < 0.1, item] = np.nan
    house = rng.integers(0, max(n // 8, 6), n)
    frame["house"], frame["zone"] = house % 7, house % 3 + 1  # a number stands for houses in several zones
    frame["caller"] = pd.Series(rng.integers(0, max(n // 40, 3), n)).map("caller {}".format)
    frame["district"] = rng.choice(["01", "02", "b"], n, p=[0.5, 0.3, 0.2])
    frame["unit"] = np.where(rng.random(n) < 0.03, None, rng.choice(["East", "West", "North"], n))
    frame["sex"] = np.where(rng.random(n) < 0.4, "f", "m")
    frame["w"] = rng.uniform(0.2, 5, n)
    frame["households"] = frame["zone"].map({1: 4_000, 2: 5_000, 3: 3_000})
    return frame


def both(folder, frame, kind="csv", **said):
    return blocks.both(folder, frame, TREE, kind, **{"reverse": ("t2",), "by": BY, "weight": "w"} | said)


@pytest.fixture(scope="module", params=["csv", "parquet"])
def pair(request, tmp_path_factory):
    return both(tmp_path_factory.mktemp("large"), answers(5, 3_000), request.param)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(large_source, "VECTORS", 1)


def asked(call, *given, **said):
    """Return what comes of a call, or what it is refused with."""
    try:
        return call(*given, **said)
    except gm.GovmetricsError as error:
        return str(error)


@pytest.mark.parametrize("design", DESIGNS, ids=str)
@pytest.mark.parametrize("raked", [False, True])
@pytest.mark.parametrize("by", ["unit", ("sex", "unit")])
def test_errors_of_designs_are_those_in_memory(pair, design, raked, by):
    inside, large = pair
    own, other = ({"weights": gm.survey.rake(inside.by, TARGETS, inside.weight)}, {"weights": large.rake(TARGETS)}) if raked \
        else ({}, {})  # fmt: skip
    want = gm.survey.score(inside, by, **own, **design)
    same(large.score(by, **other, **design), want)
    assert not np.allclose(want.standard_errors, large.score(by, **other).standard_errors, rtol=1e-4)


@pytest.mark.parametrize("raked", [False, True])
def test_a_stratum_of_one_leaves_its_units_without_an_error(tmp_path, raked):
    frame = answers(2, 600)
    frame["unit"] = frame["unit"].fillna("East")
    frame.loc[:9, ["unit", "district", "caller"]] = [
        "West",
        "lone",
        "one",
    ]  # of one cluster, in one of the units
    frame.loc[10:19, ["unit", "district", "caller"]] = [
        "apart",
        "far",
        "two",
    ]  # a unit that is a stratum of one
    frame.loc[0:9, "o1"] = np.nan  # which nobody there answered
    frame["alone"] = np.where(frame.index == 30, "x", "y")
    inside, large = both(tmp_path, frame, by=[*BY, "alone"])
    own, other = ({"weights": gm.survey.rake(inside.by, TARGETS, inside.weight)}, {"weights": large.rake(TARGETS)}) if raked \
        else ({}, {})  # fmt: skip
    for design in ({"cluster": "caller", "strata": "district"}, {"strata": "alone"}):
        want = gm.survey.score(inside, "unit", **own, **design)
        same(large.score("unit", **other, **design), want)
    if not raked:
        found = large.score("unit", cluster="caller", strata="district").standard_errors.notna()
        assert found.loc["West"].to_dict() == {"t": False, "u": False, "o": True}
        assert not found.loc["apart"].any()
        assert found.loc[["East", "North"]].all(axis=None)


@pytest.mark.parametrize("said", ["households", 0.25, 9_000])
def test_the_finite_population_of_the_survey(tmp_path, said):
    frame = answers(3, 1_000)
    inside, large = both(tmp_path, frame, fpc=said)
    for design in ({"strata": "zone"}, {"strata": "zone", "cluster": "house"}, {}):
        want, found = (asked(gm.survey.score, inside, "unit", **design),
                       asked(large.score, "unit", **design))  # fmt: skip
        if isinstance(want, str):
            assert found == want
        else:
            same(found, want)
    want = asked(gm.survey.frequencies, inside, "unit")
    found = asked(large.frequencies, "unit")
    if isinstance(want, str):
        assert "differs from respondent to respondent" in want
        assert found == want
        return
    pd.testing.assert_frame_equal(found.table, want.table, rtol=1e-10, atol=1e-12)
    want, found = gm.survey.grade_frequencies(inside, "unit"), large.grade_frequencies("unit")
    pd.testing.assert_frame_equal(found.standard_errors, want.standard_errors, rtol=1e-10, atol=1e-12)


def test_what_is_refused_is_refused_as_in_memory(pair):
    inside, large = pair
    for design in (
        {"cluster": "sex"}, {"cluster": "no"}, {"strata": "no"}, {"cluster": 3}, {"strata": "zone", "fpc": 4_000},
        {"fpc": {1: 3}}, {"strata": "zone", "fpc": {1: 4_000, 2: 5_000}}, {"fpc": 10}, {"fpc": -1},
        {"cluster": "caller", "fpc": 2},
    ):  # fmt: skip
        want = asked(gm.survey.score, inside, ["sex"], **design)
        assert isinstance(want, str), design
        assert asked(large.score, ["sex"], **design) == want
    with pytest.raises(gm.FaultyInput, match="is named when the survey is opened"):
        large.score("unit", fpc=pd.Series([3.0]))


def test_respondents_without_a_cluster_and_columns_that_are_not_there(tmp_path):
    frame = answers(4, 300)
    frame["house"] = frame["house"].astype(float)
    frame.loc[[4, 5, 9], "house"] = np.nan
    _, large = both(tmp_path, frame)
    with pytest.raises(
        gm.FaultyInput, match="cluster, 'house', 3 respondents, first in rows 5, 6, 10: is empty"
    ):
        large.score("unit", cluster="house")
    path = tmp_path / "answers.csv"
    with pytest.raises(gm.FaultyInput, match="fpc, 'no': is not a column"):
        gm.survey.open_large(path, TREE, by=BY, fpc="no")
    frame["households"] = frame["households"].astype(object)
    frame.loc[[7, 8], "households"] = "many"
    frame.to_csv(path, index=False)
    with pytest.raises(
        gm.FaultyInput, match="households, 2 respondents, first in rows 8, 9: 'many' is not a number"
    ):
        gm.survey.open_large(path, TREE, by=BY, fpc="households")


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    n=st.integers(25, 120),
    design=st.sampled_from(DESIGNS),
    weighted=st.booleans(),
)
def test_small_untidy_surveys(tmp_path_factory, seed, n, design, weighted):
    inside, large = both(tmp_path_factory.mktemp("small"), answers(seed, n), weight="w" if weighted else None)
    want = asked(gm.survey.score, inside, "unit", **design)
    found = asked(large.score, "unit", **design)
    if isinstance(want, str):
        assert found == want
    else:
        same(found, want)
