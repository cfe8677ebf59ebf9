"""What lies beneath a comparison: the base as far as it is at hand, and the line each side claims on it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from geodata.changes.delta import Key
from geodata.changes.documents.changeset import ChangeSet, deltas_of
from geodata.changes.edits import Edit, Op
from geodata.geometry.measure import running
from geodata.model.alias import Alias
from geodata.model.feature import TYPES, Feature, Kind
from geodata.model.project import Layers
from geodata.model.reference import Integers
from geodata.model.segment import Segment
from geodata.model.source import Source
from geodata.model.status import Side
from geodata.model.turning_point import TurningPoint
from geodata.model.variant import Variant, VariantState


@dataclass(frozen=True, slots=True)
class Touched:
    """One operation with the feature before and after it, as far as they are known."""

    edit: Edit
    before: Feature | None
    after: Feature | None

    @property
    def feature(self) -> Feature | None:
        """The feature after the operation, else before it, else None: without the base a modified one is not known."""
        return self.after or self.before


class Ground:
    """The base's layers (None when the base is not at hand) and what each side touched."""

    def __init__(self, layers: Layers | None, a: ChangeSet, b: ChangeSet) -> None:
        """Lay both change sets on the base; raise DocumentRefused when one does not fit it."""
        self.layers = layers
        self.profile = a.profile
        self.grid = a.profile.grid
        self.touched: Mapping[Side, Mapping[Key, Touched]] = {
            changes.side: {(one.edit.kind, one.edit.id): one for one in _touched(changes, layers)} for changes in (a, b)
        }
        self._north: dict[str, int] = {}

    def held(self, kind: Kind, id_: str) -> Feature | None:
        """Return a feature as the base has it, or as a side added it."""
        if self.layers is not None and (found := self.layers[kind].get(id_)):
            return found
        by_side = (self.touched[side].get((kind, id_)) for side in Side)
        known = [one.feature for one in by_side if one is not None and one.feature is not None]
        return min(known, key=_neutral, default=None)

    def segment(self, id_: str) -> Segment | None:
        """Return a segment, None when it is not known."""
        found = self.held(Kind.SEGMENT, id_)
        return found if isinstance(found, Segment) else None

    def chainages(self, segment: Segment) -> Integers:
        """Return (n,) int64: millimetres from the segment's start to each of its points."""
        known = self._chainages.get(segment.id)
        return known if known is not None else running([segment.line])[0]

    def north(self, segment: Segment) -> int:
        """Return the northernmost latitude of a segment in grid units."""
        if segment.id not in self._north:
            self._north[segment.id] = int(segment.line.xy[:, 1].max())
        return self._north[segment.id]

    def claims(self, side: Side, segment: str) -> tuple[Variant, ...]:
        """Return the alternative lines that a side has on the table for a segment, in order along it."""
        return self._claims.get((side, segment), ())

    @property
    def with_claims(self) -> frozenset[str]:
        """The segments for which a side has an alternative line on the table."""
        return frozenset(segment for _, segment in self._claims)

    @cached_property
    def aliases(self) -> dict[tuple[str, str], tuple[Side, ...]]:
        """Return by two identifiers the sides that say, in the base or since, that both mean one thing."""
        held = dict(self.layers[Kind.ALIAS]) if self.layers is not None else {}
        for side in Side:
            for (kind, id_), one in self.touched[side].items():
                if kind is Kind.ALIAS:
                    held.pop(id_, None)
                    if one.after is not None:
                        held[id_] = one.after
        said: dict[tuple[str, str], set[Side]] = defaultdict(set)
        for each in held.values():
            if isinstance(each, Alias):
                said[each.pair].add(each.by)
        return {pair: tuple(sorted(sides)) for pair, sides in sorted(said.items())}

    def label(self, kind: Kind, id_: str) -> str:
        """Return what people call a feature, its id where nothing better is known."""
        return label_of(self.held(kind, id_)) or id_

    @cached_property
    def _claims(self) -> dict[tuple[Side, str], tuple[Variant, ...]]:
        found: dict[tuple[Side, str], list[Variant]] = defaultdict(list)
        for side in Side:
            for variant in self._variants(side):
                if variant.proposed_by is side and variant.state is not VariantState.WITHDRAWN:
                    found[side, variant.segment].append(variant)
        return {key: tuple(sorted(lines, key=_along)) for key, lines in found.items()}

    @cached_property
    def _chainages(self) -> dict[str, Integers]:
        """The chainages of every segment that a side touched, measured in one go."""
        touched = {id_ for side in Side for kind, id_ in self.touched[side] if kind is Kind.SEGMENT}
        segments = [found for id_ in touched if (found := self.segment(id_)) is not None]
        measured = running([segment.line for segment in segments])
        return {segment.id: along for segment, along in zip(segments, measured, strict=True)}

    def _variants(self, side: Side) -> list[Variant]:
        held = dict(self.layers[Kind.VARIANT]) if self.layers is not None else {}
        for (kind, id_), one in self.touched[side].items():
            if kind is Kind.VARIANT:
                held.pop(id_, None)
                if one.after is not None:
                    held[id_] = one.after
        return [variant for variant in held.values() if isinstance(variant, Variant)]


def label_of(feature: Feature | None) -> str:
    """Return what people call a feature, empty when it has no name of any sort."""
    if isinstance(feature, Source):
        return feature.title
    if isinstance(feature, TurningPoint | Variant) and feature.label:
        return feature.label
    return str(getattr(feature, "number", "") or getattr(feature, "code", "") or getattr(feature, "source_id", ""))


def _neutral(feature: Feature) -> tuple[str, list[int]]:
    """What to choose between two sides' features by, without favouring a side."""
    line = getattr(feature, "line", None)
    return label_of(feature), line.flat() if line is not None else list(getattr(feature, "point", ()))


def _along(variant: Variant) -> tuple[int, int, str]:
    return variant.stretch.start.at, variant.stretch.end.at, variant.id


def _touched(changes: ChangeSet, layers: Layers | None) -> list[Touched]:
    if layers is not None:
        deltas = deltas_of(changes, layers)
        return [Touched(edit, delta.old, delta.new) for edit, delta in zip(changes.edits, deltas, strict=True)]
    return [Touched(edit, _whole(edit, Op.DELETE), _whole(edit, Op.ADD)) for edit in changes.edits]


def _whole(edit: Edit, op: Op) -> Feature | None:
    return TYPES[edit.kind](**(edit.old or edit.new)) if edit.op is op else None  # type: ignore[arg-type]
