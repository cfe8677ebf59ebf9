"""Items: what the parts of a comparison found, with place, lines, separation and the operations they stand for."""

from collections.abc import Iterator
from hashlib import sha256

from msgspec.structs import replace

from geodata.changes import compare_lines, compare_positions
from geodata.changes.authority import own_position
from geodata.changes.claims import apart, box_of, lines_in
from geodata.changes.codec import canonical
from geodata.changes.compare_fields import Group, groups
from geodata.changes.comparison import POSITION, Apart, Box, Item, Lines, Spots, Verdict
from geodata.changes.delta import Key
from geodata.changes.edits import Op
from geodata.changes.ground import Ground, Touched, label_of
from geodata.geometry.measure import distance, millimetres
from geodata.model.annotation import Annotation
from geodata.model.feature import Feature, Kind
from geodata.model.grid import JointGrid
from geodata.model.segment import Segment
from geodata.model.status import Side
from geodata.model.stretch import Stretch
from geodata.model.variant import Variant


def items(ground: Ground) -> Iterator[Item]:
    """Yield every item: each operation of either side is in at least one."""
    met = set()
    for meeting in compare_lines.meetings(ground):
        met |= {(Kind.VARIANT, one.edit.id) for one in meeting.a + meeting.b}
        yield _meeting(ground, meeting)
    for key in dict.fromkeys((*ground.touched[Side.A], *ground.touched[Side.B])):
        if key not in met:
            yield from _feature(ground, key)


def _feature(ground: Ground, key: Key) -> Iterator[Item]:
    a, b = (ground.touched[side].get(key) for side in Side)
    along = frozenset[str]()
    if key[0] is Kind.SEGMENT and all(one is None or one.edit.op is Op.MODIFY for one in (a, b)):
        said = [compare_positions.said(ground, side, key[1]) for side in Side]
        for overlap in compare_positions.overlaps(*said):
            along |= {own_position(side) for side in Side if overlap.verdict.of(side)}
            yield _position(ground, key[1], overlap, a, b)
    for group in groups(a, b, along):
        yield _group(ground, key, group, a, b)


def _position(
    ground: Ground, segment: str, overlap: compare_positions.Overlap, a: Touched | None, b: Touched | None
) -> Item:
    lines = lines_in(ground, segment, overlap.start, overlap.end, overlap.ends)
    between = apart(ground, segment, overlap.start, lines)
    return _identified(
        Item(
            id="",
            verdict=_judged(overlap.verdict, between),
            kind=POSITION,
            feature=segment,
            segment=segment,
            label=ground.label(Kind.SEGMENT, segment),
            start=overlap.start,
            end=overlap.end,
            length=overlap.end - overlap.start,
            fields=overlap.fields,
            apart=between,
            box=box_of((lines.base, lines.a, lines.b), () if lines.base else overlap.ends),
            lines=lines,
            edits_a=(a.edit.number,) if a and overlap.verdict.of(Side.A) else (),
            edits_b=(b.edit.number,) if b and overlap.verdict.of(Side.B) else (),
        )
    )


def _judged(said: Verdict, between: Apart | None) -> Verdict:
    """Both sides may say the same word of a stretch and still draw it apart: then they are not at one."""
    return Verdict.DIFFERENT if said is Verdict.SAME and between and between.millimetres else said


def _meeting(ground: Ground, meeting: compare_lines.Meeting) -> Item:
    start, end = meeting.span
    lines = lines_in(ground, meeting.segment, start, end)
    if lines.base is None:
        drawn = [
            [one.feature.line for one in run if isinstance(one.feature, Variant)] for run in (meeting.a, meeting.b)
        ]
        lines = Lines(None, *(run[0] if run else None for run in drawn))
    return _identified(
        Item(
            id="",
            verdict=meeting.verdict,
            kind=Kind.VARIANT,
            feature=min(one.edit.id for one in meeting.a + meeting.b),
            segment=meeting.segment,
            label=ground.label(Kind.SEGMENT, meeting.segment),
            start=start,
            end=end,
            fields=compare_lines.rows(meeting),
            apart=apart(ground, meeting.segment, start, lines),
            box=box_of((lines.base, lines.a, lines.b)),
            lines=lines,
            edits_a=tuple(one.edit.number for one in meeting.a),
            edits_b=tuple(one.edit.number for one in meeting.b),
        )
    )


