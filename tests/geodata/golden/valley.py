"""The golden valley: a small invented world, every number spelled out, so that its bytes are the same everywhere."""

from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.changes.documents.base import Base, base_of
from geodata.changes.documents.changeset import ChangeSet, change_set
from geodata.model.annotation import Annotation, NoteKind, PrivateNote
from geodata.model.feature import kind_of
from geodata.model.grid import WGS84_DEGREES
from geodata.model.line import Line
from geodata.model.marker import Marker
from geodata.model.names import Name
from geodata.model.project import Project, Settings, no_layers
from geodata.model.route import Mode, Route, RouteState
from geodata.model.segment import Segment, Standing
from geodata.model.source import Source
from geodata.model.status import Position, Reason, Role, Side
from geodata.model.stretch import Anchor, Stretch
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant

TOP = (-30_000_000_000, 45_000_000_000)
AT_4200_M = (-30_000_000_000, 44_962_206_904)
AT_5_KM = (-30_000_000_000, 44_955_008_190)
BEND = (-30_000_000_000, 44_950_000_000)
FORD = (-29_990_000_000, 44_900_000_000)
END = (-29_990_000_000, 44_850_000_000)

NORTH = Segment(
    id="6d0c0a50-0000-4000-8000-000000000001",
    line=Line([TOP, BEND], WGS84_DEGREES),
    source_id="V-1",
    part="main",
    section="North",
    order=1,
    names=(Name(text="Orden–Halm", used_by="A"), Name(text="Орден–Хальм", language="ru", used_by="B")),
)
SOUTH = Segment(
    id="6d0c0a50-0000-4000-8000-000000000002",
    line=Line([BEND, FORD, END], WGS84_DEGREES),
    source_id="V-2",
    part="main",
    section="South",
    order=2,
    attributes=(("sheet", "M-32-55"), ("read", 3), ("checked", True), ("remark", None)),
)
POINT = TurningPoint(
    id="6d0c0a50-0000-4000-8000-000000000011",
    point=BEND,
    label="TP 1",
    segment=NORTH.id,
    as_read="44°57'00.0\" N 30°00'00.0\" W",
    height="412.3",
    height_system="Baltic 1977",
)
POST = Marker(id="6d0c0a50-0000-4000-8000-000000000021", point=BEND, number="1", turning_point=POINT.id)
ROAD = Route(
    id="6d0c0a50-0000-4000-8000-000000000031",
    line=Line([(-30_010_000_000, 44_960_000_000), (-29_980_000_000, 44_970_000_000)], WGS84_DEGREES),
    code="R 14",
    mode=Mode.ROAD,
    state=RouteState.OPERATING,
)
SHEET = Source(
    id="6d0c0a50-0000-4000-8000-000000000041",
    title="Sheet M-32-55",
    offered_by=Side.A,
    sheet="М-32-55",
    scale=100_000,
    survey_year=1976,
    duty_year=1979,
)


def start() -> Project:
    """The project of side A from which the base is written; its private note stays behind."""
    layers = no_layers()
    for feature in (NORTH, SOUTH, POINT, POST, ROAD, SHEET):
        layers[kind_of(feature)][feature.id] = feature
    secret = PrivateNote(id="6d0c0a50-0000-4000-8000-0000000000ff", target=NORTH.id, text="Ask the old shepherd")
    layers[kind_of(secret)][secret.id] = secret
    return Project(Settings(title="Valley of Orden", side=Side.A), layers)


def base() -> Base:
    """The joint base."""
    return base_of(start())


def changes_of_a() -> ChangeSet:
    """Side A agrees five kilometres on a sheet, renames the turning point and draws a line of its own in the south."""
    said = Standing(
        stretch=_stretch(NORTH, 5_000_000, AT_5_KM),
        position=Position.ACCEPTS,
        note="Sheet read jointly",
        sources=(SHEET.id,),
    )
    drawn = Variant(
        id="6d0c0a50-0000-4000-8000-000000000051",
        segment=SOUTH.id,
        stretch=Stretch(start=Anchor(at=0, point=BEND), end=Anchor(at=5_612_323, point=FORD)),
        proposed_by=Side.A,
        line=Line([BEND, (-29_985_000_000, 44_930_000_000), FORD], WGS84_DEGREES),
        label="East of the ford",
        sources=(SHEET.id,),
        accuracy_mm=25_000,
    )
    return _made(
        Side.A,
        Delta(NORTH, replace(NORTH, position_a=(said,))),
        Delta(POINT, replace(POINT, label="TP 1a")),
        Delta(None, drawn),
    )


def changes_of_b() -> ChangeSet:
    """Side B agrees 4,200 m, disputes the rest to 5 km, renames the turning point and draws another line."""
    agreed = Standing(stretch=_stretch(NORTH, 4_200_000, AT_4200_M), position=Position.ACCEPTS)
    disputed = Standing(
        stretch=Stretch(start=Anchor(at=4_200_000, point=AT_4200_M), end=Anchor(at=5_000_000, point=AT_5_KM)),
        position=Position.REJECTS,
        note="Ridge, not stream",
        reason=Reason.READING,
    )
    drawn = Variant(
        id="6d0c0a50-0000-4000-8000-000000000061",
        segment=SOUTH.id,
        stretch=Stretch(start=Anchor(at=0, point=BEND), end=Anchor(at=5_612_323, point=FORD)),
        proposed_by=Side.B,
        line=Line([BEND, (-30_005_000_000, 44_930_000_000), FORD], WGS84_DEGREES),
        basis="Act no. 7",
    )
    note = Annotation(
        id="6d0c0a50-0000-4000-8000-000000000071",
        target=ROAD.id,
        by=Side.B,
        text="Closed in winter. «Зимой закрыта»",
        type=NoteKind.FIELD,
        written="2031-02-03T08:00:00Z",
    )
    return _made(
        Side.B,
        Delta(NORTH, replace(NORTH, position_b=(agreed, disputed))),
        Delta(POINT, replace(POINT, label="TP 1b")),
        Delta(POST, None),
        Delta(None, drawn),
        Delta(None, note),
    )


def _made(side: Side, *deltas: Delta) -> ChangeSet:
    settings = Settings(title="Valley of Orden", side=side, base=base().sha256, base_number=1)
    return change_set(deltas, settings, Role.GROUP_HEAD, "First week")


def _stretch(on: Segment, end: int, point: tuple[int, int]) -> Stretch:
    return Stretch(start=Anchor(at=0, point=on.line.start), end=Anchor(at=end, point=point))
