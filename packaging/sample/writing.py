"""How the sample is written to files: coordinate lists, reference layers, checksums."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from geodata.model.grid import WGS84_DEGREES
from geodata.model.marker import Marker
from geodata.model.turning_point import TurningPoint

SUMS = "SHA256SUMS"


def dms(longitude: float, latitude: float) -> str:
    """Return a place as a catalogue writes it: latitude then longitude, to a tenth of a second."""
    return f"{sexagesimal(latitude, 'NS', 2)} {sexagesimal(longitude, 'EW', 3)}"


def sexagesimal(angle: float, signs: str, width: int) -> str:
    """Return an angle as D°MM'SS.S" with its sign as a letter."""
    tenths = round(abs(angle) * 36_000)
    degrees, rest = divmod(tenths, 36_000)
    minutes, seconds = divmod(rest, 600)
    return f"{degrees:0{width}}°{minutes:02}'{seconds // 10:02}.{seconds % 10}\"{signs[angle < 0]}"


def rounded_to_catalogue(angle: float) -> float:
    """Return an angle in degrees as it comes back from a catalogue that keeps tenths of a second."""
    return round(angle * 36_000) / 36_000


def turning_point_list(points: Iterable[TurningPoint]) -> bytes:
    """Return a coordinate list of turning points as CSV."""
    heading = ("number", "latitude", "longitude", "height", "height_system", "accuracy_m", "type")
    return _table(
        heading,
        (
            (p.label, *_both(p.point), p.height, p.height_system, f"{(p.accuracy_mm or 0) / 1000:.2f}", p.type.value)
            for p in points
        ),
    )


def marker_list(markers: Iterable[Marker]) -> bytes:
    """Return a coordinate list of markers as CSV."""
    heading = ("number", "latitude", "longitude", "height", "height_system", "type", "condition")
    return _table(
        heading,
        ((m.number, *_both(m.point), m.height, m.height_system, m.type.value, m.condition) for m in markers),
    )


def geojson(shapes: Sequence[object], kind: str, columns: Mapping[str, Sequence[object]]) -> bytes:
    """Return shapes (coordinates as GeoJSON nests them) with their columns as GeoJSON, one feature a line."""
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {heading: values[row] for heading, values in columns.items()},
                "geometry": {"type": kind, "coordinates": shape},
            },
            ensure_ascii=False,
        )
        for row, shape in enumerate(shapes)
    ]
    return ('{"type": "FeatureCollection", "features": [\n' + ",\n".join(lines) + "\n]}\n").encode()


def write_sums(folder: Path) -> None:
    """Write the checksum of every file below a folder that the generator made."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), "utf-8", newline="\n")


def _both(point: tuple[int, int]) -> tuple[str, str]:
    longitude, latitude = WGS84_DEGREES.degrees_of(point)
    return sexagesimal(latitude, "NS", 2), sexagesimal(longitude, "EW", 3)


def _table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue().encode()
