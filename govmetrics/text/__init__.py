"""Documents, rubrics and coding: what policies and people say, counted and coded by people who agree."""

from govmetrics.text.agreement import Agreement, agreement
from govmetrics.text.coding import Coding
from govmetrics.text.cooccurrence import Cooccurrence, cooccurrence
from govmetrics.text.dictionary import Dictionary, dictionary
from govmetrics.text.documents import Documents
from govmetrics.text.forms import forms
from govmetrics.text.keywords import Keywords, keywords
from govmetrics.text.mask import mask
from govmetrics.text.matrix import CodeMatrix, matrix
from govmetrics.text.proposals import Proposals, proposals
from govmetrics.text.read import read
from govmetrics.text.read_coding import read_coding
from govmetrics.text.rubric import Rubric, rubric
from govmetrics.text.saturation import Saturation, saturation
from govmetrics.text.similarity import Similarity, similarity
from govmetrics.text.to_leaves import to_leaves
from govmetrics.text.tools import Tools, tools
from govmetrics.text.topics import Topics, topics
from govmetrics.text.trends import WordTrends, trends
from govmetrics.text.write import write

__all__ = [
    "Agreement", "CodeMatrix", "Coding", "Cooccurrence", "Dictionary", "Documents", "Keywords", "Proposals",
    "Rubric", "Saturation", "Similarity", "Tools", "Topics", "WordTrends", "agreement", "cooccurrence",
    "dictionary", "forms", "keywords", "mask", "matrix", "proposals", "read", "read_coding", "rubric", "saturation",
    "similarity", "to_leaves", "tools", "topics", "trends", "write",
]  # fmt: skip


def __dir__() -> list[str]:
    """Show the public names; the files behind them are internal."""
    return sorted(__all__)
