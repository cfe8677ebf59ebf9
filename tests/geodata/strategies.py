"""Builders (`segment(...)`, one value with everything else plausible) and hypothesis strategies for all we own."""

from collections.abc import Callable
from itertools import pairwise
from uuid import UUID

import numpy as np
from hypothesis import strategies as st

from geodata.changes.delta import Delta
from geodata.geometry.measure import length, point_at
from geodata.model.annotation import Annotation, NoteKind, PrivateNote
from geodata.model.feature import Feature, Kind
from geodata.model.grid import DEGREE, WGS84_DEGREES, Point, Unit
from geodata.model.line import Line
from geodata.model.marker import Marker, MarkerKind
from geodata.model.names import Name, nfc
from geodata.model.profile import JointProfile
from geodata.model.project import Layers, Project, Settings, no_layers
from geodata.model.route import Mode, Route, RouteState
from geodata.model.segment import Segment, Standing
from geodata.model.source import Source, SourceKind
from geodata.model.status import Position, Reason, Side
from geodata.model.stretch import Anchor, Stretch
from geodata.model.turning_point import TurningPoint, TurningPointKind
from geodata.model.variant import Variant, VariantState

# --- builders -------------------------------------------------------------------------------------------------------


def id_of(number: int) -> str:
    """The UUID with this number; the same one each time."""
    return str(UUID(int=number + (4 << 76) + (8 << 60)))


def line(*degrees: tuple[float, float]) -> Line:
    """A line through places given in degrees; without any, one of 20 km from 45 E 41 N to the south."""
    places = degrees or ((45.0, 41.0), (45.01, 40.95), (45.0, 40.9), (45.02, 40.82))
    return Line([(round(x * DEGREE), round(y * DEGREE)) for x, y in places], WGS84_DEGREES)


def segment(number: int = 1, **fields: object) -> Segment:
    """A segment of some 20 km that is called S-<number> in its source."""
    return Segment(**{"id": id_of(number), "line": line(), "source_id": f"S-{number}", **fields})  # type: ignore[arg-type]


def stretch(start: int, end: int, on: Segment | None = None) -> Stretch:
    """The stretch between two chainages in metres of a segment."""
    held = on or segment()
    return Stretch(start=_anchor(held.line, start * 1000), end=_anchor(held.line, end * 1000))


def standing(
    start: int, end: int, position: Position = Position.ACCEPTS, note: str = "", on: Segment | None = None
) -> Standing:
    """What a side says of a segment from one chainage in metres to another."""
    return Standing(stretch=stretch(start, end, on), position=position, note=note)


