"""Make the sample project of resources/sample, the same bytes in every run: python make_sample.py [FOLDER].

terrain    the ground, worn by its own rivers       valley     where they were meant to run; the place on the globe
paths      ways over the ground, lines from cells   border     the line along crest and stream; two enclaves
works      settlements, railway, roads              spelling   invented names in four scripts
sections   segments, turning points, markers        claims     what each side says, as tables
positions  the same played through the gestures     writing    lists, layers, checksums
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import claims
import numpy as np
import spelling
from border import Border, make_border
from msgspec.structs import replace
from positions import played
from sections import Record, fixed_id, make_record, measured_in_the_field
from terrain import Floats
from valley import SEED, Valley, degrees, make_valley
from works import Work, make_sites, make_works
from writing import geojson, marker_list, turning_point_list, write_sums

from geodata.changes.delta import Delta, apply
from geodata.changes.documents.base import Base, base_of
from geodata.changes.documents.changeset import change_set
from geodata.geometry.stretch import whole
from geodata.io.documents import write_document
from geodata.model.feature import Feature
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.names import Name, label_of
from geodata.model.project import Project, Settings, no_layers
from geodata.model.route import Route
from geodata.model.segment import Segment, Standing
from geodata.model.status import Delimitation, Position, Side

TITLE = "Two Rivers, a sample valley"
_HERE = Path(__file__).resolve().parents[2] / "resources" / "sample"


def main(folder: Path) -> None:
    """Write the whole sample into a folder."""
    rng = np.random.Generator(np.random.PCG64(SEED))
    valley = make_valley(rng)
    border = make_border(valley, rng)
    works = make_works(valley, border, rng)
    sites = make_sites(valley, border, works, rng)
    names = spelling.names_for(len(sites), rng)
    record = make_record(valley, border, sites, names)
    (folder / "lists").mkdir(parents=True, exist_ok=True)
    base = _base(record, works)
    write_document(folder / "base.confinia", base)
    for side in Side:
        _write_changes(folder, base, side, record)
    _write_lists(folder / "lists", valley, record)
    _write_layers(folder, valley, border, sites, names)
    write_sums(folder)


def _base(record: Record, works: list[Work]) -> Base:
    segments = [_with_standings(segment) for segment in record.segments]
    features: list[Feature] = [*segments, *record.turning_points, *record.markers, *claims.SHARED, *map(_route, works)]
    layers = apply(no_layers(), [Delta(None, feature) for feature in features])
    return base_of(Project(Settings(title=TITLE, side=Side.A), layers))


def _with_standings(segment: Segment) -> Segment:
    """What was decided before the base was written, both sides accept."""
    if segment.delimitation not in (Delimitation.AGREED_COMMISSION, Delimitation.AGREED_EXPERT):
        return segment
    a, b = (
        (Standing(stretch=whole(segment), position=Position.ACCEPTS, sources=(source.id,)),) for source in claims.SHARED
    )
    return replace(segment, position_a=a, position_b=b)


def _route(work: Work) -> Route:
    return Route(
        id=fixed_id("route", work.code),
        line=Line(WGS84_DEGREES.on_grid(degrees(work.line)), WGS84_DEGREES),
        source_id=work.code,
        code=work.code,
        mode=work.mode,
        state=work.state,
        level=work.level,
        gauge_mm=work.gauge,
    )


def _write_changes(folder: Path, base: Base, side: Side, record: Record) -> None:
    settings = Settings(title=base.title, side=side, profile=base.profile, base=base.sha256, base_number=base.number)
    layers = apply(no_layers(), [Delta(None, feature) for feature in base.features])
    deltas = played(Project(settings, layers), record)
    made = change_set(deltas, settings, message=claims.MESSAGES[side])
    write_document(folder / f"{side.lower()}-0001.confinia", made)


def _write_lists(folder: Path, valley: Valley, record: Record) -> None:
    (folder / "turning-points.csv").write_bytes(turning_point_list(record.turning_points))
    (folder / "markers.csv").write_bytes(marker_list(record.markers))
    (folder / "field-11.csv").write_bytes(turning_point_list(measured_in_the_field(record, valley)))


def _write_layers(folder: Path, valley: Valley, border: Border, sites: Floats, names: list[tuple[Name, Name]]) -> None:
    pairs = _river_names(len(valley.rivers))
    rivers = [degrees(river.line).round(7).tolist() for river in valley.rivers]
    columns: dict[str, list[object]] = {
        "name": [label_of(pair, "") for pair in pairs],
        "size": [round(river.size) for river in valley.rivers],
    }
    (folder / "rivers.geojson").write_bytes(geojson(rivers, "LineString", columns))
    lake = degrees(valley.lake(border.line)).round(7).tolist()
    name = label_of(spelling.both_names(6, "halvin"), "")
    (folder / "lakes.geojson").write_bytes(geojson([[lake]], "Polygon", {"name": [name]}))
    points = degrees(sites).round(7).tolist()
    (folder / "settlements.geojson").write_bytes(geojson(points, "Point", _settlement_columns(names)))


def _settlement_columns(names: list[tuple[Name, Name]]) -> dict[str, list[object]]:
    return {
        "name": [label_of(pair, "") for pair in names],
        **{
            f"{what}_{side.lower()}": [getattr(pair[place], what) for pair in names]
            for place, side in enumerate(Side)
            for what in ("text", "language")
        },
        "inhabitants": [int(18_000 / (1 + rank) ** 0.85 // 10 * 10) for rank in range(len(names))],
    }


def _river_names(count: int) -> Sequence[tuple[Name, ...]]:
    largest = ("virmel", "ostral", "samvira", "Sulgar")
    named = [spelling.both_names(number, sound) for number, sound in enumerate(largest)]
    return [named[place] if place < len(named) else () for place in range(count)]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else _HERE)
