"""The public pages: what was published, and the record that can be checked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from govmetrics.core.errors import FaultyInput
from govmetrics.ledger import read_checkpoint
from govmetrics.serve import audit, publishing, record
from govmetrics.serve.pages.page import gone, page, site_of
from govmetrics.serve.pages.posted import fields
from govmetrics.serve.pages.signing import Maker, known, own_form

router = APIRouter()
Posted = Annotated[dict[str, str], Depends(fields)]


@router.get("/published", dependencies=[Depends(known)])
def published(request: Request) -> Response:
    """Show what was published, and the record."""
    return _published(request)


def _published(request: Request, status: int = 200, error: FaultyInput | None = None) -> Response:
    with site_of(request).store.read() as transaction:
        found, text = publishing.publications(transaction), record.checkpoint(transaction)
        public = record.public_of(transaction) if text else ""
    last = read_checkpoint(text) if text else None
    fault = None if error is None else error.faults[0].text
    return page(request, "published.html", status, found=found, last=last, public=public, fault=fault)


@router.get("/published/{key}/{name}")
def file(request: Request, key: str, name: str) -> Response:
    """Return a published file, to be saved: it is looked for among what was published, never on the disk."""
    with site_of(request).store.read() as transaction:
        found = publishing.content(transaction, key, name)
    if found is None:
        raise HTTPException(404)
    shown = {"content-disposition": f'attachment; filename="{name}"'}  # one of `publishing.FILES`
    return Response(found, media_type="application/octet-stream", headers=shown)


@router.get("/ledger/ledger.jsonl")
def ledger(request: Request) -> Response:
    """Return the whole ledger, as `govmetrics ledger verify` reads it."""
    with site_of(request).store.read() as transaction:
        return Response(record.exported(transaction), media_type="application/jsonl")


@router.get("/ledger/checkpoint")
def checkpoint(request: Request) -> Response:
    """Return the last checkpoint, for witnesses."""
    with site_of(request).store.read() as transaction:
        return Response(record.checkpoint(transaction), media_type="text/plain; charset=utf-8")


@router.post("/organiser/publish")
def publish(request: Request, organiser: Maker, posted: Posted) -> Response:
    """Publish the last run of the evaluation."""
    own_form(organiser, posted)
    site = site_of(request)
    try:
        with site.store.write() as transaction:
            key = publishing.publish(transaction, site.folder / "output", site.now)
            audit.note(transaction, site.now, organiser.name, "published a run", key)
    except FaultyInput as error:
        return _published(request, 422, error)
    return gone(request, "/published")
