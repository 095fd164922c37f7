"""Changed bytes: of a file, or of the parts within an office file, which is a zip of XML."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

TOKENS = [
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r\n", b"\n\n", b'"', b"'", b",", b";", b"\t", b":", b"- ",
    b"[", b"]", b"{", b"}", b"&a", b"*a",
    b"!!python/object:os.system", b"<<: ", b"? ", b"|\n", b"~", b"null", b".nan", b".inf", b"-1", b"0", b"1e309",
    b"99999999999999999999", b"-9223372036854775809", b"NaN", b"\\ud800", b"\\u0000", b"true", b"2024-02-30", b"%", b"=1/0",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;", b"&#x110000;", b"</v>", b"<v>", b"<row/>", b'r="XFD1048576"', b't="s"',
    b't="d"', b's="99999"', "合计".encode(), "\u202e".encode(), "\U0001f600".encode(), b"1/3", b"(" * 99, b"[" * 300,
]  # fmt: skip
NUMBER = re.compile(rb"\d+")
NUMBERS = [
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65536",
    b"1048577",
    b"2147483648",
    b"4294967296",
    b"9" * 25,
    b"1e400",
    b"0.5",
]
LARGEST = 400_000
"""Bytes of an input: what is larger is slow rather than new."""


def changed(data: bytes, rng: random.Random, other: bytes = b"") -> bytes:
    """Return a file with one to four changes; of an office file mostly inside its parts."""
    if data[:2] == b"PK" and rng.random() < 0.9:
        return _zip(data, rng)
    for _ in range(1 + int(rng.expovariate(1.0)) % 4):
        data = rng.choice(_CHANGES)(data, rng)
    if other and rng.random() < 0.1:
        data = data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other)) :]
    return data[:LARGEST]


def _flip(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return (
        data[:at] + bytes([rng.choice([0, 1, 9, 10, 32, 127, 128, 255, rng.randrange(256)])]) + data[at + 1 :]
    )


def _cut(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[at + rng.choice([1, 2, 8, 40, len(data)]) :]


def _again(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    piece = data[at : at + rng.choice([1, 4, 16, 80])] * rng.choice([1, 2, 2, 50])
    to = rng.randrange(len(data) + 1)
    return data[:to] + piece + data[to:]


def _token(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(TOKENS) + data[at + rng.choice([0, 0, 1, 4]) :]


def _number(data: bytes, rng: random.Random) -> bytes:
    found = list(NUMBER.finditer(data[:LARGEST]))
    if not found:
        return _token(data, rng)
    one = rng.choice(found)
    return data[: one.start()] + rng.choice(NUMBERS) + data[one.end() :]


def _lines(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one] if rng.random() < 0.5 else lines[other]
    return b"\n".join(lines)


_CHANGES: list[Callable[[bytes, random.Random], bytes]] = [_flip, _cut, _again, _token, _number, _lines]


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a zip; none where it is not readable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
        NotImplementedError,
    ):
        return {}  # fmt: skip


def zipped(entries: dict[str, bytes]) -> bytes:
    """Return parts as a zip."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def _zip(data: bytes, rng: random.Random) -> bytes:
    """Return an office file with changed parts, or with a part away, under another's name, or without its sum."""
    entries = parts(data)
    if not entries:
        return _flip(data, rng)
    names = [
        name
        for name in entries
        for _ in range(1 + 4 * ("sheet" in name or "content" in name or "document" in name))
    ]
    name, how = rng.choice(names), rng.random()
    if how < 0.04:
        del entries[name]
    elif how < 0.08:
        entries[rng.choice(names)] = entries[name]
    elif how < 0.1:
        return _flip(data, rng)
    else:
        part = entries[name]
        for _ in range(rng.choice([1, 1, 2, 4])):
            part = rng.choice(_CHANGES)(part, rng)
        entries[name] = part
    return zipped(entries)


def shrunk(data: bytes, same: Callable[[bytes], bool], tries: int) -> bytes:
    """Return less of a file that still fails in the same way: without whole parts, then without pieces, ever smaller."""
    entries = parts(data) if data[:2] == b"PK" else {}
    if not entries:
        return _pieces(data, same, tries)
    for name in list(entries):
        without = {other: content for other, content in entries.items() if other != name}
        entries = without if same(zipped(without)) else entries
    for name in list(entries):
        kept, share = dict(entries), max(20, tries // len(entries))
        entries[name] = _pieces(
            entries[name], lambda part, n=name, k=kept: same(zipped(k | {n: part})), share
        )
    small = zipped(entries)
    return small if same(small) else data


def _pieces(data: bytes, same: Callable[[bytes], bool], tries: int) -> bytes:
    size = max(1, len(data) // 2)
    while size and tries > 0:
        at = 0
        while at < len(data) and tries > 0:
            tries -= 1
            less = data[:at] + data[at + size :]
            if same(less):
                data = less
            else:
                at += size
        size //= 2
    return data
