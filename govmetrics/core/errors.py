"""The errors every room raises.

``str(error)`` has one fault per line, each with its place and what to do about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from types import TracebackType
from typing import Any, Self, TypeVar

from govmetrics.core.words import Language, Text

T = TypeVar("T")


class Fault:
    """One thing wrong with the input.

    Parameters
    ----------
    place : str
        Where: a path in a file, a sheet's cell, a unit and a code.
    problem : str
        What is wrong there: a template with named values (see `govmetrics.core.words.Text`).
    way_out : str, optional
        What the user can do about it: a template, too.
    **values
        What the templates name.

    Examples
    --------
    >>> print(Fault("orientation", "{value!r} is not known", "choose one of: {choices}", value="up", choices=["in", "out"]))
    orientation: 'up' is not known; choose one of: in, out
    """

    __slots__ = ("place", "problem", "way_out")

    def __init__(self, place: str, problem: str, way_out: str = "", /, **values: Any) -> None:
        self.place = place
        self.problem = Text(problem, **values)
        own = (
            way_out.values if isinstance(way_out, Text) else {}
        )  # a text keeps what it says: "did you mean 'y'?"
        self.way_out = Text(way_out, **values | own)

    def at(self, place: str) -> Fault:
        """Return the same fault at another place."""
        return Fault(place, self.problem, self.way_out)

    @property
    def text(self) -> Text:
        """The fault as one sentence."""
        values = {"place": self.place, "problem": self.problem, "way_out": self.way_out}
        if not self.way_out:
            return Text("{place}: {problem}", **values) if self.place else self.problem
        if not self.place:
            return Text("{problem}; {way_out}", **values)
        return Text("{place}: {problem}; {way_out}", **values)

    def say(self, language: Language | None = None) -> str:
        """Return the fault as one line, in a language."""
        return self.text.say(language)

    def __str__(self) -> str:
        """Return the fault as one line, in the language in use."""
        return self.say()

    def __repr__(self) -> str:
        return f"Fault({str(self.place)!r}, {str(self.problem)!r}, {str(self.way_out)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fault) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash(self._said())

    def _said(self) -> tuple[str, str, str]:
        return str(self.place), str(self.problem), str(self.way_out)


class GovmetricsError(ValueError):
    """The parent of all errors that a user can cause and mend.

    Parameters
    ----------
    faults : str, Fault, or an iterable of them
        Everything that is wrong, at once; or the place of a single fault.
    problem, way_out : str
        Of a single fault, with its ``**values``: as for `Fault`.

    Examples
    --------
    >>> import govmetrics as gm
    >>> try:
    ...     gm.read_tree({"code": "G", "parts": [{"code": "a"}, {"code": "b", "better": "up"}]})
    ... except gm.GovmetricsError as error:
    ...     sorted({fault.place for fault in error.faults})
    ['tree.parts[0].better', 'tree.parts[1].better']
    """

    def __init__(
        self,
        faults: str | Fault | Iterable[Fault | str],
        problem: str = "",
        way_out: str = "",
        /,
        **values: Any,
    ) -> None:
        if problem:
            faults = Fault(faults, problem, way_out, **values)  # type: ignore[arg-type]  # the place of the only one
        given = [faults] if isinstance(faults, str | Fault) else list(faults)
        self.faults: tuple[Fault, ...] = tuple(f if isinstance(f, Fault) else Fault("", f) for f in given)
        super().__init__(self.faults)

    @property
    def texts(self) -> list[Text]:
        """The faults as sentences, for a note on what could not be found."""
        return [fault.text for fault in self.faults]

    def say(self, language: Language | None = None) -> str:
        """Return every fault, one per line, in a language."""
        return "\n".join(fault.say(language) for fault in self.faults)

    def __str__(self) -> str:
        """Return every fault, one per line, in the language in use."""
        return self.say()


class FaultyInput(GovmetricsError):
    """A file, a table or an argument is wrong."""


class UnsuitableMethod(GovmetricsError):
    """The method cannot be used on these data; the message names the way out."""


class InfeasibleTargets(GovmetricsError):
    """No solution meets what was asked for (margins, bounds, budgets)."""


def choose(value: str, choices: Iterable[str], what: str) -> str:
    """Return `value` if it is one of `choices`, else raise an error that lists them.

    Examples
    --------
    >>> choose("input", ("input", "output"), "orientation")
    'input'
    """
    allowed = tuple(choices)
    if not (isinstance(value, str) and value in allowed):
        problem, way_out = "{value!r} is not known", "choose one of: {choices:50}"
        raise FaultyInput(what, problem, way_out, value=value, choices=allowed)
    return value


class Faults(list[Fault]):
    """What several checks find, kept so that it comes in one error.

    An error raised inside ``with faults:`` is kept and the next check runs; `raise_all` raises everything.

    Examples
    --------
    >>> faults = Faults()
    >>> with faults:
    ...     choose("sideways", ("input", "output"), "orientation")
    >>> faults.append(Fault("data", "is empty"))
    >>> faults.raise_all()
    Traceback (most recent call last):
    govmetrics.core.errors.FaultyInput: orientation: 'sideways' is not known; choose one of: input, output
    data: is empty
    """

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        super().__init__(faults)
        self._raised: list[type[GovmetricsError]] = []  # the kind of error behind each fault that was one

    def __enter__(self) -> Self:
        """Begin a check."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Keep the faults of one of our errors; let other errors through."""
        if not isinstance(error, GovmetricsError):
            return False
        self._raised += [type(error)] * len(error.faults)
        self.extend(error.faults)
        return True

    def raise_all(self, kind: type[GovmetricsError] | None = None) -> None:
        """Raise everything as one error, each fault once; nothing where there is none.

        The error is of the kind asked for, else of the one kind that all the checks raised, else a `FaultyInput`.
        """
        if self:
            one_kind = len(set(self._raised)) == 1 and len(self._raised) == len(self)
            raise (kind or (self._raised[0] if one_kind else FaultyInput))(dict.fromkeys(self))


def each(
    found: Iterable[T], fault: Callable[[T], Fault], most: int = 50, of: int | None = None
) -> list[Fault]:
    """Return a fault for each of the first `most` things found, and one that counts the others: of so many, where it is known.

    Examples
    --------
    >>> for one in each(range(2, 2000), lambda row: Fault(f"row {row}", "the unit is empty"), most=1):
    ...     print(one)
    row 2: the unit is empty
    and 1,997 more like the last: the unit is empty
    """
    rest = iter(found)
    faults = [fault(one) for one in islice(rest, most)]
    left = sum(1 for _ in rest) if of is None else of - len(faults)
    if left:
        faults.append(faults[-1].at(Text("and {left:,} more like the last", left=left)))
    return faults
