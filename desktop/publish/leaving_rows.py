"""What would leave, row by row, put into words only when somebody looks at it: two thousand operations open at once."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from msgspec import NODEFAULT
from msgspec.structs import fields
from PySide6.QtCore import QCoreApplication

from desktop.dialogs.figures import count
from desktop.dialogs.value_words import Ground, points, told
from desktop.dialogs.words import word
from geodata.changes.codec import record
from geodata.changes.documents.base import Base
from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.edits import Change, Op
from geodata.model.feature import TYPES, Kind, kind_of
from geodata.reports.comparison_words import NOTHING, field_word

translate = QCoreApplication.translate

SIGNS = {Op.ADD: "+", Op.MODIFY: "\u0394", Op.DELETE: "\u2212"}
_APART = ("id", "kind")


class Row(NamedTuple):
    """One row: which feature, which of its fields, the value before and after."""

    what: str
    field: str
    before: str
    after: str


class Rows(Protocol):
    """Rows that are made when they are asked for."""

    def __len__(self) -> int:
        """Return how many there are."""
        ...

    def __getitem__(self, row: int) -> Row:
        """Return one of them."""
        ...


class ChangeRows:
    """Every field of every operation of a change set, and every run of a line's points."""

    def __init__(self, changes: ChangeSet, names: Mapping[str, str]) -> None:
        """Tell of features by these names."""
        self._ground = Ground(names, changes.profile.grid)
        kinds = list(Kind)
        self._changes = sorted(changes.changes, key=lambda one: (kinds.index(one.kind), self.name_of(one.id), one.id))
        self._places = [(number, place) for number, one in enumerate(self._changes) for place in range(_parts(one))]

    def __len__(self) -> int:
        """Return how many fields and runs there are."""
        return len(self._places)

    def __getitem__(self, row: int) -> Row:
        """Return a field of an operation, or a run of its line."""
        number, place = self._places[row]
        change = self._changes[number]
        what = f"{SIGNS[change.op]} {word(change.kind)} {self.name_of(change.id)}"
        names = _field_names(change)
        if place < len(names):
            name = names[place]
            return Row(what, field_word(name), self._value(change, name, "old"), self._value(change, name, "new"))
        return self._run(what, change, place - len(names))

    def name_of(self, id_: str) -> str:
        """Return what a feature is called."""
        return self._ground.names.get(id_, id_[:8])

    def _value(self, change: Change, name: str, side: str) -> str:
        held: Mapping[str, Any] = getattr(change, side)
        if not held and change.op is not Op.MODIFY:
            return NOTHING
        return told(name, held.get(name, _default(change.kind, name)), self._ground)

    def _run(self, what: str, change: Change, number: int) -> Row:
        assert change.line is not None
        if number == len(change.line.runs):
            whole = translate("Publish", "the whole line then has sha256 {0}").format(change.line.sha256)
            return Row(what, field_word("line"), "", whole)
        at, gone, come = change.line.runs[number]
        last = at + len(gone) // 2
        where = (
            translate("Publish", "line, points {0} to {1}") if last > at else translate("Publish", "line, before {0}")
        )
        before, after = (points(flat, self._ground) if flat else NOTHING for flat in (gone, come))
        return Row(what, where.format(count(at + 1), count(last)), before, after)


class FeatureRows:
    """Every feature of a joint base with everything that it says."""

    def __init__(self, base: Base, names: Mapping[str, str]) -> None:
        """Tell of features by these names."""
        self._features, self._ground = base.features, Ground(names, base.profile.grid)

    def __len__(self) -> int:
        """Return how many features there are."""
        return len(self._features)

    def __getitem__(self, row: int) -> Row:
        """Return a feature."""
        feature = self._features[row]
        plain = {name: value for name, value in record(feature).items() if name not in _APART}
        said = "\n".join(f"{field_word(name)}: {told(name, value, self._ground)}" for name, value in plain.items())
        name = self._ground.names.get(feature.id, feature.id[:8])
        return Row(f"{word(kind_of(feature))} {name}", "", "", said)


def _field_names(change: Change) -> list[str]:
    return [name for name in sorted(change.old.keys() | change.new.keys()) if name not in _APART]


def _parts(change: Change) -> int:
    return len(_field_names(change)) + (len(change.line.runs) + 1 if change.line is not None else 0)


def _default(kind: Kind, name: str) -> Any:
    """What a field holds that does not stand in a record."""
    held = next((field.default for field in fields(TYPES[kind]) if field.name == name), None)
    return None if held is NODEFAULT else record(held)
