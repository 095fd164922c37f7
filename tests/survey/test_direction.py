"""`better` and `reverse` mean one thing: scores, fuzzy verdicts, shares and alpha agree on what is good."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

GRADES = gm.fuzzy.GradeScale(["best", "good", "fair", "poor", "worst"], [100, 75, 50, 25, 0])
BETTER = {"calm": "more", "noise": "less", "waste": "less"}


def surveyed(turned=()):
    """Return a survey of a calm and a loud street; the items of `turned` are asked the other way round."""
    tree = gm.read_tree({"code": "S", "parts": [{"code": c, "better": b, "source": "survey", "worst": 0 if b == "more" else 100,
                                                 "best": 100 if b == "more" else 0} for c, b in BETTER.items()]})  # fmt: skip
    rng = np.random.default_rng(0)
    good = np.repeat([4, 2], 40) + rng.integers(-1, 2, 80)
    answers = pd.DataFrame({"calm": good, "noise": 6 - np.clip(good + rng.integers(-1, 2, 80), 1, 5),
                            "waste": 6 - np.clip(good + rng.integers(-1, 2, 80), 1, 5)})  # fmt: skip
    for item in turned:
        answers[item] = 6 - answers[item]
    return gm.read_survey(
        answers.assign(street=np.repeat(["calm", "loud"], 40)), tree, reverse=tuple(turned), by="street"
    )


@pytest.mark.parametrize("turned", [(), ("noise",), ("calm", "waste"), ("calm", "noise", "waste")])
def test_scores_verdicts_shares_and_alpha_agree(turned):
    survey = surveyed(turned)
    scaled = gm.normalisation.goalposts(gm.survey.score(survey).to_dataset())
    membership = gm.fuzzy.from_survey(survey, GRADES)
    by_grades = (membership * np.array(list(GRADES.values))).sum(axis="columns").unstack("code")
    pd.testing.assert_frame_equal(by_grades[scaled.values.columns], scaled.values, check_names=False)
    shares = gm.survey.grade_frequencies(survey).shares
    np.testing.assert_allclose(
        shares.to_numpy(), membership.loc[shares.index, GRADES.keys[::-1]].to_numpy(), atol=1e-12
    )
    plain = gm.survey.reliability(surveyed()).scales["alpha"].iloc[0]
    assert gm.survey.reliability(survey).scales["alpha"].iloc[0] == pytest.approx(plain)
    assert plain > 0.8
    assert not any("reversed" in note for note in survey.notes)


def test_a_leaf_that_is_best_in_between_has_no_grades():
    tree = gm.read_tree(
        {"code": "S", "parts": [{"code": "pace", "better": "target", "target": 3, "source": "survey"}]}
    )
    with pytest.raises(gm.FaultyInput, match="pace: is best at a value between the ends"):
        gm.fuzzy.from_survey(gm.read_survey(pd.DataFrame({"pace": [1, 5, 3]}), tree), GRADES)
