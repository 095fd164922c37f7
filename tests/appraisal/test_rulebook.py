from __future__ import annotations

import copy
import json

import jsonschema
import pytest

import govmetrics as gm
from govmetrics.appraisal import Rulebook

ITEM = {"code": "a", "by": "linear", "points": 100, "worst": 0, "best": 10}


def _places(content):
    with pytest.raises(gm.FaultyInput) as error:
        Rulebook(content)
    return {fault.place: f"{fault.problem}; {fault.way_out}" for fault in error.value.faults}


def test_every_unknown_missing_and_mistyped_key_at_once():
    found = _places({
        "items": [
            {"code": "a", "by": "linear", "points": "many", "worst": 0},
            {"code": "b", "by": "magic", "points": 10},
            {"code": "c", "points": 10},
            {"code": "", "by": "entered", "points": 10, "spare": 1},
        ],
        "bonus": {"cap": -1, "items": []},
        "decimals": 2.5,
        "rounding": "up",
        "vetos": [],
    })  # fmt: skip
    assert set(found) == {
        "items.0.points", "items.0.best", "items.1", "items.2", "items.3.code", "items.3.spare", "bonus.cap",
        "bonus.items", "decimals", "rounding", "vetos",
    }  # fmt: skip
    assert "'magic' is not known" in found["items.1"]
    assert "entered" in found["items.1"]
    assert "does not say how" in found["items.2"]


def test_every_contradiction_at_once():
    found = _places({
        "full": 120,
        "cap": 90,
        "items": [
            {"code": "a", "by": "rubric", "points": 50, "levels": {"good": 60, "poor": -1}},
            {"code": "b", "by": "rubric", "points": 10, "levels": {"good": 8}},
            {"code": "a", "by": "linear", "points": 30, "worst": 5, "best": 5},
            {"code": "d", "by": "target", "points": 10, "target": 0, "short": "proportional"},
            {"code": "e", "by": "criteria", "points": 0, "of": ["x", "x"]},
        ],
        "bonus": {"cap": 3, "items": [{"code": "f", "by": "each", "points": 5, "each": 1}]},
        "vetoes": [
            {"code": "v", "on": "nothing", "above": 1, "below": 2},
            {"code": "w", "on": "a", "grade": "great"},
        ],
        "grades": [{"name": "good", "at_least": 60}, {"name": "good"}, {"name": "", "at_least": 70, "quota": 0.5}],
        "ties": ["zz"],
    })  # fmt: skip
    assert set(found) == {
        "items.0.levels.good", "items.0.levels.poor", "items.1.levels", "items.2", "items.3", "items.4.points",
        "items.4.of", "full", "cap", "bonus.cap", "vetoes.0.on", "vetoes.0", "vetoes.1", "vetoes.1.grade", "grades.1",
        "grades.2", "ties.0",
    }  # fmt: skip
    assert "below the base of 100" in found["cap"]
    assert "neither an item nor one of `facts`" in found["vetoes.0.on"]
    assert "the base items come to 100" in found["full"]


WHOLE = {
    "title": {"en": "Test", "zh": "测试"}, "full": 100, "cap": 120, "decimals": 1, "lines": "points", "groups": "kind",
    "items": [
        {"code": "a", "by": "rubric", "points": 30, "levels": {"good": 30, "poor": 0}},
        {"code": "b", "by": "target", "points": 20, "target": 90, "short": "proportional"},
        {"code": "c", "by": "linear", "points": 20, "worst": 50, "best": 95},
        {"code": "d", "by": "criteria", "points": 20, "of": ["x", "y"]},
        {"code": "e", "by": "each", "points": 10, "each": 2, "free": 1},
    ],
    "bonus": {"cap": 10, "items": [{"code": "f", "by": "entered", "points": 8}, {"code": "g", "by": "each",
              "points": 5, "each": 1}]},
    "deductions": {"items": [{"code": "h", "by": "each", "points": 5, "each": 1}]},
    "facts": {"accident": {"en": "Accident", "zh": "事故"}},
    "vetoes": [{"code": "v", "on": "accident", "above": 0, "grade": "fair", "points": 59},
               {"code": "w", "on": "a", "equals": "poor"}],
    "grades": [{"name": "great", "at_least": 105, "quota": 0.2}, {"name": "fair", "at_least": 60}, {"name": "bad"}],
    "ties": ["a", "b"], "improve": {"vetoed": True, "below": 60, "bottom": 0.1},
}  # fmt: skip


