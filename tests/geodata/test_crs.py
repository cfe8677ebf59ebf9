"""How coordinates of another reference system become degrees: by an operation that a person pinned, never by chance."""

import numpy as np
import pytest

from geodata.errors import Refused
from geodata.geometry import crs
from geodata.model.grid import WGS84_ELLIPSOID
from geodata.model.profile import WGS84

ZONE_8 = "EPSG:28408"
PLACES = {"Tavush": (45.03, 41.05), "Goris": (46.34, 39.51), "Meghri": (46.24, 38.90)}
FROM_15865 = {"EPSG:1808": (5.6, 4.4, 4.7), "EPSG:5044": (2.3, 2.4, 2.4), "EPSG:1807": (3.6, 3.4, 3.3)}


def apart(first: np.ndarray, second: np.ndarray) -> float:
    """Return metres between two places in degrees."""
    return float(WGS84_ELLIPSOID.inv(*first, *second)[2])


def moved(system: str, xy: tuple[float, float], pin: str) -> np.ndarray:
    """Return one place through a pinned operation."""
    here = np.array([xy])
    return crs.transform(here, crs.pinned(system, here, WGS84, pin))[0]


@pytest.mark.parametrize("system", ["EPSG:4326", "OGC:CRS84", "EPSG:4979"])
def test_degrees_of_wgs_84_pass_unchanged(system: str) -> None:
    here = np.array([[45.123456789, 40.987654321]])
    operation = crs.pinned(system, here, WGS84)
    assert operation.conversion
    assert (crs.transform(here, operation) == here).all()


def test_utm_needs_no_choice_and_is_named() -> None:
    here = np.array([[500000.0, 4427757.0]])
    operation = crs.pinned("EPSG:32638", here, WGS84)
    assert operation.conversion
    assert "UTM zone 38N" in operation.label
    assert crs.transform(here, operation)[0] == pytest.approx([45.0, 40.0], abs=1e-5)


def test_another_datum_is_refused_until_an_operation_is_pinned() -> None:
    with pytest.raises(crs.OperationNeeded) as refused:
        crs.pinned(ZONE_8, np.array([[8512000.0, 4500000.0]]), WGS84)
    assert [each.operation.code for each in refused.value.candidates] == ["EPSG:1808", "EPSG:15865"]
    assert refused.value.candidates[1].offset == pytest.approx(5.6, abs=0.1)
    assert "accuracy 4.5 m" in refused.value.sentence


def test_a_pinned_operation_does_not_switch_at_41_19_north() -> None:
    south, north = (8512000.0, 4561000.0), (8512000.0, 4563000.0)  # 41.18 N and 41.20 N
    for pin in ("EPSG:15865", "EPSG:1808"):
        step = apart(moved(ZONE_8, south, pin), moved(ZONE_8, north, pin))
        assert step == pytest.approx(2000, abs=0.3)


@pytest.mark.parametrize("code", FROM_15865)
def test_the_operations_lie_apart_as_published(code: str) -> None:
    for place, metres in zip(PLACES.values(), FROM_15865[code], strict=True):
        distance = apart(moved("EPSG:4284", place, "EPSG:15865"), moved("EPSG:4284", place, code))
        assert distance == pytest.approx(
            metres, abs=0.4
        )  # published to one decimal, for unnamed spots near these places


def test_no_ballpark_operation_is_ever_offered() -> None:
    unknown_datum = "+proj=tmerc +lon_0=45 +x_0=8500000 +ellps=krass +type=crs"
    assert crs.operations(unknown_datum, 45.0, 40.0) == []
    with pytest.raises(Refused, match="rough guess"):
        crs.pinned(unknown_datum, np.array([[8512000.0, 4500000.0]]), WGS84)


def test_a_commission_may_state_its_own_parameters() -> None:
    pipeline = (
        "+proj=pipeline +step +inv +proj=tmerc +lon_0=45 +x_0=8500000 +ellps=krass "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    assert moved(ZONE_8, (8500000.0, 4500000.0), pipeline) == pytest.approx([45.0, 40.6339], abs=1e-3)
    with pytest.raises(Refused, match="cannot run"):
        crs.pinned(ZONE_8, np.array([[8512000.0, 4500000.0]]), WGS84, "+proj=pipeline +step +proj=nothing")


def test_an_operation_of_another_system_is_refused() -> None:
    with pytest.raises(Refused, match="EPSG:1149 is not an operation"):
        crs.pinned(ZONE_8, np.array([[8512000.0, 4500000.0]]), WGS84, "EPSG:1149")


def test_what_is_no_reference_system_is_refused() -> None:
    with pytest.raises(Refused, match="not a coordinate reference system"):
        crs.reference_system("EPSG:99999999")


def test_a_projection_file_of_another_program_is_recognised() -> None:
    import pyproj

    esri = pyproj.CRS.from_epsg(28408).to_wkt("WKT1_ESRI")
    assert crs.reference_system(esri).code == ZONE_8


def test_an_operation_knows_the_area_that_it_was_made_for() -> None:
    here = np.array([PLACES["Goris"]])
    assert crs.covers(crs.pinned("EPSG:4284", here, WGS84, "15865"), *PLACES["Goris"])
    assert not crs.covers(crs.pinned("EPSG:4284", here, WGS84, "5044"), *PLACES["Goris"])


def test_a_coordinate_that_is_no_number_stays_recognisable() -> None:
    here = np.array([[8512000.0, 4500000.0], [np.inf, 4500000.0]])
    out = crs.transform(here, crs.pinned(ZONE_8, here, WGS84, "EPSG:15865"))
    assert np.isfinite(out[0]).all()
    assert not np.isfinite(out[1]).any()


@pytest.mark.parametrize("code", ["EPSG:15865", "EPSG:1808", "EPSG:5044", "EPSG:1254"])
def test_an_operation_run_backwards_leads_to_exactly_where_it_came_from(code: str) -> None:
    there = np.array([PLACES["Tavush"], PLACES["Meghri"]])
    operation = crs.pinned("EPSG:4284", there, WGS84, code)
    back = crs.transform_back(crs.transform(there, operation), operation)
    assert np.abs(back - there).max() < 1e-11  # a thousandth of a millimetre


@pytest.mark.parametrize("text", ["EPSG:28408", "epsg:28408", " EPSG:28408 ", "28408"])
def test_a_code_is_the_same_however_it_was_typed(text: str) -> None:
    assert crs.reference_system(text).code == ZONE_8
