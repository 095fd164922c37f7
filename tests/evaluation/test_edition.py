"""This evaluation beside an earlier one: the split of `weighting.split_change`, by the earlier bounds."""

import pandas as pd
import pytest

import govmetrics as gm

TREE = {"code": "GOV", "parts": [{"code": "trust", "better": "more"}, {"code": "cases", "better": "less"}]}
EARLY = pd.DataFrame({"trust": [60.0, 50, 80], "cases": [5.0, 8, 3]}, index=["East", "West", "North"])
LATE = pd.DataFrame(
    {"trust": [70.0, 45, 85, 60], "cases": [4.0, 9, 3, 6]}, index=["East", "West", "North", "South"]
)


def job(**more):
    return {"tree": TREE, **more}


def by_hand():
    """Min-max by the early bounds; equal weights before, 3 : 1 after."""
    low, high = EARLY.min(), EARLY.max()

    def scale(frame):
        x = (frame - low) / (high - low) * 100
        return x.assign(cases=100 - x["cases"])

    x0, x1 = scale(EARLY), scale(LATE.loc[EARLY.index])
    w0, w1 = pd.Series({"trust": 0.5, "cases": 0.5}), pd.Series({"trust": 0.75, "cases": 0.25})
    performance = ((w0 + w1) / 2 * (x1 - x0)).sum(axis=1)
    return (x0 * w0).sum(axis=1), (x1 * w1).sum(axis=1), performance


def test_the_change_is_split_by_the_bounds_of_the_earlier_evaluation(tmp_path):
    EARLY.rename_axis("unit").to_csv(tmp_path / "early.csv")
    earlier = gm.Evaluation(tree=TREE, evidence={"records": "early.csv"}, folder=tmp_path)
    early = gm.evaluate(earlier)
    early.write(tmp_path / "run")
    before, after, performance = by_hand()
    late = job(index={"weighting": {"assigned": {"weights": {"trust": 3, "cases": 1}}}})
    given = gm.evaluate(late, records=LATE, earlier=early)
    named = gm.evaluate(gm.Evaluation(**late, compare="run", folder=tmp_path), records=LATE)
    for found in (given, named):
        changes = found.comparison.changes
        assert changes["before"].to_dict() == pytest.approx(before.to_dict())
        assert changes["after"].to_dict() == pytest.approx(after.to_dict())
        assert changes["performance"].to_dict() == pytest.approx(performance.to_dict())
        assert "units of this evaluation only, not compared: South" in found.notes
        assert "上期" in found.summary("zh") or "平均" in found.summary("zh")


def test_what_cannot_be_compared_is_refused(tmp_path):
    with pytest.raises(gm.FaultyInput, match=r"compare: .* holds no evaluation"):
        gm.evaluate(job(compare=str(tmp_path)), records=LATE)
    other = gm.evaluate({"tree": {"code": "G", "parts": [{"code": "wealth", "better": "more"}]}},
                        records=pd.DataFrame({"wealth": [1.0, 2]}, ["East", "West"]))  # fmt: skip
    with pytest.raises(gm.FaultyInput, match="scores other indicators"):
        gm.evaluate(job(), records=LATE, earlier=other)
    far = gm.evaluate(job(), records=EARLY.set_axis(["x", "y", "z"]))
    with pytest.raises(gm.FaultyInput, match="no unit in common"):
        gm.evaluate(job(), records=LATE, earlier=far)
    early = gm.evaluate(job(), records=EARLY)
    with pytest.raises(gm.FaultyInput, match="takes no earlier bounds"):
        gm.evaluate(job(index={"normalisation": "rank"}), records=LATE, earlier=early)
