"""One variable of a model."""

from __future__ import annotations

import ast
from dataclasses import dataclass

SECTION_OF = {"stock": "stocks", "flow": "flows", "auxiliary": "auxiliaries"}
"""Under which key of a file variables of a kind stand."""


@dataclass(frozen=True)
class Variable:
    """A stock, a flow or an auxiliary: of a stock `equation` is that of its initial value."""

    key: str
    kind: str
    equation: ast.expr
    written: str
    unit: str | None = None
    column: str = ""
    label: str = ""
    inflows: tuple[str, ...] = ()
    outflows: tuple[str, ...] = ()
