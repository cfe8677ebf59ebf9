"""Reference layers on the map: what merely lies beneath, drawn by what its name says it is."""

import numpy as np

from desktop.map.layers import DrawLayer
from desktop.map.plane import Floats
from desktop.map.spacing import reaches
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
_MOST_NAMES = 3
_THINNED_UP_TO = 200_000
_WEIGHTS = ("population", "pop", "pop_max", "inhabitants", "weight", "rank")


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
    labels = [_stacked(label) for label in reference.labels]
    labels += [""] * (count - len(labels)) if labels else []
    made = DrawLayer.of(
        f"reference:{reference.name}",
        reference.name,
        columns,
        look_of(reference.name, columns.shape),
        ids=[f"{reference.name}#{row}" for row in range(count)],
        labels=labels,
        weights=_weights(reference, count),
    )
    return made.thinned(reaches(made.geometry.parts.xy, made.weights)) if _to_be_thinned(made) else made


def _stacked(label: str) -> str:
    """The names of one place, each in a line of its own."""
    return "\n".join(label.split(" / ")[:_MOST_NAMES])


def _to_be_thinned(layer: DrawLayer) -> bool:
    geometry = layer.geometry
    one_each = len(geometry) == len(layer)  # a feature of several points is left as it is
    return geometry.shape is Shape.POINT and one_each and len(geometry) <= _THINNED_UP_TO


def _weights(reference: ReferenceLayer, count: int) -> Floats | None:
    for heading, values in reference.attributes.items():
        if heading.casefold() in _WEIGHTS and len(values) == count:
            return np.array([value if isinstance(value, int | float) else 0 for value in values], np.float64)
    return None
