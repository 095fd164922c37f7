"""Records, survey and what was measured side by side: each fills its own leaves, and faults say which of them is meant."""

from __future__ import annotations

from govmetrics.core import Dataset
from govmetrics.core.errors import FaultyInput
from govmetrics.core.labels import UNIT_HEADING
from govmetrics.core.measured import Measured
from govmetrics.core.words import Text
from govmetrics.intake.join import MissingUnits, Sources, join_named
from govmetrics.survey.unit_rows import ALL

RECORDS = Text("the table of records")
SECOND = {
    "survey": Text("the survey"),
    "measured": Text("the measured table"),
    "tickets": Text("the tickets"),
    "networks": Text("the networks"),
    "documents": Text("the documents"),
    "coding": Text("the coding"),
    "proposals": Text("the proposals"),
}
"""What sources are called, by their keys in the file."""
ONE_PERIOD = {
    "survey": "name its column of the periods in evidence.survey: `by: {{period: COLUMN, unit: COLUMN}}`",
    "tickets": "say `window: all` of evidence.tickets",
    "networks": "leave rows of one period in the records, or give measures of each period by evidence.measured",
    "documents": "say `every: all` of evidence.documents, or name its column of the periods as `period: COLUMN`",
    "coding": "leave rows of one period in the records, or give values of each period by evidence.measured",
    "proposals": "leave rows of one period in the records, or give values of each period by evidence.measured",
    "measured": "name its column of the periods beside `values:`, as `period: COLUMN`",
}
PICK = "name the column of the periods of {first} too (`period: COLUMN`), or leave rows of one period in {second}"
ALIKE = "give both sources the same units, spelled alike; say `missing_units: keep` of {second} where it has nothing of a unit"
NO_UNITS = "name its column of the units in evidence.survey: `by: {{unit: COLUMN}}`"
"""Way out where answers of nobody knows which units would have to fill leaves of units."""
FEWER = "add rows of these periods to {first}, or take them out of {second}"


def beside(
    data: Dataset, source: Measured, name: str, first: Text = RECORDS, missing_units: MissingUnits = "refuse"
) -> Dataset:
    """Return data with the leaves that a source fills.

    Parameters
    ----------
    data : Dataset
    source : Measured
    name : str
        Key of the source: ``survey``, or ``measured[0]``.
    first : Text
        What the data are called.
    missing_units : {"refuse", "keep"}
        What to do with units that the source has nothing of.
    """
    kind = name.partition("[")[0]
    if kind == "survey" and list(source.values.index) == [ALL] and ALL not in data.values.index:
        raise FaultyInput("by", "no column says which unit a respondent is of", NO_UNITS)
    second, heading = SECOND[kind], source.values.attrs.get(UNIT_HEADING)
    if heading is not None:
        second = Text("{source} (units by the column {column!r})", source=second, column=heading)
    return join_named(
        data, source, None, Sources(first, second, ONE_PERIOD[kind], PICK, FEWER, ALIKE), missing_units
    )


def first_of(records: Dataset | None, name: str) -> Text:
    """Return what the rows are called that others are joined to: the records, or without them the first source."""
    return RECORDS if records is not None else SECOND[name.partition("[")[0]]
