"""What an export shows: the record as rows for other programs, for both sides alike, private notes never.

Segments come whole and again as stretches by what the two sides say of them; variants of both sides or none.
"""

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct

from geodata import __version__
from geodata.cancel import Progress
from geodata.changes.codec import record
from geodata.errors import Refused
from geodata.geometry.measure import cut, lengths, point_at
from geodata.geometry.profiles import profile_hash
from geodata.geometry.stretch import pieces, standing_at
from geodata.geometry.world import World, world_of
from geodata.model.annotation import Annotation
from geodata.model.disclaimer import DISCLAIMER
from geodata.model.feature import Feature, Kind
from geodata.model.grid import WGS84_DEGREES, JointGrid, Point
from geodata.model.line import Line
from geodata.model.marker import Marker
from geodata.model.names import label_of
from geodata.model.profile import JointProfile
from geodata.model.project import Project
from geodata.model.route import Route
from geodata.model.segment import Segment
from geodata.model.source import Source
from geodata.model.status import Side, picture
from geodata.model.stretch import Stretch
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant

_STRETCHES = UUID("1f8f5bd0-3b5e-5c53-8f0e-5a7d6b0c9e44")
"""The namespace of the identifiers of stretches, which have none in the record."""


_WGS84 = "WGS 84 (OGC:CRS84), longitude and latitude in degrees"
_LAST_MOMENT = 253_402_300_799  # the end of the year 9999


class ViewKind(StrEnum):
    """The kinds of row, in the order in which they are written."""

    SEGMENT = "segment"
    STRETCH = "stretch"
    TURNING_POINT = "turning_point"
    MARKER = "marker"
    VARIANT = "variant"
    ROUTE = "route"
    SOURCE = "source"
    ANNOTATION = "annotation"

    @property
    def plural(self) -> str:
        """The kind as a person asks for it and as a layer is called."""
        return self.value.replace("_", "-") + ("es" if self is ViewKind.STRETCH else "s")


class Choice(Struct, frozen=True, kw_only=True):
    """What to show: kinds, variants of both sides or none, and perhaps only one section or stretches of one picture."""

    kinds: tuple[ViewKind, ...] = tuple(ViewKind)
    variants: bool = True
    section: str = ""
    pictures: tuple[str, ...] = ()


