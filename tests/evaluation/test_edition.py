"""This evaluation beside an earlier one: the split of `weighting.split_change`, by the earlier bounds."""

import numpy as np
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


def edition_of(folder, frame):
    """An evaluation's folder as an office has it: the file, and its records."""
    folder.mkdir()
    frame.rename_axis("unit").to_csv(folder / "records.csv")
    gm.Evaluation(tree=TREE, evidence={"records": "records.csv"}).write(folder / "evaluation.yaml")
    return folder


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_edition_is_what_its_run_archived_and_later_edits_are_named(tmp_path, language):
    q1 = edition_of(tmp_path / "q1", EARLY)
    late = gm.Evaluation(**job(), compare="q1", folder=tmp_path)

    def compared():
        with gm.use(language):
            found = gm.evaluate(late, records=LATE)
            return found.comparison.changes["before"].to_dict(), [str(note) for note in found.notes]

    live, notes = compared()
    assert live == pytest.approx(by_hand()[0].to_dict())
    never_run = {
        "en": "the earlier evaluation in q1 has no archive of a run",
        "zh": "上期评价 q1 没有运行存档",
    }
    assert any(never_run[language] in note for note in notes)
    gm.evaluate(q1).write(q1 / "output")
    archived, notes = compared()
    told = {"en": "changed since then, and not used: ", "zh": "此后有改动、未采用的文件："}[language]
    assert not any(told in note or never_run[language] in note for note in notes)
    (EARLY + 7).assign(cases=[1.0, 2, 9]).rename_axis("unit").to_csv(q1 / "records.csv")
    gm.Evaluation(tree=TREE, evidence={"records": "records.csv"}, seed=3).write(q1 / "evaluation.yaml")
    later, notes = compared()
    assert later == archived == live
    assert any(f"{told}records.csv" in note and "evaluation.yaml" in note for note in notes)


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
    ranked = job(index={"normalisation": "rank"})
    with pytest.raises(
        gm.FaultyInput, match="compare: the normalisation is 'rank', and was 'min_max' before"
    ):
        gm.evaluate(ranked, records=LATE, earlier=early)
    with pytest.raises(gm.FaultyInput, match="compare: rank takes no earlier bounds"):
        gm.evaluate(ranked, records=LATE, earlier=gm.evaluate(ranked, records=EARLY))
    with pytest.raises(gm.FaultyInput, match="compare: earlier: holds no index"):
        gm.evaluate(job(), records=LATE, earlier=gm.evaluate(job(), records=EARLY).assessment.scores)


def shaken(**more):
    """Errors of two points in every value, given as a measured source would."""
    return job(sureness={"draws": 400, "factors": {"survey": True}}, **more)


def measured(frame):
    """The values of a frame with standard errors: of trust 2, of cases 0.5."""
    data = gm.read_records(frame, gm.read_tree(TREE))
    errors = pd.DataFrame({"trust": 2.0, "cases": 0.5}, index=data.values.index)
    return gm.Dataset(data.tree, data.values, standard_errors=errors)


def test_a_change_has_its_interval_its_ranks_and_its_reasons():
    """West: trust -5 of 30, cases +1 of 5, each half: -8.33 - 10; sd 100 / 2 x sqrt(2 (2/30)^2 + 2 (0.5/5)^2) = 8.5."""
    early = gm.evaluate(job(index={"weighting": "equal"}), records=measured(EARLY))
    late = gm.evaluate(shaken(index={"weighting": "equal"}), records=measured(LATE), earlier=early).comparison
    changes = late.changes
    assert changes.loc["West", "change"] == pytest.approx(-18.333, abs=1e-3)
    width = changes["change_upper"] - changes["change_lower"]
    assert width.to_numpy() == pytest.approx(2 * 1.645 * 8.5, rel=0.15)
    assert changes["sure"].to_dict() == {"East": True, "North": False, "West": True}
    assert changes[["rank_before", "rank_after"]].to_numpy().tolist() == [[2, 2], [1, 1], [3, 3]]
    assert list(changes.index) == ["East", "North", "West"]
    said = late.summary("en")
    assert "1 of 3 units gained and 1 lost more than what is not sure; 1 may not have changed" in said
    assert "West: -18.33 (" in said
    assert "rank 3 to 3 (cases -10.00, trust -8.33)" in said
    assert "第 3 位变为第 3 位（cases -10.00、trust -8.33）" in late.summary("zh")
    assert "North:" not in said  # its +8.33 may be error


