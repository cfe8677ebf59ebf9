"""A comparison with its places in degrees of WGS 84, as maps and GeoJSON need them; everything else stays as it is."""

from msgspec.structs import replace

from geodata.changes.comparing.comparison import Apart, Box, Comparison, Item, Lines, Spots
from geodata.changes.comparing.comparison_numbers import ClaimSplit
from geodata.geometry.world import World, world_of
from geodata.model.grid import WGS84_DEGREES, Point
from geodata.model.line import Line
from geodata.model.profile import JointProfile


def in_world(comparison: Comparison) -> Comparison:
    """Return the comparison with lines, points and boxes on the grid of WGS 84; nothing is measured on them again."""
    if comparison.profile.grid == WGS84_DEGREES:
        return comparison
    split = comparison.split
    return replace(
        comparison,
        items=tuple(item_in_world(item, comparison.profile) for item in comparison.items),
        split=None if split is None else _split(split, world_of(comparison.profile)),
    )


def _split(split: ClaimSplit, world: World) -> ClaimSplit:
    parts = []
    for part in split.parts:
        lines = (None if line is None else _line(line, world) for line in (part.line_a, part.line_b, part.ring))
        line_a, line_b, ring = lines
        parts.append(replace(part, line_a=line_a, line_b=line_b, ring=ring))
    return replace(split, parts=tuple(parts))


def item_in_world(item: Item, profile: JointProfile) -> Item:
    """Return an item of a comparison under a joint profile with lines, points and box on the grid of WGS 84."""
    if profile.grid == WGS84_DEGREES:
        return item
    world, apart = world_of(profile), item.apart
    return replace(
        item,
        lines=Lines(*(None if line is None else _line(line, world) for line in _each(item.lines))),
        spots=Spots(*(None if spot is None else _point(spot, world) for spot in _spots(item.spots))),
        apart=None if apart is None else Apart(apart.millimetres, _point(apart.point, world), apart.at),
        box=None if item.box is None else _box(item.box, world),
    )


def _each(lines: Lines) -> tuple[Line | None, ...]:
    return lines.base, lines.a, lines.b


def _spots(spots: Spots) -> tuple[Point | None, ...]:
    return spots.base, spots.a, spots.b


def _line(line: Line, world: World) -> Line:
    return Line(WGS84_DEGREES.on_grid(world.degrees(line.xy)), WGS84_DEGREES)


def _point(point: Point, world: World) -> Point:
    return WGS84_DEGREES.point_of(*world.degrees_of(point))


def _box(box: Box, world: World) -> Box:
    corners = [_point((x, y), world) for x in (box.west, box.east) for y in (box.south, box.north)]
    xs, ys = zip(*corners, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))
