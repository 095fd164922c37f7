"""Anselin's (1988) Columbus, where the case files are beside the checkout."""

from pathlib import Path

import pandas as pd
import pytest

import govmetrics as gm

CASES = Path(__file__).parents[3] / "shared" / "cases" / "spatial"
needs_columbus = pytest.mark.skipif(not CASES.is_dir(), reason="the case files are not beside the checkout")


def columbus():
    data = pd.read_csv(CASES / "columbus.csv").set_index("POLYID")
    return data, gm.spatial.weights(pd.read_csv(CASES / "columbus_neighbours.csv"))