def test_without_sureness_the_change_is_told_and_what_would_tell_its_error():
    early = gm.evaluate(job(), records=EARLY)
    found = gm.evaluate(job(), records=LATE, earlier=early)
    assert found.comparison.sureness is None
    assert "whether a change is more than error is told where `sureness` is asked for" in found.notes
    assert "change_lower" not in found.comparison.changes


def test_scores_that_are_no_weighted_sums_are_compared_as_they_are():
    """Geometric means of min-max values on 1 to 100 by the early bounds; street is an attribute that explains nothing."""
    index = {
        "weighting": "equal",
        "aggregation": "geometric",
        "normalisation": {"min_max": {"scale": [1, 100]}},
    }
    early = gm.evaluate(job(index=index), records=EARLY.assign(street=["a", "b", "a"]))
    late_frame = LATE.assign(trust=[70.0, 51, 75, 60], cases=[4.0, 7.5, 3, 6], street=["a", "b", "a", "b"])
    late = gm.evaluate(job(index=index), records=late_frame, earlier=early).comparison
    low, high = EARLY.min(), EARLY.max()

    def score(frame):
        x = 1 + 99 * (frame[["trust", "cases"]] - low) / (high - low)
        return ((x["trust"] * (101 - x["cases"])) ** 0.5)[EARLY.index]

    assert late.changes["after"].to_dict() == pytest.approx(score(late_frame).to_dict())
    assert late.changes["before"].to_dict() == pytest.approx(score(EARLY).to_dict())
    assert late.split.method == "shapley"
    assert late.changes["performance"].to_dict() == pytest.approx(late.changes["change"].to_dict())


def test_periods_with_attributes_are_explained():
    frame = pd.concat({1: EARLY, 2: EARLY + 1}, names=["period", "unit"]).reset_index().assign(street="a")
    run = gm.evaluate(job(index={"weighting": "equal", "normalisation": {"min_max": {"scale": [1, 100]}},
                                 "aggregation": "geometric"}, change={"trends": False},
                          evidence={"records": {"period": "period", "unit": "unit"}}), records=frame)  # fmt: skip
    assert run.panel.changes.method == "shapley"
    assert run.panel.sureness is None


def test_the_same_evaluation_again_has_changed_nothing():
    """Not by 1e-15 either, and nobody is said to have moved."""
    early = gm.evaluate(job(), records=measured(EARLY))
    found = gm.evaluate(shaken(), records=measured(EARLY), earlier=early).comparison
    assert (found.changes[["change", "performance", "weighting"]] == 0).all(axis=None)
    assert not found.changes["sure"].any()
    assert (found.changes["why"].astype(str) == "").all()
    assert "0 of 3 units gained and 0 lost" in found.summary("en")


def other_weights():
    return {"weighting": {"assigned": {"weights": {"trust": 3, "cases": 1}}}}


@pytest.mark.slow
def test_what_values_and_weights_did_has_intervals_of_its_own():
    """Under fixed weights errors of the values move both parts: the values' by (w0 + w1) / 2, the weights' by half as much
    as the mean of the values moves times what was shifted."""
    early = gm.evaluate(job(index={"weighting": "equal"}), records=measured(EARLY))
    asked = shaken(index=other_weights())
    found = gm.evaluate(asked, records=measured(LATE), earlier=early, only=["comparison"]).comparison
    assert found.sureness is None  # sureness is a part of its own
    found = gm.evaluate(asked, records=measured(LATE), earlier=early).comparison
    parts = found.sureness.parts
    told = found.changes.loc[parts.index]
    for name in ("performance", "weighting"):
        assert parts[name].to_dict() == pytest.approx(told[name].to_dict())
        assert ((parts[f"{name}_lower"] < parts[name]) & (parts[name] < parts[f"{name}_upper"])).all()
    sd = (2 * ((0.625 * 200 / 30) ** 2 + (0.375 * 50 / 5) ** 2)) ** 0.5
    width = (parts["performance_upper"] - parts["performance_lower"]).to_numpy()
    assert width == pytest.approx(2 * 1.645 * sd, rel=0.15)
    sd = (2 * ((0.25 * 200 / 30) ** 2 + (0.25 * 50 / 5) ** 2)) ** 0.5 / 2
    width = (parts["weighting_upper"] - parts["weighting_lower"]).to_numpy()
    assert width == pytest.approx(2 * 1.645 * sd, rel=0.15)
    assert "What values and other weights did" in str(found.tables("en")[1].caption)


