"""The pages of those who answer: what it is for, the form, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from govmetrics.core.words import Text
from govmetrics.serve import answers, links, rounds
from govmetrics.serve.kinds import KINDS, Kind, Values
from govmetrics.serve.links import Link
from govmetrics.serve.networks import network_of
from govmetrics.serve.pages.page import gone, page, site_of
from govmetrics.serve.pages.posted import fields
from govmetrics.serve.rounds import Activity

router = APIRouter()
Posted = Annotated[dict[str, str], Depends(fields)]
CONTROLS = ("go", "step", "agreed")
"""Fields of every form, beside those of its kind."""


@dataclass(frozen=True)
class Visit:
    """Somebody with a link."""

    token: str
    link: Link
    activity: Activity
    kind: Kind
    kept: Values

    @property
    def steps(self) -> int:
        """How many pages the form has; anonymous answers are given on one, since nothing is kept before it is sent."""
        return 1 if self.activity.mode == "anonymous" else self.kind.steps(self.activity)

    @property
    def address(self) -> str:
        """Where the form is."""
        return f"/a/{self.token}"


@router.get("/a/{token}")
def start(request: Request, token: str) -> Response:
    """Show what it is for; with consent, a page of the form; or what became of the answer."""
    visit = _visit(request, token)
    if isinstance(visit, Response):
        return visit
    agreed, step = request.query_params.get("agreed") == "yes", request.query_params.get("step", "")
    if step and agreed:
        return _form(request, visit, visit.kept, _within(step, visit.steps))
    if visit.link.status == "used":
        return page(request, "answered.html", visit=visit, repeated=False)
    fault = Text("please agree first, or close this page") if step else None
    step_now = _first_faulty(visit, visit.kept, 1) if visit.kept else 1
    return page(request, "start.html", 422 if fault else 200, visit=visit, fault=fault, step=step_now)


@router.post("/a/{token}")
def answer(request: Request, token: str, posted: Posted) -> Response:
    """Take a page of the form: keep it and go on, or send the whole answer."""
    visit = _visit(request, token, posted)
    if isinstance(visit, Response):
        return visit
    if posted.get("agreed") != "yes":
        fault = Text("please agree first, or close this page")
        return page(request, "start.html", 422, visit=visit, fault=fault, step=1)
    values = {**visit.kept, **{name: text for name, text in posted.items() if name not in CONTROLS}}
    step, steps = _within(posted.get("step", ""), visit.steps), visit.steps
    go = posted.get("go", "send")
    if go == "look":
        return _looked(request, visit, values, step)
    if go != "send" and steps > 1:
        return _turned(request, visit, values, step, go)
    said = visit.kind.check(visit.activity, values, None)
    if said.faults:
        return _form(request, visit, values, _first_faulty(visit, values, step), said.faults)
    return _submitted(
        request,
        visit,
        answers.submit(site_of(request).store, token, said.content, site_of(request).now),
        values,
    )


def _turned(request: Request, visit: Visit, values: Values, step: int, go: str) -> Response:
    """Keep a page of a named person's form, and go to another one."""
    site = site_of(request)
    with site.store.write() as transaction:
        answers.keep_draft(transaction, visit.link.id, values, site.now)
    if go == "back":
        return gone(request, f"{visit.address}?agreed=yes&step={max(step - 1, 1)}")
    if go.startswith("to:"):
        return gone(request, f"{visit.address}?agreed=yes&step={_within(go[3:], visit.steps)}")
    faults = visit.kind.check(visit.activity, values, step).faults
    if faults:
        return _form(request, visit, values, step, faults)
    return gone(request, f"{visit.address}?agreed=yes&step={min(step + 1, visit.steps)}")


def _looked(request: Request, visit: Visit, values: Values, step: int) -> Response:
    """Show the page again with what the answers come to so far; of an anonymous form nothing is kept."""
    site = site_of(request)
    if visit.activity.mode == "named":
        with site.store.write() as transaction:
            answers.keep_draft(transaction, visit.link.id, values, site.now)
    return _form(request, visit, values, step)


def _submitted(request: Request, visit: Visit, outcome: answers.Outcome, values: Values) -> Response:
    if outcome in ("taken", "changed"):
        return gone(request, visit.address)
    if outcome == "repeated":
        return page(request, "answered.html", 409, visit=visit, repeated=True)
    if outcome == "unknown":
        return _unknown(request)
    return _closed(request, visit, values)


def _visit(request: Request, token: str, posted: Values | None = None) -> Visit | Response:
    """Return whose link it is and what may be done with it, or the page that says why nothing can."""
    site, now = site_of(request), site_of(request).now
    with site.store.read() as transaction:
        # links expire when their activity closes: who is late is told so, and sees what they wrote
        link = links.find(transaction, token, now, expired=True)
        activity = None if link is None else rounds.find(transaction, link.activity)
        if link is None or activity is None or (link.over(now) and activity.state(now) != "closed"):
            return _unknown(request)
        content = answers.given(transaction, link.id)
        draft = answers.draft(transaction, link.id)
    if not site.by_link.take(link.id):
        return page(request, "wait.html", 429)
    kind = KINDS[activity.kind]
    kept = {**(kind.values(content) if content is not None else {}), **draft}
    visit, state = Visit(token, link, activity, kind, kept), activity.state(now)
    if state in ("draft", "waiting"):
        return page(request, "waiting.html", 403 if posted else 200, visit=visit)
    if link.status == "used" and not (activity.editable and activity.mode == "named" and state == "open"):
        return page(request, "answered.html", 409 if posted else 200, visit=visit, repeated=bool(posted))
    if state == "closed":
        written = {name: text for name, text in (posted or {}).items() if name not in CONTROLS}
        return _closed(request, visit, {**kept, **written} if written else {})
    return visit


def _closed(request: Request, visit: Visit, written: Values) -> Response:
    """Say that it is over; whoever was writing sees the questions with what they wrote, to keep it."""
    if not written:
        return page(request, "closed.html", 410, visit=visit)
    form = visit.kind.form(visit.activity, written, None)
    return page(request, visit.kind.page, 410, visit=visit, values=written, step=1, steps=1, faults={}, over=True,
                **form)  # fmt: skip


def _unknown(request: Request) -> Response:
    """Answer somebody whose link leads nowhere; who tries many has to wait."""
    network = network_of(request.client.host if request.client else "")
    if not site_of(request).failures.take(network):
        return page(request, "wait.html", 429)
    return page(request, "unknown.html", 404)


def _form(
    request: Request, visit: Visit, values: Values, step: int, faults: Mapping[str, Text] | None = None
) -> Response:
    steps = visit.steps
    form = visit.kind.form(visit.activity, values, None if steps == 1 else step)
    return page(request, visit.kind.page, 422 if faults else 200, visit=visit, values=values, step=step,
                steps=steps, faults=faults or {}, over=False, **form)  # fmt: skip


def _first_faulty(visit: Visit, values: Values, step: int) -> int:
    """Return the first page where something is wrong."""
    if visit.steps == 1:
        return 1
    return next(
        (n for n in range(1, visit.steps + 1) if visit.kind.check(visit.activity, values, n).faults), step
    )


def _within(step: str, steps: int) -> int:
    return min(max(int(step), 1), steps) if step.isascii() and step.isdigit() and len(step) < 6 else 1
