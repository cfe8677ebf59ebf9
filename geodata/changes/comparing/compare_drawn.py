"""What each side did to the base's lines and points, and how far what both drew lies apart."""

from functools import lru_cache

from geodata.changes.comparing.compare_fields import Group
from geodata.changes.comparing.comparison import Apart, Drawing, Range
from geodata.changes.comparing.ground import Touched
from geodata.changes.line_edit import LineEdit, line_edit
from geodata.geometry.measure import running
from geodata.geometry.redrawn import Drawn, Redrawn, moved, redrawn
from geodata.model.grid import Point
from geodata.model.line import Line
from geodata.model.profile import JointProfile, Tier, Tolerances
from geodata.model.status import Side

_Both = tuple[Touched | None, Touched | None]


def drawings(group: Group, both: _Both, profile: JointProfile) -> dict[Side, Drawing | None]:
    """Return what each side did to the line or the point of a feature, where the group tells of that."""
    found: dict[Side, Drawing | None] = {Side.A: None, Side.B: None}
    for side, one in zip(Side, both, strict=True):
        names = group.parts.get(side, ())
        if one is not None and "line" in names:
            found[side] = line_drawn(getattr(one.before, "line", None), getattr(one.after, "line", None), profile)
        elif one is not None and "point" in names:
            found[side] = point_drawn(getattr(one.before, "point", None), getattr(one.after, "point", None), profile)
    return found


def line_drawn(before: Line | None, after: Line | None, profile: JointProfile) -> Drawing | None:
    """Return what was done to a line, None where one of the two is not known."""
    if before is None or after is None:
        return None
    found = _redrawn(before, after, profile.tolerances)
    return Drawing(
        drawn=found.drawn,
        apart=found.apart,
        tier=found.tier,
        at=found.before.at,
        reversed=found.reversed,
        ranges=ranges_of(before, line_edit(before, after)) if before != after else (),
    )


def point_drawn(before: Point | None, after: Point | None, profile: JointProfile) -> Drawing | None:
    """Return what was done to a point, None where one of the two is not known."""
    if before is None or after is None:
        return None
    tier, apart = moved(before, after, profile.grid, profile.tolerances)
    drawn = {Tier.T0: Drawn.SAME, Tier.T1: Drawn.REPRESENTATION}.get(tier, Drawn.MOVED)
    return Drawing(drawn=drawn, apart=apart, tier=tier)


def ranges_of(before: Line, edit: LineEdit) -> tuple[Range, ...]:
    """Return the vertices that a change of a line touches, with the chainages of the vertices on both sides of them."""
    along = running([before])[0].tolist()
    found, shift = [], 0
    for at, gone, come in edit.runs:
        end, came = at + len(gone) // 2, len(come) // 2
        start_mm, end_mm = along[max(at - 1, 0)], along[min(end, len(along) - 1)]
        found.append(Range((at, end), (at + shift, at + shift + came), start_mm, end_mm))
        shift += came - (end - at)
    return tuple(found)


def lines_apart(a: Line, b: Line, profile: JointProfile) -> tuple[Apart, Tier]:
    """Return how far two lines lie apart at most and one of the places where, and the tier of that."""
    found = _redrawn(a, b, profile.tolerances)
    return Apart(found.apart, min(found.before.point, found.after.point)), found.tier


@lru_cache(maxsize=64)
def _redrawn(before: Line, after: Line, tolerances: Tolerances) -> Redrawn:
    return redrawn(before, after, tolerances)


def points_apart(a: Point, b: Point, profile: JointProfile) -> tuple[Apart, Tier]:
    """Return how far two points lie apart, and the tier of that."""
    tier, apart = moved(a, b, profile.grid, profile.tolerances)
    return Apart(apart, min(a, b)), tier
