"""References as GB/T 7714-2015 and APA (7th edition) write them, from the BibTeX files of the documentation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from govmetrics.core.errors import FaultyInput

if TYPE_CHECKING:
    from pybtex.database import Entry

Style = Literal["gb7714", "apa"]
STYLES: tuple[Style, ...] = get_args(Style)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_AUTHORS_SHOWN = 3
"""GB/T 7714-2015, 8.1.2: of more authors than three the first three are named."""
_MARKS = {
    "book": "M",
    "incollection": "M",
    "inproceedings": "C",
    "phdthesis": "D",
    "techreport": "R",
    "misc": "Z",
}
"""GB/T 7714-2015, appendix B: the kind of document; a paper in a journal is J."""


class References:
    """The works that a chapter cites, in the order in which it cites them.

    Parameters
    ----------
    style : {"gb7714", "apa"}
        GB/T 7714-2015 with numbers, or APA with authors and years.

    Examples
    --------
    >>> cited = References("gb7714")
    >>> cited.cite(["cronbach1951"])
    ' [1]'
    >>> print(cited.lines()[0])
    [1] CRONBACH L J. Coefficient alpha and the internal structure of tests[J]. Psychometrika, 1951, 16: 297-334.
    """

    def __init__(self, style: Style) -> None:
        self.style = style
        self._keys: list[str] = []

    def cite(self, keys: Iterable[str]) -> str:
        """Return the mark behind the sentence that rests on these works."""
        cited = list(dict.fromkeys(keys))
        self._keys += [key for key in cited if key not in self._keys]
        if not cited:
            return ""
        if self.style == "gb7714":
            return f" [{_runs(self._keys.index(key) + 1 for key in cited)}]"
        return f" ({'; '.join(_author_year(_entry(key)) for key in cited)})"

    def lines(self) -> list[str]:
        """Return the list of references: by number, or by author."""
        if self.style == "gb7714":
            return [f"[{place}] {gb7714(_entry(key))}" for place, key in enumerate(self._keys, 1)]
        return sorted((apa(_entry(key)) for key in self._keys), key=str.casefold)


def _runs(numbers: Iterable[int]) -> str:
    """Return numbers as GB/T 7714-2015, 10.1.2 writes them: 1,3-5."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(
        f"{run[0]}{'-' if len(run) > 2 else ','}{run[-1]}" if run[1:] else f"{run[0]}" for run in runs
    )


def gb7714(entry: Entry) -> str:
    """Return a work as GB/T 7714-2015 writes it."""
    field, kind = _fields(entry), entry.type
    title = f"{_both(field('title'))[0]}[{_MARKS.get(kind, 'J')}]"
    head = ". ".join(filter(None, [_people(entry, "author", _gb_name, _gb_list), title]))
    issue = f"({field('number')})" if field("number") else ""
    pages = f": {field('pages')}" if field("pages") else ""
    if kind == "article":
        dated = [field("year"), field("volume") + issue] if field("volume") else [field("year") + issue]
        where = ", ".join(filter(None, [_both(field("journal"))[0], *dated]))
        return f"{head}. {where}{pages}."
    if kind in ("incollection", "inproceedings"):
        editors = _people(entry, "editor", _gb_name, _gb_list)
        head += f"//{'. '.join(filter(None, [editors, field('booktitle')]))}"
    edition = f"{_ordinal(field('edition'))} ed" if field("edition") else ""
    by = next(filter(None, map(field, ("publisher", "institution", "school", "howpublished"))), "")
    made = ", ".join(filter(None, [": ".join(filter(None, [field("address"), by])), field("year")]))
    return f"{'. '.join(filter(None, [head, edition, made]))}{pages}."


def apa(entry: Entry) -> str:
    """Return a work as APA writes it."""
    field, kind = _fields(entry), entry.type
    people = _people(entry, "author", _apa_name, _apa_list)
    dated, title, doi = f"({field('year')}). ", _translated(field("title")), field("doi")
    link = f" https://doi.org/{doi}" if doi else ""
    head = f"{_stop(people)} {dated}{_stop(title)}" if people else f"{_stop(title)} {dated.strip()}"
    pages = field("pages").replace("-", "–")
    if kind == "article":
        issue = f"({field('number')})" if field("number") else ""
        journal = _both(field("journal"))[1] or field("journal")
        return f"{head} {', '.join(filter(None, [journal, field('volume') + issue, pages]))}.{link}"
    if kind in ("incollection", "inproceedings"):
        names = [_apa_name(person, last_first=False) for person in entry.persons.get("editor", [])]
        editors = " & ".join(names) if len(names) < 3 else _apa_list(names, False)
        within = f"In {editors} (Eds.), {field('booktitle')}" if editors else f"In {field('booktitle')}"
        head += f" {within}{f' (pp. {pages})' if pages else ''}."
    by = next(filter(None, map(field, ("publisher", "institution", "school", "howpublished"))), "")
    edition = f" ({_ordinal(field('edition'))} ed.)" if field("edition") else ""
    return f"{head.rstrip('.') + edition + '.' if edition else head} {_stop(by)}".strip() + link


