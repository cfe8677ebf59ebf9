"""The joint base: everything both sides start from, as one document."""

from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from geodata.changes.container import FORMAT, Number, Sha256, Sha256OrNone, identity, minor_of
from geodata.changes.documents.open_items import OpenItem, check_open
from geodata.changes.further import WITH_FURTHER, document_bytes, tells_further
from geodata.changes.soundness import check_sound
from geodata.errors import DocumentRefused
from geodata.model.alias import Alias
from geodata.model.annotation import Annotation
from geodata.model.feature import TRAVELLING, Feature, Kind, kind_of
from geodata.model.marker import Marker
from geodata.model.profile import JointProfile
from geodata.model.project import Layers, Project, no_layers
from geodata.model.route import Route
from geodata.model.segment import Segment
from geodata.model.source import Source
from geodata.model.status import Side
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant

Travelling = Segment | TurningPoint | Marker | Variant | Route | Source | Annotation | Alias
"""What a document may hold: the type that says TRAVELLING, so that a private note cannot even be read from one."""

_ORDER = {kind: place for place, kind in enumerate(Kind)}


class Head(Struct, frozen=True, kw_only=True):
    """The last link of a side's chain."""

    side: Side
    sequence: Number
    sha256: Sha256


class Base(Struct, frozen=True, kw_only=True, dict=True, tag="base", tag_field="document"):
    """A joint base; `number` counts from 1 and `previous` is the sha256 of the base before it, empty for the first.

    `heads` say how far each side's chain had come, A first, and `open` what is not decided yet.
    """

    format: str = FORMAT
    title: str
    number: Number
    previous: Sha256OrNone
    profile: JointProfile
    heads: tuple[Head, ...]
    open: tuple[OpenItem, ...]
    features: tuple[Travelling, ...]

    @cached_property
    def data(self) -> bytes:
        """The bytes of the document."""
        return document_bytes(self)

    @cached_property
    def sha256(self) -> str:
        """The hash by which both sides know it."""
        return identity(self.data)


def base_of(
    project: Project,
    number: int = 1,
    previous: str = "",
    heads: tuple[Head, ...] = (),
    still_open: tuple[OpenItem, ...] = (),
) -> Base:
    """Return the joint base that a project's working state would make; private notes stay behind.

    Raise DocumentRefused when something in the project does not hold together.
    """
    features = tuple(layer[id_] for kind in TRAVELLING for layer in (project.layers[kind],) for id_ in sorted(layer))
    settings = project.settings
    newer = any(feature.further for feature in features)  # type: ignore[union-attr]  # what travels has the field
    newer = newer or tells_further(change for item in still_open for change in (*item.a, *item.b))
    return checked_base(
        Base(
            title=settings.title,
            number=number,
            previous=previous,
            profile=settings.profile,
            heads=heads,
            open=still_open,
            format=WITH_FURTHER if newer else FORMAT,
            features=features,  # type: ignore[arg-type]
        )
    )


def layers_of(base: Base) -> Layers:
    """Return the features of a base by kind and id."""
    layers: dict[Kind, dict[str, Feature]] = no_layers()
    for feature in base.features:
        layers[kind_of(feature)][feature.id] = feature
    return layers


def checked_base(base: Base) -> Base:
    """Return the base or raise DocumentRefused for the first thing in it that cannot be."""
    if (base.number == 1) != (base.previous == ""):
        raise DocumentRefused("The base's number does not agree with the base before it.")
    if [head.side for head in base.heads] != sorted({head.side for head in base.heads}):
        raise DocumentRefused("The base does not say in order how far each side's chain had come.")
    check_open(base.open, base.profile.grid, minor_of(base.format) > 0)
    keys = [(_ORDER[kind_of(feature)], feature.id) for feature in base.features]
    for before, after in pairwise(keys):
        if before == after:
            raise DocumentRefused(f"The base has two features with the identifier {after[1]}.")
        if before > after:
            raise DocumentRefused("The features of the base are not in order.")
    check_sound(layers_of(base), base.features, base.profile.grid)
    return base
