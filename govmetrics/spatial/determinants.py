"""The log-determinant of I - rho W and what follows from it: by eigenvalues, or by sparse LU of many units; arrays only."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from govmetrics.numerics.arrays import Array

_DENSE_SYMMETRIC, _DENSE = 1500, 500
_NODES = 24


class Determinants:
    """ln|I - rho W| and the traces of G = W (I - rho W)^-1.

    Parameters
    ----------
    w : sparse array (n, n)
        In use.
    raw : sparse array (n, n)
        Before standardisation: where it is symmetric, so are the eigenvalues of `w` real.
    standardised, symmetric : bool
        Whether rows of `w` sum to one; whether `raw` is symmetric.
    """

    def __init__(self, w: Any, raw: Any, standardised: bool, symmetric: bool) -> None:
        self.w, self.n = w.tocsc(), w.shape[0]
        self.symmetric = symmetric
        self._known: dict[float, float] = {}
        if symmetric:  # D^-1/2 B D^-1/2 has the eigenvalues of D^-1 B (Ord 1975)
            sums = raw.sum(axis=1)
            half = (
                np.divide(1, np.sqrt(sums), out=np.zeros(self.n), where=sums > 0)
                if standardised
                else np.ones(self.n)
            )
            from scipy.sparse import diags_array

            self._alike = (diags_array(half) @ raw @ diags_array(half)).tocsc()
        full = w.nnz > 0.1 * self.n**2
        self.by_eigenvalues = full or self.n <= (_DENSE_SYMMETRIC if symmetric else _DENSE)

    @cached_property
    def eigenvalues(self) -> Any:
        """The eigenvalues (n,) of W, complex where it is not symmetric."""
        if self.symmetric:
            return np.linalg.eigvalsh(self._alike.toarray())
        return np.linalg.eigvals(self.w.toarray())

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """The interval of rho around zero within which I - rho W is not singular."""
        if not self.symmetric:
            radius = float(min(abs(self.w).sum(axis=1).max(), abs(self.w).sum(axis=0).max()))
            return -1 / radius, 1 / radius
        if self.by_eigenvalues:
            return float(1 / self.eigenvalues[0]), float(1 / self.eigenvalues[-1])
        from scipy.sparse.linalg import eigsh

        start = np.ones(self.n) + np.arange(self.n) % 7 / 10  # the same every time
        ends = eigsh(self._alike, k=2, which="BE", return_eigenvectors=False, v0=start, tol=1e-9)
        return float(1 / ends.min()), float(1 / ends.max())

    def logs(self, rho: Array) -> Array:
        """Return ln|I - rho W| for each rho."""
        if self.by_eigenvalues:
            return np.log(np.abs(1 - np.multiply.outer(rho, self.eigenvalues))).sum(axis=-1)  # type: ignore[no-any-return]
        return np.array([self._lu(float(one)) for one in np.ravel(rho)]).reshape(np.shape(rho))

    def _lu(self, rho: float) -> float:
        if rho not in self._known:  # several models ask for the same
            self._known[rho] = float(np.log(np.abs(self.factor(rho).U.diagonal())).sum())
        return self._known[rho]

    def factor(self, rho: float) -> Any:
        """Return the sparse LU factors of I - rho W."""
        from scipy.sparse import eye_array
        from scipy.sparse.linalg import splu

        return splu((eye_array(self.n, format="csc") - rho * self.w).tocsc(), permc_spec="MMD_AT_PLUS_A",
                    options={"SymmetricMode": True})  # fmt: skip

    def traces(self, rho: Array, low: float, high: float, nodes: int = _NODES) -> tuple[Array, Array]:
        """Return tr G and tr G² for each rho, which lie between low and high.

        They are the first and the second derivative of -ln|I - rho W|. Without eigenvalues they are those of a Chebyshev
        interpolation between low and high.
        """
        if self.by_eigenvalues:
            ratio = self.eigenvalues / (1 - np.multiply.outer(rho, self.eigenvalues))
            return ratio.real.sum(axis=-1), (ratio**2).real.sum(axis=-1)
        fitted = np.polynomial.Chebyshev.interpolate(self.logs, nodes, domain=[low, high])
        first = fitted.deriv()
        return -first(rho), -first.deriv()(rho)

    def mean_lags(self, rho: Array, low: float, high: float) -> Array:
        """Return the mean of (I - rho W)^-1 W 1 for each rho: what one more everywhere adds by way of neighbours."""
        ones = self.w @ np.ones(self.n)
        if np.allclose(ones, 1, atol=1e-12):
            return 1 / (1 - np.asarray(rho))

        def mean(rho: Array) -> Array:
            return np.array([self.factor(float(one)).solve(ones).mean() for one in np.ravel(rho)])

        return np.polynomial.Chebyshev.interpolate(mean, _NODES, domain=[low, high])(rho)

    def square_trace(self, rho: float) -> float:
        """Return tr G'G, of a matrix that is small enough to be inverted."""
        inner = np.linalg.inv(np.eye(self.n) - rho * self.w.toarray())
        return float(((self.w @ inner) ** 2).sum())
