"""Where all agree, F has no finite value, and rounding makes none: as with exact numbers."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

SUBJECTS = np.random.default_rng(0).random(7) * 0.1 + 0.7


@pytest.mark.parametrize("size", [1.0, 1e-12, 1e12])
def test_raters_who_agree_on_all(size):
    found = gm.psychometrics.icc(pd.DataFrame(dict.fromkeys("abc", SUBJECTS * size)))
    assert np.isinf(found.forms["f"]).all()
    assert (found.forms["p"] == 0).all()
    assert (found.forms[["icc", "lower", "upper"]] == 1).all(axis=None)
    assert found.summary("en").endswith("The raters agree on every subject: F has no finite value.")
    assert "F值无穷大" in found.summary("zh")
    assert "000,000" not in repr(found)


def test_raters_who_differ_by_constants():
    found = gm.psychometrics.icc(pd.DataFrame({rater: SUBJECTS + at / 10 for at, rater in enumerate("abc")}))
    assert np.isinf(found.forms.loc[["ICC2", "ICC3"], "f"]).all()
    assert found.forms.loc["ICC1", "f"] < 100
    assert found.summary("en").endswith("F of ICC2 and ICC3 has no finite value.")


def test_a_small_difference_is_one():
    ratings = pd.DataFrame(dict.fromkeys("abc", SUBJECTS))
    ratings.iloc[3, 1] += 1e-9
    found = gm.psychometrics.icc(ratings)
    assert np.isfinite(found.forms["f"]).all()
    assert "no finite value" not in found.summary("en")


def test_groups_whose_members_agree():
    groups = pd.Series(np.repeat(list("xyz"), 3))
    items = pd.DataFrame({"q": np.repeat([1.1, 2.3, 4.7], 3), "r": [1, 2, 3, 2, 3, 4, 3, 4, 5.0]})
    found = gm.psychometrics.group_agreement(items, groups)
    assert np.isinf(found.scales.loc["q", "f"])
    assert found.scales.loc["r", "f"] == pytest.approx(3)
    assert found.summary("en").endswith("All members of every group agree on q: F has no finite value.")
