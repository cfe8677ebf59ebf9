"""Two readings of one border on the region's own layers, and what lies beneath; against shapely where it can tell."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.geometry.beneath import Route, Settlements, beneath
from geodata.geometry.between import numbers
from geodata.geometry.coincide import split
from geodata.geometry.drawn import drawn
from geodata.geometry.measure import length
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line

REGION = Path(__file__).resolve().parents[3] / "shared" / "data" / "region.gpkg"
TOLERANCE = 50.0

pytestmark = pytest.mark.skipif(not REGION.exists(), reason="the region's layers are not here")


def geometries(layer: str, where: str | None = None) -> tuple[np.ndarray, list[np.ndarray]]:
    import pyogrio

    _, _, found, columns = pyogrio.raw.read(REGION, layer=layer, where=where)
    return shapely.from_wkb(found), columns


def line(course: shapely.Geometry) -> Line:
    return Line(WGS84_DEGREES.on_grid(shapely.get_coordinates(course)), WGS84_DEGREES)


def claims(pair: str) -> tuple[list[Line], list[Line]]:
    return tuple(
        drawn([line(one) for one in geometries(layer, f"pair = '{pair}'")[0]]).lines
        for layer in ("boundary_osm_10m", "boundary_ne_10m")
    )


def settlements() -> Settlements:
    points, columns = geometries("settlements")
    return Settlements(tuple(columns[1]), WGS84_DEGREES.on_grid(shapely.get_coordinates(points)))


def railways() -> list[Route]:
    courses, columns = geometries("railways_osm")
    return [Route(str(name), (line(one),)) for name, one in zip(columns[0], courses, strict=True)]


def test_the_numbers_of_a_pair_add_up_and_mirror():
    a, b = claims("ARM-AZE")
    found = split(a, b, TOLERANCE)
    told = numbers(found, a, b)
    assert ~told == numbers(split(b, a, TOLERANCE), b, a)
    alone = sum(part.a.length for part in found.parts if part.a and not part.b)
    assert told.coincident_a < told.common_a <= sum(map(length, a)) - alone + len(found.parts)
    assert told.between == sum(told.areas) > 0
    assert 0 < told.mean < told.largest


@pytest.mark.parametrize("pair", ["ARM-GEO", "GEO-TUR", "IRN-TUR"])
def test_lines_of_one_border_are_not_held_against_a_far_part_of_it(pair):
    a, b = claims(pair)
    found = split(a, b, TOLERANCE)
    told = numbers(found, a, b)
    assert told.largest < 6_000_000  # the one reading is drawn for maps of 1 : 10,000,000
    assert told.between * 1e6 < 1.1 * told.mean * max(told.common_a, told.common_b)
    for lines, side in ((a, "a"), (b, "b")):
        own = sum(getattr(part, side).length for part in found.parts if getattr(part, side))
        assert own == pytest.approx(sum(map(length, lines)), abs=len(found.parts))


def test_settlements_are_those_that_shapely_finds_in_the_areas():
    a, b = claims("ARM-AZE")
    found, places = split(a, b, TOLERANCE), settlements()
    told = beneath(found, a, b, places, [], TOLERANCE).settlements
    points = shapely.points(WGS84_DEGREES.degrees(places.points))
    assert sum(map(len, told)) > 0
    for rows, part in zip(told, found.areas, strict=True):
        ground = shapely.make_valid(shapely.Polygon(part.ring)) if len(part.ring) > 3 else shapely.Polygon()
        assert set(rows) == set(np.flatnonzero(shapely.contains(ground, points)).tolist())


@pytest.mark.parametrize("pair", ["ARM-AZE", "ARM-GEO", "AZE-GEO"])
def test_railways_cross_as_often_as_shapely_counts(pair):
    a, b = claims(pair)
    routes = railways()
    told = {one.route: one for one in beneath(split(a, b, TOLERANCE), a, b, settlements(), routes, 1.0).routes}
    for place, lines in enumerate((a, b)):
        whole = shapely.union_all([shapely.LineString(one.degrees()) for one in lines])
        expected = 0
        for route in routes:
            met = shapely.intersection(shapely.LineString(route.lines[0].degrees()), whole)
            expected += len(shapely.get_parts(met)) if not met.is_empty else 0
        counted = [one.crossings_b if place else one.crossings_a for one in told.values()]
        assert sum(map(len, counted)) == expected
