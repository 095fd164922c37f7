"""What organisers do while an activity goes: moderate statements, and make the next round of a Delphi."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from govmetrics.core.errors import FaultyInput
from govmetrics.core.words import Label, Text
from govmetrics.serve import answers, audit, record, rounds
from govmetrics.serve.kinds import delphi, opinions
from govmetrics.serve.pages.page import gone, page, site_of
from govmetrics.serve.pages.posted import fields
from govmetrics.serve.pages.signing import MAKES, Maker, own_form
from govmetrics.serve.rounds import Activity
from govmetrics.serve.stores import new_id

router = APIRouter(prefix="/organiser/activities")
Posted = Annotated[dict[str, str], Depends(fields)]


@router.get("/{key}/moderate", dependencies=[MAKES])
def moderation(request: Request, key: str) -> Response:
    """Show statements that are voted on, taken out, and handed in."""
    return _moderation(request, key)


def _moderation(request: Request, key: str, status: int = 200, fault: Text | None = None) -> Response:
    with site_of(request).store.read() as transaction:
        found = _of_kind(rounds.find(transaction, key), "opinions")
        handed_in = opinions.proposed(found, answers.of(transaction, found))
    return page(request, "organiser/moderate.html", status, activity=found, handed_in=handed_in, fault=fault)


@router.post("/{key}/moderate")
def moderate(request: Request, key: str, organiser: Maker, posted: Posted) -> Response:
    """Add a statement, take one out, or put it back: votes stay as they are."""
    own_form(organiser, posted)
    site = site_of(request)
    try:
        with site.store.write() as transaction:
            found = _of_kind(rounds.find(transaction, key), "opinions")
            if found.status == "closed":
                raise FaultyInput("activity", "is closed", "statements stay as they were voted on")
            said = opinions.moderated(
                found, posted.get("add", ""), posted.get("out", ""), posted.get("back", "")
            )
            rounds.change(transaction, replace(found, settings=said))
            if found.status == "open":
                record.activity(transaction, key, "moderated", site.now)
            audit.note(transaction, site.now, organiser.name, "moderated statements", key, out=said["out"],
                       statements=len(said["statements"]))  # fmt: skip
    except FaultyInput as error:
        return _moderation(request, key, 422, error.faults[0].text)
    return gone(request, f"/organiser/activities/{key}/moderate")


@router.post("/{key}/next")
def next_round(request: Request, key: str, organiser: Maker, posted: Posted) -> Response:
    """Make the next round of a Delphi from a closed one, with what all said, without names."""
    own_form(organiser, posted)
    site = site_of(request)
    with site.store.write() as transaction:
        found = _of_kind(rounds.find(transaction, key), "delphi")
        if found.state(site.now) != "closed":
            raise HTTPException(409)
        try:
            said = delphi.next_round(found, answers.of(transaction, found))
        except FaultyInput:
            raise HTTPException(409) from None
        made = replace(found, id=new_id(), settings=said, status="draft", closed=None, opens=None, closes=None,
                       title=_titled(found.title, found.settings["round"], said["round"]))  # fmt: skip
        rounds.add(transaction, made, organiser.name, site.now)
        audit.note(
            transaction,
            site.now,
            organiser.name,
            "made an activity",
            made.id,
            kind="delphi",
            round=said["round"],
        )
    return gone(request, f"/organiser/activities/{made.id}")


def _titled(title: Label, before: int, now: int) -> Label:
    """Return the title with the number of the round."""
    english = title.say("en").removesuffix(f" (round {before})")
    chinese = title.say("zh").removesuffix(f"（第{before}轮）")
    return Label(f"{english} (round {now})", f"{chinese}（第{now}轮）")


def _of_kind(found: Activity | None, kind: str) -> Activity:
    if found is None or found.kind != kind:
        raise HTTPException(404)
    return found
