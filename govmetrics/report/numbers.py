"""Numbers as people read them."""

from __future__ import annotations

from typing import Any

import pandas as pd


def number(value: Any, digits: int = 1) -> str:
    """Return a number with its digits, a dash where there is none.

    Examples
    --------
    >>> number(1234.56), number(-0.01), number(float("nan"))
    ('1,234.6', '0.0', '–')
    """
    text = "–" if pd.isna(value) else f"{value:,.{digits}f}"
    return text.removeprefix("-") if text.strip("-0.") == "" else text.replace("-", "−")


def signed(value: Any, digits: int = 1) -> str:
    """Return a change with its sign; zero without.

    Examples
    --------
    >>> signed(2), signed(-2), signed(0.01)
    ('+2.0', '−2.0', '0.0')
    """
    text = number(value, digits)
    return f"+{text}" if not pd.isna(value) and value > 0 and text.strip("0.") else text


def raw(value: Any) -> str:
    """Return a raw value with about four figures, a dash where there is none.

    Examples
    --------
    >>> raw(13.0512), raw(-123456.7), raw(None)
    ('13.05', '−123,457', '–')
    """
    if pd.isna(value):
        return "–"
    return (f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}").replace("-", "−")


def span(low: Any, high: Any, digits: int = 1) -> str:
    """Return a range of values; below zero with dots, since a dash beside a minus is read as one more.

    Examples
    --------
    >>> span(1, 2.5), span(-30.5, -21), span(float("nan"), 2)
    ('1.0–2.5', '−30.5 … −21.0', '–')
    """
    if pd.isna(low) or pd.isna(high):
        return "–"
    ends = number(low, digits), number(high, digits)
    return (" … " if any(end.startswith("−") for end in ends) else "–").join(ends)


def interval(low: float, high: float) -> str:
    """Return the ends of an interval of ranks; one number where both are the same.

    Examples
    --------
    >>> interval(1, 4), interval(2, 2), interval(float("nan"), float("nan"))
    ('1–4', '2', '–')
    """
    return number(low, 0) if pd.isna(low) or low == high else f"{number(low, 0)}–{number(high, 0)}"
