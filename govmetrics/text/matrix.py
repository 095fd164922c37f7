"""What people said in each case: a matrix of cases by codes, with counts, shares and quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import pandas as pd

from govmetrics.core.errors import Faults
from govmetrics.core.options import COUNT, FLAG, LIST, TEXT, choice, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Note, Text
from govmetrics.text._coding_sources import CODING
from govmetrics.text.codebook import CODEBOOK, Codebook
from govmetrics.text.coding import Coding
from govmetrics.text.mask import mask
from govmetrics.text.read_coding import read_coding
from govmetrics.text.rubric_faults import attribute_faults

When = Literal["majority", "any", "all"]
QUOTES = 3
"""So many quotes are shown of each case and code."""


@dataclass(frozen=True, eq=False)
class CodeMatrix(Result):
    """Cases by codes.

    Attributes
    ----------
    values : DataFrame, shape (cases, codes)
        Share of the case's documents that have the code.
    standard_errors : DataFrame
        Of the same shape, of documents drawn one by one; NaN where a case has one document.
    counts : DataFrame
        How many of its documents have the code.
    passages : DataFrame
        How many passages were given the code, over all coders.
    documents : Series
        How many documents each case has.
    quotes : DataFrame
        Columns unit, code, document, coder, quote: all that there are.
    masked : bool
        Whether personal names and numbers in quotes were masked.

    See Also
    --------
    matrix
    """

    values: pd.DataFrame
    standard_errors: pd.DataFrame
    counts: pd.DataFrame
    passages: pd.DataFrame
    documents: pd.Series
    quotes: pd.DataFrame
    masked: bool
    labels: dict[str, Label]
    notes: tuple[Note, ...]

    _shown: ClassVar = {
        "values": "Share of documents with each code",
        "counts": "Documents with each code",
        "passages": "Passages with each code",
        "quotes": "What was said",
    }
    _kinds: ClassVar = {"values": "share", "counts": "count", "passages": "count"}

    @property
    def span(self) -> tuple[float, float]:
        """The lowest and the highest value that shares can have."""
        return 0.0, 1.0

    def said(self, unit: Any, code: str | None = None, top: int = QUOTES) -> list[str]:
        """Return quotes of a case, of one code or of all: what people said where a score fell.

        Parameters
        ----------
        unit : label
            The case.
        code : str, optional
            All codes by default.
        top : int
            So many, from different documents first.
        """
        wanted(top=(top, COUNT), code=(code, optional(TEXT))).raise_all()
        here = self.quotes[[str(one) == str(unit) for one in self.quotes["unit"]]]
        here = here if code is None else here[here["code"] == code]
        again = here.groupby("document", sort=False).cumcount()
        return [str(one) for one in here.loc[again.sort_values(kind="stable").index, "quote"].head(top)]

    def _names(self) -> Mapping[Any, str]:
        return self.labels

    def _tables(self) -> list[Table]:
        tables = super()._tables()
        if len(self.quotes):
            few = self.quotes[self.quotes.groupby(["unit", "code"], sort=False).cumcount() < QUOTES]
            caption = Text("What was said (up to {count} of each case and code)", count=QUOTES)
            tables[-1] = Table.of(caption, few.reset_index(drop=True), "text", self.labels)
        return tables

    def _method(self) -> tuple[Text, ...]:
        told = "A document has a code where coders gave it; a case's value is the share of its documents that have the code."
        return (Text(told),)

    def _finding(self) -> tuple[Text, ...]:
        spread = self.counts.sum().sort_values(ascending=False, kind="stable")
        most = [Text("{name} ({count})", name=self.labels.get(str(code), str(code)), count=int(count))
                for code, count in spread.head(3).items()]  # fmt: skip
        told = "{documents:# document|# documents} of {cases:# case|# cases}; most have: {names:3}."
        found = [Text(told, documents=int(self.documents.sum()), cases=len(self.documents), names=most)]
        never = [self.labels.get(str(code), str(code)) for code in spread.index[spread == 0]]
        if never:
            found.append(Text("Never given: {names:8}.", names=never))
        return tuple(found)


def matrix(
    coding: Any,
    by: str | None = None,
    when: When = "majority",
    codebook: Codebook | None = None,
    masked: bool = True,
    names: Iterable[str] = (),
) -> CodeMatrix:
    r"""Set codes against cases: how many of each case's documents have each code, with quotes beside.

    Parameters
    ----------
    coding : Coding, or whatever `read_coding` takes
    by : str, optional
        The attribute of the documents that names cases, such as their community or year; by default each document is a case.
    when : {"majority", "any", "all"}
        A document has a code where more than half of its coders gave it, any of them, or all.
    codebook : optional
        See `read_coding`.
    masked : bool
        Whether personal names and numbers in quotes are masked, by the rules of `mask`.
    names : list of str
        Known names to mask, such as those of the people interviewed.

    Returns
    -------
    CodeMatrix
        `values` and `standard_errors`, which `to_leaves` hands to leaves of a tree.

    Raises
    ------
    FaultyInput
        An attribute that is not there, or not given of a document; what `read_coding` refuses.

    Notes
    -----
    With n documents of a case and share p the error is :math:`\sqrt{p (1 - p) / (n - 1)}`: documents are taken as drawn one
    by one, which interviews chosen on purpose are not. With two coders, "majority" is both.

    References
    ----------
    Miles, M. B., Huberman, A. M. and Saldaña, J. (2014). Qualitative Data Analysis: A Methods Sourcebook, 3rd ed. Sage.

    Examples
    --------
    >>> talks = pd.DataFrame({"interview": [1, 2, 3], "community": ["East", "East", "West"], "code": ["trust", "money", "trust"],
    ...                       "quote": ["we know each other", "no budget", "we help"]})
    >>> found = matrix(talks, by="community")
    >>> found.values.to_dict("index")["East"], found.said("West")
    ({'trust': 0.5, 'money': 0.5}, ['we help'])
    """
    wanted(
        coding=(coding, CODING), by=(by, optional(TEXT)), when=(when, choice("majority", "any", "all")),
        codebook=(codebook, optional(CODEBOOK)), masked=(masked, FLAG), names=(names, LIST),
    ).raise_all()  # fmt: skip
    found = read_coding(coding, codebook)
    if by is not None:
        Faults(attribute_faults(found, by)).raise_all()
    has, split = _has(found, when)
    of = (
        pd.Series(has.index, has.index, dtype=object)
        if by is None
        else found.attributes[by].reindex(has.index)
    )
    of = of.rename("unit")
    groups, size = has.groupby(of, sort=False), has.groupby(of, sort=False).size().rename("documents")
    shares = groups.mean()
    spread = (shares * (1 - shares)).div((size - 1).where(size > 1), axis=0) ** 0.5
    said = _quotes(found, of, masked, names)
    counted = found.passages[["code"]].assign(unit=found.passages["document"].map(of))
    passages = pd.crosstab(counted["unit"], counted["code"]).reindex(
        index=shares.index, columns=found.codes, fill_value=0
    )
    notes = [*found.notes]
    if split:
        told = (
            "coders differ on {count:# cell|# cells} of documents by codes; what counts is chosen by `when`"
        )
        notes.append(Note(told, count=split))
    return CodeMatrix(
        shares, spread, groups.sum().astype(int), passages.rename_axis(columns=None), size, said, bool(masked), found.labels,
        tuple(notes),
    )  # fmt: skip


def _has(found: Coding, when: When) -> tuple[pd.DataFrame, int]:
    """Return whether each document has each code (1, 0, NaN not coded), and on how many the coders differ."""
    given = (found.marks > 0).astype(float).where(found.marks.notna())
    share = given.groupby(level="document", sort=False).mean()
    known = {"majority": share > 0.5, "any": share > 0, "all": share == 1}[when]
    split = int(((share > 0) & (share < 1)).to_numpy().sum())
    return known.astype(float).where(share.notna()), split


def _quotes(found: Coding, of: pd.Series, masked: bool, names: Iterable[str]) -> pd.DataFrame:
    rows = found.passages[found.passages["quote"].notna()].reset_index(drop=True)
    quotes = rows["quote"].astype(object)
    if masked and len(rows):
        quotes = pd.Series(list(mask(list(rows["quote"]), names=names).texts), rows.index, dtype=object)
    table = rows[["document", "coder", "code"]].assign(quote=quotes)
    table.insert(0, "unit", table["document"].map(of))
    return table[["unit", "code", "document", "coder", "quote"]]
