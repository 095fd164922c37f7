"""Answers that several tests of the room share."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest


class Bfi:
    """2,800 answers to 25 items in five scales, and what R says of them (cases/survey/bfi)."""

    def __init__(self, folder: Any) -> None:
        self.expected = json.loads((folder / "expected.json").read_text())
        self.raw = pd.read_csv(folder / "input.csv").iloc[:, :25]
        self.directed = self.raw.copy()
        self.factors = {scale: entry["items"] for scale, entry in self.expected["keys"].items()}
        for entry in self.expected["keys"].values():
            for item in entry["reverse"]:
                self.directed[item] = 7 - self.directed[item]

    def scale(self, name: str) -> pd.DataFrame:
        return self.directed[self.factors[name]]


@pytest.fixture(scope="session")
def bfi(cases):
    return Bfi(cases / "survey" / "bfi")


@pytest.fixture(scope="session")
def holzinger(cases):
    """Holzinger and Swineford's 301 pupils, nine tests, and what R says of them."""
    folder = cases / "survey" / "holzinger1939"
    return pd.read_csv(folder / "input.csv"), json.loads((folder / "expected.json").read_text())


@pytest.fixture
def likert():
    """Answers of 200 respondents to five items of one scale, 1 to 5."""
    rng = np.random.default_rng(7)
    trait = rng.normal(size=(200, 1))
    x = np.clip(np.round(3 + 0.8 * trait + 0.9 * rng.normal(size=(200, 5))), 1, 5)
    return pd.DataFrame(x, columns=[f"q{i + 1}" for i in range(5)])


@pytest.fixture
def two_scales():
    """Answers of 400 respondents to two correlated scales of four items."""
    rng = np.random.default_rng(11)
    traits = rng.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], size=400)
    x = 3 + 0.8 * np.repeat(traits, 4, axis=1) + 0.7 * rng.normal(size=(400, 8))
    return pd.DataFrame(x, columns=["a1", "a2", "a3", "a4", "b1", "b2", "b3", "b4"])
