"""Picking: some of a change set's edits as a paper of their own, with what they lean on; and the rest as another.

The rest is laid after what was picked, so that the two squashed are the change set again, to the byte of its changes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import shapely

from geodata.changes.comparing.comparison import POSITION, Item
from geodata.changes.comparing.ground import label_of
from geodata.changes.delta import Delta, apply, net
from geodata.changes.documents.base import Base
from geodata.changes.documents.changeset import ChangeSet, deltas_of
from geodata.changes.gestures import position_view
from geodata.changes.papers.bits import Bit, bits_of, done, with_needed
from geodata.changes.papers.papers import Papers, checked_on, ground_of, paper
from geodata.errors import NotFound, Refused
from geodata.geometry.measure import cut, length
from geodata.geometry.world import World, world_of
from geodata.model.annotation import Annotation
from geodata.model.feature import TRAVELLING, Feature
from geodata.model.line import Line
from geodata.model.project import Layers
from geodata.model.segment import Segment
from geodata.model.status import Side, View
from geodata.model.stretch import Stretch

Test = Callable[[Bit], bool]
"""Tells whether an edit is chosen."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A paper with the chosen edits and those they lean on, and one with the rest, which is laid after it."""

    document: ChangeSet
    rest: ChangeSet
    chosen: tuple[Bit, ...]
    needed: tuple[Bit, ...]
    remaining: tuple[Bit, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A change set taken apart: its edits, piece by piece, and the layers before and after it."""

    changes: ChangeSet
    bits: tuple[Bit, ...]
    before: Layers
    after: Layers


def taken_apart(base: Base, changes: ChangeSet, papers: Papers | None = None) -> Open:
    """Return a change set in pieces, to choose from; raise as `laid_on` does."""
    before = ground_of(base, papers or {}, changes)
    deltas = deltas_of(changes, before)
    return Open(changes, tuple(bits_of(deltas, changes.side)), before, apply(before, deltas))


def pick(base: Base, opened: Open, tests: Iterable[Test], papers: Papers | None = None, others: bool = False) -> Picked:
    """Return the edits that pass every test (with `others` those that do not) as a paper, and the rest as another.

    Raise DocumentRefused where what is picked cannot be without something that was not.
    """
    known, asked = papers or {}, list(tests)
    chosen = [bit for bit in opened.bits if all(test(bit) for test in asked) is not others]
    together = with_needed(chosen, opened.bits)
    remaining = tuple(bit for bit in opened.bits if bit not in together)
    changes = opened.changes
    deltas = net(done(bit for bit in opened.bits if bit in together))
    document = checked_on(base, known, paper(deltas, [changes], changes.after, changes.message))
    middle = apply(opened.before, deltas)
    left = dict.fromkeys(bit.key for bit in remaining)
    deltas = [Delta(*(layers[kind].get(id_) for layers in (middle, opened.after))) for kind, id_ in left]
    rest = paper(deltas, [changes], (*changes.after, document.sha256), changes.message)
    checked_on(base, {**known, document.sha256: document}, rest)
    return Picked(
        document, rest, tuple(chosen), tuple(bit for bit in opened.bits if bit in together - set(chosen)), remaining
    )


def of_features(opened: Open, names: Iterable[str]) -> Test:
    """Return the test for features called so, by id or by what people call them; raise NotFound for an unknown one."""
    wanted = set(names)
    known = {bit: {bit.key[1], *(label_of(state) for state in (bit.delta.old, bit.delta.new))} for bit in opened.bits}
    for name in sorted(wanted):
        if not any(name in called for called in known.values()):
            raise NotFound(f"The change set changes nothing that is called {name}.")
    return lambda bit: bool(wanted & known[bit])


def of_kinds(kinds: Iterable[str]) -> Test:
    """Return the test for edits of some kinds of feature; the kind `position` is what the side says of stretches.

    Raise NotFound for a kind that there is not.
    """
    wanted, known = set(kinds), (POSITION, *TRAVELLING)
    for kind in sorted(wanted.difference(known)):
        raise NotFound(f"There is no kind of edit called {kind[:40]}; those are {', '.join(known)}.")
    return lambda bit: (POSITION if bit.stretches else str(bit.key[0])) in wanted or str(bit.key[0]) in wanted


def of_views(views: Iterable[View]) -> Test:
    """Return the test for what is said of stretches in some of the words that people mark with.

    A stretch that is taken back, and for which nothing is said any more, is open.
    """
    wanted = set(views)

    def test(bit: Bit) -> bool:
        said = {position_view(standing.position) for standing in bit.come} or ({View.OPEN} if bit.gone else set())
        return bool(said & wanted)

    return test


def of_items(items: Iterable[Item], side: Side) -> Test:
    """Return the test for what some items of a comparison stand for, of the side whose change set it is."""
    listed = [(item, item.edits_a if side is Side.A else item.edits_b) for item in items]

    def test(bit: Bit) -> bool:
        return any(bit.number in numbers and _is_of(bit, item) for item, numbers in listed)

    return test


def of_area(opened: Open, area: shapely.Geometry) -> Test:
    """Return the test for what lies in an area of WGS 84 degrees, or touches it, before or after the change.

    What has no place, such as a source, is in none.
    """
    world = world_of(opened.changes.profile)
    shapely.prepare(area)

    def test(bit: Bit) -> bool:
        if bit.stretches and isinstance(bit.delta.old, Segment) and bit.delta.old.line == bit.delta.feature.line:  # type: ignore[union-attr]
            whole = _drawn(bit.delta.old.line, world)  # asked first: to cut a line takes longer
            if not shapely.intersects(area, whole) or shapely.covers(area, whole):
                return bool(shapely.intersects(area, whole))
        return any(shapely.intersects(area, place) for place in _places(opened, bit, world))

    return test


def box_of(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    """Return the area of a box in degrees; raise Refused for sides that stand in another order or off the globe."""
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Refused("A box is west, south, east, north in degrees, the smaller before the larger.")
    return shapely.box(west, south, east, north)


def _is_of(bit: Bit, item: Item) -> bool:
    if item.kind != POSITION:
        return not bit.stretches
    if not bit.stretches:
        return bit.delta.old is None or bit.delta.new is None
    return bit.start < (item.end or 0) and bit.end > (item.start or 0)


def _places(opened: Open, bit: Bit, world: World) -> Iterable[shapely.Geometry]:
    for layers, state, said in (
        (opened.before, bit.delta.old, bit.gone),
        (opened.after, bit.delta.new, bit.come),
    ):
        if bit.stretches and isinstance(state, Segment):
            yield from (_drawn(_cut(state, each.stretch), world) for each in said)
        elif state is not None and not bit.stretches:
            yield from _place_of(state, layers, world)


def _place_of(feature: Feature, layers: Layers, world: World) -> Iterable[shapely.Geometry]:
    if isinstance(feature, Annotation):
        target = next((found for kind in TRAVELLING if (found := layers[kind].get(feature.target))), None)
        if feature.stretch is not None and isinstance(target, Segment):
            yield _drawn(_cut(target, feature.stretch), world)
        elif target is not None and not isinstance(target, Annotation):
            yield from _place_of(target, layers, world)
    elif (line := getattr(feature, "line", None)) is not None:
        yield _drawn(line, world)
    elif (point := getattr(feature, "point", None)) is not None:
        yield shapely.Point(world.degrees_of(point))


def _cut(segment: Segment, stretch: Stretch) -> Line:
    return cut(segment.line, stretch.start.at, min(stretch.end.at, length(segment.line)))


def _drawn(line: Line, world: World) -> shapely.LineString:
    return shapely.LineString(world.degrees(line.xy))
