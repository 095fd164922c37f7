"""Secrets that are given out once: 256 random bits; only their hashes are kept."""

from __future__ import annotations

import hmac
import re
import secrets
from hashlib import sha256

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """Return a secret of 256 bits, in 43 letters that an address may hold."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is kept of a secret: its SHA-256. A secret of 256 bits needs no salt and no slow hash."""
    return sha256(token.encode()).hexdigest()


def looks_right(token: str) -> bool:
    """Tell whether a text may be a secret of ours at all."""
    return _TOKEN.fullmatch(token) is not None


def same(one: str, other: str) -> bool:
    """Compare in a time that does not depend on where two texts differ."""
    return hmac.compare_digest(one.encode(), other.encode())
