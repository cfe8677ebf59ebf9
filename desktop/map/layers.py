"""Draw layers: geometry, a look for every feature, labels and ids. Frozen; a change of look makes another layer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from desktop.map.geometry import Geometry, geometry_of
from desktop.map.plane import Floats
from desktop.map.ragged import Truths
from desktop.map.style import Look
from desktop.map.view import Box
from geodata.model.reference import Columns

Codes = npt.NDArray[np.int16]


@dataclass(frozen=True, eq=False, repr=False)
class DrawLayer:
    """One layer as the map draws it.

    Feature (row) i looks like `looks[codes[i]]`, is called `labels[i]` (one name to a line; empty: none) and is
    `ids[i]` to the rest of the program; several rows may be one feature. Where there is not room for all labels,
    those of greater `weights` go first. Looks are drawn in their order, the last on top. A point stands alone up to
    its `reaches` in plane metres (see spacing.py); without, all are always drawn.
    """

    id: str
    title: str
    geometry: Geometry
    looks: tuple[Look, ...]
    codes: Codes
    ids: Sequence[str]
    labels: Sequence[str] = ()
    weights: Floats | None = None
    reaches: Floats | None = None
    visible: bool = True
    opacity: float = 1.0
    pickable: bool = True

    @classmethod
    def of(
        cls,
        id: str,  # noqa: A002
        title: str,
        columns: Columns,
        look: Look,
        ids: Sequence[str] | None = None,
        labels: Sequence[str] = (),
        weights: Floats | None = None,
        pickable: bool = True,
    ) -> Self:
        """Return a layer in which everything looks the same; without `ids` features are called by their number."""
        count = len(ids) if ids is not None else int(columns.rows[-1]) + 1 if len(columns) else 0
        return cls(
            id=id,
            title=title,
            geometry=geometry_of(columns),
            looks=(look,),
            codes=np.zeros(count, np.int16),
            ids=ids if ids is not None else [str(row) for row in range(count)],
            labels=labels,
            weights=weights,
            pickable=pickable,
        )

    def __len__(self) -> int:
        """Return the number of features."""
        return len(self.ids)

    @property
    def box(self) -> Box | None:
        """The box around everything in plane metres, or None around nothing."""
        return self.geometry.box

    @cached_property
    def count(self) -> int:
        """How many different features there are; one may be drawn in several rows."""
        return len(set(self.ids))

    @cached_property
    def _rows(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {}
        for row, id_ in enumerate(self.ids):
            rows.setdefault(id_, []).append(row)
        return rows

    def rows_of(self, ids: Iterable[str]) -> Truths:
        """Return (rows,) which features have one of these ids."""
        marked = np.zeros(len(self.ids), np.bool_)
        for id_ in ids:
            marked[self._rows.get(id_, [])] = True
        return marked

    def label(self, row: int) -> str:
        """Return what a feature is called, or nothing."""
        return self.labels[row] if len(self.labels) else ""

    def look(self, row: int) -> Look:
        """Return what a feature is drawn as."""
        return self.looks[int(self.codes[row])]

    def looks_in(self, box: Box) -> list[Look]:
        """Return the looks of what touches a box of plane metres: what the legend of the window says."""
        rows = self.geometry.parts.rows[self.geometry.touching(box)]
        return [self.looks[code] for code in np.unique(self.codes[rows])]

    def thinned(self, reaches: Floats) -> Self:
        """Return the layer of points with (rows,) how far each stands alone, in plane metres."""
        return replace(self, reaches=reaches)

    def shown(self, visible: bool) -> Self:
        """Return the layer shown or hidden."""
        return replace(self, visible=visible)

    def faded(self, opacity: float) -> Self:
        """Return the layer with another opacity, 0 to 1."""
        return replace(self, opacity=min(max(opacity, 0.0), 1.0))
