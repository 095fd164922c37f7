"""How alike documents are: cosine of their weighted signs or words, and which are nearly the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.options import FLAG, SHARE, Kind, asked, choice
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.text._segments import segments, sklearn_part
from govmetrics.text._written import compared
from govmetrics.text.documents import GIVEN, Given, documents_of

Of = Literal["characters", "words"]
MOST_PAIRS = 1_000_000
CHUNK = 200


@dataclass(frozen=True, eq=False)
class Similarity(Result):
    """How alike documents are.

    Attributes
    ----------
    pairs : DataFrame
        Pairs at least as alike as `least`: one, other, similarity; the most alike first. Of documents with the same
        text the first stands for all.
    groups : Series
        Number of the group of every document that is nearly the same as another, directly or through others, the same
        texts too; the largest group is 1.
    least : float
    of : str
    documents : int

    See Also
    --------
    similarity
    """

    pairs: pd.DataFrame
    groups: pd.Series
    least: float
    of: str
    documents: int
    notes: tuple[Note, ...]

    _cites: ClassVar = ("bayardo2007",)
    _shown: ClassVar = {
        "pairs": "Documents that are alike",
        "groups": "Groups of documents that are nearly the same",
    }

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Documents were compared by the cosine of their {of}, weighted by term frequency and inverse document frequency; "
            "{least:.2f} and above counts as nearly the same."
        )
        return (Text(told, of=_OF[self.of], least=self.least),)

    def _finding(self) -> tuple[Text, ...]:
        if self.groups.empty:
            return (Text("Of {n:# document|# documents} no two are nearly the same.", n=self.documents),)
        told = "{n:,} of {all:# document|# documents} are nearly the same as another, in {groups:# group|# groups}."
        return (Text(told, n=len(self.groups), all=self.documents, groups=self.groups.nunique()),)


_OF = {"characters": Text("pairs of characters"), "words": Text("words")}


def similarity(
    documents: Given, least: float = 0.9, of: Of = "characters", simplify: bool = False
) -> Similarity:
    r"""Find documents that are alike, by the cosine of weighted characters or words.

    Parameters
    ----------
    documents : Documents, DataFrame, mapping or list
    least : float
        The cosine from which a pair is listed, from 0.1 and below 1. The lower it is, the longer it takes.
    of : {"characters", "words"}
        Pairs of neighbouring characters, which need no dictionary; or words, as `topics` takes them.
    simplify : bool
        Traditional and simplified characters are the same.

    Returns
    -------
    Similarity

    Raises
    ------
    FaultyInput
        One document; more than a million pairs; libraries that are missing.

    Notes
    -----
    A term in :math:`t` of a document and in d of n documents has the weight :math:`t (1 + \ln \frac{1 + n}{1 + d})`; a document's
    weights have length 1, and the similarity is their product. A pair with a cosine of s or more must share one of the
    rarest terms of either: those without which its weights are shorter than s. Only pairs that share one are computed, and
    none is lost. What comes from one template is alike though it tells different things.

    References
    ----------
    Bayardo, R. J., Ma, Y. and Srikant, R. (2007). Scaling up all pairs similarity search. WWW 2007 (the bound on prefixes).

    Examples
    --------
    >>> import govmetrics as gm
    >>> told = ["三号楼路灯坏了请尽快维修", "五号楼路灯坏了请尽快维修", "小区停车位太少"]
    >>> gm.text.similarity(told, least=0.5).pairs[["one", "other"]].to_dict("list")
    {'one': [1], 'other': [2]}
    """
    asked(
        documents=(documents, GIVEN),
        least=(least, _LEAST),
        of=(of, choice("characters", "words")),
        simplify=(simplify, FLAG),
    )
    found = documents_of(documents)
    if len(found.frame) < 2:
        raise UnsuitableMethod("documents", "there is only one document", "give two or more")
    blank = "" if of == "characters" else " "
    texts = [blank.join(compared(text, bool(simplify)).split(" "))
             for text in found.texts]  # fmt: skip
    place, kept = pd.factorize(pd.Series(texts, dtype=object))
    first = np.unique(place, return_index=True)[1]
    weights = weighted([str(text) for text in kept], of)
    one, other, cosine = alike(weights, float(least))
    names = found.frame.index.to_numpy()
    frame = pd.DataFrame({"one": names[first[one]], "other": names[first[other]], "similarity": cosine})
    frame = frame.sort_values("similarity", ascending=False, kind="stable").reset_index(drop=True)
    notes = []
    if len(kept) < len(texts):
        told = "{n:# document has|# documents have} the same text as an earlier one, which stands for it among the pairs"
        notes.append(Note(told, n=len(texts) - len(kept)))
    groups = _groups(place, one, other, pd.Index(found.frame.index, name="document"))
    return Similarity(frame, groups, float(least), of, len(texts), tuple(notes))


_LEAST = Kind(lambda value: SHARE.fits(value) and value >= 0.1, Text("give a share from 0.1, below 1"))


def weighted(texts: list[str], of: Of) -> sparse.csr_array:
    """Return weights of length 1, shape (texts, terms); a text of one character is a term itself."""
    text = sklearn_part("feature_extraction.text")
    analyser: Any = _pairs_of if of == "characters" else segments
    vectors = text.TfidfVectorizer(analyzer=analyser, lowercase=False, dtype=np.float64)
    try:
        made = vectors.fit_transform(texts)
    except ValueError:  # no text has a word
        raise UnsuitableMethod("of", "no words of content are left", 'take of="characters"') from None
    return sparse.csr_array(made)


def _pairs_of(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)] or [text]


def alike(weights: sparse.csr_array, least: float) -> tuple[Ints, Ints, Array]:
    """Return the pairs of rows (one before the other) whose product is at least `least`, and the product."""
    prefix = _prefixes(weights, least)
    columns = sparse.csc_array(weights.T)
    ones, others, products = [], [], []
    total = 0
    for start in range(0, weights.shape[0], CHUNK):
        rows = slice(start, min(start + CHUNK, weights.shape[0]))
        candidates = sparse.coo_array(prefix[rows] @ columns)
        one, other = candidates.row + start, candidates.col
        pick = one < other  # every pair is found from either side
        low, high = one[pick], other[pick]
        product = np.concatenate([
            np.asarray(weights[low[at : at + 100_000]].multiply(weights[high[at : at + 100_000]]).sum(axis=1)).ravel()
            for at in range(0, max(len(low), 1), 100_000)
        ])  # fmt: skip
        near = product >= least - 1e-12
        ones.append(low[near])
        others.append(high[near])
        products.append(product[near])
        total += int(near.sum())
        if total > MOST_PAIRS:
            raise FaultyInput("least", "there are more than {most:,} pairs", "raise it", most=MOST_PAIRS)
    one, other, cosine = np.concatenate(ones), np.concatenate(others), np.concatenate(products)
    return one.astype(np.int64), other.astype(np.int64), np.minimum(cosine, 1.0)


def _prefixes(weights: sparse.csr_array, least: float) -> sparse.csr_array:
    """Return of every row the rarest terms, until what is left is shorter than `least`.

    Another row that shares none of them has a product below `least`.
    """
    often = np.bincount(weights.indices, minlength=weights.shape[1])
    row = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    order = np.lexsort((weights.indices, often[weights.indices], row))
    squares = weights.data[order] ** 2
    before = np.cumsum(squares) - squares
    size = np.diff(weights.indptr)
    before -= np.repeat(before[weights.indptr[:-1][size > 0]], size[size > 0])
    kept = order[1 - before >= least**2 - 1e-9]  # what is left with this term and those behind it
    return sparse.csr_array((weights.data[kept], (row[kept], weights.indices[kept])), shape=weights.shape)


def _groups(place: Ints, one: Ints, other: Ints, index: pd.Index) -> pd.Series:
    """Return the group of every document that has another like it, the largest first."""
    n = int(place.max()) + 1
    joined = sparse.coo_array((np.ones(len(one)), (one, other)), shape=(n, n))
    label = connected_components(joined, directed=False)[1][place]
    size = np.bincount(label)
    rank = {int(group): at for at, group in enumerate(np.argsort(-size, kind="stable"), start=1)}
    several = size[label] > 1
    numbers = [rank[int(group)] for group in label[several]]
    return pd.Series(numbers, index[several], name="group", dtype=int).sort_values(kind="stable")
