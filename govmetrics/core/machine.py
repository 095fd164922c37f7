"""What numbers depend on beside the software of `versions`: the machine, its linear algebra, libraries that are there or not."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

LIBRARIES = (
    "duckdb", "highspy", "joblib", "networkx", "pulp", "rjieba", "scikit-criteria", "scikit-learn", "statsmodels",
)  # fmt: skip
"""Those that may give other numbers in another version: solvers, regressions, rankings, words."""


def machine() -> dict[str, Any]:
    """Return the system, the processor, the library of linear algebra and the versions of other libraries.

    Examples
    --------
    >>> sorted(machine())
    ['blas', 'libraries', 'processor', 'system']
    """
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "blas": _blas(),
        "libraries": _libraries(),
    }


def _blas() -> str:
    """Return what NumPy computes with, as far as it tells."""
    told: Any = np.show_config(mode="dicts")
    found = (told or {}).get("Build Dependencies", {}).get("blas", {})
    return " ".join(str(found[key]) for key in ("name", "version") if found.get(key))


def _libraries() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # an extra that is not there
            continue
    return found
