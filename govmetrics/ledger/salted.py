"""Hashes of personal data that can be erased: with its salt gone, a hash says nothing of anybody."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from typing import Any

from govmetrics.core.options import ANY, asked, optional
from govmetrics.ledger.canonical import canonical
from govmetrics.ledger.hashes import ALGORITHM, HASH, Algorithm, digest_of


@dataclass(frozen=True)
class Salted:
    """The hash of a value with its salt.

    Attributes
    ----------
    digest : str
        In hexadecimal: it goes into a leaf.
    salt : str
        In hexadecimal: it is kept beside the value, outside the ledger, and erased with it.
    algorithm : str
        The hash function.

    See Also
    --------
    salted
    """

    digest: str
    salt: str = field(repr=False)
    algorithm: str = "sha256"

    def opens(self, value: Any) -> bool:
        """Tell whether `value` is what was hashed."""
        found = digest_of(self.algorithm)(bytes.fromhex(self.salt) + canonical(value)).hex()
        return hmac.compare_digest(found, self.digest)


def salted(value: Any, salt: bytes | None = None, algorithm: Algorithm = "sha256") -> Salted:
    r"""Hash a value with a salt of its own, so that it can stand in a ledger and still be erased.

    Parameters
    ----------
    value : mapping, list, text, number or bool
        Personal data: a name, an answer.
    salt : bytes, optional
        32 random bytes; by default drawn from the system.
    algorithm : {"sha256", "sm3"}
        The hash function.

    Returns
    -------
    Salted
        The digest for the leaf, the salt to be kept beside the value.

    Raises
    ------
    FaultyInput
        A salt of another length, a value that JSON does not know.

    Notes
    -----
    :math:`H(s \| c)` with the canonical JSON c. Without a salt whoever guesses a name or an answer, and there are few of
    them, finds it by trying. Whoever erases value and salt leaves a number behind that nobody can trace; the tree stays whole.
    A salt is never used twice: two people with the same answer would be seen to have it.

    References
    ----------
    Rundgren, A., Jordan, B. and Erdtman, S. (2020). JSON Canonicalization Scheme (JCS). RFC 8785.

    Examples
    --------
    >>> import govmetrics as gm
    >>> kept = gm.ledger.salted({"name": "王芳"})
    >>> kept.opens({"name": "王芳"}), kept.opens({"name": "李强"})
    (True, False)
    """
    asked(value=(value, ANY), salt=(salt, optional(HASH)), algorithm=(algorithm, ALGORITHM))
    drawn = secrets.token_bytes(32) if salt is None else salt
    return Salted(digest_of(algorithm)(drawn + canonical(value)).hex(), drawn.hex(), algorithm)
