"""Verify a ledger's file offline, and name what was edited."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import PATH, asked, optional
from govmetrics.core.words import Note, Text
from govmetrics.ledger.canonical import canonical
from govmetrics.ledger.checkpoints import Checkpoint, read_checkpoint, several_checkpoints
from govmetrics.ledger.keys import Key, read_public
from govmetrics.ledger.lines import FORMAT, PathLike
from govmetrics.ledger.merkle import Frontier, leaf_hash
from govmetrics.ledger.verification import PROVES, LedgerCheck

_HEAD = {"format", "origin", "algorithm", "key"}
_ROW = ({"place", "leaf", "hash"}, {"place", "leaf", "hash", "checkpoint"})


def verify(path: PathLike, key: Key | str | None = None, witness: PathLike | None = None) -> LedgerCheck:
    """Verify a ledger's file, without a network, and name the row that was edited.

    Parameters
    ----------
    path : path
        Of the ledger.
    key : Key or str, optional
        The public key, known from elsewhere. Without it the one in the file is taken, and a note says what that is worth.
    witness : path, optional
        A file of old checkpoints, kept by somebody else (`witness`).

    Returns
    -------
    LedgerCheck
        `sound`, `faults` by row, `checkpoints`.

    Raises
    ------
    FaultyInput
        A file that is not there or is no ledger, what is no key.

    Notes
    -----
    An edited leaf is named by its hash; where the hash was computed anew, by the first checkpoint that no longer holds, one for
    each line; where all were signed anew, by whoever has the secret key, by the witness's checkpoints on both sides of it. What
    was never written, and whether what was written is true, nothing of this shows.

    References
    ----------
    Laurie, B., Messeri, E. and Stradling, R. (2021). Certificate Transparency Version 2.0. RFC 9162. C2SP, tlog-checkpoint,
    https://c2sp.org/tlog-checkpoint.

    Examples
    --------
    >>> import govmetrics as gm, tempfile, pathlib
    >>> key = gm.ledger.new_key("district.example/ledger")
    >>> path = gm.ledger.begin(pathlib.Path(tempfile.mkdtemp()) / "ledger.jsonl", key)
    >>> _ = gm.ledger.append(path, [{"yes": 412, "no": 388}, {"yes": 20, "no": 31}], key)
    >>> gm.ledger.verify(path, key).sound
    True
    >>> _ = path.write_text(path.read_text().replace("388", "488"))
    >>> gm.ledger.verify(path, key).faults[["row", "line"]].to_dict("records")
    [{'row': 0, 'line': 2}]
    """
    asked(path=(path, PATH), witness=(witness, optional(PATH)))
    lines, whole = _lines(Path(path))
    head = _head(Path(path), lines)
    public = head["key"] if key is None else key
    read_public(public)
    seen = [] if witness is None else _witnessed(Path(witness))
    walk = _Walk(head, public, {one.size for one in seen})
    if head["key"] != (public.public if isinstance(public, Key) else public.strip()):
        walk.say(None, 1, Text("the key in the file is another one than yours"))
    for number, line in enumerate(lines[1:], 2):
        walk.take(number, line)
    if not whole:
        walk.say(
            None,
            len(lines) + 1,
            Text("the last line is not whole: cut it off, nothing of it was acknowledged"),
        )
    walk.end()
    for one in seen:
        walk.witness(one)
    return _result(walk, key is not None, witness is not None)


@dataclass
class _Walk:
    """The way through the lines, and what was found on it."""

    head: dict[str, Any]
    public: str | Key
    wanted: set[int]
    faults: list[tuple[int | None, int | None, Text]] = field(default_factory=list)
    checkpoints: list[tuple[str, int, bool, bool]] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.frontier = Frontier(self.head["algorithm"])
        self.roots[0] = self.frontier.root()
        self.held = self.held_by_witness = 0
        self.broken = self.broken_for_witness = False
        self.lines_of: list[int] = []

    def say(self, row: int | None, line: int | None, problem: Text) -> None:
        self.faults.append((row, line, problem))

    def take(self, number: int, line: bytes) -> None:
        """Take a line, and ask: is it as it was written, is its hash that of its leaf, and does its checkpoint hold."""
        row, algorithm = self.frontier.size, self.head["algorithm"]
        found = _row(line)
        self.lines_of.append(number)
        if found is None:
            self.say(row, number, Text("the line is not as a ledger writes it"))
            self.frontier.add(leaf_hash(line, algorithm))
            return
        if found["place"] != row:
            problem = Text(
                "it says that it is row {place}: rows were taken out, put in or moved", place=found["place"]
            )
            self.say(row, number, problem)
        stated = bytes.fromhex(found["hash"])
        if leaf_hash(canonical(found["leaf"]), algorithm) != stated:
            self.say(row, number, Text("the entry was edited: its hash is another"))
        self.frontier.add(stated)
        if row + 1 in self.wanted:
            self.roots[row + 1] = self.frontier.root()
        if "checkpoint" in found:
            self.check(number, found["checkpoint"])

    def check(self, number: int, text: str) -> None:
        """Check a checkpoint of the file: that it is signed, for this size and this root."""
        size = self.frontier.size
        try:
            given = read_checkpoint(text)
            signed = given.origin == self.head["origin"] and given.signed_by(self.public)
        except FaultyInput:
            self.say(size - 1, number, Text("its checkpoint is none"))
            return
        holds = given.size == size and given.root == self.frontier.root()
        self.checkpoints.append(("ledger", given.size, signed, holds))
        if not signed:
            self.say(size - 1, number, Text("its checkpoint is not signed by the key"))
        elif holds:
            self.held = size
        elif not self.broken:
            self.broken = True
            self.blame(self.held, size, "ledger")

    def blame(self, held: int, size: int, source: str) -> None:
        """Say between which sizes the leaves are no longer those that were signed, unless they are named already."""
        if any(row is not None and held <= row < size for row, _, _ in self.faults):
            return
        told = "the entry and its hash are not what was signed; whether later rows are cannot be told"
        if source == "witness":
            told = "the entry is not what the witness saw signed: it was written and signed anew"
        if size - held > 1:
            told = "one of the rows {first} to {last} is not what was signed"
            if source == "witness":
                told = "one of the rows {first} to {last} is not what the witness saw signed: it was written and signed anew"
        line = self.lines_of[held] if held < len(self.lines_of) else None
        self.say(held, line, Text(told, first=held, last=size - 1))

    def end(self) -> None:
        """Say which last rows no checkpoint covers."""
        signed = max((size for _, size, by_key, _ in self.checkpoints if by_key), default=0)
        if signed < self.frontier.size:
            told = "no signed checkpoint covers the rows from here on"
            self.say(signed, self.lines_of[signed], Text(told))

    def witness(self, given: Checkpoint) -> None:
        """Check a checkpoint that a witness kept."""
        signed = given.origin == self.head["origin"] and given.signed_by(self.public)
        holds = self.roots.get(given.size) == given.root
        self.checkpoints.append(("witness", given.size, signed, holds))
        if not signed:
            told = (
                "the witness's checkpoint of {size:# leaf|# leaves} is not signed by the key of this ledger"
            )
            self.say(None, None, Text(told, size=given.size))
        elif given.size > self.frontier.size:
            told = "the witness saw {seen:# leaf|# leaves}, and there are {count}: the last ones were cut off"
            self.say(self.frontier.size, None, Text(told, seen=given.size, count=self.frontier.size))
        elif holds:
            self.held_by_witness = given.size
        elif not self.broken_for_witness:
            self.broken_for_witness = True
            self.blame(self.held_by_witness, given.size, "witness")


def _lines(path: Path) -> tuple[list[bytes], bool]:
    """Return the lines of a file, and whether the last one is whole."""
    try:
        data = path.read_bytes()
    except OSError:
        raise FaultyInput(str(path), "there is no such file", "give the path of a ledger") from None
    lines = data.split(b"\n")
    return (lines[:-1], True) if not lines[-1] else (lines[:-1], False)


def _head(path: Path, lines: list[bytes]) -> dict[str, Any]:
    """Return the head of a ledger, or refuse a file that has none."""
    head: dict[str, Any] = _parsed(lines[0]) if lines else {}
    right = isinstance(head, dict) and set(head) == _HEAD and head["format"] == FORMAT
    if not right or head["algorithm"] not in ("sha256", "sm3") or not isinstance(head["origin"], str):
        raise FaultyInput(str(path), "is no ledger", "a ledger begins with its head: see gm.ledger.begin")
    return head


def _parsed(line: bytes) -> Any:
    """Return what a line says, None where it is not canonical: a key written twice is seen, too."""
    try:
        value = json.loads(line)
        return value if canonical(value) == line else None
    except (ValueError, RecursionError):
        return None


def _row(line: bytes) -> dict[str, Any] | None:
    row = _parsed(line)
    if not isinstance(row, dict) or set(row) not in _ROW or not isinstance(row.get("checkpoint", ""), str):
        return None
    hashed = row["hash"]
    right = (
        isinstance(hashed, str) and len(hashed) == 64 and all(char in "0123456789abcdef" for char in hashed)
    )
    return row if right and isinstance(row["place"], int) and not isinstance(row["place"], bool) else None


def _witnessed(path: Path) -> list[Checkpoint]:
    """Return the checkpoints of a witness's file, the smallest first."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise FaultyInput(
            str(path), "cannot be read", "give the file of checkpoints that a witness kept"
        ) from None
    found = sorted((read_checkpoint(one) for one in several_checkpoints(text)), key=lambda one: one.size)
    if not found:
        raise FaultyInput(str(path), "has no checkpoints", "give the file of checkpoints that a witness kept")
    return found


def _result(walk: _Walk, trusted: bool, witnessed: bool) -> LedgerCheck:
    faults = pd.DataFrame(walk.faults, columns=["row", "line", "problem"]).astype(
        {"row": "Int64", "line": "Int64"}
    )
    faults["problem"] = pd.Series(
        [problem for _, _, problem in walk.faults], dtype=object
    )  # sentences, not plain text
    checkpoints = pd.DataFrame(walk.checkpoints, columns=["source", "size", "signed", "holds"])
    checkpoints["source"] = pd.Series([Text(source) for source, *_ in walk.checkpoints], dtype=object)
    return LedgerCheck(
        not walk.faults, walk.head["origin"], walk.frontier.size, walk.frontier.root().hex(), faults, checkpoints,
        tuple(_notes(trusted, witnessed)),
    )  # fmt: skip


def _notes(trusted: bool, witnessed: bool) -> Iterator[Note]:
    yield Note(PROVES)
    if not trusted:
        yield Note(
            "the key is the one in the file: whoever wrote the file anew may have put in another; give the key that you know "
            "from elsewhere"
        )
    if not witnessed:
        yield Note(
            "without a witness's file of old checkpoints, whoever has the secret key can write everything anew, or cut off the "
            "last rows, unseen"
        )
