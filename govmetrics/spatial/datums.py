"""Chinese map coordinates: GCJ-02 (AMap, Tencent) and BD-09 (Baidu) to WGS-84."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array

CHINA = (73.0, 135.5, 3.5, 53.6)
"""West, east, south, north: within these a map may be one of the shifted ones."""
_A, _EE = 6378245.0, 0.00669342162296594323  # Krasovsky 1940, on which the shift is defined
_STEPS = 12


def in_china(points: Array) -> bool:
    """Tell whether all points (n, 2) of longitude and latitude may lie in China.

    Examples
    --------
    >>> in_china(np.array([[114.05, 22.54]])), in_china(np.array([[2.35, 48.85]]))
    (True, False)
    """
    west, east, south, north = CHINA
    x, y = points.T
    return bool(((x > west) & (x < east) & (y > south) & (y < north)).all())


def to_wgs84(points: Array, datum: str) -> Array:
    """Return longitudes and latitudes (n, 2) in WGS-84.

    Examples
    --------
    >>> to_wgs84(np.array([[116.41024449916938, 39.91640428150164]]), "gcj02").round(9).tolist()
    [[116.404, 39.915]]
    """
    if datum == "bd09":
        points = _baidu_to_gcj(points)
    if datum in ("bd09", "gcj02"):
        found = points.copy()
        for _ in range(_STEPS):  # the shift changes slowly, so that each step gains two digits and more
            found = points - _shift(found)
        return found
    return points


def _baidu_to_gcj(points: Array) -> Array:
    scale = np.pi * 3000 / 180
    x, y = points[:, 0] - 0.0065, points[:, 1] - 0.006
    z = np.hypot(x, y) - 0.00002 * np.sin(y * scale)
    theta = np.arctan2(y, x) - 0.000003 * np.cos(x * scale)
    return np.column_stack([z * np.cos(theta), z * np.sin(theta)])


def _shift(points: Array) -> Array:
    """Return by how much GCJ-02 lies beside WGS-84 points (n, 2), in degrees."""
    x, y = points[:, 0] - 105, points[:, 1] - 35
    waves = 20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)
    root = np.sqrt(np.abs(x))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (waves + 20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y / 30 * np.pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (waves + 20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    latitude = np.radians(points[:, 1])
    magic = 1 - _EE * np.sin(latitude) ** 2
    east = np.degrees(east / (_A / np.sqrt(magic) * np.cos(latitude)))
    return np.column_stack([east, np.degrees(north / (_A * (1 - _EE) / magic**1.5))])
