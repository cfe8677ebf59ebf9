"""Mappings: which column of a source becomes which field of ours, guessed, stated by a person, and remembered."""

import hashlib
import re
from collections.abc import Iterable
from enum import StrEnum

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from geodata.errors import ConfiniaError, NotFound
from geodata.io.load_words import BY_HEADING, WORDS, plain
from geodata.io.source_table import Format, ReadOptions, SourceLayer
from geodata.io.statement import Statement
from geodata.model.feature import Kind
from geodata.model.names import nfc
from geodata.model.reference import Shape


class Crossing(StrEnum):
    """What becomes of a line that crosses or touches itself: a border is refused, a route may, scenery is not asked.

    A border is also refused when it has no length, because nothing could be said along it.
    """

    REFUSED = "refused"
    SAID = "said"
    IGNORED = "ignored"


class Target(StrEnum):
    """What the rows of a source become."""

    SEGMENTS = "segments"
    ROUTES = "routes"
    TURNING_POINTS = "turning-points"
    MARKERS = "markers"
    REFERENCE = "reference"

    @property
    def kind(self) -> Kind | None:
        """The kind of feature; None for a layer that merely lies beneath."""
        return _KINDS.get(self)

    def counted(self, number: int) -> str:
        """Return "1 route", "4,892 routes", "3 rows to lie beneath"."""
        word = "rows to lie beneath" if self is Target.REFERENCE else self.value.replace("-", " ")
        return f"{number:,} {word.replace('rows', 'row').removesuffix('s') if number == 1 else word}"

    @property
    def shape(self) -> Shape:
        """What a row becomes; a reference layer takes what the source has."""
        return Shape.POINT if self in {Target.TURNING_POINTS, Target.MARKERS} else Shape.LINE

    @property
    def crossing(self) -> Crossing:
        """What becomes of a line that meets itself."""
        return Crossing.SAID if self is Target.ROUTES else Crossing.REFUSED


_KINDS = {
    Target.SEGMENTS: Kind.SEGMENT,
    Target.ROUTES: Kind.ROUTE,
    Target.TURNING_POINTS: Kind.TURNING_POINT,
    Target.MARKERS: Kind.MARKER,
}


