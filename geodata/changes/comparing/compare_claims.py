"""The whole lines that both sides claim: for each segment on which they are not the same."""

from collections.abc import Iterable

from geodata.changes.comparing.claims import whole_claim
from geodata.changes.comparing.comparison import Claim
from geodata.changes.comparing.ground import Ground
from geodata.changes.delta import Key
from geodata.model.feature import Kind
from geodata.model.line import Line
from geodata.model.segment import Segment
from geodata.model.status import Side


def claims_of(ground: Ground) -> tuple[Claim, ...]:
    """Return the lines of A and of B for the segments on which they differ; none where the base is not at hand.

    A side claims the segment as it has it, with its alternative lines in place of what they replace; a segment that it
    removed or never had it does not claim.
    """
    if ground.layers is None:
        return ()
    found = []
    for id_ in _in_question(ground):
        a, b = (_line(ground, side, id_) for side in Side)
        if a != b:
            found.append(Claim(id_, ground.label(Kind.SEGMENT, id_), a, b))
    return tuple(found)


def _in_question(ground: Ground) -> Iterable[str]:
    """The segments that a side redrew, added or removed, or for which it has an alternative line."""
    touched = {
        key[1] for side in Side for key, one in ground.touched[side].items()
        if key[0] is Kind.SEGMENT and one.edit.fields & {"line", "id"}
    }  # fmt: skip
    held = [segment for id_ in touched | ground.with_claims if (segment := ground.segment(id_)) is not None]
    return [segment.id for segment in sorted(held, key=lambda one: (one.order, -ground.north(one), one.id))]


def _line(ground: Ground, side: Side, id_: str) -> Line | None:
    key: Key = (Kind.SEGMENT, id_)
    touched = ground.touched[side].get(key)
    held = touched.after if touched is not None else (ground.layers or {})[Kind.SEGMENT].get(id_)
    if not isinstance(held, Segment):
        return None
    return whole_claim(held.line, ground.claims(side, id_))
