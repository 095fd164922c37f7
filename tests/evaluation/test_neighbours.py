"""Neighbours asked for in a file: as the room finds them, on a map, by pairs or points; what is wrong has its place."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

TREE = {"code": "index", "name": {"en": "Index", "zh": "指数"}, "parts": [
    {"code": "solved", "name": {"en": "Solved", "zh": "办结率"}, "better": "more", "worst": 0, "best": 100},
    {"code": "trust", "name": {"en": "Trust", "zh": "信任度"}, "better": "more", "worst": 0, "best": 100}]}  # fmt: skip
SIDE = 5
UNITS = [f"社区{place:02}" for place in range(SIDE * SIDE)]
YEARS = (2022, 2023, 2024)


def feature(name: str, x: float, y: float) -> dict[str, Any]:
    ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    return {
        "type": "Feature",
        "properties": {"社区": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def grid(*more: dict[str, Any]) -> dict[str, Any]:
    squares = [feature(name, at % SIDE, at // SIDE) for at, name in enumerate(UNITS)]
    crs = {"type": "name", "properties": {"name": "a town's own"}}
    return {"type": "FeatureCollection", "crs": crs, "features": [*squares, *more]}


def table(seed: int = 1) -> pd.DataFrame:
    """Solved cases rise to the east; trust lies anywhere."""
    rng = np.random.default_rng(seed)
    at = np.tile(np.arange(len(UNITS)), len(YEARS))
    return pd.DataFrame({
        "year": np.repeat(YEARS, len(UNITS)), "unit": [UNITS[place] for place in at],
        "solved": (50 + 6 * (at % SIDE) + rng.normal(0, 2, len(at))).round(2), "trust": rng.normal(50, 5, len(at)).round(2),
        "east": at % SIDE * 1.0, "north": at // SIDE * 1.0,
    })  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "map.geojson").write_text(
        json.dumps(grid(feature("县城", SIDE, 0)), ensure_ascii=False), "utf-8"
    )
    table().to_csv(tmp_path / "records.csv", index=False)
    pairs = pd.DataFrame({"from": UNITS[:-1], "to": UNITS[1:]})
    pairs.to_csv(tmp_path / "pairs.csv", index=False)
    square = pd.DataFrame(np.eye(len(UNITS), k=1) + np.eye(len(UNITS), k=-1), UNITS, UNITS)
    square.rename_axis("unit").to_csv(tmp_path / "square.csv")
    return tmp_path


def asked(folder: Path, spatial: Any, **more: Any) -> gm.Evaluation:
    records = {"file": "records.csv", "period": "year"}
    said = {"tree": TREE, "seed": 4, "evidence": {"records": records},
            "index": {"normalisation": "goalposts", "weighting": "equal"}, "spatial": spatial}  # fmt: skip
    return gm.Evaluation(**said, **more, folder=folder)


def test_it_is_what_the_room_finds(folder: Path) -> None:
    found = gm.evaluate(asked(folder, {"map": "map.geojson", "kind": "rook", "draws": 499}))
    scores, w = found.assessment.scores.values, gm.spatial.weights(grid(), "rook", unit="社区")
    now = scores.xs(2024, level="period")
    pd.testing.assert_frame_equal(found.spatial.moran.table, gm.spatial.moran(now, w).table)
    own = gm.spatial.local(now["index"], w, draws=499, rng=4)
    pd.testing.assert_frame_equal(found.spatial.local["index"].table, own.table)
    chain = gm.spatial.markov(scores["index"], w)
    pd.testing.assert_frame_equal(found.spatial.markov.conditional, chain.conditional)
    assert "指数" in found.spatial.summary("zh")
    assert "县城" in found.spatial.summary("zh")  # on the map, not evaluated
    assert found.spatial.moran.table.loc["solved", "i"] > 0.5 > found.spatial.moran.table.loc["trust", "i"]
    assert {"outlines"} <= set(found.provenance["inputs"])


def test_pairs_a_square_table_and_points_say_who_is_whose_neighbour(folder: Path) -> None:
    chain = gm.spatial.weights(pd.DataFrame({"from": UNITS[:-1], "to": UNITS[1:]}))
    now = table().query("year == 2024").set_index("unit")
    for name in ("pairs.csv", "square.csv"):
        found = gm.evaluate(asked(folder, {"edges": name, "nodes": ["办结率"], "draws": 99})).spatial
        own = gm.spatial.moran(now["solved"], chain)
        assert found.moran.table["i"].tolist() == pytest.approx([own.i], rel=1e-12)
        assert found.outlines is None
    points = {
        "points": {"longitude": "east", "latitude": "north"},
        "coordinates": "projected",
        "k": 4,
        "draws": 99,
    }
    found = gm.evaluate(asked(folder, points)).spatial
    near = now[["east", "north"]].set_axis(["x", "y"], axis=1)
    own = gm.spatial.moran(now["solved"], gm.spatial.weights(near, "nearest", 4, coordinates="projected"))
    assert found.moran.table.loc["solved", "i"] == pytest.approx(own.i, rel=1e-12)


def test_units_without_a_score_are_nobodys_neighbours_and_named(folder: Path) -> None:
    records = table()
    records.loc[(records["unit"] == UNITS[7]) & (records["year"] == 2024), ["solved", "trust"]] = np.nan
    records.to_csv(folder / "records.csv", index=False)
    said = asked(folder, {"map": "map.geojson", "draws": 99})
    keep = replace(said, evidence={"records": {"file": "records.csv", "period": "year", "empty": "keep"}})
    found = gm.evaluate(keep).spatial
    assert UNITS[7] not in found.local["index"].table.index
    assert any(UNITS[7] in str(note) for note in found.notes)


@pytest.mark.parametrize(("spatial", "told"), [
    ({}, "spatial: does not say who is whose neighbour"),
    ({"edges": "pairs.csv", "points": {}}, "spatial: names pairs of neighbours, and points"),
    ({"edges": "pairs.csv", "kind": "rook"}, "spatial.kind: is not for a table of pairs"),
    ({"points": {}, "kind": "queen"}, "spatial.kind: points have no outlines"),
    ({"map": "map.geojson", "classes": "grades"}, "spatial.cuts: and `classes: grades` belong together"),
    ({"map": "map.geojson", "nodes": []}, "spatial.nodes: is empty"),
    ({"map": "nowhere.geojson"}, "spatial.map (nowhere.geojson): there is no such file"),
    ({"map": "records.csv"}, "is no GeoJSON"),
    ({"map": "map.geojson", "unit": "name"}, "spatial.map (map.geojson)"),
    ({"map": "map.geojson", "nodes": ["solvd"]}, "spatial.nodes.solvd: is not a node that is scored; did you mean 'solved'?"),
    ({"points": {"longitude": "x"}}, "spatial.points.longitude: 'x' is not a column"),
    ({"map": "map.geojson", "draws": 9}, "spatial.draws: is 9"),
    ({"map": "map.geojson", "maps": 1}, "spatial.maps: is not a key here"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(folder: Path, spatial: Any, told: str) -> None:
    with pytest.raises(gm.GovmetricsError) as error:
        gm.evaluate(asked(folder, spatial))
    assert told in str(error.value)


def test_units_that_the_map_lacks_and_islands_are_faults_unless_allowed(folder: Path) -> None:
    short = grid()
    short["features"] = short["features"][1:]
    (folder / "map.geojson").write_text(json.dumps(short, ensure_ascii=False), "utf-8")
    with pytest.raises(gm.GovmetricsError, match=rf"spatial.map: has no unit '{UNITS[0]}'"):
        gm.evaluate(asked(folder, "map.geojson"))
    apart = grid()
    apart["features"][0] = feature(UNITS[0], 50, 50)
    (folder / "map.geojson").write_text(json.dumps(apart, ensure_ascii=False), "utf-8")
    with pytest.raises(
        gm.GovmetricsError, match=rf"spatial.map: '{UNITS[0]}' has no neighbour; say `islands: true`"
    ):
        gm.evaluate(asked(folder, "map.geojson"))
    found = gm.evaluate(asked(folder, {"map": "map.geojson", "islands": True, "draws": 99})).spatial
    assert np.isnan(found.local["index"].table.loc[UNITS[0], "p"])


def test_the_map_is_archived_and_verified(folder: Path) -> None:
    gm.evaluate(asked(folder, {"map": "map.geojson", "draws": 99})).write(folder / "run")
    assert (folder / "run" / "inputs" / "map.geojson").is_file()
    assert gm.evaluation.verify(folder / "run").same
    with (folder / "map.geojson").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert "map.geojson" in set(gm.evaluation.verify(folder / "run").differences["file"])


def test_the_public_form_has_no_map_of_what_is_left_out(folder: Path) -> None:
    whole = gm.evaluate(asked(folder, {"map": "map.geojson", "draws": 99}, publish="public"))
    shown = gm.evaluation.public(whole)
    assert shown.spatial is not None
    assert shown.evaluation.spatial.map == "map.geojson"
    less = gm.evaluate(
        asked(folder, {"map": "map.geojson", "draws": 99}, publish={"public": {"leave_out": ["trust"]}})
    )
    assert gm.evaluation.public(less).spatial is None


def test_reports_draw_maps_in_both_languages(folder: Path) -> None:
    found = gm.evaluate(asked(folder, {"map": "map.geojson", "draws": 99}))
    for language, words in (
        ("en", ("Are neighbours alike?", "Clusters: Index")),
        ("zh", ("空间关联与集聚", "集聚类型：指数")),
    ):
        page = gm.report.html(found, folder / "page.html", language).read_text(encoding="utf-8")
        assert all(word in page for word in words)
        assert page.count('id="spatial-part"') == 1
        assert page.count("<svg viewBox") == 2
        assert page.count(f"<title>{UNITS[3]}") == 2
    text = gm.report.markdown(found, folder / "all.md", "zh").read_text(encoding="utf-8")
    assert "局部莫兰指数（LISA）：指数" in text
    assert gm.report.word(found, folder / "all.docx", "zh").is_file()
    bare = gm.evaluate(asked(folder, {"edges": "pairs.csv", "draws": 99}))
    assert "<svg viewBox" not in gm.report.html(bare, folder / "page.html", "zh").read_text(encoding="utf-8")
