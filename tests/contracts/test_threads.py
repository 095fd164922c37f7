"""Sixteen threads at once give the same bytes as one: nothing that they share is changed by a call."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import numpy as np
import pytest

import govmetrics as gm
from govmetrics.core.result import Result
from tests.contracts.test_hostile_arguments import ROOMS, calls_of

THREADS = 16
WRITES = {"path", "folder", "target", "output", "directory", "store", "place"}
"""Arguments that name what is written: two calls may not write one file."""


def results(found: Any) -> Iterator[Result]:
    if isinstance(found, Result):
        yield found


def told(name: str, room: str, language: str) -> str:
    """Return everything that a call's result says, in a language."""
    function, given = calls_of(room)[name]
    with gm.use(language=language):
        return "\n".join(
            json.dumps(one.to_dict(), sort_keys=True, default=str) + one.summary()
            for one in results(function(**given))
        )


def names_of(room: str) -> list[str]:
    return [name for name, (_, given) in calls_of(room).items() if not WRITES & set(given)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "room", [room for room in ROOMS if room not in ("serve", "plots", "report", "ledger")]
)
def test_sixteen_threads_say_the_same_as_one(room):
    names, languages = names_of(room), ("en", "zh")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        alone = {(name, language): told(name, room, language) for name in names for language in languages}
        gate = Barrier(THREADS)

        def work(thread: int) -> list[str]:
            gate.wait()
            order = np.random.default_rng(thread).permutation(len(alone))
            keys = [list(alone)[at] for at in order]
            return [
                f"{name}, {language}"
                for name, language in keys
                if told(name, room, language) != alone[name, language]
            ]

        with ThreadPoolExecutor(THREADS) as pool:
            wrong = [place for found in pool.map(work, range(THREADS)) for place in found]
    assert not wrong, sorted(set(wrong))
