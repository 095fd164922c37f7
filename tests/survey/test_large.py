"""Surveys in blocks: the same numbers and faults as in memory."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.survey import large_source

pytest.importorskip("duckdb", reason="duckdb is not installed (the extra [bigdata])")
ODD = 'a"b; drop table answers'
TREE = gm.IndicatorTree.from_dict(
    {
        "code": "r",
        "parts": [
            {"code": "trust", "parts": [{"code": "t", "better": "more", "items": ["t1", "t2", "t3"]},
                                         {"code": "u", "better": "less", "items": ["u1"]}]},
            {"code": "order", "parts": [{"code": "o", "better": "more", "items": ["o1", "o2"]}]},
        ],
    }
)  # fmt: skip
READ = {"reverse": ("t2", "o2"), "by": {"unit": ODD, "wave": "year"}, "weight": "w", "missing_codes": (99, "refused"),
        "scale": {"default": (1, 5), "u1": (0, 3)}}  # fmt: skip


@pytest.fixture(scope="module")
def raw():
    rng = np.random.default_rng(3)
    n = 5_000
    frame = pd.DataFrame({item: rng.integers(1, 6, n).astype(float) for item in ("t1", "t2", "t3", "o1")})
    frame["t3"] = np.clip(frame["t1"] + rng.integers(-1, 2, n), 1, 5)
    frame["u1"] = rng.integers(0, 4, n)
    words = np.array(["很不同意", "不同意", "一般", "同意", "很同意", "refused"], dtype=object)
    frame["o2"] = words[rng.integers(0, 6, n)]
    for item in ("t1", "t2", "t3"):
        frame.loc[rng.random(n) < 0.06, item] = np.nan
    frame.loc[rng.random(n) < 0.02, "t1"] = 99
    frame[ODD] = np.where(rng.random(n) < 0.01, None, rng.choice(["东", "West ", "x'y", 'q"z'], n))
    frame.loc[7, ODD] = "alone"
    frame["year"] = rng.choice([2024, 2025], n)
    frame.loc[11, ["t1", "t2", "t3"]] = np.nan
    frame["w"] = rng.uniform(0.2, 5, n)
    return frame


@pytest.fixture(scope="module", params=["parquet", "csv", "duckdb"])
def both(request, raw, tmp_path_factory):
    """The survey in memory, and the one in blocks."""
    path = tmp_path_factory.mktemp("large") / f"answers.{request.param}"
    if request.param == "parquet":
        raw.to_parquet(path, row_group_size=512)
    elif request.param == "csv":
        raw.to_csv(path, index=False)
    else:
        import duckdb

        with duckdb.connect(str(path)) as made:
            raw.to_parquet(path.with_suffix(".parquet"))
            made.execute("create table answers as from read_parquet(?)", [str(path.with_suffix(".parquet"))])
    inside = gm.read_survey(raw if request.param == "duckdb" else path, TREE, **READ)
    return inside, gm.survey.open_large(path, TREE, **READ)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(large_source, "VECTORS", 1)


@pytest.mark.parametrize("by", [None, "unit", ("wave", "unit")])
@pytest.mark.parametrize("least", [0.5, 1.0, 0.0])
def test_scores_are_those_in_memory(both, by, least):
    inside, large = both
    want = gm.survey.score(inside, by, min_answered=least)
    found = large.score(by, min_answered=least)
    for name in ("values", "standard_errors", "n", "effective_n", "groups", "group_errors"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(want, name), rtol=1e-10, atol=1e-12)
    assert found.notes == want.notes


@pytest.mark.parametrize("by", [None, "unit"])
def test_shares_are_those_in_memory(both, by):
    inside, large = both
    want, found = gm.survey.frequencies(inside, by, 0.9).table, large.frequencies(by, 0.9).table
    pd.testing.assert_frame_equal(found, want, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("missing", ["listwise", "pairwise"])
@pytest.mark.parametrize("node", [None, "trust", "t"])
def test_alpha_is_that_in_memory(both, missing, node):
    inside, large = both
    items = inside.items if node is None else inside.scales[node]
    items = [item for item in inside.items if item in items]
    want = gm.survey.alpha(inside.directed()[items], missing=missing, weights=inside.weight)
    found = large.alpha(node, missing=missing)
    pd.testing.assert_frame_equal(found.items, want.items, rtol=1e-10, atol=1e-10)
    for name in ("alpha", "standardized", "lower", "upper", "mean_inter_item", "n", "effective_n"):
        assert getattr(found, name) == pytest.approx(getattr(want, name), rel=1e-10), name
    assert found.notes == want.notes


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ({"t1": 9.0}, "t1, 3 respondents, first in rows 3, 4, 5: the code 9 is outside the scale 1 to 5"),
        ({"o2": "whatever"}, "o2, 3 respondents, first in rows 3, 4, 5: "),
        ({"w": -1.0}, "w, 3 respondents, first in rows 3, 4, 5: is "),
    ],
)
def test_what_is_wrong_is_told_with_its_rows(raw, tmp_path, spoil, told):
    wrong = raw.copy()
    for column, value in spoil.items():
        wrong.loc[2:4, column] = value
    wrong.to_parquet(tmp_path / "wrong.parquet")
    with pytest.raises(gm.FaultyInput) as error:
        gm.survey.open_large(tmp_path / "wrong.parquet", TREE, **READ)
    assert told in str(error.value), str(error.value)


def test_unknown_columns_and_files(raw, tmp_path):
    raw.to_parquet(tmp_path / "a.parquet")
    (tmp_path / "junk.parquet").write_bytes(b"junk")
    for source, options, told in [
        ("a.parquet", {"weight": "no"}, "is not a column"),
        ("a.parquet", {"by": "no"}, "no"),
        ("none.parquet", {}, "there is no such file"),
        ("junk.parquet", {}, "DuckDB cannot read it"),
    ]:
        with pytest.raises(gm.FaultyInput, match=told):
            gm.survey.open_large(tmp_path / source, TREE, **(READ | options))
