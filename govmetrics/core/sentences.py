"""`Sentences`: a column of a frame whose sentences are made when they are looked at, since there may be millions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype

from govmetrics.core.words import Text


class SentenceDtype(ExtensionDtype):
    """The type of a column of sentences."""

    name = "sentence"
    type = Text

    @classmethod
    def construct_array_type(cls) -> Any:
        """Return the class of such columns."""
        return Sentences


class Sentences(ExtensionArray):
    """Sentences by number: only the numbers are held.

    Parameters
    ----------
    make : callable
        The sentence of a number.
    rows : array of int
        The number of each row; -1 for a row that has none.

    Examples
    --------
    >>> import pandas as pd
    >>> told = pd.Series(Sentences(lambda row: Text("row {row}", row=row), np.arange(10**6)))
    >>> told[told.index > 999_997].tolist()
    ['row 999998', 'row 999999']
    """

    def __init__(self, make: Callable[[int], Text], rows: np.ndarray) -> None:
        self._make, self._rows = make, rows

    @classmethod
    def _from_sequence(cls, scalars: Sequence[Any], *, dtype: Any = None, copy: bool = False) -> Sentences:  # noqa: ARG003 - pandas calls it so
        texts = list(scalars)
        lack = np.array([not isinstance(text, str) for text in texts], dtype=bool)
        return cls(texts.__getitem__, np.where(lack, -1, np.arange(len(texts))))

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Self]) -> Sentences:
        return cls._from_sequence([text for part in to_concat for text in part])

    @property
    def dtype(self) -> SentenceDtype:
        """The type of the column."""
        return SentenceDtype()

    @property
    def nbytes(self) -> int:
        """Bytes of the numbers."""
        return int(self._rows.nbytes)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return map(self._of, self._rows.tolist())

    def __getitem__(self, item: Any) -> Any:
        rows = self._rows[item]
        return type(self)(self._make, rows) if isinstance(rows, np.ndarray) else self._of(int(rows))

    def __setitem__(self, key: Any, value: Any) -> None:
        raise TypeError("sentences that are made when they are looked at cannot be changed")

    def __eq__(self, other: Any) -> Any:
        return np.asarray(self, dtype=object) == np.asarray(other, dtype=object)

    __hash__ = None  # type: ignore[assignment]

    def _values_for_factorize(self) -> tuple[np.ndarray, Any]:
        return np.asarray(self, dtype=object), np.nan

    @classmethod
    def _from_factorized(cls, values: Any, original: Sentences) -> Sentences:  # noqa: ARG003 - pandas calls it so
        return cls._from_sequence(values)

    def _cast_pointwise_result(self, values: Any) -> Any:
        """Return what a function made of each sentence: it need not be one, as their lengths are not."""
        return pd.Series(list(values), dtype=object).infer_objects().array

    def _of(self, row: int) -> Any:
        return np.nan if row < 0 else self._make(row)

    def isna(self) -> np.ndarray:
        """Return where there is none."""
        return np.asarray(self._rows < 0)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Sentences:  # noqa: ARG002
        """Return the sentences at these places; none at -1 where places may be missing."""
        at = np.asarray(indices, dtype=np.int64)
        if allow_fill:
            if (at < -1).any():
                raise ValueError("places below -1")
            return type(self)(self._make, np.where(at < 0, -1, self._rows[at] if len(self._rows) else -1))
        return type(self)(self._make, self._rows[at])

    def copy(self) -> Sentences:
        """Return another array of the same sentences."""
        return type(self)(self._make, self._rows.copy())
