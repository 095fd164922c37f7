"""Which of the names that there are was meant by one that there is not."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import wraps
from inspect import signature
from typing import Any, Protocol, TypeVar

import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.labels import clean
from govmetrics.core.within import twice_faults, within_faults
from govmetrics.core.words import LANGUAGES, Label, Text
from govmetrics.core.words.text import label_text

Kept = TypeVar("Kept")
ALIKE = 0.6
"""How alike two names must be for one to be meant by the other, from 0 to 1."""
MOST = 1000
"""Among more names than these none is looked for: every comparison takes its time."""


def near(name: object, known: Iterable[Any]) -> Any:
    """Return the name that is written nearest to one, of a mapping what it stands for; None where none is near.

    Examples
    --------
    >>> near("Nanshan ", ["Futian", "nanshan"]), near("Baoan", ["Futian"]), near("居民满意率", {"居民满意度": "A1"})
    ('nanshan', None, 'A1')
    """
    means = known if isinstance(known, Mapping) else {one: one for one in known}
    if len(means) > MOST:
        return None
    written = {str(clean(one)).casefold(): meaning for one, meaning in means.items()}
    close = difflib.get_close_matches(label_text(clean(name)).casefold(), written, n=1, cutoff=ALIKE)
    return written[close[0]] if close else None


def meant(name: object, known: Iterable[Any], way_out: Text) -> Text:
    """Return a way out that begins with the name that may have been meant, if one is near.

    Examples
    --------
    >>> print(meant("trsut", ["trust", "order"], Text("name a leaf")))
    did you mean 'trust'? name a leaf
    """
    close = near(name, known)
    return way_out if close is None else Text("did you mean {name!r}? {known}", name=close, known=way_out)


def spelled(cls: type[Kept]) -> type[Kept]:
    """Make a class refuse an argument that it does not have as every other fault, with the one that was meant.

    What no argument may hold (`core.within`) is refused, too, before anything is made of it.

    Examples
    --------
    >>> import dataclasses
    >>> @spelled
    ... @dataclasses.dataclass
    ... class Choice:
    ...     method: str = ""
    >>> Choice(metod="entropy")
    Traceback (most recent call last):
    govmetrics.core.errors.FaultyInput: metod: is not an option; did you mean 'method'? options are: method
    """
    made, known = cls.__init__, list(signature(cls).parameters)

    @wraps(made)
    def checked(self: Any, /, *values: Any, **options: Any) -> None:
        if unknown := [name for name in options if name not in known]:
            way_out = Text("options are: {known}", known=known)
            Faults(
                Fault(name, "is not an option", meant(name, known, way_out)) for name in unknown
            ).raise_all()
        given = [*zip(known, values, strict=False), *options.items()]
        Faults(
            fault
            for name, value in given
            for fault in within_faults(name, value, isinstance(value, pd.DataFrame | pd.Series), True)
        ).raise_all()
        tables = [(name, value) for name, value in given if isinstance(value, pd.DataFrame)]
        Faults(fault for name, value in tables for fault in twice_faults(name, value)).raise_all()
        made(self, *values, **options)

    cls.__init__ = checked  # type: ignore[assignment]
    return cls


class _Named(Protocol):
    """A tree."""

    @property
    def node_codes(self) -> list[str]: ...

    def names(self) -> Mapping[str, Label]: ...


def codes(tree: _Named) -> dict[str, str]:
    """Return the codes of a tree's nodes by what people may write for them: their names, in either language, or codes.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"actors": ["trust"]})
    >>> near("Trust", codes(tree))
    'trust'
    """
    named = {label.say(language): code for code, label in tree.names().items() for language in LANGUAGES}
    return named | {code: code for code in tree.node_codes}
