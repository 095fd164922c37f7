"""Forms as they were posted: every field once, text only, no more than asked for."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from govmetrics.serve.pages.page import site_of

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
LONGEST = 20_000
"""Letters of a field."""


async def fields(request: Request) -> dict[str, str]:
    """Return the fields of a form. What no browser sends is refused: other types, odd bytes, repeated fields."""
    site = site_of(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise HTTPException(415)
    try:
        pairs = parse_qsl((await request.body()).decode("ascii"), keep_blank_values=True, strict_parsing=False,
                          errors="strict", max_num_fields=site.limits.fields)  # fmt: skip
    except ValueError as error:  # UnicodeDecodeError is one
        raise HTTPException(400) from error
    found = dict(pairs)
    if len(found) != len(pairs):
        raise HTTPException(400)
    _refuse_odd(found)
    return found


async def parts(request: Request) -> tuple[dict[str, str], UploadFile | None]:
    """Return the fields of a form with at most one file, named "file"."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != PARTS:
        raise HTTPException(415)
    form = await request.form(max_files=1, max_fields=50, max_part_size=LONGEST)
    pairs = form.multi_items()
    found = {name: value for name, value in pairs if isinstance(value, str)}
    files = [
        value for name, value in pairs if isinstance(value, UploadFile) and name == "file" and value.filename
    ]
    if len({name for name, _ in pairs}) != len(pairs):
        raise HTTPException(400)
    _refuse_odd(found)
    return found, files[0] if files else None


def _refuse_odd(found: dict[str, str]) -> None:
    if any("\0" in text or len(text) > LONGEST for pair in found.items() for text in pair):
        raise HTTPException(400)
    try:
        "".join(text for pair in found.items() for text in pair).encode()
    except UnicodeEncodeError as error:  # half of a pair of surrogates
        raise HTTPException(400) from error
