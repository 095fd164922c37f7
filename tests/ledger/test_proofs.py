"""Proofs of every size verify, and with any flipped bit they do not."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm

LEAVES = [bytes([at % 7]) * (at % 5) + at.to_bytes(2, "big") for at in range(70)]


def by_definition(leaves):
    """MTH of RFC 9162, section 2.1.1, written as it stands there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + by_definition(leaves[:k]) + by_definition(leaves[k:])).digest()


def flipped(data, bit):
    return bytes(byte ^ ((1 << bit % 8) if at == bit // 8 else 0) for at, byte in enumerate(data))


def test_the_root_is_that_of_the_definition_for_every_size():
    for size in range(len(LEAVES)):
        assert gm.ledger.root(LEAVES[:size]) == by_definition(LEAVES[:size])


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_every_leaf_of_every_size_is_proved_to_be_where_it_is_and_nowhere_else(algorithm):
    for size in range(1, 21):
        leaves = LEAVES[:size]
        root = gm.ledger.root(leaves, algorithm)
        for place in range(size):
            proof = gm.ledger.inclusion(leaves, place, algorithm)
            assert len(proof.path) <= (size - 1).bit_length()
            assert [proof.proves(leaf, root) for leaf in leaves] == [at == place for at in range(size)]
            elsewhere = [
                replace(proof, place=at).proves(leaves[place], root)
                for at in range(-1, size + 1)
                if at != place
            ]
            assert not any(elsewhere)


def test_every_earlier_size_is_proved_to_be_a_beginning():
    roots = [gm.ledger.root(LEAVES[:size]) for size in range(34)]
    for second in range(34):
        for first in range(second + 1):
            proof = gm.ledger.consistency(LEAVES[:second], first)
            assert proof.proves(roots[first], roots[second])
            assert not any(
                proof.proves(roots[other], roots[second]) for other in range(second + 1) if other != first
            )


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=40), st.data())
@settings(max_examples=60, deadline=None)
def test_any_flipped_bit_of_leaf_root_or_path_fails(leaves, data):
    place = data.draw(st.integers(0, len(leaves) - 1))
    proof, root, leaf = gm.ledger.inclusion(leaves, place), gm.ledger.root(leaves), leaves[place]
    assert proof.proves(leaf, root)
    assert not proof.proves(leaf, flipped(root, data.draw(st.integers(0, 255))))
    if leaf:
        assert not proof.proves(flipped(leaf, data.draw(st.integers(0, 8 * len(leaf) - 1))), root)
    for at, one in enumerate(proof.path):
        path = (*proof.path[:at], flipped(one, data.draw(st.integers(0, 255))), *proof.path[at + 1 :])
        assert not replace(proof, path=path).proves(leaf, root)
    assert not replace(proof, path=(*proof.path, root)).proves(leaf, root)
    assert not proof.path or not replace(proof, path=proof.path[:-1]).proves(leaf, root)


@given(st.integers(1, 40), st.data())
@settings(max_examples=60, deadline=None)
def test_any_flipped_bit_of_a_proof_of_consistency_fails(second, data):
    first = data.draw(st.integers(1, second))
    proof = gm.ledger.consistency(LEAVES[:second], first)
    before, after = gm.ledger.root(LEAVES[:first]), gm.ledger.root(LEAVES[:second])
    bit = data.draw(st.integers(0, 255))
    assert not proof.proves(flipped(before, bit), after)
    assert not proof.proves(before, flipped(after, bit))
    for at, one in enumerate(proof.path):
        path = (*proof.path[:at], flipped(one, bit), *proof.path[at + 1 :])
        assert not replace(proof, path=path).proves(before, after)
    assert not replace(proof, path=(*proof.path, after)).proves(before, after)
    changed = [b"another", *LEAVES[1:second]]
    assert not gm.ledger.consistency(changed, first).proves(before, gm.ledger.root(changed))


def test_a_node_cannot_pass_for_a_leaf_and_no_leaf_counts_twice():
    """The faults of older trees: a second preimage, and Bitcoin's doubled last leaf (CVE-2012-2459)."""
    two = [b"a", b"b"]
    inner = b"".join(hashlib.sha256(b"\x00" + leaf).digest() for leaf in two)
    assert gm.ledger.root([inner]) != gm.ledger.root(two)
    assert gm.ledger.root([b"a", b"b", b"c"]) != gm.ledger.root([b"a", b"b", b"c", b"c"])


def test_odd_calls_are_refused():
    with pytest.raises(gm.FaultyInput, match="places count from 0"):
        gm.ledger.inclusion([b"a"], 1)
    with pytest.raises(gm.FaultyInput, match="more leaves than it has"):
        gm.ledger.consistency([b"a"], 2)
    with pytest.raises(gm.FaultyInput, match=r"gm\.ledger\.canonical"):
        gm.ledger.root(["a"])
    assert not replace(gm.ledger.consistency([b"a"], 0), path=(b"\x00" * 32,)).proves(
        gm.ledger.root([]), gm.ledger.root([b"a"])
    )
    assert not replace(gm.ledger.consistency([b"a", b"b"], 1), first=3).proves(
        gm.ledger.root([]), gm.ledger.root([b"a"])
    )
