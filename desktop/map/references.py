"""Reference layers on the map: what merely lies beneath, drawn by what its name says it is."""

import numpy as np

from desktop.map.layers import DrawLayer
from desktop.map.plane import Floats
from desktop.map.style import Look
from geodata.model.reference import ReferenceLayer, Shape

_BY_NAME: dict[Shape, tuple[tuple[tuple[str, ...], Look], ...]] = {
    Shape.LINE: (
        (("rail",), Look.RAIL),
        (("road", "street", "highway"), Look.ROAD),
        (("river", "water", "stream", "canal"), Look.WATER),
    ),
    Shape.AREA: ((("lake", "water", "sea", "reservoir"), Look.LAKE),),
    Shape.POINT: (
        (("station",), Look.STATION),
        (("settlement", "place", "town", "village", "cities", "populated"), Look.SETTLEMENT),
    ),
}
_OTHERWISE = {
    Shape.LINE: Look.BACKDROP_LINE,
    Shape.AREA: Look.BACKDROP_AREA,
    Shape.POINT: Look.BACKDROP_POINT,
}
_WEIGHTS = ("population", "pop", "pop_max", "weight", "rank")


def look_of(name: str, shape: Shape) -> Look:
    """Return what a layer of this name is drawn as."""
    lower = name.casefold()
    for parts, look in _BY_NAME[shape]:
        if any(part in lower for part in parts):
            return look
    return _OTHERWISE[shape]


def layer_of_reference(reference: ReferenceLayer) -> DrawLayer:
    """Return a reference layer as a draw layer; larger places are labelled first where the source has a population."""
    columns = reference.columns
    count = max(len(reference.labels), int(columns.rows[-1]) + 1 if len(columns) else 0)
    labels = [*reference.labels, *[""] * (count - len(reference.labels))] if reference.labels else []
    return DrawLayer.of(
        f"reference:{reference.name}",
        reference.name,
        columns,
        look_of(reference.name, columns.shape),
        ids=[f"{reference.name}#{row}" for row in range(count)],
        labels=labels,
        weights=_weights(reference, count),
    )


def _weights(reference: ReferenceLayer, count: int) -> Floats | None:
    for heading, values in reference.attributes.items():
        if heading.casefold() in _WEIGHTS and len(values) == count:
            return np.array([value if isinstance(value, int | float) else 0 for value in values], np.float64)
    return None
