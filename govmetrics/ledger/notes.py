"""Signed notes (C2SP signed-note): a text, an empty line, and lines of signatures."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from govmetrics.core.errors import FaultyInput
from govmetrics.ledger.keys import Key, is_name, read_public, read_secret

DASH = "\N{EM DASH} "
LONGEST = 1_000_000
SIGNATURES = 100
WAY_OUT = "give a signed note: a text, an empty line, lines that begin with a long dash"


@dataclass(frozen=True)
class SignedNote:
    """A note that was taken apart, not yet checked: its text with the last newline, and (name, key id, signature)."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]

    def signed_by(self, key: str | Key) -> bool:
        """Tell whether a public key signed it; a signature by that key that does not hold spoils the whole note."""
        from cryptography.exceptions import InvalidSignature

        name, public, number = read_public(key)
        own = [signature for of, by, signature in self.signatures if (of, by) == (name, number)]
        try:
            for signature in own:
                public.verify(signature, self.text.encode())
        except InvalidSignature:
            return False
        return bool(own)


def sign(text: str, key: str | Key) -> str:
    r"""Return a text with a signature below it.

    Examples
    --------
    >>> from govmetrics.ledger.keys import new_key
    >>> key = new_key("district.example/ledger", raw=bytes(32))
    >>> take_apart(sign("Closed on 3 May.\n", key.secret)).signed_by(key.public)
    True
    """
    name, private, number = read_secret(key)
    if not text.endswith("\n") or _controls(text):
        raise FaultyInput(
            "text", "cannot be signed", "a note ends with a line break, and has no other control characters"
        )
    coded = base64.b64encode(number + private.sign(text.encode())).decode()
    return f"{text}\n{DASH}{name} {coded}\n"


def take_apart(note: str) -> SignedNote:
    """Return a note's text and signatures; refuse what is no note."""
    if not isinstance(note, str) or not note or len(note) > LONGEST or _controls(note):
        raise FaultyInput("note", "is no signed note", WAY_OUT)
    text, found, below = note.rpartition("\n\n")
    lines = below.split("\n")
    if not found or not text or lines[-1] or not 1 <= len(lines) - 1 <= SIGNATURES:
        raise FaultyInput("note", "is no signed note", WAY_OUT)
    return SignedNote(text + "\n", tuple(_signature(line) for line in lines[:-1]))


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, coded = line.removeprefix(DASH).partition(" ")
    try:
        raw = base64.b64decode(coded, validate=True)
    except (ValueError, binascii.Error):
        raw = b""
    if not line.startswith(DASH) or not is_name(name) or len(raw) < 5:
        raise FaultyInput("note", "a line of signatures is none", WAY_OUT)
    return name, raw[:4], raw[4:]


def _controls(text: str) -> bool:
    """Tell whether a text has control characters beside the line break, or half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return any(ord(char) < 32 and char != "\n" for char in text)
