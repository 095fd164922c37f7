"""A real server on a free port, and people with browsers: what is asked of every page that they see."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from govmetrics.core.words import Text
from govmetrics.serve.application import setup_address
from tests.serve.conftest import PASSWORD, House

SERIOUS = {"serious", "critical"}
MOST = 50_000
"""Bytes of a page."""
LOCALES = {"en": "en-GB", "zh": "zh-CN"}
ANSWERED = "the server responded with a status of 4"
"""What Chromium itself says on the console of a page that is an answer such as 422."""


class Live(House):
    """A server that listens, and what its visitors do."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        config = uvicorn.Config(
            self.app,
            port=port,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    @property
    def setup(self) -> str:
        """The address that the server prints at its first start."""
        return str(setup_address(self.app.site, self.base))

    @contextmanager
    def running(self) -> Iterator[Live]:
        """Listen while it is used."""
        self.thread.start()
        while not self.server.started:
            assert self.thread.is_alive()
            time.sleep(0.01)
        yield self
        self.server.should_exit = True
        self.thread.join(10)


class Visitor:
    """Somebody with a browser; what the pages say on the console and ask of other servers is kept."""

    def __init__(
        self, live: Live, browser: Any, language: str = "en", width: int = 390, **options: Any
    ) -> None:
        self.live, self.language = live, language
        size = {"width": width, "height": 800}
        self.context = browser.new_context(locale=LOCALES[language], viewport=size, **options)
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.told: list[str] = []
        self.elsewhere: list[str] = []
        self.sizes: dict[str, int] = {}
        self.page.on("console", lambda message: self.told.append(message.text))
        self.page.on("pageerror", lambda error: self.told.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("response", self._answered)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.live.base, "data:")):
            self.elsewhere.append(url)

    def _answered(self, response: Any) -> None:
        self.sizes[urlsplit(response.url).path] = int(response.headers.get("content-length", 0))

    def say(self, template: str, /, **values: Any) -> str:
        """Return a sentence of the pages in the visitor's language."""
        return Text(template, **values).say(self.language)

    def go(self, path: str) -> Visitor:
        """Open a page."""
        self.page.goto(path if path.startswith("http") else self.live.base + path)
        return self

    def press(self, name: str, /, **values: Any) -> Visitor:
        """Press a button or follow a link by its name, and wait for what comes."""
        self._named(name, **values).click()
        self.page.wait_for_load_state()
        return self

    def _named(self, name: str, /, **values: Any) -> Any:
        wanted = {"name": self.say(name, **values), "exact": True}
        found = self.page.get_by_role("button", **wanted).or_(self.page.get_by_role("link", **wanted))
        return found.first

    def download(self, name: str, /, **values: Any) -> Path:
        """Press a button that gives a file."""
        with self.page.expect_download() as found:
            self._named(name, **values).click()
        return Path(found.value.path())

    def begin(self, link: str) -> Visitor:
        """Open a link, and agree."""
        self.go(link)
        self.page.get_by_role("checkbox").check()
        return self.press("Begin")

    def sign_in(self, name: str = "Ms. Wu") -> Visitor:
        """Sign in as an organiser."""
        self.go("/organiser/sign-in")
        self.page.get_by_label(self.say("Name"), exact=True).fill(name)
        self.page.get_by_label(self.say("Password"), exact=True).fill(PASSWORD)
        return self.press("Sign in")

    @property
    def text(self) -> str:
        """What the page says."""
        return str(self.page.locator("main").inner_text())

    @property
    def thanked(self) -> bool:
        """Whether the page says that the answer is kept."""
        return self.page.locator("h1").inner_text() == self.say("Thank you")

    def close(self) -> None:
        """Leave: nothing was asked of other servers, nothing was wrong, and no page was large."""
        self.context.close()
        assert self.elsewhere == []
        assert [text for text in self.told if ANSWERED not in text] == []
        assert {path: size for path, size in self.sizes.items() if size > MOST and path[:3] == "/a/"} == {}


def answers(live: Live, key: str) -> int:
    """Return how many answers an activity has."""
    with live.store.read() as transaction:
        found = transaction.row("SELECT COUNT(*) AS n FROM responses WHERE activity = ?", (key,))
    return int(found["n"])
