import inspect
import json
import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, Group, Indicator, IndicatorTree
from govmetrics.core.fingerprint import fingerprint
from govmetrics.demo import us_states

TREE = IndicatorTree.from_groups({"A": ["x", "y"]}, {"y": "less"})


def panel():
    index = pd.MultiIndex.from_product([[2023, 2024], ["u", "v", "w"]], names=["period", "unit"])
    return Dataset(TREE, pd.DataFrame({"x": [0.0, 5, 10, 0, 20, 10], "y": [1.0, 2, 3, 3, 2, 1]}, index=index))


def test_a_bare_recipe_is_usable():
    assessment = gm.follow(gm.Recipe(), panel().at(2023))
    assert assessment.ranking()["rank"].tolist() == [1, 1, 1]
    assert assessment.scores.values["A"].tolist() == [50, 50, 50]


def test_every_fault_of_a_recipe_at_once():
    with pytest.raises(FaultyInput) as error:
        gm.Recipe(
            treatment=["impute_mean", "impute_best", {"winsorise": {"most": 5, "max": 9}}],
            normalisation={"min_max": {"scal": [0, 1]}},
            weighting={"assigned": {}, "equal": {}},
            aggregation="aritmetic",
            roles=("results",),
            seed=-1,
        )
    text = str(error.value)
    for part in (
        "treatment[1]: 'impute_best' is not known", "treatment[2].winsorise.max: is not an option",
        "normalisation.min_max.scal: is not an option; did you mean 'scale'? options are: scale, bounds", "weighting: ",
        "aggregation: 'aritmetic' is not known", "roles: 'results' is not known", "seed: is -1",
    ):  # fmt: skip
        assert part in text
    with pytest.raises(FaultyInput, match="treatment: is not a list"):
        gm.Recipe(treatment="impute_mean")


def test_written_and_read_back(tmp_path):
    recipe = gm.Recipe(
        treatment=[{"impute_mean": {"by": "区"}}],
        normalisation={"z_score": {"mean": 100, "sd": 10}},
        title="评价",
    )
    recipe.write(tmp_path / "recipe.yaml")
    assert gm.Recipe.read(tmp_path / "recipe.yaml").to_dict() == recipe.to_dict()
    with pytest.raises(FaultyInput, match="wieghting: is not a key of a recipe"):
        gm.Recipe.read({"wieghting": "equal"})
    with pytest.raises(FaultyInput, match="there is no such file"):
        gm.Recipe.read(tmp_path / "none.yaml")


def test_a_base_period_keeps_its_bounds():
    assessment = gm.follow(gm.Recipe(base_period=2023), panel())
    assert assessment.scaled.values.at[(2024, "v"), "x"] == 200
    assert assessment.scaled.bounds.loc["x"].to_dict() == {"worst": 0, "best": 10}
    pooled = gm.follow(gm.Recipe(), panel())
    assert pooled.scaled.values.at[(2024, "v"), "x"] == 100
    with pytest.raises(FaultyInput, match="there are: 2023, 2024"):
        gm.follow(gm.Recipe(base_period=1999), panel())
    with pytest.raises(FaultyInput, match="rank takes no earlier bounds"):
        gm.follow(gm.Recipe(normalisation="rank", base_period=2023), panel())


def test_the_same_inputs_give_the_same_bytes(tmp_path):
    recipe, data = us_states()
    first, second = (gm.report.write_run(gm.follow(recipe, data), tmp_path / name) for name in "ab")
    assert [file.name for file in first] == [file.name for file in second]
    for one, two in zip(first, second, strict=True):
        assert one.read_bytes() == two.read_bytes()


