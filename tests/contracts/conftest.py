"""Every result of a room, made once for all tests that look at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from govmetrics.core.result import Result
from govmetrics.core.table import Table
from tests.contracts.test_hostile_arguments import ROOMS, calls_of
from tests.contracts.test_shown_results import results


@dataclass(frozen=True)
class Found:
    """What the example calls of a room return: the kinds, and each result by the name of its call."""

    room: str
    kinds: set[type]
    named: list[tuple[str, Result]]
    _tables: dict[int, list[Table]] = field(default_factory=dict)

    def make_tables_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let each result make its tables once, whoever asks for them; their words are said anew each time."""
        make = Result._complete_tables
        held = {id(result) for _, result in self.named}  # others may go, and their numbers come back

        def once(result: Result) -> list[Table]:
            if id(result) not in held:
                return make(result)
            if id(result) not in self._tables:
                self._tables[id(result)] = make(result)
            return list(self._tables[id(result)])

        monkeypatch.setattr(Result, "_complete_tables", once)


@pytest.fixture(scope="session", params=ROOMS)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """The results of a room; tests of one room stand beside each other, so that its calls are made once."""
    kinds: set[type] = set()
    named: list[tuple[str, Any]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp(request.param))  # what takes a path may write there
        for call, (function, given) in calls_of(request.param).items():
            returned = function(**given)
            kinds.add(type(returned))
            named += results(returned, call)
    return Found(request.param, kinds, named)
