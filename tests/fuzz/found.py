"""What left a reader once, made small: the reader, the file, and what it has to come to since."""

from __future__ import annotations

from typing import Any

FOUND: list[tuple[str, Any, str]] = [
]  # fmt: skip
"""Reader, content (bytes, text, or structure), and "read" or "refused"."""