def _both(text: str) -> tuple[str, str]:
    """Return a Chinese name or title, and what it is in Latin letters: behind it in brackets, where it is known."""
    found = _CHINESE.search(text) and re.fullmatch(r"(.+?) \(([^\u4e00-\u9fff]+)\)", text)
    return (found[1], found[2]) if found else (text, "")


def _translated(title: str) -> str:
    """Return a title as APA writes one of another language: the translation in square brackets."""
    own, translation = _both(title)
    return f"{own} [{translation}]" if translation else own


def _ordinal(edition: str) -> str:
    """Return an edition's number as it is read: 5th, 2nd."""
    if not edition.isdigit():
        return edition
    ends = {1: "st", 2: "nd", 3: "rd"}
    number = int(edition)
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ends.get(number % 10, 'th')}"


def _stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _author_year(entry: Entry) -> str:
    lasts = [_last(person) for person in entry.persons.get("author", [])]
    names = [_both(last)[1].partition(",")[0] or last for last in lasts]
    year = _fields(entry)("year")
    if not names:
        return f"{_fields(entry)('title')}, {year}"
    more = " et al." if len(names) > 2 or "others" in names else f" & {names[1]}" if len(names) == 2 else ""
    return f"{names[0]}{more}, {year}"


def _people(
    entry: Entry, role: str, name: Callable[[Any], str], listed: Callable[[list[str], bool], str]
) -> str:
    """Return the names of authors or editors; BibTeX's "and others" says that there are more."""
    people = entry.persons.get(role, [])
    named = [person for person in people if _last(person) != "others"]
    return listed([name(person) for person in named], len(named) < len(people)) if named else ""


def _gb_list(names: list[str], more: bool) -> str:
    others = "等" if _CHINESE.search(names[0]) else "et al"
    return ", ".join([*names[:_AUTHORS_SHOWN], *([others] if more or len(names) > _AUTHORS_SHOWN else [])])


def _gb_name(person: Any) -> str:
    """Return a name as GB/T 7714-2015, 8.1.1 has it: the family name in capitals, the given names as initials."""
    last, first = _last(person), [_plain(name) for name in [*person.first_names, *person.middle_names]]
    if _CHINESE.search(last) or not first:
        return _both(last)[0] + "".join(first)
    return f"{last.upper()} {' '.join(part[0].upper() for name in first for part in re.split('[-. ]+', name) if part)}"


def _apa_list(names: list[str], more: bool) -> str:
    if more:
        return f"{', '.join(names)}, et al"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"


def _apa_name(person: Any, last_first: bool = True) -> str:
    last, first = _last(person), [_plain(name) for name in [*person.first_names, *person.middle_names]]
    if not first:
        return _both(last)[1] or last
    initials = " ".join(
        "-".join(f"{part[0]}." for part in name.strip(".").split("-") if part) for name in first
    )
    return f"{last}, {initials}" if last_first else f"{initials} {last}"


def _last(person: Any) -> str:
    return " ".join(
        _plain(name) for name in [*person.prelast_names, *person.last_names, *person.lineage_names]
    )


@cache
def _plain(text: str) -> str:
    from pybtex.richtext import Text

    return str(Text.from_latex(text))


def _fields(entry: Entry) -> Callable[[str], str]:
    return lambda key: _plain(entry.fields.get(key, "")).replace("–", "-") if key in entry.fields else ""


def _entry(key: str) -> Entry:
    found = _entries().get(key.lower())
    if found is None:
        raise FaultyInput(key, "is not in the bibliography", "add it to docs/refs")
    return found


@cache
def _entries() -> Mapping[str, Entry]:
    """Return every work of the bibliography: inside the wheel, or of a checkout."""
    from pybtex.database.input.bibtex import (
        Parser,
    )  # by itself: `parse_file` looks through all that is installed first

    package = Path(__file__).resolve().parents[2]
    folder = next(
        (one for one in (package / "_refs", package.parent / "docs" / "refs") if one.is_dir()), None
    )
    if folder is None:
        raise FaultyInput(
            "references", "the folder of the bibliography is missing", "install govmetrics again"
        )
    return {
        key.lower(): entry
        for file in sorted(folder.glob("*.bib"))
        for key, entry in Parser().parse_file(str(file)).entries.items()
    }
