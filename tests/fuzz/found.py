"""What left a reader once, made small: the reader, the file, and what it has to come to since."""

from __future__ import annotations

from typing import Any


def _square(side: float) -> dict[str, Any]:
    ring = [[0, 0], [side, 0], [side, side], [0, side], [0, 0]]
    outline = {"type": "Polygon", "coordinates": [ring]}
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"name": "a"}, "geometry": outline}],
    }


_XMILE = """<xmile version="1.0"><header><name>m</name></header>
<sim_specs><start>0</start><stop>6</stop><dt>1</dt></sim_specs>
<model><variables><stock name="a"><eqn>1</eqn></stock>
<gf name="g"><xscale min="1e400" max="2"/><ypts>0,1,4</ypts></gf></variables></model></xmile>"""

FOUND: list[tuple[str, Any, str]] = [
    # a title that is a mapping with anything but texts in it
    ("evaluation.yaml", {"tree": "wgi", "title": {"zh": {"a": 1}, "en": "x"}}, "refused"),
    ("evaluation.yaml", {"tree": "wgi", "title": {"zh": 7, "en": [1]}}, "refused"),
    # coordinates whose distances are beyond what a number can hold
    ("points.csv", "unit,lon,lat\na,79e+279,2\nb,.2,10\nc,115,22.7\nd,1,2\n", "refused"),
    ("map.geojson", _square(10**400), "refused"),
    ("map.geojson", _square(1e280), "refused"),
    # one heading twice
    ("tree.csv", "iCode,Direction,Direction,\nG\n", "refused"),
    ("network.csv", ",b,b\nt,1,x\n", "refused"),
    # a separator of several bytes
    ("tickets.csv", "sep=\ue028\nt,1\n", "refused"),
    # keys and headings that are no texts, or none that can be encoded
    ("rulebook.yaml", {"name": "x", "base": [{"name": "a", "points": 1}], "grades": [{1: 2, "name": "good"}]}, "refused"),
    ("actions.json", [{"code": "A1", "cost": 1, "\ud80c": 2}], "refused"),
    ("tree.json", {"code": "G", "parts": [{"code": "A", "better": "more", "co\ud800": 1, "x": 2}]}, "refused"),
    # lists within the names of grades
    ("result.json", {"GradeScale": {"names": [[3, 2], ""], "values": [], "cuts": None}}, "refused"),
    # an anchor twice, of which nothing is read
    ("tree.yaml", "code: G\nparts:\n  - {code: &a A, better: more}\n  - {code: &a B, better: more}\n", "read"),
    # points from infinity
    ("model.xmile", _XMILE, "refused"),
    # a list of several where a cell belongs has no one truth
    ("actions.json", [{"code": "A1", "cost": [1, 2]}], "refused"),
    # of nothing no share can be taken
    ("periods.csv", ",,B1,5\n,,/0\n", "refused"),
    ("tree.json", {"code": "G", "parts": [{"code": "A", "better": "more", "unit": {"en": "件/0人", "zh": "件"}}]}, "read"),
    # more rows than columns, and a judgement beyond the scale below
    ("judgements.json", {"": {"GOV": [[0], [18]]}}, "refused"),
    # a property that no file can hold
    ("map.geojson", {**_square(1), "features": [{"properties": {"name": "a", "\ud800": 1}, "geometry": None}]}, "refused"),
    ("actions.json", [{"code": "A1", "cost": 1, "limit": [{}, {}], "name": [1, 2], "units": {"a": 1, "b": 2}}], "refused"),
]  # fmt: skip
"""Reader, content (bytes, text, or structure), and "read" or "refused"."""
