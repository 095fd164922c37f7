"""Replicate weights of surveys in blocks: the same numbers and faults as in memory."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.survey import large_score, large_source
from tests.survey import blocks
from tests.survey.blocks import same

pytest.importorskip("duckdb", reason="duckdb is not installed (the extra [bigdata])")
TREE = gm.IndicatorTree.from_groups({"trust": ["t1", "t2"], "order": ["o1"]})
ITEMS = ["t1", "t2", "o1"]
TARGETS = {"sex": {"f": 0.55, "m": 0.45}, "age": {"old": 0.6, "new": 0.4}}
KINDS = [
    {"kind": "jk1"},
    {"kind": "bootstrap", "centre": "mean"},
    {"kind": "fay", "fay": 0.3, "factors": True},
    {"kind": "other", "scale": 0.1, "scales": [1, 2, 3, 4, 5, 6, 7]},
]


def answers(n=2_000):
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({item: rng.integers(1, 6, n).astype(float) for item in ITEMS})
    for item in ITEMS:
        frame.loc[rng.random(n) < 0.1, item] = np.nan
    frame["unit"] = np.where(rng.random(n) < 0.03, None, rng.choice(["East", "West", "North"], n))
    frame.loc[5, "unit"] = "alone"
    frame.loc[[8, 9], "unit"] = "few"
    frame["sex"], frame["age"] = rng.choice(["f", "m"], n), rng.choice(["old", "new"], n)
    frame["w"] = rng.uniform(0.2, 5, n)
    for at in range(7):
        frame[f"repw{at}"] = np.where(rng.random(n) < 0.15, 0, rng.uniform(0.5, 2, n))
    frame.loc[[8, 9], "repw3"] = 0.0
    return frame


def both(folder, frame, kind="csv", **said):
    return blocks.both(folder, frame, TREE, kind, **{"by": ["unit", "sex", "age"], "weight": "w"} | said)


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind["kind"])
def pair(request, tmp_path_factory):
    said = {"columns": "repw*", **request.param}
    file = "parquet" if request.param["kind"] == "jk1" else "csv"
    return both(tmp_path_factory.mktemp("large"), answers(), file, replicates=said)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(large_source, "VECTORS", 1)


@pytest.mark.parametrize("by", ["unit", ("sex", "unit"), "sex"])
@pytest.mark.parametrize("raked", [False, True])
def test_errors_of_replicates_are_those_in_memory(pair, by, raked):
    inside, large = pair
    own, other = ({"weights": gm.survey.rake(inside.by, TARGETS, inside.weight)}, {"weights": large.rake(TARGETS)}) if raked \
        else ({}, {})  # fmt: skip
    want = gm.survey.score(inside, by, **own)
    same(large.score(by, **other), want)
    if by == "unit":
        assert want.standard_errors.loc[["alone", "few"]].isna().all(axis=None)
    linear = large.score(by, errors="linearised", **other)
    same(linear, gm.survey.score(inside, by, errors="linearised", **own))
    assert not np.allclose(linear.standard_errors, want.standard_errors, rtol=1e-3, equal_nan=True)


def test_with_a_finite_population_and_without_weights(tmp_path):
    said = {"columns": [f"repw{at}" for at in range(7)], "kind": "jkn", "scales": [0.5] * 7}
    inside, large = both(tmp_path, answers(), replicates=said, fpc=9_000)
    same(large.score("unit"), gm.survey.score(inside, "unit"))
    inside, large = both(tmp_path, answers(), replicates=said | {"factors": True}, weight=None)
    same(large.score("unit"), gm.survey.score(inside, "unit"))
    path = tmp_path / "answers.csv"
    found = told(gm.survey.open_large, path, TREE, by="unit", replicates=said)
    assert found == told(gm.read_survey, path, TREE, by="unit", replicates=said)


def told(call, *given, **said):
    with pytest.raises(gm.GovmetricsError) as error:
        call(*given, **said)
    return str(error.value)


def test_what_is_refused_is_refused_as_in_memory(pair):
    inside, large = pair
    for said in ({"cluster": "sex"}, {"strata": "sex", "fpc": 3}):
        assert told(large.score, "unit", **said) == told(gm.survey.score, inside, "unit", **said)
    assert "shares in blocks do not use" in told(large.frequencies)
    assert "shares in blocks do not use" in told(large.grade_frequencies)


def test_replicates_that_cannot_be_raked(tmp_path):
    frame = answers(300)
    frame.loc[frame["sex"] == "f", "repw2"] = 0.0  # nobody of them
    inside, large = both(tmp_path, frame, replicates={"columns": "repw*", "kind": "jk1"})
    own = gm.survey.rake(inside.by, TARGETS, inside.weight)
    found = told(large.score, "unit", weights=large.rake(TARGETS))
    assert "1 of 7 replicates cannot be raked" in found
    assert found == told(gm.survey.score, inside, "unit", weights=own)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"columns": "no*"}, "replicates, columns: "),
        ({"columns": ["repw1", "gone"]}, "replicates, gone: is not a column"),
        ({"columns": "repw*", "kind": "fay"}, "fay: is missing"),
        ({"columns": "repw*", "sort": 1}, "replicates, sort: is not a key here"),
        ({"columns": ["repw1"]}, "replicates: has 1 column"),
        ("repw*", "replicates: is 'repw*'"),
    ],
)
def test_replicates_that_cannot_be_read(tmp_path, said, place):
    answers(50).to_parquet(tmp_path / "a.parquet")
    assert place in told(gm.survey.open_large, tmp_path / "a.parquet", TREE, by="unit", replicates=said)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_weights_that_are_none(tmp_path, kind):
    frame = answers(60)
    frame.loc[[3, 7], "repw2"] = -1.0
    frame.loc[4, "repw5"] = np.nan
    frame["repw6"] = 0.0
    path = tmp_path / f"a.{kind}"
    frame.to_csv(path, index=False) if kind == "csv" else frame.to_parquet(path)
    found = told(
        gm.survey.open_large, path, TREE, by="unit", weight="w", replicates={"columns": "repw*"}
    ).splitlines()
    assert found == [
        "repw2, 2 respondents, first in rows 4, 8: is -1.0; weights of replicates are numbers, none below zero",
        "repw5, 1 respondent, first in rows 5: is empty; weights of replicates are numbers, none below zero",
        "repw6: the weights of this replicate are all zero; leave the column out",
    ]


def test_more_sums_than_fit_are_refused_with_a_way_out(pair, monkeypatch):
    _, large = pair
    monkeypatch.setattr(large_score, "MOST_SUMS", 8 * 5 * 3 * 7 - 1)
    assert "5 units, 3 indicators and 7 replicates need more than 839 sums" in told(large.score, "unit")
    assert large.score("unit", errors="linearised").values.shape == (5, 3)
    assert large.score("sex").values.shape == (2, 3)
