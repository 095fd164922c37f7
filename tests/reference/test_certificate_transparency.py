"""Merkle roots and proofs of the test tree of Certificate Transparency, and C2SP's own signed note and key forms.

The eight leaves, their nine roots and the proofs are those of the reference implementation of RFC 6962 (its tests, merkletree),
which count leaves from 1. The note is the example of C2SP's signed-note; the checkpoint was made with the secret key of RFC 8032,
test 1 (7.1), and Ed25519 is deterministic, so that it must match byte for byte. SM3("abc"): GB/T 32905-2016, A.1.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import govmetrics as gm
from govmetrics.ledger.hashes import digest_of
from govmetrics.ledger.notes import take_apart
from govmetrics.ledger.proofs import Consistency, Inclusion

FACTS = json.loads((Path(__file__).parent / "data/ledger/certificate_transparency.json").read_text())
LEAVES = [bytes.fromhex(leaf) for leaf in FACTS["leaves"]]
ROOTS = [bytes.fromhex(root) for root in FACTS["roots"]]
NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
NOTE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
ORIGIN = "govmetrics.example/district-log"
CHECKPOINT = (
    f"{ORIGIN}\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n— {ORIGIN} "
    "4D6jLPAQM8rY92xX26Gj6Qc10yaGJoIQASs4JkLbUd9lLYh+914DaGJwpdhbjMdRpf2/VXThXrzcM0njSL0eZ29PUAw=\n"
)
PUBLIC = f"{ORIGIN}+e03ea32c+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"


@pytest.mark.parametrize("size", range(9))
def test_roots(size):
    assert gm.ledger.root(LEAVES[:size]) == ROOTS[size]


@pytest.mark.parametrize("given", FACTS["inclusion"], ids=lambda one: f"{one['place']} of {one['size']}")
def test_inclusion(given):
    path = tuple(map(bytes.fromhex, given["path"]))
    found = gm.ledger.inclusion(LEAVES[: given["size"]], given["place"])
    assert found == Inclusion(given["place"], given["size"], path)
    assert found.proves(LEAVES[given["place"]], ROOTS[given["size"]])


@pytest.mark.parametrize("given", FACTS["consistency"], ids=lambda one: f"{one['first']} to {one['second']}")
def test_consistency(given):
    path = tuple(map(bytes.fromhex, given["path"]))
    found = gm.ledger.consistency(LEAVES[: given["second"]], given["first"])
    assert found == Consistency(given["first"], given["second"], path)
    assert found.proves(ROOTS[given["first"]], ROOTS[given["second"]])


def test_the_note_of_c2sp_is_signed_by_its_key_and_by_no_other():
    note = take_apart(NOTE)
    assert note.text == "This is an example message.\n"
    assert note.signed_by(NOTE_KEY)
    assert not note.signed_by(PUBLIC)
    assert not take_apart(NOTE.replace("example message", "example massage")).signed_by(NOTE_KEY)


def test_the_checkpoint_is_the_same_byte_for_byte():
    key = gm.ledger.new_key(ORIGIN, SEED)
    assert key.public == PUBLIC
    assert gm.ledger.checkpoint(LEAVES, key) == CHECKPOINT
    found = gm.ledger.read_checkpoint(CHECKPOINT)
    assert (found.origin, found.size, found.root) == (ORIGIN, 8, ROOTS[8])
    assert found.signed_by(PUBLIC)


def test_the_checkpoint_of_the_specification_is_read():
    """The example of C2SP's tlog-checkpoint; its key is not published there."""
    text = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa "
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    )
    found = gm.ledger.read_checkpoint(text)
    assert (found.origin, found.size) == ("example.com/behind-the-sofa", 20852163)


def test_sm3():
    known = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert digest_of("sm3")(b"abc").hex() == known
    from govmetrics.ledger.hashes import _sm3

    assert _sm3(b"abc").hex() == known
    assert gm.ledger.root([], "sm3") == digest_of("sm3")(b"")
    assert gm.ledger.root([b"abc"], "sm3") == digest_of("sm3")(b"\x00abc")
