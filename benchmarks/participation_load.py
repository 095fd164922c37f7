"""A vote under load: the server as a process of its own, people on 50 connections, a tenth of them sending twice.

Run ``.venv/bin/python -m benchmarks.participation_load``; ``--invitees 200 --connections 20`` for a small one, ``--kill`` to end
the server with SIGKILL in the middle and start it again, ``--database postgresql://...`` for PostgreSQL. It prints one JSON
object. Everything stays on 127.0.0.1, on a copy of the district in a folder that is removed.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import platform
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[1]
BALLOT = urlencode({"agreed": "yes", "step": "1", "go": "send", "o.0": "yes", "o.2": "yes"}).encode()
LONGEST = 300.0
"""Seconds after which a run is given up."""


class Server:
    """The server of a folder as a process of its own."""

    def __init__(self, folder: Path, database: str | None) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.database, self.setup = folder, database, ""
        self.begin()

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "govmetrics", "serve", str(self.folder), "--port", str(self.port),
                   "--trusted-proxy", "127.0.0.1"]  # fmt: skip
        command += [] if self.database is None else ["--database", self.database]
        begun = time.perf_counter()
        paths = {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | paths)
        assert self.process.stdout is not None
        for line in self.process.stdout:
            found = re.search(r"http://\S+/organiser/setup/\S+", line)
            self.setup = found[0] if found else self.setup
            if "Ctrl+C" in line:
                break
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        self.start = time.perf_counter() - begun

    def memory(self, name: str = "VmHWM") -> float:
        """Return the process's memory in MB: at most until now, or VmRSS, now."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{name}:\s+(\d+)", text)[1]) / 1024  # type: ignore[index]

    def kill(self) -> None:
        """End it as a power cut would end it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as it should be ended."""
        self.process.terminate()
        self.process.wait(20)


class Organiser:
    """Who makes the vote, in a browser without a screen."""

    def __init__(self, server: Server) -> None:
        self.base = f"http://127.0.0.1:{server.port}"
        self.opener = build_opener(HTTPCookieProcessor())
        self.send(urlsplit(server.setup).path, name="Ms. Wu", password="correct horse battery")

    def send(self, path: str, file: str | None = None, **fields: str) -> Any:
        """Send a form, with a file (an empty one for none) as one of several parts; return what comes back."""
        kind, body = "application/x-www-form-urlencoded", urlencode(fields).encode()
        if file is not None:
            kind, parts = (
                "multipart/form-data; boundary=----b",
                [f'name="{k}"\r\n\r\n{v}' for k, v in fields.items()],
            )
            name = "people.csv" if file else ""
            parts.append(f'name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n{file}')
            whole = "".join(f"------b\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
            body = f"{whole}------b--\r\n".encode()
        return self.opener.open(Request(self.base + path, body, {"content-type": kind}), timeout=120)

    def read(self, path: str) -> str:
        """Return a page."""
        return self.opener.open(self.base + path, timeout=120).read().decode()

    @property
    def csrf(self) -> str:
        """The secret of the session's forms."""
        return re.search(r'name="csrf" value="([^"]+)"', self.read("/organiser/"))[1]  # type: ignore[index]

    def vote(self, mode: str) -> str:
        """Make and open a vote; return its key."""
        said = {
            "title_en": "Where to build",
            "purpose_en": "The budget of 2026.",
            "contact": "office",
            "retention_days": "30",
        }
        made = self.send(
            "/organiser/new/vote",
            csrf=self.csrf,
            mode=mode,
            options="Park\nLift\nLibrary",
            rule="approval",
            **said,
        )
        key = str(made.url).rpartition("/")[2]
        self.send(f"/organiser/activities/{key}/open", csrf=self.csrf)
        return key

    def invite(self, key: str, count: int, mode: str) -> list[str]:
        """Invite so many; return the paths of their links."""
        people = "name\n" + "\n".join(f"Resident {n:05}" for n in range(count))
        said = {"count": str(count)} if mode == "anonymous" else {}
        packet = self.send(
            f"/organiser/activities/{key}/links", people if mode == "named" else "", csrf=self.csrf, **said
        )
        with ZipFile(io.BytesIO(packet.read())) as archive:
            text = archive.read("links.csv").decode("utf-8-sig")
        return [urlsplit(line.rpartition(",")[2].strip()).path for line in text.splitlines()[1:]]


@dataclass
class Told:
    """What the people were told."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    lost: int = 0


async def visit(port: int, work: list[str], told: Told, *, look: bool) -> None:
    """Send ballots on one connection until none is left; with `look` each reads the first page and the form before."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while work:
            path = work.pop()
            head = f"Host: 127.0.0.1:{port}\r\nX-Forwarded-For: {sender(path)}\r\nAccept-Language: zh-CN\r\n"
            for page in (path, f"{path}?agreed=yes&step=1") if look else ():
                begun = time.perf_counter()
                await asked(reader, writer, f"GET {page} HTTP/1.1\r\n{head}\r\n".encode())
                told.pages.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(BALLOT)}\r\n"
            status = await asked(
                reader, writer, f"POST {path} HTTP/1.1\r\n{head}{form}\r\n".encode() + BALLOT
            )
            told.seconds.append(time.perf_counter() - begun)
            told.statuses[status] += 1
            if status == 303:
                told.taken.add(path)
    except (OSError, asyncio.IncompleteReadError):
        told.lost += 1
    finally:
        writer.close()


