"""What was said in an activity: the store of a folder, the activity that is meant, and its answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import PATH, TEXT, asked, optional
from govmetrics.serve import answers, moments, rounds
from govmetrics.serve.answers import Response
from govmetrics.serve.export import refuse_early
from govmetrics.serve.kinds import KINDS
from govmetrics.serve.rounds import Activity
from govmetrics.serve.stores import FILE, Store, open_store


@contextmanager
def said(
    folder: str | Path, activity: str | None, kind: str | Sequence[str], database: str | None
) -> Iterator[tuple[Activity, list[Response]]]:
    """Return an activity of some kind and its answers; an anonymous one's only when it is closed."""
    asked(folder=(folder, PATH), activity=(activity, optional(TEXT)), database=(database, optional(TEXT)))
    with stored(folder, database) as store, store.read() as transaction:
        found = named(rounds.every(transaction), activity, [kind] if isinstance(kind, str) else kind)
        refuse_early(found, found.state(moments.clock()))
        yield found, answers.of(transaction, found)


@contextmanager
def stored(folder: str | Path, database: str | None) -> Iterator[Store]:
    """Return a store that is there, and close it afterwards; none is made."""
    if database is None and not (Path(folder) / FILE).is_file():
        raise FaultyInput(
            str(folder), "holds no participation yet", "start the server: `govmetrics serve FOLDER`"
        )
    store = open_store(folder, database)
    try:
        yield store
    finally:
        store.close()


def named(every: Sequence[Activity], name: str | None, kinds: Sequence[str] = ()) -> Activity:
    """Return the activity that a key or a title means."""
    fitting = [one for one in every if not kinds or one.kind in kinds]
    if name is not None:
        fitting = [one for one in fitting if name in (one.id, one.title.say("en"), one.title.say("zh"))]
    if len(fitting) == 1:
        return fitting[0]
    there = [f"{one.title} ({one.id})" for one in every if not kinds or one.kind in kinds]
    wanted = [KINDS[kind].title for kind in kinds]
    if not fitting:
        raise FaultyInput("activity", "there is none of this name and kind: {wanted}", "there are: {labels}", wanted=wanted,
                          labels=there)  # fmt: skip
    raise FaultyInput("activity", "several are meant", "name one by its key: {labels}", labels=there)
