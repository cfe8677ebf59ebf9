"""Workbooks made by hand: the XML that a spreadsheet writes, zipped, with whatever went wrong in it."""

import io
import zipfile
from typing import NamedTuple
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATED = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
FORMATS = ("General", "0.0", "0.00", "0.0000", "dd\\ mmm", "[h]:mm:ss", "#,##0.00")
"""The number formats of these workbooks; a cell names one by its index."""


class Cell(NamedTuple):
    """A cell that is more than a text: its kind (n, s, e, b, d, str), value, formula and format."""

    kind: str
    value: str
    formula: str | None = None
    style: int = 0


def number(value: str, style: int = 0) -> Cell:
    """Return a number as a spreadsheet keeps it."""
    return Cell("n", value, style=style)


def workbook(rows: list[list[str | Cell]], extra: str = "", **options: object) -> bytes:
    """Return a workbook of one sheet; `extra` is put behind its rows, `options` are those of `workbook_of`."""
    return workbook_of({"Sheet1": sheet(rows, extra)}, **options)  # type: ignore[arg-type]


def sheet(rows: list[list[str | Cell]], extra: str = "", before: str = "", rows_hidden: tuple[int, ...] = ()) -> str:
    """Return the XML of a sheet: a text is written inline, an empty one not at all."""
    lines = []
    for line, row in enumerate(rows, 1):
        cells = "".join(_cell(cell, f"{chr(64 + place)}{line}") for place, cell in enumerate(row, 1) if cell != "")
        hidden = ' hidden="1"' if line in rows_hidden else ""
        lines.append(f'<row r="{line}"{hidden}>{cells}</row>')
    return f"<worksheet {MAIN}>{before}<sheetData>{''.join(lines)}</sheetData>{extra}</worksheet>"


def workbook_of(
    sheets: dict[str, str], hidden: tuple[str, ...] = (), strings: list[str] | None = None,
    replaced: dict[str, bytes] | None = None,
) -> bytes:  # fmt: skip
    """Return a workbook of several sheets; `replaced` puts other bytes into parts."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{index}" state="{"hidden" if name in hidden else "visible"}" '
        f'r:id="rId{index}"/>'
        for index, name in enumerate(names, 1)
    )
    related = "".join(
        f'<Relationship Id="rId{index}" Type="worksheet" Target="worksheets/sheet{index}.xml"/>'
        for index in range(1, len(names) + 1)
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f"<workbook {MAIN} {RELATED}><sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{related}</Relationships>",
        "xl/styles.xml": _styles(),
    }
    parts |= {f"xl/worksheets/sheet{index}.xml": sheets[name] for index, name in enumerate(names, 1)}
    if strings is not None:
        said = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        parts["xl/sharedStrings.xml"] = f"<sst {MAIN}>{said}</sst>"
    data = {name: text.encode() for name, text in parts.items()} | (replaced or {})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in data.items():
            book.writestr(name, content)
    return packed.getvalue()


def _cell(cell: str | Cell, place: str) -> str:
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    formula = "" if cell.formula is None else f"<f>{escape(cell.formula)}</f>"
    return f'<c r="{place}" t="{cell.kind}" s="{cell.style}">{formula}<v>{escape(cell.value)}</v></c>'


def _styles() -> str:
    codes = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{escape(code)}"/>' for i, code in enumerate(FORMATS))
    used = "".join(f'<xf numFmtId="{164 + index}"/>' for index in range(len(FORMATS)))
    return f"<styleSheet {MAIN}><numFmts>{codes}</numFmts><cellXfs>{used}</cellXfs></styleSheet>"
