"""Text for the terminal, of which nothing acts on it."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from govmetrics.core.words.visible import visible


class Line(Text):
    """A text of rich's that is `visible`, and never markup."""

    def __init__(self, text: object = "", style: Any = "", **how: Any) -> None:
        super().__init__(visible(str(text)), style, **how)
