"""Agreement of raters, from the papers that introduced the coefficients.

Read again: R's psych prints the intraclass correlations and their limits to two or three digits; NLTK and others repeat
Krippendorff's four alphas; R's irr has Fleiss's data (`diagnoses`) and kappa .43. Kappas of the categories and Kendall's
example were not read in the source; they are reproduced from the definition.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

import govmetrics as gm

NAN = np.nan

# Shrout and Fleiss (1979), Psychological Bulletin 86, table 2: six targets, four judges.
JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]

# Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C: four observers, twelve units.
OBSERVERS = pd.DataFrame(
    {
        "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        "C": [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    }
)

# Fleiss (1971), Psychological Bulletin 76, table 1: thirty patients, six psychiatrists, counts of depression,
# personality disorder, schizophrenia, neurosis, other.
PATIENTS = """00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"""


def test_intraclass_correlations():
    """Table 4 and the worked intervals of Shrout and Fleiss (pp. 423-425)."""
    forms = gm.psychometrics.icc(pd.DataFrame(JUDGES)).forms
    assert forms["icc"].round(2).tolist() == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    assert forms.loc["ICC2", ["lower", "upper"]].astype(float).round(3).tolist() == [0.019, 0.761]
    assert forms.loc["ICC3", ["lower", "upper"]].astype(float).round(3).tolist() == [0.342, 0.946]
    squares = gm.psychometrics.icc(pd.DataFrame(JUDGES)).mean_squares
    assert squares.round(2).tolist() == [11.24, 6.26, 32.49, 1.02]


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff(level, published):
    result = gm.psychometrics.krippendorff(OBSERVERS, level)
    assert result.alpha == pytest.approx(published, abs=5e-4)
    assert (result.things, result.pairable) == (11, 40)


def test_fleiss():
    """Kappa .430, shares .144, .144, .167, .306, .239, kappas of the categories as printed (p. 381)."""
    counts = pd.DataFrame([[int(digit) for digit in row] for row in PATIENTS.split()])
    result = gm.psychometrics.fleiss(counts, counts=True)
    assert result.kappa == pytest.approx(0.430, abs=5e-4)
    assert result.categories["share"].round(3).tolist() == [0.144, 0.144, 0.167, 0.306, 0.239]
    assert result.categories["kappa"].round(3).tolist() == pytest.approx([0.245, 0.245, 0.520, 0.471, 0.566])


def test_fleiss_standard_error_under_chance():
    """Fleiss, Nee and Landis (1979), Psychological Bulletin 86, eq. 11, in fractions; R's irr prints z = 17.7."""
    counts = pd.DataFrame([[int(digit) for digit in row] for row in PATIENTS.split()])
    result = gm.psychometrics.fleiss(counts, counts=True)
    n, m = 30, 6
    p = [Fraction(int(total), n * m) for total in counts.sum()]
    pq = sum(share * (1 - share) for share in p)
    third = sum(share * (1 - share) * ((1 - share) - share) for share in p)
    error = float(Fraction(2, n * m * (m - 1)) * (pq**2 - third) / pq**2) ** 0.5
    assert result.standard_error == pytest.approx(error, rel=1e-12)
    assert round(result.z, 1) == 17.7
    assert (result.upper - result.kappa, result.kappa - result.lower) == pytest.approx([1.959964 * error] * 2)
    assert result.p == pytest.approx(2 * norm.sf(result.kappa / error), rel=1e-9, abs=0)


def test_fleiss_standard_error_by_simulation():
    """The spread of kappa over 4,000 samples of ratings at random, 200 things by 4 raters, shares .6, .3, .1."""
    drawn = np.random.default_rng(0).multinomial(4, [0.6, 0.3, 0.1], size=(4000, 200))
    found = [gm.psychometrics.fleiss(pd.DataFrame(one), counts=True) for one in drawn[:20]]
    p = drawn.sum(axis=1) / 800
    chance = (p**2).sum(axis=1)
    kappa = (((drawn**2).sum(axis=(1, 2)) - 800) / 2400 - chance) / (1 - chance)
    assert [one.kappa for one in found] == pytest.approx(kappa[:20])
    # 4,000 samples know a standard deviation to 1.1 %
    assert np.mean([one.standard_error for one in found]) == pytest.approx(kappa.std(), rel=0.04)


def test_kendall_by_hand():
    """Siegel and Castellan (1988), p. 265: three judges rank six applicants, W = .16.

    Rank sums 8, 14, 11, 11, 11, 8: their squares about 10.5 sum to 25.5, and W = 12 x 25.5 / (9 x 210).
    """
    ranks = pd.DataFrame({"x": [1, 6, 3, 2, 5, 4], "y": [1, 5, 6, 4, 2, 3], "z": [6, 3, 2, 5, 4, 1]})
    assert gm.psychometrics.kendall(ranks).w == pytest.approx(12 * 25.5 / (9 * 210), abs=1e-12)
