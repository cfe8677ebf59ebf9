"""GeoJSON by our own hand (RFC 7946): coordinates as exact decimals of the grid, one order, one way to write it.

Longitude and latitude of WGS 84, no `crs` member, feature ids that stay; what the file says of itself stands in a
foreign member, `confinia`. One feature a line, so that two exports can be compared line by line.
"""

import msgspec

from geodata.io.export_view import Row, View
from geodata.model.grid import DEGREE, Point
from geodata.model.line import Line

_encoder = msgspec.json.Encoder(order="sorted")


def geojson(view: View) -> bytes:
    """Return the bytes of a feature collection."""
    head = f'{{"type":"FeatureCollection","confinia":{_encoder.encode(view.stamp).decode()}'
    box = _box(view.rows)
    if box:
        head += f',"bbox":[{",".join(map(decimal, box))}]'
    body = ",\n".join(map(_feature, view.rows))
    return f'{head},"features":[\n{body}\n]}}\n'.encode()


def decimal(number: int) -> str:
    """Return grid units as the exact decimal of degrees: 45123456789 is 45.123456789, 45000000000 is 45."""
    whole, rest = divmod(abs(number), DEGREE)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{rest:09d}".rstrip("0") if rest else f"{sign}{whole}"


def pairs(line: Line, between: str = ",", around: str = ",") -> str:
    """Return the points of a line as decimals: `between` x and y, `around` the pairs."""
    texts = list(map(decimal, line.flat()))
    return around.join(map(between.join, zip(texts[::2], texts[1::2], strict=True)))


def _feature(row: Row) -> str:
    values = _encoder.encode({"kind": row.kind.value, **row.values}).decode()
    return f'{{"type":"Feature","id":"{row.id}","properties":{values},"geometry":{_geometry(row.place)}}}'


def _geometry(place: Line | Point | None) -> str:
    if place is None:
        return "null"
    if isinstance(place, Line):
        return f'{{"type":"LineString","coordinates":[[{pairs(place, around="],[")}]]}}'
    return f'{{"type":"Point","coordinates":[{decimal(place[0])},{decimal(place[1])}]}}'


def _box(rows: list[Row]) -> list[int]:
    """The smallest box around everything: west, south, east, north in grid units."""
    low = [row.place.xy.min(axis=0).tolist() if isinstance(row.place, Line) else row.place for row in rows if row.place]
    high = [
        row.place.xy.max(axis=0).tolist() if isinstance(row.place, Line) else row.place for row in rows if row.place
    ]
    if not low:
        return []
    return [
        *(min(each[axis] for each in low) for axis in (0, 1)),
        *(max(each[axis] for each in high) for axis in (0, 1)),
    ]
