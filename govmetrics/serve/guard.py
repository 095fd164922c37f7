"""What stands before every page: who sends, from where, how much, how often; and what every answer tells the browser."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from govmetrics.serve.limits import Counter, Limits
from govmetrics.serve.networks import Network, network_of, scheme, sender
from govmetrics.serve.site import Site

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    # Not no-referrer: under it browsers send `Origin: null` with our own forms, which `same_site` refuses.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"x-robots-tag", b"noindex, nofollow"),
)
OVERRUN = 16 * 1024 * 1024
"""So many bytes more than may be sent are read and thrown away: a browser shows no answer before it has sent its all."""
_SAFE = ("GET", "HEAD")
_METHODS = (*_SAFE, "POST")
_PLAIN = ((b"content-type", b"text/plain; charset=utf-8"),)
_CLOSED = (b"connection", b"close")
"""What may follow on the connection of a request that was not read to its end is no request."""
SAID = {400: b"Bad request", 403: b"Forbidden: the form was sent from another site", 405: b"Method not allowed",
        408: b"The form did not arrive in time", 413: b"Too large", 421: b"Misdirected request",
        429: b"Too many requests: please wait a little"}  # fmt: skip


class Guard:
    """Stands around an application.

    Parameters
    ----------
    app : ASGI application
    limits : Limits
    proxies : sequence of networks
        Whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` count.
    address : str, optional
        Where the server is known, such as ``https://vote.example.org/district``: requests for other hosts are refused.
    root : str
        What a proxy puts before every path.
    """

    def __init__(
        self, app: App, limits: Limits, proxies: Sequence[Network] = (), address: str | None = None, root: str = "",
        site: Site | None = None,
    ) -> None:  # fmt: skip
        self.app, self.limits, self.proxies, self.root = app, limits, tuple(proxies), root
        self._site = site
        self._origin = None if address is None else origin_of(address)
        self._networks = Counter(limits.network)

    @property
    def site(self) -> Site:
        """What the pages behind it share."""
        assert self._site is not None
        return self._site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return  # there are no other ways in, such as web sockets
        send = self._telling(scope, send)
        headers = scope["headers"]
        peer = (scope.get("client") or ("", 0))[0]
        scope["scheme"] = scheme(peer, headers, self.proxies, scope.get("scheme", "http"))
        scope["client"] = (sender(peer, headers, self.proxies), 0)
        scope.setdefault("state", {})["peer"] = peer
        scope["root_path"] = self.root
        refused = self._refused(scope)
        try:
            async with asyncio.timeout(self.limits.seconds):
                body = b"" if refused else await self._body(scope, receive)
        except TimeoutError:
            refused, body = 408, b""
        if refused or body is None:
            return await self._say(refused or 413, scope, receive, send)
        await self.app(scope, _replayed(body, receive), send)

    async def _say(self, status: int, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a page that says what is the matter, in the reader's language."""
        if self._site is None:
            return await _say(status, send)
        from starlette.requests import Request

        from govmetrics.serve.pages.refusals import refusal

        scope["app"] = self.app
        await refusal(Request(scope), status, foreign=status == 403)(scope, receive, send)

    def _refused(self, scope: Scope) -> int | None:
        """Return why a request is refused before it is read, as a status."""
        if scope["method"] not in _METHODS:
            return 405
        if {b"content-length", b"transfer-encoding"} <= {key for key, _ in scope["headers"]}:
            return 400  # a proxy may read the one and a server the other, and see other requests in it (RFC 9112, 6.3)
        host = [value.decode("latin-1") for key, value in scope["headers"] if key == b"host"]
        if len(host) != 1 or any(ord(letter) < 32 or letter == "\x7f" for letter in scope["path"]):
            return 400
        own = self._origin or f"{scope['scheme']}://{host[0].lower()}"
        if host[0].lower() not in hosts(own):
            return 421
        if not self._networks.take(network_of(scope["client"][0])):
            return 429
        return 403 if scope["method"] not in _SAFE and not same_site(scope["headers"], own) else None

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        """Return what was sent; None where it is more than may be sent here, whatever its header says, or was cut off."""
        path = scope["path"].removeprefix(self.root)
        most = self.limits.upload if path.startswith("/organiser/") else self.limits.body
        said = [value for key, value in scope["headers"] if key == b"content-length"]
        if said and (not said[0].isdigit() or int(said[0][:20]) > most + OVERRUN):
            return None
        body, length, more = bytearray(), 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None  # half a form is no answer
            length += len(message.get("body", b""))
            more = message.get("more_body", False)
            if length > most + OVERRUN:
                return None
            if length <= most:
                body += message.get("body", b"")
        return None if length > most else bytes(body)

    def _telling(self, scope: Scope, send: Send) -> Send:
        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {key for key, _ in message.get("headers", [])}
                own = [*HEADERS, (b"cache-control", b"no-store")]
                if message["status"] in (400, 408, 413) and scope.get("http_version", "1.1").startswith("1"):
                    own.append(_CLOSED)
                if scope["scheme"] == "https":
                    own.append((b"strict-transport-security", b"max-age=31536000"))
                message["headers"] = [
                    *message.get("headers", []),
                    *(one for one in own if one[0] not in given),
                ]
            await send(message)

        return telling


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address.

    Examples
    --------
    >>> origin_of("https://Vote.example.org/district/")
    'https://vote.example.org'
    """
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


def hosts(origin: str) -> tuple[str, ...]:
    """Return how a browser may name the host of an origin: the port of its scheme may be left out or not."""
    parts = urlsplit(origin)
    usual = ":443" if parts.scheme == "https" else ":80"
    bare = parts.netloc.removesuffix(usual)
    has_port = ":" in bare.rpartition("]")[2]
    return (bare,) if has_port else (bare, bare + usual)


def same_site(headers: Sequence[tuple[bytes, bytes]], own: str) -> bool:
    """Tell whether a form was sent from a page of ours: what the browser itself says of where it comes from.

    Every browser of today sends ``Origin`` with a form; a program that sends neither holds no session that another site
    could use, and meets the secret in the form besides.
    """
    said = {
        key: value.decode("latin-1").lower()
        for key, value in headers
        if key in (b"origin", b"sec-fetch-site")
    }
    if said.get(b"sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = said.get(b"origin")
    if origin is None:
        return True
    ours = urlsplit(own)
    parts = urlsplit(origin)
    return parts.scheme == ours.scheme and parts.netloc in hosts(own)


def _replayed(body: bytes, receive: Receive) -> Receive:
    told = False

    async def replayed() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


async def _say(status: int, send: Send) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(_PLAIN)})
    await send({"type": "http.response.body", "body": SAID[status]})
