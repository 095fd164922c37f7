"""Words found in texts: the longest at every place, or all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy import sparse

LETTERS = "a-z\u00df-\u00f6\u00f8-\u024f\u0370-\u052f"
"""Letters of scripts that part their words by blanks."""
_LETTER = re.compile(f"[{LETTERS}]")


class Matcher:
    """Finds words: one expression made of the tree of their letters, so that a text is read once.

    Parameters
    ----------
    words : sequence of str
        Different ones, as `compared` writes them.
    overlaps : bool
        Every occurrence counts, also inside a longer word; else the leftmost longest, and what it covers counts no more.
    """

    def __init__(self, words: Sequence[str], overlaps: bool = False) -> None:
        self.place = {word: at for at, word in enumerate(words)}
        self.overlaps = overlaps
        expression = _expression(words)
        self._pattern = re.compile(f"(?={expression})" if overlaps else expression)
        self._inside = {word: self._begun(word) for word in words} if overlaps else {}

    def _begun(self, word: str) -> list[int]:
        """Return the places of all words with which a word begins, itself too: where it is found, they are."""
        found = []
        for end in range(1, len(word) + 1):
            at = self.place.get(word[:end])
            whole = end == len(word) or not (_LETTER.match(word[end - 1]) and _LETTER.match(word[end]))
            if at is not None and whole:
                found.append(at)
        return found

    def find(self, text: str) -> list[int]:
        """Return the places of the words that occur, in their order in the text, each as often as it counts."""
        if not self.overlaps:
            return [self.place[found] for found in self._pattern.findall(text)]
        return [at for found in self._pattern.findall(text) for at in self._inside[found]]

    def counts(self, texts: Iterable[str]) -> sparse.csr_array:
        """Return how often every word occurs in every text, shape (texts, words)."""
        columns: list[np.ndarray] = []
        ends = [0]
        for text in texts:
            found = np.array(self.find(text), dtype=np.int32)
            columns.append(found)
            ends.append(ends[-1] + len(found))
        indices = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int32)
        shape = (len(columns), len(self.place))
        found_counts = sparse.csr_array(
            (np.ones(len(indices), dtype=np.int32), indices, np.array(ends)), shape=shape
        )
        found_counts.sum_duplicates()
        return found_counts


def _expression(words: Iterable[str]) -> str:
    """Return an expression that matches the longest of the words at a place; words of letters end where letters end."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = f"(?![{LETTERS}])" if _LETTER.match(word[-1]) else ""
    free = {sign: below for sign, below in tree.items() if not _LETTER.match(sign)}
    bound = {sign: below for sign, below in tree.items() if _LETTER.match(sign)}
    parts = [_branches(free)] if free else []
    if bound:
        parts.append(f"(?<![{LETTERS}]){_branches(bound)}")
    return f"({'|'.join(parts)})"


def _branches(node: dict[str, Any]) -> str:
    """Return the expression of a node: longer words first, the end of a word last."""
    parts = []
    for first, after in node.items():
        if first == "":
            continue
        chain, below = re.escape(first), after
        while len(below) == 1 and "" not in below:
            ((sign, deeper),) = below.items()
            chain, below = chain + re.escape(sign), deeper
        last = below.get("") if set(below) == {""} else None
        parts.append(chain + (last if last is not None else _branches(below)))
    end = node.get("")
    if end is not None:
        parts.append(end)
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
