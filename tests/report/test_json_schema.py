"""The published schema is the code's own, and refuses what is not written. That every result follows it is tested where
all results are made, in `tests/contracts/test_shown_results.py`."""

import json
from pathlib import Path

import jsonschema
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.report.json_schema import every_kind

PUBLISHED = Path(gm.__file__).resolve().parents[1] / "indicators" / "results.schema.json"
TREE = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
TABLE = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])


@pytest.fixture(scope="module")
def findings():
    asked = {"tree": TREE, "index": {"weighting": "equal"}, "sureness": {"draws": 20}, "diagnosis": True,
             "grades": {"from": "values", "breakpoints": [20, 40, 60, 80]}}  # fmt: skip
    return gm.evaluate(asked, TABLE)


def test_the_published_schema_is_the_codes_own():
    """If this fails, write it anew: ``gm.report.json_schema()`` as JSON with an indent of 1, and a newline."""
    text = json.dumps(gm.report.json_schema(), ensure_ascii=False, indent=1) + "\n"
    assert PUBLISHED.read_text(encoding="utf-8") == text


def test_it_is_a_schema_of_every_result_of_the_library():
    schema = gm.report.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    named = {one["$ref"].rpartition("/")[2] for one in schema["anyOf"]}
    assert {"findings", "assessment", "weights", "scores", "ranking", "uncertainty", "efficiency", "reliability", "appraisal",
            "plan", "fuzzy_evaluation"} <= named <= set(schema["$defs"])  # fmt: skip
    assert len(named) == len(every_kind())


def test_an_evaluation_follows_it_and_names_its_nodes_once(findings):
    found = json.loads(json.dumps(findings.to_dict(), allow_nan=False))
    validator = jsonschema.Draft202012Validator(gm.report.json_schema(gm.Findings))
    validator.validate(found)
    assert found["schema"] == "govmetrics/findings/1"
    assert found["assessment"]["schema"] == "govmetrics/assessment/1"
    assert found["names"]["index"] == {"en": "index", "zh": "综合得分"}
    assert set(TREE.node_codes) <= set(found["names"])
    assert "names" not in found["assessment"]
    assert not validator.is_valid({**found, "schema": "govmetrics/findings/0"})
    assert not validator.is_valid({**found, "more": 1})
    assert not validator.is_valid({key: one for key, one in found.items() if key != "notes"})
    assert not validator.is_valid({**found, "assessment": {**found["assessment"], "ranking": []}})


def test_fields_say_what_their_docstrings_say():
    described = gm.report.json_schema(gm.dea.Efficiency)["$defs"]["efficiency"]["properties"]
    assert described["status"]["description"]
    assert described["scores"]["$ref"] == "#/$defs/series"


@pytest.mark.parametrize("odd", [gm.Result, int, 3, "findings"])
def test_what_is_no_class_of_results_is_refused(odd):
    with pytest.raises(gm.FaultyInput, match="give a class of results"):
        gm.report.json_schema(odd)