@pytest.mark.slow
def test_where_a_value_is_new_the_parts_have_no_interval():
    """What an indicator does that had no value before counts for the weights: no other split of the draws is that."""
    early = EARLY.copy()
    early.loc["East", "cases"] = float("nan")
    half = {"aggregation": {"arithmetic": {"min_coverage": 0.4}}}
    before = gm.evaluate(job(index={"weighting": "equal", **half}), records=measured(early))
    asked = shaken(index={**other_weights(), **half})
    found = gm.evaluate(asked, records=measured(LATE), earlier=before)
    assert sorted(found.comparison.sureness.parts.index) == ["North", "West"]
    assert any("at one time only: East" in str(note) for note in found.notes)


LEAVES = {"trust": "Trust", "cases": "Cases open"}


def named(*, unit="", better="less", target=None, parts=None, **names):
    """A tree whose leaves have names, and the records by it."""
    leaves = [{"code": code, "name": name, "better": better if code == "cases" else "more",
               "unit": unit if code == "cases" else ""} for code, name in (LEAVES | names).items()]  # fmt: skip
    leaves = [leaf | ({"target": target} if target and leaf["code"] == "cases" else {}) for leaf in leaves]
    return {"tree": {"code": "GOV", "parts": leaves if parts is None else parts(leaves)}}


def near(leaves):
    return [{**leaves[0], "better": "target", "target": 5}, *leaves[1:]]


def grouped(leaves):
    return [{"code": "g", "parts": leaves[:1]}, leaves[1]]


def all_grouped(leaves):
    return [{"code": "g", "parts": leaves}]


@pytest.mark.parametrize(
    ("then", "now", "told", "chinese"),
    [
        ({}, {"trust": "Cases open", "cases": "Trust"}, "the codes of indicators are others: Cases open cases → trust",
         "沿用上次的代码"),
        ({}, {"hours": "Hours"}, "scores other indicators (only now: Hours)", "仅本次有：Hours"),
        ({"hours": "Hours"}, {}, "scores other indicators (only before: Hours)", "仅上次有：Hours"),
        ({"parts": grouped}, {"parts": all_grouped}, "in other groups", "但分组不同"),
        ({}, {"better": "more"}, "Cases open: more is better; before: less is better", "Cases open：越大越好；上次：越小越好"),
        ({}, {"parts": near}, "Trust: near the target is better; before: more is better", "上次：越大越好"),
        ({"better": "target", "target": 3}, {"better": "target", "target": 8},
         "the target of Cases open is 8.0, and was 3.0 before; give both trees one target",
         "Cases open的目标值为 8.0，上次为 3.0"),
        ({"better": "interval", "target": [2, 5]}, {"better": "interval", "target": [2, 8]},
         "the target of Cases open is (2.0, 8.0), and was (2.0, 5.0) before", "目标值为 (2.0, 8.0)"),
        ({"unit": "元"}, {"unit": "万元"}, "Cases open is in 万元, and was in 元 before", "计量单位为“万元”，上次为“元”"),
    ],
)  # fmt: skip
def test_a_tree_whose_codes_mean_other_things_than_before_is_refused(then, now, told, chinese):
    records = LATE.assign(hours=[1.0, 2, 3, 4])
    earlier, later = named(**then), named(**now)
    early = gm.evaluate(earlier, records=records[[c for c in records if c in str(earlier)]])
    with pytest.raises(gm.FaultyInput) as caught:
        gm.evaluate(later, records=records[[c for c in records if c in str(later)]], earlier=early)
    assert told in str(caught.value)
    with gm.use("zh"):
        assert chinese in str(caught.value)