class NameColumn(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A column of names, with the language it is in (ISO 639-1) and the side that uses it, where that is known."""

    column: str
    language: str = ""
    used_by: str = ""


class Mapping(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which column of a source becomes which field; an empty text means none. The rest goes into `attributes`.

    `uuid` is a column that holds identifiers of ours; `own` says that the source is a table of a project or an export,
    whose columns are read field by field. `crs` and `axes` ("east-north", "north-east") are stated by a person where
    the file states none; `operation` is the pinned one ("EPSG:15865" or a PROJ pipeline); `statement` is what else a
    person states of the source.
    """

    target: Target
    layer: str = ""
    id: str = ""
    uuid: str = ""
    own: bool = False
    names: tuple[NameColumn, ...] = ()
    part: str = ""
    section: str = ""
    order: str = ""
    label: str = ""
    type: str = ""
    mode: str = ""
    state: str = ""
    height: str = ""
    height_system: str = ""
    x: str = ""
    y: str = ""
    wkt: str = ""
    crs: str = ""
    axes: str = ""
    operation: str = ""
    encoding: str = ""
    statement: Statement = Statement()

    @property
    def options(self) -> ReadOptions:
        """What the reader has to know."""
        return ReadOptions(encoding=self.encoding, x=self.x, y=self.y, wkt=self.wkt, axes=self.axes)

    def columns(self) -> dict[str, str]:
        """Return the columns in use by field, in the order in which a person reads them."""
        single = {field: getattr(self, field) for field in COLUMN_FIELDS}
        names = {f"name {each.language}".strip(): each.column for each in self.names}
        return {field: column for field, column in (single | names).items() if column}


COLUMN_FIELDS = (
    "id", "uuid", "part", "section", "order", "label", "type", "mode", "state", "height", "height_system",
)  # fmt: skip
"""The fields of a Mapping that each hold one column."""

FIELDS: dict[Target, tuple[str, ...]] = {
    Target.SEGMENTS: ("id", "uuid", "part", "section", "order"),
    Target.ROUTES: ("id", "uuid", "label", "mode", "state"),
    Target.TURNING_POINTS: ("id", "uuid", "label", "type", "height", "height_system"),
    Target.MARKERS: ("id", "uuid", "label", "type", "height", "height_system"),
    Target.REFERENCE: ("id",),
}
"""The fields that make sense for a target; names always do (for a reference layer the first one is the label)."""

_HEADINGS: dict[str, tuple[str, ...]] = {
    "id": (
        "source_id", "line_id", "segment_id", "route_id", "point_id", "marker_id", "tp_id", "osm_id", "geonameid",
        "id", "objectid", "gid", "code", "kod", "код", "номер", "number", "no",
    ),
    "part": ("part", "part_id"),
    "section": ("section", "section_id", "участок", "հատված", "sahə"),
    "order": ("order", "seq", "sequence", "ordinal", "порядок"),
    "label": ("label", "number", "no", "ref", "номер", "համար", "nömrə"),
    "type": ("type", "kind", "тип"),
    "mode": ("mode", "railway", "highway"),
    "state": ("state", "status", "railway", "состояние"),
    "height": ("height", "elevation", "ele", "h", "высота", "բարձրություն", "hündürlük"),
    "height_system": ("height_system",),
}  # fmt: skip
_NAMES = ("name", "title", "название", "имя", "անուն", "ad", "adı", "pair")
_LANGUAGE = re.compile(r"name[_: -]?(hy|az|ru|en|ka|fa|tr)", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_OWN = {"id", "source_id", "names", "attributes"}


def proposed(layer: SourceLayer, target: Target) -> Mapping:
    """Return a mapping guessed from headings and first values; a table of our own is recognised as such."""
    headings = {column.name.casefold().strip(): column.name for column in layer.columns}
    first = {column.name: column.first for column in layer.columns}
    if is_own(headings.values(), layer):
        return Mapping(target=target, layer=layer.name, own=True, uuid=headings["id"], id=headings["source_id"])
    uuid = next((headings[name] for name in ("uuid", "id") if _all_uuids(first.get(headings.get(name, ""), ()))), "")
    found = {"uuid": uuid}
    for field in FIELDS[target]:
        taken = {uuid} if field == "id" else {uuid, found.get("id", "")}
        options = (headings[name] for name in _HEADINGS.get(field, ()) if name in headings)
        if field == "id":
            options = (column for column in options if _distinct(first[column]))
        if field in WORDS:
            options = (column for column in options if plain(column) in BY_HEADING or _known(field, first[column]))
        found.setdefault(field, next((column for column in options if column not in taken), ""))
    return replace(Mapping(target=target, layer=layer.name, names=_names(layer, set(found.values()))), **found)


def is_own(headings: Iterable[str], layer: SourceLayer) -> bool:
    """Tell whether a layer is a table of a Confinia project, or an export of one, written again by another program."""
    values = next((column.first for column in layer.columns if column.name == "id"), ())
    return set(headings) >= _OWN and _all_uuids(values)


def key(columns: Iterable[str], target: Target) -> str:
    """Return under what the mapping for sources with these columns is remembered."""
    listed = "\n".join([target, *sorted(map(nfc, columns))])
    return hashlib.sha256(listed.encode()).hexdigest()[:32]


def key_of(layer: SourceLayer, target: Target) -> str:
    """Return the same for a layer."""
    return key((column.name for column in layer.columns), target)


def written(mapping: Mapping, crs: str = "") -> bytes:
    """Return a mapping as it is remembered: its columns, and the operation for the system that the file states (`crs`).

    The layer's name and what a person stated of this one file are no part of it.
    """
    own = replace(mapping, layer="", crs=crs, axes="", statement=Statement())
    return msgspec.json.encode(own if crs else replace(own, operation=""))


def recalled(data: bytes | None, layer: SourceLayer, target: Target) -> Mapping:
    """Return the remembered mapping where there is one that fits the layer, else the proposed one.

    What a person said of a file that does not say where it lies holds for that file alone, and is asked again; so is
    the operation for another reference system than the one for which it was pinned.
    """
    guess = proposed(layer, target)
    if data is None:
        return guess
    try:
        known = msgspec.json.decode(data, type=Mapping)
        check(known, layer)
    except (msgspec.MsgspecError, ConfiniaError):
        return guess
    pinned = known.operation if layer.crs and layer.crs == known.crs else ""
    return replace(known, layer=layer.name, crs="", axes="", operation=pinned, statement=Statement())


def check(mapping: Mapping, layer: SourceLayer) -> None:
    """Raise NotFound when a mapping names a column that the layer does not have."""
    there = {column.name for column in layer.columns}
    coordinates = [mapping.x, mapping.y, mapping.wkt] if layer.format is Format.CSV else []
    for column in [*mapping.columns().values(), *filter(None, coordinates)]:
        if column not in there:
            listed = ", ".join(sorted(there)) or "none"
            raise NotFound(f"Layer {layer.name} has no column {column}; its columns are: {listed}.")


def _names(layer: SourceLayer, taken: set[str]) -> tuple[NameColumn, ...]:
    found = []
    for column in layer.columns:
        plain = column.name.casefold().strip()
        spoken = _LANGUAGE.fullmatch(plain)
        if column.type == "text" and column.name not in taken and (plain in _NAMES or spoken):
            found.append(NameColumn(column=column.name, language=spoken.group(1).lower() if spoken else ""))
    return tuple(found)


def _distinct(values: tuple[str, ...]) -> bool:
    return "" not in values and len(set(values)) == len(values)


def _known(field: str, values: Iterable[str]) -> bool:
    words = set(map(plain, values)) - {""}
    return bool(words) and words <= WORDS[field]


def _all_uuids(values: Iterable[str]) -> bool:
    listed = list(values)
    return bool(listed) and all(map(is_uuid, listed))


def is_uuid(text: str) -> bool:
    """Tell whether a text is a UUID as we write it."""
    return _UUID.fullmatch(text) is not None
