"""Answers as files for other programs: CSV, xlsx and JSON; no cell becomes a formula."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core.documents import write_text
from govmetrics.core.errors import FaultyInput
from govmetrics.core.tables import write_csv, write_xlsx
from govmetrics.serve.answers import Response
from govmetrics.serve.links import Link
from govmetrics.serve.rounds import Activity

FORMATS = ("csv", "xlsx", "json")
FIELDS = "fields"
"""What an answer keeps of its form beside what it says; no file has it."""


def refuse_early(activity: Activity, state: str) -> None:
    """Refuse what would show the answers of an anonymous activity before it is closed.

    Raises
    ------
    FaultyInput
        It is anonymous, and not closed.
    """
    if activity.mode == "anonymous" and state != "closed":
        raise FaultyInput(
            activity.title,
            "is anonymous and not closed: between two looks the answer of one person could be told",
            "close it first",
        )


def export(
    activity: Activity, responses: Sequence[Response], links: Sequence[Link], path: str | Path
) -> Path:
    """Write an activity's answers and who was invited.

    In an anonymous activity the two are apart: answers stand in the order of random keys, without names and attributes.

    Parameters
    ----------
    activity : Activity
    responses : sequence of Response
    links : sequence of Link
    path : str or path
        Ends with .csv (answers only), .xlsx or .json.

    Raises
    ------
    FaultyInput
        Another ending.
    """
    path = Path(path)
    if path.suffix[1:].lower() not in FORMATS:
        raise FaultyInput(str(path), "has an ending that is not known here", "give one of: {choices}",
                          choices=[f".{name}" for name in FORMATS])  # fmt: skip
    if path.suffix.lower() == ".json":
        return write_text(
            path,
            json.dumps(_content(activity, responses, links), ensure_ascii=False, indent=1, allow_nan=False),
        )
    said = answers_frame(activity, responses)
    if path.suffix.lower() == ".csv":
        write_csv(said, path, index=False)
    else:
        write_xlsx({"answers": said, "invitees": invitees_frame(links)}, path, index=False)
    return path


def answers_frame(activity: Activity, responses: Sequence[Response]) -> pd.DataFrame:
    """Return one row for each thing that somebody said: answer, (name, attributes,) day, item, value."""
    named = activity.mode == "named"
    rows: list[dict[str, Any]] = []
    for place, one in enumerate(responses, 1):
        head: dict[str, Any] = {"answer": place}
        if named:
            head |= {"name": one.person} | {
                f"attribute: {key}": text for key, text in (one.attributes or {}).items()
            }
        head["day"] = one.day
        rows += [head | {"item": item, "value": value} for item, value in _items(one.content)]
    return pd.DataFrame(rows, columns=None if rows else ["answer", "day", "item", "value"])


def invitees_frame(links: Sequence[Link]) -> pd.DataFrame:
    """Return one row for each invitee: name, contact, attributes, and whether the link was used."""
    rows = [
        {"name": one.invitee.person, "contact": one.invitee.contact, "answered": "yes" if one.status == "used" else "no"}
        | {f"attribute: {key}": text for key, text in one.invitee.attributes.items()}
        for one in links
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=None if rows else ["name", "contact", "answered"])


def _items(content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what an answer says, each value with its path."""
    for key, value in content.items():
        if key != FIELDS:
            yield from _flat(str(key), value)


def _flat(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{path}/{key}" if key else path, inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value, 1):
            yield from _flat(f"{path}/{place}", inner)
    else:
        yield path, value


def _content(activity: Activity, responses: Sequence[Response], links: Sequence[Link]) -> dict[str, Any]:
    named = activity.mode == "named"
    both = {"title": activity.title, "purpose": activity.purpose, "consent": activity.consent}
    texts = {name: {"en": text.say("en"), "zh": text.say("zh")} for name, text in both.items()}
    return {
        "activity": {"id": activity.id, "kind": activity.kind, "mode": activity.mode, **texts, "settings": activity.settings},
        "answers": [
            ({"name": one.person, "attributes": one.attributes, "at": one.at} if named else {})
            | {"day": one.day, "content": {key: value for key, value in one.content.items() if key != FIELDS}}
            for one in responses
        ],
        "invitees": [
            {"name": one.invitee.person, "contact": one.invitee.contact, "attributes": one.invitee.attributes,
             "answered": one.status == "used"}
            for one in links
        ],
    }  # fmt: skip
