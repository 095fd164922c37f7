"""The form for margins: how the residents divide by sex, age and the like; `survey.read_margins` reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from govmetrics.core.forms import Column, Sheet, guide, write_form
from govmetrics.core.language import Language, language_of
from govmetrics.core.options import LABEL, LANGUAGE, PATH, Kind, several, wanted
from govmetrics.core.words import Text

VARIABLE, CATEGORY, COUNT, SHARE = (
    Text("variable"),
    Text("category"),
    Text("residents"),
    Text("share (%)"),
)
_FILL = Text(
    "One row for each category of each variable, with the residents or their share in percent. "
    "Variables and categories are called as in the survey."
)
_VARIABLES = Kind(
    lambda given: (
        all(isinstance(name, str) and several(LABEL).fits(categories) for name, categories in given.items())
        if isinstance(given, Mapping)
        else several(Kind(lambda name: isinstance(name, str), Text("give a text"))).fits(given)
    ),
    Text('list columns of the survey, or give {"sex": ["f", "m"]}'),
)


def blank_margins(
    path: str | Path,
    variables: Mapping[str, Sequence[str | int]] | Iterable[str] = (),
    language: Language | None = None,
) -> Path:
    """Write a blank form for margins: one row for each category, with the number of residents or their share.

    `survey.read_margins` reads it back, for `survey.rake`.

    Parameters
    ----------
    path : path
        The .xlsx file to write.
    variables : iterable of str, or mapping of str to categories
        Columns of the survey, with their categories where they are known.
    language : {"en", "zh"}, optional
        Of headings and guidance; by default the one in use.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    FaultyInput
        Names that no cell holds, a path that cannot be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import govmetrics as gm
    >>> with TemporaryDirectory() as folder:
    ...     gm.intake.blank_margins(Path(folder) / "margins.xlsx", {"sex": ["f", "m"]}).name
    'margins.xlsx'
    """
    wanted(path=(path, PATH), variables=(variables, _VARIABLES), language=(language, LANGUAGE)).raise_all()
    chosen = language_of(language)
    named = variables if isinstance(variables, Mapping) else dict.fromkeys(variables, (None,))
    rows = [[name, category] for name, categories in named.items() for category in categories]
    numbers = [Column(COUNT, between=(0, 1e12)), Column(SHARE, between=(0, 100))]
    sheet = Sheet(Text("margins"), [Column(VARIABLE), Column(CATEGORY), *numbers], rows, spare=100)
    return write_form(path, [sheet, guide([_FILL], [], [])], chosen)
