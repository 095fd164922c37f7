"""Nine of Thurstone's primary mental abilities, n = 213: correlations as in McDonald (1985, pp. 57 and 105).

The SAS/STAT documentation of PROC CALIS prints them, and works the confirmatory factor analysis (second-order factor
analysis; with three factors it is equivalent to the model of three correlated factors): chi-square 38.1963 on 24,
p .0331, null 1101.8924, GFI .9596, AGFI .9242, RMSEA .0528, RMR .0436. These, and the omegas (.74 and .93 in R's psych,
data `Thurstone`), were not read again; they are reproduced from the definition.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

NAMES = [
    "sentences",
    "vocabulary",
    "completion",
    "first",
    "four",
    "suffixes",
    "series",
    "pedigrees",
    "groups",
]
LOWER = """
.828
.776 .779
.439 .493 .460
.432 .464 .425 .674
.447 .489 .443 .590 .541
.447 .432 .401 .381 .402 .288
.541 .537 .534 .350 .367 .320 .555
.380 .358 .359 .424 .446 .325 .598 .452
"""
FACTORS = {"verbal": NAMES[:3], "fluency": NAMES[3:6], "reasoning": NAMES[6:]}


@pytest.fixture(scope="module")
def thurstone():
    r = np.eye(9)
    r[np.tril_indices(9, -1)] = [float(value) for value in LOWER.split()]
    r = r + np.tril(r, -1).T
    return pd.DataFrame(r, index=NAMES, columns=NAMES)


def test_omega(thurstone):
    result = gm.psychometrics.omega(thurstone, factors=3, n=213)
    assert result.hierarchical == pytest.approx(0.7361, abs=5e-5)
    assert result.total == pytest.approx(0.9308, abs=5e-5)
    assert [set(items) for items in result.groups["items"]] == [set(v) for v in FACTORS.values()]


def test_confirmatory_factor_analysis(thurstone):
    result = gm.psychometrics.confirm(thurstone, FACTORS, likelihood="wishart", n=213)
    published = {
        "chi_square": 38.1963, "df": 24, "p": 0.0331, "null_chi_square": 1101.8924, "gfi": 0.9596, "agfi": 0.9242,
        "rmsea": 0.0528, "rmr": 0.0436,
    }  # fmt: skip
    for name, value in published.items():
        assert result.fit[name] == pytest.approx(value, abs=5.1e-5), name


def test_simple_structure(thurstone):
    """Varimax, oblimin and promax find the same three groups of three tests, whatever the extraction."""
    for method in ("minres", "ml", "principal_axis", "principal"):
        for rotation in ("varimax", "oblimin", "promax"):
            result = gm.psychometrics.explore(thurstone, 3, method, rotation, n=213)
            home = result.loadings.idxmax(axis=1)
            groups = [set(home.index[home == factor]) for factor in result.loadings.columns]
            assert sorted(map(sorted, groups)) == sorted(map(sorted, FACTORS.values())), (method, rotation)
