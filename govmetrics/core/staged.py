"""Files that have their name only when they are whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from govmetrics.core.documents import cannot_write

PREFIX = ".unfinished-"
"""Of the folder in which files are made; what an interrupted run left there is removed by the next one."""


@contextmanager
def staged(folder: str | Path, last: str = "") -> Iterator[Path]:
    """Give a place to write files in; they move into `folder` together when all are whole, and not at all otherwise.

    Parameters
    ----------
    folder : path
        Made if missing. Files of the same names are replaced, others stay.
    last : str
        The file that moves last, so that whoever finds it finds all that it tells of.

    Raises
    ------
    FaultyInput
        The folder cannot be written, or the disk is full: what was there before is untouched.
    """
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for left in target.glob(f"{PREFIX}*"):
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
    except OSError as error:
        raise cannot_write(target, error) from None
    finally:
        shutil.rmtree(place, ignore_errors=True)
