"""A reference that spans the frontier in place of the evaluated units."""

from __future__ import annotations

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.words import Text
from govmetrics.dea._observe import Amounts, Observed, observe


def observe_reference(reference: tuple[Amounts, Amounts]) -> Observed:
    """Check a reference of (inputs, outputs)."""
    if not isinstance(reference, tuple | list) or len(reference) != 2:
        raise FaultyInput("reference", "is not a pair of tables", "give (inputs, outputs)")
    return observe(*reference, reference=True, idle=True)


def same_columns(base: Observed | None, data: Observed) -> Observed:
    """Return the reference if it has the evaluated units' columns; the units themselves if there is none."""
    if base is None:
        return data
    faults = Faults()
    for kind in ("inputs", "outputs"):
        want, got = list(getattr(data, kind)), list(getattr(base, kind))
        if want != got:
            place = Text("reference: {place}", place=kind)
            way_out = "give the columns {wanted:50} in this order"
            faults.append(Fault(place, "has the columns {given:50}", way_out, given=got, wanted=want))
    faults.raise_all()
    return base


def reference_for(
    units: Observed, reference: tuple[Amounts, ...] | None, *, negative: bool = False
) -> Observed:
    """Return the reference with the units' columns; the units themselves if none is given."""
    if reference is None:
        return units
    if not isinstance(reference, tuple) or len(reference) not in (2, 3):
        way_out = "give (inputs, outputs) or (inputs, outputs, undesirable)"
        raise FaultyInput("reference", "is not a tuple of tables", way_out)
    other = observe(*reference, negative=negative, reference=True, idle=True)
    if (other.m, other.s) != (units.m, units.s) or list(other.columns) != list(units.columns):
        given, wanted = list(other.columns), list(units.columns)
        way_out = "give the columns {wanted:50} in this order"
        raise FaultyInput("reference", "has the columns {given:50}", way_out, given=given, wanted=wanted)
    return other
