"""What may be published: planted secrets are in the full output, and in no file of the public one, in any format."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import govmetrics as gm
from govmetrics.cli import app
from govmetrics.evaluation import public
from govmetrics.evaluation.folder import write_findings
from govmetrics.evaluation.layout import PUBLIC
from govmetrics.report.live import live
from govmetrics.report.standing import standing

UNITS = ["East", "West", "North", "South", "Harbour", "Market", "Temple", "Bridge"]
ANSWERED = {"Harbour": 4, "Market": 7} | dict.fromkeys(
    [one for one in UNITS if one not in ("Harbour", "Market")], 14
)
TREE = gm.read_tree({"code": "index", "name": "Governance", "parts": [
    {"code": "actors", "parts": [
        {"code": "trust", "better": "more", "worst": 0, "best": 100, "source": "survey", "items": ["t1", "t2"]},
        {"code": "groups", "better": "more", "worst": 0, "best": 25},
    ]},
    {"code": "outcomes", "parts": [
        {"code": "content", "better": "more", "worst": 0, "best": 100, "source": "survey", "items": ["c1"]},
        {"code": "solved", "better": "more", "worst": 0, "best": 100},
        {"code": "days", "better": "less", "worst": 30, "best": 1},
    ]},
]})  # fmt: skip
FORMATS = ("html", "word", "excel")
WORDS = ("REMARK-OF-A-RESIDENT", "NOTE-OF-AN-OFFICE", "Zhuge Liang", "Cai Wenji", "Sima Qian")


def tables():
    rng = np.random.default_rng(5)
    n = len(UNITS)
    records = pd.DataFrame({
        "unit": UNITS, "groups": rng.uniform(2, 20, n), "solved": rng.uniform(50, 95, n), "days": rng.uniform(3, 25, n),
        "population": rng.integers(900, 9000, n), "remark": [f"NOTE-OF-AN-OFFICE {k}" for k in range(n)],
        "kind": ["old", "new"] * (n // 2),
    })  # fmt: skip
    answers = pd.concat([
        pd.DataFrame(rng.integers(1, 6, (count, 3)), columns=["t1", "t2", "c1"]).assign(unit=unit)
        for unit, count in ANSWERED.items()
    ], ignore_index=True)  # fmt: skip
    answers["how much"] = rng.uniform(0.5, 1.5, len(answers))
    answers["remark"] = [f"REMARK-OF-A-RESIDENT {k}" for k in range(len(answers))]
    pair = {"Zhuge Liang": 2.0, "Cai Wenji": 3.0, "Sima Qian": 7.0}
    judgements = {
        expert: {"index": [[1, v], [1 / v, 1]], "actors": [[1, 1 / v], [v, 1]],
                 "outcomes": [[1, v, 2], [1 / v, 1, v], [0.5, 1 / v, 1]]}
        for expert, v in pair.items()
    }  # fmt: skip
    return records, answers, judgements


VOTES = {"Zhuge Liang": 2, "Cai Wenji": 1, "Sima Qian": 1}
ASKED = {
    "tree": TREE, "title": "A district",
    "evidence": {"survey": {"by": ["unit"], "weight": "how much"},
                 "judgements": {"inconsistent": "downweight", "expert_weights": VOTES}},
    "index": {"weighting": "ahp", "normalisation": "goalposts"}, "sureness": {"draws": 20},
    "reliability": True, "diagnosis": {"coupling": True},
    "grades": {"from": "survey", "breakpoints": "goalposts", "scale": "five"},
    "publish": {"formats": list(FORMATS), "public": {"smallest": 5}},
}  # fmt: skip


@pytest.fixture(scope="module")
def found():
    records, answers, judgements = tables()
    return gm.evaluate(ASKED, records, answers, judgements)


def asking(found, **said):
    """The same findings, of an evaluation that publishes otherwise."""
    publish = {"formats": list(FORMATS), "public": said}
    content = {**found.evaluation.to_dict(), "tree": TREE, "publish": publish}
    return replace(found, evaluation=gm.Evaluation.read(content))


def texts(folder: Path) -> dict[str, str]:
    """Every file's text; of an archive that of all that is in it."""
    read = {}
    for path in (path for path in folder.rglob("*") if path.is_file()):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                inside = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
            read[path.relative_to(folder).as_posix()] = "\n".join(inside)
        else:
            read[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8-sig")
    return read


def said(value: float) -> list[str]:
    """A number as it may stand in a file, from all its digits to four of them."""
    return list(
        dict.fromkeys([repr(float(value)), *(f"{value:.{digits}g}" for digits in (15, 12, 9, 6, 5, 4))])
    )


def secrets(found, smallest):
    """The values, scaled values and errors of cells with fewer respondents than that."""
    n = found.survey.n
    few = [(unit, code) for unit in n.index for code in n.columns if n.at[unit, code] < smallest]
    frames = (found.assessment.dataset.values, found.assessment.scaled.values, found.survey.standard_errors)
    return {
        (unit, code, k): float(frame.at[unit, code]) for unit, code in few for k, frame in enumerate(frames)
    }


@pytest.fixture(scope="module")
def written(found, tmp_path_factory):
    """The output of `govmetrics run` on the same evaluation from its files, which the run archives."""
    pytest.importorskip("docx", reason="needs the extra report")
    folder = tmp_path_factory.mktemp("district")
    records, answers, judgements = tables()
    records.to_csv(folder / "records.csv", index=False)
    answers.to_csv(folder / "answers.csv", index=False)
    TREE.write(folder / "tree.yaml")
    names = {"index": TREE.parts("index"), "actors": TREE.parts("actors"), "outcomes": TREE.parts("outcomes")}
    rows = [
        {"expert": expert, "group": group, "first": names[group][i], "second": names[group][j], "value": matrix[i][j]}
        for expert, groups in judgements.items() for group, matrix in groups.items()
        for i in range(len(matrix)) for j in range(i + 1, len(matrix))
    ]  # fmt: skip
    pd.DataFrame(rows).to_csv(folder / "judgements.csv", index=False, float_format="%.17g")
    evidence = {name: dict(part) for name, part in ASKED["evidence"].items()} | {
        "records": {"file": "records.csv"}
    }
    evidence["survey"]["file"], evidence["judgements"]["files"] = "answers.csv", "judgements.csv"
    content = {**ASKED, "tree": "tree.yaml", "evidence": evidence}
    gm.Evaluation.read(content).write(folder / "evaluation.yaml")
    result = CliRunner().invoke(app, ["run", str(folder), "--language", "en"])
    assert result.exit_code == 0, result.output
    again = json.loads((folder / "output" / "findings.json").read_text(encoding="utf-8"))["assessment"][
        "ranking"
    ]["data"]
    assert np.allclose([row[0] for row in again], found.assessment.ranking()["score"])
    return folder / "output"


def test_planted_secrets_are_in_the_full_output_and_in_no_public_file(found, written):
    everything = texts(written)
    shown = {name: text for name, text in everything.items() if name.startswith(f"{PUBLIC}/")}
    full = {name: text for name, text in everything.items() if name not in shown}
    assert {name.rpartition(".")[2] for name in shown} == {"html", "docx", "xlsx", "json", "csv"}
    planted = secrets(found, 5)
    assert len(planted) == 6
    for secret in planted.values():
        needles = [needle for needle in said(secret) if len(needle) > 4]
        assert any(needle in text for needle in needles for text in full.values()), secret
        assert [(name, needle) for name, text in shown.items() for needle in needles if needle in text] == []
    for word in WORDS:
        assert any(word in text for text in full.values())
        assert [name for name, text in shown.items() if word in text] == []
    assert not any(str(written.parent) in text or "answers.csv" in text for text in shown.values())


@pytest.mark.parametrize("smallest", [1, 5, 8, 15])
def test_what_is_withheld_follows_the_limit(found, smallest, tmp_path):
    seen = asking(found, smallest=smallest)
    shown = public(seen)
    small = found.survey.n < smallest
    values = shown.assessment.dataset.values
    assert values.loc[:, small.columns].isna().where(small, True).all(axis=None)
    errors = shown.assessment.dataset.standard_errors[small.columns]
    assert errors.isna().where(small, True).all(axis=None)
    states = shown.withheld.cells
    first = states["why"].astype(str) == f"fewer than {smallest} respondents"
    assert int(first.sum()) == int(small.to_numpy().sum())
    assert (len(states) == 0) == (smallest == 1)
    if smallest == 1:
        pd.testing.assert_frame_equal(values, found.assessment.dataset.values)
    shown.write(tmp_path)
    for secret in secrets(found, smallest).values():
        needles = [needle for needle in said(secret) if len(needle) > 6]
        assert [
            name for name, text in texts(tmp_path).items() if any(needle in text for needle in needles)
        ] == []


def test_the_index_stays_with_its_ranks_and_fewer_digits_where_it_rests_on_withheld_cells(found):
    shown = public(asking(found, smallest=5))
    before, after = found.assessment.ranking(), shown.assessment.ranking()
    assert before["rank"].to_dict() == after["rank"].to_dict()
    touched = before.index == "Harbour"
    pd.testing.assert_series_equal(before["score"][~touched], after["score"][~touched])
    there, here = float(before["score"]["Harbour"]), float(after["score"]["Harbour"])
    assert here != there
    assert here == round(here, 4)
    assert abs(here - there) < 0.051
    pd.testing.assert_frame_equal(
        found.uncertainty.intervals, shown.uncertainty.intervals
    )  # ranks, and no scores beside them
    assert shown.uncertainty.values is None
    assert shown.uncertainty.nominal_scores is None


def test_no_weights_can_be_moved_where_cells_are_withheld(found):
    for smallest, offered in ((1, True), (5, False)):
        index = public(asking(found, smallest=smallest)).assessment
        assert (live(index, standing(index), "en") is not None) is offered


def test_an_extreme_value_is_not_told_by_the_bounds_of_the_scale():
    """Scaled by its own least and greatest value an indicator tells these by any two other units."""
    tree = gm.read_tree({"code": "i", "parts": [
        {"code": "trust", "better": "more", "source": "survey", "items": ["t1"]}, {"code": "solved", "better": "more"},
        {"code": "days", "better": "less"}]})  # fmt: skip
    answers = pd.DataFrame(
        {
            "unit": ["a"] * 12 + ["b"] * 12 + ["c"] * 3 + ["d"] * 12,
            "t1": [2, 3, 4] * 8 + [5] * 3 + [1, 2, 3] * 4,
        }
    )
    records = pd.DataFrame(
        {"solved": [1.0, 2, 3, 5], "days": [9.0, 4, 6, 2]}, pd.Index(list("abcd"), name="unit")
    )
    found = gm.evaluate({"tree": tree, "index": {"weighting": "equal"}}, records, answers)
    assert found.assessment.scaled.bounds.at["trust", "best"] == found.survey.values.at["c", "trust"]
    shown = public(found)
    assert shown.assessment.dataset.values["trust"].isna().all()
    assert shown.survey.values["trust"].isna().all()
    assert shown.assessment.scaled.bounds.loc["trust"].isna().all()
    assert shown.assessment.scaled.values["trust"].notna().tolist() == [True, True, False, True]


def test_what_was_filled_in_from_a_small_cell_is_withheld_with_it():
    """The median of three communities is the value of the one in the middle."""
    tree = gm.read_tree({"code": "i", "parts": [
        {"code": "trust", "better": "more", "source": "survey", "items": ["t1"], "worst": 0, "best": 100},
        {"code": "solved", "better": "more", "worst": 0, "best": 9},
        {"code": "days", "better": "less", "worst": 9, "best": 0}]})  # fmt: skip
    answers = pd.DataFrame(
        {"unit": ["a"] * 12 + ["b"] * 12 + ["c"] * 4, "t1": [2, 3, 4, 3] * 3 + [5] * 12 + [4, 4, 4, 5]}
    )
    records = pd.DataFrame(
        {"solved": [1.0, 2, 3, 5], "days": [9.0, 4, 6, 2]}, pd.Index(list("abcd"), name="unit")
    )
    asked = {"tree": tree, "index": {"weighting": "equal", "normalisation": "goalposts", "treatment": ["impute_median"]},
             "evidence": {"survey": {"by": ["unit"], "missing_units": "keep"}}}  # fmt: skip
    found = gm.evaluate(asked, records, answers)
    secret = found.survey.values.at["c", "trust"]
    assert found.assessment.treated.values.at["d", "trust"] == secret
    shown = public(asking_of(found, 5))
    index = shown.assessment
    frames = (
        index.dataset.values,
        index.treated.values,
        index.scaled.values,
        index.scores.values["trust"].to_frame(),
    )
    assert all(frame.loc[["c", "d"], "trust"].isna().all() for frame in frames)
    assert index.treated.changes.empty
    assert shown.withheld.cells.loc["d", "why"].astype(str).tolist() == [
        "was found from a cell that is withheld", "withheld so that another cell cannot be computed from it"]  # fmt: skip


def test_experts_are_numbered_by_what_they_said_and_nothing_else(found):
    records, answers, judgements = tables()
    others = dict(zip(("C", "A", "B"), judgements.values(), strict=True))
    asked = {**ASKED, "grades": None, "seed": 3, "evidence": {**ASKED["evidence"], "judgements": {
        "inconsistent": "downweight", "expert_weights": {"C": 2, "A": 1, "B": 1}}}}  # fmt: skip
    again = gm.evaluate(asked, records, answers, others, only=("experts", "assessment"))
    one, two = (public(of).experts for of in (found, again))
    assert list(one.by_expert.index) == ["Expert 1", "Expert 2", "Expert 3"]
    pd.testing.assert_frame_equal(one.experts, two.experts)
    assert list(map(str, one._finding())) == list(map(str, two._finding()))
    by_ratio = found.experts.experts["consistency_ratio"].sort_values().to_numpy()
    assert np.allclose(one.experts["consistency_ratio"].sort_values(), by_ratio, equal_nan=True)
    pd.testing.assert_frame_equal(one.spread, found.experts.spread)
    votes = public(asking(found, smallest=5)).evaluation
    assert "Zhuge" not in json.dumps(votes.to_dict(), default=str)
    named = public(asking(found, experts_by_name=True))
    assert set(named.experts.by_expert.index) == set(judgements)


def test_parts_indicators_and_columns_are_left_out_as_asked(found):
    shown = public(asking(found, smallest=1, leave_out=["reliability", "days", "population"], texts=["kind"]))
    assert shown.reliability is None
    assert shown.assessment.dataset.values["days"].isna().all()
    assert shown.assessment.scores.values["days"].isna().all()
    assert (
        shown.assessment.dataset.values[["content", "solved"]].isna().any(axis=1).all()
    )  # one of them beside it
    assert list(shown.assessment.dataset.attributes.columns) == ["kind"]
    assert shown.assessment.scores.values[["index", "actors", "outcomes"]].notna().all(axis=None)
    whole = public(asking(found, smallest=1, leave_out=["actors"]))
    assert whole.assessment.scores.values[["actors", "trust", "groups"]].isna().all(axis=None)
    assert whole.assessment.scores.values["outcomes"].isna().all()  # else the index and this would tell it
    assert whole.assessment.scores.values["index"].notna().all()


COLUMNS = ["a", "b", "staff", "money", "out", "hard", "size"]
SIZED = pd.DataFrame(
    np.random.default_rng(1).uniform(5, 9, (15, 7)), [f"u{k:02}" for k in range(15)], COLUMNS
)


@pytest.fixture(scope="module")
def sized():
    """Parts that rest on columns of the records which are no indicators."""
    return gm.evaluate({
        "tree": gm.IndicatorTree.from_groups({"A": ["a", "b"]}), "publish": "public",
        "index": {"treatment": [{"denominate": {"by": {"a": "size"}}}]},
        "efficiency": {"inputs": ["staff"], "outputs": ["out"], "environment": ["hard"], "draws": 100, "scale": True},
        "regression": {"of": "units", "outcome": "a", "predictors": ["money:b"]},
        "paths": {"of": "units", "model": {"a": ["b", "staff"]}},
        "diagnosis": {"denominators": ["money"], "statistics": True},
    }, SIZED)  # fmt: skip


@pytest.mark.parametrize(("column", "gone"), [
    ("staff", {"efficiency", "second_stage", "scale_efficiency", "paths"}), ("money", {"regressions", "denominators"}),
    ("hard", {"efficiency", "second_stage", "scale_efficiency"}), ("size", {"statistics"}),
    ("efficiency", {"efficiency", "second_stage", "scale_efficiency"}),
])  # fmt: skip
def test_a_column_that_is_left_out_takes_with_it_what_rests_on_it_though_no_cell_is_withheld(
    sized, column, gone
):
    shown = public(asking(sized, leave_out=[column]))
    parts = ("efficiency", "second_stage", "scale_efficiency", "regressions", "paths")
    there = {name: getattr(shown, name) for name in parts}
    there |= {name: getattr(shown.diagnosis, name) for name in ("denominators", "statistics")}
    assert {name for name, one in there.items() if one is None} == gone
    assert len(shown.withheld.parts) >= len(gone)
    with gm.use(language="zh"):
        assert "left out" not in shown.withheld.summary()


def test_a_denominator_that_is_left_out_is_not_told_by_values_before_and_after(sized):
    for shown, hidden in ((public(sized), False), (public(asking(sized, leave_out=["size"])), True)):
        index = shown.assessment
        for values in (index.dataset.values, index.treated.values, index.scaled.bounds.T):
            assert values["a"].isna().all() == hidden
            assert values["b"].notna().all()
        assert ("a" in set(index.treated.changes["code"])) != hidden
        assert index.scaled.values.notna().all(axis=None)


def test_raw_values_are_left_out_as_asked(found):
    shown = public(asking(found, smallest=1, raw_values=False))
    assert shown.assessment.dataset.values.isna().all(axis=None)
    assert shown.survey is None
    assert shown.assessment.scaled.bounds.isna().all(axis=None)
    assert shown.assessment.scaled.values.notna().all(axis=None)


def test_what_was_left_out_is_said(found):
    shown = public(asking(found, smallest=5))
    parts = shown.withheld.parts.assign(what=lambda table: table["what"].astype(str)).set_index("what")[
        "count"
    ]
    assert parts["names of experts"] == 3
    assert parts["columns of the records"] == 2
    assert sum("4 cells are withheld" in str(note) for note in shown.notes) == 1
    chinese = shown.withheld.summary("zh")
    assert "隐去" in chinese
    assert "专家姓名（3 项）" in chinese
    assert "答卷人数少于 5 人" in shown.withheld.tables("zh")[0].to_text()
    assert "以编号代替" in shown.withheld.tables("zh")[1].to_text()
    assert public(shown) is shown


def test_it_is_a_folder_of_its_own_that_goes_when_nothing_is_published_any_more(found, written):
    folder = written / PUBLIC
    assert not (folder / "inputs").exists()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there - set(manifest["files"]) >= {"manifest.json"}
    assert {"findings.json", "tables/withheld_01.csv"} <= set(manifest["files"])
    content = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    assert "evidence" not in content["evaluation"]
    jsonschema.validate(content, gm.report.json_schema())
    write_findings(replace(found, evaluation=replace(found.evaluation, publish=None)), written)
    assert not (folder / "report.html").exists()
    assert not (folder / "findings.json").exists()


@pytest.mark.parametrize(
    ("publish", "smallest"),
    [
        ("public", 10),
        ({"public": True}, 10),
        ({"public": {"smallest": 3}}, 3),
        (True, None),
        ({"public": False}, None),
    ],
)
def test_short_forms(publish, smallest, tmp_path):
    job = gm.Evaluation("community_survey", publish=publish)
    assert (job.publish.public and job.publish.public.smallest) == smallest
    assert job.publish.formats == ("html",)
    jsonschema.validate({"tree": "community_survey", "publish": publish}, gm.Evaluation.schema())
    job.write(tmp_path / "evaluation.yaml")
    assert gm.Evaluation.read(tmp_path / "evaluation.yaml").publish == job.publish


@pytest.mark.parametrize(
    ("publish", "place", "way_out"),
    [
        ("publik", "publish", "give a mapping"),
        ({"public": {"smalest": 3}}, "publish.public.smalest", "did you mean 'smallest'?"),
        ({"public": {"smallest": 0}}, "publish.public.smallest", "give a number from 1"),
        ({"public": {"texts": 3}}, "publish.public.texts", "give a list"),
    ],
)
def test_wrong_keys_are_told(publish, place, way_out):
    with pytest.raises(gm.FaultyInput) as caught:
        gm.Evaluation("community_survey", publish=publish)
    assert [str(fault.place) for fault in caught.value.faults] == [place]
    assert way_out in str(caught.value)


def test_names_that_nobody_has_are_told_with_all_other_faults():
    records, answers, judgements = tables()
    public_ = {"leave_out": ["trsut", "plan", "population"], "texts": ["kinds"]}
    with pytest.raises(gm.FaultyInput) as caught:
        gm.evaluate({**ASKED, "publish": {"public": public_}}, records, answers, judgements)
    assert [str(fault.place) for fault in caught.value.faults] == [
        "publish.public.leave_out.trsut",
        "publish.public.texts",
    ]
    assert "did you mean 'trust'?" in str(caught.value)
    assert "did you mean 'kind'?" in str(caught.value)


def test_a_small_unit_is_not_the_rest_of_a_mean_over_all_respondents():
    """The item's mean times all respondents, less what every other unit's value and number of respondents say."""
    records, answers, _ = tables()
    asked = {"tree": TREE, "evidence": {"survey": {"by": ["unit"]}}, "reliability": True}
    found = gm.evaluate(
        {**asked, "index": {"weighting": "equal", "normalisation": "goalposts"}}, records, answers
    )

    def rest(seen, n):
        alpha = seen.reliability.alphas["index"].items["mean"]["c1"]
        others = seen.survey.values["content"].drop("Harbour")
        return ((alpha - 1) / 4 * 100 * n.sum() - (others * n.drop("Harbour")).sum()) / n["Harbour"]

    n = found.survey.n["content"]
    assert np.isclose(rest(found, n), found.survey.values.at["Harbour", "content"])
    shown = public(asking_of(found, 5))
    assert np.isnan(rest(shown, n))
    for alpha in shown.reliability.alphas.values():
        assert alpha.items[["mean", "sd", "scale_mean_if_deleted"]].isna().all(axis=None)
    assert np.isfinite(shown.reliability.scales["alpha"]).all()
    assert shown.survey.agreement is None
    assert "means of items over all respondents" in set(map(str, shown.withheld.parts["what"]))


def test_a_survey_alone():
    _, answers, _ = tables()
    asked = {
        "tree": TREE,
        "evidence": {"survey": {"by": ["unit"]}},
        "reliability": True,
        "publish": {"public": {"smallest": 5}},
    }
    found = gm.evaluate(asked, survey=answers, only=("survey", "reliability"))
    shown = public(found)
    assert shown.withheld.cells["node"].tolist() == ["trust", "content"]
    assert shown.survey.values.isna().sum().tolist() == [1, 1]
    assert shown.reliability.alphas["index"].items["mean"].isna().all()


def test_weights_found_from_the_data_are_told_with_few_digits_by_themselves_and_by_the_scores():
    tree = TREE.keep(["trust", "groups", "solved"])
    records, answers, _ = tables()
    asked = {
        "tree": tree,
        "evidence": {"survey": {"by": ["unit"]}},
        "index": {"weighting": "entropy", "normalisation": "goalposts"},
    }
    found = gm.evaluate(asked, records[["unit", "groups", "solved"]], answers)
    for smallest, few in ((1, False), (5, True)):
        shown = public(asking_of(found, smallest))
        local, values = shown.assessment.weights.local, shown.assessment.scores.values
        digits = [len(f"{share:.15g}") for share in found.assessment.weights.local]
        assert max(digits) > 10
        assert ("table" in shown.assessment.weights.details) is not few
        # Any two units tell the share of one of two parts.
        one, two = values.loc["East"], values.loc["West"]
        solved = np.linalg.solve(
            [[one["trust"], one["groups"]], [two["trust"], two["groups"]]], [one["actors"], two["actors"]]
        )
        exact = found.assessment.weights.local[["trust", "groups"]].to_numpy()
        assert np.allclose(solved, exact, rtol=1e-9) is not few
        assert np.allclose(local, found.assessment.weights.local, atol=1e-3)


def asking_of(found, smallest):
    said = {
        **found.evaluation.to_dict(),
        "tree": found.assessment.dataset.tree,
        "publish": {"public": {"smallest": smallest}},
    }
    return replace(found, evaluation=gm.Evaluation.read(said))
