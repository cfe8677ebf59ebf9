"""The geometry of a source: checked in whole columns and brought onto the joint grid; nothing is repaired."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely

from geodata.geometry.crs import Floats, Operation, ReferenceSystem, transform
from geodata.geometry.measure import lengths
from geodata.geometry.plausible import FAR_OUTSIDE, NOWHERE, Code, native_degrees, on_globe, within
from geodata.geometry.world import World, world_of
from geodata.io.load_place import Place
from geodata.io.load_report import Note, Refusal, Remark, rows_in_words
from geodata.io.mapping import Crossing
from geodata.io.source_table import Geometries, RawTable
from geodata.model.grid import Grid, JointGrid
from geodata.model.line import Line
from geodata.model.reference import Shape

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_TYPES = {Shape.POINT: (0, 4), Shape.LINE: (1, 2, 5), Shape.AREA: (3, 6)}
_NAMES = (
    "a point", "a line", "a ring", "an area", "several points", "several lines", "several areas", "a collection",
)  # fmt: skip
_TINY = 20  # steps of the grid; at most 2.3 mm


@dataclass
class Shapes:
    """The parts of all rows on the joint grid, and why rows are not taken.

    `xy` is (v, 2) int64; part i owns `xy[offsets[i]:offsets[i + 1]]` and belongs to row `rows[i]` (from 0); parts of
    refused rows are still there, and `parts` are they as they were read. `refused` has reason, sentence and place by
    row, in degrees of WGS 84; `good` is (n,) bool.
    """

    world: World
    xy: Grid
    offsets: Integers
    rows: Integers
    good: Flags
    refused: dict[int, tuple[Refusal, str, tuple[float, float] | None]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    parts: Geometries = field(default_factory=lambda: np.empty(0, object))

    @property
    def grid(self) -> JointGrid:
        """The grid of the joint profile."""
        return self.world.profile.grid

    def refuse(self, row: int, reason: Refusal, sentence: str, at: tuple[float, float] | None = None) -> None:
        """Note why a row is not taken; the first reason found is kept."""
        if self.good[row]:
            self.good[row] = False
            self.refused[row] = (reason, sentence, at)


def shapes_of(
    table: RawTable,
    shape: Shape,
    crossing: Crossing,
    place: Place,
    left: Iterable[int] = (),
) -> Shapes:
    """Return the parts of a table's rows in whole steps of the joint grid, every row checked; an area gives its rings.

    The rows in `left` (from 0) are not asked for: neither good nor refused.
    """
    taken = shapely.get_rings if shape is Shape.AREA else shapely.get_parts
    parts, rows = taken(table.geometries, return_index=True)
    counts = shapely.get_num_coordinates(parts).astype(np.int64)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    none, world = np.zeros((0, 2), np.int64), world_of(place.profile)
    shapes = Shapes(world, none, offsets, rows.astype(np.int64), np.ones(len(table), bool))
    shapes.good[list(left)] = False
    _check_presence(shapes, table, shape, counts)
    shapes.parts = np.asarray(parts, dtype=object)
    xy = place.eastward(shapely.get_coordinates(parts))
    owner = np.repeat(shapes.rows, counts)
    _check_numbers(shapes, xy, owner)
    if Code.DEGREES not in place.as_stated:
        _check_units(shapes, xy, owner, place.system)
    shapes.xy, degrees = _on_grid(xy, shapes.good[owner], place.operation, shapes.grid)
    _check_area(shapes, degrees, owner, place)
    shapes.xy[~shapes.good[owner]] = 0
    if shape is Shape.LINE:
        _check_lines(shapes, crossing)
    _remark_heights(shapes, table)
    return shapes


def _check_presence(shapes: Shapes, table: RawTable, shape: Shape, counts: Integers) -> None:
    for row, (reason, sentence) in table.unreadable.items():
        shapes.refuse(row, reason, sentence)
    for row in np.flatnonzero(shapely.is_missing(table.geometries)).tolist():
        shapes.refuse(row, Refusal.NULL, "it has no geometry")
    for row in np.flatnonzero(shapely.is_empty(table.geometries)).tolist():
        shapes.refuse(row, Refusal.EMPTY, "its geometry is empty")
    types = shapely.get_type_id(table.geometries)
    for row in np.flatnonzero(~np.isin(types, [*_TYPES[shape], -1])).tolist():
        shapes.refuse(row, Refusal.WRONG_TYPE, f"it is {_NAMES[types[row]]}; {shape}s are needed", _seen(table, row))
    for row in shapes.rows[counts == 0].tolist():
        shapes.refuse(row, Refusal.EMPTY, "one of its parts is empty")


def _seen(table: RawTable, row: int) -> tuple[float, float] | None:
    """A place to look at for a row whose coordinates are degrees as they stand."""
    west, south, east, north = shapely.bounds(table.geometries[row]).tolist()
    x, y = (west + east) / 2, (south + north) / 2
    return (x, y) if abs(x) <= 180 and abs(y) <= 90 else None


def _check_numbers(shapes: Shapes, xy: Floats, owner: Integers) -> None:
    for row in _rows_where(shapes, np.asarray(~np.isfinite(xy).all(axis=1)), owner):
        shapes.refuse(row, Refusal.NOT_A_NUMBER, "a coordinate is not a number or is infinite")


def _check_units(shapes: Shapes, xy: Floats, owner: Integers, system: ReferenceSystem) -> None:
    largest = np.abs(xy).max(axis=1, initial=0)
    with np.errstate(invalid="ignore"):
        degrees: Flags = np.asarray(largest <= 180)
        metres: Flags = np.asarray(largest > 1000)
    if system.geographic:
        for row in _rows_where(shapes, metres, owner):
            said = f"its coordinates are metres, but the reference system {system.name} is in degrees"
            shapes.refuse(row, Refusal.UNITS, said)
        return
    for row in sorted(set(_rows_where(shapes, degrees, owner)) - set(_rows_where(shapes, ~degrees, owner))):
        said = f"its coordinates are degrees, but the reference system {system.name} is in metres"
        shapes.refuse(row, Refusal.UNITS, said)


def _on_grid(xy: Floats, usable: Flags, operation: Operation, grid: JointGrid) -> tuple[Grid, Floats]:
    """The coordinates on the joint grid, and in degrees of its datum; not finite where they come to nothing."""
    native = np.full(xy.shape, np.nan)
    if usable.any():
        native[usable] = transform(xy[usable], operation)
    return steps_of(native, grid), native_degrees(native, grid)


def steps_of(native: Floats, grid: JointGrid) -> Grid:
    """Return (n, 2) coordinates of the joint system as whole steps of its grid, nought for what comes to nothing."""
    with np.errstate(invalid="ignore"):
        found: Flags = np.asarray((np.abs(native) < NOWHERE).all(axis=1))
    steps: Grid = np.rint(np.where(found[:, None], native, 0.0) * grid.step).astype(np.int64)
    return steps


def _check_area(shapes: Shapes, degrees: Floats, owner: Integers, place: Place) -> None:
    system, there = place.system, on_globe(degrees)
    swapped = "; x and y are probably swapped (X is the northing in Soviet catalogues)"
    advice = "; longitude and latitude are probably swapped" if system.geographic else swapped
    for row in _rows_where(shapes, ~there, owner):
        shapes.refuse(row, Refusal.OFF_GLOBE, "it lies off the globe" + advice)
    if place.as_stated:
        return  # a person insists on all of it
    for row in _rows_where(shapes, there & ~within(degrees, system.bounds, FAR_OUTSIDE), owner):
        x, y = degrees[np.searchsorted(owner, row)].tolist()
        said = f"it lies far outside the area of {system.name}" + (swapped if not system.geographic else "")
        shapes.refuse(row, Refusal.OUTSIDE_AREA, said, (x, y))


def _check_lines(shapes: Shapes, crossing: Crossing) -> None:
    starts, ends = shapes.offsets[:-1], shapes.offsets[1:]
    live = shapes.good[shapes.rows] & (ends > starts)
    owner = np.repeat(np.arange(len(starts)), np.diff(shapes.offsets))
    same = (np.diff(shapes.xy, axis=0) == 0).all(axis=1) & (np.diff(owner) == 0)
    moving = np.zeros(len(starts), bool)
    moving[owner[1:][~same & (np.diff(owner) == 0)]] = True
    for part in np.flatnonzero(live & ~moving).tolist():
        said = f"{_part_named(shapes, part)} has fewer than two different points"
        shapes.refuse(int(shapes.rows[part]), Refusal.TOO_FEW_POINTS, said, _start(shapes, part))
    for part in _without_length(shapes, np.flatnonzero(live & moving)) if crossing is Crossing.REFUSED else ():
        said = f"{_part_named(shapes, part)} is shorter than a millimetre"
        shapes.refuse(int(shapes.rows[part]), Refusal.TOO_FEW_POINTS, said, _start(shapes, part))
    if crossing is not Crossing.IGNORED:
        _check_crossings(shapes, np.flatnonzero(live & moving), crossing)
    repeated = sorted({int(shapes.rows[part]) + 1 for part in owner[1:][same] if shapes.good[shapes.rows[part]]})
    if repeated:
        said = f"Two points after one another are the same in {rows_in_words(repeated)}; they are kept as they are."
        shapes.remarks.append(Remark(code=Note.REPEATED_POINT, sentence=said, rows=tuple(repeated)))


def _without_length(shapes: Shapes, parts: Integers) -> list[int]:
    """The parts whose length is no whole millimetre; only those that fit into a tiny box are measured."""
    if not len(parts):
        return []
    starts = shapes.offsets[:-1]
    low, high = (each.reduceat(shapes.xy, starts[starts < len(shapes.xy)]) for each in (np.minimum, np.maximum))
    small = [part for part in parts.tolist() if (high[part] - low[part]).max() < _TINY]
    lines = [Line(shapes.xy[shapes.offsets[part] : shapes.offsets[part + 1]], shapes.grid) for part in small]
    return [part for part, length in zip(small, lengths(lines).tolist(), strict=True) if not length]


def _check_crossings(shapes: Shapes, parts: Integers, crossing: Crossing) -> None:
    if not len(parts):
        return
    counts = np.diff(shapes.offsets)
    wanted = np.zeros(len(counts), bool)
    wanted[parts] = True
    plane = shapes.grid.native(shapes.xy[np.repeat(wanted, counts)])
    lines = np.asarray(shapely.linestrings(plane, indices=np.repeat(np.arange(len(parts)), counts[parts])))
    meeting = np.flatnonzero(~shapely.is_simple(lines))
    if crossing is Crossing.SAID:
        rows = np.unique(shapes.rows[parts[meeting]] + 1).tolist()
        if rows:
            said = f"The line of {rows_in_words(rows)} crosses or touches itself, as a route may; it was taken."
            shapes.remarks.append(Remark(code=Note.SELF_CROSSING, sentence=said, rows=tuple(rows)))
        return
    for index in meeting.tolist():
        said = f"{_part_named(shapes, int(parts[index]))} crosses or touches itself"
        shapes.refuse(
            int(shapes.rows[parts[index]]), Refusal.SELF_CROSSING, said, _crossing(lines[index], shapes.world)
        )


def _crossing(line: shapely.LineString, world: World) -> tuple[float, float]:
    """The first place at which a line meets itself, in degrees of WGS 84."""
    pieces: Geometries = np.asarray(shapely.get_parts(shapely.node(line)), dtype=object)
    ends = np.concatenate([shapely.get_coordinates(shapely.get_point(pieces, index)) for index in (0, -1)])
    own = shapely.get_coordinates(line)[[0, -1]]
    inner = ends[~(ends[:, None] == own[None]).all(axis=2).any(axis=1)]
    x, y = world.profile.grid.of_native((inner if len(inner) else own)[:1])[0].tolist()
    return world.degrees_of((x, y))


def _part_named(shapes: Shapes, part: int) -> str:
    siblings = np.flatnonzero(shapes.rows == shapes.rows[part])
    return f"its part {part - siblings[0] + 1} of {len(siblings)}" if len(siblings) > 1 else "it"


def _start(shapes: Shapes, part: int) -> tuple[float, float]:
    x, y = shapes.xy[shapes.offsets[part]].tolist()
    return shapes.world.degrees_of((x, y))


def _rows_where(shapes: Shapes, flags: Flags, owner: Integers) -> list[int]:
    rows = np.unique(owner[flags])
    return rows[shapes.good[rows]].tolist()  # type: ignore[no-any-return]


def _remark_heights(shapes: Shapes, table: RawTable) -> None:
    raised = (np.flatnonzero(shapely.has_z(table.geometries) & shapes.good) + 1).tolist()
    if raised:
        said = f"The heights (Z) of {rows_in_words(raised)} are not kept; lines and points are kept in two dimensions."
        shapes.remarks.append(Remark(code=Note.HEIGHTS, sentence=said, rows=tuple(raised)))
    measured = (np.flatnonzero(shapely.has_m(table.geometries) & shapes.good) + 1).tolist()
    if measured:
        said = f"The measures (M) of {rows_in_words(measured)} are not kept; chainage is computed from the line."
        shapes.remarks.append(Remark(code=Note.MEASURES, sentence=said, rows=tuple(measured)))
