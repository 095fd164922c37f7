"""What verifying a ledger found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text

PROVES = (
    "This proves that what the signed checkpoints cover has not been changed, taken out, moved or put in between since. It does "
    "not prove that what was written was true, nor that nothing was left out before it was written."
)


@dataclass(frozen=True, eq=False)
class LedgerCheck(Result):
    """Whether a ledger is what was signed.

    Attributes
    ----------
    sound : bool
        Whether nothing was found.
    origin : str
        The ledger's name.
    size : int
        How many leaves it has.
    root : str
        Of its tree, in hexadecimal.
    faults : DataFrame
        row (from 0), line of the file (from 1), problem.
    checkpoints : DataFrame
        source (ledger or witness), size, signed (by the key), holds (the root is that of the leaves).

    See Also
    --------
    verify
    """

    sound: bool
    origin: str
    size: int
    root: str
    faults: pd.DataFrame
    checkpoints: pd.DataFrame
    notes: tuple[Note, ...]

    _shown: ClassVar = {"faults": "What does not hold", "checkpoints": "Checkpoints"}
    _cites: ClassVar = ("RFC9162", "RFC8032", "C2SPCheckpoint")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "The leaves' hashes and the roots of the Merkle tree (RFC 9162) were computed anew and compared with the signed "
            "checkpoints."
        )
        return (Text(told), Text(PROVES))

    def _finding(self) -> tuple[Text, ...]:
        if self.sound:
            told = "The ledger {origin} verifies: {size:# leaf|# leaves}, {count:# checkpoint|# checkpoints}."
            return (Text(told, origin=self.origin, size=self.size, count=len(self.checkpoints)),)
        rows = [str(row) for row in dict.fromkeys(self.faults["row"].dropna().astype(int))]
        if not rows:
            return (Text("The ledger {origin} does not verify.", origin=self.origin),)
        told = "The ledger {origin} does not verify: what is wrong begins at row {rows:20}."
        if len(rows) > 1:
            told = "The ledger {origin} does not verify: what is wrong is in rows {rows:20}."
        return (Text(told, origin=self.origin, rows=rows),)
