"""Sixteen threads at once write, draw, keep and serve the same bytes as one."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier
from typing import Any

import numpy as np
import pytest

import govmetrics as gm
from tests.contracts.test_hostile_arguments import calls_of

THREADS = 16
PICTURES = (".svg", ".pdf")


def apart(works: Mapping[str, Callable[[], Any]], each: int | None = None) -> list[str]:
    """Do every work alone, then so many of them in each of sixteen threads; return those that came out otherwise."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        keys, gate = list(works), Barrier(THREADS)
        orders = [np.random.default_rng(thread).permutation(len(keys))[:each] for thread in range(THREADS)]
        alone = {at: works[keys[at]]() for at in np.unique(orders).tolist()}

        def run(thread: int) -> list[str]:
            gate.wait()
            return [keys[at] for at in orders[thread] if works[keys[at]]() != alone[at]]

        with ThreadPoolExecutor(THREADS) as pool:
            return sorted({place for found in pool.map(run, range(THREADS)) for place in found})


def written(function: Callable[..., Any], given: Mapping[str, Any], name: str) -> dict[str, bytes]:
    """Return the files that a call writes, by their names: it writes into a folder of its own."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / Path(given[name]).name
        if not place.suffix:
            place.mkdir()
        function(**{**given, name: place})
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in calls_of("report") if name != "json_schema"])
def test_reports(name: str) -> None:
    function, given = calls_of("report")[name]
    place = next(key for key in ("path", "folder") if key in given)
    works = {}
    for language in ("en", "zh"):
        asked = {**given, "language": language} if "language" in given else given
        asked = {**asked, "pictures": True} if "pictures" in given else asked

        def work(asked: Mapping[str, Any] = asked, language: Any = language) -> dict[str, bytes]:
            with gm.use(language=language):
                return written(function, asked, place)

        works[f"{name}, {language}"] = work
    assert apart(works) == []


def drawn(function: Callable[..., Any], given: Mapping[str, Any], suffix: str, language: Any) -> bytes:
    """Return the bytes of a picture: as a file, and as a notebook shows it."""
    with gm.use(language=language), TemporaryDirectory() as folder:
        ax = function(**given)
        ax = ax if hasattr(ax, "get_figure") else np.ravel(ax)[0]
        if not suffix:
            shown: bytes = ax.get_figure(root=True)._repr_png_()
            return shown
        return gm.plots.save(ax, f"{folder}/picture{suffix}", dpi=40).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["", *PICTURES])
def test_pictures(suffix: str) -> None:
    works = {}
    for name, (function, given) in calls_of("plots").items():
        if "path" in given or given.get("ax") is not None:
            continue
        asked = {key: value for key, value in given.items() if key != "language"}
        for language in ("en", "zh"):
            more = {**asked, "language": language} if "language" in given else asked
            works[f"{name}, {language}"] = lambda function=function, more=more, language=language: drawn(
                function, more, suffix, language
            )
    assert len(works) > 60
    assert apart(works, each=4) == []


def said(value: Any) -> str:
    """Return what a room without results answers."""
    return repr(value.to_dict() if hasattr(value, "to_dict") else value)


@pytest.mark.slow
def test_the_ledger(tmp_path: Path) -> None:
    from tests.contracts.calls.ledger import FOLDER, KEY, LEDGER, WITNESS

    works: dict[str, Callable[[], Any]] = {}
    for name, (function, given) in calls_of("ledger").items():
        if not {"path", "folder"} & set(given):
            works[name] = lambda function=function, given=given: said(function(**given))

    def whole() -> bytes:
        with TemporaryDirectory() as folder:
            path = gm.ledger.begin(Path(folder) / "ledger.jsonl", KEY)
            for day in range(3):
                gm.ledger.append(path, [{"day": day, "kind": "某次发布"}], KEY)
            assert gm.ledger.verify(path, KEY).sound
            return path.read_bytes()

    def looked_at() -> str:
        return said(gm.ledger.verify(LEDGER, KEY, WITNESS))

    works |= {"begin, append": whole, "verify": looked_at}
    assert FOLDER.is_dir()
    assert apart(works) == []


@pytest.mark.slow
def test_one_ledger_that_all_append_to(tmp_path: Path) -> None:
    from tests.contracts.calls.ledger import KEY

    path, gate = gm.ledger.begin(tmp_path / "ledger.jsonl", KEY), Barrier(THREADS)

    def work(thread: int) -> None:
        gate.wait()
        for at in range(5):
            gm.ledger.append(path, [{"thread": thread, "at": at}], KEY)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    text = path.read_text(encoding="utf-8")
    assert all(f'"thread":{thread}' in text and text.count(f'"at":{at}') == THREADS
               for thread in range(THREADS) for at in range(5))  # fmt: skip
    assert gm.ledger.verify(path, KEY).sound


@pytest.mark.slow
def test_pages_that_are_served(tmp_path: Path) -> None:
    """Two kinds of visitors in two languages ask for the same pages at once, while others vote."""
    from tests.serve.conftest import House

    house = House(database=str(tmp_path / "participation.sqlite")).begin()
    try:
        rated, waiting = house.make(), house.make("vote", options="park\nlift", rule="approval", most="1")
        links = {key: house.invite(key, "Li", "吴") for key in (rated, waiting)}
        visitors = {language: house.new(language) for language in ("en", "zh")}
        paths = ["/", "/about", "/nowhere", *(link for found in links.values() for link in found)]
        works = {
            f"{path}, {language}": lambda path=path, guest=guest: (
                (answer := guest.get(path)).status_code, answer.content
            )
            for path in paths for language, guest in visitors.items()
        }  # fmt: skip
        assert apart(works) == []
        assert {work()[0] for work in works.values()} >= {200, 404}
    finally:
        house.store.close()
    shutil.rmtree(tmp_path, ignore_errors=True)
