"""Three-way cases by number: a small joint base of every kind of feature, and what each side did to it.

Case 17 is the same on every machine. The sides draw their edits from few values and few identifiers, so that they meet.
"""

from collections.abc import Callable
from functools import cache
from random import Random

from msgspec.structs import replace

from geodata.changes.delta import diff
from geodata.changes.documents.base import Base, base_of
from geodata.changes.documents.changeset import ChangeSet, change_set
from geodata.changes.leaning import leans_on
from geodata.changes.soundness import check_sound
from geodata.errors import DocumentRefused
from geodata.geometry.measure import length, point_at
from geodata.model.alias import alias
from geodata.model.annotation import Annotation
from geodata.model.feature import TRAVELLING, Feature, Kind
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.marker import Marker
from geodata.model.names import Name
from geodata.model.project import Layers, Project, Settings
from geodata.model.route import Route, RouteState
from geodata.model.segment import Segment, Standing
from geodata.model.source import Source
from geodata.model.status import Delimitation, LegalForce, Position, Side
from geodata.model.stretch import Anchor, Stretch
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant, VariantState
from tests.geodata.strategies import id_of, layers_with
from tests.geodata.worlds import World

CASES_ON_A_BASE = 25

_KM = 9_000_000
"""Grid units, a kilometre to the south."""

Held = dict[Kind, dict[str, Feature]]


