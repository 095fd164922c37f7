"""The address of a database in an evaluation: relative to its folder, without a password."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from govmetrics.core.databases import Queried, is_address, read_query
from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.evaluation.keys import Records

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_SECRETS = (
    re.compile(r"://[^/@:]*:(.*)@"),
    re.compile(r"[?&][^=&]*(?:pass|pwd|secret|token|key)[^=&]*=([^&]*)", re.I),
    re.compile(r"(?:password|pwd)(?:=|%3D)(.*?)(?=;|%3B|&|$)", re.I),  # within what is handed to ODBC
)
_RELATIVE = re.compile(r"(sqlite(?:\+\w+)?:///)(?![/:])([^?]+)")


def rows_of(asked: Records, path: Callable[[str], Path]) -> Queried:
    """Return the rows of a database that an evaluation names.

    Parameters
    ----------
    asked : Records
    path : callable
        Returns where a file is that the evaluation names.

    Raises
    ------
    FaultyInput
        A file beside the address; a password in it, or a variable that is not set; what `read_query` refuses.
    """
    url = str(asked.url)
    if asked.file is not None:
        raise FaultyInput(
            "file", "stands beside the address of a database", "name the file or the database, not both"
        )
    if not is_address(url):
        way_out = "write for example postgresql://name@host/database or sqlite:///records.db"
        raise FaultyInput("url", "is not the address of a database", way_out)
    if any(_VARIABLE.sub("", said) for secret in _SECRETS for said in secret.findall(url)):
        problem, way_out = (
            "holds a password, which would stand in every copy of the file",
            "write {example} in its place, and set the environment variable PASSWORD",
        )
        raise FaultyInput("url", problem, way_out, example="${PASSWORD}")
    missing = [name for name in _VARIABLE.findall(url) if name not in os.environ]
    if missing:
        problem, way_out = "the environment variable {name} is not set", "set it before the run"
        raise FaultyInput(Fault("url", problem, way_out, name=name) for name in dict.fromkeys(missing))
    if url.startswith("sqlite"):  # a path: what stands in it is no part of an address
        url = _VARIABLE.sub(lambda found: os.environ[found[1]], url)
    url = _RELATIVE.sub(lambda found: f"{found[1]}{path(found[2]).absolute()}", url)
    return read_query(_VARIABLE.sub(lambda found: quote(os.environ[found[1]], safe=""), url), asked.query)
