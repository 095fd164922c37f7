"""Files that have their name only when they are whole, and of one run at a time."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from govmetrics.core.documents import cannot_write
from govmetrics.core.errors import FaultyInput

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PREFIX = ".unfinished-"
"""Of the folder in which files are made; what an interrupted run left there is removed by the next one."""
PATIENCE = 60.0
"""For how many seconds another run that writes into the same folder is waited for."""
OLD = 24 * 3600.0
"""Unfinished for so many seconds, no run can be at it: asked where the system cannot say whether one is."""


@contextmanager
def staged(
    folder: str | Path, last: str = "", gone: Callable[[], Iterable[str]] = lambda: ()
) -> Iterator[Path]:
    """Give a place to write files in; they move into `folder` together when all are whole, and not at all otherwise.

    Parameters
    ----------
    folder : path
        Made if missing. Files of the same names are replaced, others stay.
    last : str
        The file that moves last, so that whoever finds it finds all that it tells of.
    gone : callable
        Asked when all have moved: which files of the folder are of no use any longer, and removed.

    Raises
    ------
    FaultyInput
        The folder cannot be written, or the disk is full: what was there before is untouched. Or another run, which is
        waited for, is still writing into it.
    """
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(target, error) from None
    with _alone(target) as known:
        try:
            for left in target.glob(f"{PREFIX}*"):
                if known or time.time() - left.stat().st_mtime > OLD:
                    shutil.rmtree(left, ignore_errors=True)
            place = Path(mkdtemp(prefix=PREFIX, dir=target))
        except OSError as error:
            raise cannot_write(target, error) from None
        try:
            yield place
            made = sorted(path for path in place.rglob("*") if path.is_file())
            for path in sorted(made, key=lambda path: path.relative_to(place).as_posix() == last):
                final = target / path.relative_to(place)
                final.parent.mkdir(parents=True, exist_ok=True)
                os.replace(path, final)
            for name in gone():
                (target / name).unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(target, error) from None
        finally:
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Hold a folder, so that one run at a time writes into it; tell whether that is known.

    The system lets it go when the run ends, however it ends. Some systems and network drives cannot hold a folder: there
    each run writes into a place of its own, and which of two moves its files last is left to them.
    """
    if fcntl is None:
        yield False
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise cannot_write(folder, error) from None
    try:
        yield _held(handle, folder)
    finally:
        os.close(handle)


def _held(handle: int, folder: Path) -> bool:
    """Hold an open folder; wait where another run holds it, and tell whether folders can be held at all."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > until:
                problem, way_out = (
                    "another run is writing into it",
                    "wait until that has ended, or name another folder",
                )
                raise FaultyInput(str(folder), problem, way_out) from None
            time.sleep(0.05)
        except OSError:
            return False
