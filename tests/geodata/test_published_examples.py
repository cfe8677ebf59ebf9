"""Reference points that others published: PROJ and what is written out here both give them, so both can be relied on.

The numbers are facts of EPSG guidance note 7-2 (its worked examples) and of PROJ's own test table (gie).
"""

import numpy as np
import pytest
from pyproj import Transformer

from geodata.geometry import crs
from tests.geodata.written_out import Ellipsoid, Floats, Helmert, TransverseMercator, geocentric, geographic

GRS80 = Ellipsoid(6_378_137.0, 298.257222101)
AIRY = Ellipsoid(6_377_563.396, 299.3249646)
INTERNATIONAL = Ellipsoid(6_378_388.0, 297.0)
FRAME = "+proj=helmert +convention=coordinate_frame"
DEGREES = "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step "


def run(pipeline: str, x: float, y: float) -> Floats:
    operation = crs.Operation(code="", name="", accuracy=None, area="", pipeline=pipeline)
    return crs.transform(np.array([[x, y]]), operation)[0]


def dms(degrees: int, minutes: int, seconds: float) -> float:
    return degrees + minutes / 60 + seconds / 3600


PROJECTED = [
    # PROJ's table: tmerc and utm on GRS80
    ("+proj=tmerc +ellps=GRS80", TransverseMercator(GRS80, 0, 0), 0, (2, 1),
     (222650.796797586, 110642.229411933), 1e-6),
    ("+proj=utm +zone=30 +ellps=GRS80", TransverseMercator(GRS80, -3, 500_000, 0.9996), 0, (2, 1),
     (1057002.405491298, 110955.141175949), 1e-6),
    # EPSG 7-2, transverse Mercator: the British national grid; its origin lies 49 degrees north
    ("+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy",
     TransverseMercator(AIRY, -2, 400_000, 0.9996012717), 49, (0.5, 50.5), (577274.99, 69740.50), 0.02),
]  # fmt: skip


@pytest.mark.parametrize(("projection", "own", "origin", "place", "expected", "within"), PROJECTED)
def test_a_projected_reference_point_is_met(projection, own, origin, place, expected, within) -> None:
    assert run(DEGREES + projection, *place) == pytest.approx(expected, abs=within)
    foot = own(np.array([[own.meridian, origin]]))[0] - own(np.array([[own.meridian, 0]]))[0]
    north = np.array([0, -100_000 if origin else 0]) - foot
    assert own(np.array([place], np.float64))[0] + north == pytest.approx(expected, abs=within)


SHIFTED = [
    # EPSG 7-2, position vector: WGS 72 to WGS 84, to a centimetre
    ("+proj=helmert +convention=position_vector +z=4.5 +rz=0.554 +s=0.219",
     Helmert((0, 0, 4.5), (0, 0, 0.554), 0.219), (3657660.66, 255768.55, 5201382.11),
     (3657660.78, 255778.43, 5201387.75), 0.01),
    # PROJ's table: coordinate frame
    (f"{FRAME} +x=0.67678 +y=0.65495 +z=-0.52827 +rx=-0.022742 +ry=0.012667 +rz=0.022704 +s=-0.0107",
     Helmert.coordinate_frame((0.67678, 0.65495, -0.52827), (-0.022742, 0.012667, 0.022704), -0.0107),
     (3565285.0, 855949.0, 5201383.0), (3565285.41342351, 855948.67986759, 5201382.72939791), 1e-7),
]  # fmt: skip


@pytest.mark.parametrize(("pipeline", "own", "before", "expected", "within"), SHIFTED)
def test_a_shifted_reference_point_is_met(pipeline: str, own: Helmert, before, expected, within) -> None:
    assert Transformer.from_pipeline(pipeline).transform(*before) == pytest.approx(expected, abs=within)
    assert own(np.array([before]))[0] == pytest.approx(expected, abs=within)


def test_a_place_becomes_geocentric_and_comes_back_as_the_example_says() -> None:
    """EPSG 7-2: geographic to geocentric on WGS 84, a translation, and back on the international ellipsoid of ED50."""
    wgs84 = Ellipsoid(6_378_137.0, 298.257223563)
    place = np.array([[dms(2, 7, 46.38), dms(53, 48, 33.82)]])
    up = geocentric(place, wgs84)[0]
    outward = up / np.array([wgs84.axis**2, wgs84.axis**2, (wgs84.axis * (1 - wgs84.flattening)) ** 2])
    xyz = up + 73.0 * outward / np.linalg.norm(outward)
    assert xyz == pytest.approx((3771793.97, 140253.34, 5124304.35), abs=0.01)
    moved = Helmert((84.87, 96.49, 116.95))(xyz[None])
    assert moved[0] == pytest.approx((3771878.84, 140349.83, 5124421.30), abs=0.01)
    expected = (dms(2, 7, 51.477), dms(53, 48, 36.565))
    assert geographic(moved, INTERNATIONAL)[0] == pytest.approx(expected, abs=0.001 / 3600)
