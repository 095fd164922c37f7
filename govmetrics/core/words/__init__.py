"""The vocabulary: sentences and headings in both languages, and the language they are shown in.

A sentence is written once, in English, where the thing is noticed; its Chinese stands in the catalogue of its room
(``core/words/chinese``). It travels as template and values (`Text`) and becomes words where it is shown (`say`).
"""

from govmetrics.core.words.methods import method_name
from govmetrics.core.words.state import LANGUAGES, Language
from govmetrics.core.words.terms import Term, term
from govmetrics.core.words.text import Label, NodeName, Note, Text, joined, p_words, paragraph, renamed, say

__all__ = [
    "LANGUAGES",
    "Label",
    "Language",
    "NodeName",
    "Note",
    "Term",
    "Text",
    "joined",
    "method_name",
    "p_words",
    "paragraph",
    "renamed",
    "say",
    "term",
]
