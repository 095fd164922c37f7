"""Several answers with one wait for the disk: whoever waits while another writes goes with the next one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock
from typing import Any, TypeVar

from govmetrics.serve.stores.base import Transaction

T = TypeVar("T")
Work = Callable[[Transaction], Any]


class _One:
    """One piece of work, and what came of it."""

    def __init__(self, work: Work) -> None:
        self.work, self.done, self.result = work, False, None
        self.error: BaseException | None = None

    def ends(self, result: Any = None, error: BaseException | None = None) -> None:
        self.result, self.error, self.done = result, error, True


class Together:
    """Does pieces of work in common transactions, in the order in which they came.

    A piece is done when the transaction that holds it is on the disk, and not before. Where one of several fails, nothing of
    them is kept, and each is done again in a transaction of its own.
    """

    def __init__(self, write: Callable[[], AbstractContextManager[Transaction]]) -> None:
        self._write = write
        self._turn, self._gate = Lock(), Lock()
        self._waiting: list[_One] = []

    def do(self, work: Callable[[Transaction], T]) -> T:
        """Do a piece of work, perhaps with others; return what it returns, or raise what it raises."""
        one = _One(work)
        with self._gate:
            self._waiting.append(one)
        with self._turn:
            if not one.done:
                self._all()
        if one.error is not None:
            raise one.error
        return one.result  # type: ignore[return-value]  # of this very work

    def _all(self) -> None:
        with self._gate:
            batch, self._waiting = self._waiting, []
        try:
            with self._write() as transaction:
                results = [one.work(transaction) for one in batch]
        except BaseException as error:
            self._apart(batch, error)
        else:
            for one, result in zip(batch, results, strict=True):
                one.ends(result)

    def _apart(self, batch: list[_One], error: BaseException) -> None:
        """Do each by itself after one of them failed."""
        if len(batch) == 1 or not isinstance(error, Exception):
            for one in batch:
                one.ends(error=error)
            return
        for one in batch:
            try:
                with self._write() as transaction:
                    result = one.work(transaction)
            except BaseException as own:
                one.ends(error=own)
            else:
                one.ends(result)
