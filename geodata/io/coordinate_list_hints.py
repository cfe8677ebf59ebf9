"""What a list says of its reference system in its titles and numbers: proposed in words, never taken by itself."""

import re
from collections.abc import Iterator

from geodata.geometry.crs import ReferenceSystem, on_world_datum
from geodata.geometry.plausible import Code, Finding
from geodata.geometry.written import Form
from geodata.io.coordinate_list import CoordinateList

_EPSG = re.compile(r"EPSG\W{0,3}(\d{4,5})", re.IGNORECASE)
_SK42 = re.compile(r"(?:СК|SK|CS)\W?42|Пулково|Pulkovo|Պուլկովո|1942", re.IGNORECASE)
_SURELY_SK42 = re.compile(r"(?:СК|SK|CS)\W?42|Пулково|Pulkovo|Պուլկովո|координат\w* 1942", re.IGNORECASE)
_WGS84 = re.compile(r"WGS\W?(?:19)?84|ВГС\W?84", re.IGNORECASE)
_ZONE = re.compile(r"(?:зон\w*|zon[ea]\w*|գոտի)\W{0,3}(\d{1,2})", re.IGNORECASE)
_ZONE_AFTER = re.compile(r"(?<![\d-])(\d{1,2})(?:-?\w{1,2})?\s+(?:зон|zon|գոտի)", re.IGNORECASE)
_FIRST_ZONE, _LAST_ZONE = 4, 32
_MILLION = 1_000_000.0
_LONGEST_NAME = 40


def proposed_system(found: CoordinateList) -> tuple[str, str]:
    """Return the code of the reference system that a list probably means, and what says so; both empty for none."""
    metric = found.form is Form.METRES
    prefix = int(found.points[0].second // _MILLION) if metric else 0
    for row in found.table.rows[: found.layout.first]:
        code = _said(row.text, metric, prefix)
        if code:
            return code, f"“{row.text[:80]}” (line {row.line:,})"
    if _FIRST_ZONE <= prefix <= _LAST_ZONE:
        return f"EPSG:284{prefix:02d}", f"the {prefix} before the eastings"
    return "", ""


def against_the_list(found: CoordinateList, system: ReferenceSystem) -> list[Finding]:
    """Return what a list says of its datum where that is not the one it is read in: a hundred metres, unseen."""
    world = on_world_datum(system.code)
    for line, text in _naming(found):
        sk42, wgs84 = _SURELY_SK42.search(text), _WGS84.search(text)
        if bool(sk42) is not bool(wgs84) and bool(sk42) is world:
            said = f"Line {line:,} of the list says “{text[:80]}”, but the list is read as {system.name}."
            return [Finding(code=Code.FILE, sentence=said, certain=True)]
    return []


def _naming(found: CoordinateList) -> Iterator[tuple[int, str]]:
    """Lines that may name a system: titles and headings, and short words that are kept beside a point."""
    yield from ((row.line, row.text) for row in found.table.rows[: found.layout.first])
    for point in found.points:
        yield from ((point.line, str(said)) for _, said in point.attributes if len(str(said)) <= _LONGEST_NAME)


def _said(text: str, metric: bool, prefix: int) -> str:
    if coded := _EPSG.search(text):
        return f"EPSG:{coded[1]}"
    zoned = _ZONE.search(text) or _ZONE_AFTER.search(text)
    zone = int(zoned[1]) if zoned else 0
    if _SK42.search(text):
        if not metric:
            return "EPSG:4284"
        known = _FIRST_ZONE <= zone <= _LAST_ZONE
        return f"EPSG:{(28400 if prefix else 28460) + zone}" if known and prefix in (0, zone) else ""
    if _WGS84.search(text):
        if not metric:
            return "EPSG:4326"
        return f"EPSG:326{zone:02d}" if 1 <= zone <= 60 else ""
    return ""
