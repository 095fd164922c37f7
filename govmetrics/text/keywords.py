"""How often words of a dictionary occur: longest match, by document, period and unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd
from scipy import sparse

from govmetrics.core.checks import holders
from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import FLAG, asked, choice
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.text._matching import Matcher
from govmetrics.text._sums import MEASURES, PER, Measure, groups, summed
from govmetrics.text._written import compared
from govmetrics.text.dictionary import WORDS, Words, dictionary
from govmetrics.text.documents import GIVEN, Documents, Given, documents_of

By = Literal["document", "period", "unit", "both"]
MOST_CELLS = 50_000_000
_KEYS: dict[str, tuple[str, ...]] = {
    "document": (), "period": ("period",), "unit": ("unit",), "both": ("period", "unit")
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Keywords(Result):
    """Words counted in documents.

    Attributes
    ----------
    words : DataFrame
        Rows are words: theme (a tuple, empty without themes), count, documents (how many have it), share (of
        documents), rate (per 1,000 characters).
    themes : DataFrame or None
        The same by theme; a document counts once in a theme, however many of its words it has.
    values : DataFrame
        The measure of every theme (of every word where there are no themes); rows are units, periods and units, or
        documents where no unit is known.
    standard_errors : DataFrame
        Of the same shape; NaN for one document.
    measure : str
        What `values` holds: "rate", "share" or "count".
    overlaps : bool
        Whether words inside longer ones were counted.
    documents : Documents
    hits : scipy.sparse.csr_array, shape (documents, words)

    See Also
    --------
    keywords
    """

    words: pd.DataFrame
    themes: pd.DataFrame | None
    values: pd.DataFrame
    standard_errors: pd.DataFrame
    measure: str
    overlaps: bool
    documents: Documents
    hits: sparse.csr_array
    theme_names: Mapping[str, str]
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "found_words": "Words found",
        "themes": "Themes found",
        "shown_values": "Themes by unit",
    }
    _left_out: ClassVar = ("documents", "hits")

    @property
    def found_words(self) -> pd.DataFrame:
        """The words that were found, the most frequent first; all of them where none was."""
        found = self.words[self.words["count"] > 0] if self.words["count"].any() else self.words
        found = found.sort_values("count", ascending=False, kind="stable")
        if self.themes is None:
            return found.drop(columns="theme")
        return found.assign(theme=[_AND.join(of) for of in found["theme"]])

    @property
    def shown_values(self) -> pd.DataFrame | None:
        """The values, where units or periods are known."""
        return self.values if self.documents.rows else None

    @property
    def span(self) -> tuple[float, float] | None:
        """From where to where the values go; None where there is no highest one."""
        return (0.0, 1.0) if self.measure == "share" else None

    @cached_property
    def counts(self) -> pd.DataFrame:
        """How often every word occurs in every document."""
        return self.by("document", "count")

    def by(
        self, rows: By = "unit", measure: Measure = "count", of: Literal["words", "themes"] = "words"
    ) -> pd.DataFrame:
        """Return counts, rates per 1,000 characters or shares of documents, by document, period, unit or both.

        Parameters
        ----------
        rows : {"document", "period", "unit", "both"}
        measure : {"count", "rate", "share"}
        of : {"words", "themes"}

        Returns
        -------
        DataFrame
            Columns are words or themes.

        Raises
        ------
        FaultyInput
            Periods or units that the documents do not have; more cells than memory should hold.
        """
        asked(
            rows=(rows, choice(*_KEYS)),
            measure=(measure, choice(*MEASURES)),
            of=(of, choice("words", "themes")),
        )
        table, names = (self.hits, list(self.words.index)) if of == "words" else self._of_themes()
        if rows == "document" and table.shape[0] * table.shape[1] > MOST_CELLS:
            problem = "{n:,} documents and {words:,} words are too many for one table"
            raise FaultyInput("rows", problem, "take rows=\"unit\" or \"period\", or the sparse `hits`", n=table.shape[0],
                              words=table.shape[1])  # fmt: skip
        values, _, index = _measured(table, self.documents, _KEYS[rows], measure)
        frame = pd.DataFrame(values, index, names)
        return frame.astype(int) if measure == "count" else frame

    def _of_themes(self) -> tuple[sparse.csr_array, list[str]]:
        return by_theme(self.hits, self.words["theme"])

    def _names(self) -> Mapping[Any, str]:
        known = {theme: name or theme for theme, name in self.theme_names.items()}
        several = {of for of in self.words["theme"] if len(of) > 1}
        both = {_AND.join(of): _AND.join(known.get(one, one) for one in of) for of in several}
        return {theme: Label(theme, name) for theme, name in {**known, **both}.items() if name != theme}

    def _method(self) -> tuple[Text, ...]:
        told = (
            "{n:# word|# words} of a dictionary were counted in {documents:# document|# documents}; {rule}."
        )
        rule = _ALL if self.overlaps else _LONGEST
        return (Text(told, n=len(self.words), documents=len(self.documents.frame), rule=rule),)

    def _finding(self) -> tuple[Text, ...]:
        total = int(self.words["count"].sum())
        told = (
            "{total:# occurrence|# occurrences} of {n:# word|# words} in {documents:# document|# documents} "
            "({rate:.1f} per 1,000 characters)."
        )
        characters = int(self.documents.lengths.sum())
        found = [Text(told, total=total, n=int((self.words["count"] > 0).sum()), documents=len(self.documents.frame),
                      rate=PER * total / characters)]  # fmt: skip
        if total:
            top = self.found_words["count"].head(5)
            each = [Text("{word} ({n:,})", word=str(word), n=int(n)) for word, n in top.items() if n]
            found.append(Text("The most frequent: {words:5}.", words=each))
        if self.themes is not None and total:
            shares, names = self.themes["share"], self._names()
            told = "The theme of most documents: {theme:3} ({share:.0%} of them)."
            most = [names.get(one, one) for one in holders(shares)]
            found.append(Text(told, theme=most, share=shares.max()))
        return tuple(found)


_AND = " / "
_ALL = Text("every occurrence counts, also inside a longer word")
_LONGEST = Text("at every place the longest word counts, and what it covers counts no more")


def keywords(
    documents: Given,
    words: Words = None,
    overlaps: bool = False,
    measure: Measure = "rate",
    simplify: bool = False,
) -> Keywords:
    r"""Count the words of a dictionary in documents, by document, period and unit.

    Parameters
    ----------
    documents : Documents, DataFrame, mapping, list or str
        What `read` returns; a table with a column text; {name: text}; texts; or one text.
    words : list, mapping, DataFrame, path or None
        Words, {theme: words}, or a file of them; None for the dictionary on community governance (`dictionary`).
    overlaps : bool
        False: at every place the longest word counts and what it covers counts no more, so that 社区治理 is no 社区. True:
        every occurrence counts, also inside a longer word. The two rules tell different numbers; say which.
    measure : {"rate", "share", "count"}
        Of `values`: occurrences per 1,000 characters, share of documents with the word, or occurrences.
    simplify : bool
        Traditional and simplified characters are the same.

    Returns
    -------
    Keywords
        Counts, rates and shares; a `Measured`, which `to_leaves` hands to a tree.

    Raises
    ------
    FaultyInput
        Documents without text, words that are none, a word twice in a theme.

    Notes
    -----
    Words of one character count (水, 电, 路). Full-width and capital letters are the same as usual and small ones; words of
    letters count where they stand alone, without endings: give park and parks. Characters are those of the texts, blanks
    apart. Standard errors take documents as drawn one by one: of a rate that of a ratio, of a share the binomial one, of a
    count :math:`\sqrt{\sum y_i^2}`. That a word occurs does not say what is said of it: look at the documents.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd edition. Wiley (section 2.11, the variance of a ratio).

    Examples
    --------
    >>> import govmetrics as gm
    >>> text = "社区居民参与社区协商，社区治理效能提升"
    >>> gm.text.keywords(text, ["社区治理", "社区", "治理"]).words["count"].to_dict()
    {'社区治理': 1, '社区': 2, '治理': 0}
    >>> gm.text.keywords(text, ["社区治理", "社区", "治理"], overlaps=True).words["count"].to_dict()
    {'社区治理': 1, '社区': 3, '治理': 1}
    """
    asked(documents=(documents, GIVEN), words=(words, WORDS), overlaps=(overlaps, FLAG), measure=(measure, choice(*MEASURES)),
          simplify=(simplify, FLAG))  # fmt: skip
    found, terms = documents_of(documents), dictionary(words)
    hits, table, notes = counted(found, terms.words["theme"], bool(overlaps), bool(simplify))
    per_theme, names = by_theme(hits, table["theme"])
    has_themes = bool(names)
    themes = _totals(per_theme, found, pd.Index(names, name="theme")) if has_themes else None
    shown, labels = (per_theme, names) if has_themes else (hits, list(table.index))
    by = tuple(key for key in ("period", "unit") if key in found.rows) if "unit" in found.rows else ()
    values, errors, index = _measured(shown, found, by, measure)
    never = [str(word) for word in table.index[table["count"] == 0]]
    if never and terms.source != "govmetrics":
        notes.append(Note("never found: {words:20}", words=never))
    return Keywords(table, themes, pd.DataFrame(values, index, labels), pd.DataFrame(errors, index, labels), measure,
                    bool(overlaps), found, hits, terms.themes, (*terms.notes, *found.notes, *notes))  # fmt: skip


def counted(
    documents: Documents, themes: pd.Series, overlaps: bool, simplify: bool
) -> tuple[sparse.csr_array, pd.DataFrame, list[Note]]:
    """Return counts of shape (documents, words), the table of words, and notes; words of several themes are one."""
    joined: dict[str, tuple[str, list[str]]] = {}
    spelled: list[str] = []
    for word, theme in themes.items():
        key = compared(str(word), simplify).strip()
        if key in joined and joined[key][0] != str(word):
            spelled.append(f"{joined[key][0]} / {word}")
        joined.setdefault(key, (str(word), []))[1].append(theme)
    matcher = Matcher(list(joined), overlaps)
    hits = matcher.counts(compared(text, simplify) for text in documents.texts)
    index = pd.Index([word for word, _ in joined.values()], name="word")
    own = pd.Series(
        [tuple(dict.fromkeys(filter(None, of))) for _, of in joined.values()], index, dtype=object
    )
    table = _totals(hits, documents, index)
    table.insert(0, "theme", own)
    notes = [Note("spelled in two ways and counted together: {words:8}", words=spelled)] if spelled else []
    return hits, table, notes


def _totals(hits: sparse.csr_array, documents: Documents, index: pd.Index) -> pd.DataFrame:
    count = np.asarray(hits.sum(axis=0)).ravel()
    having = np.bincount(hits.indices[hits.data > 0], minlength=hits.shape[1])
    return pd.DataFrame({"count": count.astype(int), "documents": having.astype(int), "share": having / hits.shape[0],
                         "rate": PER * count / documents.lengths.sum()}, index)  # fmt: skip


def by_theme(hits: sparse.csr_array, themes: pd.Series) -> tuple[sparse.csr_array, list[str]]:
    """Return counts by theme and the names of themes, in their order."""
    names = list(dict.fromkeys(theme for of in themes for theme in of))
    place = {name: at for at, name in enumerate(names)}
    pairs = [(row, place[theme]) for row, of in enumerate(themes) for theme in of]
    rows, columns = (
        (np.array(part, dtype=int) for part in zip(*pairs, strict=True)) if pairs else (np.zeros(0, int),) * 2
    )
    member = sparse.csr_array(
        (np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=(hits.shape[1], len(names))
    )
    return sparse.csr_array(hits @ member), names


def _measured(
    table: sparse.csr_array, documents: Documents, by: tuple[str, ...], measure: Measure
) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    group, index = groups(documents, by)
    values, errors = summed(table, documents.lengths.to_numpy(), group, len(index), measure)
    return values, errors, index