class Stamp(Struct, frozen=True, kw_only=True):
    """What every export says of itself."""

    title: str
    side: str
    base: str
    base_number: int
    crs: str
    profile: str
    lengths: str
    time: str
    program: str
    disclaimer: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its kind, a UUID that stays the same, where it lies (a line, a point or nowhere), what it says."""

    kind: ViewKind
    id: str
    place: Line | Point | None
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """All rows in order, the stamp, and the grid on which the rows lie."""

    stamp: Stamp
    rows: list[Row]
    grid: JointGrid


def in_world(view: View, profile: JointProfile) -> View:
    """Return a view in longitude and latitude of WGS 84, as formats need it that know nothing else."""
    world, stamp = world_of(profile), world_stamp(view.stamp, profile)
    if profile.grid == WGS84_DEGREES:
        return View(stamp, view.rows, view.grid)
    return View(stamp, [replace(row, place=_moved(row.place, world)) for row in view.rows], WGS84_DEGREES)


def world_stamp(stamp: Stamp, profile: JointProfile) -> Stamp:
    """Return the stamp of what is written in WGS 84, with the operation that brought it there."""
    pinned = world_of(profile).operation
    how = "" if pinned is None else f", brought there from {profile.crs} by {pinned.pin} backwards"
    return msgspec.structs.replace(stamp, crs=f"{_WGS84}{how}")


def _moved(place: Line | Point | None, world: World) -> Line | Point | None:
    if isinstance(place, Line):
        return Line(WGS84_DEGREES.on_grid(world.degrees(place.xy)), WGS84_DEGREES)
    return None if place is None else WGS84_DEGREES.point_of(*world.degrees_of(place))


def view_of(project: Project, choice: Choice, watched: Progress) -> View:
    """Return what an export of a project shows."""
    makers = {
        ViewKind.SEGMENT: _segments, ViewKind.STRETCH: _stretches, ViewKind.VARIANT: _variants, ViewKind.ROUTE: _routes,
        ViewKind.TURNING_POINT: _turning_points, ViewKind.MARKER: _markers, ViewKind.SOURCE: _sources,
        ViewKind.ANNOTATION: _annotations,
    }  # fmt: skip
    rows: list[Row] = []
    for step, kind in enumerate(ViewKind):
        watched.step("Collecting what is written", step, len(ViewKind))
        if kind in choice.kinds and (choice.variants or kind is not ViewKind.VARIANT):
            rows += [row for row in makers[kind](project) if _chosen(row, project, choice)]
    return View(stamp_of(project), rows, project.settings.profile.grid)


def stamp_of(project: Project) -> Stamp:
    """Return the stamp; its time is SOURCE_DATE_EPOCH where that is set, so that equal projects give equal bytes.

    Raise Refused when that is set to something else than a moment.
    """
    profile = project.settings.profile
    return Stamp(
        title=project.settings.title,
        side=project.settings.side.value,
        base=project.settings.base,
        base_number=project.settings.base_number,
        crs=f"{profile.crs}, east before north, in steps of {profile.unit}",
        profile=profile_hash(profile),
        lengths=profile.method,
        time=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(_moment())),
        program=f"Confinia {__version__}",
        disclaimer=DISCLAIMER,
    )


def _moment() -> int:
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not stated:
        return int(time.time())
    if not stated.isdecimal() or int(stated) > _LAST_MOMENT:
        raise Refused(f"SOURCE_DATE_EPOCH is “{stated[:40]}”, which is no number of seconds since 1970.")
    return int(stated)


def _chosen(row: Row, project: Project, choice: Choice) -> bool:
    if choice.pictures and row.kind is ViewKind.STRETCH and row.values["picture"] not in choice.pictures:
        return False
    return not choice.section or _section(row, project) == choice.section


def _section(row: Row, project: Project) -> str | None:
    if "section" in row.values:
        return str(row.values["section"])
    segment = project.layers[Kind.SEGMENT].get(row.values.get("segment") or row.values.get("target") or "")
    return segment.section if isinstance(segment, Segment) else None


def _segments(project: Project) -> Iterator[Row]:
    segments = _in_order(project)
    for segment, length in zip(segments, lengths([each.line for each in segments]).tolist(), strict=True):
        yield _row(ViewKind.SEGMENT, segment, segment.line, {"length_m": length / 1000})


def _stretches(project: Project) -> Iterator[Row]:
    for segment in _in_order(project):
        parts = pieces(segment)
        for start, end, a, b in parts:
            line = segment.line if len(parts) == 1 else cut(segment.line, start, end)
            values = {
                "segment": segment.id,
                "segment_source_id": segment.source_id,
                "name": label_of(segment.names, ""),
                "part": segment.part,
                "section": segment.section,
                "from_m": start / 1000,
                "to_m": end / 1000,
                "length_m": (end - start) / 1000,
                "picture": picture(a, b).value,
                "delimitation": segment.delimitation.value,
                "position_a": a.value,
                "position_b": b.value,
                **_said(segment, Side.A, start),
                **_said(segment, Side.B, start),
            }
            yield Row(ViewKind.STRETCH, str(uuid5(_STRETCHES, f"{segment.id} {start}-{end}")), line, values)


def _said(segment: Segment, side: Side, at: int) -> dict[str, Any]:
    standing = standing_at(segment, side, at)
    end = side.value.lower()
    return {
        f"note_{end}": standing.note if standing else "",
        f"reason_{end}": standing.reason.value if standing else "",
        f"sources_{end}": list(standing.sources) if standing else [],
    }


def _turning_points(project: Project) -> Iterator[Row]:
    for point in sorted(project.all(TurningPoint), key=lambda each: (each.segment, each.label, each.id)):
        yield _row(ViewKind.TURNING_POINT, point, point.point)


def _markers(project: Project) -> Iterator[Row]:
    for marker in sorted(project.all(Marker), key=lambda each: (each.number, each.id)):
        yield _row(ViewKind.MARKER, marker, marker.point)


def _variants(project: Project) -> Iterator[Row]:
    """The claims along the line, and at one place by their UUIDs, so that neither side always comes first."""
    order = {segment.id: place for place, segment in enumerate(_in_order(project))}
    variants = sorted(
        project.all(Variant), key=lambda each: (order.get(each.segment, 0), each.stretch.start.at, each.id)
    )
    for variant, length in zip(variants, lengths([each.line for each in variants]).tolist(), strict=True):
        yield _row(ViewKind.VARIANT, variant, variant.line, {"length_m": length / 1000})


def _routes(project: Project) -> Iterator[Row]:
    routes = sorted(project.all(Route), key=lambda each: (each.code, each.source_id, each.id))
    for route, length in zip(routes, lengths([each.line for each in routes]).tolist(), strict=True):
        yield _row(ViewKind.ROUTE, route, route.line, {"length_m": length / 1000})


def _sources(project: Project) -> Iterator[Row]:
    for source in sorted(project.all(Source), key=lambda each: (each.title, each.id)):
        yield _row(ViewKind.SOURCE, source, None)


def _annotations(project: Project) -> Iterator[Row]:
    for note in sorted(project.all(Annotation), key=lambda each: (each.target, each.id)):
        yield _row(ViewKind.ANNOTATION, note, _place(project, note.target, note.stretch))


def _place(project: Project, target: str, stretch: Stretch | None) -> Point | None:
    """The place of a note: the middle of its stretch, or of the line it is about, or the point it is about."""
    if stretch is not None:
        segment = project.layers[Kind.SEGMENT].get(target)
        middle = (stretch.start.at + stretch.end.at) // 2
        return point_at(segment.line, middle) if isinstance(segment, Segment) else stretch.start.point
    for layer in project.layers.values():
        feature = layer.get(target)
        if isinstance(feature, TurningPoint | Marker):
            return feature.point
        if isinstance(feature, Segment | Variant | Route):
            x, y = feature.line.xy[len(feature.line) // 2].tolist()
            return x, y
    return None


def _in_order(project: Project) -> list[Segment]:
    return sorted(project.all(Segment), key=lambda each: (each.order, each.source_id, each.id))


def _row(kind: ViewKind, feature: Feature, place: Line | Point | None, more: dict[str, Any] | None = None) -> Row:
    """Return a feature's row: every field, also those that hold their default, so that all rows of a kind are alike."""
    said = record(feature)
    fields = [name for name in feature.__struct_fields__ if name not in ("id", "line", "point")]
    missing = {name: msgspec.to_builtins(getattr(feature, name)) for name in fields if name not in said}
    values = {name: said.get(name, missing.get(name)) for name in fields}
    if "names" in values:
        values = {"name": label_of(getattr(feature, "names", ()), ""), **values}
    return Row(kind, feature.id, place, values | (more or {}))


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """Return how many rows there are of each kind."""
    found = dict.fromkeys((kind.value for kind in ViewKind), 0)
    for row in rows:
        found[row.kind] += 1
    return {kind: number for kind, number in found.items() if number}
