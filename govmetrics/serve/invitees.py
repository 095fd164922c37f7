"""Lists of invitees in, links out: a file of links and a page of cards with QR codes, told once."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.tables import plain_text, read_table, write_csv, write_xlsx
from govmetrics.core.words import Text
from govmetrics.serve.links import Invitee, Issued
from govmetrics.serve.personal import faults_of

MOST, LONGEST = 20_000, 200
"""People of a list, and letters of a cell."""
_NAMES = ("name", "person", "expert", "姓名", "专家", "居民", "名称")
_CONTACTS = ("contact", "email", "e-mail", "mail", "address", "联系方式", "邮箱", "电子邮箱", "地址")
KINDS = (".csv", ".xlsx", ".tsv", ".txt", ".xls", ".ods")


def read_invitees(content: bytes, name: str, *, telephones: bool = False) -> list[Invitee]:
    """Return the people of an organiser's list.

    Parameters
    ----------
    content : bytes
        Of a table: a column of names, if there is one of contacts, other columns as attributes.
    name : str
        Of the file; only its ending counts.
    telephones : bool
        The purpose asks for telephone numbers.

    Raises
    ------
    FaultyInput
        No table, no column of names, people without a name or twice, identity numbers: everything at once.
    """
    ending = Path(name.replace("\\", "/")).suffix.lower()
    if ending not in KINDS:
        raise FaultyInput(
            "file", "is no table that is known here", "give one of: {choices}", choices=list(KINDS)
        )
    with TemporaryDirectory() as folder:  # under a name of ours: that of the file is never a path
        path = Path(folder) / f"invitees{ending}"
        path.write_bytes(content)
        frame = read_table(path)
    return _people(frame, telephones)


def _people(frame: pd.DataFrame, telephones: bool) -> list[Invitee]:
    columns = [str(column).strip() for column in frame.columns]
    who = next((name for name in columns if name.lower() in _NAMES), None)
    contact = next((name for name in columns if name.lower() in _CONTACTS), None)
    if who is None:
        raise FaultyInput(
            "file", "has no column of names", "call one of its columns: {choices}", choices=list(_NAMES)
        )
    texts = frame.map(lambda cell: "" if pd.isna(cell) else str(plain_text(cell)).strip())
    rows = [(place + 2, dict(zip(columns, cells, strict=True)))
            for place, cells in zip(frame.index, texts.itertuples(index=False, name=None), strict=True)]  # fmt: skip
    faults = Faults(faults_of(rows, columns, telephones))
    faults += each([row for row, cells in rows if not cells[who]], lambda row: Fault(Text("row {row}", row=row),
                   "has no name", "give every person a name"))  # fmt: skip
    twice = [name for name, times in Counter(cells[who] for _, cells in rows).items() if times > 1 and name]
    faults += each(
        twice, lambda name: Fault(name, "occurs more than once", "tell them apart, such as by a number")
    )
    long = [(row, name) for row, cells in rows for name, text in cells.items() if len(text) > LONGEST]
    faults += each(long, lambda one: Fault(Text("row {row}, {column}", row=one[0], column=one[1]),
                   "has more than {most} letters", "shorten it", most=LONGEST))  # fmt: skip
    if not 0 < len(rows) <= MOST:
        faults.append(Fault("file", "has {count} people", "give 1 to {most}", count=len(rows), most=MOST))
    faults.raise_all()
    return [
        Invitee(cells[who], cells.get(contact or "", ""),
                {name: text for name, text in cells.items() if name not in (who, contact) and text})
        for _, cells in rows
    ]  # fmt: skip


def nameless(count: int) -> list[Invitee]:
    """Return so many invitees without any name, for links on paper."""
    if not 0 < count <= MOST:
        raise FaultyInput("count", "is {count}", "give 1 to {most}", count=count, most=MOST)
    return [Invitee() for _ in range(count)]


def packet(issued: Sequence[Issued], base: str, page: str | None) -> bytes:
    """Return a .zip of the links: a table to send them by, and the page of cards.

    Parameters
    ----------
    issued : sequence of Issued
    base : str
        What the links begin with.
    page : str or None
        The page of cards, as `pages.organiser` renders it.
    """
    rows = [
        {"name": one.invitee.person, "contact": one.invitee.contact, "link": address(base, one)}
        for one in issued
    ]
    frame = pd.DataFrame(rows, columns=["name", "contact", "link"])
    made = io.BytesIO()
    with TemporaryDirectory() as folder, ZipFile(made, "w", ZIP_DEFLATED) as archive:
        write_csv(frame, Path(folder) / "links.csv", index=False)
        write_xlsx({"links": frame}, Path(folder) / "links.xlsx", index=False)
        for name in ("links.csv", "links.xlsx"):
            archive.write(Path(folder) / name, name)
        if page is not None:
            archive.writestr("cards.html", page)
    return made.getvalue()


def address(base: str, one: Issued) -> str:
    """Return the address of a link."""
    return f"{base}/a/{one.token}"


def qr(text: str) -> str:
    """Return a QR code as SVG, in the markup of a page; it is drawn here, and asked of nobody."""
    import segno

    return str(segno.make(text, error="m", micro=False).svg_inline(scale=3, border=2, omitsize=False))
