"""A ledger's file: whatever is edited, taken out, moved or cut off is named."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.ledger.canonical import canonical
from govmetrics.ledger.checkpoints import signed_head
from govmetrics.ledger.merkle import leaf_hash, root_of
from tests.command import command

KEY = gm.ledger.new_key("district.example/ledger", bytes(range(32)))
ENTRIES = [{"kind": "ballots", "day": f"2026-05-{day:02}", "yes": 10 + day, "no": 5} for day in range(1, 9)]


@pytest.fixture
def path(tmp_path):
    where = gm.ledger.begin(tmp_path / "ledger.jsonl", KEY)
    assert gm.ledger.append(where, ENTRIES[:5], KEY) == 5
    assert gm.ledger.append(where, ENTRIES[5:], KEY.secret) == 8
    return where


def lines_of(path):
    return path.read_bytes().split(b"\n")[:-1]


def put(path, lines):
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def edited(line, rehash=False, **changes):
    row = json.loads(line)
    row["leaf"] |= changes
    if rehash:
        row["hash"] = leaf_hash(canonical(row["leaf"])).hex()
    return canonical(row)


def rows(path, **given):
    found = gm.ledger.verify(path, KEY, **given)
    assert not found.sound
    return found.faults["row"].dropna().astype(int).tolist()


def written_anew(path, lines):
    """Write rows anew with the secret key, as only the one who runs the ledger can."""
    done, hashes = [lines[0]], []
    for place, line in enumerate(lines[1:]):
        leaf = json.loads(line)["leaf"]
        hashes.append(leaf_hash(canonical(leaf)))
        text = signed_head(KEY.name, place + 1, root_of(hashes, "sha256"), KEY)
        done.append(canonical({"place": place, "leaf": leaf, "hash": hashes[-1].hex(), "checkpoint": text}))
    put(path, done)


def test_what_was_written_verifies(path):
    found = gm.ledger.verify(path, KEY)
    assert found.sound
    assert found.size == 8
    assert found.root == gm.ledger.root([canonical(entry) for entry in ENTRIES]).hex()
    assert len(found.checkpoints) == 8
    assert found.checkpoints[["signed", "holds"]].all(axis=None)
    assert KEY.secret not in path.read_text()
    assert "账本 district.example/ledger 通过验证：8 个条目" in found.summary("zh")


def test_an_edited_row_is_named(path):
    lines = lines_of(path)
    lines[4] = edited(lines[4], yes=900)
    put(path, lines)
    found = gm.ledger.verify(path, KEY)
    assert found.faults[["row", "line"]].to_numpy().tolist() == [[3, 5]]
    assert "the entry was edited" in found.faults["problem"][0]


def test_an_edited_row_whose_hash_was_computed_anew_is_named(path):
    lines = lines_of(path)
    lines[4] = edited(lines[4], rehash=True, yes=900)
    put(path, lines)
    assert rows(path) == [3]


def test_rows_taken_out_put_in_or_moved_are_named(path):
    lines = lines_of(path)
    put(path, lines[:3] + lines[4:])
    assert rows(path)[0] == 2
    put(path, [*lines[:3], lines[4], lines[3], *lines[5:]])
    assert rows(path)[:2] == [2, 3]
    put(path, [*lines[:3], lines[3], *lines[3:]])
    assert rows(path)[0] == 3


def test_rows_that_nobody_signed_are_named(path):
    row = {"place": 8, "leaf": {"yes": 1}, "hash": leaf_hash(canonical({"yes": 1})).hex()}
    put(path, [*lines_of(path), canonical(row)])
    assert rows(path) == [8]


def test_rows_written_and_signed_anew_are_seen_by_the_witness_alone(path, tmp_path):
    kept = tmp_path / "witness.txt"
    leaves = [canonical(entry) for entry in ENTRIES]
    for size in (2, 5, 8):
        proof = gm.ledger.consistency(
            leaves[:size], gm.ledger.verify(path, KEY).size if size > 8 else {2: 0, 5: 2, 8: 5}[size]
        )
        gm.ledger.witness(kept, gm.ledger.checkpoint(leaves[:size], KEY), KEY, proof)
    assert gm.ledger.verify(path, KEY, witness=kept).sound
    lines = lines_of(path)
    lines[4] = edited(lines[4], yes=900)
    written_anew(path, lines)
    assert gm.ledger.verify(path, KEY).sound
    assert "whoever has the secret key can write everything anew" in gm.ledger.verify(path, KEY).summary()
    found = gm.ledger.verify(path, KEY, witness=kept)
    assert not found.sound
    assert "one of the rows 2 to 4 is not what the witness saw signed" in found.faults["problem"][0]


def test_rows_cut_off_are_seen_by_the_witness_alone(path, tmp_path):
    kept = tmp_path / "witness.txt"
    gm.ledger.witness(kept, json.loads(lines_of(path)[-1])["checkpoint"], KEY)
    put(path, lines_of(path)[:-2])
    assert gm.ledger.verify(path, KEY).sound
    assert rows(path, witness=kept) == [6]


def test_a_file_written_anew_with_another_key_is_seen_by_whoever_knows_the_key(path, tmp_path):
    other = gm.ledger.new_key(KEY.name, bytes(32))
    forged = gm.ledger.begin(tmp_path / "forged.jsonl", other)
    gm.ledger.append(forged, ENTRIES[:2], other)
    assert gm.ledger.verify(forged).sound
    assert "the key is the one in the file" in gm.ledger.verify(forged).summary()
    assert not gm.ledger.verify(forged, KEY).sound


def test_another_key_in_the_head_is_told(path):
    """Whoever takes the key from the file would be led astray, though everything is signed as it was."""
    found = gm.ledger.verify(path, KEY)
    assert found.sound
    path.write_text(
        path.read_text(encoding="utf-8").replace(KEY.public, gm.ledger.new_key("x").public), encoding="utf-8"
    )
    found = gm.ledger.verify(path, f" {KEY.public}\n")
    assert not found.sound
    assert found.faults["line"].tolist() == [1]
    assert found.faults["problem"][0].say("zh") == "文件中的公钥与所给公钥不同"


def test_a_line_that_was_cut_in_the_middle_is_told_and_nothing_is_added(path):
    path.write_bytes(path.read_bytes()[:-20])
    assert "not whole" in gm.ledger.verify(path, KEY).faults["problem"].iloc[-1]
    with pytest.raises(gm.FaultyInput, match="nothing is added"):
        gm.ledger.append(path, ENTRIES[:1], KEY)


def test_a_key_written_twice_in_a_line_is_seen(path):
    lines = lines_of(path)
    lines[2] = lines[2].replace(b'"leaf":{', b'"leaf":{"yes":900},"leaf":{')
    put(path, lines)
    assert rows(path)[0] == 1


@given(data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_flipped_bit_of_the_file_is_seen(path, data):
    before = path.read_bytes()
    bit = data.draw(st.integers(0, 8 * len(before) - 1))
    try:
        path.write_bytes(
            bytes(byte ^ ((1 << bit % 8) if at == bit // 8 else 0) for at, byte in enumerate(before))
        )
        try:
            found = gm.ledger.verify(path, KEY)
        except gm.FaultyInput:
            return
        head = len(before.split(b"\n")[0])
        assert not found.sound or (bit // 8 < head and b'"key"' in before[:head])
        if found.sound:  # the head's own key is not used where the reader knows the key
            assert json.loads(path.read_bytes().split(b"\n")[0])["key"] != KEY.public
    finally:
        path.write_bytes(before)


def test_odd_files_and_keys_are_refused(path, tmp_path):
    for wrong, told in ((tmp_path / "none", "no such file"), (tmp_path, "no such file")):
        with pytest.raises(gm.FaultyInput, match=told):
            gm.ledger.verify(wrong)
    (tmp_path / "other.json").write_text('{"a": 1}\n')
    with pytest.raises(gm.FaultyInput, match="is no ledger"):
        gm.ledger.verify(tmp_path / "other.json")
    with pytest.raises(gm.FaultyInput, match="is there already"):
        gm.ledger.begin(path, KEY)
    with pytest.raises(gm.FaultyInput, match="keep this one to yourself") as told:
        gm.ledger.verify(path, KEY.secret)
    assert KEY.secret not in str(told.value)
    with pytest.raises(gm.FaultyInput, match="own key"):
        gm.ledger.append(path, ENTRIES[:1], gm.ledger.new_key("another"))
    with pytest.raises(gm.FaultyInput, match=r"value\.yes.*finite"):
        gm.ledger.append(path, [{"yes": float("nan")}], KEY)
    assert gm.ledger.verify(path, KEY).size == 8


def test_a_witness_refuses_what_was_rewritten(tmp_path):
    kept, leaves = tmp_path / "kept.txt", [b"a", b"b", b"c", b"d"]
    gm.ledger.witness(kept, gm.ledger.checkpoint(leaves[:3], KEY), KEY)
    before = kept.read_text()
    other = [b"x", *leaves[1:]]
    for leaves_now, proof, told in (
        (leaves[:2], None, "the last one had 3"),
        (other[:3], None, "another root"),
        (leaves, None, "no proof leads from 3 to 4"),
        (other, gm.ledger.consistency(other, 3), "does not hold"),
    ):
        with pytest.raises(gm.FaultyInput, match=told):
            gm.ledger.witness(kept, gm.ledger.checkpoint(leaves_now, KEY), KEY, proof)
    with pytest.raises(gm.FaultyInput, match="not signed by the key"):
        gm.ledger.witness(kept, gm.ledger.checkpoint(leaves, gm.ledger.new_key(KEY.name)), KEY)
    assert kept.read_text() == before
    gm.ledger.witness(kept, gm.ledger.checkpoint(leaves, KEY), KEY, gm.ledger.consistency(leaves, 3))
    gm.ledger.witness(kept, gm.ledger.checkpoint(leaves, KEY), KEY)  # seen again: written once
    assert kept.read_text().count("\n4\n") == 1


def test_sm3_all_the_way(tmp_path):
    path = gm.ledger.begin(tmp_path / "sm3.jsonl", KEY, "sm3")
    gm.ledger.append(path, ENTRIES, KEY)
    found = gm.ledger.verify(path, KEY)
    assert found.sound
    assert found.root == gm.ledger.root([canonical(entry) for entry in ENTRIES], "sm3").hex()


def test_the_command_line_names_the_row(path, tmp_path):
    (tmp_path / "key.txt").write_text(KEY.public + "\n")
    done = command("ledger", "verify", path, "--key", tmp_path / "key.txt")
    assert done.returncode == 0
    assert "verifies: 8 leaves" in done.stdout
    lines = lines_of(path)
    lines[4] = edited(lines[4], yes=900)
    put(path, lines)
    done = command("ledger", "verify", path, "--key", KEY.public, "--language", "zh")
    assert done.returncode == 1
    assert "第 3 条（第 5 行）：条目被改动" in done.stdout
    assert command("ledger", "verify", path, "--key", "nothing").returncode == 1
