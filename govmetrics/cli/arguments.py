"""What the commands are told: their arguments and options, each with its help."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from govmetrics.core.errors import Fault, Faults, FaultyInput, choose
from govmetrics.core.words.state import chosen


class Language(StrEnum):
    """What reports are written in."""

    en = "en"
    zh = "zh"
    both = "both"


class OneLanguage(StrEnum):
    """What messages and forms are written in."""

    en = "en"
    zh = "zh"


class Backend(StrEnum):
    """Who does many evaluations."""

    loky = "loky"
    threading = "threading"
    dask = "dask"


class Story(StrEnum):
    """What the demonstration shows."""

    district = "district"
    us_states = "us_states"


def _speak(language: Language | OneLanguage | None) -> Language | OneLanguage | None:
    """Say everything from here on in the language asked for; reports in both are spoken of in Chinese."""
    if language is not None:
        chosen.set("en" if language.value == "en" else "zh")
    return language


Spoken = Annotated[
    OneLanguage | None,
    typer.Option(
        "--language",
        metavar="en|zh",
        callback=_speak,
        is_eager=True,
        help="Of messages; else GOVMETRICS_LANGUAGE.",
    ),
]
Written = Annotated[
    Language | None,
    typer.Option(
        "--language",
        metavar="en|zh|both",
        callback=_speak,
        is_eager=True,
        help="Of reports; else GOVMETRICS_LANGUAGE.",
    ),
]
TreeArgument = Annotated[
    str, typer.Argument(metavar="TREE", help="A ready-made tree's name, or a .yaml .json .csv .xlsx file.")
]
Output = Annotated[
    Path, typer.Option("-o", "--output", metavar="DIR", help="Folder for the files; made if missing.")
]
Unit = Annotated[
    list[str],
    typer.Option(metavar="COLUMN", help="Column of the units' names; several, with commas: street,name."),
]
Period = Annotated[str, typer.Option(metavar="COLUMN", help="Column of the period, if there are several.")]
Periods = Annotated[
    list[str] | None,
    typer.Option(metavar="PERIODS", help="The periods from the first to the last, separated by commas."),
]
Decimal = Annotated[str, typer.Option(metavar="SIGN", help="Decimal sign of numbers that are text: . or ,")]
MissingCodes = Annotated[
    list[str] | None,
    typer.Option(metavar="CODES", help='What means "no value", such as 99999, separated by commas.'),
]
Totals = Annotated[
    str, typer.Option(metavar="refuse|drop|keep", help="Rows of totals: refuse, drop or keep.")
]
Sheets = Annotated[
    str, typer.Option(metavar="SHEET", help="The sheet to read, or period: every sheet is one.")
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        metavar="FORMATS",
        help="Of an evaluation's reports: html, word, excel, site, separated by commas.",
    ),
]
Evaluated = Annotated[Path, typer.Argument(metavar="FILE", help="An evaluation's file or folder.")]
Into = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="DIR", help="Folder for the tables, if wanted.")
]


def made_folder(path: Path) -> Path:
    """Return a folder, made if missing."""
    if path.exists() and not path.is_dir():
        raise FaultyInput(str(path), "is a file, not a folder", "name another folder with -o")
    path.mkdir(parents=True, exist_ok=True)
    return path


def listed(given: Iterable[str] | None) -> list[str]:
    """Return what an option lists: given once with commas, given several times, or both."""
    return [part.strip() for text in given or () for part in re.split("[,，]", text) if part.strip()]


def formats_of(given: Iterable[str] | None) -> list[str]:
    """Return the formats of reports that an option names, each once."""
    from govmetrics.report.evaluation import FILES

    return list(dict.fromkeys(choose(name, FILES, "--format") for name in listed(given)))


def refuse_options(given: Mapping[str, Any]) -> None:
    """Refuse options that an evaluation says in its file: they would change nothing."""
    keys = {"draws": "sureness.draws"} | {key: f"evidence.records.{key}" for key in given if key != "draws"}
    problem, way_out = "is for recipes; an evaluation says it in its file", "write `{key}` there"
    Faults(
        Fault(f"--{key.replace('_', '-')}", problem, way_out, key=keys[key])
        for key, value in given.items()
        if value
    ).raise_all()
