"""What a key of an evaluation file may be: the kinds that its parts share."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=1)]
Share = Annotated[float, Field(strict=True, gt=0, lt=1)]
Flag = Annotated[bool, Field(strict=True)]
Name = Annotated[str, Field(strict=True, min_length=1)]
File = Annotated[str, Field(strict=True, min_length=1)]
Names = Sequence[Name]
OneUnit = Annotated[Names, Field(min_length=1)]
"""Columns that name a unit together, such as ``[street, name]``."""
Seed = Annotated[int, Field(strict=True, ge=0, le=2**32 - 1)]
Title = Annotated[str, Field(strict=True)]
Called = Name | Mapping[Literal["en", "zh"], Name]
Step = Name | Mapping[Name, Any]
Steps = Step | Sequence[Step]
"""A method's name, ``{name: {option: value}}``, or a list of these."""
KEYS = ConfigDict(extra="forbid")


def _day(value: Any) -> Any:
    """Return a day as text: a YAML file gives a date without quotes as one."""
    return value.isoformat() if type(value) is datetime.date else value


def _real(value: str) -> str:
    datetime.date.fromisoformat(value)  # 2026-02-30 is none
    return value


Day = Annotated[str, BeforeValidator(_day), AfterValidator(_real), Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
