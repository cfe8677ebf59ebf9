"""Scenes: what is to be drawn, all of it frozen, so that a worker may read it while the window goes on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from desktop.map.layers import DrawLayer
from desktop.map.style import LIGHT, Theme
from desktop.map.view import Box, box_around


@dataclass(frozen=True, eq=False, repr=False)
class Scene:
    """Layers from the lowest to the topmost, the theme, and the ids of the selected features."""

    layers: tuple[DrawLayer, ...] = ()
    theme: Theme = LIGHT
    selected: frozenset[str] = frozenset()
    with_grid: bool = True
    with_labels: bool = True

    @property
    def visible(self) -> list[DrawLayer]:
        """The layers that are drawn, from the lowest to the topmost."""
        return [layer for layer in self.layers if layer.visible and layer.opacity > 0 and len(layer.geometry)]

    @property
    def box(self) -> Box | None:
        """The box in plane metres around all that is shown, or None around nothing."""
        boxes = [box for layer in self.visible if (box := layer.box)]
        return box_around(boxes)

    def layer(self, id_: str) -> DrawLayer | None:
        """Return the layer of this id, or None."""
        return next((layer for layer in self.layers if layer.id == id_), None)

    def with_layer(self, layer: DrawLayer) -> Self:
        """Return the scene with a layer in place of the one of the same id, or on top of all."""
        if self.layer(layer.id) is None:
            return replace(self, layers=(*self.layers, layer))
        return replace(self, layers=tuple(layer if old.id == layer.id else old for old in self.layers))

    def with_layers(self, layers: tuple[DrawLayer, ...]) -> Self:
        """Return the scene with other layers."""
        return replace(self, layers=layers)

    def refreshed(self, layers: Sequence[DrawLayer]) -> Self:
        """Return the scene with the layers made anew: what people set for those they know stays as it is.

        A known layer keeps place, visibility and opacity; a new one stands above the one it follows.
        """
        known = {layer.id: layer for layer in self.layers}
        fresh = {layer.id: layer for layer in layers}
        order = [id_ for id_ in known if id_ in fresh]
        before = ""
        for id_ in fresh:
            if id_ not in known:
                order.insert(order.index(before) + 1 if before else 0, id_)
            before = id_
        return self.with_layers(tuple(_set_as(fresh[id_], known.get(id_)) for id_ in order))

    def with_selected(self, ids: frozenset[str]) -> Self:
        """Return the scene with other features selected."""
        return replace(self, selected=ids)

    def in_theme(self, theme: Theme) -> Self:
        """Return the scene in another theme."""
        return replace(self, theme=theme)

    def box_of(self, ids: frozenset[str]) -> Box | None:
        """Return the box in plane metres around some features, or None when none of them is here."""
        found = (layer.geometry.box_of_rows(layer.rows_of(ids)) for layer in self.layers if len(layer))
        return box_around([box for box in found if box])


def _set_as(layer: DrawLayer, before: DrawLayer | None) -> DrawLayer:
    if before is None or (layer.visible, layer.opacity) == (before.visible, before.opacity):
        return layer
    return replace(layer, visible=before.visible, opacity=before.opacity)
