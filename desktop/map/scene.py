"""Scenes: what is to be drawn, all of it frozen, so that a worker may read it while the window goes on."""

from dataclasses import dataclass, replace
from typing import Self

from desktop.map.layers import DrawLayer
from desktop.map.style import LIGHT, Theme
from desktop.map.view import Box, box_around


@dataclass(frozen=True, eq=False)
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
