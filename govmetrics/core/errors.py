"""The errors every room raises.

``str(error)`` has one fault a line, each with its place and what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the input.

    Parameters
    ----------
    place : str
        Where: a path in a file, a sheet's cell, a unit and a code.
    problem : str
        What is wrong there.
    way_out : str, optional
        What the user can do about it.
    """

    place: str
    problem: str
    way_out: str = ""

    def __str__(self) -> str:
        """Return the fault as one line."""
        text = f"{self.place}: {self.problem}" if self.place else self.problem
        return f"{text}; {self.way_out}" if self.way_out else text


class GovmetricsError(ValueError):
    """The parent of all errors that a user can cause and mend.

    Parameters
    ----------
    faults : str, Fault, or an iterable of them
        Everything that is wrong, at once.
    """

    def __init__(self, faults: str | Fault | Iterable[Fault | str]) -> None:
        given = [faults] if isinstance(faults, str | Fault) else list(faults)
        self.faults: tuple[Fault, ...] = tuple(f if isinstance(f, Fault) else Fault("", f) for f in given)
        super().__init__("\n".join(str(f) for f in self.faults))


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
    if value not in allowed:
        listed = ", ".join(allowed)
        raise FaultyInput(Fault(what, f"{value!r} is not known", f"choose one of: {listed}"))
    return value
