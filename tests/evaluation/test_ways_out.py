"""The way out of a fault in an evaluation is said by the keys of its file, names what the file names, and works."""

from __future__ import annotations

import pickle
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.words import Text
from govmetrics.core.words.doors import Keyed, as_keys

DISTRICT = Path(__file__).resolve().parents[2] / "examples" / "district"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(DISTRICT, tmp_path / "district"))


def change(folder, how):
    file = folder / "evaluation.yaml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    how(content)
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def faults(folder, **options):
    with pytest.raises(gm.GovmetricsError) as raised:
        gm.evaluate(folder, only=["assessment"], **options)
    return raised.value


@pytest.mark.slow
def test_a_survey_without_periods_is_told_by_its_name_and_key(folder):
    change(folder, lambda said: said["evidence"]["survey"]["by"].pop("period"))
    error = faults(folder)
    assert "the table of records has periods (2024年一季度" in str(error)
    assert (
        "and the survey has none; name its column of the periods in evidence.survey: `by: {period: "
        in str(error)
    )
    assert "数据记录有多个时期" in error.say("zh")
    assert "`by: {period: 列名, unit: 列名}`" in error.say("zh")


@pytest.mark.slow
def test_answers_of_other_codes_name_keys_that_work(folder):
    answers = pd.read_excel(folder / "survey.xlsx").astype(object)
    columns = answers.columns
    answers[columns[5]] = answers[columns[5]].where(answers[columns[5]] != "一般", "还行")
    answers.loc[3, columns[8]] = 9
    answers.to_excel(folder / "survey.xlsx", index=False)
    for language in ("en", "zh"):
        with gm.use(language):
            error = faults(folder)
        told = error.say(language)
        assert "options=" not in told
        assert "missing_codes=" not in told
        keys = [key.replace("...", "3") for key in re.findall(r"`([^`]*)`", told)]
        assert keys == ["options: {还行: 3}", "missing_codes: [9]"]
    change(folder, lambda said: said["evidence"]["survey"].update(yaml.safe_load("\n".join(keys))))
    assert gm.evaluate(folder, only=["assessment"]).assessment is not None


def test_an_indicator_that_is_constant_gets_goalposts(tmp_path):
    tree = {"code": "G", "parts": [{"code": "a", "better": "more"}, {"code": "b", "better": "more"}]}
    table = pd.DataFrame({"a": [1.0, 1.0], "b": [2.0, 3.0]}, index=["x", "y"])
    with pytest.raises(
        gm.GovmetricsError, match="a worst and a best in the tree and use goalposts"
    ) as raised:
        gm.evaluate({"tree": tree, "index": {"weighting": "equal"}}, records=table)
    assert "=" not in str(raised.value)
    for part in tree["parts"]:
        part |= {"worst": 0, "best": 4}
    index = {"weighting": "equal", "normalisation": "goalposts"}
    assert gm.evaluate({"tree": tree, "index": index}, records=table).assessment is not None


def test_a_fault_said_by_keys_is_the_same_after_pickling():
    text = Text("{told}", told=Keyed(Text("read with `missing_codes=`")))
    again = pickle.loads(pickle.dumps(text))
    assert again == text == "read with `missing_codes:`"
    assert again.say("zh") == text.say("zh")
    assert "`missing_codes:`" in again.say("zh")


TEXTS = st.text(st.characters(exclude_categories=["C"]) | st.sampled_from("\n\t"), max_size=12)
SCALARS = TEXTS | st.booleans()
VALUES = (
    st.lists(SCALARS | st.integers(), max_size=3) | st.dictionaries(TEXTS, st.integers(), max_size=3) | SCALARS
)  # fmt: skip


@given(VALUES)
def test_what_python_writes_is_read_back_from_the_key(value):
    said = as_keys(f"say options={value!r}, or leave it out")
    assert said.startswith("say `options: ")
    assert said.endswith("`, or leave it out")
    assert yaml.safe_load(said.removeprefix("say `").removesuffix("`, or leave it out")) == {"options": value}


def test_a_path_that_cannot_be_used_is_shown_as_a_path(tmp_path):
    with pytest.raises(gm.FaultyInput) as raised:
        gm.read_tree(tmp_path / "none.yaml")
    assert "Path(" not in str(raised.value)
    (tmp_path / "file").touch()
    found = gm.evaluate(
        {
            "tree": {
                "code": "G",
                "parts": [{"code": "a", "better": "more"}, {"code": "b", "better": "more"}],
            },
            "index": {"weighting": "equal"},
        },
        records=pd.DataFrame({"a": [1.0, 2.0], "b": [2.0, 3.0]}, index=["x", "y"]),
    )
    with pytest.raises(gm.FaultyInput, match="folder: is '") as raised:
        found.write(tmp_path / "file")
    assert "PosixPath" not in str(raised.value)
