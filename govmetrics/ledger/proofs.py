"""Proofs that a leaf is in a tree, and that a tree was only added to: RFC 9162, sections 2.1.3 and 2.1.4."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import asked, count
from govmetrics.ledger.hashes import ALGORITHM, BYTES, HASH, LEAVES, NODE, Algorithm, digest_of
from govmetrics.ledger.merkle import leaf_hash, root_of

Digest = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Inclusion:
    """A proof that a leaf stands at a place of a tree.

    Attributes
    ----------
    place : int
        Of the leaf, from 0.
    size : int
        Leaves of the tree.
    path : tuple of bytes
        The hashes beside the way from the leaf to the root.
    algorithm : str
        The hash function.

    See Also
    --------
    inclusion
    """

    place: int
    size: int
    path: tuple[bytes, ...]
    algorithm: str = "sha256"

    def proves(self, leaf: bytes, root: bytes) -> bool:
        """Tell whether `leaf` is at this place of the tree with this root (RFC 9162, section 2.1.3.2)."""
        asked(leaf=(leaf, BYTES), root=(root, HASH))
        if not 0 <= self.place < self.size:
            return False
        digest, found = digest_of(self.algorithm), leaf_hash(leaf, self.algorithm)
        at, last = self.place, self.size - 1
        for beside in self.path:
            if last == 0:
                return False
            if at & 1 or at == last:
                found = digest(NODE + beside + found)
                while not at & 1 and at:
                    at, last = at >> 1, last >> 1
            else:
                found = digest(NODE + found + beside)
            at, last = at >> 1, last >> 1
        return last == 0 and hmac.compare_digest(found, root)


@dataclass(frozen=True)
class Consistency:
    """A proof that a later tree begins with all leaves of an earlier one.

    Attributes
    ----------
    first, second : int
        Leaves of the earlier and of the later tree.
    path : tuple of bytes
        Hashes of subtrees, of which both roots follow.
    algorithm : str
        The hash function.

    See Also
    --------
    consistency
    """

    first: int
    second: int
    path: tuple[bytes, ...]
    algorithm: str = "sha256"

    def proves(self, before: bytes, after: bytes) -> bool:
        """Tell whether the tree with the root `after` only adds to that with the root `before` (section 2.1.4.2)."""
        asked(before=(before, HASH), after=(after, HASH))
        digest = digest_of(self.algorithm)
        if not 0 <= self.first <= self.second:
            return False
        if self.first == self.second:
            return not self.path and hmac.compare_digest(before, after)
        if self.first == 0:  # every tree adds to none at all
            return not self.path and hmac.compare_digest(before, digest(b""))
        whole = self.first & (self.first - 1) == 0
        path = [before, *self.path] if whole else list(self.path)
        return bool(self.path) and _both_roots_follow(self.first, self.second, path, before, after, digest)


def _both_roots_follow(
    first: int, second: int, path: Sequence[bytes], before: bytes, after: bytes, digest: Digest
) -> bool:
    """Follow the path from the last subtree of the earlier tree to both roots."""
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    earlier = later = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            earlier, later = digest(NODE + beside + earlier), digest(NODE + beside + later)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            later = digest(NODE + later + beside)
        at, last = at >> 1, last >> 1
    return last == 0 and hmac.compare_digest(earlier, before) and hmac.compare_digest(later, after)


def inclusion(leaves: Sequence[bytes], place: int, algorithm: Algorithm = "sha256") -> Inclusion:
    """Prove that a leaf stands in a tree, to somebody who has only the root.

    Parameters
    ----------
    leaves : sequence of bytes, length n
        Of the whole tree.
    place : int
        Of the leaf, from 0 to n - 1.
    algorithm : {"sha256", "sm3"}
        The hash function.

    Returns
    -------
    Inclusion
        At most log2 n hashes, rounded up; `proves(leaf, root)` checks it.

    Raises
    ------
    FaultyInput
        Leaves that are not bytes, a place outside the tree.

    Notes
    -----
    The size is not in the root: take both from one signed checkpoint.

    References
    ----------
    Laurie, B., Messeri, E. and Stradling, R. (2021). Certificate Transparency Version 2.0. RFC 9162, section 2.1.3.

    Examples
    --------
    >>> import govmetrics as gm
    >>> leaves = [b"ballots of 3 May", b"ballots of 4 May", b"report"]
    >>> proof = gm.ledger.inclusion(leaves, place=1)
    >>> proof.proves(b"ballots of 4 May", gm.ledger.root(leaves)), proof.proves(b"others", gm.ledger.root(leaves))
    (True, False)
    """
    asked(leaves=(leaves, LEAVES), place=(place, count(0)), algorithm=(algorithm, ALGORITHM))
    if place >= len(leaves):
        problem, way_out = "is {place}, and the tree has {count:# leaf|# leaves}", "places count from 0"
        raise FaultyInput("place", problem, way_out, place=place, count=len(leaves))
    hashes = [leaf_hash(leaf, algorithm) for leaf in leaves]
    return Inclusion(place, len(leaves), tuple(_path(place, hashes, algorithm)), algorithm)


def consistency(leaves: Sequence[bytes], size: int, algorithm: Algorithm = "sha256") -> Consistency:
    """Prove that a tree only adds to what it was when it had fewer leaves.

    Parameters
    ----------
    leaves : sequence of bytes, length n
        Of the whole tree, as it is now.
    size : int
        How many leaves it had before, from 0 to n.
    algorithm : {"sha256", "sm3"}
        The hash function.

    Returns
    -------
    Consistency
        `proves(before, after)` checks it against the two roots.

    Raises
    ------
    FaultyInput
        Leaves that are not bytes, a size above n.

    References
    ----------
    Laurie, B., Messeri, E. and Stradling, R. (2021). Certificate Transparency Version 2.0. RFC 9162, section 2.1.4.

    Examples
    --------
    >>> import govmetrics as gm
    >>> leaves = [b"a", b"b", b"c"]
    >>> proof = gm.ledger.consistency(leaves, size=2)
    >>> proof.proves(gm.ledger.root(leaves[:2]), gm.ledger.root(leaves))
    True
    """
    asked(leaves=(leaves, LEAVES), size=(size, count(0)), algorithm=(algorithm, ALGORITHM))
    if size > len(leaves):
        problem, way_out = (
            "is {size}, and the tree has {count:# leaf|# leaves}",
            "a tree cannot have had more leaves than it has",
        )
        raise FaultyInput("size", problem, way_out, size=size, count=len(leaves))
    hashes = [leaf_hash(leaf, algorithm) for leaf in leaves]
    path = _between(size, hashes, True, algorithm) if 0 < size < len(leaves) else []
    return Consistency(size, len(leaves), tuple(path), algorithm)


def _split(n: int) -> int:
    """Return the largest power of two below n."""
    return 1 << ((n - 1).bit_length() - 1)


def _path(place: int, hashes: Sequence[bytes], algorithm: str) -> list[bytes]:
    """PATH(m, D) of section 2.1.3.1."""
    if len(hashes) <= 1:
        return []
    k = _split(len(hashes))
    if place < k:
        return [*_path(place, hashes[:k], algorithm), root_of(hashes[k:], algorithm)]
    return [*_path(place - k, hashes[k:], algorithm), root_of(hashes[:k], algorithm)]


def _between(size: int, hashes: Sequence[bytes], known: bool, algorithm: str) -> list[bytes]:
    """SUBPROOF(m, D, b) of section 2.1.4.1; `known` says that whoever checks has the root of these leaves already."""
    if size == len(hashes):
        return [] if known else [root_of(hashes, algorithm)]
    k = _split(len(hashes))
    if size <= k:
        return [*_between(size, hashes[:k], known, algorithm), root_of(hashes[k:], algorithm)]
    return [*_between(size - k, hashes[k:], False, algorithm), root_of(hashes[:k], algorithm)]
