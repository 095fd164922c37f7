"""Topics: words that stand together over many documents, from several seeds, for a person to read and to name."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from scipy import sparse

from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod, each
from govmetrics.core.near import meant
from govmetrics.core.options import FLAG, MAPPING, SEED, TEXT, asked, choice, count, several
from govmetrics.core.parallel import together
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.draw_order import in_place
from govmetrics.text._segments import segmenter, sklearn_part
from govmetrics.text._sums import groups
from govmetrics.text._topic_models import Fit, Method, agreement, fitted, heads
from govmetrics.text._written import compared
from govmetrics.text.dictionary import WORDS, Words, dictionary
from govmetrics.text.documents import GIVEN, Given, documents_of

TOP = 10
"""Words that stand for a topic."""
MOST_WORDS = 20_000
STEADY = 0.6


@dataclass(frozen=True, eq=False)
class Topics(Result):
    """Topics of documents.

    Attributes
    ----------
    topics : DataFrame
        Rows are topics 1, 2, ..., the largest first: label (empty until a person gives one: `labelled`), words (up to ten, the
        heaviest), share (of all documents' weights), documents (whose largest topic it is), stability (mean agreement of
        these words with the matched topic of the other seeds, 0 to 1), examples (documents that are most of this topic).
    words : DataFrame
        Rows (topic, rank): word and weight (words of a topic sum to 1).
    weights : DataFrame, shape (documents, topics)
        Rows sum to 1; NaN where no word of a document is left.
    seeds : DataFrame
        Rows are draws: misfit, and agreement with the one that is shown (the best fit).
    values, standard_errors : DataFrame
        Mean weight of topics by unit, or period and unit; by document where no unit is known.
    method : str
        "nmf" or "lda".
    seed : int
        Of the draw that is shown.

    See Also
    --------
    topics
    """

    topics: pd.DataFrame
    words: pd.DataFrame
    weights: pd.DataFrame
    seeds: pd.DataFrame
    values: pd.DataFrame
    standard_errors: pd.DataFrame
    method: str
    seed: int
    notes: tuple[Note, ...]

    _shown: ClassVar = {"topics": "Topics", "seeds": "Agreement of seeds", "shown_values": "Topics by unit"}
    _cites: ClassVar = ("xu2003", "blei2003", "greene2014")
    _left_out: ClassVar = ("weights",)

    @property
    def span(self) -> tuple[float, float]:
        """From where to where the values go."""
        return 0.0, 1.0

    @property
    def shown_values(self) -> pd.DataFrame | None:
        """The values, where units are known."""
        return None if self.values.index.name == "document" else self.values

    def _names(self) -> Mapping[Any, str]:
        labels = self.topics["label"].to_dict()
        return {at: str(labels[at]) or Label(f"Topic {at}", f"主题 {at}") for at in labels}

    def labelled(self, labels: Mapping[int, str]) -> Topics:
        """Return the topics with the labels that a person gives after reading documents.

        Parameters
        ----------
        labels : mapping
            {topic: label}; of some topics or all.

        Returns
        -------
        Topics

        Raises
        ------
        FaultyInput
            Topics that there are not, labels that are no texts.
        """
        asked(labels=(labels, MAPPING))
        known: list[int] = self.topics.index.tolist()
        there = Text("the topics are: {labels:30}", labels=known)
        faults = each(
            [topic for topic in labels if topic not in known],
            lambda topic: Fault(
                "labels", "there is no topic {topic}", meant(topic, known, there), topic=str(topic)
            ),
        )
        odd = [topic for topic, label in labels.items() if not isinstance(label, str)]
        told = "the label of topic {topic} is no text"
        faults += each(odd, lambda topic: Fault("labels", told, "give a text", topic=str(topic)))
        Faults(faults).raise_all()
        given = [labels.get(topic, label) for topic, label in zip(known, self.topics["label"], strict=True)]
        column = pd.Series(given, self.topics.index, dtype=object)
        return dataclasses.replace(self, topics=self.topics.assign(label=column))

    def _called(self, topic: int) -> Any:
        label = self.topics.loc[topic, "label"]
        return str(label) if label else Text("Topic {topic}", topic=topic)

    def _method(self) -> tuple[Text, ...]:
        told = (
            "{n:# topic was|# topics were} found by {model} from {draws:# seed|# seeds}; the one that fits best is shown. "
            "Stability is the mean average Jaccard index of a topic's ten heaviest words with those of the matched topic of "
            "every other seed."
        )
        model = _MODELS[self.method]
        return (Text(told, n=len(self.topics), model=model, draws=len(self.seeds)),)

    def _finding(self) -> tuple[Text, ...]:
        first = self.topics.iloc[0]
        told = "The largest of {n:# topic|# topics} has {share:.0%} of all weights: {words}."
        found = [Text(told, n=len(self.topics), share=float(first["share"]), words=str(first["words"]))]
        unsteady = self.topics.index[self.topics["stability"] < STEADY].tolist()
        if unsteady:
            told = "Other seeds tell other topics in place of {topics:10} (stability below 0.6): do not build on them."
            found.append(Text(told, topics=[self._called(topic) for topic in unsteady]))
        if not self.topics["label"].astype(bool).all():
            found.append(
                Text("Topics are words that stand together: read their documents before you name them.")
            )
        return tuple(found)


_MODELS = {
    "nmf": Text("non-negative matrix factorisation of tf-idf weights"),
    "lda": Text("latent Dirichlet allocation"),
}


def topics(
    documents: Given, n: int = 8, method: Method = "nmf", words: Words = None, stop: Iterable[str] = (),
    simplify: bool = False, draws: int = 5, rng: int | np.random.Generator = 0,
) -> Topics:  # fmt: skip
    """Find topics, with how far they hold over seeds, and a place for the label that a person gives.

    Parameters
    ----------
    documents : Documents, DataFrame, mapping or list
    n : int
        How many topics; try several, and see their stability.
    method : {"nmf", "lda"}
        Non-negative matrix factorisation, mostly better on short texts, or latent Dirichlet allocation.
    words : list, mapping, path or None
        A dictionary, so that its words are not cut apart; by default that of the library.
    stop : list of str
        Words that are left out beside the usual ones.
    simplify : bool
        Traditional and simplified characters are the same.
    draws : int
        Seeds.
    rng : int or Generator
        Where the seeds come from.

    Returns
    -------
    Topics

    Raises
    ------
    FaultyInput
        Options out of place; libraries that are missing.
    UnsuitableMethod
        Fewer documents or different words than topics.

    Notes
    -----
    Words are those that rjieba cuts, of one character too, without function words, numbers and signs; left out are words in more
    than half of the documents, and where there are more than 1,000 documents those in fewer than five; at most 20,000 stay. A
    document counts with its weights divided by their sum. Standard errors of units' means take documents as drawn one by one,
    and topics as given.

    References
    ----------
    Xu, W., Liu, X. and Gong, Y. (2003). Document clustering based on non-negative matrix factorization. SIGIR 2003. Blei, D.
    M., Ng, A. Y. and Jordan, M. I. (2003). Latent Dirichlet allocation. Journal of Machine Learning Research 3, 993-1022.
    Greene, D., O'Callaghan, D. and Cunningham, P. (2014). How many topics? Stability analysis for topic models. arXiv
    1404.4606 (average Jaccard).

    Examples
    --------
    >>> import govmetrics as gm
    >>> told = ["小区停车位少停车难", "停车难停车位少", "楼道路灯坏了路灯", "路灯坏了楼道黑"] * 5
    >>> found = gm.text.topics(told, n=2)
    >>> found.topics["stability"].round(1).tolist()
    [1.0, 1.0]
    >>> found.labelled({1: "停车"}).topics["label"].tolist()
    ['停车', '']
    """
    asked(documents=(documents, GIVEN), n=(n, count(2, 200)), method=(method, choice("nmf", "lda")), words=(words, WORDS),
          stop=(stop, several(TEXT)), simplify=(simplify, FLAG), draws=(draws, count(2, 100)), rng=(rng, SEED))  # fmt: skip
    found = documents_of(documents)
    counts, names = _counts(found.texts, dictionary(words), [compared(word) for word in stop], bool(simplify))
    if min(counts.shape[1], int((counts.sum(axis=1) > 0).sum())) < n:
        told = "{documents:# document|# documents} and {words:# word|# words} are too few for {n:# topic|# topics}"
        raise UnsuitableMethod(
            "n", told, "ask for fewer topics", documents=counts.shape[0], words=counts.shape[1], n=n
        )
    matrix = _weighted(counts) if method == "nmf" else counts
    seeds = np.random.default_rng(rng).integers(0, 2**31 - 1, draws).tolist()
    order = name_order(found.texts)  # documents may be only numbered
    fits = list(together(fitted, [(matrix[order], n, method, seed) for seed in seeds]))
    fits = [replace(fit, documents=in_place(order, fit.documents.T).T) for fit in fits]
    best = int(np.argmin([fit.misfit for fit in fits]))
    tops = [heads(fit.words, min(TOP, counts.shape[1])) for fit in fits]
    matched = np.array([agreement(tops[best], top) for at, top in enumerate(tops) if at != best])
    share = _shares(fits[best].documents, counts)
    order = np.argsort(-np.nan_to_num(share).sum(axis=0), kind="stable")
    shown = Fit(share[:, order], fits[best].words[order], fits[best].misfit)
    table, listed = _tables(shown, matched.mean(axis=0)[order], tops[best][order], names, found.frame.index)
    agreed = np.insert(matched.mean(axis=1), best, 1.0)
    runs = pd.DataFrame(
        {"misfit": [fit.misfit for fit in fits], "agreement": agreed}, pd.Index(seeds, name="seed")
    )
    weights = pd.DataFrame(shown.documents, found.frame.index, table.index)
    by = tuple(key for key in ("period", "unit") if key in found.rows) if "unit" in found.rows else ()
    values, errors = _means(weights, *groups(found, by))
    empty = found.frame.index[np.flatnonzero(np.isnan(share).any(axis=1))]
    notes = list(found.notes)
    if len(empty):
        told_empty = (
            "no word of content is left in {n:# document|# documents}, which have no topic: {names:10}"
        )
        notes.append(Note(told_empty, n=len(empty), names=[str(name) for name in empty]))
    return Topics(table, listed, weights, runs, values, errors, method, int(seeds[best]), tuple(notes))


def _counts(
    texts: pd.Series, terms: Any, stop: list[str], simplify: bool
) -> tuple[sparse.csr_array, np.ndarray]:
    """Return how often words of content occur, shape (documents, words), and the words."""
    own = dict.fromkeys(compared(str(word), simplify).strip() for word in terms.words.index)
    cut = segmenter(own, stop)
    text = sklearn_part("feature_extraction.text")
    n = len(texts)
    counter = text.CountVectorizer(analyzer=lambda one: cut(compared(one, simplify)), min_df=5 if n > 1000 else 1,
                                   max_df=0.5 if n > 20 else 1.0, max_features=MOST_WORDS, dtype=np.float64)  # fmt: skip
    try:
        made = counter.fit_transform(texts)
    except ValueError:  # nothing is left
        raise UnsuitableMethod(
            "documents", "no words of content are left", "give longer documents, or fewer stop words"
        ) from None
    return sparse.csr_array(made), counter.get_feature_names_out()


def _weighted(counts: sparse.csr_array) -> sparse.csr_array:
    return sparse.csr_array(sklearn_part("feature_extraction.text").TfidfTransformer().fit_transform(counts))


def _shares(weights: Array, counts: sparse.csr_array) -> Array:
    """Return weights of documents that sum to 1; NaN where a document has no word."""
    total = np.where(np.asarray(counts.sum(axis=1)).ravel() > 0, weights.sum(axis=1), 0.0)
    share: Array = np.divide(
        weights, total[:, None], out=np.full(weights.shape, np.nan), where=total[:, None] > 0
    )
    return share


def _tables(
    fit: Fit, stability: Array, top: np.ndarray, names: np.ndarray, index: pd.Index
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the table of topics and the table of their words."""
    share = np.nan_to_num(fit.documents)
    numbers = pd.RangeIndex(1, len(top) + 1, name="topic")
    known = share.sum(axis=1) > 0
    largest = np.bincount(share[known].argmax(axis=1), minlength=len(top))
    order = np.argsort(-share, axis=0, kind="stable")[:3]
    heavy = [names[row[row >= 0]] for row in top]
    table = pd.DataFrame({
        "label": pd.Series([""] * len(top), numbers, dtype=object), "words": [" ".join(row) for row in heavy],
        "share": share.sum(axis=0) / known.sum(), "documents": largest, "stability": stability,
        "examples": ["; ".join(str(index[at]) for at in order[:, topic]) for topic in range(len(top))],
    }, numbers)  # fmt: skip
    topic, rank = np.nonzero(top >= 0)
    rows = pd.MultiIndex.from_arrays([topic + 1, rank + 1], names=["topic", "rank"])
    chosen = top[topic, rank]
    return table, pd.DataFrame({"word": names[chosen], "weight": fit.words[topic, chosen]}, rows)


def _means(weights: pd.DataFrame, group: np.ndarray, index: pd.Index) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the mean weights of groups and their standard errors; documents without words do not count."""
    grouped = weights.groupby(group)
    places = range(len(index))
    mean = grouped.mean().reindex(places).set_axis(index).rename_axis(columns=None)
    return mean, grouped.sem().reindex(places).set_axis(index).rename_axis(columns=None)
