"""Which features of two sides look alike: points near each other, lines that run together, sources of one title."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

from geodata.cancel import Progress
from geodata.geometry.apart import Floats, Paths, feet, on_map
from geodata.geometry.coincide_contacts import Way, way_of
from geodata.model.feature import Feature
from geodata.model.marker import Marker
from geodata.model.names import Attribute, Name
from geodata.model.profile import JointProfile, Tier
from geodata.model.source import Source
from geodata.model.turning_point import TurningPoint

MOST = 0.8
"""The share of either line that has to run within T3 of the other, for the two to be proposed as one."""

_WORDS = ("label", "number", "code")
"""What a feature is called by both sides alike, so that two that differ in it are hardly one."""

_OF_A_SOURCE = ("title", "number", "sheet", "date", "issuer", "archive", "scale", "sha256")

_AT_ONCE = 256
"""Pairs of lines that are measured at a time."""

Features = Mapping[str, Feature]


@dataclass(frozen=True, slots=True)
class Alike:
    """A feature of A and one of B that may be one: the fields in which they agree, and in how many they differ.

    `apart` is in millimetres; `share`, of lines, in thousandths: how much of either runs within T3 of the other.
    """

    a: str
    b: str
    why: tuple[str, ...]
    differ: int
    apart: int | None = None
    tier: Tier | None = None
    share: int | None = None


def alike_points(a: Features, b: Features, profile: JointProfile) -> Iterator[Alike]:
    """Yield the points of both sides that lie within T3 of each other and are not called otherwise."""
    ids = [list(held) for held in (a, b)]
    points = [[each.point for each in held.values() if isinstance(each, TurningPoint | Marker)] for held in (a, b)]
    degrees = [profile.grid.degrees(np.array(each, np.int64)) for each in points]
    ellipsoid = profile.grid.ellipsoid
    here, there = (on_map(each, ellipsoid) for each in degrees)
    reach = _reach(np.concatenate(degrees), profile)
    found = shapely.STRtree([shapely.Point(place) for place in there]).query(
        shapely.points(here), "dwithin", distance=reach
    )
    for one, other in sorted(zip(*found.tolist(), strict=True)):
        metres = _metres(ellipsoid, degrees[0][one], degrees[1][other])
        apart, same = round(metres * 1000), points[0][one] == points[1][other]
        tier = profile.tier(apart, same)
        why, differ = agreement(a[ids[0][one]], b[ids[1][other]])
        if tier is not Tier.T4 and (why or not differ or tier in (Tier.T0, Tier.T1)):
            yield Alike(ids[0][one], ids[1][other], why, differ, apart, tier)


def alike_lines(a: Features, b: Features, profile: JointProfile, progress: Progress) -> Iterator[Alike]:
    """Yield the lines of both sides most of which run within T3 of the other, either way round."""
    ids = [list(held) for held in (a, b)]
    ways = [[way_of(each.line) for each in held.values()] for held in (a, b)]  # type: ignore[union-attr]
    ellipsoid = profile.grid.ellipsoid
    here, there = ([shapely.LineString(on_map(way.xy, ellipsoid)) for way in side] for side in ways)
    reach = _reach(np.concatenate([way.xy for side in ways for way in side]), profile)
    pairs = sorted(zip(*shapely.STRtree(there).query(here, "dwithin", distance=reach).tolist(), strict=True))
    for first in range(0, len(pairs), _AT_ONCE):
        progress.step("Holding lines against each other", first, len(pairs))
        some = pairs[first : first + _AT_ONCE]
        one, other = [ways[0][i] for i, _ in some], [ways[1][j] for _, j in some]
        held = zip(_held(one, other, profile), _held(other, one, profile), strict=True)
        for (i, j), ((share, apart), (back, apart_back)) in zip(some, held, strict=True):
            if min(share, back) >= MOST:
                why, differ = agreement(a[ids[0][i]], b[ids[1][j]])
                widest = round(max(apart, apart_back) * 1000)
                together = min(share, back)
                tier = profile.tier(widest, a[ids[0][i]].line == b[ids[1][j]].line)  # type: ignore[union-attr]
                yield Alike(ids[0][i], ids[1][j], why, differ, widest, tier, int(together * 1000))


def alike_sources(a: Features, b: Features) -> Iterator[Alike]:
    """Yield the sources of both sides that are one file, or have one title and nothing that differs."""
    by: dict[tuple[str, object], list[str]] = defaultdict(list)
    for id_, each in b.items():
        for key in _keys(each):
            by[key].append(id_)
    for id_, each in a.items():
        for other in sorted({held for key in _keys(each) for held in by.get(key, ())}):
            pair = each, b[other]
            values = {name: [getattr(one, name) for one in pair] for name in _OF_A_SOURCE}
            why = tuple(name for name, (one, two) in values.items() if one and one == two)
            differ = sum(bool(one and two and one != two) for one, two in values.values())
            if ("sha256" in why or not differ) and len({_layer(one) for one in pair}) == 1:
                yield Alike(id_, other, why, differ)


def agreement(one: Feature, other: Feature) -> tuple[tuple[str, ...], int]:
    """Return in which fields two features say the same, and in how many that name them they say another thing.

    Each side names a thing in its own way, so that other names are no difference.
    """
    why, differ = [], 0
    for name in ("source_id", *_WORDS):
        first, second = getattr(one, name, ""), getattr(other, name, "")
        if first and second and first == second:
            why.append(name)
        elif first and second and name in _WORDS:
            differ += 1
    if _texts(one) & _texts(other):
        why.append("names")
    shared = _attributes(one).keys() & _attributes(other).keys()
    if shared and all(_attributes(one)[key] == _attributes(other)[key] for key in shared):
        why.append("attributes")
    return tuple(why), differ


def _texts(feature: Feature) -> set[str]:
    names: tuple[Name, ...] = getattr(feature, "names", ())
    return {name.text for name in names}


def _attributes(feature: Feature) -> dict[str, object]:
    held: tuple[Attribute, ...] = getattr(feature, "attributes", ())
    return {heading: value for heading, value in held if value not in (None, "")}


def _keys(source: Feature) -> list[tuple[str, object]]:
    assert isinstance(source, Source)
    return [(name, value) for name, value in (("sha256", source.sha256), ("title", source.title)) if value]


def _layer(source: Feature) -> str:
    """Which layer of a file was read: two of one file are two sources."""
    reading = getattr(source, "reading", None)
    return reading.layer if reading is not None else ""


def _reach(degrees: Floats, profile: JointProfile) -> float:
    """Metres of the map that are at least T3 wherever the places are, because the map grows to the poles."""
    return profile.tolerances.map_mm / 1000 * 1.01 / float(np.cos(np.radians(np.abs(degrees[:, 1]).max())))


def _metres(ellipsoid: Geod, one: Floats, other: Floats) -> float:
    return float(ellipsoid.inv(*one, *other)[2])


def _held(ways: list[Way], others: list[Way], profile: JointProfile) -> list[tuple[float, float]]:
    """Of each way the share that runs within T3 of the other, and how far that lies from it at most, in metres."""
    beside = [other.beside(way) for way, other in zip(ways, others, strict=True)]
    middles = Paths.many([(way.xy[:-1] + way.xy[1:]) / 2 for way in ways])
    metres: npt.NDArray[np.float64] = feet(
        middles, Paths.many([way.xy for way in beside]), profile.grid.ellipsoid
    ).metres
    limit, found = profile.tolerances.map_mm / 1000, []
    for number, way in enumerate(ways):
        own = metres[middles.starts[number] : middles.starts[number + 1]]
        legs, near = np.diff(way.along), own <= limit
        widest = float(own[near].max()) if near.any() else 0.0
        found.append((float(legs[near].sum() / way.length) if way.length else 0.0, widest))
    return found
