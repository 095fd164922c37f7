"""Word and PDF files, small and made on the spot."""

from __future__ import annotations

from pathlib import Path


def docx_of(path: Path, paragraphs: list[str], table: list[list[str]] | None = None, raw: str = "") -> Path:
    """Write a Word file of paragraphs, a table, and raw paragraphs of WordprocessingML."""
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    for row in [table] if table else []:
        grid = document.add_table(len(row), len(row[0]))
        for at, cells in enumerate(row):
            for place, cell in enumerate(cells):
                grid.cell(at, place).text = cell
    if raw:
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        document.element.body.insert(len(paragraphs), parse_xml(raw.replace("<w:p>", f"<w:p {space}>", 1)))
    document.save(str(path))
    return path


def pdf_of(path: Path, pages: list[str], password: str = "") -> Path:
    """Write a PDF file with a line on each page; an empty one is as a scanned page is: without text."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for text in pages:
        page = writer.add_blank_page(200, 200)
        if not text:
            continue
        font = DictionaryObject({
            NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        })  # fmt: skip
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    with path.open("wb") as file:
        writer.write(file)
    return path


def pdf_of_pdfs(path: Path, deep: int, times: int) -> Path:
    """Write a PDF file of one page, which draws a form so many times, which draws another so many times, down to one word."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, RectangleObject

    def named(value: object) -> object:
        if isinstance(value, dict):
            return DictionaryObject({NameObject(key): named(one) for key, one in value.items()})
        return NameObject(value) if isinstance(value, str) else value

    def form(data: bytes, resources: dict[str, object]) -> object:
        stream = DecodedStreamObject()
        stream.set_data(data)
        stream.update(named({"/Type": "/XObject", "/Subtype": "/Form", "/Resources": resources}))
        stream[NameObject("/BBox")] = RectangleObject((0, 0, 9, 9))
        return writer._add_object(stream)

    writer = PdfWriter()
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    drawn = form(b"BT /F 9 Tf (lamp) Tj ET", {"/Font": {"/F": font}})
    for _ in range(deep):
        drawn = form(b"/X Do " * times, {"/XObject": {"/X": drawn}})
    page = writer.add_blank_page(99, 99)
    page[NameObject("/Resources")] = named({"/XObject": {"/X": drawn}})
    page[NameObject("/Contents")] = form(b"/X Do " * times, {})
    writer.write(path)
    return path
