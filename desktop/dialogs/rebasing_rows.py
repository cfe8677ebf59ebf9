"""The list of what becomes of the own changes on a later base, in words."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.dialogs.figures import metres
from desktop.dialogs.value_words import Ground, told
from desktop.dialogs.words import word
from geodata.changes.codec import record
from geodata.changes.comparing.ground import label_of
from geodata.changes.documents.base import Base
from geodata.changes.papers.carrying import Carried, Carry
from geodata.changes.papers.rebase import Moved, Plan
from geodata.changes.parts import WHOLE
from geodata.model.feature import Feature, kind_of
from geodata.reports.comparison_words import NOTHING, field_word

translate = QCoreApplication.translate

_CARRIES: dict[Carry, object] = {
    Carry.CARRIED: QT_TRANSLATE_NOOP("Rebase", "carried unchanged"),
    Carry.OTHERWISE: QT_TRANSLATE_NOOP("Rebase", "carried; the new base says otherwise there"),
    Carry.AT_ONE: QT_TRANSLATE_NOOP("Rebase", "at one with the new base, drops out"),
    Carry.STUCK: QT_TRANSLATE_NOOP("Rebase", "cannot be carried"),
}

ORDER = (Carry.STUCK, Carry.OTHERWISE, Carry.AT_ONE, Carry.CARRIED)
"""What a person has to look at comes first."""


class Line(NamedTuple):
    """One line of the list: what it is, what becomes of it, and the three values."""

    id: str
    carry: Carry
    what: str
    becomes: str
    old: str
    new: str
    own: str


def carry_word(carry: Carry) -> str:
    """Return what becomes of a piece of the changes."""
    return translate("Rebase", str(_CARRIES[carry]))


def lines_of(plan: Plan) -> list[Line]:
    """Return the list, what cannot be carried first."""
    ground = Ground(_names(plan.old, plan.new), plan.new.profile.grid)
    return [_line(moved, ground) for carry in ORDER for moved in plan.of(carry)]


def _line(moved: Moved, ground: Ground) -> Line:
    each = moved.carried
    values = (_value(each, value, ground) for value in (each.before, each.base, each.wanted))
    becomes = ": ".join(filter(None, (carry_word(moved.carry), each.why)))
    return Line(moved.id, moved.carry, _what(each), becomes, *values)


def _what(each: Carried) -> str:
    bit = each.bit
    feature = bit.delta.feature
    named = f"{word(kind_of(feature))} {label_of(feature) or bit.key[1][:8]}"
    if bit.stretches:
        return translate("Rebase", "{0}, {1} to {2}").format(named, metres(bit.start, 0), metres(bit.end, 0))
    if bit.part == WHOLE:
        whole = translate("Rebase", "{0} removed") if bit.delta.new is None else translate("Rebase", "{0} added")
        return whole.format(named)
    return f"{named}: {field_word(bit.part)}"


def _value(each: Carried, value: Any, ground: Ground) -> str:
    if value is None or value == ():
        return NOTHING
    if each.bit.part == WHOLE:
        return translate("Rebase", "there")
    field = "position_a" if each.bit.stretches else each.bit.part
    return told(field, record(value), ground)


def _names(*bases: Base) -> Mapping[str, str]:
    features: list[Feature] = [feature for base in bases for feature in base.features]
    return {feature.id: label_of(feature) or feature.id[:8] for feature in features}
