"""Answers that several tests of the room share."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.reference import twins


class Bfi:
    """What R says of the 25 items of psych::bfi in five scales, and answers that have their moments."""

    def __init__(self, facts: Path) -> None:
        self.expected = twins.read(facts / "survey" / "bfi.json")
        self.factors = {scale: entry["items"] for scale, entry in self.expected["keys"].items()}
        self.directed = self._gaps("all")

    def _gaps(self, name: str) -> pd.DataFrame:
        return twins.with_gaps(self.expected["answers"][name], self.expected["respondents"])

    def scale(self, name: str) -> pd.DataFrame:
        return self._gaps(name)


class RawBfi:
    """The answers themselves, which belong to R's psych (beside this checkout)."""

    def __init__(self, folder: Path) -> None:
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
def bfi(facts):
    return Bfi(facts)


@pytest.fixture(scope="session")
def raw_bfi(cases):
    return RawBfi(cases / "survey" / "bfi")


@pytest.fixture(scope="session")
def holzinger(facts):
    """Pupils with the moments of Holzinger and Swineford's 301, school by school, and what R says of them."""
    found = twins.read(facts / "survey" / "holzinger1939.json")
    schools = [answers.assign(school=name) for name, answers in found["answers"].items()]
    return pd.concat(schools, ignore_index=True), found


@pytest.fixture(scope="session")
def raw_holzinger(cases):
    """The pupils themselves, as in R's lavaan: robust errors need fourth moments."""
    folder = cases / "survey" / "holzinger1939"
    return pd.read_csv(folder / "input.csv"), json.loads((folder / "expected.json").read_text())


@pytest.fixture
def gaps(likert):
    """The answers of `likert`, a tenth of which are missing."""
    return likert.mask(np.random.default_rng(3).random(likert.shape) < 0.1)


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
