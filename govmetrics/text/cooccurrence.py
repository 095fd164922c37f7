"""Words that stand together: in a document or in a sentence, and whether more often than by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd
from scipy import sparse

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import COUNT, FLAG, asked, choice
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.text._matching import Matcher
from govmetrics.text._written import compared, sentences
from govmetrics.text.dictionary import WORDS, Words, dictionary
from govmetrics.text.documents import GIVEN, Given, documents_of

Within = Literal["document", "sentence"]
MOST_WORDS = 2_000


@dataclass(frozen=True, eq=False)
class Cooccurrence(Result):
    """Words that stand together.

    Attributes
    ----------
    counts : DataFrame, shape (words, words)
        In how many documents (or sentences) both are; on the diagonal, how many have the word.
    jaccard : DataFrame, shape (words, words)
        Both over either.
    pmi : DataFrame, shape (words, words)
        Pointwise mutual information in bits: 0 where they stand together as often as by chance; -inf where they never do.
    pairs : DataFrame
        The pairs that stand together at least `least` times: one, other, count, expected (by chance), jaccard, pmi, npmi
        (pmi over its highest value, -1 to 1); highest npmi first.
    contexts : int
        How many documents, or sentences, there are.
    within : str
    least : int

    See Also
    --------
    cooccurrence
    """

    counts: pd.DataFrame
    jaccard: pd.DataFrame
    pmi: pd.DataFrame
    pairs: pd.DataFrame
    contexts: int
    within: str
    least: int
    notes: tuple[Note, ...]

    _shown: ClassVar = {"pairs": "Words that stand together", "counts": "How often words stand together"}
    _kinds: ClassVar = {"counts": "count"}
    _cites: ClassVar = ("church1990",)

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Two words stand together where both occur in one {context}; they were compared with chance by pointwise mutual "
            "information."
        )
        return (Text(told, context=_CONTEXTS[self.within]),)

    def _finding(self) -> tuple[Text, ...]:
        if self.pairs.empty:
            return (Text("No two words stand together {least:# time|# times} or more.", least=self.least),)
        top = self.pairs.head(3)
        named = [
            Text("{first} and {second} ({n:,})", first=str(first), second=str(second), n=int(n))
            for first, second, n in zip(top["one"], top["other"], top["count"], strict=True)
        ]
        return (Text("Most closely together: {pairs:3}.", pairs=named),)


_CONTEXTS = {"document": Text("document"), "sentence": Text("sentence")}


def cooccurrence(
    documents: Given, words: Words = None, within: Within = "document", overlaps: bool = False, least: int = 2,
    simplify: bool = False,
) -> Cooccurrence:  # fmt: skip
    r"""Find words that stand together more often than by chance.

    Parameters
    ----------
    documents : Documents, DataFrame, mapping, list or str
    words, overlaps, simplify
        As for `keywords`; at most 2,000 words that occur.
    within : {"document", "sentence"}
        Where both must be. Sentences end at 。！？； . ! ? ; and at line ends.
    least : int
        Pairs that stand together less often are not listed: a pair that is there once may have the highest index of all.

    Returns
    -------
    Cooccurrence

    Raises
    ------
    FaultyInput
        Documents without text, words that are none.
    UnsuitableMethod
        Fewer than two words occur, or more than 2,000.

    Notes
    -----
    With n contexts, of which :math:`n_i` have word i and :math:`n_{ij}` both,
    :math:`pmi = \log_2 (n_{ij} n / (n_i n_j))`, npmi divides it by :math:`-\log_2 (n_{ij} / n)`, and Jaccard's index is
    :math:`n_{ij} / (n_i + n_j - n_{ij})`. The longest match alone counts by default: 社区治理 does not stand together with
    社区, which it holds.

    References
    ----------
    Church, K. W. and Hanks, P. (1990). Word association norms, mutual information, and lexicography. Computational
    Linguistics 16(1), 22-29.

    Examples
    --------
    >>> import govmetrics as gm
    >>> found = gm.text.cooccurrence(["停车和物业", "停车和物业", "路灯", "停车"], ["停车", "物业", "路灯"])
    >>> found.pairs[["one", "other", "count", "pmi"]].round(3).to_dict("records")
    [{'one': '停车', 'other': '物业', 'count': 2, 'pmi': 0.415}]
    """
    asked(documents=(documents, GIVEN), words=(words, WORDS), within=(within, choice("document", "sentence")),
          overlaps=(overlaps, FLAG), least=(least, COUNT), simplify=(simplify, FLAG))  # fmt: skip
    found, terms = documents_of(documents), dictionary(words)
    spelled = {compared(str(word), bool(simplify)).strip(): str(word) for word in reversed(terms.words.index)}
    keys = list(dict.fromkeys(compared(str(w), bool(simplify)).strip() for w in terms.words.index))
    contexts = [
        compared(part, bool(simplify))
        for text in found.texts
        for part in (sentences(text) if within == "sentence" else [text])
    ]
    hits = Matcher(keys, bool(overlaps)).counts(contexts)
    there = np.flatnonzero(np.asarray(hits.sum(axis=0)).ravel() > 0)
    if not 2 <= len(there) <= MOST_WORDS:
        problem = "{n:# of the words occurs|# of the words occur}, and it takes 2 to 2,000"
        raise UnsuitableMethod("words", problem, "give other words", n=len(there))
    names = pd.Index([spelled[keys[at]] for at in there], name="word")
    never = [spelled[key] for at, key in enumerate(keys) if at not in set(there.tolist())]
    notes = [Note("never found: {words:20}", words=never)] if never and terms.source != "govmetrics" else []
    both = sparse.csr_array((hits[:, there] > 0).astype(np.int64))
    together = np.asarray((both.T @ both).todense())
    jaccard, pmi, npmi, expected = association(together, len(contexts))
    pairs = _pairs(names, (together, expected, jaccard, pmi, npmi), int(least))
    counted, alike, bits = (
        pd.DataFrame(array, names, names.rename(None)) for array in (together, jaccard, pmi)
    )
    return Cooccurrence(counted, alike, bits, pairs, len(contexts), within, int(least), tuple(notes))


def association(together: Array, n: int) -> tuple[Array, Array, Array, Array]:
    """Return Jaccard, pmi in bits, npmi and counts expected by chance, of counts together (alone on the diagonal)."""
    alone = np.diag(together).astype(float)
    expected = alone[:, None] * alone[None, :] / n
    jaccard = together / (alone[:, None] + alone[None, :] - together)
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.log2(together / expected)
        most = -np.log2(together / n)
        npmi = np.where(together == 0, -1.0, np.where(most == 0, 1.0, pmi / most))
    return jaccard, pmi, npmi, expected


def _pairs(names: pd.Index, arrays: tuple[Array, ...], least: int) -> pd.DataFrame:
    """Return the pairs that stand together often enough, the closest first."""
    together = arrays[0]
    one, other = np.nonzero(np.triu(together >= least, 1))
    columns = dict(
        zip(
            ("count", "expected", "jaccard", "pmi", "npmi"),
            (array[one, other] for array in arrays),
            strict=True,
        )
    )
    frame = pd.DataFrame({"one": names[one], "other": names[other], **columns})
    return frame.sort_values(["npmi", "count"], ascending=False, kind="stable").reset_index(drop=True)
