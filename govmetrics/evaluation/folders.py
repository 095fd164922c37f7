"""Which folders hold evaluations, among those that are named."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from govmetrics.core import Fault, FaultyInput
from govmetrics.core.encodings import decode
from govmetrics.core.errors import Faults
from govmetrics.core.reasons import reason_of
from govmetrics.evaluation.spec import FILE

LIST = "@"
"""Before the name of a file that names folders, one a line."""
_WAY_OUT = "give folders of evaluations, or one that holds them"


def evaluations_in(paths: Sequence[str | Path]) -> tuple[dict[str, Path], list[str]]:
    """Return the evaluations' folders by name, and which folders beside them hold none.

    Parameters
    ----------
    paths : sequence of path
        Folders of evaluations, or their files; of a folder without one, the folders in it that have one. What is named
        and holds none is kept, so that the summary tells of it.
    """
    faults, found, without = Faults(), list[Path](), list[Path]()
    for path in _listed(paths):
        here = path.parent if path.name == FILE and path.is_file() else path
        inside = (
            [] if _holds(here) or not here.is_dir() else sorted(at for at in here.iterdir() if at.is_dir())
        )
        kept = [at for at in inside if _holds(at)]
        without += [at for at in inside if kept and at not in kept and not at.name.startswith(".")]
        found += kept or [here]
        if not kept and not _holds(here):
            problem = "holds no folder with {file}" if here.is_dir() else "is no folder"
            faults.append(Fault(str(path), problem, _WAY_OUT, file=FILE))
    if not any(map(_holds, found)):
        faults.raise_all()
        raise FaultyInput("FOLDER", "there is none", _WAY_OUT)
    found = list(dict.fromkeys(map(Path.resolve, found)))
    root = Path(os.path.commonpath([path.parent for path in found]))
    left_out = [path for path in dict.fromkeys(map(Path.resolve, without)) if path not in found]
    return {path.relative_to(root).as_posix(): path for path in found}, [path.name for path in left_out]


def _holds(folder: Path) -> bool:
    return (folder / FILE).is_file()


def _listed(paths: Sequence[str | Path]) -> Iterator[Path]:
    """Yield the paths, and in place of a list's those that it names."""
    for path in map(Path, paths):
        if not str(path).startswith(LIST) or path.is_dir():
            yield path
            continue
        file = Path(str(path)[len(LIST) :])
        if not file.is_file():
            raise FaultyInput(str(file), "there is no such file", "check the path")
        try:
            text = decode(file.read_bytes(), str(file))
        except OSError as error:
            problem, way_out = "cannot be read: {reason}", "see that you may read it"
            raise FaultyInput(str(file), problem, way_out, reason=reason_of(error)) from None
        yield from (Path(line.strip()) for line in text.splitlines() if line.strip())
