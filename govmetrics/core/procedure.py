"""`Procedure`: how a result was found, where its function knows more than the result's fields tell."""

from __future__ import annotations

from dataclasses import dataclass

from govmetrics.core.options import TEXT, Kind
from govmetrics.core.words import Text


@dataclass(frozen=True)
class Procedure:
    """How a result was found, as the methods section of a paper says it, and the works that the method rests on.

    A method's function writes it where it knows the choices; the result hands it on.

    Parameters
    ----------
    said : tuple of Text
        The sentences.
    cites : tuple of str
        Keys of the bibliography.

    Examples
    --------
    >>> first = Procedure.of("Weights were equal.", "oecd2008")
    >>> (first + Procedure.of("Parts of {name} were doubled.", name="trust")).said[1]
    'Parts of trust were doubled.'
    """

    said: tuple[Text, ...] = ()
    cites: tuple[str, ...] = ()

    @classmethod
    def of(cls, template: str, /, *cites: str, **values: object) -> Procedure:
        """Return a procedure of one sentence."""
        return cls((Text(template, **values),), cites)

    def __add__(self, other: Procedure) -> Procedure:
        """Return both, one after the other: no sentence and no work twice."""
        said, cites = (*self.said, *other.said), (*self.cites, *other.cites)
        return Procedure(tuple(dict.fromkeys(said)), tuple(dict.fromkeys(cites)))

    def __bool__(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(self.said)


UNTOLD = Procedure()
"""Nothing to say: the result was not made by a method, or its fields tell."""


def _sound(value: object) -> bool:
    return isinstance(value, Procedure) and all(TEXT.fits(text) for text in (*value.said, *value.cites))


PROCEDURE = Kind(_sound, Text("leave it out: the method's function writes it"))
