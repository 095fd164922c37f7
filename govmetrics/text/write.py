"""Documents as a file, masked unless they are not to be."""

from __future__ import annotations

import os
from pathlib import Path

from govmetrics.core.options import FLAG, PATH, asked
from govmetrics.core.tables import write_csv
from govmetrics.text.documents import GIVEN, Given, documents_of
from govmetrics.text.mask import mask


def write(documents: Given, path: str | os.PathLike[str], masked: bool = True) -> Path:
    """Write documents as a CSV in UTF-8; names, numbers and addresses are masked unless `masked` is False.

    Parameters
    ----------
    documents : Documents, DataFrame, mapping, list or str
    path : path
        Of the file.
    masked : bool
        As `mask` does by default.

    Returns
    -------
    Path

    Raises
    ------
    FaultyInput
        A path that cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> import govmetrics as gm
    >>> path = gm.text.write({"t1": "张女士来电13800138000"}, tempfile.mkdtemp() + "/documents.csv")
    >>> path.read_text(encoding="utf-8-sig").splitlines()
    ['document,text', 't1,***女士来电***']
    """
    asked(documents=(documents, GIVEN), path=(path, PATH), masked=(masked, FLAG))
    found = documents_of(documents)
    write_csv((mask(found) if masked else found).frame, Path(path))
    return Path(path)
