"""A reference that spans the frontier in place of the evaluated units."""

from __future__ import annotations

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.dea._observe import Observed, Table, observe


def observe_reference(reference: tuple[Table, Table]) -> Observed:
    """Check a reference of (inputs, outputs)."""
    if not isinstance(reference, tuple | list) or len(reference) != 2:
        raise FaultyInput(Fault("reference", "is not a pair of tables", "give (inputs, outputs)"))
    return observe(*reference, what="reference: ")


def same_columns(base: Observed | None, data: Observed) -> Observed:
    """Return the reference if it has the evaluated units' columns; the units themselves if there is none."""
    if base is None:
        return data
    faults = []
    for kind in ("inputs", "outputs"):
        want, got = list(getattr(data, kind)), list(getattr(base, kind))
        if want != got:
            way_out = f"give the columns {', '.join(map(str, want))} in this order"
            faults.append(Fault(f"reference: {kind}", f"are {', '.join(map(str, got))}", way_out))
    if faults:
        raise FaultyInput(faults)
    return base


def reference_for(
    units: Observed, reference: tuple[Table, ...] | None, *, negative: bool = False
) -> Observed:
    """Return the reference with the units' columns; the units themselves if none is given."""
    if reference is None:
        return units
    if not isinstance(reference, tuple) or len(reference) not in (2, 3):
        problem = "is not a tuple of tables"
        raise FaultyInput(
            Fault("reference", problem, "give (inputs, outputs) or (inputs, outputs, undesirable)")
        )
    other = observe(*reference, negative=negative, what="reference: ")
    if (other.m, other.s) != (units.m, units.s) or list(other.columns) != list(units.columns):
        problem = f"has the columns {list(other.columns)}, the units have {list(units.columns)}"
        raise FaultyInput(Fault("reference", problem, "give the same columns in the same order"))
    return other
