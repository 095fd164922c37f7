"""Valid calls of every public function of the room of ledger."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from govmetrics import ledger

LEAVES = [b"ballots of 3 May", b"ballots of 4 May", b"report"]
KEY = ledger.new_key("某区存证", bytes(range(32)))
FOLDER = Path(tempfile.mkdtemp())
LEDGER = ledger.begin(FOLDER / "ledger.jsonl", KEY)
ledger.append(LEDGER, [{"kind": "publication", "day": "2026-05-03"}], KEY)
CHECKPOINT = ledger.checkpoint(LEAVES, KEY)
WITNESS = ledger.witness(
    FOLDER / "witness.txt", ledger.checkpoint([b'{"day":"2026-05-03","kind":"publication"}'], KEY), KEY
)

PROOF, CONSISTENT = ledger.inclusion(LEAVES, 1), ledger.consistency(LEAVES, 2)

CALLS: dict[str, Any] = {
    "root": (ledger.root, {"leaves": LEAVES, "algorithm": "sm3"}),
    "inclusion": (ledger.inclusion, {"leaves": LEAVES, "place": 1}),
    "consistency": (ledger.consistency, {"leaves": LEAVES, "size": 2}),
    "new_key": (ledger.new_key, {"name": "district.example/ledger", "raw": bytes(32)}),
    "checkpoint": (
        ledger.checkpoint,
        {"leaves": LEAVES, "key": KEY.secret, "origin": "district.example/other"},
    ),
    "read_checkpoint": (ledger.read_checkpoint, {"source": CHECKPOINT}),
    "begin": (ledger.begin, {"path": FOLDER / "new.jsonl", "key": KEY, "algorithm": "sm3"}),
    "append": (ledger.append, {"path": LEDGER, "entries": [], "key": KEY}),
    "verify": (ledger.verify, {"path": LEDGER, "key": KEY, "witness": WITNESS}),
    "witness": (
        ledger.witness,
        {"path": WITNESS, "checkpoint": WITNESS.read_text(encoding="utf-8"), "key": KEY.public},
    ),
    "canonical": (ledger.canonical, {"value": {"b": 1.0, "a": "居民"}}),
    "Inclusion.proves": (PROOF.proves, {"leaf": LEAVES[1], "root": ledger.root(LEAVES)}),
    "Consistency.proves": (
        CONSISTENT.proves,
        {"before": ledger.root(LEAVES[:2]), "after": ledger.root(LEAVES)},
    ),
    "Checkpoint.signed_by": (ledger.read_checkpoint(CHECKPOINT).signed_by, {"key": KEY.public}),
    "Salted.opens": (ledger.salted("王芳", bytes(32)).opens, {"value": "王芳"}),
    "salted": (ledger.salted, {"value": {"name": "王芳"}, "salt": bytes(32)}),
}
