"""Principal component weights, and the refusal of negative ones."""

from __future__ import annotations

import warnings
from functools import partial

import numpy as np
import pytest

from govmetrics.core import UnsuitableMethod
from govmetrics.core.warn import GovmetricsWarning
from govmetrics.numerics import rotations
from govmetrics.weighting import pca
from tests.weighting.tables import flat


def factors(n=300, seed=0):
    rng = np.random.default_rng(seed)
    f = rng.normal(size=(n, 2))
    return np.hstack([f[:, [0]] + 0.5 * rng.normal(size=(n, 3)), f[:, [1]] + 0.9 * rng.normal(size=(n, 2))])


def test_first_component_agrees_with_statsmodels():
    from statsmodels.multivariate.pca import PCA

    x = factors()[:, :3]
    weights = pca(flat(x))
    loadings = np.abs(PCA(x, standardize=True).loadings[:, 0])
    np.testing.assert_allclose(weights.of("G"), loadings / loadings.sum(), atol=1e-10)
    values = np.linalg.eigvalsh(np.corrcoef(x.T))
    table = weights.details["table"]
    assert table["explained"].iloc[0] == pytest.approx(values[-1] / 3)
    # a loading is the correlation of the leaf with the component
    component = (x - x.mean(axis=0)) / x.std(axis=0) @ loadings
    np.testing.assert_allclose(
        table["loading"], [np.corrcoef(leaf, component)[0, 1] for leaf in x.T], atol=1e-10
    )
    assert table["component"].tolist() == [1, 1, 1]


def test_squared_loadings_agree_with_an_independent_varimax():
    from statsmodels.multivariate.factor_rotation import rotate_factors

    x = factors()
    weights = pca(flat(x), how="squared_loadings")
    values, vectors = np.linalg.eigh(np.corrcoef(x.T))
    loadings = vectors[:, ::-1][:, :2] * np.sqrt(values[::-1][:2])
    size = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    rotated = rotate_factors(loadings / size, "varimax")[0] * size
    own = (rotated**2).max(axis=1)
    np.testing.assert_allclose(weights.of("G"), own / own.sum(), atol=1e-5)
    table = weights.details["table"]
    assert table["component"].tolist() == [1, 1, 1, 2, 2]
    np.testing.assert_allclose(table["loading"].abs(), np.sqrt(own), atol=1e-4)
    shares = (rotated**2).sum(axis=0) / 5
    np.testing.assert_allclose(table["explained"], np.sort(shares)[::-1][[0, 0, 0, 1, 1]], atol=1e-4)


def test_negative_loadings_are_refused_with_the_alternative_that_works():
    x = factors()[:, :3]
    x[:, 2] = -x[:, 2]
    with pytest.raises(UnsuitableMethod, match=r"x3: load against the others.*how='squared_loadings'"):
        pca(flat(x))
    assert (pca(flat(x), how="squared_loadings").local > 0).all()


def test_without_a_single_first_component_nothing_is_invented():
    x = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])  # uncorrelated: any direction would do
    with pytest.raises(UnsuitableMethod, match="no single first component"):
        pca(flat(x))


def test_contradicting_pairwise_correlations_are_refused():
    # Three pairs seen on different units: r = 1, 1 and -1, which no complete data can show.
    a = [1, 2, 3, 1, 2, 3, np.nan, np.nan, np.nan]
    b = [1, 2, 3, np.nan, np.nan, np.nan, 1, 2, 3]
    c = [np.nan, np.nan, np.nan, 1, 2, 3, 3, 2, 1]
    with pytest.raises(UnsuitableMethod, match="contradict each other"):
        pca(flat(np.column_stack([a, b, c])))


def test_a_pair_without_variation_in_common_is_named():
    x = np.array(
        [[1, 2, 1], [1, 3, 2], [1, 5, 3], [2, np.nan, 5], [3, np.nan, 4]]
    )  # x1 is 1 wherever x2 is known
    with pytest.raises(UnsuitableMethod, match="x1, x2: have pairs of which one does not vary"):
        pca(flat(x))


@pytest.mark.parametrize("columns", [5, 12, 40])
def test_squared_loadings_are_at_the_top_of_kaisers_criterion(columns):
    x = factors() if columns == 5 else np.random.default_rng(columns).normal(size=(60, columns))
    values, vectors = np.linalg.eigh(np.corrcoef(x.T))
    kept = (values > 1).sum()
    loadings = vectors[:, ::-1][:, :kept] * np.sqrt(values[::-1][:kept])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = pca(flat(x), how="squared_loadings").details["table"]
    found, settled = rotations.exact_varimax(loadings)
    assert settled
    np.testing.assert_allclose(table["loading"].abs(), np.abs(found).max(axis=1), atol=1e-9)
    unit = found / np.linalg.norm(loadings, axis=1, keepdims=True)
    top = (unit**2).var(axis=0).sum()
    for first in range(kept):
        for second in range(first):
            for angle in (-1e-4, 1e-4):
                one, two = unit[:, [first, second]].T
                turned = unit.copy()
                turned[:, first] = np.cos(angle) * one - np.sin(angle) * two
                turned[:, second] = np.sin(angle) * one + np.cos(angle) * two
                assert (turned**2).var(axis=0).sum() < top


def test_a_rotation_that_does_not_come_to_an_end_is_said(monkeypatch):
    x = flat(np.random.default_rng(0).normal(size=(60, 12)))
    monkeypatch.setattr(rotations, "_ROUNDS", 1)
    with pytest.warns(GovmetricsWarning, match="did not come to rest"):
        pca(x, how="squared_loadings")
    monkeypatch.setattr(rotations, "_FEW", 1)
    monkeypatch.setattr(rotations, "varimax", partial(rotations.varimax, steps=3))
    with pytest.warns(GovmetricsWarning, match="did not come to rest"):
        pca(x, how="squared_loadings")