def _group(ground: Ground, key: Key, group: Group, a: Touched | None, b: Touched | None) -> Item:
    kind, id_ = key
    feature = ground.held(kind, id_)
    segment = _segment_of(ground, kind, id_, feature)
    stretch = getattr(feature, "stretch", None)
    spots = _spots(a, b)
    lines = _lines(ground, segment, stretch, a, b)
    return _identified(
        Item(
            id="",
            verdict=group.verdict,
            kind=kind,
            feature=id_,
            segment=segment,
            label=label_of(feature) or (ground.label(Kind.SEGMENT, segment) if segment else id_),
            start=stretch.start.at if stretch else None,
            end=stretch.end.at if stretch else None,
            fields=group.fields,
            apart=_points_apart(spots, group, ground.grid),
            box=_box(ground, lines, spots, feature),
            lines=lines,
            spots=spots,
            edits_a=(a.edit.number,) if a and group.verdict.of(Side.A) else (),
            edits_b=(b.edit.number,) if b and group.verdict.of(Side.B) else (),
        )
    )


def _spots(a: Touched | None, b: Touched | None) -> Spots:
    """Where a point stands in the base and for each side; a side that did not touch it has it where the base has."""
    before = next((point for one in (a, b) if (point := getattr(one and one.before, "point", None))), None)
    return Spots(before, *(before if one is None else getattr(one.after, "point", None) for one in (a, b)))


def _points_apart(spots: Spots, group: Group, grid: JointGrid) -> Apart | None:
    if spots.a is None or spots.b is None or not any(field.name == "point" for field in group.fields):
        return None
    return Apart(millimetres(distance(spots.a, spots.b, grid)), min(spots.a, spots.b))


def _segment_of(ground: Ground, kind: Kind, id_: str, feature: Feature | None) -> str:
    """The segment that a feature lies on or speaks of, empty for none that is known."""
    if kind is Kind.SEGMENT:
        return id_
    spoken_of = feature.target if isinstance(feature, Annotation) else str(getattr(feature, "segment", ""))
    return spoken_of if ground.segment(spoken_of) else ""


def _lines(ground: Ground, segment: str, stretch: Stretch | None, a: Touched | None, b: Touched | None) -> Lines:
    """The lines to show for a feature: its own before and after, else those of the stretch it speaks of."""
    own = [getattr(one and one.after, "line", None) for one in (a, b)]
    before = next((line for one in (a, b) if (line := getattr(one and one.before, "line", None))), None)
    if any(own) or before:
        return Lines(before, *own)
    if stretch is not None:
        return lines_in(ground, segment, stretch.start.at, stretch.end.at)
    held = ground.segment(segment)
    return Lines(held.line) if isinstance(held, Segment) else Lines()


def _box(ground: Ground, lines: Lines, spots: Spots, feature: Feature | None) -> Box | None:
    """The bounds to show: of the points, of the lines, or of what a note is about."""
    points = [point for point in (spots.base, spots.a, spots.b) if point is not None]
    if points:
        return box_of((), points)
    known = [line for line in (lines.base, lines.a, lines.b) if line is not None]
    if known or not isinstance(feature, Annotation):
        return box_of(known)
    target = next((held for kind in Kind if (held := ground.held(kind, feature.target))), None)
    point = getattr(target, "point", None)
    return box_of((getattr(target, "line", None),), [point] if point else ())


def _identified(item: Item) -> Item:
    """Return the item under the hash of what it says; the operations' numbers are not part of that."""
    said = [item.kind, item.feature, item.segment, item.start, item.end, item.verdict, item.fields]
    return replace(item, id=sha256(canonical(said)).hexdigest()[:16])
