"""The web service of the examples: threads that get their own language, findings by the published schema, faults with places."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import jsonschema
import pytest

import govmetrics as gm

pytest.importorskip("fastapi", reason="the extra `dev` is not installed whole: the web service needs FastAPI")
pytest.importorskip(
    "httpx", reason="the extra `dev` is not installed whole: FastAPI's test client needs httpx"
)

APP = Path(__file__).resolve().parents[2] / "examples" / "web_service" / "app.py"
TREE = {"code": "town", "name": {"en": "Town", "zh": "镇"}, "parts": [
    {"code": "trust", "name": {"en": "Trust", "zh": "信任"}, "better": "more"}, {"code": "days", "better": "less"}]}  # fmt: skip
RECORDS = [{"unit": "East", "trust": 60.0, "days": 9.0}, {"unit": "West", "trust": 50.0, "days": 3.0},
           {"unit": "<b>North</b>", "trust": 80.0, "days": 4.0}]  # fmt: skip
JOB = {
    "evaluation": {"tree": TREE, "index": {"weighting": "equal"}, "sureness": {"draws": 10}},
    "records": RECORDS,
}


@pytest.fixture(scope="module")
def client():
    from fastapi.testclient import TestClient

    spec = spec_from_file_location("web_service", APP)
    module = module_from_spec(spec)
    sys.modules["web_service"] = module  # FastAPI looks up the annotations there
    spec.loader.exec_module(module)
    with TestClient(module.app) as client:
        yield client
    del sys.modules["web_service"]


def test_findings_follow_the_schema_that_it_serves_and_are_those_of_a_call(client):
    answer = client.post("/evaluations", json=JOB)
    assert answer.status_code == 200
    found = answer.json()
    jsonschema.Draft202012Validator(client.get("/schema").json()).validate(found)
    assert found["names"]["trust"] == {"en": "Trust", "zh": "信任"}
    import pandas as pd

    assert found == gm.evaluate(JOB["evaluation"], pd.DataFrame(RECORDS)).to_dict()


@pytest.mark.slow
def test_the_page_is_in_the_language_that_was_asked_for_whatever_other_threads_ask_for(client):
    def page(language):
        return client.post("/evaluations/page", params={"language": language}, json=JOB).text

    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(page, ["en", "zh"] * 4))
    assert len(set(pages)) == 2
    assert "信任" in pages[1]
    assert "信任" not in pages[0]
    assert "<b>North" not in pages[0]


def test_faults_come_with_their_places_in_the_browsers_language(client):
    bad = {**JOB, "evaluation": {**JOB["evaluation"], "sureness": {"draws": 0}, "idnex": {}}}
    english = client.post("/evaluations", json=bad)
    assert english.status_code == 422
    assert {fault["place"] for fault in english.json()["faults"]} == {"sureness.draws", "idnex"}
    chinese = client.post("/evaluations", json=bad, headers={"accept-language": "zh-CN"})
    assert any("请" in fault["fault"] for fault in chinese.json()["faults"])


@pytest.mark.parametrize("asked", [
    {"tree": "/etc/passwd"}, {"tree": TREE, "compare": "runs/1"}, {"tree": TREE, "evidence": {"records": "secret.xlsx"}},
    {"tree": TREE, "evidence": {"survey": {"file": "secret.xlsx"}}}, {"tree": TREE, "appraisal": "secret.yaml"},
])  # fmt: skip
def test_files_of_the_machine_are_not_read(client, asked):
    assert client.post("/evaluations", json={**JOB, "evaluation": asked}).status_code == 403