def case(number: int) -> World:
    """The case with this number: a base and a change set of each side."""
    base, layers = _base(number // CASES_ON_A_BASE)
    return World(base, *(_changes(base, layers, side, number) for side in Side))


@cache
def _base(number: int) -> tuple[Base, Layers]:
    rng = Random(number)
    layers = layers_with(*_held(rng))
    return base_of(Project(Settings(title="Valley", side=Side.A), layers)), layers


def _changes(base: Base, layers: Layers, side: Side, number: int) -> ChangeSet:
    """At times both sides draw from the same numbers, and do the same or nearly."""
    rng = Random(f"{number} {side}")
    now: Held = {kind: dict(layers[kind]) for kind in Kind}
    for alike in range(rng.choice([1, 1, 2, 3, 4, 6])):
        tried = {kind: dict(held) for kind, held in now.items()}
        drawn = Random(f"{number} {alike}") if rng.random() < 0.4 else rng
        drawn.choice(_DOINGS)(drawn, tried, side)
        if _sound(tried):
            now = tried
    settings = Settings(title="Valley", side=side, base=base.sha256, base_number=1)
    return change_set(diff(layers, now), settings)


def _sound(layers: Held) -> bool:
    try:
        check_sound(layers, [feature for kind in TRAVELLING for feature in layers[kind].values()], WGS84_DEGREES)
    except DocumentRefused:
        return False
    there = {id_ for held in layers.values() for id_ in held}
    return all(name in there for held in layers.values() for each in held.values() for name in leans_on(each))


# --- the base -------------------------------------------------------------------------------------------------------


def _held(rng: Random) -> list[Feature]:
    segments = [_segment(rng, number) for number in range(1, rng.choice([2, 3, 3, 4]))]
    held: list[Feature] = [*segments]
    for number in range(10, 10 + rng.randrange(3)):
        held.append(_turning_point(rng, number, rng.choice(["", *(one.id for one in segments)])))
        if rng.random() < 0.5:
            held.append(Marker(id=id_of(number + 10), point=(_KM, number), turning_point=id_of(number)))
    for number, by in enumerate(rng.sample([None, *Side], rng.randrange(1, 4)), start=40):
        held.append(Source(id=id_of(number), title=f"Sheet {number}", offered_by=by))
    lines = range(30, 30 + rng.randrange(3))
    held += [_variant(rng, number, rng.choice(segments), rng.choice(list(Side))) for number in lines]
    for number in range(50, 50 + rng.randrange(3)):
        held.append(_note(rng, number, rng.choice(held), rng.choice(list(Side))))
    held += [_route(number) for number in range(60, 60 + rng.randrange(2))]
    one, other = id_of(80), id_of(81)
    held += [alias(one, other, side) for side in Side if rng.random() < 0.5]
    return held


def _segment(rng: Random, number: int) -> Segment:
    x, bend = number * 20 * _KM, rng.choice([0, _KM // 3])
    line = Line([(x + (place % 2) * bend, -place * _KM) for place in range(rng.choice([3, 8, 12]))], WGS84_DEGREES)
    decided = rng.random() < 0.2
    made = Segment(
        id=id_of(number),
        line=line,
        section=rng.choice(["", "north"]),
        names=(Name(text="Valley", language="en"),) if rng.random() < 0.3 else (),
        attributes=(("h1", 1), ("h2", "x"))[: rng.randrange(3)],
        delimitation=Delimitation.AGREED_COMMISSION if decided else Delimitation.UNEXAMINED,
        legal_force=LegalForce.COMMISSION_MINUTE if decided else LegalForce.NONE,
        further='{"tide":1}' if rng.random() < 0.1 else "",
    )
    said = {f"position_{side.lower()}": (_standing(rng, made),) for side in Side if rng.random() < 0.3}
    return replace(made, **said)


def _turning_point(rng: Random, number: int, segment: str = "") -> TurningPoint:
    return TurningPoint(id=id_of(number), point=(number, rng.choice([0, 4])), label=rng.choice("xy"), segment=segment)


def _variant(rng: Random, number: int, on: Segment, side: Side) -> Variant:
    place = _stretch(rng, on)
    first, last = place.start.point, place.end.point
    middle = (first[0] + rng.choice([1, 2]) * _KM // 9, (first[1] + last[1]) // 2)
    drawn = Line([first, middle, last], WGS84_DEGREES)
    return Variant(id=id_of(number), segment=on.id, stretch=place, proposed_by=side, line=drawn)


def _note(rng: Random, number: int, on: Feature, side: Side) -> Annotation:
    place = _stretch(rng, on) if isinstance(on, Segment) and rng.random() < 0.5 else None
    return Annotation(id=id_of(number), target=on.id, by=side, text=rng.choice(["Seen.", "Asked."]), stretch=place)


def _route(number: int) -> Route:
    return Route(id=id_of(number), line=Line([(place * _KM, 7) for place in range(6)], WGS84_DEGREES), code="R")


def _standing(rng: Random, on: Segment, sources: tuple[str, ...] = ()) -> Standing:
    position = rng.choice([Position.ACCEPTS, Position.REJECTS])
    return Standing(stretch=_stretch(rng, on), position=position, sources=sources)


def _stretch(rng: Random, on: Segment) -> Stretch:
    start, end = sorted(rng.sample(range(5), 2))
    return Stretch(start=_anchor(on.line, start), end=_anchor(on.line, end))


@cache
def _anchor(line: Line, quarter: int) -> Anchor:
    at = length(line) * quarter // 4
    return Anchor(at=at, point=point_at(line, at))


# --- what a side does -----------------------------------------------------------------------------------------------


def _one(rng: Random, now: Held, *kinds: Kind) -> Feature | None:
    kind = rng.choice(kinds or TRAVELLING)
    return now[kind][rng.choice(sorted(now[kind]))] if now[kind] else None


def _put(now: Held, kind: Kind, feature: Feature) -> None:
    now[kind][feature.id] = feature


def _says(rng: Random, now: Held, side: Side) -> None:
    on = _one(rng, now, Kind.SEGMENT)
    if isinstance(on, Segment):
        cited = (rng.choice(sorted(now[Kind.SOURCE])),) if now[Kind.SOURCE] and rng.random() < 0.5 else ()
        said = (_standing(rng, on, cited),) if rng.random() < 0.8 else ()
        _put(now, Kind.SEGMENT, replace(on, **{f"position_{side.lower()}": said}))


def _renames(rng: Random, now: Held, side: Side) -> None:
    del side
    on = _one(rng, now, Kind.SEGMENT)
    if isinstance(on, Segment):
        name, values = rng.choice([("section", ["", "north", "south"]), ("order", [0, 1, 2]), ("part", ["", "west"])])
        _put(now, Kind.SEGMENT, replace(on, **{name: rng.choice(values)}))


def _describes(rng: Random, now: Held, side: Side) -> None:
    on = _one(rng, now, Kind.SEGMENT, Kind.TURNING_POINT, Kind.ROUTE)
    if not isinstance(on, Segment | TurningPoint | Route):
        return
    kind = Kind(on.__struct_config__.tag)
    heading, value = rng.choice(["h1", "h2", "h3", "h4"]), rng.choice([None, 1, 2])
    rest = tuple(entry for entry in on.attributes if entry[0] != heading)
    columns = rng.choice([rest, (*rest, (heading, value)), ((heading, value), *rest)])
    word = Name(text=rng.choice(["Valley", "Vale"]), language=rng.choice(["en", "ru"]), used_by=rng.choice(["", side]))
    named = tuple(name for name in on.names if (name.language, name.used_by) != (word.language, word.used_by))
    further = rng.choice(["", '{"tide":1}', '{"tide":2}', '{"moon":[1],"tide":1}'])
    what = rng.choice([{"attributes": columns}, {"names": (*named, word)}, {"further": further}])
    _put(now, kind, replace(on, **what))


def _redraws(rng: Random, now: Held, side: Side) -> None:
    on = _one(rng, now, Kind.SEGMENT, Kind.SEGMENT, Kind.ROUTE)
    if isinstance(on, Segment | Route):
        points = [(x, y) for x, y in on.line.xy.tolist()]
        drawn = rng.choice([_moved, _moved, _moved, _densified, _reversed, _shortened])(rng, points)
        changed = replace(on, line=Line(drawn, WGS84_DEGREES))
        if isinstance(changed, Segment) and rng.random() < 0.3:
            changed = replace(changed, **{f"position_{side.lower()}": (_standing(rng, changed),)})
        _put(now, Kind(on.__struct_config__.tag), changed)


_Points = list[tuple[int, int]]


def _moved(rng: Random, points: _Points) -> _Points:
    at, many, far = rng.randrange(len(points)), rng.choice([1, 1, 2, 4]), rng.choice([4, 5, _KM // 9])
    return [(x + far, y) if at <= place < at + many else (x, y) for place, (x, y) in enumerate(points)]


def _densified(rng: Random, points: _Points) -> _Points:
    at = rng.randrange(len(points) - 1)
    (x, y), (to_x, to_y) = points[at], points[at + 1]
    return [*points[: at + 1], ((x + to_x) // 2, (y + to_y) // 2), *points[at + 1 :]]


def _reversed(rng: Random, points: _Points) -> _Points:
    del rng
    return points[::-1]


def _shortened(rng: Random, points: _Points) -> _Points:
    cut = rng.randrange(len(points) - 1)
    return points[: len(points) - cut] if rng.random() < 0.7 else points[cut:]


def _splits(rng: Random, now: Held, side: Side) -> None:
    on = _one(rng, now, Kind.SEGMENT)
    if isinstance(on, Segment) and len(on.line) > 3 and not (on.delimitation.decided or on.standings(side.other)):
        at, xy = rng.randrange(1, len(on.line) - 1), on.line.xy
        child = Segment(
            id=id_of(rng.choice([70, 71 + (side is Side.B)])), line=Line(xy[at:], on.line.grid), parent=on.id
        )
        _put(now, Kind.SEGMENT, child)
        _put(now, Kind.SEGMENT, replace(on, line=Line(xy[: at + 1], on.line.grid), position_a=(), position_b=()))


def _edits(rng: Random, now: Held, side: Side) -> None:
    on = _one(rng, now, *(kind for kind in TRAVELLING if kind is not Kind.SEGMENT))
    segment = rng.choice(["", *now[Kind.SEGMENT]])
    if isinstance(on, TurningPoint):
        point = (on.point[0] + rng.choice([0, 4, 8]), on.point[1])
        what = rng.choice([{"point": point}, {"label": rng.choice("xyz")}, {"segment": segment}])
        _put(now, Kind.TURNING_POINT, replace(on, **what))
    elif isinstance(on, Marker):
        what = rng.choice(
            [{"number": rng.choice("123")}, {"turning_point": rng.choice(["", *now[Kind.TURNING_POINT]])}]
        )
        _put(now, Kind.MARKER, replace(on, **what))
    elif isinstance(on, Route):
        what = rng.choice([{"state": rng.choice(list(RouteState))}, {"code": rng.choice("RST")}])
        _put(now, Kind.ROUTE, replace(on, **what))
    elif isinstance(on, Variant) and on.proposed_by is side:
        state = rng.choice(list(VariantState)[:2])
        what = rng.choice([{"state": state}, {"label": "k"}, {"sources": tuple(sorted(now[Kind.SOURCE]))[:1]}])
        _put(now, Kind.VARIANT, replace(on, **what))
    elif isinstance(on, Annotation) and on.by is side:
        _put(now, Kind.ANNOTATION, replace(on, text=rng.choice(["Seen.", "Asked.", "Answered."])))


def _adds(rng: Random, now: Held, side: Side) -> None:
    own = 100 + 10 * (side is Side.B)
    on = _one(rng, now, Kind.SEGMENT)
    target = _one(rng, now, Kind.SEGMENT, Kind.TURNING_POINT, Kind.VARIANT, Kind.SOURCE, Kind.ROUTE)
    twin, number = 80 + (side is Side.B), rng.choice([70, own + rng.randrange(4)])
    origin = rng.choice(["", *now[Kind.SOURCE]])
    if not isinstance(on, Segment):
        return
    made: list[Feature] = [
        replace(_turning_point(rng, rng.choice([number, twin]), rng.choice(["", on.id])), origin=origin),
        TurningPoint(id=id_of(twin), point=(0, 0)),
        Marker(id=id_of(number), point=(1, 1), turning_point=rng.choice(["", *now[Kind.TURNING_POINT]]), origin=origin),
        Source(id=id_of(rng.choice([number, twin])), title=rng.choice(["Act", "Map"]), offered_by=side),
        replace(_route(number), code=rng.choice("RS"), origin=origin),
        _variant(rng, own + rng.randrange(4), on, side),
        _note(rng, own + rng.randrange(4), target or on, side),
        alias(id_of(80), id_of(81), side),
    ]
    new = rng.choice(made)
    kind = Kind(new.__struct_config__.tag)
    if all(new.id not in held for held in now.values()):
        _put(now, kind, new)


def _removes(rng: Random, now: Held, side: Side) -> None:
    on = _one(rng, now)
    if on is None:
        return
    gone, more = set(), {on.id}
    while more - gone:
        gone |= more
        more = {
            each.id
            for held in now.values()
            for each in held.values()
            if not isinstance(each, Segment) and gone.intersection(leans_on(each))
        }
    if rng.random() < 0.5:
        _frees(now, on.id)
        gone = {on.id}
    going = [(kind, id_) for kind in TRAVELLING for id_ in gone if id_ in now[kind]]
    if all(_may_go(now[kind][id_], side) for kind, id_ in going):
        for kind, id_ in going:
            del now[kind][id_]


def _frees(now: Held, name: str) -> None:
    """Take a name out of turning points and markers that have it, so that what they named can go."""
    for kind in (Kind.TURNING_POINT, Kind.MARKER):
        for each in list(now[kind].values()):
            for field in ("segment", "turning_point", "origin"):
                if getattr(each, field, "") == name:
                    _put(now, kind, replace(now[kind][each.id], **{field: ""}))


def _may_go(feature: Feature, side: Side) -> bool:
    if isinstance(feature, Segment):
        return not feature.standings(side.other) and feature.delimitation is Delimitation.UNEXAMINED
    owners = [getattr(feature, name) for name in ("by", "proposed_by", "offered_by") if hasattr(feature, name)]
    return all(owner is side for owner in owners)


_DOINGS: list[Callable[[Random, Held, Side], None]] = [
    _says, _says, _renames, _renames, _describes, _redraws, _redraws, _splits, _edits, _edits, _edits, _adds, _adds,
    _adds, _removes, _removes,
]  # fmt: skip
