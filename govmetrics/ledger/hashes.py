"""The hash functions of a ledger: SHA-256, or SM3 where Chinese rules ask for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Literal

from govmetrics.core.extras import require
from govmetrics.core.options import Kind, choice, several
from govmetrics.core.words import Text

Algorithm = Literal["sha256", "sm3"]
ALGORITHM = choice("sha256", "sm3")
SIZE = 32
"""Both give so many bytes."""
LEAF, NODE = b"\x00", b"\x01"
"""What is hashed before a leaf, and before two nodes: a node can never pass for a leaf."""
BYTES = Kind(lambda value: isinstance(value, bytes), Text("give bytes"))
LEAVES = Kind(several(BYTES).fits, Text("give a list of bytes; gm.ledger.canonical makes bytes of a mapping"))
HASH = Kind(
    lambda value: isinstance(value, bytes) and len(value) == SIZE, Text("give {size} bytes", size=SIZE)
)


def digest_of(algorithm: str) -> Callable[[bytes], bytes]:
    """Return the function from bytes to their hash.

    Examples
    --------
    >>> digest_of("sm3")(b"abc").hex()[:8]
    '66c7f0f4'
    """
    if algorithm == "sha256":
        return lambda data: hashlib.sha256(data).digest()
    if "sm3" in hashlib.algorithms_available:
        return lambda data: hashlib.new("sm3", data).digest()
    return _sm3  # an OpenSSL without SM3


def _sm3(data: bytes) -> bytes:
    require("serve", "ledger", cryptography="cryptography")
    from cryptography.hazmat.primitives import hashes

    one = hashes.Hash(hashes.SM3())
    one.update(data)
    return one.finalize()
