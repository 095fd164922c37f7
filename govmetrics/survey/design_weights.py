"""Whether respondents counted with weights."""

from __future__ import annotations

import pandas as pd


def weighed(n: pd.Series, effective_n: pd.Series) -> bool:
    """Tell whether respondents counted with weights: then there are effectively fewer than were asked."""
    return bool(((n > 0) & ((n - effective_n).abs() > 1e-9 * n)).any())
