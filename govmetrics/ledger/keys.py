"""Ed25519 keys as texts: the secret one signs, the other is given to everybody (C2SP signed-note)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from govmetrics.core.errors import FaultyInput
from govmetrics.core.extras import require
from govmetrics.core.options import Kind, asked, optional
from govmetrics.core.words import Text
from govmetrics.core.words.visible import acts
from govmetrics.ledger.hashes import HASH

ED25519 = b"\x01"
"""The signature type of C2SP for Ed25519."""
SECRET = "PRIVATE+KEY+"
NAME = Kind(
    lambda value: isinstance(value, str) and is_name(value),
    Text("give a name without blanks and plus signs, such as district.example/ledger"),
)


@dataclass(frozen=True)
class Key:
    """A key pair of a ledger.

    Attributes
    ----------
    name : str
        Of the ledger (its origin), such as "district.example/ledger".
    secret : str
        To be kept by whoever signs, and shown to nobody.
    public : str
        To be given to everybody, on another way than the ledger itself.

    See Also
    --------
    new_key
    """

    name: str
    secret: str = field(repr=False)
    public: str


def new_key(name: str, raw: bytes | None = None) -> Key:
    """Make a key pair that signs checkpoints.

    Parameters
    ----------
    name : str
        Of the ledger, such as an address without "https://"; no blanks, no plus signs.
    raw : bytes, optional
        The 32 secret bytes; by default drawn from the system.

    Returns
    -------
    Key
        Two texts: `secret` and `public`.

    Raises
    ------
    FaultyInput
        A name with blanks or plus signs, bytes of another length.

    References
    ----------
    Josefsson, S. and Liusvaara, I. (2017). Edwards-Curve Digital Signature Algorithm (EdDSA). RFC 8032. C2SP,
    signed-note, https://c2sp.org/signed-note.

    Examples
    --------
    >>> import govmetrics as gm
    >>> gm.ledger.new_key("district.example/ledger", raw=bytes(32)).public
    'district.example/ledger+903771d6+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop'
    """
    asked(name=(name, NAME), raw=(raw, optional(HASH)))
    drawn = secrets.token_bytes(32) if raw is None else raw
    public = _private(drawn).public_key().public_bytes_raw()
    coded = [base64.b64encode(ED25519 + part).decode() for part in (drawn, public)]
    number = key_id(name, public).hex()
    return Key(name, f"{SECRET}{name}+{number}+{coded[0]}", f"{name}+{number}+{coded[1]}")


def is_name(name: str) -> bool:
    """Tell whether a text can be the name of a key."""
    return (
        bool(name)
        and "+" not in name
        and not any(char.isspace() or ord(char) < 32 for char in name)
        and not acts(name)
    )


def key_id(name: str, public: bytes) -> bytes:
    """Return the four bytes that tell keys apart, and prove nothing."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def _private(seed: bytes) -> Any:
    require("serve", "ledger", cryptography="cryptography")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed)


def read_secret(text: str | Key) -> tuple[str, Any, bytes]:
    """Return name, private key and key id of a secret key's text; a fault never repeats the text."""
    way_out = "give what `new_key(name).secret` says"
    if isinstance(text, Key):
        text = text.secret
    if not (isinstance(text, str) and text.startswith(SECRET)):
        raise FaultyInput("key", "is no secret key", way_out)
    name, _, raw = _parts(text[len(SECRET) :], "key", Text(way_out))
    private = _private(raw)
    return name, private, key_id(name, private.public_key().public_bytes_raw())


def read_public(text: str | Key) -> tuple[str, Any, bytes]:
    """Return name, public key and key id of a public key's text."""
    require("serve", "ledger", cryptography="cryptography")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    way_out = Text("give what `new_key(name).public` says")
    if isinstance(text, Key):
        text = text.public
    if isinstance(text, str) and text.startswith(SECRET):
        raise FaultyInput(
            "key", "is a secret key, which only signs", "give the public one, and keep this one to yourself"
        )
    name, number, raw = _parts(text, "key", way_out)
    if key_id(name, raw) != number:
        raise FaultyInput("key", "its number does not go with its name and bytes", way_out)
    return name, Ed25519PublicKey.from_public_bytes(raw), number


def _parts(text: str, place: str, way_out: Text) -> tuple[str, bytes, bytes]:
    """Return name, key id and the 32 bytes of a key's text."""
    parts = text.strip().split("+", 2) if isinstance(text, str) else []
    try:
        name, number, coded = parts
        raw, known = base64.b64decode(coded, validate=True), bytes.fromhex(number)
    except (ValueError, binascii.Error):
        raise FaultyInput(place, "is no key", way_out) from None
    if not is_name(name) or len(number) != 8 or len(raw) != 33 or raw[:1] != ED25519:
        raise FaultyInput(place, "is no Ed25519 key", way_out)
    return name, known, raw[1:]
