"""Six by six squares and values on them, of which R 4.2 (spdep 1.2-7, spatialreg 1.2-6) was asked the same."""

import numpy as np
import pandas as pd

UNITS = [f"u{k:02}" for k in range(36)]


def square(x, y, side=1.0):
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def feature(name, *rings, kind="Polygon", **properties):
    coordinates = list(rings) if kind == "Polygon" else [[ring] for ring in rings]
    return {"type": "Feature", "properties": {"name": name, **properties},
            "geometry": {"type": kind, "coordinates": coordinates}}  # fmt: skip


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def squares(side=6):
    """Unit k stands in column k % side and row k // side."""
    return collection(*(feature(f"u{k:02}", square(k % side, k // side)) for k in range(side * side)))


def values():
    k = np.arange(36)
    return pd.DataFrame(
        {"y": (k * 37 % 101) / 10 + 3 * (k % 6), "x1": (k * 53 % 97) / 10, "x2": (k * 29 % 89) / 10}, UNITS
    )


def spots():
    """Points near the squares' corners, none of them as far from another as a third."""
    k = np.arange(36.0)
    return pd.DataFrame({"x": k % 6 + np.sin(k) / 5, "y": k // 6 + np.cos(k) / 5}, UNITS)
