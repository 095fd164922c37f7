"""Who is signed in: by a session, or by what a trusted proxy says; and that a form came from a page of theirs."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from govmetrics.core.errors import FaultyInput
from govmetrics.core.words import Text
from govmetrics.serve import audit, people, tokens
from govmetrics.serve.networks import network_of, trusted
from govmetrics.serve.pages.page import gone, is_secure, page, site_of
from govmetrics.serve.pages.posted import fields
from govmetrics.serve.people import Organiser, Role

router = APIRouter(prefix="/organiser")
SESSION = "session"
_KEY = secrets.token_bytes(32)
"""Of this process: what forms of those whom a proxy signs in are checked with."""
Posted = Annotated[dict[str, str], Depends(fields)]


class NotSignedIn(Exception):
    """Nobody is signed in."""


def who(role: Role) -> Callable[[Request], Organiser]:
    """Return what tells who is signed in, where they have a role."""

    def found(request: Request) -> Organiser:
        organiser = _of_proxy(request) or _of_session(request)
        if organiser is None:
            raise NotSignedIn
        if not organiser.may(role):
            raise HTTPException(403)
        request.state.organiser = organiser
        return organiser

    return found


SEES, MAKES, OWNS = Depends(who("reader")), Depends(who("organiser")), Depends(who("owner"))
Reader = Annotated[Organiser, Depends(who("reader"))]
Maker = Annotated[Organiser, Depends(who("organiser"))]
Owner = Annotated[Organiser, Depends(who("owner"))]


def known(request: Request) -> Organiser | None:
    """Return who is signed in, if anybody is, on a page that everybody may see."""
    organiser = _of_proxy(request) or _of_session(request)
    request.state.organiser = organiser
    return organiser


def own_form(organiser: Organiser, posted: dict[str, str]) -> None:
    """Refuse a form that does not hold the secret of the session."""
    if not tokens.same(posted.get("csrf", ""), organiser.csrf or "-"):
        raise HTTPException(403)


def _of_session(request: Request) -> Organiser | None:
    token, site = request.cookies.get(SESSION, ""), site_of(request)
    if not tokens.looks_right(token):
        return None
    with site.store.read() as transaction:
        return people.signed_in(transaction, token, site.now)


def _of_proxy(request: Request) -> Organiser | None:
    """Return whom a trusted proxy signed in; what anybody else says in that header is nothing."""
    site = site_of(request)
    if site.user_header is None or not trusted(request.state.peer, site.proxies):
        return None
    named = request.headers.getlist(site.user_header)
    if len(named) != 1:
        return None
    with site.store.read() as transaction:
        organiser, _ = people.known(transaction, named[0])
    if organiser is None:
        return None
    csrf = hmac.new(_KEY, organiser.id.encode(), "sha256").hexdigest()
    return Organiser(organiser.id, organiser.name, organiser.role, csrf)


@router.get("/sign-in")
def sign_in_page(request: Request) -> Response:
    """Ask for name and password."""
    with site_of(request).store.read() as transaction:
        begun = people.any_organiser(transaction)
    return page(request, "organiser/sign_in.html", begun=begun, name="", fault=None)


@router.post("/sign-in")
def sign_in(request: Request, posted: Posted) -> Response:
    """Begin a session."""
    site = site_of(request)
    network, name = network_of(request.client.host if request.client else ""), posted.get("name", "").strip()
    if site.failures.empty(network):
        return page(request, "wait.html", 429)
    with site.store.read() as transaction:
        organiser, kept = people.known(transaction, name)
    found = people.checked(organiser, kept, posted.get("password", ""), site.cost)
    with site.store.write() as transaction:
        if found is None:
            site.failures.take(network)
            audit.note(transaction, site.now, name if organiser else "?", "failed to sign in")
        else:
            token = people.begin(transaction, found, site.now)
            audit.note(transaction, site.now, found.name, "signed in")
    if found is None:
        fault = Text("name or password is wrong")
        return page(request, "organiser/sign_in.html", 401, begun=True, name=name, fault=fault)
    return _with_session(request, token)


@router.post("/sign-out")
def sign_out(request: Request, organiser: Reader, posted: Posted) -> Response:
    """End the session."""
    own_form(organiser, posted)
    site = site_of(request)
    with site.store.write() as transaction:
        people.end(transaction, request.cookies.get(SESSION, ""))
    answer = gone(request, "/organiser/sign-in")
    answer.delete_cookie(SESSION, path=site.root or "/")
    return answer


@router.get("/setup/{token}")
def setup_page(request: Request, token: str) -> Response:
    """Ask for the first organiser's name and password."""
    _may_set_up(request, token)
    return page(request, "organiser/setup.html", name="", faults=[])


@router.post("/setup/{token}")
def setup(request: Request, token: str, posted: Posted) -> Response:
    """Make the first organiser, an owner; the link ends with it."""
    _may_set_up(request, token)
    site = site_of(request)
    name = posted.get("name", "").strip()
    try:
        with site.store.write() as transaction:
            if people.any_organiser(transaction):
                raise HTTPException(404)
            made = people.add(transaction, name, posted.get("password", ""), "owner", site.cost, site.now)
            audit.note(transaction, site.now, made.name, "was made the first owner")
            session = people.begin(transaction, made, site.now)
    except FaultyInput as error:
        return page(
            request, "organiser/setup.html", 422, name=name, faults=[fault.text for fault in error.faults]
        )
    site.setup = None
    return _with_session(request, session)


def _may_set_up(request: Request, token: str) -> None:
    site = site_of(request)
    if not site.may_set_up(token):
        site.failures.take(network_of(request.client.host if request.client else ""))
        raise HTTPException(404)


def _with_session(request: Request, token: str) -> Response:
    answer = gone(request, "/organiser/")
    answer.set_cookie(SESSION, token, max_age=people.HOURS * 3600, path=site_of(request).root or "/", httponly=True,
                      samesite="lax", secure=is_secure(request))  # fmt: skip
    return answer
