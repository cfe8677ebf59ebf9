"""The numbers of a comparison: item by item, and for all claims together the coincident parts and dispute areas.

Measuring takes time where lines are long, and changes nothing of what was compared.
"""

import numpy as np
from msgspec.structs import replace

from geodata.cancel import Progress, unwatched
from geodata.changes.comparing.compare_beneath import Below
from geodata.changes.comparing.comparison import Claim, Comparison, Item
from geodata.changes.comparing.comparison_numbers import ClaimSplit, Measured, Reach, SplitPart
from geodata.geometry.between import numbers
from geodata.geometry.coincide import split
from geodata.geometry.coincide_parts import Between, Span, Split
from geodata.geometry.measure import cut, length, lengths
from geodata.model.grid import JointGrid
from geodata.model.line import Line

_NOTHING = Below()


def measured(
    comparison: Comparison, below: Below = _NOTHING, within: int | None = None, progress: Progress | None = None
) -> Comparison:
    """Return a comparison with the numbers of each item whose lines lie apart, and with the split of all claims.

    `within` are the millimetres up to which claims are taken to coincide, else what the joint profile calls rounding.
    """
    watched = progress or unwatched()
    found = []
    for number, item in enumerate(comparison.items):
        watched.step("Measuring what lies between", number, len(comparison.items) + 1)
        found.append(_with_numbers(item, comparison, below))
    return replace(comparison, items=tuple(found), split=split_of(comparison, within, below))


def split_of(comparison: Comparison, within: int | None = None, below: Below = _NOTHING) -> ClaimSplit | None:
    """Return the claims of both sides in coincident parts and dispute areas, from north to south along the line.

    None where no segment is in question or the base was not at hand.
    """
    if not comparison.claims:
        return None
    tolerance = comparison.profile.tolerances.rounding_mm if within is None else within
    own_a = [claim for claim in comparison.claims if claim.a is not None]
    own_b = [claim for claim in comparison.claims if claim.b is not None]
    a, b = [claim.a for claim in own_a if claim.a], [claim.b for claim in own_b if claim.b]
    found = split(a, b, tolerance / 1000)
    together = _measured(found, a, b, below)
    parts = tuple(
        SplitPart(
            a=_reach(part.a, own_a),
            b=_reach(part.b, own_b),
            widest=round(part.widest * 1000),
            area=round(part.area) if isinstance(part, Between) else None,
            open=isinstance(part, Between) and part.open,
            line_a=_piece(part.a, a),
            line_b=_piece(part.b, b),
            ring=_ring(part, comparison.profile.grid) if isinstance(part, Between) else None,
            beneath=below.between([part.ring], (), ()) if isinstance(part, Between) else None,
        )
        for part in found.parts
    )
    same = [(part.a.length, part.b.length) for part in found.coincident]
    return ClaimSplit(
        within=tolerance,
        parts=parts,
        coincident_a=sum(pair[0] for pair in same),
        coincident_b=sum(pair[1] for pair in same),
        measured=together,
    )


def _with_numbers(item: Item, comparison: Comparison, below: Below) -> Item:
    a, b = item.lines.a or item.lines.base, item.lines.b or item.lines.base
    if a is None or b is None or a == b:
        return item
    found = split([a], [b], comparison.profile.tolerances.rounding_mm / 1000)
    return replace(item, measured=_measured(found, [a], [b], below))


def _measured(found: Split, a: list[Line], b: list[Line], below: Below) -> Measured:
    told = numbers(found, a, b)
    return Measured(
        length_a=int(lengths(a).sum()),
        length_b=int(lengths(b).sum()),
        areas=told.areas,
        open_areas=told.open_areas,
        largest=told.largest,
        mean=told.mean,
        beneath=below.between([area.ring for area in found.areas], a, b),
    )


def _reach(span: Span | None, claims: list[Claim]) -> Reach | None:
    if span is None:
        return None
    claim = claims[span.line]
    return Reach(claim.segment, claim.label, span.start, span.end)


def _piece(span: Span | None, lines: list[Line]) -> Line | None:
    """A stretch of a line with its own vertices; on a ring it may run over the beginning."""
    if span is None or not span.length:
        return None
    line = lines[span.line]
    whole = length(line)
    ends = [(span.start, min(span.end, whole)), (0, min(span.end - whole, whole))]
    pieces = [cut(line, start, end).xy for start, end in ends if start < end]
    if not pieces:
        return None
    return Line(np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])]), line.grid)


def _ring(part: Between, grid: JointGrid) -> Line | None:
    if len(part.ring) < 4:
        return None
    degrees = part.ring.copy()
    degrees[:, 0] = (degrees[:, 0] + 180) % 360 - 180
    return Line(grid.on_grid(degrees), grid)
