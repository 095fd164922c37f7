"""Maps and values as offices have them: copied outlines, swapped coordinates, datums in the file, values without room."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import spatial


def square(name, x, y, w=0.01):
    ring = [[x, y], [x + w, y], [x + w, y + w], [x, y + w], [x, y]]
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(features, crs=None):
    told = {} if crs is None else {"crs": {"type": "name", "properties": {"name": crs}}}
    return {"type": "FeatureCollection", "features": features, **told}


DISTRICT = [
    square(f"{'甲乙丙丁戊'[i]}{j}社区", 113 + 0.01 * i, 23 + 0.01 * j) for i in range(5) for j in range(4)
]
W = spatial.weights(collection(DISTRICT))
Y = pd.Series(np.random.default_rng(0).normal(size=20), list(W.units), name="value")


def test_an_outline_that_is_there_twice_is_told():
    ring = DISTRICT[0]["geometry"]["coordinates"][0]
    copy = square("另一社区", 0, 0)
    copy["geometry"]["coordinates"] = [[*ring[2:], *ring[1:3]]]  # begins elsewhere
    assert any("甲0社区 = 另一社区" in note for note in spatial.weights(collection([*DISTRICT, copy])).notes)
    assert not any("same outline" in note for note in W.notes)


def test_latitude_before_longitude():
    swapped = [{**one, "geometry": {"type": "Polygon", "coordinates": [[[b, a] for a, b in one["geometry"]["coordinates"][0]]]}}
               for one in DISTRICT]  # fmt: skip
    with pytest.raises(gm.FaultyInput, match="holds latitude before longitude"):
        spatial.weights(collection(swapped), kind="nearest", k=3)
    points = pd.DataFrame({"lon": [23.1, 23.2, 23.4], "lat": [113.2, 113.1, 113.0]}, list("abc"))
    with pytest.raises(gm.FaultyInput, match="holds latitude before longitude"):
        spatial.weights(points, kind="nearest", k=1)


@pytest.mark.parametrize(("crs", "said"), [
    ("GCJ-02", "recognised as GCJ-02"), ("BD-09", "recognised as BD-09"), ("urn:ogc:def:crs:OGC:1.3:CRS84", ""),
    ("EPSG:4490", ""), ("WGS 84", ""), ("CGCS2000", ""),
])  # fmt: skip
def test_what_the_file_says_of_its_coordinates(crs, said):
    found = spatial.weights(collection(DISTRICT, crs), kind="nearest", k=3)
    assert any(said in note for note in found.notes) or not said
    assert not any("taken as" in note for note in found.notes)
    assert found.links["distance"].max() < 3  # kilometres


@pytest.mark.parametrize(
    "crs", ["CGCS2000 / 3-degree Gauss-Kruger zone 38", "EPSG:4547", "WGS 84 / UTM zone 50N"]
)
def test_a_projection_with_degrees_is_asked_about(crs):
    with pytest.raises(gm.FaultyInput, match="names a projection, while its coordinates look like degrees"):
        spatial.weights(collection(DISTRICT, crs), kind="nearest", k=3)
    assert (
        len(spatial.weights(collection(DISTRICT, crs), kind="nearest", k=3, coordinates="gcj02").links) == 60
    )


@pytest.mark.parametrize("scale", [2.0**-600, 2.0**300])
def test_values_in_tiny_and_huge_units(scale):
    plain, found = (spatial.local(Y * by, W, draws=99) for by in (1, scale))
    pd.testing.assert_frame_equal(found.table, plain.table)
    kinds = pd.DataFrame({"kind": list("ab") * 10}, Y.index)
    q = [spatial.detector(Y * by, kinds, draws=99).factors["q"].iloc[0] for by in (1, scale)]
    assert q[1] == pytest.approx(q[0], rel=1e-12)


def test_values_without_room_for_their_squares():
    frame = pd.DataFrame({"y": Y, "x": Y[::-1].to_numpy()})
    for call in (
        lambda: spatial.local(Y * 1e200, W),
        lambda: spatial.moran(Y * 1e200, W),
        lambda: spatial.regression(frame * 1e200, "y ~ x", W),
    ):
        with pytest.raises(gm.FaultyInput, match="too large to be computed with"):
            call()


@pytest.mark.parametrize("model", ["lag", "error", "durbin"])
def test_an_outcome_that_follows_exactly(model):
    x = Y[::-1].to_numpy()
    with pytest.raises(gm.UnsuitableMethod, match="y: follows from the regressors exactly"):
        spatial.regression(pd.DataFrame({"y": 2 * x + 1, "x": x}, Y.index), "y ~ x", W, model=model)
