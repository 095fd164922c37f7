"""Libraries that an extra brings: who lacks one is told which, in one line."""

from __future__ import annotations

from importlib.util import find_spec

from govmetrics.core.errors import FaultyInput
from govmetrics.core.words import Text


def require(extra: str, place: Text | str, **packages: str) -> None:
    """Refuse what an extra is needed for, where its libraries are not installed.

    Parameters
    ----------
    extra : str
        Its name in brackets: ``pip install "govmetrics[extra]"``.
    place : str
        What was asked for: a file, a command.
    **packages : str
        The name of each module that is imported, and of the package on the index that brings it.

    Raises
    ------
    FaultyInput
        One of them is not installed.

    Examples
    --------
    >>> require("report", "x.docx", json="json")
    >>> require("report", "x.docx", no_such_module="python-docx")
    Traceback (most recent call last):
    ...
    govmetrics.core.errors.FaultyInput: x.docx: needs python-docx; pip install "govmetrics[report]"
    """
    lacking = [package for module, package in packages.items() if find_spec(module) is None]
    if lacking:
        raise FaultyInput(
            place, "needs {packages}", 'pip install "govmetrics[{extra}]"', packages=lacking, extra=extra
        )
