"""Worlds for comparison: a joint base and what each side made of it, and the same world with the sides exchanged."""

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.changes.delta import Delta, diff
from geodata.changes.documents.base import Base, base_of
from geodata.changes.documents.changeset import ChangeSet, Reached, change_set
from geodata.geometry.measure import length, point_at
from geodata.model.feature import Feature, Kind
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.project import Layers, Project, Settings
from geodata.model.segment import Segment
from geodata.model.status import Side
from geodata.model.stretch import Anchor, Stretch
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant, VariantState
from tests.geodata.strategies import annotation, id_of, layers_with, points, segments, standings, words


@dataclass(frozen=True)
class World:
    """A base and both sides' change sets on it."""

    base: Base
    a: ChangeSet
    b: ChangeSet


def world(base: Layers, a: list[Delta], b: list[Delta]) -> World:
    """The world in which side A made these changes to the base and side B those."""
    joint = base_of(Project(Settings(title="Valley", side=Side.A), base))
    settings = [Settings(title="Valley", side=side, base=joint.sha256, base_number=1) for side in Side]
    return World(joint, change_set(a, settings[0], message="From A"), change_set(b, settings[1], message="From B"))


def reached(last: ChangeSet) -> Reached:
    """How far a side's chain has come that ends with this change set."""
    return Reached(last.sequence, last.sha256, last)


def mirrored(feature: Feature) -> Feature:
    """The feature with A for B and B for A."""
    if isinstance(feature, Segment):
        return replace(feature, position_a=feature.position_b, position_b=feature.position_a)
    for name in ("proposed_by", "by", "offered_by"):
        if hasattr(feature, name):
            side = getattr(feature, name)
            return replace(feature, **{name: side and side.other})
    return feature


def mirrored_delta(delta: Delta) -> Delta:
    """The change with A for B and B for A."""
    return Delta(*(None if feature is None else mirrored(feature) for feature in (delta.old, delta.new)))


def mirrored_layers(layers: Layers) -> Layers:
    """The layers with A for B and B for A."""
    return {kind: {id_: mirrored(feature) for id_, feature in held.items()} for kind, held in layers.items()}


@st.composite
def variants_on(draw: Callable, on: Segment, side: Side, id_: str) -> Variant:
    """A side's line for a part of a segment, drawn a little beside it."""
    whole = length(on.line)
    start, end = sorted(
        draw(st.lists(st.sampled_from([whole * part // 6 for part in range(7)]), min_size=2, max_size=2, unique=True))
    )
    first, last = point_at(on.line, start), point_at(on.line, end)
    middle = ((first[0] + last[0]) // 2 + draw(st.integers(-5_000_000, 5_000_000)), (first[1] + last[1]) // 2)
    place = Stretch(start=Anchor(at=start, point=first), end=Anchor(at=end, point=last))
    state = draw(st.sampled_from([VariantState.ACTIVE, VariantState.WITHDRAWN]))
    return Variant(
        id=id_,
        segment=on.id,
        stretch=place,
        proposed_by=side,
        line=Line([first, middle, last], WGS84_DEGREES),
        state=state,
    )


@st.composite
def bases(draw: Callable) -> Layers:
    """A joint base of a few segments with a line of either side, a turning point and a note."""
    held: list[Feature] = list({one.id: one for one in draw(st.lists(segments(), min_size=1, max_size=3))}.values())
    on = held[0]
    assert isinstance(on, Segment)
    for number, side in enumerate(draw(st.lists(st.sampled_from(Side), max_size=2, unique=True))):
        held.append(draw(variants_on(on, side, id_of(20 + number))))
    held += [
        TurningPoint(id=id_of(30 + n), point=draw(points), label=draw(words)) for n in range(draw(st.integers(0, 2)))
    ]
    return layers_with(*held)


@st.composite
def edits(draw: Callable, base: Layers, side: Side) -> list[Delta]:
    """What a side may do to a base: say, draw, withdraw, note, name, add and remove."""
    current = {kind: dict(held) for kind, held in base.items()}
    own = "position_a" if side is Side.A else "position_b"
    offset = 50 if side is Side.A else 60
    for on in list(current[Kind.SEGMENT].values()):
        assert isinstance(on, Segment)
        if draw(st.booleans()):
            current[Kind.SEGMENT][on.id] = replace(on, **{own: draw(standings(on.line))})
        if draw(st.booleans()):
            changes = draw(
                st.fixed_dictionaries({}, optional={"section": words, "order": st.integers(0, 3), "part": words})
            )
            current[Kind.SEGMENT][on.id] = replace(current[Kind.SEGMENT][on.id], **changes)
        if draw(st.booleans()):
            drawn = draw(variants_on(on, side, id_of(offset + len(current[Kind.VARIANT]))))
            current[Kind.VARIANT][drawn.id] = drawn
    for line in list(current[Kind.VARIANT].values()):
        if getattr(line, "proposed_by", None) is side and draw(st.booleans()):
            current[Kind.VARIANT][line.id] = replace(line, state=VariantState.WITHDRAWN)
    for number in range(30, 33):
        _turning_point(draw, current[Kind.TURNING_POINT], id_of(number))
    if draw(st.booleans()):
        note = annotation(offset + 20, draw(st.sampled_from(sorted(base[Kind.SEGMENT]))), side, draw(words))
        current[Kind.ANNOTATION][note.id] = note
    return diff(base, current)


def _turning_point(draw: Callable, layer: dict[str, Feature], id_: str) -> None:
    what = draw(st.sampled_from(["keep", "keep", "set", "remove"]))
    if what == "set":
        layer[id_] = TurningPoint(
            id=id_, point=(0, draw(st.integers(0, 1))), label=draw(st.sampled_from(["", "TP", "101"]))
        )
    elif what == "remove":
        layer.pop(id_, None)


@st.composite
def worlds(draw: Callable) -> tuple[Layers, list[Delta], list[Delta]]:
    """A base and what each side did to it."""
    base = draw(bases())
    return base, draw(edits(base, Side.A)), draw(edits(base, Side.B))
