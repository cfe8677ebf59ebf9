"""The joint grids of the region, each with its profile and with its ellipsoid in an independent implementation."""

from geographiclib.geodesic import Geodesic

from geodata.geometry.profiles import ready_profile
from geodata.model.grid import JointGrid
from geodata.model.profile import WGS84, JointProfile
from tests.geodata.written_out import KRASSOWSKY

PROFILES: dict[str, JointProfile] = {
    "WGS 84": WGS84,
    "SK-42 GK zone 8": ready_profile("EPSG:28408", "EPSG:1808"),
    "UTM 38N": ready_profile("EPSG:32638", "EPSG:15865"),
}

GRIDS: dict[str, JointGrid] = {name: profile.grid for name, profile in PROFILES.items()}

KARNEY: dict[str, Geodesic] = {
    "WGS 84": Geodesic.WGS84,
    "SK-42 GK zone 8": Geodesic(KRASSOWSKY.axis, KRASSOWSKY.flattening),
    "UTM 38N": Geodesic.WGS84,
}
"""Their ellipsoids in GeographicLib."""
