"""Dictionaries: words, each with its theme; one on community governance comes with the library."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Literal

import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import clean
from govmetrics.core.options import LIST, Kind, asked, choice, is_file, optional
from govmetrics.core.result import Result
from govmetrics.core.simplified import simplified
from govmetrics.core.tables import read_table
from govmetrics.core.words import Label, Note, Text
from govmetrics.text._written import compared

LONGEST_WORD = 50
MOST_WORDS = 20_000
Words = Mapping[str, Any] | list[str] | pd.DataFrame | str | os.PathLike[str] | None
WORDS = Kind(
    lambda value: value is None or isinstance(value, Dictionary | Mapping | pd.DataFrame | os.PathLike)
    or (isinstance(value, str) and value != "") or LIST.fits(value),
    Text("give a list of words, words by theme, the path of a table of words, or None for the dictionary of the library"),
)  # fmt: skip
_HEADINGS = {
    "word": ("word", "words", "term", "keyword", "词", "词语", "关键词", "词汇"),
    "theme": ("theme", "category", "主题", "类别", "维度"),
    "language": ("language", "语言"),
    "theme_zh": ("theme_zh",),
    "source": ("source", "来源", "出处"),
}


@dataclass(frozen=True, eq=False)
class Dictionary(Result):
    """Words, each with its theme.

    Attributes
    ----------
    words : DataFrame
        The index is the word, as given; columns theme (empty where there are none) and what else the table has, such as
        language and source. A word of several themes has several rows.
    themes : dict
        What themes are called in Chinese, where that is known.
    source : str
        Where the words come from.

    See Also
    --------
    dictionary
    """

    words: pd.DataFrame
    themes: dict[str, str]
    source: str
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"listed": "Words of the dictionary"}

    @property
    def listed(self) -> pd.DataFrame:
        """The words, each with its theme."""
        return self.words[["theme"]] if self.words["theme"].any() else self.words[[]].reset_index()

    def _method(self) -> tuple[Text, ...]:
        return (Text("The words of the dictionary were chosen by hand."),)

    def _names(self) -> Mapping[Any, str]:
        return {theme: Label(theme, chinese) for theme, chinese in self.themes.items()}

    def _finding(self) -> tuple[Text, ...]:
        n, themes = self.words.index.nunique(), self.words["theme"].replace("", pd.NA).dropna().nunique()
        if not themes:
            return (Text("{n:# word|# words}.", n=n),)
        return (Text("{n:# word|# words} in {themes:# theme|# themes}.", n=n, themes=themes),)


def dictionary(source: Words = None, language: Literal["en", "zh"] | None = None) -> Dictionary:
    """Return a dictionary: the one on community governance, or one's own from a list, words by theme or a file.

    Parameters
    ----------
    source : list, mapping, DataFrame, path or None
        Words; {theme: words}; a table with a column word (词, 关键词) and, where there are themes, theme (主题); a .txt with a
        word a line. None is the dictionary on community governance: its words and themes follow the leaves of the
        library's trees, each with its source.
    language : {"en", "zh"}, optional
        Of the words, where the table says it; by default both.

    Returns
    -------
    Dictionary

    Raises
    ------
    FaultyInput
        Words that are no texts, empty, or longer than 50 characters; a word twice in one theme.

    Examples
    --------
    >>> import govmetrics as gm
    >>> gm.text.dictionary({"设施": ["路灯", "电梯"], "环境": ["垃圾"]}).words["theme"].to_dict()
    {'路灯': '设施', '电梯': '设施', '垃圾': '环境'}
    >>> sorted(set(gm.text.dictionary(language="zh").themes.values()))[:3]
    ['交通停车', '住房与设施', '党建与自治组织']
    """
    asked(source=(source, WORDS), language=(language, optional(choice("en", "zh"))))
    found = _own() if source is None else source if isinstance(source, Dictionary) else _read(source)
    if language is None:
        return found
    if "language" not in found.words.columns:
        raise FaultyInput(
            "language", "the words have no language", "leave it out, or add a column `language`"
        )
    words = found.words[found.words["language"] == language]
    if words.empty:
        raise FaultyInput("language", "there is no word of this language", "leave it out")
    themes = {theme: name for theme, name in found.themes.items() if theme in set(words["theme"])}
    return Dictionary(words, themes, found.source, found.notes)


@cache
def _own() -> Dictionary:
    """Return the dictionary that comes with the library."""
    table = pd.read_csv(Path(__file__).with_name("dictionary.csv"), dtype=str)
    themes = dict(zip(table["theme"], table["theme_zh"], strict=True))
    told = "words on community governance by govmetrics, from the leaves of its trees; say which words count in your field"
    return Dictionary(table.drop(columns="theme_zh").set_index("word"), themes, "govmetrics", (Note(told),))


def _read(source: Any) -> Dictionary:
    """Return a dictionary of whatever holds words; every fault of it at once."""
    table, name = _table_of(source)
    faults = Faults()
    words = [clean(word) for word in table["word"]]
    odd = [word for word in words if not isinstance(word, str) or not compared(word).strip()]
    faults += each(
        odd, lambda word: Fault(name, "{word!r} is not a word", "give a text", word=str(word)[:40])
    )
    long = [word for word in words if isinstance(word, str) and len(word) > LONGEST_WORD]
    faults += each(long, lambda word: Fault(name, "{word!r} has more than {most} characters", "shorten it",
                                            word=word[:40] + "…", most=LONGEST_WORD))  # fmt: skip
    if len(words) > MOST_WORDS:
        faults.append(
            Fault(
                name,
                "has {n:,} words, more than {most:,}",
                "leave rare ones out",
                n=len(words),
                most=MOST_WORDS,
            )
        )
    if not words:
        faults.append(Fault(name, "has no words", "give one or more"))
    faults.raise_all()
    themes = ["" if pd.isna(theme) else str(clean(theme)) for theme in table["theme"]]
    keys = pd.MultiIndex.from_arrays([[compared(word).strip() for word in words], themes])
    twice = dict.fromkeys(word for word, again in zip(words, keys.duplicated(), strict=True) if again)
    Faults(
        each(
            twice, lambda word: Fault(name, "{word!r} is there more than once", "keep one of them", word=word)
        )
    ).raise_all()
    rest = table.drop(columns=["word", "theme"]).reset_index(drop=True)
    frame = pd.concat([pd.DataFrame({"theme": themes}), rest], axis=1).set_axis(pd.Index(words, name="word"))
    names = {}
    if "theme_zh" in frame.columns:
        names = dict(zip(frame["theme"], frame.pop("theme_zh").fillna(""), strict=True))
    return Dictionary(frame, names, name)


def _table_of(source: Any) -> tuple[pd.DataFrame, str]:
    """Return words as a table with the columns word and theme, and what it is called."""
    if isinstance(source, Mapping):
        faults = Faults()
        rows: list[tuple[Any, Any]] = []
        for theme, words in source.items():
            if isinstance(theme, str) and theme.strip() and LIST.fits(words) and len(words):
                rows += [(word, theme) for word in words]
            else:
                faults.append(
                    Fault(
                        "words",
                        "{theme!r} has no list of words",
                        "give {{theme: [words]}}",
                        theme=str(theme)[:40],
                    )
                )
        if not source:
            faults.append(Fault("words", "there are none", "give {{theme: [words]}}"))
        faults.raise_all()
        return pd.DataFrame(rows, columns=["word", "theme"], dtype=object), "words"
    if isinstance(source, pd.DataFrame):
        return _headed(source, "words"), "words"
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        if path.suffix.lower() == ".txt":
            return _lines(path), path.name
        return _headed(read_table(path), path.name), path.name
    return pd.DataFrame({"word": list(source), "theme": None}, dtype=object), "words"


def _lines(path: Path) -> pd.DataFrame:
    """Return the words of a plain file, one a line."""
    from govmetrics.core.encodings import decode

    if not is_file(path):
        raise FaultyInput(str(path), "there is no such file", "check the path")
    words = [line.split("\t")[0].strip() for line in decode(path.read_bytes(), path.name).splitlines()]
    return pd.DataFrame({"word": [word for word in words if word], "theme": None}, dtype=object)


def _headed(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table with its columns under our names."""
    if table.columns.nlevels > 1:
        raise FaultyInput(name, "the columns have several levels", "give one heading a column")
    heads = {head: key for key, usual in _HEADINGS.items() for head in table.columns
             if simplified(str(clean(head))).casefold() in usual}  # fmt: skip
    frame = table.rename(columns=heads).astype(object)
    if frame.columns.duplicated().any() or "word" not in frame.columns:
        way_out = "head one column `word`, and one `theme` where there are themes"
        raise FaultyInput(name, "has no column of words, or several", way_out)
    return frame if "theme" in frame.columns else frame.assign(theme=None)
