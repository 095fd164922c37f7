"""From a template to an answer, in the language that the reader asked for."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from govmetrics.core.language import LANGUAGES, Language
from govmetrics.core.words import Text, say
from govmetrics.core.words.text import beside_others
from govmetrics.serve.site import Site

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import Response

STATES = {
    "draft": Text("not opened"),
    "waiting": Text("opens later"),
    "open": Text("open"),
    "closed": Text("closed"),
}
COOKIE = "language"
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


def site_of(request: Request) -> Site:
    """Return the site that a request is for."""
    return cast(Site, request.app.state.site)


def language_of(request: Request) -> Language:
    """Return the language of a page: what the switch says, what it said before, what the browser asks for, the site's."""
    asked = (request.query_params.get("language"), request.cookies.get(COOKIE))
    chosen: str | None = next((one for one in asked if one in LANGUAGES), None)
    preferred = _preferred(request.headers.get("accept-language", ""))
    return cast(Language, chosen or preferred or site_of(request).language)


def _preferred(header: str) -> str | None:
    """Return the language of ours that a browser likes best."""
    likes = []
    for place, part in enumerate(header[:200].split(",")):
        name, _, quality = part.strip().partition(";q=")
        short = name.strip().lower().partition("-")[0]
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        if short in LANGUAGES and weight > 0:
            likes.append((-weight, place, short))
    return min(likes)[2] if likes else None


def page(request: Request, template: str, /, status: int = 200, **shown: Any) -> Response:
    """Return a page."""
    from starlette.responses import HTMLResponse

    site, spoken = site_of(request), language_of(request)
    there = spoken_by(spoken) | {
        "states": STATES, "other": "en" if spoken == "zh" else "zh", "site": site, "root": site.root,
        "static": static_address(site), "organiser": getattr(request.state, "organiser", None),
        "here": site.root + request.scope["path"].removeprefix(site.root),
    }  # fmt: skip
    body = templates().get_template(template).render(there | shown)
    answer = HTMLResponse(body, status, headers={"content-language": "zh-CN" if spoken == "zh" else "en",
                                                 "vary": "accept-language, cookie"})  # fmt: skip
    if request.query_params.get("language") in LANGUAGES:
        answer.set_cookie(COOKIE, spoken, max_age=31_536_000, path=site.root or "/", httponly=True, samesite="lax",
                          secure=is_secure(request))  # fmt: skip
    return answer


def spoken_by(language: Language) -> dict[str, Any]:
    """Return what a template needs to speak a language: ``t`` for its own sentences, ``say`` for those of others."""
    return {
        "t": lambda template, **values: Text(template, **values).say(language),
        "say": lambda text: say(text, language),
        "table": lambda table: table.said(language),
        "language": language,
        "moment": local,
    }


def local(moment: datetime) -> str:
    """Return a time as it is at the place of the server, and which one that is.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> local(datetime(2026, 5, 1, 10, tzinfo=UTC))[:5]
    '2026-'
    """
    here = moment.astimezone()
    offset = here.strftime("%z")
    return f"{here:%Y-%m-%d %H:%M} (UTC{offset[:3]}:{offset[3:5]})"


def is_secure(request: Request) -> bool:
    """Tell whether cookies are for https only: where the server is known by it, or a trusted proxy says so."""
    return request.url.scheme == "https" or (site_of(request).address or "").startswith("https://")


def base_of(request: Request) -> str:
    """Return what links to this server begin with: where it is known, else where it was asked."""
    site = site_of(request)
    return site.address or f"{request.url.scheme}://{request.headers['host']}{site.root}"


def gone(request: Request, address: str) -> Response:
    """Return what sends a browser on after a form, so that reloading sends nothing twice."""
    from starlette.responses import RedirectResponse

    return RedirectResponse(site_of(request).root + address, status_code=303)


@cache
def templates() -> Environment:
    """Return the templates: what is shown never becomes markup."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("govmetrics.serve", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_beside_others, auto_reload=False,
    )  # fmt: skip


def _beside_others(shown: Any) -> Any:
    return shown if hasattr(shown, "__html__") or not isinstance(shown, str) else beside_others(shown)


@cache
def static_files() -> dict[str, tuple[bytes, str]]:
    """Return the few files beside the pages, by their names: nothing else can be asked for."""
    folder = files("govmetrics.serve") / "static"
    found = {
        file.name: file.read_bytes() for file in folder.iterdir() if file.name.rpartition(".")[2] in TYPES
    }
    return {name: (content, TYPES[name.rpartition(".")[2]]) for name, content in found.items()}


def static_address(site: Site) -> Any:
    """Return what tells the address of such a file; it changes with the file, so that browsers may keep it for good."""
    return lambda name: f"{site.root}/static/{name}?{sha256(static_files()[name][0]).hexdigest()[:12]}"