def variant(number: int, start: int, end: int, side: Side, on: Segment, **fields: object) -> Variant:
    """A side's line between two chainages in metres of a segment: it bulges 0.01 degree (850 m) to the east or west."""
    place = stretch(start, end, on)
    first, last = place.start.point, place.end.point
    shift = DEGREE // 100 * (1 if side is Side.A else -1)
    middle = ((first[0] + last[0]) // 2 + shift, (first[1] + last[1]) // 2)
    drawn = Line([first, middle, last], WGS84_DEGREES)
    return Variant(
        **{"id": id_of(number), "segment": on.id, "stretch": place, "proposed_by": side, "line": drawn, **fields}  # type: ignore[arg-type]
    )


def annotation(number: int, target: str, side: Side = Side.A, text: str = "Seen.", **fields: object) -> Annotation:
    """A shared note of one side."""
    return Annotation(**{"id": id_of(number), "target": target, "by": side, "text": text, **fields})  # type: ignore[arg-type]


def private_note(number: int, target: str, text: str = "For us only.") -> PrivateNote:
    """A note that stays at home."""
    return PrivateNote(id=id_of(number), target=target, text=text)


def project(*features: Feature, side: Side = Side.A, title: str = "Valley", base: str = "") -> Project:
    """A project of one side that holds these features."""
    settings = Settings(title=title, side=side, base=base, base_number=1 if base else 0)
    return Project(settings, layers_with(*features))


def layers_with(*features: Feature) -> Layers:
    """Layers that hold these features."""
    layers = no_layers()
    for feature in features:
        layers[Kind(feature.__struct_config__.tag)][feature.id] = feature  # type: ignore[arg-type]
    return layers


def _anchor(on: Line, at: int) -> Anchor:
    return Anchor(at=at, point=point_at(on, at))


# --- strategies -----------------------------------------------------------------------------------------------------

ids = st.integers(1, 6).map(id_of)  # few, so that changes meet
_scripts = st.sampled_from(
    ["Աղստև", "Ağstafa", "Агстев", "აღსტაფა", "İıŞşƏə", "و", "<b>&amp;", '"=1+1', "\\", "\n", "ñ", "😀"]
)
texts = st.one_of(st.text(max_size=12), _scripts).map(nfc)
words = st.text("abcdefgh0123456789-", max_size=8)
points: st.SearchStrategy[Point] = st.tuples(
    st.integers(-180 * DEGREE, 180 * DEGREE), st.integers(-90 * DEGREE, 90 * DEGREE)
)
lines = st.lists(points, min_size=2, max_size=6).map(lambda held: Line(held, WGS84_DEGREES))
names = st.lists(st.builds(Name, text=texts, language=st.sampled_from(["", "hy", "az", "ru"])), max_size=2).map(tuple)
scalars = st.one_of(texts, st.integers(-(2**53) + 1, 2**53 - 1), st.booleans(), st.none())
attributes = st.lists(st.tuples(texts, scalars), max_size=3).map(tuple)
sources = st.lists(ids, max_size=2, unique=True).map(sorted).map(tuple)
sides = st.sampled_from(Side)
millimetres = st.integers(1, 10**9)


@st.composite
def short_lines(draw: Callable) -> Line:
    """Lines of 2 to 6 points a few kilometres long, near 45 E 41 N, that run to the south."""
    step = st.tuples(st.integers(-8_000_000, 8_000_000), st.integers(-20_000_000, -1_000_000))
    steps = draw(st.lists(step, min_size=1, max_size=5))
    x0 = draw(st.integers(44 * DEGREE, 46 * DEGREE))
    y0 = draw(st.integers(39 * DEGREE, 41 * DEGREE))
    return Line(np.cumsum([(x0, y0), *steps], axis=0), WGS84_DEGREES)


@st.composite
def stretches(draw: Callable, on: Line | None = None) -> Stretch:
    """Stretches; on a line when one is given, else anywhere."""
    if on is None:
        start, more = draw(millimetres), draw(millimetres)
        first, second = (Anchor(at=at, point=draw(points), turning_point=draw(words)) for at in (start, start + more))
        return Stretch(start=first, end=second)
    start, end = sorted(draw(st.lists(st.integers(0, length(on)), min_size=2, max_size=2, unique=True)))
    return Stretch(start=_anchor(on, start), end=_anchor(on, end))


@st.composite
def standings(draw: Callable, on: Line) -> tuple[Standing, ...]:
    """What one side may say of a line: some of its stretches, in order and without overlap."""
    whole = length(on)
    coarse = st.integers(0, 8).map(lambda eighth: whole * eighth // 8)  # so that the sides' cuts coincide at times
    cuts = sorted(draw(st.lists(st.one_of(coarse, st.integers(0, whole)), max_size=5, unique=True)))
    said = []
    for start, end in pairwise(cuts):
        position = draw(st.sampled_from([None, Position.ACCEPTS, Position.REJECTS, Position.RESERVED]))
        if position is not None:
            place = Stretch(start=_anchor(on, start), end=_anchor(on, end))
            note, reason = draw(st.sampled_from(["", "Ridge, not stream"])), draw(st.sampled_from(Reason))
            said.append(Standing(stretch=place, position=position, note=note, reason=reason, sources=draw(sources)))
    return tuple(said)


@st.composite
def segments(draw: Callable, id_: st.SearchStrategy[str] = ids) -> Segment:
    """Segments with a position of each side."""
    on = draw(short_lines())
    return Segment(
        id=draw(id_),
        line=on,
        source_id=draw(words),
        section=draw(words),
        order=draw(st.integers(0, 99)),
        names=draw(names),
        position_a=draw(standings(on)),
        position_b=draw(standings(on)),
        attributes=draw(attributes),
    )


turning_points = st.builds(
    TurningPoint, id=ids, point=points, label=texts, type=st.sampled_from(TurningPointKind), as_read=texts,
    height=words, accuracy_mm=st.none() | millimetres, names=names, attributes=attributes,
)  # fmt: skip
markers = st.builds(Marker, id=ids, point=points, number=words, type=st.sampled_from(MarkerKind), names=names)
variants = st.builds(
    Variant, id=ids, segment=ids, stretch=stretches(), proposed_by=sides, line=lines, label=texts, sources=sources,
    state=st.sampled_from(VariantState), accuracy_mm=st.none() | millimetres,
)  # fmt: skip
routes = st.builds(
    Route, id=ids, line=lines, code=texts, mode=st.sampled_from(Mode), state=st.sampled_from(RouteState),
    gauge_mm=st.none() | millimetres, names=names,
)  # fmt: skip
cited = st.builds(
    Source, id=ids, title=texts, offered_by=sides, type=st.sampled_from(SourceKind), sheet=texts,
    survey_year=st.none() | st.integers(1800, 2100),
)  # fmt: skip
annotations = st.builds(
    Annotation,
    id=ids,
    target=ids,
    by=sides,
    text=texts,
    type=st.sampled_from(NoteKind),
    stretch=st.none() | stretches(),
)
private_notes = st.builds(PrivateNote, id=ids, target=ids, text=texts, stretch=st.none() | stretches())
profiles = st.builds(
    JointProfile,
    crs=words,
    unit=st.sampled_from(Unit),
    ellipsoid=words,
    languages=st.lists(words, max_size=3).map(tuple),
)

features: st.SearchStrategy[Feature] = st.one_of(
    segments(), turning_points, markers, variants, routes, cited, annotations, private_notes
)
layers: st.SearchStrategy[Layers] = st.lists(features, max_size=6).map(lambda held: layers_with(*held))


@st.composite
def runs(draw: Callable, start: Layers) -> list[Delta]:
    """Runs of changes, each of which starts from what the one before left."""
    held = {(kind, id_): feature for kind, layer in start.items() for id_, feature in layer.items()}
    run = []
    for new in draw(st.lists(features, max_size=6)):
        key = (Kind(new.__struct_config__.tag), new.id)  # type: ignore[arg-type]
        old = held.get(key)
        gone = old is not None and draw(st.booleans())
        run.append(Delta(old, None if gone else new))
        held[key] = None if gone else new  # type: ignore[assignment]
    return run
