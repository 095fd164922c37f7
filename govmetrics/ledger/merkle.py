"""The Merkle tree of RFC 9162, section 2.1: the root of leaves, and a root that grows leaf by leaf."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from govmetrics.core.options import asked
from govmetrics.ledger.hashes import ALGORITHM, LEAF, LEAVES, NODE, Algorithm, digest_of


def root(leaves: Sequence[bytes], algorithm: Algorithm = "sha256") -> bytes:
    r"""Return the root hash of a Merkle tree.

    Parameters
    ----------
    leaves : sequence of bytes, length n
        In their order. None at all have a root, too.
    algorithm : {"sha256", "sm3"}
        The hash function.

    Returns
    -------
    bytes
        32 of them: whoever has these can tell whether any leaf was changed, added, taken out or moved.

    Raises
    ------
    FaultyInput
        Leaves that are not bytes.

    Notes
    -----
    A leaf is hashed as :math:`H(0 \| d)`, two nodes as :math:`H(1 \| left \| right)`; a tree of n leaves is split at the
    largest power of two below n, so that no leaf is ever counted twice to fill a level (as in Bitcoin's trees).

    References
    ----------
    Laurie, B., Messeri, E. and Stradling, R. (2021). Certificate Transparency Version 2.0. RFC 9162, section 2.1.1.

    Examples
    --------
    >>> import govmetrics as gm
    >>> gm.ledger.root([b"", b"\x00"]).hex()[:16]
    'fac54203e7cc696c'
    """
    asked(leaves=(leaves, LEAVES), algorithm=(algorithm, ALGORITHM))
    frontier = Frontier(algorithm)
    for leaf in leaves:
        frontier.add(leaf_hash(leaf, algorithm))
    return frontier.root()


def leaf_hash(leaf: bytes, algorithm: str = "sha256") -> bytes:
    """Return the hash of a leaf.

    Examples
    --------
    >>> leaf_hash(b"").hex()[:8]
    '6e340b9c'
    """
    return digest_of(algorithm)(LEAF + leaf)


class Frontier:
    """The roots of the whole subtrees of the leaves so far: a tree grows without its leaves being kept.

    Examples
    --------
    >>> frontier = Frontier("sha256")
    >>> frontier.add(leaf_hash(b""))
    >>> frontier.size, frontier.root() == leaf_hash(b"")
    (1, True)
    """

    def __init__(self, algorithm: str) -> None:
        self._digest = digest_of(algorithm)
        self._whole: list[bytes] = []
        self.size = 0

    def add(self, hashed: bytes) -> None:
        """Add the hash of a leaf: as many subtrees close as there are ones at the end of the size in binary."""
        size = self.size
        while size & 1:
            hashed = self._digest(NODE + self._whole.pop() + hashed)
            size >>= 1
        self._whole.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the leaves so far."""
        return folded(self._whole, self._digest)


def folded(whole: Sequence[bytes], digest: Callable[[bytes], bytes]) -> bytes:
    """Return the root over subtrees that get smaller to the right."""
    if not whole:
        return digest(b"")
    found = whole[-1]
    for left in reversed(whole[:-1]):
        found = digest(NODE + left + found)
    return found


def root_of(hashes: Sequence[bytes], algorithm: str) -> bytes:
    """Return the root over hashes of leaves."""
    frontier = Frontier(algorithm)
    for one in hashes:
        frontier.add(one)
    return frontier.root()
