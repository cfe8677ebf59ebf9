"""Geodesy written out from published parameters, without PROJ: what the program's numbers are held against.

Datum operations after EPSG guidance note 7-2 (geocentric translations, position vector, coordinate frame, all with
small angles), geographic to geocentric in closed form and back by iteration, and the transverse Mercator projection by
Krueger's series in the third flattening to the sixth order (Krueger 1912, in the form of Karney 2011).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

ARC_SECOND = np.pi / 648_000


@dataclass(frozen=True)
class Ellipsoid:
    """An ellipsoid by its semi-major axis in metres and its inverse flattening."""

    axis: float
    inverse_flattening: float

    @property
    def flattening(self) -> float:
        return 1 / self.inverse_flattening

    @property
    def square(self) -> float:
        """The first eccentricity, squared."""
        return self.flattening * (2 - self.flattening)


KRASSOWSKY = Ellipsoid(6_378_245.0, 298.3)
WGS84 = Ellipsoid(6_378_137.0, 298.257223563)


@dataclass(frozen=True)
class Helmert:
    """Seven parameters: metres, arc-seconds in the position vector convention, parts per million."""

    shift: tuple[float, float, float]
    turn: tuple[float, float, float] = (0.0, 0.0, 0.0)
    scale: float = 0.0

    @classmethod
    def coordinate_frame(
        cls, shift: tuple[float, float, float], turn: tuple[float, float, float], scale: float
    ) -> "Helmert":
        """Take rotations of the frame instead of the vector: the same with their signs reversed."""
        return cls(shift, (-turn[0], -turn[1], -turn[2]), scale)

    def __call__(self, xyz: Floats) -> Floats:
        rx, ry, rz = np.array(self.turn) * ARC_SECOND
        matrix = np.array([[1, -rz, ry], [rz, 1, -rx], [-ry, rx, 1]])
        return np.array(self.shift) + (1 + self.scale * 1e-6) * (xyz @ matrix.T)


FROM_SK42 = {
    "EPSG:1254": Helmert((28, -130, -95)),
    "EPSG:1267": Helmert.coordinate_frame((23.92, -141.27, -80.9), (0, -0.35, -0.82), -0.12),
    "EPSG:1807": Helmert((27, -135, -84.5), (0, 0, 0.554), 0.2263),
    "EPSG:1808": Helmert((686.1, -123.5, -574.4), (8.045, -23.366, 10.791), -2.926),
    "EPSG:5044": Helmert.coordinate_frame((23.57, -140.95, -79.8), (0, -0.35, -0.79), -0.22),
    "EPSG:15865": Helmert.coordinate_frame((25, -141, -78.5), (0, -0.35, -0.736), 0),
}
"""Pulkovo 1942 to WGS 84 as the EPSG registry publishes it."""


def geocentric(degrees: Floats, on: Ellipsoid) -> Floats:
    """Return (n, 3) metres for (n, 2) longitude and latitude at height 0."""
    lon, lat = np.radians(degrees).T
    normal = on.axis / np.sqrt(1 - on.square * np.sin(lat) ** 2)
    return np.column_stack(
        [
            normal * np.cos(lat) * np.cos(lon),
            normal * np.cos(lat) * np.sin(lon),
            normal * (1 - on.square) * np.sin(lat),
        ]
    )


def geographic(xyz: Floats, on: Ellipsoid) -> Floats:
    """Return (n, 2) longitude and latitude for (n, 3) metres near the ellipsoid; the height is dropped."""
    x, y, z = xyz.T
    from_axis = np.hypot(x, y)
    lat = np.arctan2(z, from_axis * (1 - on.square))
    for _ in range(12):
        normal = on.axis / np.sqrt(1 - on.square * np.sin(lat) ** 2)
        lat = np.arctan2(z + on.square * normal * np.sin(lat), from_axis)
    return np.degrees(np.column_stack([np.arctan2(y, x), lat]))


def shifted(degrees: Floats, operation: Helmert) -> Floats:
    """Return (n, 2) degrees of WGS 84 for (n, 2) degrees of SK-42."""
    return geographic(operation(geocentric(degrees, KRASSOWSKY)), WGS84)


def _alpha(n: float) -> Floats:
    """The six coefficients from conformal latitude to the rectified plane."""
    return np.array(
        [
            n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180 - 127 * n**5 / 288 + 7891 * n**6 / 37800,
            13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440 + 281 * n**5 / 630 - 1983433 * n**6 / 1935360,
            61 * n**3 / 240 - 103 * n**4 / 140 + 15061 * n**5 / 26880 + 167603 * n**6 / 181440,
            49561 * n**4 / 161280 - 179 * n**5 / 168 + 6601661 * n**6 / 7257600,
            34729 * n**5 / 80640 - 3418889 * n**6 / 1995840,
            212378941 * n**6 / 319334400,
        ]
    )


@dataclass(frozen=True)
class TransverseMercator:
    """A Gauss-Krueger or UTM zone: central meridian in degrees, scale on it, false easting in metres."""

    on: Ellipsoid
    meridian: float
    false_easting: float
    scale: float = 1.0

    def __call__(self, degrees: Floats) -> Floats:
        """Return (n, 2) metres, east before north, for (n, 2) longitude and latitude."""
        lon, lat = np.radians(degrees - [self.meridian, 0]).T
        e = np.sqrt(self.on.square)
        tangent = np.tan(lat)
        sigma = np.sinh(e * np.arctanh(e * np.sin(lat)))
        conformal = tangent * np.hypot(1, sigma) - sigma * np.hypot(1, tangent)
        north = np.arctan2(conformal, np.cos(lon))
        east = np.arcsinh(np.sin(lon) / np.hypot(conformal, np.cos(lon)))
        n = self.on.flattening / (2 - self.on.flattening)
        radius = self.on.axis / (1 + n) * (1 + n**2 / 4 + n**4 / 64 + n**6 / 256)
        plane = north + 1j * east
        plane = plane + sum(a * np.sin(2 * j * plane) for j, a in enumerate(_alpha(n), 1))
        return self.scale * radius * np.column_stack([plane.imag, plane.real]) + [self.false_easting, 0]


PLANES = {
    "EPSG:28408": TransverseMercator(KRASSOWSKY, 45, 8_500_000),
    "EPSG:28468": TransverseMercator(KRASSOWSKY, 45, 500_000),
    "EPSG:2590": TransverseMercator(KRASSOWSKY, 45, 500_000),
    "EPSG:32638": TransverseMercator(WGS84, 45, 500_000, 0.9996),
}
"""The projected systems of the region."""
