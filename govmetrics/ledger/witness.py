"""Keep checkpoints of a ledger that somebody else runs: what was seen once cannot be unsaid."""

from __future__ import annotations

import os
from pathlib import Path

from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import PATH, TEXT, asked, instance, optional
from govmetrics.core.words import Text
from govmetrics.ledger.checkpoints import Checkpoint, read_checkpoint, several_checkpoints
from govmetrics.ledger.keys import Key, read_public
from govmetrics.ledger.lines import PathLike
from govmetrics.ledger.proofs import Consistency

_PROOF = instance(Consistency, Text("give what gm.ledger.consistency returns"))


def witness(path: PathLike, checkpoint: str, key: Key | str, proof: Consistency | None = None) -> Path:
    """Add a checkpoint to a witness's file, if it goes on from the last one there.

    Parameters
    ----------
    path : path
        The witness's file; made if missing. It is kept by somebody who does not run the ledger.
    checkpoint : str
        As the ledger published it.
    key : Key or str
        The ledger's public key.
    proof : Consistency, optional
        From the size of the last checkpoint in the file to this one; not needed for the first, or for the same size.

    Returns
    -------
    Path
        The file: checkpoints below each other, as text.

    Raises
    ------
    FaultyInput
        A checkpoint that the key did not sign, of fewer leaves than the last one, of another root for as many, or whose proof
        is missing or does not hold: then the ledger was rewritten, and both checkpoints together show it to anybody.

    References
    ----------
    Laurie, B., Messeri, E. and Stradling, R. (2021). Certificate Transparency Version 2.0. RFC 9162, section 2.1.4. C2SP,
    tlog-checkpoint, https://c2sp.org/tlog-checkpoint.

    Examples
    --------
    >>> import govmetrics as gm, tempfile, pathlib
    >>> key, leaves = gm.ledger.new_key("district.example/ledger"), [b"a", b"b", b"c"]
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "witness.txt"
    >>> _ = gm.ledger.witness(path, gm.ledger.checkpoint(leaves[:1], key), key.public)
    >>> proof = gm.ledger.consistency(leaves, size=1)
    >>> _ = gm.ledger.witness(path, gm.ledger.checkpoint(leaves, key), key.public, proof)
    >>> path.read_text().count("district.example/ledger")
    4
    """
    asked(path=(path, PATH), checkpoint=(checkpoint, TEXT), proof=(proof, optional(_PROOF)))
    read_public(key)
    given, where = read_checkpoint(checkpoint), Path(path)
    if not given.signed_by(key):
        raise FaultyInput(
            "checkpoint", "is not signed by the key", "take the ledger's own checkpoint, byte for byte"
        )
    known = several_checkpoints(where.read_text(encoding="utf-8")) if where.exists() else []
    if known:
        last = read_checkpoint(known[-1])
        _goes_on(last, given, proof)
        if last.size == given.size:
            return where
    with where.open("a", encoding="utf-8", newline="\n") as file:
        file.write(("\n" if known else "") + checkpoint)
        file.flush()
        os.fsync(file.fileno())
    return where


def _goes_on(last: Checkpoint, given: Checkpoint, proof: Consistency | None) -> None:
    """Refuse a checkpoint that does not begin with the last one."""
    way_out = "keep both checkpoints: together they show that the ledger was rewritten"
    if given.origin != last.origin:
        raise FaultyInput("checkpoint", "is of another ledger than the file", "keep one file a ledger")
    if given.size < last.size:
        problem = "has {size:# leaf|# leaves}, and the last one had {before}"
        raise FaultyInput("checkpoint", problem, way_out, size=given.size, before=last.size)
    if given.size == last.size:
        if given.root != last.root:
            raise FaultyInput("checkpoint", "has another root for as many leaves", way_out)
        return
    if proof is None or (proof.first, proof.second) != (last.size, given.size):
        problem, ask = (
            "no proof leads from {before} to {size} leaves",
            "ask for gm.ledger.consistency(leaves, {before})",
        )
        raise FaultyInput("proof", problem, ask, before=last.size, size=given.size)
    if not proof.proves(last.root, given.root):
        raise FaultyInput("proof", "does not hold", way_out)
