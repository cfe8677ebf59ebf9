"""What of a comparison's JSON is counted and measured: tallies, what was drawn, numbers, the split, proposals."""

from typing import Any

from geodata.changes.comparing.comparison import Drawing, Item
from geodata.changes.comparing.comparison_numbers import Beneath, ClaimSplit, Measured, Reach, SplitPart, Tally
from geodata.changes.comparing.proposed import Doubt, Proposal
from geodata.model.line import Line


def tally_json(tally: Tally) -> dict[str, Any]:
    """Return what became of one side's operations."""
    return {
        "operations": tally.operations,
        "parts": tally.parts,
        "items": tally.items,
        "length_km": tally.length / 1_000_000,
        "relations": {relation.value: count for relation, count in sorted(tally.relations.items())},
    }


def standing_json(item: Item) -> dict[str, Any]:
    """Return what stands of an item beside its fields: what each side drew, what it clashes with, its parts."""
    return {
        "drawn": {"A": drawn_json(item.drawn_a), "B": drawn_json(item.drawn_b)},
        "against": list(item.against),
        "also": item.also or None,
        "still_open": item.still_open or None,
        "parts": {
            side: [{"operation": part.operation, "part": part.name} for part in parts]
            for side, parts in (("A", item.parts_a), ("B", item.parts_b))
        },
        "numbers": None if item.measured is None else measured_json(item.measured),
    }


def drawn_json(drawing: Drawing | None) -> dict[str, Any] | None:
    """Return what one side did to a line or a point."""
    if drawing is None:
        return None
    return {
        "drawn": drawing.drawn.value,
        "apart_m": drawing.apart / 1000,
        "at_m": None if drawing.at is None else drawing.at / 1000,
        "tier": drawing.tier.value,
        "reversed": drawing.reversed,
        "ranges": [
            {
                "before": list(one.before),
                "after": list(one.after),
                "from_m": one.start / 1000,
                "to_m": one.end / 1000,
            }
            for one in drawing.ranges
        ],
    }


def measured_json(told: Measured) -> dict[str, Any]:
    """Return the numbers between two lines."""
    return {
        "length_a_km": told.length_a / 1_000_000,
        "length_b_km": told.length_b / 1_000_000,
        "between_m2": told.between,
        "areas_m2": list(told.areas),
        "open_areas": told.open_areas,
        "largest_m": _metres(told.largest),
        "mean_m": _metres(told.mean),
        "beneath": beneath_json(told.beneath),
    }


def beneath_json(told: Beneath) -> dict[str, Any]:
    """Return what lies between."""
    return {
        "settlements": None if told.settlements is None else list(told.settlements),
        "routes": list(told.routes),
        "crossings_a": told.crossings_a,
        "crossings_b": told.crossings_b,
    }


def split_json(split: ClaimSplit | None) -> dict[str, Any] | None:
    """Return the coincident parts and dispute areas in order along the line."""
    if split is None:
        return None
    return {
        "within_m": split.within / 1000,
        "coincident_a_km": split.coincident_a / 1_000_000,
        "coincident_b_km": split.coincident_b / 1_000_000,
        "dispute_areas": len(split.areas),
        "numbers": measured_json(split.measured),
        "parts": [part_json(part) for part in split.parts],
    }


def part_json(part: SplitPart) -> dict[str, Any]:
    """Return one part of the claims, without its lines."""
    return {
        "what": "coincident" if part.area is None else "alone" if part.alone else "between",
        "a": _reach(part.a),
        "b": _reach(part.b),
        "widest_m": part.widest / 1000,
        "area_m2": part.area,
        "open": part.open,
        "beneath": None if part.beneath is None else beneath_json(part.beneath),
    }


def split_features(split: ClaimSplit | None) -> list[dict[str, Any]]:
    """Return the split as GeoJSON features: dispute areas as polygons, coincident parts as the lines of both sides."""
    found = []
    for number, part in enumerate(split.parts if split else (), start=1):
        told = {key: value for key, value in part_json(part).items() if key not in ("a", "b", "beneath")}
        for side, reach in (("a", part.a), ("b", part.b)):
            told |= {f"{side}_{key}": value for key, value in (_reach(reach) or {}).items()}
        shapes = _shapes(part)
        for whose, geometry in shapes:
            id_ = f"split-{number}" if len(shapes) == 1 else f"split-{number}-{whose}"
            found.append({"type": "Feature", "id": id_, "geometry": geometry, "properties": {**told, "line": whose}})
    return found


def proposal_json(each: Proposal) -> dict[str, Any]:
    """Return what may be one thing."""
    return {
        "kind": each.kind.value,
        "a": {"id": each.a, "label": each.label_a},
        "b": {"id": each.b, "label": each.label_b},
        "why": list(each.why),
        "apart_m": _metres(each.apart),
        "tier": each.tier.value if each.tier else None,
        "share": None if each.share is None else each.share / 1000,
        "said_by": [side.value for side in each.said_by],
    }


def doubt_json(each: Doubt) -> dict[str, Any]:
    """Return features of which it cannot be said which is which."""
    return {
        "kind": each.kind.value,
        "a": [{"id": id_, "label": label} for id_, label in zip(each.a, each.labels_a, strict=True)],
        "b": [{"id": id_, "label": label} for id_, label in zip(each.b, each.labels_b, strict=True)],
    }


def _shapes(part: SplitPart) -> list[tuple[str, dict[str, Any]]]:
    if part.ring is not None:
        return [("area", {"type": "Polygon", "coordinates": [_counterclockwise(part.ring)]})]
    return [
        (whose, {"type": "LineString", "coordinates": line.degrees().tolist()})
        for whose, line in (("A", part.line_a), ("B", part.line_b))
        if line is not None
    ]


def _counterclockwise(ring: Line) -> list[list[float]]:
    """The places of a ring as RFC 7946 wants them."""
    places: list[list[float]] = ring.degrees().tolist()
    twice = sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in zip(places, [*places[1:], places[0]], strict=True))
    places = places if places[0] == places[-1] else [*places, places[0]]
    return places if twice <= 0 else places[::-1]


def _reach(reach: Reach | None) -> dict[str, Any] | None:
    if reach is None:
        return None
    return {
        "segment": reach.segment,
        "label": reach.label,
        "from_m": reach.start / 1000,
        "to_m": reach.end / 1000,
    }


def _metres(millimetres: int | None) -> float | None:
    return None if millimetres is None else millimetres / 1000
