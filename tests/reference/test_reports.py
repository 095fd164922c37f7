"""The small cases from public reports that lie beside the repository, where they do."""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "cases" / "reports"
CASES = sorted(FOLDER.glob("*.json")) if FOLDER.is_dir() else []


@pytest.mark.skipif(not CASES, reason="the cases lie beside the repository")
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_from_a_public_report_comes_out_as_expected(path, tmp_path, monkeypatch):
    case = json.loads(path.read_text(encoding="utf-8"))
    monkeypatch.chdir(tmp_path)
    for name, text in case["files"].items():
        Path(name).write_text(text, encoding="utf-8")
    names = {"gm": gm, "np": np, "pd": pd}
    exec(case["code"], names)
    expected = case["expected"]
    choices = expected if isinstance(expected, list) and expected[:1] in (["refused"], [None]) else [expected]
    assert any(same(names["got"], one, case["tolerance"]) for one in choices), (names["got"], expected)


def same(got, expected, tolerance):
    """Tell whether a result is what was expected, numbers within the tolerance."""
    if isinstance(expected, list):
        return isinstance(got, list | tuple) and len(got) == len(expected) and all(
            same(a, b, tolerance) for a, b in zip(got, expected, strict=True)
        )  # fmt: skip
    if isinstance(expected, float | int) and not isinstance(expected, bool):
        number = isinstance(got, int | float | np.number) and not isinstance(got, bool)
        return number and math.isclose(got, expected, rel_tol=0, abs_tol=tolerance)
    return got == expected
