"""The data of an appraisal as they are read: codes for missing values, rows that are no units, values that look odd."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from govmetrics.appraisal.contradictions import sections
from govmetrics.appraisal.scoring import columns_of
from govmetrics.appraisal.spec import Criteria, Rubric, RulebookKeys
from govmetrics.core.errors import Faults
from govmetrics.core.foot import Totals, named_faults, without_computed, without_named
from govmetrics.core.labels import alike_note
from govmetrics.core.missing import Missing
from govmetrics.core.numbers import Decimal, numbers
from govmetrics.core.odd_values import odd_notes
from govmetrics.core.words import Note


def used(keys: RulebookKeys) -> set[str]:
    """Return the columns that a rulebook reads."""
    read = {column for _, item in sections(keys) for column in columns_of(item)}
    return read | set(keys.facts) | ({keys.groups} if keys.groups else set())


def numeric(keys: RulebookKeys) -> list[str]:
    """Return those of them that hold numbers."""
    items = [item for _, item in sections(keys)]
    codes = [
        i.code
        for i in items
        if not isinstance(i, Rubric) and not (isinstance(i, Criteria) and isinstance(i.of, list))
    ]
    words = {veto.on for veto in keys.vetoes if veto.equals is not None}
    return [*codes, *(fact for fact in keys.facts if fact not in words)]


def without_missing(
    table: pd.DataFrame, keys: RulebookKeys, codes: Sequence[float | str], decimal: Decimal | None
) -> tuple[pd.DataFrame, list[Note]]:
    """Return the data without the codes that were declared as missing, and a note that counts them."""
    missing = Missing(codes)
    read = {
        column: missing.without(table[column], decimal) for column in table.columns if column in used(keys)
    }
    return table.assign(**read), missing.notes()


def without_totals(
    table: pd.DataFrame, keys: RulebookKeys, totals: Totals, decimal: Decimal | None, faults: Faults
) -> tuple[pd.DataFrame, list[Note]]:
    """Return the data without rows that are no units, and notes on these and on odd values; or faults of them."""
    units = table.index.get_level_values(-1)
    table, notes = without_named(table, units, totals)
    faults += named_faults(units, totals)
    columns = [column for column in numeric(keys) if column in table.columns]
    values = pd.DataFrame(
        {column: numbers(table[column], decimal)[0] for column in columns}, index=table.index
    )
    index = values.index if values.index.nlevels == 1 else values.index.set_names(["period", "unit"])
    kept, told, sums = without_computed(values, index, totals)
    faults += sums
    alike = alike_note(units, "unit")
    return table[kept], [*notes, *told, *alike, *odd_notes(values[kept])]
