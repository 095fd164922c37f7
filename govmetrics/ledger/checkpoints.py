"""Checkpoints (C2SP tlog-checkpoint): how large a ledger was, and its root, signed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import TEXT, asked, optional
from govmetrics.ledger.hashes import ALGORITHM, LEAVES, SIZE, Algorithm
from govmetrics.ledger.keys import NAME, Key, read_secret
from govmetrics.ledger.merkle import root
from govmetrics.ledger.notes import DASH, sign, take_apart

WAY_OUT = "give a checkpoint: the ledger's name, its size, its root in base64, an empty line, signatures"


@dataclass(frozen=True)
class Checkpoint:
    """What a ledger was at a moment.

    Attributes
    ----------
    origin : str
        The name of the ledger.
    size : int
        How many leaves it had.
    root : bytes
        The root of its tree.
    text : str
        The whole note, byte for byte.

    See Also
    --------
    read_checkpoint
    """

    origin: str
    size: int
    root: bytes
    text: str

    def signed_by(self, key: str | Key) -> bool:
        """Tell whether a public key signed it."""
        return take_apart(self.text).signed_by(key)


def checkpoint(
    leaves: Sequence[bytes], key: str | Key, origin: str | None = None, algorithm: Algorithm = "sha256"
) -> str:
    r"""Sign what a ledger is now.

    Parameters
    ----------
    leaves : sequence of bytes, length n
        All of them, in their order.
    key : str or Key
        The secret one (`new_key`).
    origin : str, optional
        The name of the ledger; by default that of the key.
    algorithm : {"sha256", "sm3"}
        Of the tree. Signatures are Ed25519 in any case.

    Returns
    -------
    str
        The checkpoint in C2SP's form, which other tools read.

    Raises
    ------
    FaultyInput
        Leaves that are not bytes, a key that is no secret one.

    Notes
    -----
    A ledger never signs two checkpoints of which one does not begin with the other. Whoever keeps old checkpoints can prove
    it where one does.

    References
    ----------
    C2SP, tlog-checkpoint and signed-note, https://c2sp.org/tlog-checkpoint. Josefsson, S. and Liusvaara, I. (2017).
    Edwards-Curve Digital Signature Algorithm (EdDSA). RFC 8032.

    Examples
    --------
    >>> import govmetrics as gm
    >>> key = gm.ledger.new_key("district.example/ledger", raw=bytes(32))
    >>> print(gm.ledger.checkpoint([b"", b"report"], key).split("\n")[1])
    2
    """
    asked(leaves=(leaves, LEAVES), origin=(origin, optional(NAME)), algorithm=(algorithm, ALGORITHM))
    name = origin or read_secret(key)[0]
    return signed_head(name, len(leaves), root(leaves, algorithm), key)


def signed_head(origin: str, size: int, of: bytes, key: str | Key) -> str:
    """Return the signed checkpoint of a tree of which the root is known."""
    return sign(f"{origin}\n{size}\n{base64.b64encode(of).decode()}\n", key)


def read_checkpoint(source: str) -> Checkpoint:
    """Read a checkpoint; its signature is checked by `signed_by`.

    Parameters
    ----------
    source : str
        Its text, byte for byte.

    Returns
    -------
    Checkpoint
        Name, size and root.

    Raises
    ------
    FaultyInput
        What is no checkpoint.

    References
    ----------
    C2SP, tlog-checkpoint, https://c2sp.org/tlog-checkpoint.

    Examples
    --------
    >>> import govmetrics as gm
    >>> key = gm.ledger.new_key("district.example/ledger")
    >>> found = gm.ledger.read_checkpoint(gm.ledger.checkpoint([b"report"], key))
    >>> found.size, found.signed_by(key.public)
    (1, True)
    """
    asked(source=(source, TEXT))
    lines = take_apart(source).text.split("\n")[:-1]
    try:
        origin, size, coded = lines[:3]
        found = base64.b64decode(coded, validate=True)
    except (ValueError, binascii.Error):
        raise FaultyInput("checkpoint", "is no checkpoint", WAY_OUT) from None
    right_size = size.isascii() and size.isdigit() and len(size) < 16 and str(int(size)) == size
    if not all(lines) or not right_size or len(found) != SIZE:
        raise FaultyInput("checkpoint", "is no checkpoint", WAY_OUT)
    return Checkpoint(origin, int(size), found, source)


def several_checkpoints(text: str) -> list[str]:
    r"""Return the checkpoints that stand below each other in a text, empty lines between them or none.

    Examples
    --------
    >>> from govmetrics.ledger.keys import new_key
    >>> one = checkpoint([b""], new_key("a"))
    >>> several_checkpoints(one + "\n" + one) == [one, one]
    True
    """
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        last = found[-1]
        if not line.startswith(DASH) and last and last[-1].startswith(DASH):
            last = []
            found.append(last)
        if line or last:
            last.append(line)
    return ["\n".join(lines).rstrip("\n") + "\n" for lines in found if any(lines)]
