"""A chapter of the page: where it stands, what it is called, its template and what that shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Chapter:
    """One chapter.

    Parameters
    ----------
    name : str
        Of the template in ``templates/page`` (without its ending), and of the anchor.
    title : str
        Of the heading and of the line in the contents; empty for one that the contents leave out.
    content : mapping
        What the template shows, as ``c``.
    anchor : str
        Where links lead to; by default the name.
    """

    name: str
    title: str
    content: Mapping[str, Any] = field(default_factory=dict)
    anchor: str = ""

    @property
    def template(self) -> str:
        """The file of the template."""
        return f"page/{self.name}.html.jinja"
