"""Speed of spatial analysis on 3,000 made-up communities (Voronoi cells of points).

Run by hand: ``OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 python benchmarks/spatial_speed.py``. What each line does: the
outlines are read and compared (rook); local Moran's I of 20 indicators with 999 conditional permutations and false-discovery
control; a Durbin model of three regressors by maximum likelihood with impacts from 2,000 draws; the same of 10 periods with
fixed effects.

Measured on 30 November 2026 (2 cores of a shared virtual machine, one thread, Python 3.11, numpy 2.4.6, scipy 1.17.1):
weights 2.7 s, local Moran 0.5 s, Durbin model 1.6 s, its panel 0.8 s; while others used the machine (load 8) two to four
times as much.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
from scipy.spatial import Voronoi

import govmetrics as gm

UNITS = 3000


def communities(n: int) -> dict[str, Any]:
    """Return the Voronoi cells of random points in a rectangle as GeoJSON."""
    points = np.random.default_rng(0).random((n, 2))
    mirrored = [
        points,
        points * [-1, 1],
        points * [1, -1],
        [2, 0] + points * [-1, 1],
        [0, 2] + points * [1, -1],
    ]
    diagram = Voronoi(np.vstack(mirrored))
    features = []
    for k in range(n):
        corners = diagram.vertices[diagram.regions[diagram.point_region[k]]]
        middle = corners.mean(axis=0)
        corners = 1000 * corners[np.argsort(np.arctan2(*(corners - middle).T))]
        ring = [*corners.tolist(), corners[0].tolist()]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"name": f"c{k}"}, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def timed(name: str, call: Any) -> Any:
    """Run a call and print how long it took."""
    start = perf_counter()
    found = call()
    print(f"{name:<60} {perf_counter() - start:6.2f} s")
    return found


def main() -> None:
    """Run everything."""
    geojson, rng = communities(UNITS), np.random.default_rng(1)
    w = timed("weights of 3,000 outlines (rook)", lambda: gm.spatial.weights(geojson, "rook"))
    names = list(w.units)
    table = pd.DataFrame(rng.normal(size=(UNITS, 20)), names)
    timed("local Moran, 20 indicators x 999 draws", lambda: gm.spatial.local(table, w, draws=999))
    frame = pd.DataFrame(rng.normal(size=(UNITS, 4)), names, ["y", "a", "b", "c"])
    frame["y"] += frame["a"] + 0.4 * (w.sparse @ frame["y"].to_numpy())
    timed("Durbin model, 3 regressors", lambda: gm.spatial.regression(frame, "y ~ a + b + c", w, "durbin"))
    rows = pd.MultiIndex.from_product([range(10), names], names=["period", "unit"])
    panel = pd.DataFrame(rng.normal(size=(len(rows), 4)), rows, ["y", "a", "b", "c"])
    both = timed("Durbin model, 10 periods, effects of units and periods",
                 lambda: gm.spatial.regression(panel, "y ~ a + b + c", w, "durbin", effects="both"))  # fmt: skip
    assert abs(both.rho) < 0.1


if __name__ == "__main__":
    main()
