"""Tickets of a hotline as evidence: their three rates, and which of them join the tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core import Fault, IndicatorTree, Note, Text
from govmetrics.core.errors import Faults
from govmetrics.core.near import codes as known_codes
from govmetrics.core.near import meant
from govmetrics.core.united import Unit, if_there
from govmetrics.evaluation.keys import Tickets
from govmetrics.evaluation.places import with_keys
from govmetrics.monitoring import ThreeRates, three_rates


@dataclass(frozen=True, eq=False)
class Joining:
    """The rates that are indicators of the tree, with their errors: a `Measured`."""

    values: pd.DataFrame
    standard_errors: pd.DataFrame
    notes: tuple[Note, ...]


@dataclass(frozen=True, eq=False)
class Rates:
    """What tickets say.

    Parameters
    ----------
    found : ThreeRates
    codes : mapping of rate to code
        Of those that join the tree.
    """

    found: ThreeRates
    codes: Mapping[str, str]

    @property
    def joining(self) -> Joining | None:
        """The rates that have codes; None where none has."""
        named = list(self.codes.values())
        return (
            Joining(self.found.values[named], self.found.standard_errors[named], self.found.notes)
            if named
            else None
        )


def rates_of(asked: Tickets, path: Path, tree: IndicatorTree, unit: Unit = "unit") -> Rates:
    """Return the rates of a file of tickets; `unit` names the units of the records.

    Raises
    ------
    FaultyInput
        Codes that are no indicators of the tree, and all that `three_rates` finds in the file.
    """
    faults, there = Faults(), Text("there are: {labels}", labels=tree.codes)
    faults += [
        Fault(f"codes.{rate}", "{code!r} is not an indicator of the tree", meant(code, known_codes(tree), there), code=code)
        for rate, code in asked.codes.items()
        if code not in tree.codes
    ]  # fmt: skip
    columns = {
        name: list(one) if isinstance(one, tuple) else one for name, one in (asked.columns or {}).items()
    }
    if "unit" not in columns and (both := if_there(unit)) is not None:
        columns["unit"] = both
    with faults:
        found = three_rates(
            path, None if asked.window == "all" else asked.window, _said(asked.weights), _said(asked.within),
            columns, _said(asked.words), dict(asked.codes),
        )  # fmt: skip
    faults.raise_all()
    return Rates(with_keys(found), dict(asked.codes))


def _said(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if given is None else dict(given)
