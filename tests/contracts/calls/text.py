"""Valid calls of every public function of the room of text."""

from __future__ import annotations

from typing import Any

CALLS: dict[str, Any] = {}
