"""One file, whole or not at all: it is made beside its place, and has its name when it is finished."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from govmetrics.core.errors import FaultyInput
from govmetrics.core.reasons import FULL, reason_of

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PREFIX = ".unfinished-"
"""Of what is being made; what an interrupted run left under such a name is removed by the next that writes there."""
OLD = 24 * 3600.0
"""Unfinished for so many seconds, nobody can be at it: asked where the system cannot say whether somebody is."""
_WAYS = {
    **dict.fromkeys(FULL, "make room, or name a folder on another disk"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EBUSY),
                    "close it in other programs, and see that the folder may be written to"),
    errno.EROFS: "name a folder on another disk",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.EISDIR: "take the folder away, or name another place",
    errno.EEXIST: "name another place",
}  # fmt: skip
"""What helps, by what the system said."""


def cannot_write(path: object, error: OSError) -> FaultyInput:
    """Return the error of a file that the system does not let us write."""
    way_out = _WAYS.get(error.errno or 0, "name a file in a folder that is there")
    return FaultyInput(str(path), "cannot be written ({reason})", way_out, reason=reason_of(error))


_RESERVED = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$", *(f"{port}{at}" for port in ("com", "lpt")
                       for at in "0123456789¹²³")})  # fmt: skip
"""What Windows takes for devices, whatever stands behind a point, in every folder (Microsoft, Naming Files, Paths, and
Namespaces): what is written there is gone without a word."""


def refuse_reserved(path: Path) -> None:
    """Refuse a file's name that Windows keeps for a device: on every system, for folders of results are handed on.

    Examples
    --------
    >>> refuse_reserved(Path("auxiliary.csv"))
    >>> refuse_reserved(Path("aux.csv"))
    Traceback (most recent call last):
        ...
    govmetrics.core.errors.FaultyInput: aux.csv: is a name that Windows keeps for a device; give it another name
    """
    if path.name.partition(".")[0].rstrip(" ").lower() in _RESERVED:
        raise FaultyInput(path.name, "is a name that Windows keeps for a device", "give it another name")


@contextmanager
def whole(path: str | Path, lasting: bool = False) -> Iterator[Path]:
    """Give a place to write a file in; when all is written it takes the place of `path`, and not at all otherwise.

    Parameters
    ----------
    path : path
        A file of this name is replaced, and keeps its permissions.
    lasting : bool
        Whether it must be on the disk when this returns, so that also a power cut leaves the old file or the new one: for
        what cannot be made again.

    Raises
    ------
    FaultyInput
        It cannot be written, whatever the reason: what was there before is untouched.
    """
    asked = Path(path)
    refuse_reserved(asked)
    if any(part.startswith(PREFIX) for part in asked.parts):  # of a folder that is moved as a whole
        yield asked
        return
    try:
        final = Path(os.path.realpath(asked)) if asked.is_symlink() else asked
        if final.exists() and not final.is_file() and not final.is_dir():  # a pipe, or the screen
            yield final
            return
        remove_left(final.parent)
        with _beside(final) as beside:
            yield beside
            _put(beside, final, lasting)
    except OSError as error:
        raise cannot_write(asked, error) from None


@contextmanager
def _beside(final: Path) -> Iterator[Path]:
    """Make an empty file beside another and hold it, so that nobody takes it for one that was left."""
    if final.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(final))
    handle, beside = _begun(final)
    try:
        yield beside
    finally:
        beside.unlink(missing_ok=True)
        if handle is not None:
            os.close(handle)


def _begun(final: Path) -> tuple[int | None, Path]:
    """Return a new file and what holds it; the suffix is kept, which tells libraries what to write."""
    suffix = final.suffix if len(final.suffix) < 10 else ""
    while True:
        beside = final.with_name(f"{PREFIX}{token_hex(6)}{suffix}")
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        if fcntl is None:
            os.close(handle)
            return None, beside
        with suppress(OSError):  # of drives that cannot hold files
            fcntl.flock(handle, fcntl.LOCK_EX)
        if beside.exists():  # nobody swept it away before it was held
            return handle, beside
        os.close(handle)


def _put(beside: Path, final: Path, lasting: bool) -> None:
    """Give a finished file its name."""
    with suppress(OSError):
        beside.chmod(stat.S_IMODE(final.stat().st_mode))
    if lasting:
        on_disk(beside)
    os.replace(beside, final)
    if lasting and os.name == "posix":
        on_disk(final.parent)


def on_disk(path: Path) -> None:
    """Return when a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_left(folder: Path) -> None:
    """Remove the files that interrupted runs left unfinished in a folder."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and entry.is_file() and is_left(Path(entry)):
                Path(entry).unlink(missing_ok=True)


def is_left(path: Path) -> bool:
    """Tell whether nobody is at an unfinished file or folder any more."""
    if fcntl is not None:
        try:
            handle = os.open(path, os.O_RDONLY)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False
        except OSError:  # of drives that cannot hold files
            pass
        finally:
            os.close(handle)
    return time.time() - path.stat().st_mtime > OLD
