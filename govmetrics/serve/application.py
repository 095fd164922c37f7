"""The application: all pages of an evaluation's folder, behind the guard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govmetrics.core.errors import FaultyInput
from govmetrics.core.extras import require
from govmetrics.core.log import LOG
from govmetrics.core.options import PATH, TEXT, asked, optional, several
from govmetrics.serve import tokens
from govmetrics.serve.closing import mix_open
from govmetrics.serve.guard import Guard
from govmetrics.serve.networks import proxies_of
from govmetrics.serve.people import any_organiser
from govmetrics.serve.retention import purge
from govmetrics.serve.site import Site, opened
from govmetrics.serve.stores import open_store

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

NEEDED = {"fastapi": "fastapi", "multipart": "python-multipart", "cryptography": "cryptography", "rfc8785": "rfc8785",
          "segno": "segno"}  # fmt: skip
"""Modules that pages are made with, and the packages that bring them."""
THREADS = 8
"""So many requests are worked on at once: the disk is waited for, and each thread takes memory."""


def application(
    folder: str | Path,
    *,
    database: str | None = None,
    root_path: str = "",
    trusted_proxies: Sequence[str] = (),
    base_url: str | None = None,
    user_header: str | None = None,
    **inner: Any,
) -> Guard:
    """Return the participation of an evaluation's folder as an ASGI application, for any server that runs such.

    Parameters
    ----------
    folder : str or path
        Of the evaluation.
    database : str, optional
        A SQLite file in the folder (by default ``participation.sqlite``), or ``postgresql://...``.
    root_path : str
        What a proxy puts before every path, such as ``/district``.
    trusted_proxies : sequence of str
        Addresses or networks whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` count; nobody's by default.
    base_url : str, optional
        Where people reach the server, `root_path` included; links begin with it, and requests for other hosts are refused.
    user_header : str, optional
        The header in which a trusted proxy says which organiser is signed in.
    **inner
        Of `govmetrics.serve.site.opened`: limits, cost, clock.

    Returns
    -------
    ASGI application

    Raises
    ------
    FaultyInput
        The folder holds no evaluation, the database cannot be used, an address is none.

    Examples
    --------
    >>> from govmetrics.demo import district
    >>> app = application(district(), database=":memory:")
    >>> app.site.tree.node_codes[0]
    'GOV'
    """
    asked(
        folder=(folder, PATH), database=(database, optional(TEXT)), root_path=(root_path, TEXT),
        trusted_proxies=(trusted_proxies, several(TEXT)), base_url=(base_url, optional(TEXT)),
        user_header=(user_header, optional(TEXT)),
    )  # fmt: skip
    require("serve", "govmetrics serve", **NEEDED)
    proxies, root, address = proxies_of(trusted_proxies), _root(root_path), _address(base_url)
    site = opened(
        folder, open_store(folder, database), address=address, root=root, user_header=user_header, **inner
    )
    site.proxies = proxies
    return Guard(_pages(site), site.limits, proxies, address, root, site=site)


def setup_address(site: Site, base: str) -> str | None:
    """Return where the first organiser is made, once a start of the server; None where there is one already."""
    with site.store.read() as transaction:
        if any_organiser(transaction):
            return None
    token = tokens.new_token()
    site.setup = tokens.hash_of(token)
    return f"{base}/organiser/setup/{token}"


def _pages(site: Site) -> FastAPI:
    from anyio.to_thread import current_default_thread_limiter
    from fastapi import FastAPI

    from govmetrics.serve.pages import answer, going_on, organiser, publication, signing, still

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        keeping = asyncio.create_task(_keep_time(site))
        yield
        keeping.cancel()
        site.store.close()

    # the paths hold links: nothing of them goes to any collector that the environment names
    quiet = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
    more: dict[str, Any] = {"telemetry": quiet} if "telemetry" in signature(FastAPI).parameters else {}
    pages = FastAPI(
        **more,
        title="govmetrics",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,  # it would repeat whatever host a request names
        lifespan=life,
    )
    pages.state.site = site
    for module in (still, answer, signing, organiser, going_on, publication):
        pages.include_router(module.router)
    _add_handlers(pages)
    return pages


async def _keep_time(site: Site) -> None:
    """Close what is due, erase what was promised to be erased, mix what is anonymous: at the start, and every hour."""
    while True:
        try:
            await asyncio.to_thread(purge, site.store, site.now)
            await asyncio.to_thread(mix_open, site.store)
        except (
            Exception
        ):  # a database that is away comes back; a fault of ours must not end the hours after it
            LOG.exception("closing and erasing what is due failed; tried again in an hour")
        await asyncio.sleep(3600)


def _add_handlers(pages: FastAPI) -> None:
    from starlette.exceptions import HTTPException

    from govmetrics.serve.pages.page import gone
    from govmetrics.serve.pages.refusals import refusal
    from govmetrics.serve.pages.signing import NotSignedIn

    def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return refusal(request, status)

    def not_signed_in(request: Request, _: Exception) -> Response:
        return gone(request, "/organiser/sign-in")

    pages.add_exception_handler(HTTPException, refused)
    pages.add_exception_handler(NotSignedIn, not_signed_in)


def _root(root_path: str) -> str:
    root = "/" + root_path.strip("/") if root_path.strip("/") else ""
    if not all(
        part.replace("-", "").replace("_", "").replace(".", "").isalnum() for part in root.split("/")[1:]
    ):
        raise FaultyInput(
            "--root-path",
            "is {value!r}",
            "give letters, digits and slashes, such as /district",
            value=root_path,
        )
    return root


def _address(base_url: str | None) -> str | None:
    from urllib.parse import urlsplit

    if base_url is None:
        return None
    parts = urlsplit(base_url)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.query
        or parts.fragment
        or parts.username
    ):
        raise FaultyInput(
            "--base-url", "is {value!r}", "give an address such as https://vote.example.org", value=base_url
        )
    return base_url.rstrip("/")
