"""Fingerprints: the same content gives the same hash, any change another."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.tree import IndicatorTree
from govmetrics.core.tree_dict import plain_node

_EXACT = 2**53


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fingerprint(value: Any) -> str:
    """Return the SHA-256 of a noun's content: frames, tree and everything else it holds."""
    digest = hashlib.sha256()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pd.DataFrame):
            waiting += [item.index, list(map(str, item.columns))]
            if item.size:
                numeric = bool((item.dtypes == np.float64).all())
                waiting += [item.to_numpy()] if numeric else [column for _, column in item.items()]
        elif isinstance(item, pd.Series | pd.Index):
            digest.update(
                pd.util.hash_pandas_object(item, index=isinstance(item, pd.Series)).to_numpy().tobytes()
            )
        elif isinstance(item, np.ndarray):
            digest.update(repr(item.shape).encode())
            digest.update(np.ascontiguousarray(item).data)
        elif isinstance(item, Mapping):
            waiting += [part for pair in item.items() for part in pair]
        elif isinstance(item, list | tuple):
            waiting += [len(item), *item]
        elif isinstance(item, IndicatorTree):
            waiting += [[plain_node(node) for node in item.nodes], item.parents.tolist(), dict(item.about)]
        elif isinstance(item, str):  # of a note the English, whatever language is in use
            digest.update(str.__repr__(item).encode())
        elif isinstance(item, np.generic):
            waiting.append(item.item())
        elif type(item) is int and abs(item) < _EXACT:  # 1 in a call is 1.0 in a file
            digest.update(repr(float(item)).encode())
        elif hasattr(item, "__dataclass_fields__") and not isinstance(item, type):
            # How something was found is told in words, and words may change; what does not count for equality does not here.
            told = [one for one in item.__dataclass_fields__.values() if one.compare]
            waiting += [getattr(item, one.name) for one in told if one.name != "procedure"]
        else:
            digest.update(repr(item).encode())
    return digest.hexdigest()
