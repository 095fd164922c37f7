"""The organisers' pages: activities, invitations, who has answered, what came out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from starlette.datastructures import UploadFile

from govmetrics.core.errors import FaultyInput
from govmetrics.serve import answers, audit, links, people, record, rounds
from govmetrics.serve.closing import close_activity
from govmetrics.serve.export import FORMATS, export, refuse_early
from govmetrics.serve.invitees import address, nameless, packet, qr, read_invitees
from govmetrics.serve.kinds import KINDS
from govmetrics.serve.kinds.base import ordinal
from govmetrics.serve.links import Issued
from govmetrics.serve.pages.drafting import FIELDS, activity_of, blank, told
from govmetrics.serve.pages.page import base_of, gone, language_of, page, site_of, spoken_by, templates
from govmetrics.serve.pages.posted import fields, parts
from govmetrics.serve.pages.signing import MAKES, OWNS, SEES, Maker, Owner, own_form
from govmetrics.serve.people import ROLES
from govmetrics.serve.rounds import Activity

router = APIRouter(prefix="/organiser")
Posted = Annotated[dict[str, str], Depends(fields)]
ROWS = 50
"""So many invitees are shown at a time: a page stays small."""
Parts = Annotated[tuple[dict[str, str], UploadFile | None], Depends(parts)]


@router.get("/", dependencies=[SEES])
def start(request: Request) -> Response:
    """Show all activities."""
    site = site_of(request)
    with site.store.read() as transaction:
        found = rounds.every(transaction)
        counts = {one.id: links.counted(transaction, one.id) for one in found}
    return page(request, "organiser/start.html", activities=found, counts=counts, kinds=KINDS, now=site.now)


@router.get("/new/{kind}", dependencies=[MAKES])
def new(request: Request, kind: str) -> Response:
    """Ask what an activity is to be."""
    if kind not in KINDS:
        raise HTTPException(404)
    return page(
        request,
        "organiser/new.html",
        kind=KINDS[kind],
        values=blank(KINDS[kind], site_of(request)),
        faults={},
        fields=FIELDS,
    )


@router.post("/new/{kind}")
def make(request: Request, kind: str, organiser: Maker, posted: Posted) -> Response:
    """Make an activity."""
    own_form(organiser, posted)
    site = site_of(request)
    if kind not in KINDS:
        raise HTTPException(404)
    try:
        drafted = activity_of(KINDS[kind], posted, site)
    except FaultyInput as error:
        faults = told(error, KINDS[kind])
        return page(
            request, "organiser/new.html", 422, kind=KINDS[kind], values=posted, faults=faults, fields=FIELDS
        )
    with site.store.write() as transaction:
        kept = rounds.add(transaction, drafted, organiser.name, site.now)
        audit.note(
            transaction, site.now, organiser.name, "made an activity", kept.id, kind=kind, mode=kept.mode
        )
    return gone(request, f"/organiser/activities/{kept.id}")


@router.get("/activities/{key}", dependencies=[SEES])
def activity(request: Request, key: str) -> Response:
    """Show how an activity goes."""
    return _activity(request, key)


def _activity(request: Request, key: str, status: int = 200, faults: FaultyInput | None = None) -> Response:
    found, invited = _found(request, key)
    return _activity_of(request, found, invited, status, faults)


def _activity_of(
    request: Request, found: Activity, invited: list[links.Link], status: int, faults: FaultyInput | None
) -> Response:
    site = site_of(request)
    told = [] if faults is None else [fault.text for fault in faults.faults]
    counts = {state: sum(link.status == state for link in invited) for state in ("open", "used")}
    return page(request, "organiser/activity.html", status, activity=found, kind=KINDS[found.kind], invited=invited,
                counts=counts, state=found.state(site.now), faults=told, first=_first(request, len(invited)),
                many=ROWS)  # fmt: skip


def _first(request: Request, count: int) -> int:
    """Return the place of the first invitee that is shown."""
    asked = request.query_params.get("from", "")
    return min(int(asked), max(count - 1, 0)) if asked.isdecimal() and len(asked) < 7 else 0


@router.post("/activities/{key}/open")
def open_(request: Request, key: str, organiser: Maker, posted: Posted) -> Response:
    """Take answers from now on. A closed activity stays closed."""
    own_form(organiser, posted)
    site, (found, _) = site_of(request), _found(request, key)
    if found.status == "draft":
        with site.store.write() as transaction:
            rounds.change(transaction, replace(found, status="open"))
            record.evaluation(transaction, site.folder, site.now)
            record.activity(transaction, key, "opened", site.now)
            audit.note(transaction, site.now, organiser.name, "opened an activity", key)
    return gone(request, f"/organiser/activities/{key}")


@router.post("/activities/{key}/close")
def close(request: Request, key: str, organiser: Maker, posted: Posted) -> Response:
    """Take no answers any more."""
    own_form(organiser, posted)
    site = site_of(request)
    _found(request, key)
    close_activity(site.store, key, organiser.name, site.now)
    return gone(request, f"/organiser/activities/{key}")


@router.post("/activities/{key}/links")
def invite(request: Request, key: str, organiser: Maker, given: Parts) -> Response:
    """Make links: for a list of people, or without names; they are told now and never again."""
    posted, file = given
    own_form(organiser, posted)
    site, (found, invited) = site_of(request), _found(request, key)
    try:
        if file is not None:
            people_ = read_invitees(
                file.file.read(), file.filename or "", telephones=posted.get("telephones") == "yes"
            )
        elif found.mode == "anonymous":
            people_ = nameless(max(ordinal(posted.get("count", "").strip()), 0))
        else:
            raise FaultyInput("file", "is missing", "choose a table with a column of names")
        _refuse_known(people_, invited)
    except FaultyInput as error:
        return _activity(request, key, 422, error)
    with site.store.write() as transaction:
        issued = links.issue(transaction, key, people_, found.closes)
        audit.note(transaction, site.now, organiser.name, "made links", key, count=len(issued))
    return _packet(request, found, issued, posted.get("cards") == "yes")


@router.post("/activities/{key}/resend")
def resend(request: Request, key: str, organiser: Maker, posted: Posted) -> Response:
    """Give out new links to those who have not answered; the old ones end."""
    own_form(organiser, posted)
    site, (found, invited) = site_of(request), _found(request, key)
    wanted = [link.id for link in invited if link.status == "open" and posted.get("only", link.id) == link.id]
    if not wanted:
        return gone(request, f"/organiser/activities/{key}")
    with site.store.write() as transaction:
        issued = links.reissue(transaction, wanted, found.closes)
        audit.note(transaction, site.now, organiser.name, "gave out new links", key, count=len(issued))
    return _packet(request, found, issued, posted.get("cards") == "yes")


@router.get("/activities/{key}/results", dependencies=[SEES])
def results(request: Request, key: str) -> Response:
    """Show what came out; of an anonymous activity after it is closed, for who answers last could be told from before."""
    site, (found, _) = site_of(request), _found(request, key)
    with site.store.read() as transaction:
        said = answers.of(transaction, found)
    hidden = found.mode == "anonymous" and found.state(site.now) != "closed"
    shown, fault = None, None
    try:
        shown = None if hidden else KINDS[found.kind].results(found, said)
    except FaultyInput as error:
        fault = error.faults[0].text
    return page(request, "organiser/results.html", activity=found, kind=KINDS[found.kind], shown=shown, hidden=hidden,
                count=len(said), fault=fault, state=found.state(site.now))  # fmt: skip


@router.get("/activities/{key}/export/{form}")
def exported(request: Request, key: str, form: str, organiser: Maker) -> Response:
    """Return the answers as a file."""
    site, (found, invited) = site_of(request), _found(request, key)
    if form not in FORMATS:
        raise HTTPException(404)
    with site.store.write() as transaction:
        said = answers.of(transaction, found)
        try:
            refuse_early(found, found.state(site.now))
        except FaultyInput as error:
            return _activity_of(request, found, invited, 409, error)
        audit.note(transaction, site.now, organiser.name, "exported answers", key, form=form)
    with TemporaryDirectory() as folder:
        content = export(found, said, invited, Path(folder) / f"answers.{form}").read_bytes()
    headers = {"content-disposition": f'attachment; filename="answers.{form}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


@router.get("/people", dependencies=[OWNS])
def organisers(request: Request) -> Response:
    """Show who may do what."""
    return _people(request)


@router.post("/people")
def change(request: Request, organiser: Owner, posted: Posted) -> Response:
    """Make an organiser, change a role, or put somebody out of office."""
    own_form(organiser, posted)
    site, key = site_of(request), posted.get("id", "")
    try:
        with site.store.write() as transaction:
            if not key:
                made = people.add(transaction, posted.get("name", ""), posted.get("password", ""), posted.get("role", ""),
                                  site.cost, site.now)  # fmt: skip
                audit.note(
                    transaction, site.now, organiser.name, "made an organiser", made.id, role=made.role
                )
            else:
                active = {"yes": True, "no": False}.get(posted.get("active", ""))
                people.change(transaction, key, posted.get("role"), active)
                audit.note(transaction, site.now, organiser.name, "changed an organiser", key, role=posted.get("role"),
                           active=active)  # fmt: skip
    except FaultyInput as error:
        return _people(request, 422, error)
    return gone(request, "/organiser/people")


def _people(request: Request, status: int = 200, error: FaultyInput | None = None) -> Response:
    with site_of(request).store.read() as transaction:
        found = people.every(transaction)
    faults = [] if error is None else [fault.text for fault in error.faults]
    return page(request, "organiser/people.html", status, people=found, roles=ROLES, faults=faults)


@router.get("/log", dependencies=[OWNS])
def log(request: Request) -> Response:
    """Show who did what."""
    with site_of(request).store.read() as transaction:
        found = audit.entries(transaction)
    return page(request, "organiser/log.html", entries=found)


def _found(request: Request, key: str) -> tuple[Activity, list[links.Link]]:
    with site_of(request).store.read() as transaction:
        found = rounds.find(transaction, key)
        if found is None:
            raise HTTPException(404)
        return found, links.of(transaction, key)


def _refuse_known(people_: list[links.Invitee], invited: list[links.Link]) -> None:
    known = {link.invitee.person for link in invited if link.invitee.person}
    twice = [one.person for one in people_ if one.person in known]
    if twice:
        raise FaultyInput("file", "holds people who have a link already: {labels}",
                          "leave them out, or give them a new link below", labels=twice)  # fmt: skip


def _packet(request: Request, found: Activity, issued: list[Issued], cards: bool) -> Response:
    """Return the links as a file, with cards for print where they are wanted."""
    base, spoken = base_of(request), language_of(request)
    drawn = (
        [(one.invitee.person, address(base, one), qr(address(base, one))) for one in issued] if cards else []
    )
    words = templates().get_template("organiser/cards.html")
    page_ = words.render(cards=drawn, activity=found, **spoken_by(spoken)) if cards else None
    headers = {"content-disposition": 'attachment; filename="links.zip"'}
    return Response(packet(issued, base, page_), media_type="application/zip", headers=headers)