def _paths(content, above=()):
    """Yield the path of every key and entry of a rulebook."""
    for key, value in content.items() if isinstance(content, dict) else enumerate(content):
        yield (*above, key)
        if isinstance(value, dict | list):
            yield from _paths(value, (*above, key))


@pytest.mark.parametrize("wrong", [[[]], {}, -1.5j], ids=str)
def test_one_wrong_key_is_one_place_and_nothing_follows_from_it(wrong):
    assert Rulebook(WHOLE)
    for path in _paths(WHOLE):
        content = copy.deepcopy(WHOLE)
        entry = content
        for key in path[:-1]:
            entry = entry[key]
        entry[path[-1]] = wrong
        place = ".".join(map(str, path[:-1] if path[-1] == "by" else path))
        if wrong == {} and (path[0] == "facts" or path[-1] in ("improve", "title", "name")):
            continue  # an empty mapping is right there, or a missing name
        assert all(f"{found}.".startswith(f"{place}.") for found in _places(content)), (
            path,
            _places(content),
        )


def test_wrong_keys_and_contradictions_come_together():
    found = _places({
        "full": 90, "cap": 30, "lines": "marks", "unknown": 1,
        "items": [
            {"code": "a", "by": "linear", "points": 40, "worst": 5, "best": 5},
            {"code": "b", "by": "linear", "points": 40, "worst": 5},  # no best: its points are known all the same
            {"code": "a", "by": "entered", "points": 20, "mark": 3},
            {"code": 7, "by": "rubric", "points": 10, "levels": {"good": 12}},
        ],
        "bonus": {"cap": 3, "items": [{"code": "f", "by": "each", "points": 5, "each": 0}]},
        "facts": {"accident": 3},
        "vetoes": [{"code": "v", "on": "accident", "above": "many", "below": 2}, {"code": "w", "on": "a"}],
        "grades": [{"name": "good", "at_least": "high"}, {"name": "fair", "at_least": 60}, {"name": "good", "quota": 2}],
    })  # fmt: skip
    assert set(found) == {
        "lines", "unknown", "items.1.best", "items.2.mark", "items.3.code", "bonus.items.0.each", "facts.accident",
        "vetoes.0.above", "grades.0.at_least", "grades.2.quota",
        "items.2", "items.0", "items.3.levels.good", "full", "cap", "bonus.cap", "vetoes.0", "vetoes.1", "grades.2",
    }  # fmt: skip
    assert "the base items come to 110" in found["full"]


def test_nobody_says_a_name_is_unknown_while_others_could_not_be_read():
    veto = {"code": "v", "on": "b", "below": 1, "grade": "fair"}
    book = {
        "items": [ITEM],
        "ties": ["c"],
        "vetoes": [veto],
        "grades": [{"name": "good", "at_least": 60}, {"name": "x"}],
    }
    assert set(_places(book)) == {"vetoes.0.on", "vetoes.0.grade", "ties.0"}
    unread = {
        **book,
        "items": [ITEM, {**ITEM, "code": 3}],
        "grades": [{"name": 5, "at_least": 60}, {"name": "x"}],
    }
    assert set(_places(unread)) == {"items.1.code", "grades.0.name"}


def test_grades_must_fall():
    found = _places({"items": [ITEM], "grades": [
        {"name": "a", "at_least": 60}, {"name": "b", "at_least": 80}, {"name": "c"}]})  # fmt: skip
    assert found == {
        "grades.1": "at_least 80 is not below the 60 of the better grade; list grades from best to worst"
    }
    found = _places({"items": [ITEM], "grades": [{"name": "a", "at_least": 60, "quota": 0.1}]})
    assert list(found) == ["grades.0"]