def test_another_name_of_a_code_and_other_items_are_compared_and_said():
    early = gm.evaluate(named(), records=EARLY)
    assert not any("one code" in note for note in gm.evaluate(named(), records=LATE, earlier=early).notes)
    again = named(cases="Open cases")
    again["tree"]["parts"][0]["items"] = ["t1"]
    found = gm.evaluate(again, records=LATE, earlier=early)
    assert any("compared as the same: cases Cases open → Open cases" in note for note in found.notes)
    assert any("asked by other items" in note and note.endswith(": Trust") for note in found.notes)


@pytest.mark.parametrize(("then", "now", "said"), [
    ("points", "stars", "Cases open points → stars"), ("分", {"en": "stars", "zh": "星"}, "Cases open 分 → stars"),
    ("points 0-10", "points 0-100", "Cases open points 0-10 → points 0-100"), ("件", "星", "Cases open 件 → 星"),
    ("points", " Points ", None), ("", "stars", None), ("件", "cases", None), ({"en": "points", "zh": "分"}, "分", None),
])  # fmt: skip
def test_units_of_measurement_of_which_nothing_is_known_are_named(then, now, said):
    early = gm.evaluate(named(unit=then), records=EARLY)
    found = gm.evaluate(named(unit=now), records=LATE, earlier=early)
    notes = [note for note in found.notes if "another unit of measurement" in note]
    assert [note.endswith(f"compared as the same: {said}") for note in notes] == [True] * (said is not None)


def turned(node):
    """The tree with the parts of every group in the other order."""
    return {**node, "parts": [turned(part) for part in node["parts"][::-1]]} if "parts" in node else node


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric"])
@pytest.mark.parametrize("experts", [False, True])
def test_another_order_of_siblings_changes_no_number(aggregation, experts):
    rng = np.random.default_rng(5)
    tree = {"code": "GOV", "parts": [
        {"code": "A", "parts": [{"code": code, "better": "more"} for code in ("a1", "a2", "a3")]},
        {"code": "B", "parts": [{"code": code, "better": "more"} for code in ("b1", "b2")]}]}  # fmt: skip
    codes = ["a1", "a2", "a3", "b1", "b2"]
    errors = pd.DataFrame(2.0, [f"u{i}" for i in range(6)], codes)
    then, now = (pd.DataFrame(rng.normal(50, 9, (6, 5)), errors.index, codes) for _ in range(2))
    thirds, equal = [[1, 3], [1 / 3, 1]], [[1, 1], [1, 1]]
    judged = {
        "Li": {"GOV": thirds, "A": [[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]], "B": equal},
        "Wu": {"GOV": equal, "A": [[1, 1, 3], [1, 1, 3], [1 / 3, 1 / 3, 1]], "B": thirds},
    }
    index = {"normalisation": {"z_score": {"mean": 100, "sd": 10}}, "aggregation": aggregation}
    asked = {"index": index, "sureness": {"draws": 30}, "seed": 4}

    def dataset(content, values):
        of = gm.read_tree(content)
        return gm.Dataset(of, values[of.codes], standard_errors=errors[of.codes])

    def run(content, values, **more):
        given = {"judgements": gm.read_judgements(judged, gm.read_tree(tree))} if experts else {}
        return gm.evaluate({"tree": content, **asked}, dataset(content, values), **given, **more)

    plain = run(tree, now, earlier=run(tree, then)).comparison
    other = run(tree, now, earlier=run(turned(tree), then)).comparison
    assert plain.sureness.factors
    pd.testing.assert_frame_equal(other.changes, plain.changes, rtol=0, atol=1e-12)
    pd.testing.assert_frame_equal(other.split.performance, plain.split.performance, rtol=0, atol=1e-12)
    one, two = (run(content, then).assessment for content in (tree, turned(tree)))
    late = run(tree, now).assessment
    by = [gm.robustness.PerturbedWeights(0.3, draws=40), gm.robustness.StandardErrors()]
    found = [gm.robustness.change_confidence(side, late, by, draws=40) for side in (one, two)]
    pd.testing.assert_frame_equal(found[1].changes, found[0].changes, rtol=0, atol=1e-12)
