"""Deliberation: worked by hand, agreement against psychometrics, what cells may say."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import FaultyInput
from govmetrics.collaboration import deliberation

CODING = pd.DataFrame({
    "unit": ["East"] * 6 + ["West"] * 4, "speech": [1, 1, 2, 2, 3, 3, 1, 1, 2, 2], "coder": ["a", "b"] * 5,
    "participation": [1, 1, 1, 0, 1, 1, 1, 1, 0, 0], "justification": [3, 2, 0, 1, 2, 2, 1, 1, 0, 1],
    "content": ["2a", "0+2a", "0", "0", "1", "1", "2b", "2a、2b", 0, 1.0],
    "respect_demands": [2, 2, None, None, 1, 0, 0, 0, 1, 2],
})  # fmt: skip
HOW = {"by": "unit", "coder": "coder", "highest": {"respect_demands": 2}}


def test_means_over_coders_then_speeches_by_hand():
    found = deliberation(CODING, **HOW)
    east = found.values.loc["East"]
    assert east["participation"] == pytest.approx((1 + 0.5 + 1) / 3)
    assert east["justification"] == pytest.approx((2.5 + 0.5 + 2) / 9)
    assert east["common_good"] == pytest.approx(1 / 3)
    assert east["respect_demands"] == pytest.approx((1 + 0.25) / 2)
    assert east["quality"] == pytest.approx(east.drop("quality").mean())
    assert found.standard_errors.loc["East", "justification"] == pytest.approx(
        np.std([2.5 / 3, 0.5 / 3, 2 / 3], ddof=1) / 3**0.5
    )
    assert found.content.loc["West"].tolist() == pytest.approx([0.25, 0.25, 0.25, 0.5])
    assert found.speeches.to_dict() == {"East": 3, "West": 2}
    assert "2 codes are empty" in found.summary("en")


def test_without_empty_cells_the_error_of_quality_is_that_of_the_speeches_means():
    found = deliberation(CODING.drop(columns="respect_demands"), by="unit", coder="coder")
    speeches = deliberation(
        CODING.drop(columns="respect_demands").assign(unit=CODING["unit"] + CODING["speech"].astype(str)),
        by="unit",
        coder="coder",
    ).values["quality"]
    assert found.standard_errors.loc["East", "quality"] == pytest.approx(speeches.iloc[:3].sem())
    assert found.standard_errors.loc["West", "quality"] == pytest.approx(speeches.iloc[3:].sem())


def test_agreement_is_krippendorffs_alpha_of_psychometrics():
    found = deliberation(CODING, **HOW).agreement
    wide = CODING.pivot_table(index=["unit", "speech"], columns="coder", values="justification")
    assert found.loc["justification", "alpha"] == pytest.approx(
        gm.psychometrics.krippendorff(wide, "ordinal").alpha
    )
    demands = CODING.pivot_table(index=["unit", "speech"], columns="coder", values="respect_demands")
    assert found.loc["respect_demands", "alpha"] == pytest.approx(
        gm.psychometrics.krippendorff(demands, "ordinal").alpha
    )
    assert found.loc["participation", ["speeches", "agreement"]].tolist() == pytest.approx([5, 0.8])
    assert found.loc["common_good", "alpha"] == 1


def test_one_coder_has_no_agreement():
    one = CODING[CODING["coder"] == "a"].drop(columns="coder")
    found = deliberation(one, by="unit", highest={"respect_demands": 2})
    assert found.agreement.empty
    assert "one coder only" in found.summary("en")
    assert "只有一位编码者" in found.summary("zh")


def test_what_cells_may_not_say_comes_at_once():
    odd = CODING.astype(object).copy()
    odd.loc[0, "justification"], odd.loc[1, "content"], odd.loc[2, "content"], odd.loc[3, "participation"] = (
        4,
        "2",
        "0+1",
        "yes",
    )
    odd.loc[5, "unit"], odd.loc[7, "speech"] = None, 1
    odd.loc[6, "coder"] = "b"
    with pytest.raises(FaultyInput) as caught:
        deliberation(odd, **HOW)
    places = {str(fault.place) for fault in caught.value.faults}
    assert places == {
        "row 2, justification",
        "row 3, content",
        "row 4, content",
        "row 5, participation",
        "row 7, unit",
        "row 9",
    }
    with pytest.raises(FaultyInput, match="the highest code is not given; say it as your code book has it"):
        deliberation(CODING, by="unit", coder="coder")
    with pytest.raises(FaultyInput, match="coded twice by the same coder"):
        deliberation(CODING, by="unit", highest={"respect_demands": 2})
    with pytest.raises(FaultyInput, match="no category of the discourse quality index"):
        deliberation(CODING[["unit", "speech"]].drop_duplicates(), by="unit")


def test_a_unit_that_lacks_a_category_has_no_index():
    lacking = CODING.assign(respect_demands=CODING["respect_demands"].where(CODING["unit"] == "West"))
    found = deliberation(lacking, **HOW)
    assert found.values["quality"].isna().tolist() == [True, False]
    assert "never coded: East" in found.summary("en")


def test_the_order_of_rows_does_not_matter():
    found, other = deliberation(CODING, **HOW), deliberation(CODING.sample(frac=1, random_state=1), **HOW)
    pd.testing.assert_frame_equal(other.values.loc[found.values.index], found.values)
    pd.testing.assert_frame_equal(other.agreement, found.agreement)
