"""Folders that change as a whole: of one run at a time, and finished by the next where one was stopped half-way.

Files are made in a folder of their own. When all are whole, what they replace is set aside and a list of what is to be done is
written; then they move. Where the system refuses a move, everything is put back. Where the run is killed between two moves,
whoever writes into the folder next finds the list, and does the rest.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from govmetrics.core.errors import FaultyInput
from govmetrics.core.written import OLD, PREFIX, cannot_write, is_left, refuse_reserved, remove_left

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["OLD", "PATIENCE", "PREFIX", "is_unfinished", "staged"]
PATIENCE = 60.0
"""For how many seconds another run that writes into the same folder is waited for."""
MOVES, BEFORE = ".moves.json", ".before"
"""In the folder of unfinished files: what is to be done, written when all are whole; and what they replace."""


@contextmanager
def staged(
    folder: str | Path, last: str = "", gone: Callable[[Path], Iterable[str]] = lambda _: ()
) -> Iterator[Path]:
    """Give a place to write files in; they move into `folder` together when all are whole, and not at all otherwise.

    Parameters
    ----------
    folder : path
        Made if missing. Files of the same names are replaced, others stay.
    last : str
        The file that moves last, so that whoever finds it finds all that it tells of.
    gone : callable
        Given the place when all are whole, tells which files of the folder are of no use any longer: they are removed.

    Raises
    ------
    FaultyInput
        The folder cannot be written, the disk is full, or a file is open elsewhere: what was there before is untouched.
        Or another run, which is waited for, is still writing into it.
    """
    target = Path(folder)
    refuse_reserved(target)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(target, error) from None
    with _alone(target):
        try:
            _finish_others(target)
            place = Path(mkdtemp(prefix=PREFIX, dir=target))
        except OSError as error:
            raise cannot_write(target, error) from None
        try:
            with _held_by_us(place):
                yield place
                _set_aside(place, target, last, list(gone(place)))
                _move(place, target)
        except OSError as error:
            raise cannot_write(_named(error, place, target), error) from None
        finally:
            if not (place / MOVES).exists():
                shutil.rmtree(place, ignore_errors=True)


def is_unfinished(folder: Path) -> bool:
    """Tell whether a run was stopped while its files moved into a folder: some are of that run, others of an earlier one."""
    return any(folder.glob(f"{PREFIX}*/{MOVES}"))


def _set_aside(place: Path, target: Path, last: str, gone: Sequence[str]) -> None:
    """Keep what will be replaced or removed, and write down what is to be done; nothing has changed in the folder yet."""
    made = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
    made.sort(key=lambda name: name == last)
    for name in dict.fromkeys([*made, *gone]):
        if (target / name).is_file():
            kept = place / BEFORE / name
            kept.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(target / name, kept)
            except OSError:  # not every disk can give a file two names
                shutil.copy2(target / name, kept)
    text = json.dumps({"made": made, "gone": list(gone)})
    (place / BEFORE).mkdir(exist_ok=True)
    (place / BEFORE / MOVES).write_text(text, encoding="utf-8")
    os.replace(place / BEFORE / MOVES, place / MOVES)


def _move(place: Path, target: Path) -> None:
    """Do what is written down, also where somebody stops the run; where the system refuses any of it, put everything back."""
    try:
        try:
            _do(place, target)
        except KeyboardInterrupt:
            _do(place, target)
            raise
    except OSError:
        _put_back(place, target)
        raise


def _do(place: Path, target: Path) -> None:
    """Move the files that have not moved yet, the last one when what is of no use any longer is gone."""
    said = json.loads((place / MOVES).read_text(encoding="utf-8"))
    *first, last = said["made"] or [""]
    for name in first:
        _put(place / name, target / name)
    for name in said["gone"]:
        (target / name).unlink(missing_ok=True)
    if last:
        _put(place / last, target / last)
    (place / MOVES).unlink()


def _put(made: Path, final: Path) -> None:
    if made.exists():
        final.parent.mkdir(parents=True, exist_ok=True)
        os.replace(made, final)


def _put_back(place: Path, target: Path) -> None:
    """Take back every file that moved, and give its name to what was there before."""
    said = json.loads((place / MOVES).read_text(encoding="utf-8"))
    for name in [*said["made"], *said["gone"]]:
        made, kept, final = place / name, place / BEFORE / name, target / name
        with suppress(OSError):  # what cannot be put back either has not moved
            if name in said["made"] and not made.exists():
                os.replace(final, made)
            if not final.exists() and kept.exists():
                os.replace(kept, final)
    with suppress(OSError):
        (place / MOVES).unlink()


def _finish_others(folder: Path) -> None:
    """Do the rest of runs that were stopped while their files moved; remove what others left unfinished."""
    remove_left(folder)
    for left in folder.glob(f"{PREFIX}*/"):
        if is_left(left):
            if (left / MOVES).is_file():
                _do(left, folder)
            shutil.rmtree(left, ignore_errors=True)


def _named(error: OSError, place: Path, target: Path) -> Path:
    """Return the file that an error is about by the name that it would have had; the folder where no file is named."""
    for name in (error.filename2, error.filename):
        with suppress(ValueError, TypeError):
            parts = Path(name).relative_to(place).parts
            return target.joinpath(*(part for part in parts if part not in (BEFORE, MOVES)))
        with suppress(ValueError, TypeError):
            return target / Path(name).relative_to(target)
    return target


@contextmanager
def _held_by_us(place: Path) -> Iterator[None]:
    """Hold the folder of unfinished files, so that nobody takes it for one that was left."""
    if fcntl is None:
        yield
        return
    handle = os.open(place, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a folder, so that one run at a time writes into it.

    The system lets it go when the run ends, however it ends. Some systems and network drives cannot hold a folder: there
    each run writes into a place of its own, and which of two moves its files last is left to them.
    """
    if fcntl is None:
        yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise cannot_write(folder, error) from None
    try:
        _hold(handle, folder)
        yield
    finally:
        os.close(handle)


def _hold(handle: int, folder: Path) -> None:
    """Hold an open folder, where folders can be held at all; wait where another run holds it."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                problem, way_out = (
                    "another run is writing into it",
                    "wait until that has ended, or name another folder",
                )
                raise FaultyInput(str(folder), problem, way_out) from None
            time.sleep(0.05)
        except OSError:
            return
