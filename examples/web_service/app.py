"""A web service that evaluates: POST an evaluation with its records, and get the findings as JSON, or as the page.

Run it with ``uvicorn app:app`` in this folder. The functions are plain ones, so FastAPI runs each request in a thread of its
own; the library keeps no state between calls, and the language is that of the request alone.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import pandas as pd
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel

import govmetrics as gm

app = FastAPI(title="govmetrics")


class Job(BaseModel):
    """What is posted.

    Parameters
    ----------
    evaluation : mapping
        The keys of an evaluation file; the tree is a ready-made name or a mapping, never a path of this machine.
    records : list of mapping
        One for each unit: its name under "unit", and a value for each leaf.
    """

    evaluation: dict[str, Any]
    records: list[dict[str, Any]]


class Refused(Exception):
    """What a service does not do for strangers."""


@app.post("/evaluations")
def findings(job: Job) -> JSONResponse:
    """Return what was found, as `gm.report.json_schema(gm.Findings)` describes it."""
    return JSONResponse(found(job).to_dict())


@app.post("/evaluations/page")
def page(job: Job, language: Literal["en", "zh", "both"] = "en") -> HTMLResponse:
    """Return the report as one page."""
    with TemporaryDirectory() as folder:
        path = gm.report.html(found(job), Path(folder) / "report.html", language=language)
        return HTMLResponse(path.read_text(encoding="utf-8"))


@app.get("/schema")
def schema() -> dict[str, Any]:
    """Return the JSON Schema of what the service gives."""
    return gm.report.json_schema(gm.Findings)


@app.exception_handler(gm.GovmetricsError)
def faulty(request: Request, error: gm.GovmetricsError) -> JSONResponse:
    """Return every fault with its place, in the language that the browser asks for."""
    language = "zh" if request.headers.get("accept-language", "").startswith("zh") else "en"
    faults = [{"place": str(fault.place), "fault": fault.say(language)} for fault in error.faults]
    return JSONResponse({"faults": faults}, status_code=422)


@app.exception_handler(Refused)
def refused(_: Request, error: Refused) -> JSONResponse:
    """Return why nothing is done."""
    return JSONResponse({"faults": [{"place": "evaluation", "fault": str(error)}]}, status_code=403)


def found(job: Job) -> gm.Findings:
    """Return the findings of what was posted, where nothing of it names a file: those of this machine are nobody's business."""
    asked, ready = job.evaluation, set(gm.list_trees()["name"])
    tree, evidence = asked.get("tree"), asked.get("evidence") or {}
    if not isinstance(tree, dict) and tree not in ready:
        raise Refused(f"post the tree itself, or name one of: {', '.join(sorted(ready))}")
    files = {"compare", "appraisal", "plan", "publish"} & set(asked)
    columns = (
        evidence.get("records", {}) if isinstance(evidence, dict) and set(evidence) <= {"records"} else None
    )
    if files or not isinstance(columns, dict) or "file" in columns:
        raise Refused("files would be read here: post the records themselves")
    return gm.evaluate(asked, pd.DataFrame(job.records))
