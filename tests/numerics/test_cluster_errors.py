"""Errors by clusters: blocks of clusters give what whole matrices give; Grunfeld's (1958) panel as R has it."""

import numpy as np
import pytest

from govmetrics.numerics.cluster_errors import cluster_errors, driscoll_kraay


def grunfeld():
    """Return Grunfeld's ten firms (R plm has the same ones): value and capital without the firms' means."""
    from statsmodels.datasets import grunfeld as data

    frame = data.load_pandas().data
    frame = frame[frame["firm"] != "American Steel"]
    firm = frame["firm"].factorize()[0]
    within = frame[["invest", "value", "capital"]] - frame.groupby("firm")[
        ["invest", "value", "capital"]
    ].transform("mean")
    y, x = within["invest"].to_numpy(), within[["value", "capital"]].to_numpy()
    return x, y - x @ np.linalg.lstsq(x, y, rcond=None)[0], firm, frame["year"].to_numpy().astype(int) - 1935


@pytest.mark.parametrize(("kind", "errors", "df"), [
    ("CR0", [0.014342144, 0.049792609], [9, 9]),
    ("CR1", [0.015117947, 0.052486018], [9, 9]),
    ("CR1S", [0.015156075, 0.052618392], [9, 9]),
    ("CR2", [0.020631107, 0.082675302], [1.812568, 1.799531]),
    ("CR3", [0.035937612, 0.146541835], [1.342803, 1.293131]),
])  # fmt: skip
def test_grunfeld_as_clubsandwich_has_it(kind, errors, df):
    """R plm 2.6-2 and clubSandwich, one-way effects of firms."""
    x, residual, firm, _ = grunfeld()
    found = cluster_errors(x, residual, firm, kind)
    np.testing.assert_allclose(np.sqrt(np.diag(found.covariance)), errors, rtol=3e-6)
    np.testing.assert_allclose(found.df, df, rtol=1e-6)


def test_driscoll_kraay_of_grunfeld():
    """R plm's vcovSCC with two lags."""
    x, residual, _, year = grunfeld()
    found = np.sqrt(np.diag(driscoll_kraay(x, residual, year, 2)))
    np.testing.assert_allclose(found, [0.01768603, 0.03482015], rtol=1e-6)


@pytest.mark.parametrize("kind", ["CR2", "CR3"])
@pytest.mark.parametrize("sizes", [[3, 3, 3, 3], [1, 2, 9, 4], [12, 2, 3, 7]])
def test_blocks_are_what_whole_matrices_give(kind, sizes):
    """Clusters smaller and larger than the model has columns, against I - H in full (Bell and McCaffrey 2002)."""
    rng = np.random.default_rng(len(sizes) + sizes[0])
    clusters = np.repeat(np.arange(len(sizes)), sizes)
    n = len(clusters)
    other = rng.normal(size=(n, 2))  # reaches across clusters, and is no coefficient of interest
    x = rng.normal(size=(n, 2)) * [1, 1e6]
    x -= other @ np.linalg.lstsq(other, x, rcond=None)[0]
    basis = np.linalg.qr(np.hstack([other, x / [1, 1e6]]))[0]
    e = (np.eye(n) - basis @ basis.T) @ rng.normal(size=n)
    contrast = np.array([[1.0, 0], [1, 2e6]])
    found = cluster_errors(x, e, clusters, kind, basis, contrast)

    rest, m = np.eye(n) - basis @ basis.T, np.linalg.inv(x.T @ x)
    meat, g = np.zeros((2, 2)), [[], []]
    for j in range(len(sizes)):
        rows = clusters == j
        value, vector = np.linalg.eigh(rest[np.ix_(rows, rows)])
        held = np.where(value > 1e-10, np.clip(value, 1e-10, None) ** (-0.5 if kind == "CR2" else -1), 0)
        a = vector @ np.diag(held) @ vector.T
        score = x[rows].T @ a @ e[rows]
        meat += np.outer(score, score)
        for at in (0, 1):
            g[at].append(rest[rows].T @ a @ x[rows] @ m @ contrast[at])
    np.testing.assert_allclose(found.covariance, m @ meat @ m, rtol=1e-8)
    for at in (0, 1):
        inner = np.array(g[at]) @ np.array(g[at]).T
        assert found.df[at] == pytest.approx(np.trace(inner) ** 2 / (inner**2).sum(), rel=1e-8)
