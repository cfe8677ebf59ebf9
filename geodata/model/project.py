"""The project: its settings and everything its side holds, as one frozen value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

from msgspec import Struct

from geodata.errors import NotFound
from geodata.model.feature import TYPES, Feature, Kind
from geodata.model.profile import WGS84, JointProfile
from geodata.model.segment import Segment
from geodata.model.status import Side

Layers = Mapping[Kind, Mapping[str, Feature]]
F = TypeVar("F", bound=Feature)


class Settings(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The project's own settings; `base` is the sha256 of the joint base it started from, empty before there is one."""

    title: str
    side: Side
    profile: JointProfile = WGS84
    base: str = ""
    base_number: int = 0


def no_layers() -> dict[Kind, dict[str, Feature]]:
    """Return an empty layer for each kind."""
    return {kind: {} for kind in Kind}


@dataclass(frozen=True, slots=True)
class Project:
    """Everything one side holds: settings and features by kind and id. A change makes another one."""

    settings: Settings
    layers: Layers = field(default_factory=no_layers)

    def all(self, kind: type[F]) -> Iterator[F]:
        """Return an iterator over the features of a type, in the order they came."""
        return cast(Iterator[F], iter(self.layers[_kind(kind)].values()))

    def get(self, kind: type[F], id_: str) -> F:
        """Return the feature of a type with this id; raise NotFound."""
        try:
            return cast(F, self.layers[_kind(kind)][id_])
        except KeyError:
            raise NotFound(f"There is no {_kind(kind).replace('_', ' ')} {id_} in this project.") from None

    def segment(self, name: str) -> Segment:
        """Return the segment of this UUID or source identifier; raise NotFound, also when several have it."""
        found = self.layers[Kind.SEGMENT].get(name)
        if isinstance(found, Segment):
            return found
        named = [segment for segment in self.all(Segment) if segment.source_id == name]
        if len(named) == 1:
            return named[0]
        if named:
            raise NotFound(f"{len(named)} segments are called {name}; name one by its UUID.")
        raise NotFound(f"There is no segment {name} in this project.")


def _kind(type_: type[F]) -> Kind:
    return next(kind for kind, known in TYPES.items() if known is type_)
