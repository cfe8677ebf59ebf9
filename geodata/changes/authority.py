"""What one side may change on its own: its positions, its lines, notes and sources, and nothing both decide."""

from geodata.changes.edits import Edit, Op, Values
from geodata.errors import DocumentRefused
from geodata.model.feature import Kind
from geodata.model.project import Layers
from geodata.model.status import Delimitation, Demarcation, LegalForce, Side

_JOINT = {
    "delimitation": Delimitation.UNEXAMINED,
    "legal_force": LegalForce.NONE,
    "demarcation": Demarcation.NONE,
}
_OWNER = {Kind.VARIANT: "proposed_by", Kind.SOURCE: "offered_by", Kind.ANNOTATION: "by", Kind.ALIAS: "by"}


def check_authority(edit: Edit, side: Side) -> None:
    """Raise DocumentRefused when an edit by `side` shows by itself that it changes what is not that side's alone."""
    if edit.kind is Kind.SEGMENT:
        _check_segment(edit, side)
    owner = _OWNER.get(edit.kind)
    if owner and any(values.get(owner, side) is not side for values in (edit.old, edit.new)):
        raise _overstepped(edit, side, "belongs to the other side")


def check_held(edit: Edit, side: Side, layers: Layers) -> None:
    """Raise DocumentRefused when an edit modifies what, as the base shows, is the other side's."""
    held, owner = layers[edit.kind].get(edit.id), _OWNER.get(edit.kind)
    if owner and held is not None and getattr(held, owner) is not side:
        raise _overstepped(edit, side, "belongs to the other side")


def own_position(side: Side) -> str:
    """Return the field of a segment that holds what a side says."""
    return "position_a" if side is Side.A else "position_b"


def _check_segment(edit: Edit, side: Side) -> None:
    if edit.op is Op.MODIFY:
        if not _JOINT.keys().isdisjoint(edit.new):
            raise _overstepped(edit, side, "moves a joint status, which only both chairs together can do")
        if own_position(side.other) in edit.new:
            raise _overstepped(edit, side, f"changes what side {side.other} says")
    elif not _untouched(edit.new or edit.old, side):
        raise _overstepped(edit, side, f"adds or removes what side {side.other} says or both decided")


def _untouched(values: Values, side: Side) -> bool:
    """Whether a whole segment holds nothing that the other side said and nothing decided together."""
    joint = any(values[name] is not start for name, start in _JOINT.items())
    return not joint and not values[own_position(side.other)]


def _overstepped(edit: Edit, side: Side, what: str) -> DocumentRefused:
    kind = edit.kind.replace("_", " ")
    return DocumentRefused(f"Operation {edit.number} ({edit.op} {kind} {edit.id}) of side {side} {what}.")
