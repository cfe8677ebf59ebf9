"""The published operations of the region: their vectors, held against parameters written out, and no step anywhere."""

import numpy as np
import pytest
from pyproj import Transformer

from geodata.geometry import crs
from geodata.model.grid import WGS84_ELLIPSOID
from tests.geodata.written_out import FROM_SK42, PLANES, Floats, shifted

SK42 = "EPSG:4284"
ZONES = ("EPSG:28408", "EPSG:28468", "EPSG:2590")
PLACES = {"Tavush": (45.1, 41.0), "Goris": (46.4, 39.5), "Meghri": (46.5, 38.95)}

FROM_15865 = {
    "EPSG:15865": (0.0, 0.0, 0.0),
    "EPSG:5044": (2.3, 2.4, 2.4),
    "EPSG:1267": (2.8, 2.9, 2.9),
    "EPSG:1807": (3.6, 3.4, 3.3),
    "EPSG:1808": (5.6, 4.4, 4.7),
    "EPSG:1254": (13.1, 13.7, 13.9),
}
"""Metres from where 15865 puts the three places, as they are told to the commissions, to a decimetre."""

VECTORS = {
    ("Tavush", "EPSG:1254"): (45.098673603, 40.999805722),
    ("Tavush", "EPSG:1267"): (45.098781716, 40.999897049),
    ("Tavush", "EPSG:1807"): (45.098793964, 40.999902130),
    ("Tavush", "EPSG:1808"): (45.098792881, 40.999947228),
    ("Tavush", "EPSG:5044"): (45.098779013, 40.999904664),
    ("Tavush", "EPSG:15865"): (45.098751555, 40.999907702),
    ("Goris", "EPSG:1254"): (46.398721976, 39.499792367),
    ("Goris", "EPSG:1267"): (46.398836098, 39.499886129),
    ("Goris", "EPSG:1807"): (46.398844198, 39.499889996),
    ("Goris", "EPSG:1808"): (46.398817724, 39.499936321),
    ("Goris", "EPSG:5044"): (46.398833277, 39.499893848),
    ("Goris", "EPSG:15865"): (46.398805837, 39.499897399),
    ("Meghri", "EPSG:1254"): (46.498733421, 38.949783131),
    ("Meghri", "EPSG:1267"): (46.498849224, 38.949877106),
    ("Meghri", "EPSG:1807"): (46.498855976, 38.949881081),
    ("Meghri", "EPSG:1808"): (46.498820954, 38.949930929),
    ("Meghri", "EPSG:5044"): (46.498846360, 38.949884881),
    ("Meghri", "EPSG:15865"): (46.498818997, 38.949888577),
}
"""WGS 84 of the SK-42 places, once computed with 40 digits from the registry's parameters; 1e-9 degree is 0.1 mm."""

BACK = 1e-6
"""Metres by which there and back may miss; PROJ by itself undoes small angles by their signs, and misses by 13 mm."""


def operation(system: str, code: str) -> crs.Operation:
    return next(each for each in crs.published(system) if each.code == code)


def apart(first: Floats, second: Floats) -> Floats:
    """Metres between places in degrees, row by row."""
    return np.asarray(WGS84_ELLIPSOID.inv(*first.T, *second.T)[2])


def grid(steps: int = 41) -> Floats:
    """Places all over 38-42 N, 43-48 E, its edges with it."""
    lon, lat = np.meshgrid(np.linspace(43, 48, steps), np.linspace(38, 42, steps))
    return np.column_stack([lon.ravel(), lat.ravel()])


@pytest.mark.parametrize(("place", "code"), VECTORS)
def test_a_place_of_the_region_comes_to_where_the_parameters_put_it(place: str, code: str) -> None:
    found = crs.transform(np.array([PLACES[place]]), operation(SK42, code))
    assert apart(found, np.array([VECTORS[place, code]]))[0] < 0.001


@pytest.mark.parametrize("code", FROM_15865)
def test_the_operations_lie_as_far_apart_as_the_commissions_were_told(code: str) -> None:
    here = np.array(list(PLACES.values()))
    offsets = apart(crs.transform(here, operation(SK42, "EPSG:15865")), crs.transform(here, operation(SK42, code)))
    assert offsets == pytest.approx(FROM_15865[code], abs=0.1)


@pytest.mark.parametrize("code", FROM_SK42)
@pytest.mark.parametrize("system", [SK42, *ZONES])
def test_an_operation_does_what_its_parameters_say_everywhere_in_the_region(system: str, code: str) -> None:
    degrees = grid()
    xy = PLANES[system](degrees) if system in PLANES else degrees
    found = crs.transform(xy, operation(system, code))
    assert apart(found, shifted(degrees, FROM_SK42[code])).max() < 0.001


