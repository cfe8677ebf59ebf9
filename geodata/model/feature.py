"""The union of all owned features: what kinds there are, in which order they are written, which of them travel."""

from enum import StrEnum

from geodata.model.alias import Alias
from geodata.model.annotation import Annotation, PrivateNote
from geodata.model.marker import Marker
from geodata.model.route import Route
from geodata.model.segment import Segment
from geodata.model.source import Source
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant

Feature = Segment | TurningPoint | Marker | Variant | Route | Source | Annotation | Alias | PrivateNote


class Kind(StrEnum):
    """The kinds of feature, in the order in which they are stored and written."""

    SEGMENT = "segment"
    TURNING_POINT = "turning_point"
    MARKER = "marker"
    VARIANT = "variant"
    ROUTE = "route"
    SOURCE = "source"
    ANNOTATION = "annotation"
    ALIAS = "alias"
    PRIVATE_NOTE = "private_note"


TYPES: dict[Kind, type[Feature]] = {
    Kind.SEGMENT: Segment,
    Kind.TURNING_POINT: TurningPoint,
    Kind.MARKER: Marker,
    Kind.VARIANT: Variant,
    Kind.ROUTE: Route,
    Kind.SOURCE: Source,
    Kind.ANNOTATION: Annotation,
    Kind.ALIAS: Alias,
    Kind.PRIVATE_NOTE: PrivateNote,
}
_KINDS: dict[type, Kind] = {type_: kind for kind, type_ in TYPES.items()}

TRAVELLING = tuple(kind for kind in Kind if kind is not Kind.PRIVATE_NOTE)
"""The kinds that may be in a document that leaves: a list of what may, so that a new kind stays at home by default."""


def kind_of(feature: Feature) -> Kind:
    """Return the kind of `feature`."""
    return _KINDS[type(feature)]
