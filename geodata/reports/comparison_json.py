"""A comparison as JSON and as GeoJSON, with keys that stay (resources/formats/comparison.md)."""

import json
from typing import Any

from geodata.changes.comparing.comparison import Comparison, Hint, Item, Lines, Party, Spots
from geodata.changes.comparing.comparison_numbers import Total
from geodata.geometry.displacement_words import remarks, sentence
from geodata.geometry.profiles import profile_hash
from geodata.model.disclaimer import DISCLAIMER
from geodata.model.grid import DEGREE, Point
from geodata.model.line import Line
from geodata.model.profile import JointProfile
from geodata.reports.comparison_json_parts import (
    doubt_json,
    proposal_json,
    split_features,
    split_json,
    standing_json,
    tally_json,
)
from geodata.reports.comparison_world import in_world

FORMAT = "confinia-comparison/1"

GEOJSON_OPENING = f'{{"type":"FeatureCollection","format":"{FORMAT}"'
"""How a comparison as GeoJSON begins, and no other GeoJSON: one that does may be replaced by a new one."""


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain values; kilometres and metres along the line are exact to the millimetre."""
    comparison = in_world(comparison)
    widest = comparison.widest
    return {
        "format": FORMAT,
        "disclaimer": DISCLAIMER,
        "base": comparison.base,
        "base_found": comparison.base_found,
        "base_number": comparison.base_number,
        "sides": {"A": _party(comparison.a), "B": _party(comparison.b)},
        "differs": comparison.differs,
        "profile": _profile(comparison.profile),
        "length_method": comparison.profile.method,
        "totals": {
            **{verdict.value: _total(total) for verdict, total in comparison.totals.items()},
            "all": _total(comparison.total),
        },
        "relations": {relation.value: _total(total) for relation, total in comparison.relations.items()},
        "tally": {side.value: tally_json(tally) for side, tally in comparison.tally.items()},
        "largest_separation": {"item": widest.id, "separation_m": widest.separation_m} if widest else None,
        "names": comparison.names,
        "hints": [_hint(hint) for hint in comparison.hints],
        "proposals": [proposal_json(each) for each in comparison.proposals],
        "doubts": [doubt_json(each) for each in comparison.doubts],
        "split": split_json(comparison.split),
        "items": [_item(item) for item in comparison.items],
    }


def comparison_geojson(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as an RFC 7946 FeatureCollection: one feature for each line of each item, in order.

    Where both sides claim the same line it is one feature; where they do not, one for A's and one for B's. After them
    comes the split of all claims: dispute areas, and what coincides.
    """
    comparison = in_world(comparison)
    return {
        "type": "FeatureCollection",
        "format": FORMAT,
        "disclaimer": DISCLAIMER,
        "base": comparison.base,
        "sides": {"A": comparison.a.sha256, "B": comparison.b.sha256},
        "profile": _profile(comparison.profile),
        "length_method": comparison.profile.method,
        "features": [
            *(feature for item in comparison.items for feature in _features(item)),
            *split_features(comparison.split),
        ],
    }


def geojson_text(comparison: Comparison) -> str:
    """Return the GeoJSON as text, a feature a line."""
    collection = comparison_geojson(comparison)
    features = ",\n".join(_compact(feature) for feature in collection.pop("features"))
    return f'{_compact(collection)[:-1]},"features":[\n{features}\n]}}\n'


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _profile(profile: JointProfile) -> dict[str, str]:
    return {"crs": profile.crs, "sha256": profile_hash(profile)}


def _party(party: Party) -> dict[str, Any]:
    return {
        "sequence": party.sequence,
        "sha256": party.sha256,
        "title": party.title,
        "role": party.role.value,
        "message": party.message,
        "operations": party.operations,
    }


def _hint(hint: Hint) -> dict[str, Any]:
    found = hint.diagnosis
    return {
        "cause": found.cause.value,
        "operations": list(found.operations),
        "east_m": found.east,
        "north_m": found.north,
        "before_m": {"rms": found.before.rms, "largest": found.before.largest},
        "after_m": {"rms": found.after.rms, "largest": found.after.largest},
        "sentence": sentence(found),
        "remarks": remarks(found),
        "items": list(hint.items),
    }


def _total(total: Total) -> dict[str, Any]:
    return {"count": total.count, "length_km": _kilometres(total.length)}


def _item(item: Item) -> dict[str, Any]:
    apart = item.apart if item.separation_m else None
    return {
        **_place(item),
        "fields": [{"name": row.name, "base": row.base, "a": row.a, "b": row.b} for row in item.fields],
        "separation_at": None if apart is None else _degrees(apart.point),
        "separation_at_m": None if apart is None or apart.at is None else apart.at / 1000,
        "box": None if item.box is None else [edge / DEGREE for edge in _edges(item)],
        "edits": {"A": list(item.edits_a), "B": list(item.edits_b)},
        **standing_json(item),
    }


def _place(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "verdict": item.verdict.value,
        "relation": item.relation.value,
        "tier": item.tier.value if item.tier else None,
        "kind": str(item.kind),
        "feature": item.feature,
        "segment": item.segment,
        "label": item.label,
        "from_m": None if item.start is None else item.start / 1000,
        "to_m": None if item.end is None else item.end / 1000,
        "length_km": None if item.length is None else _kilometres(item.length),
        "separation_m": item.separation_m,
    }


def _features(item: Item) -> list[dict[str, Any]]:
    shapes = _shapes(item.lines)
    if not shapes or item.spots != Spots():
        return _point_features(item)
    alone = len(shapes) == 1
    return [
        _feature(item, item.id if alone else f"{item.id}-{whose}", whose, _line_string(line)) for whose, line in shapes
    ]


def _point_features(item: Item) -> list[dict[str, Any]]:
    a, b = item.spots.a, item.spots.b
    if a is not None and b is not None and a != b:
        return [_feature(item, f"{item.id}-{whose}", whose, _point(spot)) for whose, spot in (("A", a), ("B", b))]
    spot = a or b or item.spots.base
    return [_feature(item, item.id, "both" if spot else "", _point(spot) if spot else None)]


def _point(point: Point) -> dict[str, Any]:
    return {"type": "Point", "coordinates": _degrees(point)}


def _shapes(lines: Lines) -> list[tuple[str, Line]]:
    """Each distinct line with whose it is; one line of both is the base's."""
    if lines.a is not None and lines.b is not None and lines.a != lines.b:
        return [("A", lines.a), ("B", lines.b)]
    one = lines.a or lines.b or lines.base
    if one is None:
        return []
    if one == lines.base or (lines.a is not None and lines.b is not None):
        return [("both", one)]
    return [("A" if lines.a is not None else "B", one)]


def _feature(item: Item, id_: str, whose: str, geometry: dict[str, Any] | None) -> dict[str, Any]:
    values = {f"{row.name}_{side}": value for row in item.fields[:4] for side, value in (("a", row.a), ("b", row.b))}
    plain = {name: value for name, value in values.items() if isinstance(value, str | int | None)}
    return {
        "type": "Feature",
        "id": id_,
        "geometry": geometry,
        "properties": {**_place(item), "line": whose, **plain},
    }


def _line_string(line: Line) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": line.degrees().tolist()}


def _degrees(point: Point) -> list[float]:
    return [point[0] / DEGREE, point[1] / DEGREE]


def _edges(item: Item) -> list[int]:
    box = item.box
    return [] if box is None else [box.west, box.south, box.east, box.north]


def _kilometres(millimetres: int) -> float:
    return millimetres / 1_000_000