def test_group_full_marks_must_fit():
    item = {"code": "a", "by": "entered", "points": {"county": 150, "district": 100}}
    assert set(_places({"items": [item]})) == {"items.0.points"}
    found = _places({"groups": "type", "full": {"county": 150}, "items": [item], "improve": {"below": 60}})
    assert "is missing for district" in found["full"]
    assert "percent" in found["lines"]
    rubric = {"code": "b", "by": "rubric", "points": {"county": 1}, "levels": {"x": 1}}
    found = _places({"groups": "type", "items": [item, rubric]})
    assert (
        "one full mark" in found["items.1.points"] or "no full marks for district" in found["items.1.points"]
    )


def test_a_veto_without_effect():
    veto = {"code": "v", "on": "a", "below": 1}
    assert "no effect" in _places({"items": [ITEM], "vetoes": [veto]})["vetoes.0"]
    assert Rulebook({"items": [ITEM], "vetoes": [{**veto, "points": 59}]}).codes == ["a"]


def test_lines_that_nobody_can_reach():
    grades = [{"name": "top", "at_least": 106}, {"name": "good", "at_least": 80}, {"name": "rest"}]
    bonus = {"cap": 5, "items": [{"code": "b", "by": "each", "points": 5, "each": 1},
                                 {"code": "c", "by": "each", "points": 5, "each": 1}]}  # fmt: skip
    veto = {"code": "v", "on": "a", "below": 1}
    book = {"items": [ITEM], "bonus": bonus, "grades": grades}
    found = _places({**book, "improve": {"below": 200}, "vetoes": [{**veto, "points": 106},
                     {**veto, "code": "w", "grade": "top"}]})  # fmt: skip
    assert set(found) == {"grades.0.at_least", "improve.below", "vetoes.0.points", "vetoes.1"}
    assert "106, but nobody can come to more than 105" in found["grades.0.at_least"]
    assert "leaves the best grade" in found["vetoes.1"]
    assert "more than 103" in _places({**book, "cap": 103})["grades.0.at_least"]
    grades[0]["at_least"] = 105
    assert Rulebook(book).grade_names() == ["top", "good", "rest"]
    # Percent of the full marks, of the group that can come furthest: 60 of 50 is 120 percent.
    groups = {"groups": "type", "lines": "percent", "items": [{**ITEM, "points": {"city": 100, "town": 50}}],
              "bonus": {"items": [{"code": "b", "by": "each", "points": 10, "each": 1}]}}  # fmt: skip
    assert Rulebook({**groups, "grades": [{"name": "top", "at_least": 120}, {"name": "rest"}]})
    found = _places({**groups, "grades": [{"name": "top", "at_least": 121}, {"name": "rest"}]})
    assert "120 percent" in found["grades.0.at_least"]


def test_reading_files(tmp_path):
    path = tmp_path / "book.yaml"
    path.write_text("title: {en: Test, zh: 测试}\nitems:\n  - {code: a, by: rubric, points: 5, levels: {yes: 5, no: 0}}\n",
                    encoding="utf-8")  # fmt: skip
    book = Rulebook.read(path)
    # YAML 1.2: yes and no stay words
    assert book.to_dict()["items"][0]["levels"] == {"yes": 5.0, "no": 0.0}
    assert repr(book) == "<Rulebook Test: 1 item, 0 vetoes, 0 grades>"
    other = tmp_path / "book.json"
    other.write_text(json.dumps(book.to_dict()), encoding="utf-8")
    assert Rulebook.read(other).to_dict() == book.to_dict()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x [1, 2]\nb: [*x, *x]", "alias"),
        ("a: !!python/object/apply:os.system ['true']", "not readable YAML"),
        ("- 1", "one mapping"),
        ("", "empty"),
        ("a: [1", "line 1"),
    ],
)
def test_files_that_are_refused(tmp_path, text, words):
    path = tmp_path / "book.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(gm.FaultyInput, match=words):
        Rulebook.read(path)


def test_missing_files_and_other_types(tmp_path):
    with pytest.raises(gm.FaultyInput, match="no such file"):
        Rulebook.read(tmp_path / "none.yaml")
    with pytest.raises(gm.FaultyInput, match="mapping"):
        Rulebook(["a"])


def test_schema_accepts_what_is_read_and_refuses_the_rest():
    schema = Rulebook.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"items": [ITEM], "improve": {"bottom": 0.1}}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"items": [{**ITEM, "by": "magic"}]}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"item": [ITEM]}, schema)
