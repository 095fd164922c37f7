"""Every result of every public function as the six writers give it: methods, works, words and numbers fit to be printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from zlib import crc32

import pytest

import govmetrics as gm
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import columns, method_name
from govmetrics.core.words.state import LANGUAGES
from tests.contracts.test_hostile_arguments import FULL

GIVEN = {
    "Coding",
    "Dataset",
    "IndicatorTree",
    "Judgements",
    "Many",
    "Network",
    "Scaled",
    "Survey",
    "Verification",
}
"""What people give, or check: no method found it."""
NAMES = """
PABAK PMC Kaplan Meier
Borgatti Burt Freeman Krackhardt Snijders
AGFI AHP AIC AIJ AIP ARAS AVE BAM Bartlett BCC Becker Benjamini Bennet BIC BoD Box Brown Buckley BWM CCR CFI Chang
CILOS CITC CoCoSo CODAS Coef COINr Conger Copeland COPRAS Cox CRITIC Cronbach Dagum DDF DEA DEMATEL ECV EDAS effch ELECTRE
Error Estimate FDH Fay Feldt FIML Fisher Fleiss Fornell GFI Goepel Grossman Guttman Harman Hedges HiGHS Hochberg Holm HTMT ICC
IDOCRIW IFI IPA Jansen JRC Kendall KMO Krippendorff Larcker Leiman Little Luenberger MABAC Malmquist Mann MAP MAR MARCOS max
Anderson Andrews Atkinson Marshall Auersperg Bickenbach Blackorby Bode Donaldson Goodman Jones log Phillips Sheather Shorrocks Sul
Mazziotta MCAR McDonald MEREC MLR MOORA Morgan MULTIMOORA NFI NNFI Nunnally OECD OLS Pareto Paruolo pech Pitman Probit PROMETHEE
PUC RAM r_wg RMR RMSEA RSR Russell Saaty Saisana Saltelli SBM Schmid sech Sen SFA Simar SMC Sobol Spearman SPOTIS SRMR Std
techch tfpch TLI Tobit TODIM TOPSIS VIKOR Wang WASPAS Welch WGI Wilson Wishart WLSMV
Bera Bonett Cohen Curran Everitt Fieller Finch Gwet Hartley Jarque Kline Pearson Shapiro West Wilk Wright
Bonferroni Cram Dunn Forsythe Games Hodges Howell HSD Kramer Kruskal Lehmann Levene LSD Tukey Wald Wallis Whitney Wilcoxon
Aroian Johnson Neyman Sobel
Brant Breusch Beta DFFITS Durbin Hansen Hosmer Lemeshow Logit McFadden Nagelkerke Pagan RESET Snell VIF Watson White
Estabrook Satorra
EBM Nerlove Tone
Brier MASE RFC
PRI RoN Oana Schneider RF_cov RF_cons RF_SC_minTS RF_SC_maxTS
ANP FUCOM SWARA
Anh CUSUM EWMA Laney Olesen Smyth
DSP Jaccard Louvain MRQAP QAP
ArcGIS Anna Arora ATT Bacon Callaway DerSimonian Driscoll Godfrey Hausman Hsiao Hughes Hussey Kraay Laird Newey Nickell Pesaran
Roth Sant Satterthwaite Shapley Swamy Wooldridge
GCJ Geary Getis LISA Moran Ord SAR SDM SEM WGS
"""
"""What Chinese papers write with Latin letters: abbreviations, and the names of authors."""
_DATA = """
app budget clinics coverage fixed high lifts old plain random score size talk value young
East North West actors all area cases community complaints density district estimate fail hand house index kind left low lower
govmetrics money normal one order outcomes participation pass people population respondent sex solved staff std text total town
trust two visits
"""
"""Words of the data that the example calls are made with."""
WORD = re.compile(r"[A-Za-z][A-Za-z_]{2,}")
ODD_NUMBER = re.compile(r"(?<!\d)0\.0{6,}(?!\d)|\d\.\d{7,}|\d[eE][+-]\d")


STAGES = ("treatment", "normalisation", "weighting", "aggregation", "ranking")
"""Whose methods the glossary lists."""
GLOSSARY = Path(__file__).parents[2] / "docs" / "zh" / "glossary.md"


def glossary() -> re.Pattern[str]:
    """The Chinese headings that the glossary holds: those of the vocabulary, and those made of data, from its page."""
    rooms = [import_module(f"{columns.__name__}.{room.name}") for room in iter_modules(columns.__path__)]
    told = [re.escape(term.chinese) for room in rooms for term in room.COLUMNS.values()]
    methods = [name for stage in STAGES for name in import_module(f"govmetrics.{stage}").METHODS]
    told += [re.escape(method_name(name).say("zh")) for name in methods]
    for row in re.findall(r"^\| ([^|`]+) \| [^|`]+ \|$", GLOSSARY.read_text(encoding="utf-8"), re.M):
        plain = re.sub("（[^…]*）", "", row)  # what a row is of
        told += [re.escape(name).replace("…", ".+") for name in plain.split("、")]
    return re.compile("|".join(told))


def texts_of(table: Table) -> Iterator[str]:
    heads, cells, _ = table.printed()
    yield from (table.caption, table.sentence, *table.notes, *heads)
    for row in cells:
        yield from row


def english_in(texts: Iterable[str]) -> list[str]:
    """Return the Latin words of Chinese texts that are neither names nor data."""
    words = {
        word for text in texts for word in WORD.findall(re.sub("`[^`]+`", "", text))
    }  # keys of a file stay
    return sorted(words.difference(NAMES.split(), _DATA.split()))


def said_by(result: Result, *language: str) -> list[str]:
    """Return what a result says of itself, in a language or in the one in use."""
    tables = result.tables(*language)
    heads = [str(column.name) for table in tables for column in table.columns]
    return [
        result.summary(*language),
        result.method_paragraph(*language),
        *(table.caption for table in tables),
        *heads,
    ]


def languages_of(writer: str, room: str) -> Iterable[str]:
    """Return in which languages a writer writes a room: in the fast profile one, by their names, in the full one both."""
    return LANGUAGES if FULL else [sorted(LANGUAGES)[crc32(f"{writer} {room}".encode()) % 2]]


def test_every_result_says_how_it_was_found_and_prints_well(found, tmp_path, monkeypatch):
    with pytest.MonkeyPatch.context() as patch:
        found.make_tables_once(patch)
        told = [
            (name, result, {language: result.tables(language) for language in LANGUAGES})
            for name, result in found.named
        ]
    told = [(name, result, tables) for name, result, tables in told if tables["en"]]
    wrong = []
    shown = list({type(result): result for _, result, _ in told}.values())  # one of each kind is written
    for result in shown:  # however Chinese is asked for, and whatever else is in use
        monkeypatch.setenv("GOVMETRICS_LANGUAGE", "zh")
        by_environment = said_by(result)
        notes = repr(tuple(getattr(result, "notes", ())))
        wrong += [f"{type(result).__name__}.notes: {word}" for word in english_in([notes])]
        monkeypatch.delenv("GOVMETRICS_LANGUAGE")
        with gm.use("zh"):
            in_use = said_by(result)
        if not by_environment == in_use == said_by(result, "zh"):
            wrong.append(f"{type(result).__name__}: the ways to ask for Chinese differ")
    found.make_tables_once(monkeypatch)
    held = glossary() if GLOSSARY.is_file() else re.compile(".*")  # a wheel has no docs
    for name, result, tables in told:
        kind = type(result).__name__
        for language in LANGUAGES:
            method = result.method_paragraph(language)
            if not method and kind not in GIVEN:
                wrong.append(f"{name} ({kind}) in {language}: no method paragraph")
            texts = [method, *(text for table in tables[language] for text in texts_of(table))]
            wrong += [f"{name} ({kind}): {text}" for text in texts if ODD_NUMBER.search(text)]
            if language == "zh":
                wrong += [f"{name} ({kind}): {word} in Chinese" for word in english_in(texts)]
        for english, chinese in zip(tables["en"], tables["zh"], strict=True):
            heads = [(a.name, b.name) for a, b in zip(english.columns, chinese.columns, strict=True)]
            wrong += [
                f"{name}: {b} is not in the glossary" for a, b in heads if a != b and not held.fullmatch(b)
            ]
    for writer, file in (("latex", "t.tex"), ("markdown", "t.md"), ("csv", "csv"), ("html", "t.html")):
        for language in languages_of(writer, found.room) if shown else ():
            with gm.use(language):
                getattr(gm.report, writer)(shown, tmp_path / f"{language} {file}")
    if shown:  # the office's files in one language: they take longest
        gm.report.word(shown, tmp_path / "t.docx", "zh")
        gm.report.excel(shown, tmp_path / "t.xlsx", "zh")
    assert not wrong, "\n".join(dict.fromkeys(wrong))
