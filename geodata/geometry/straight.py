"""What "straight" means between two vertices: the geodesic, or the straight line of a named grid; and how far that is.

The program takes every leg as the geodesic. A line may state that it was meant otherwise; where it states nothing and
the readings lie farther apart than rounding, there is a doubt to be named. The record itself is never bent.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from pyproj import Geod

from geodata.errors import InvalidFeature, Refused
from geodata.geometry.crs import Floats, on_world_datum
from geodata.geometry.measure import chainages, length
from geodata.geometry.systems import System, Way, system_of, way_between
from geodata.model.line import Line
from geodata.model.profile import JointProfile

NOT_STATED, GEODESIC, NATURAL = "", "geodesic", "natural"
"""Nobody said; the shortest way on the ellipsoid; along a river or ridge that the vertices follow."""

_EPSG = re.compile(r"EPSG:[1-9][0-9]{3,6}")
_SK42 = "EPSG:4284"
_FIRST_GK, _LAST_GK = 4, 32
_SPLIT = 16
_ROUNDS = 3
_RADIUS = 6_370_000.0
_LONGEST_DEGREE = 112_000.0
"""Metres; no degree of longitude or latitude is longer."""


class Doubt(Struct, frozen=True, kw_only=True):
    """A leg on which it matters what straight means: at most `apart_mm` lie between the geodesic and a straight line.

    `leg` counts from 1; it starts `at_mm` from the start of the line and is `length_mm` long; `system` is the reference
    system in which the other line is straight, `name` what that is called.
    """

    leg: int
    at_mm: int
    length_mm: int
    apart_mm: int
    system: str
    name: str


def check_stated(value: str) -> str:
    """Return what a line states of its legs in canonical form; raise InvalidFeature for what says nothing."""
    wanted = value.strip()
    plain = wanted.lower() if wanted.lower() in (GEODESIC, NATURAL) else wanted.upper()
    if not is_stated(plain):
        raise InvalidFeature(
            f"“{value[:40]}” does not say what is straight; write geodesic, natural, or the EPSG code of the reference "
            "system in which the legs are straight, as EPSG:28408."
        )
    return plain


@lru_cache(maxsize=64)
def is_stated(value: str) -> bool:
    """Tell whether a document may say this of a line: nothing, a word, or an EPSG code of degrees or of metres."""
    if value in (NOT_STATED, GEODESIC, NATURAL):
        return True
    if _EPSG.fullmatch(value) is None:
        return False
    try:
        return bool(system_of(value).code)
    except Refused:
        return False


def readings(profile: JointProfile, longitude: float, latitude: float) -> tuple[str, ...]:
    """Return the systems in which a leg at a place may have been meant as straight, by code.

    Longitude and latitude on the joint datum; and the joint grid where that is plane, else the zone of six degrees that
    the place lies in: of UTM on the datum of WGS 84, of Gauss-Krueger on that of SK-42.
    """
    joint = system_of(profile.crs)
    if not joint.geographic:
        return joint.base, joint.code
    zone = int((longitude + 180) // 6) % 60 + 1
    if on_world_datum(joint.code):
        return joint.code, f"EPSG:{(32600 if latitude >= 0 else 32700) + zone}"
    in_sk42 = joint.code == _SK42 and _FIRST_GK <= zone - 30 <= _LAST_GK
    return (joint.code, f"EPSG:{28400 + zone - 30}") if in_sk42 else (joint.code,)


def deviations(line: Line, system: str, profile: JointProfile) -> Floats:
    """Return (n - 1,) metres: for each leg the largest distance between geodesic and straight line in a system.

    To a tenth of a millimetre. Raise OperationNeeded where the profile does not say how the system lies to its own.
    """
    return _Legs.of(line, np.arange(len(line) - 1)).deviations(system, profile)


def doubts(line: Line, stated: str, profile: JointProfile) -> list[Doubt]:
    """Return the legs of a line on which straight matters more than rounding, in order; none where it says which.

    Of several systems the one that lies farthest from the geodesic is named.
    """
    if stated:
        return []
    limit = profile.tolerances.rounding_mm / 1000
    long = np.flatnonzero(_can_bend(line, limit))
    if not len(long):
        return []
    systems = readings(profile, *line.grid.degrees_of(line.start))
    apart = np.array([_Legs.of(line, long).deviations(system, profile) for system in systems])
    worst = apart.argmax(axis=0)
    along = np.rint(chainages(line) * 1000).astype(int)
    return [
        Doubt(
            leg=leg + 1,
            at_mm=int(along[leg]),
            length_mm=int(along[leg + 1] - along[leg]),
            apart_mm=round(float(apart[which, place]) * 1000),
            system=systems[which],
            name=system_of(systems[which]).name,
        )
        for place, (leg, which) in enumerate(zip(long.tolist(), worst.tolist(), strict=True))
        if apart[which, place] > limit
    ]


def doubt(line: Line, stated: str, profile: JointProfile) -> Doubt | None:
    """Return the leg of a line on which straight matters most, None where it does not or where the line says which."""
    return max(doubts(line, stated, profile), key=lambda each: each.apart_mm, default=None)


def doubted(lines: Sequence[Line], profile: JointProfile) -> list[tuple[int, Doubt]]:
    """Return the legs in doubt of many lines of the joint grid that state nothing, each with the number of its line.

    A hundred thousand lines of short legs take no longer than to look at their points once.
    """
    if not lines:
        return []
    xy, offsets = Line.joined(lines)
    degrees, limit = lines[0].grid.degrees(xy), profile.tolerances.rounding_mm / 1000
    off = np.diff(degrees, axis=0) * _LONGEST_DEGREE
    legs = np.append(np.hypot(*off.T), 0)
    legs[offsets[1:] - 1] = 0
    bulge = legs**2 * np.maximum(np.abs(np.tan(np.radians(degrees[:, 1].clip(-89, 89)))), 1) * 2 / (8 * _RADIUS)
    long = np.flatnonzero(np.maximum.reduceat(bulge, offsets[:-1]) > limit).tolist()
    return [(number, found) for number in long for found in doubts(lines[number], NOT_STATED, profile)]


def followed(line: Line, stated: str, profile: JointProfile) -> Line:
    """Return the line with points added where its legs really run, so that geodesics between them are what it states.

    Within a tenth of T1. For drawing and for comparing measures: the record stays as it is. A line whose legs are
    geodesics, follow nature or state nothing is returned itself.
    """
    if stated in (NOT_STATED, GEODESIC, NATURAL):
        return line
    within = profile.tolerances.rounding_mm / 10_000
    long = np.flatnonzero(_can_bend(line, within))
    if not len(long):
        return line
    legs = _Legs.of(line, long)
    parts = np.ones(len(line) - 1, int)
    parts[long] = np.ceil(np.sqrt(np.maximum(legs.deviations(stated, profile) / within, 1.0)) * 1.05)
    return line if parts.max() == 1 else _bent(line, parts, stated, profile)


def lengths_apart(line: Line, stated: str, profile: JointProfile) -> int:
    """Return how many millimetres longer the line is as it states than from vertex to vertex by geodesics."""
    return length(followed(line, stated, profile)) - length(line)


class _Legs(Struct, frozen=True):
    """Some legs of a line: their ends in degrees, azimuth and length of their geodesics."""

    first: Floats
    second: Floats
    azimuth: Floats
    whole: Floats
    ellipsoid: Geod

    @classmethod
    def of(cls, line: Line, which: npt.NDArray[np.int64]) -> "_Legs":
        xy, ellipsoid = line.degrees(), line.grid.ellipsoid
        first, second = xy[which], xy[which + 1]
        azimuth, _, whole = ellipsoid.inv(first[:, 0], first[:, 1], second[:, 0], second[:, 1])
        return cls(first, second, np.asarray(azimuth), np.asarray(whole), ellipsoid)

    def deviations(self, system: str, profile: JointProfile) -> Floats:
        """Look at a few places of each leg, then closer and closer about the one that lies farthest off."""
        there, back = _ways(system, profile)
        ends = there.carry(self.first), there.carry(self.second)
        middle, reach = np.full(len(self.first), 0.5), 0.5
        farthest = np.zeros(len(self.first))
        for _ in range(_ROUNDS):
            shares = np.clip(middle[:, None] + np.linspace(-reach, reach, _SPLIT + 1)[None], 0.0, 1.0)
            off = self._off(back.carry(_between(*ends, shares).reshape(-1, 2)), shares)
            best = off.argmax(axis=1)
            rows = np.arange(len(off))
            middle, farthest = shares[rows, best], np.maximum(farthest, off[rows, best])
            reach *= 2 / _SPLIT
        return farthest

    def _off(self, places: Floats, shares: Floats) -> Floats:
        """Return (legs, shares) metres from (legs * shares, 2) places to the geodesic of their leg."""
        count = shares.shape[1]
        lon1, lat1, azimuth, whole = (
            np.repeat(each, count) for each in (self.first[:, 0], self.first[:, 1], self.azimuth, self.whole)
        )
        along = shares.ravel() * whole
        for _ in range(4):
            lon, lat, back = self.ellipsoid.fwd(lon1, lat1, azimuth, along)
            towards, _, off = self.ellipsoid.inv(lon, lat, places[:, 0], places[:, 1])
            along = np.clip(along + off * np.cos(np.radians(np.asarray(towards) - np.asarray(back) - 180)), 0.0, whole)
        lon, lat, _ = self.ellipsoid.fwd(lon1, lat1, azimuth, along)
        off = self.ellipsoid.inv(lon, lat, places[:, 0], places[:, 1])[2]
        return np.asarray(off).reshape(shares.shape)


def _bent(line: Line, parts: npt.NDArray[np.int64], system: str, profile: JointProfile) -> Line:
    """Return the line with each leg cut into so many equal parts on its straight line in a system."""
    there, back = _ways(system, profile)
    plane = there.carry(line.degrees())
    xy = [line.xy[:1]]
    for leg, count in enumerate(parts.tolist()):
        if count > 1:
            shares = np.arange(1, count)[None] / count
            inside = _between(plane[leg : leg + 1], plane[leg + 1 : leg + 2], shares)[0]
            xy.append(line.grid.on_grid(back.carry(inside)))
        xy.append(line.xy[leg + 1 : leg + 2])
    return Line(np.vstack(xy), line.grid)


def _ways(system: str, profile: JointProfile) -> tuple[Way, Way]:
    """From degrees on the joint datum to a system, and back."""
    base = _degrees_of(profile).code
    return way_between(base, system, profile), way_between(system, base, profile)


@lru_cache(maxsize=16)
def _degrees_of(profile: JointProfile) -> System:
    return system_of(system_of(profile.crs).base)


def _between(first: Floats, second: Floats, shares: Floats) -> Floats:
    """Return (legs, shares, 2) places at shares of the straight lines between (legs, 2) ends."""
    return first[:, None, :] + shares[..., None] * (second - first)[:, None, :]


def _can_bend(line: Line, limit: float) -> npt.NDArray[np.bool_]:
    """Tell which legs are so long that they could lie `limit` metres off.

    A straight line bends no more than a parallel; twice that, so that what is left out is left out surely.
    """
    steepest = max(float(np.tan(np.radians(np.abs(line.degrees()[:, 1]).clip(45, 89).max()))), 1.0)
    bulge: npt.NDArray[np.bool_] = np.diff(chainages(line)) ** 2 * steepest * 2 / (8 * _RADIUS) > limit
    return bulge
