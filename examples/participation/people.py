"""Simulated people with simulated browsers: an organiser, twelve experts, and residents of forty communities."""

from __future__ import annotations

import io
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener
from zipfile import ZipFile

import numpy as np

import govmetrics as gm
from govmetrics.core.survey import leaf_items

HERE = Path(__file__).resolve().parent
DISTRICT = HERE.parent / "district"
FILES = ("tree.xlsx", "records.xlsx", "trust.csv", "trust_errors.csv")
SAID = {"purpose_en": "The district's evaluation of 2025, and nothing else.", "purpose_zh": "仅用于2025年本区评价。",
        "contact": "evaluation office", "retention_days": "365"}  # fmt: skip
REVERSE = ("邻里之间很少来往",)
"""Worded against its scale."""


class Browser:
    """A browser without a screen."""

    def __init__(self, base: str) -> None:
        self.base, self.opener = base, build_opener(HTTPCookieProcessor())

    def get(self, path: str) -> str:
        """Read a page."""
        return self.opener.open(self.base + path, timeout=60).read().decode()

    def send(self, path: str, **fields: str) -> Any:
        """Send a form."""
        return self.opener.open(Request(self.base + path, urlencode(fields).encode()), timeout=60)

    def send_parts(self, path: str, file: str = "", **fields: str) -> bytes:
        """Send a form that may hold a file."""
        parts = [f'name="{name}"\r\n\r\n{text}\r\n' for name, text in fields.items()]
        parts.append(
            f'name="file"; filename="{"list.csv" if file else ""}"\r\nContent-Type: text/csv\r\n\r\n{file}\r\n'
        )
        body = "".join(f"--b\r\nContent-Disposition: form-data; {part}" for part in parts) + "--b--\r\n"
        kind = {"content-type": "multipart/form-data; boundary=b"}
        return self.opener.open(Request(self.base + path, body.encode(), kind), timeout=60).read()


class Organiser(Browser):
    """Who asks."""

    def __init__(self, base: str, setup: str) -> None:
        super().__init__(base)
        self.send(setup, name="Organiser (simulated)", password="a long simulated password")
        self.csrf = re.search(r'name="csrf" value="([^"]+)"', self.get("/organiser/"))[1]

    def ask(self, kind: str, mode: str, people: list[str] | int, **settings: str) -> tuple[str, list[str]]:
        """Make and open an activity; return its key and the links."""
        made = self.send(f"/organiser/new/{kind}", csrf=self.csrf, mode=mode, **SAID, **settings).url
        key = made.rpartition("/")[2]
        self.send(f"/organiser/activities/{key}/open", csrf=self.csrf)
        path = f"/organiser/activities/{key}/links"
        if isinstance(people, int):
            packet = self.send_parts(path, csrf=self.csrf, count=str(people))
        else:
            packet = self.send_parts(path, "name\n" + "\n".join(people), csrf=self.csrf)
        with ZipFile(io.BytesIO(packet)) as archive:
            rows = archive.read("links.csv").decode("utf-8-sig").splitlines()[1:]
        return key, [urlsplit(row.rpartition(",")[2]).path for row in rows]

    def close(self, key: str) -> None:
        """Take no answers any more."""
        self.send(f"/organiser/activities/{key}/close", csrf=self.csrf)


@contextmanager
def server(folder: Path) -> Iterator[Organiser]:
    """Serve a copy of the district on this machine alone, and stop afterwards."""
    import uvicorn

    from govmetrics.serve.application import setup_address

    for name in FILES:
        shutil.copy(DISTRICT / name, folder / name)
    shutil.copy(HERE / "evaluation.yaml", folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = gm.serve.application(folder)
    setup = urlsplit(setup_address(app.site, "")).path
    running = uvicorn.Server(
        uvicorn.Config(app, port=port, access_log=False, log_level="warning", proxy_headers=False)
    )
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started and thread.is_alive():
        time.sleep(0.02)
    try:
        yield Organiser(f"http://127.0.0.1:{port}", setup)
    finally:
        running.should_exit = True
        thread.join()


def experts_judge(organiser: Organiser, experts: int) -> None:
    """Ask experts by name, and let each fill in the whole form: weights of their own, told on Saaty's scale with some care."""
    tree = gm.read_tree(DISTRICT / "tree.xlsx")
    names = [f"Expert {n:02} (simulated)" for n in range(1, experts + 1)]
    key, links = organiser.ask("pairwise", "named", names, title_en="Weights", layout="matrix")
    for seed, link in enumerate(links):
        rng, said = np.random.default_rng([2026, seed]), {}
        noise = 1.2 if seed == experts - 1 else 0.15  # the last one is careless
        for group in tree.groups:
            parts = tree.parts(group.code)
            worth = rng.normal(np.linspace(0.5, 0, len(parts)), 0.3)
            for i in range(len(parts)):
                for j in range(i + 1, len(parts)):
                    more = worth[i] - worth[j] + rng.normal(0, noise)
                    times = int(np.clip(np.rint(np.exp(abs(more))), 1, 9))
                    said[f"p.{group.code}.{i}.{j}"] = (
                        "=" if times == 1 else f"{'a' if more > 0 else 'b'}{times}"
                    )
        Browser(organiser.base).send(link, agreed="yes", go="send", **said)
    organiser.close(key)


def residents_answer(organiser: Organiser, a_community: int) -> int:
    """Ask residents, who answer on four connections, a tenth of them twice; return how many repeats were refused."""
    items = [item for found in leaf_items(gm.read_tree(DISTRICT / "tree.xlsx")).values() for item in found]
    lines = (DISTRICT / "trust.csv").read_text(encoding="utf-8-sig").split()[1:]
    units = sorted({line.split(",")[1] for line in lines})
    key, links = organiser.ask("survey", "anonymous", a_community * len(units), title_en="Survey",
                               groups="社区: " + ", ".join(units))  # fmt: skip
    quality = np.random.default_rng(7).normal(3.4, 0.5, len(units))

    def answer(place: int) -> int:
        rng, unit = np.random.default_rng([7, place]), place % len(units)
        means = [6 - quality[unit] if item in REVERSE else quality[unit] for item in items]
        codes = np.clip(np.rint(rng.normal(means, 0.8)), 1, 5).astype(int)
        form = {"agreed": "yes", "step": "1", "go": "send", "g.0": str(unit)}
        form |= {f"i.{k}": str(code) for k, code in enumerate(codes)}
        browser = Browser(organiser.base)
        browser.send(links[place], **form)
        if place % 10:
            return 0
        try:
            browser.send(links[place], **form)
        except HTTPError as error:
            return int(error.code == 409)
        return 0

    with ThreadPoolExecutor(4) as pool:
        refused = sum(pool.map(answer, range(len(links))))
    organiser.close(key)
    return refused
