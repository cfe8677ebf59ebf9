"""The algebra of change. `Delta(old, new)` is the atom: undo inverts it, the journal keeps it, export collects it,
compare pairs it, a decision chooses it, the new base applies it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from geodata.errors import InvalidFeature, StaleDelta
from geodata.model.feature import Feature, Kind, kind_of
from geodata.model.project import Layers

Key = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Delta:
    """One feature before and after: None before is an addition, None after a removal."""

    old: Feature | None
    new: Feature | None

    def __post_init__(self) -> None:
        """Refuse a change of nothing and a change of one feature into another."""
        if self.old is None and self.new is None:
            raise InvalidFeature("A change needs something before or after it.")
        if self.old and self.new and (type(self.old), self.old.id) != (type(self.new), self.new.id):
            raise InvalidFeature("A change cannot turn one feature into another.")

    def __invert__(self) -> "Delta":
        """Return the change that takes this one back."""
        return Delta(self.new, self.old)

    @property
    def feature(self) -> Feature:
        """The feature after the change, or before it when it was removed."""
        either = self.new or self.old
        assert either is not None
        return either

    @property
    def key(self) -> Key:
        """Kind and id: what the change is about."""
        return kind_of(self.feature), self.feature.id


def inverse(deltas: Iterable[Delta]) -> list[Delta]:
    """Return the changes that take these back, the last one first."""
    return [~delta for delta in reversed(list(deltas))]


def apply(layers: Layers, deltas: Iterable[Delta]) -> dict[Kind, dict[str, Feature]]:
    """Return the layers after the changes, in order; raise StaleDelta where one does not start from what is there."""
    result = dict(layers)
    own: set[Kind] = set()
    for delta in deltas:
        kind, id_ = delta.key
        if kind not in own:
            result[kind] = dict(result[kind])
            own.add(kind)
        layer = result[kind]
        assert isinstance(layer, dict)
        if layer.get(id_) != delta.old:
            raise StaleDelta(f"The {kind.replace('_', ' ')} {id_} is not what this change starts from.")
        if delta.new is None:
            del layer[id_]
        else:
            layer[id_] = delta.new
    return result  # type: ignore[return-value]


def diff(base: Layers, current: Layers) -> list[Delta]:
    """Return the changes from one state to another, by kind and id."""
    deltas = []
    for kind in Kind:
        before, after = base[kind], current[kind]
        for id_ in sorted(before.keys() | after.keys()):
            old, new = before.get(id_), after.get(id_)
            if old is not new and old != new:
                deltas.append(Delta(old, new))
    return deltas


def net(deltas: Iterable[Delta]) -> list[Delta]:
    """Return what a run of changes comes to: the first old and the last new of each feature, by kind and id.

    What ends as it began is left out, so that edits taken back leave no trace.
    """
    ends: dict[Key, tuple[Feature | None, Feature | None]] = {}
    for delta in deltas:
        first, _ = ends.get(delta.key, (delta.old, None))
        ends[delta.key] = (first, delta.new)
    order = list(Kind)
    keys = sorted(ends, key=lambda key: (order.index(key[0]), key[1]))
    return [Delta(*ends[key]) for key in keys if ends[key][0] != ends[key][1]]
