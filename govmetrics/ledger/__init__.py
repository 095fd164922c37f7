"""Ledger: a record that nobody can change unseen."""

from govmetrics.ledger.canonical import canonical
from govmetrics.ledger.checkpoints import Checkpoint, checkpoint, read_checkpoint
from govmetrics.ledger.files import append, begin
from govmetrics.ledger.keys import Key, new_key
from govmetrics.ledger.merkle import root
from govmetrics.ledger.proofs import Consistency, Inclusion, consistency, inclusion
from govmetrics.ledger.salted import Salted, salted
from govmetrics.ledger.verification import LedgerCheck
from govmetrics.ledger.verify import verify
from govmetrics.ledger.witness import witness

__all__ = [
    "Checkpoint", "Consistency", "Inclusion", "Key", "Salted", "LedgerCheck",
    "root", "inclusion", "consistency", "new_key", "checkpoint", "read_checkpoint", "begin", "append", "verify", "witness",
    "canonical", "salted",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