def test_the_provenance_sees_every_change():
    recipe, data = us_states()
    base = fingerprint(data)
    assert base == fingerprint(us_states()[1])
    values = data.values.copy()
    values.iloc[0, 0] += 1e-9
    assert fingerprint(replace(data, values=values)) != base
    assert (
        fingerprint(replace(data, values=data.values.iloc[::-1], attributes=data.attributes.iloc[::-1]))
        != base
    )
    assert fingerprint(replace(data, attributes=data.attributes[["urban"]])) != base
    assessment = gm.follow(recipe, data)
    assert assessment.provenance["inputs"] == {"data": base}
    assert set(assessment.provenance["versions"]) == {"govmetrics", "numpy", "pandas", "scipy", "python"}


def test_notes_say_what_rests_on_less():
    _, data = us_states()
    values = data.values.copy()
    values.iloc[0, :3] = np.nan
    values.iloc[1, 3] = np.nan
    assessment = gm.follow(gm.Recipe(), replace(data, values=values))
    assert any(
        note.startswith("1 of 51 units are scored on incomplete evidence") for note in assessment.notes
    )
    assert any("1 unit has no score" in note and "Alabama" in note for note in assessment.notes)
    assert assessment.ranking()["rank"].isna().sum() == 1
    assert "Alabama" in assessment.summary(top=51)


def test_roles_can_be_scored_when_the_recipe_says_so():
    tree = IndicatorTree(
        Group("r", "", (Indicator("x", better="more"), Indicator("staff", better="less", role="input")))
    )
    data = Dataset(tree, pd.DataFrame({"x": [1.0, 2.0], "staff": [3.0, 9.0]}, index=["u", "v"]))
    assert gm.follow(gm.Recipe(), data).scores.values["r"].tolist() == [0, 100]
    both = gm.follow(gm.Recipe(roles=("outcome", "input")), data)
    assert both.scores.values["r"].tolist() == [50, 50]


def test_a_step_with_an_impossible_value_is_a_fault():
    with pytest.raises(
        FaultyInput, match=r"treatment\.winsorise\.most: is 'many'; give a whole number from 0"
    ):
        gm.follow(gm.Recipe(treatment=[{"winsorise": {"most": "many"}}]), panel())


def test_judgements_are_asked_for():
    with pytest.raises(FaultyInput, match="ahp needs judgements"):
        gm.follow(gm.Recipe(weighting="ahp"), panel())


def test_a_survey_in_one_pass():
    tree = IndicatorTree(
        Group("r", "", (Indicator("x", better="more"), Indicator("q", better="more", source="survey")))
    )
    answers = pd.DataFrame({"community": ["u", "u", "v", "v"], "q": [1, 3, 5, 5]})
    survey = gm.read_survey(answers, tree, by="community")
    data = gm.read_records(pd.DataFrame({"x": [2.0, 1.0]}, index=["u", "v"]), tree)
    assessment = gm.follow(gm.Recipe(), data, survey=survey)
    assert assessment.dataset.values["q"].tolist() == [25, 100]
    assert assessment.scores.values["r"].tolist() == [50, 50]
    assert set(assessment.provenance["inputs"]) == {"data", "survey"}
    scored = gm.follow(gm.Recipe(), data, survey=gm.survey.score(survey))
    assert scored.scores.values["r"].tolist() == [50, 50]


def test_experts_weights_in_one_pass():
    tree = IndicatorTree.from_groups({"A": ["x", "y"]})
    tree = IndicatorTree(Group("r", "", (*tree["A"].parts, Indicator("staff", better="less", role="input"))))
    one = np.array([[1, 3, 5], [1 / 3, 1, 5 / 3], [1 / 5, 3 / 5, 1]])
    judgements = gm.read_judgements({"expert": {"r": one}}, tree)
    data = Dataset(tree, pd.DataFrame({"x": [0.0, 1], "y": [1.0, 0], "staff": [2.0, 2]}, index=["u", "v"]))
    for name in ("eigenvector", "geometric_mean"):
        recipe = gm.Recipe(weighting={"ahp": {"priorities": name}})
        scores = gm.follow(recipe, data, judgements=judgements).scores
        assert scores.values["r"].tolist() == pytest.approx([25, 75])
    with pytest.raises(FaultyInput, match="choose one of"):
        gm.follow(gm.Recipe(weighting={"ahp": {"priorities": "best"}}), data, judgements=judgements)


