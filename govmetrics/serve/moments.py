"""Times as they are kept: ISO 8601 in UTC, to the second, so that text sorts as time does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""What says the time."""


def clock() -> datetime:
    """Return the time now."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """Return a time as it is kept.

    Examples
    --------
    >>> written(datetime(2026, 5, 1, 8, 30, tzinfo=UTC))
    '2026-05-01T08:30:00Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text: str) -> datetime:
    """Return a time that was kept."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def day(moment: datetime) -> str:
    """Return the day alone, in UTC: what an anonymous answer keeps."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d")


def later(moment: datetime, **span: float) -> str:
    """Return a later time, as it is kept."""
    return written(moment + timedelta(**span))