@pytest.mark.parametrize("code", FROM_SK42)
@pytest.mark.parametrize("system", [SK42, *ZONES])
def test_there_and_back_misses_by_a_bound_that_is_stated(system: str, code: str) -> None:
    degrees, way = grid(), operation(system, code)
    xy = PLANES[system](degrees) if system in PLANES else degrees
    again = crs.transform_back(crs.transform(xy, way), way)
    missed = apart(again, xy) if system == SK42 else np.hypot(*(again - xy).T)
    assert missed.max() < BACK


def test_utm_of_the_region_is_a_projection_and_nothing_else() -> None:
    (way,) = crs.published("EPSG:32638")
    degrees = grid()
    assert way.conversion
    assert apart(crs.transform(PLANES["EPSG:32638"](degrees), way), degrees).max() < 0.001


@pytest.mark.parametrize("code", FROM_SK42)
@pytest.mark.parametrize("system", [SK42, "EPSG:28408"])
def test_the_one_function_gives_what_the_named_pipeline_gives(system: str, code: str) -> None:
    xy = grid() if system == SK42 else PLANES[system](grid())
    way = operation(system, code)
    plain = np.column_stack(Transformer.from_pipeline(way.pipeline).transform(*xy.T))
    assert (crs.transform(xy, way) == plain).all()
    if system == SK42:  # as the registry names it: latitude first, in and out
        named = Transformer.from_pipeline(f"urn:ogc:def:coordinateOperation:{code.replace(':', '::')}")
        latitude, longitude = named.transform(xy[:, 1], xy[:, 0])
        assert apart(crs.transform(xy, way), np.column_stack([longitude, latitude])).max() < 0.001


# --- the step -------------------------------------------------------------------------------------------------------

STEP = 1 / 111_000  # a metre of latitude in degrees


def jumps(shift: Floats) -> Floats:
    """How much the shift, in metres, changes from one place to the next but for what changes evenly."""
    return np.hypot(*np.diff(shift, n=2, axis=1).transpose(2, 0, 1))


def neighbours(longitude: Floats, latitude: Floats, towards: Floats) -> Floats:
    """Return (n, 3, 2) degrees: a place between two others a metre away in a direction."""
    unit = np.column_stack([np.cos(towards) * STEP / np.cos(np.radians(latitude)), np.sin(towards) * STEP])
    return np.column_stack([longitude, latitude])[:, None, :] + np.array([-1, 0, 1])[None, :, None] * unit[:, None, :]


def in_metres(degrees: Floats) -> Floats:
    return degrees * [85_000.0, 111_000.0]


def test_what_proj_chooses_by_itself_jumps_two_metres_inside_the_section() -> None:
    latitude = 41.19 + np.arange(-5, 6) * STEP
    places = np.column_stack([np.full(len(latitude), 45.0), latitude])
    chosen = Transformer.from_crs(SK42, crs.WORLD, always_xy=True)
    moved = np.column_stack(chosen.transform(*places.T))
    found = jumps(in_metres(moved - places)[None])
    assert found.max() == pytest.approx(2.33, abs=0.1)
    assert np.sort(found.ravel())[-3] < 0.001  # the two beside it see the same step; nothing else does


@pytest.mark.parametrize("code", FROM_SK42)
def test_a_pinned_operation_has_no_step_anywhere_in_the_region(code: str) -> None:
    rng = np.random.default_rng(42)
    longitude, latitude = rng.uniform(43, 48, 20_000), rng.uniform(38, 42, 20_000)
    latitude[:2_000] = 41.19 + rng.uniform(-2, 2, 2_000) * STEP  # where PROJ would change its mind
    places = neighbours(longitude, latitude, rng.uniform(0, 2 * np.pi, 20_000))
    moved = crs.transform(places.reshape(-1, 2), operation(SK42, code)).reshape(places.shape)
    assert jumps(in_metres(moved - places)).max() < 0.001


@pytest.mark.parametrize("code", FROM_SK42)
def test_a_meridian_of_points_a_metre_apart_crosses_every_parallel_evenly(code: str) -> None:
    latitude = np.arange(38, 42, STEP)
    places = np.column_stack([np.full(len(latitude), 45.0), latitude])
    moved = crs.transform(PLANES["EPSG:28408"](places), operation("EPSG:28408", code))
    assert jumps(in_metres(moved - places)[None]).max() < 0.001