def test_an_assessment_is_json():
    assessment = gm.follow(gm.Recipe(), panel())
    assert json.loads(json.dumps(assessment.to_dict()))["recipe"]["normalisation"] == "min_max"
    assert "<table" in assessment._repr_html_()


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        (
            {"roles": None, "treatment": None},
            "treatment: is not a list of steps.*\nroles: is not a list of roles",
        ),
        ({"roles": "outcome"}, "roles: is not a list"),
        (
            {"treatment": ["denominate"]},
            r"treatment\[0\]\.denominate\.by: is missing; write `denominate: \{by",
        ),
        ({"normalisation": "reference_distance"}, "reference_distance.unit: is missing"),
        ({"aggregation": {"arithmetic": {"weights": 1}}}, "arithmetic.weights: is not an option"),
    ],
)
def test_choices_that_cannot_be_followed(choices, message):
    with pytest.raises(FaultyInput, match=message):
        gm.Recipe(**choices)


@pytest.mark.parametrize("step", [{"z_score": {"mean": [1, 2]}}, {"min_max": {"scale": 5}}])
@pytest.mark.parametrize("base", [None, 1])
def test_options_of_the_wrong_type_are_faults(step, base):
    index = pd.MultiIndex.from_product([[1, 2], ["u", "v"]], names=["period", "unit"])
    tree = gm.IndicatorTree.from_groups({"A": ["a"]})
    data = gm.Dataset(tree, pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0]}, index=index))
    with pytest.raises(FaultyInput, match=r"normalisation\.(z_score\.mean: is|min_max\.scale: is)"):
        gm.follow(gm.Recipe(normalisation=step, base_period=base), data)


def test_keys_lists_steps_and_options_are_judged_together():
    with pytest.raises(FaultyInput) as raised:
        gm.Recipe.read({
            "treatmnt": [], "treatment": "impute_mean", "roles": [], "normalisation": {"min_max": {"to": 10}},
            "weighting": {"ahp": {"priorities": "mode"}}, "seed": "many",
        })  # fmt: skip
    assert [fault.place for fault in raised.value.faults] == [
        "treatmnt", "treatment", "normalisation.min_max.to", "weighting.ahp.priorities", "roles", "seed",
    ]  # fmt: skip


def test_what_is_no_recipe_no_data_and_no_survey_is_named():
    with pytest.raises(FaultyInput) as raised:
        gm.follow({"normalisation": "rank"}, pd.DataFrame(), survey="answers.csv")
    assert [fault.place for fault in raised.value.faults] == ["recipe", "data", "survey"]
    with pytest.raises(FaultyInput, match="source: is None"):
        gm.Recipe.read(None)
    with pytest.raises(FaultyInput, match="cannot be written"):
        gm.Recipe().write("/no/folder/recipe.yaml")


def test_a_misspelt_choice_is_told_with_the_one_that_was_meant():
    with pytest.raises(FaultyInput) as told:
        gm.Recipe(normalization="min_max", weighing="equal")
    assert str(told.value).startswith(
        "normalization: is not an option; did you mean 'normalisation'? options are: treatment,"
    )
    assert "\nweighing: is not an option; did you mean 'weighting'?" in str(told.value)
    with pytest.raises(
        FaultyInput, match=r"normalisation: 'minmax' is not known; did you mean 'min_max'\? choose one of"
    ):
        replace(gm.Recipe(), normalisation="minmax")
    assert pickle.loads(pickle.dumps(gm.Recipe(title="x"))) == gm.Recipe(title="x")
    assert next(iter(inspect.signature(gm.Recipe).parameters)) == "treatment"