async def asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> int:
    """Send a request; return the answer's status, its body read."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    await reader.readexactly(int(length[1]) if length else 0)
    return int(head[9:12])


def sender(path: str) -> str:
    """Return the address of somebody, always the same; as the proxy in front would tell it."""
    number = sum(ord(letter) * 31**place for place, letter in enumerate(path[-6:])) % 65_000
    return f"10.1.{number // 250}.{number % 250 + 1}"


async def crowd(
    port: int, work: list[str], connections: int, *, look: bool = False, killed: Any = None
) -> Told:
    """Let people send at the same time; `killed` is (server, after so many ballots)."""
    told = Told()
    running = [asyncio.create_task(visit(port, work, told, look=look)) for _ in range(connections)]
    if killed is not None:
        server, after = killed
        while len(told.taken) < after and any(not task.done() for task in running):
            await asyncio.sleep(0.005)
        server.kill()
        work.clear()
    async with asyncio.timeout(LONGEST):
        await asyncio.gather(*running)
    return told


def twice(paths: list[str], share: float, seed: int) -> list[str]:
    """Return the links in the order in which they are used: some twice, of these half at the same moment, half later."""
    draw = random.Random(seed)
    order = draw.sample(paths, len(paths))
    again = order[: round(len(paths) * share)]
    draw.shuffle(order)
    work = [path for path in order for _ in range(2 if path in set(again[::2]) else 1)]
    for path in again[1::2]:
        work.insert(draw.randrange(len(work)), path)
    return work[::-1]


def kept(folder: Path, database: str | None) -> dict[str, int]:
    """Return what the database holds: answers, links used, answers that cannot be read."""
    from govmetrics.serve.stores import open_store

    store = open_store(folder, database)
    try:
        with store.read() as transaction:
            rows = transaction.rows("SELECT content FROM responses")
            used = transaction.rows("SELECT id FROM links WHERE status = 'used'")
    finally:
        store.close()
    whole = sum(json.loads(row["content"]).get("approved") == ["Park", "Library"] for row in rows)
    return {"answers": len(rows), "whole": whole, "used": len(used)}


def run(invitees: int, connections: int, database: str | None = None, *, mode: str = "anonymous", look: bool = False,
        kill: bool = False, seed: int = 0) -> dict[str, Any]:  # fmt: skip
    """Return what a run came to."""
    folder = Path(tempfile.mkdtemp(prefix="govmetrics-load-"))
    for name in ("evaluation.yaml", "tree.xlsx"):
        shutil.copy(ROOT / "examples" / "district" / name, folder / name)
    server = Server(folder, database)
    found: dict[str, Any] = {"start": round(server.start, 2), "idle_mb": round(server.memory("VmRSS"), 1)}
    try:
        organiser = Organiser(server)
        key = organiser.vote(mode)
        paths = organiser.invite(key, invitees, mode)
        found["invited_mb"] = round(server.memory("VmRSS"), 1)
        if kill:
            first = asyncio.run(crowd(server.port, list(paths), connections, killed=(server, invitees // 3)))
            server.begin()
            held = kept(folder, database)
            found["killed"] = {"acknowledged": len(first.taken), **held, "start": round(server.start, 2),
                               "ledger": verified(folder, database)}  # fmt: skip
            repeated = asyncio.run(crowd(server.port, list(first.taken), connections))
            found["killed"]["acknowledged_refused"] = repeated.statuses[409]
            paths = [path for path in paths if path not in first.taken]
        begun = time.perf_counter()
        told = asyncio.run(crowd(server.port, twice(paths, 0.1, seed), connections, look=look))
        found |= measured(told, time.perf_counter() - begun)
        found["most_mb"], found["after_mb"] = round(server.memory(), 1), round(server.memory("VmRSS"), 1)
        organiser.send(f"/organiser/activities/{key}/close", csrf=organiser.csrf)
        found["ledger"] = verified(folder, database)
        organiser.read(f"/organiser/activities/{key}/results")
        found["results_mb"] = round(server.memory(), 1)
        return found | kept(folder, database)
    finally:
        server.stop()
        shutil.rmtree(folder)


def measured(told: Told, seconds: float) -> dict[str, Any]:
    """Return counts and times of a crowd."""
    times, pages = sorted(told.seconds), sorted(told.pages)
    return {
        "taken": told.statuses[303], "refused": told.statuses[409], "lost": told.lost,
        "other": {str(k): n for k, n in told.statuses.items() if k not in (303, 409)},
        "seconds": round(seconds, 2), "ballots_a_second": round(told.statuses[303] / seconds, 1),
        "p50_ms": round(1000 * times[len(times) // 2], 1), "p95_ms": round(1000 * times[int(len(times) * 0.95)], 1),
        "page_p95_ms": round(1000 * pages[int(len(pages) * 0.95)], 1) if pages else None,
    }  # fmt: skip


def verified(folder: Path, database: str | None) -> bool:
    """Tell whether the record is sound."""
    import govmetrics as gm

    return bool(gm.serve.verify_record(folder, database=database).sound)


def main() -> None:
    """Print what a run came to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--invitees", type=int, default=3000)
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--database")
    parser.add_argument("--mode", choices=("anonymous", "named"), default="anonymous")
    parser.add_argument(
        "--look", action="store_true", help="each reads the first page and the form before sending"
    )
    parser.add_argument("--kill", action="store_true", help="end the server with SIGKILL after a third")
    given = parser.parse_args()
    if not (0 < given.invitees <= 20_000 and 0 < given.connections <= 200):
        parser.error("at most 20,000 invitees and 200 connections")
    found = run(
        given.invitees, given.connections, given.database, mode=given.mode, look=given.look, kill=given.kill
    )
    machine = {"platform": platform.platform(), "cores": os.cpu_count(), "python": platform.python_version()}
    print(json.dumps(machine | vars(given) | found, indent=1))


if __name__ == "__main__":
    main()
