"""A ledger as a file: a head, then one line a leaf, each with its hash and a signed checkpoint; only ever added to."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import MAPPING, PATH, asked, is_file, several
from govmetrics.core.words import Text
from govmetrics.ledger.canonical import canonical
from govmetrics.ledger.checkpoints import signed_head
from govmetrics.ledger.hashes import ALGORITHM, Algorithm
from govmetrics.ledger.keys import Key, read_secret
from govmetrics.ledger.lines import PathLike, head_of, line_of, parts_of
from govmetrics.ledger.merkle import Frontier, leaf_hash
from govmetrics.ledger.verify import verify


def begin(path: PathLike, key: Key, algorithm: Algorithm = "sha256") -> Path:
    r"""Begin a ledger in a file.

    Parameters
    ----------
    path : path
        Where; nothing may be there but the same ledger without entries.
    key : Key
        Of `new_key`. The secret one goes nowhere into the file.
    algorithm : {"sha256", "sm3"}
        The hash function of the tree.

    Returns
    -------
    Path
        The file, with its head: the ledger's name, its hash function, its public key.

    Raises
    ------
    FaultyInput
        A file that is there already, what is no key.

    References
    ----------
    Laurie, B., Messeri, E. and Stradling, R. (2021). Certificate Transparency Version 2.0. RFC 9162.

    Examples
    --------
    >>> import govmetrics as gm, tempfile, pathlib
    >>> key = gm.ledger.new_key("district.example/ledger")
    >>> path = gm.ledger.begin(pathlib.Path(tempfile.mkdtemp()) / "ledger.jsonl", key)
    >>> path.read_text().count("\n")
    1
    """
    asked(path=(path, PATH), algorithm=(algorithm, ALGORITHM))
    name = read_secret(key)[0]
    where = Path(path)
    head = head_of(name, algorithm, key.public)
    try:
        with where.open("xb") as file:
            _write(file, head)
    except FileExistsError:
        if where.is_dir() or where.read_bytes() != head:
            problem, way_out = "is there already", "a ledger is never begun anew: take another name"
            raise FaultyInput(str(where), problem, way_out) from None
    return where


def append(path: PathLike, entries: Sequence[Mapping[str, Any]], key: Key | str) -> int:
    """Add entries to a ledger's file, each with a signed checkpoint.

    Parameters
    ----------
    path : path
        Of a ledger that `begin` began.
    entries : sequence of mappings
        What JSON knows, such as {"kind": "publication", "report": hash, "day": "2026-05-03"}. No personal data: their
        salted hashes (`salted`).
    key : Key or str
        The secret one.

    Returns
    -------
    int
        How many leaves the ledger has now. They are on the disk when this returns.

    Raises
    ------
    FaultyInput
        A key of another ledger, a file that was changed since it was written, entries that JSON does not know.

    Notes
    -----
    The file is verified before anything is added. Two processes that append at once wait for each other where the system can
    lock files.

    References
    ----------
    Laurie, B., Messeri, E. and Stradling, R. (2021). Certificate Transparency Version 2.0. RFC 9162.

    Examples
    --------
    >>> import govmetrics as gm, tempfile, pathlib
    >>> key = gm.ledger.new_key("district.example/ledger")
    >>> path = gm.ledger.begin(pathlib.Path(tempfile.mkdtemp()) / "ledger.jsonl", key)
    >>> gm.ledger.append(path, [{"kind": "publication", "day": "2026-05-03"}], key)
    1
    """
    asked(path=(path, PATH), entries=(entries, several(MAPPING)))
    name, _, _ = read_secret(key)
    lines = [(leaf, canonical(leaf)) for leaf in map(dict, entries)]
    with _locked(Path(path)) as file:
        found = verify(path)
        if not found.sound:
            problem, way_out = "does not verify, and nothing is added", "see gm.ledger.verify(path)"
            raise FaultyInput(str(path), problem, way_out)
        head, rows = parts_of(Path(path))
        if head["origin"] != name:
            problem, way_out = "is of {name}, the ledger of {origin}", "sign with the ledger's own key"
            raise FaultyInput("key", problem, way_out, name=name, origin=head["origin"])
        frontier = Frontier(head["algorithm"])
        for row in rows:
            frontier.add(bytes.fromhex(row["hash"]))
        written = b"".join(_line(leaf, text, frontier, head, key) for leaf, text in lines)
        _write(file, written)
    return frontier.size


def _line(
    leaf: Mapping[str, Any], text: bytes, frontier: Frontier, head: Mapping[str, Any], key: str | Key
) -> bytes:
    """Return a leaf's line, and add it to the tree."""
    hashed = leaf_hash(text, head["algorithm"])
    frontier.add(hashed)
    return line_of(
        frontier.size - 1, leaf, hashed, signed_head(head["origin"], frontier.size, frontier.root(), key)
    )


def _write(file: BinaryIO, data: bytes) -> None:
    """Write, and return when it is on the disk."""
    file.write(data)
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def _locked(path: Path) -> Iterator[BinaryIO]:
    """Open a file for adding to it; others wait."""
    if not is_file(path):
        raise FaultyInput(str(path), "there is no such file", Text("begin one with gm.ledger.begin"))
    with path.open("ab") as file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        except ImportError:  # Windows: one process at a time is the user's care
            pass
        yield file
