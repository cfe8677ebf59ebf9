"""What is left of lines that were held against one other line, held against what is left of the others.

One side may have drawn in one line what the other side drew in several, with ends elsewhere.
"""

from dataclasses import replace

from geodata.geometry.coincide_beside import weight_beside
from geodata.geometry.coincide_contacts import Way
from geodata.geometry.coincide_pair import Pair, coinciding
from geodata.geometry.coincide_parts import Between, Part, Span

Runs = list[list[Part]]


def rest_joined(
    runs: Runs, ways_a: list[Way], ways_b: list[Way], tolerance: float, held: list[tuple[int, int]]
) -> Runs:
    """Return the parts, line by line, with what stood alone on both sides put together where it belongs together.

    First goes what coincides longest, then what lies beside each other longest.

    `held` are the lines of A and of B that were held against each other already.
    """
    looked: dict[tuple[Span, Span], tuple[float, float]] = {}
    while True:
        on_a, on_b = _alone(runs, ways_a, True), _alone(runs, ways_b, False)
        for a, way_a in on_a.items():
            for b, way_b in on_b.items():
                if (a, b) not in looked and (a.line, b.line) not in held:
                    looked[a, b] = _likeness(way_a, way_b, tolerance)
        found = [pair for pair, likeness in looked.items() if any(likeness) and pair[0] in on_a and pair[1] in on_b]
        if not found:
            return runs
        a, b = max(found, key=lambda pair: (looked[pair], -pair[0].line - pair[1].line, -pair[0].line))
        parts = [_onward(part, a, b) for part in Pair(on_a[a], on_b[b], tolerance, a.line, b.line).parts()]
        looked[a, b] = 0.0, 0.0  # whatever came of it, it is not looked into again
        runs = [*(kept for run in runs if (kept := _without(run, a, b))), parts]


def _likeness(a: Way, b: Way, tolerance: float) -> tuple[float, float]:
    """Metres that coincide, more than where lines only cross; and metres that lie beside each other."""
    same = coinciding(a, b, tolerance)
    return (same if same > 8 * tolerance else 0.0), weight_beside(a, b)


def _alone(runs: Runs, ways: list[Way], on_a: bool) -> dict[Span, Way]:
    """The stretches of open lines against which the other side has nothing yet."""
    spans = [span for run in runs for part in run if (span := _span_alone(part, on_a)) is not None]
    return {
        span: ways[span.line].part(span.start / 1000, min(span.end / 1000, ways[span.line].length))
        for span in spans
        if not ways[span.line].closed and span.length > 0
    }


def _span_alone(part: Part, on_a: bool) -> Span | None:
    if not isinstance(part, Between) or len(part.ring):
        return None
    own, other = (part.a, part.b) if on_a else (part.b, part.a)
    return own if other is None else None


def _without(run: list[Part], a: Span, b: Span) -> list[Part]:
    """A run without what was left of A and of B."""
    return [part for part in run if _span_alone(part, True) != a and _span_alone(part, False) != b]


def _onward(part: Part, a: Span, b: Span) -> Part:
    """A part told from the starts of two stretches, told from the starts of their lines."""
    own_a = part.a and Span(part.a.line, part.a.start + a.start, part.a.end + a.start)
    own_b = part.b and Span(part.b.line, part.b.start + b.start, part.b.end + b.start)
    if isinstance(part, Between):
        return replace(part, a=own_a, b=own_b)
    return replace(part, a=own_a or part.a, b=own_b or part.b)
