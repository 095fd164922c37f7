"""Groemping (2006), Relative importance for linear regression in R: the package relaimpo, J. Stat. Softw. 17(1).

Its example: fertility in 47 French-speaking provinces of Switzerland, about 1888 (R's data `swiss`), LMG metric.
The correlations are those that R prints with seven digits; the shares are relaimpo's (`calc.relimp`, type lmg),
.0570912207681, .1711730289002, .2601346786244, .1055701503735 and .1127659229265, with R squared .706735001593.
"""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.relative_importance import shapley_exact

# Agriculture, Examination, Education, Catholic, Infant.Mortality
UPPER = [
    -0.6865422, -0.63952252, 0.4010951, -0.06085861, 0.69841530, -0.5727418, -0.1140216, -0.1538589,
    -0.09932185, 0.1754959,
]  # fmt: skip
WITH_FERTILITY = np.array([0.3530792, -0.6458827, -0.6637889, 0.4636847, 0.4165560])
LMG = [0.05709122, 0.17117303, 0.26013468, 0.10557015, 0.11276592]


def test_lmg_shares_of_swiss_fertility():
    r = np.eye(5)
    r[np.triu_indices(5, 1)] = UPPER
    r = r + r.T - np.eye(5)
    shares = shapley_exact(r, WITH_FERTILITY)
    np.testing.assert_allclose(shares, LMG, atol=1e-6)  # the correlations have seven digits
    np.testing.assert_allclose(shares.sum(), 0.7067, atol=5e-5)
