"""Weights: outlines against Voronoi cells, whose neighbours are known; points; tables; maps as people have them."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import Voronoi

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.spatial.datums import to_wgs84
from tests.spatial.lattice import UNITS, collection, feature, spots, square, squares


def pairs_of(w):
    return {frozenset(pair) for pair in zip(w.links["unit"], w.links["neighbour"], strict=True)}


def cells(points):
    """Return the Voronoi cells of points in the unit square as GeoJSON, and the pairs that share a line."""
    mirrored = [
        points,
        points * [-1, 1],
        points * [1, -1],
        [2, 0] + points * [-1, 1],
        [0, 2] + points * [1, -1],
    ]
    diagram = Voronoi(np.vstack(mirrored))
    features = []
    for k in range(len(points)):
        corners = diagram.vertices[diagram.regions[diagram.point_region[k]]]
        middle = corners.mean(axis=0)
        corners = corners[np.argsort(np.arctan2(*(corners - middle).T))]
        features.append(feature(f"u{k}", [*corners.tolist(), corners[0].tolist()]))
    n = len(points)
    return collection(*features), {
        frozenset((f"u{i}", f"u{j}")) for i, j in diagram.ridge_points.tolist() if max(i, j) < n
    }


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(4, 40))
def test_voronoi_cells_have_the_neighbours_of_the_diagram(seed, n):
    geojson, expected = cells(np.random.default_rng(seed).random((n, 2)))
    assert pairs_of(gm.spatial.weights(geojson, "rook", snap=1e-9)) == expected
    assert pairs_of(gm.spatial.weights(geojson, "queen", snap=1e-9)) == expected


def test_squares_are_kings_and_rooks_of_a_board():
    queen, rook = (gm.spatial.weights(squares(), kind) for kind in ("queen", "rook"))
    assert (len(queen.links), len(rook.links)) == (220, 120)  # kings and rooks of one step
    assert queen.neighbours["neighbours"].value_counts().to_dict() == {8: 16, 5: 16, 3: 4}
    assert gm.spatial.weights(squares()).kind == "queen"
    np.testing.assert_allclose(queen.matrix().sum(axis=1), 1)


def test_a_side_that_meets_two_others_in_its_middle():
    """Corners of one outline lie within a side of the other, as where maps of two offices meet."""
    long = feature("long", [[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]])
    found = gm.spatial.weights(
        collection(long, feature("left", square(0, 1)), feature("right", square(1, 1))), "rook"
    )
    assert len(pairs_of(found)) == 3


def test_an_enclave_is_the_neighbour_of_what_surrounds_it():
    ring = feature("ring", square(0, 0, 3), square(1, 1)[::-1])
    found = gm.spatial.weights(collection(ring, feature("enclave", square(1, 1))), "rook")
    assert pairs_of(found) == {frozenset({"ring", "enclave"})}


def test_all_parts_of_a_unit_have_neighbours():
    parts = feature("parts", square(0, 0), square(4, 0), kind="MultiPolygon")
    found = gm.spatial.weights(collection(parts, feature("a", square(1, 0)), feature("b", square(3, 0))))
    assert pairs_of(found) == {frozenset({"parts", "a"}), frozenset({"parts", "b"})}


def test_slivers_are_told_and_snap_closes_them():
    gap = collection(feature("a", square(0, 0)), feature("b", square(1.0005, 0)), feature("c", square(0, 1)))
    found = gm.spatial.weights(gap, islands=True)
    assert "a / b" in " ".join(map(str, found.notes))
    assert frozenset({"a", "b"}) in pairs_of(gm.spatial.weights(gap, snap=0.001))


def test_islands_and_parts_of_the_map():
    far = collection(feature("a", square(0, 0)), feature("b", square(1, 0)), feature("c", square(9, 9)),
                     feature("d", square(5, 0)), feature("e", square(6, 0)))  # fmt: skip
    with pytest.raises(FaultyInput, match="'c' has no neighbour; say islands=True"):
        gm.spatial.weights(far)
    found = gm.spatial.weights(far, islands=True)
    assert found.islands == ["c"]
    assert found.neighbours["component"].tolist() == [1, 1, 2, 3, 3]
    assert "3 parts that are not connected" in found.summary()
    assert "互不相连" in found.summary("zh")
    assert gm.spatial.weights(far, "nearest", k=1, coordinates="projected").islands == []


def test_every_fault_of_a_map_at_once():
    wrong = collection(
        feature("open", [[0, 0], [1, 0], [1, 1], [0, 1]]), feature("flat", [[0, 0], [1, 1], [2, 2], [0, 0]]),
        feature("twice", square(0, 0)), feature("twice ", square(1, 0)), feature("", square(2, 0)),
        feature("short", [[0, 0], [1, 0], [0, 0]]),
        feature("hole", square(3, 0), square(3, 0)), feature("nan", [[0, 0], [1, None], [1, 1], [0, 0]]),
        {"type": "Feature", "properties": {"name": "none"}, "geometry": None},
        {"type": "Feature", "properties": {"name": "line"}, "geometry": {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}},
    )  # fmt: skip
    with pytest.raises(FaultyInput) as error:
        gm.spatial.weights(wrong)
    said = str(error.value)
    for one in ("feature open: a ring is not closed", "feature flat: a ring has no area", "'twice' names several features",
                "feature 5: the feature has no name", "feature short: a ring has fewer than four points",
                "feature hole: has holes as large as its outline", "feature nan: a ring is no list of points",
                "feature none: has no outline", "feature line: is 'LineString', no area"):  # fmt: skip
        assert one in said


def test_outlines_that_cross_themselves_are_told():
    bow = collection(feature("bow", [[0, 0], [2, 2], [2, 0], [0, 3], [0, 0]]), feature("b", square(2, 0)))
    assert "bow" in str(gm.spatial.weights(bow, islands=True).notes[0])


def test_two_properties_name_a_unit(tmp_path):
    map_ = collection(
        feature("甲社区", square(0, 0), district="东"), feature("甲社区", square(1, 0), district="西")
    )
    path = tmp_path / "map.geojson"
    path.write_text(json.dumps(map_, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(FaultyInput, match="names several features"):
        gm.spatial.weights(path)
    assert gm.spatial.weights(path, unit=["district", "name"]).units == ("东 · 甲社区", "西 · 甲社区")
    with pytest.raises(FaultyInput, match="did you mean 'district'"):
        gm.spatial.weights(path, unit="distict")


def test_features_without_names_are_asked_about():
    nameless = collection(
        {
            "type": "Feature",
            "properties": {"乡": 1},
            "geometry": {"type": "Polygon", "coordinates": [square(0, 0)]},
        }
    )
    with pytest.raises(FaultyInput, match=r'unit="\.\.\."; there are: 乡'):
        gm.spatial.weights(nameless)


def test_a_geodataframe_is_taken_by_its_interface():
    class Frame:
        __geo_interface__ = squares()

    assert len(gm.spatial.weights(Frame()).units) == 36


def test_nearest_and_distance_are_those_of_r():
    """R: knearneigh(co, k = 4)$nn[1:3, ]; sum(card(dnearneigh(co, 0, 1.5)))."""
    near = gm.spatial.weights(spots(), "nearest", k=4, coordinates="projected")
    found = [set(near.links["neighbour"][near.links["unit"] == unit]) for unit in UNITS[:3]]
    assert found == [{f"u{k - 1:02}" for k in row} for row in ([7, 2, 8, 13], [3, 8, 1, 9], [4, 2, 9, 10])]
    assert len(gm.spatial.weights(spots(), "distance", within=1.5, coordinates="projected").links) == 188


def test_distances_on_the_globe():
    """A degree of the meridian is 111.195 km on a sphere of 6371.0088 km; Shenzhen to Guangzhou by the cosine rule."""
    towns = pd.DataFrame(
        {"经度": [114.0579, 113.2644, 114.0579], "纬度": [22.5431, 23.1291, 23.5431]}, ["深圳", "广州", "北"]
    )
    links = gm.spatial.weights(towns, "inverse").links.set_index(["unit", "neighbour"])["distance"]
    assert links["深圳", "北"] == pytest.approx(np.pi * 6371.0088 / 180, rel=1e-9)
    lat, lon = np.radians([22.5431, 23.1291]), np.radians(114.0579 - 113.2644)
    cosine = np.sin(lat[0]) * np.sin(lat[1]) + np.cos(lat[0]) * np.cos(lat[1]) * np.cos(lon)
    assert links["深圳", "广州"] == pytest.approx(6371.0088 * np.arccos(cosine), rel=1e-6)
    across = pd.DataFrame(
        {"lon": [179.9, -179.9, 170.0], "lat": [0.0, 0, 0]}, list("abc")
    )  # the date line is no border
    assert gm.spatial.weights(across, "nearest", k=1).links["neighbour"][0] == "b"


def test_distance_reaches_everybody_by_default():
    found = gm.spatial.weights(spots(), "distance", coordinates="projected")
    assert found.counts.min() == 1
    assert "the least at which every unit has one" in str(found.notes[0])


def test_x_and_y_that_may_be_degrees_are_asked_about():
    with pytest.raises(FaultyInput, match=r'may be degrees or .*say coordinates="projected"'):
        gm.spatial.weights(spots(), "nearest", k=2)
    metres = gm.spatial.weights(spots() * 1000, "nearest", k=2)
    assert "taken as projected" in str(metres.notes[0])
    with pytest.raises(FaultyInput, match="beyond 180 and 90 degrees"):
        gm.spatial.weights(spots() * 1000, "nearest", coordinates="wgs84")


def test_chinese_datums_as_published():
    """wandergis/coordTransform, README: WGS-84 116.404, 39.915 is GCJ-02 116.41024449916938, 39.91640428150164; BD-09 116.404,
    39.915 is GCJ-02 116.39762729119315, 39.90865673957631."""
    gcj = np.array([[116.41024449916938, 39.91640428150164]])
    np.testing.assert_allclose(to_wgs84(gcj, "gcj02"), [[116.404, 39.915]], atol=1e-11)
    same = to_wgs84(np.array([[116.39762729119315, 39.90865673957631]]), "gcj02")
    np.testing.assert_allclose(to_wgs84(np.array([[116.404, 39.915]]), "bd09"), same, atol=1e-11)


def test_datums_are_recognised_or_told():
    beijing = pd.DataFrame({"经度": [116.40, 116.50, 116.3], "纬度": [39.9, 39.8, 39.7]}, list("abc"))
    assert "GCJ-02" in str(gm.spatial.weights(beijing, "nearest", k=1).notes[0])
    baidu = beijing.rename(columns={"经度": "百度经度", "纬度": "百度纬度"})
    found = gm.spatial.weights(baidu, "inverse")
    assert "recognised as BD-09" in str(found.notes[0])
    same = gm.spatial.weights(beijing, "inverse", coordinates="bd09")
    np.testing.assert_array_equal(found.links["distance"], same.links["distance"])
    plain = gm.spatial.weights(beijing, "inverse", coordinates="wgs84").links["distance"]
    assert 0 < np.abs(found.links["distance"] / plain - 1).max() < 0.015
    assert not gm.spatial.weights(beijing, "nearest", k=1, coordinates="wgs84").notes
    amap = collection(
        *(feature(n, square(116 + k, 39), adcode=k, childrenNum=0) for k, n in enumerate("abc"))
    )
    assert "recognised as GCJ-02" in str(gm.spatial.weights(amap, "nearest", k=1).notes[0])


def test_points_on_one_spot():
    spot = pd.DataFrame({"lon": [1.0, 1, 2], "lat": [1.0, 1, 2]}, list("abc"))
    with pytest.raises(FaultyInput, match="'a' and 'b' are on one spot"):
        gm.spatial.weights(spot, "inverse")
    near = gm.spatial.weights(spot, "nearest", k=1)
    assert near.links["neighbour"].tolist() == ["b", "a", "a"]
    assert "c" in str(near.notes[0])  # a and b are as near to it
    with pytest.raises(UnsuitableMethod, match="ask for fewer"):
        gm.spatial.weights(spot, "nearest", k=3)
    five = pd.DataFrame({"lon": [1.0] * 6, "lat": [1.0] * 6}, list("abcdef"))
    links = gm.spatial.weights(five, "nearest", k=2).links
    assert (links["unit"] != links["neighbour"]).all()


def test_tables_of_pairs():
    once = gm.spatial.weights(pd.DataFrame({"起点": ["甲", "乙"], "终点": ["乙", "丙 "]}))
    assert len(once.links) == 4
    assert "both ways" in str(once.notes[0])
    with pytest.raises(FaultyInput, match="some pairs are listed both ways, these are not: b / c"):
        gm.spatial.weights(pd.DataFrame({"from": list("abb"), "to": list("bac")}))
    with pytest.raises(FaultyInput) as error:
        gm.spatial.weights(
            pd.DataFrame(
                {"from": ["a", "a", "a", None], "to": ["b", "b", "a", "b"], "weight": [1, -1, 1, "x"]}
            )
        )
    said = str(error.value)
    assert all(one in said for one in ("'a' is its own neighbour", "'a', 'b' occurs more than once", "the row names no unit",
                                       "'x' is not a number", "the weight is -1"))  # fmt: skip


def test_square_tables_may_be_one_way():
    table = pd.DataFrame([[0, 2, 0], [0, 0, 1], [1, 0, 0]], list("abc"), list("abc"))
    found = gm.spatial.weights(table)
    assert found.matrix().loc["a", "b"] == 1
    assert not found.symmetric
    assert found.standardise(False).matrix().loc["a", "b"] == 2
    with pytest.raises(FaultyInput, match="a, a: the unit is its own neighbour"):
        gm.spatial.weights(table + np.eye(3))


def test_only_keeps_the_order_of_the_map():
    found = gm.spatial.weights(squares()).only(["u07", "u00", "u01"])
    assert found.units == ("u00", "u01", "u07")
    assert found.matrix().loc["u00"].tolist() == [0, 0.5, 0.5]
    with pytest.raises(FaultyInput, match="'zz' is not in the data"):
        found.only(["zz"])


def test_headings_that_occur_twice():
    twice = pd.concat([spots(), spots()], axis="columns")
    with pytest.raises(FaultyInput, match="occurs twice; give one heading"):
        gm.spatial.weights(twice, "nearest")
