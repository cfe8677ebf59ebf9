"""Reference layers: what merely lies beneath, as read-only columns; checked as far as it can be drawn."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely

from geodata.cancel import Progress, unwatched
from geodata.errors import Refused
from geodata.io.load_fields import identifiers, normalised, text_of
from geodata.io.load_place import SourceStamp, place_of, said_of, stamp_of, table_of
from geodata.io.load_report import LoadReport, refused_rows
from geodata.io.load_shapes import Shapes, shapes_of
from geodata.io.mapping import Crossing, Mapping
from geodata.io.source_table import RawTable
from geodata.model.profile import JointProfile
from geodata.model.reference import Columns, ReferenceLayer, Shape

_SHAPES = {0: Shape.POINT, 4: Shape.POINT, 1: Shape.LINE, 2: Shape.LINE, 5: Shape.LINE, 3: Shape.AREA, 6: Shape.AREA}


@dataclass(frozen=True, slots=True)
class LoadedReference:
    """A reference layer, what it was read from, and the rows that cannot be drawn."""

    mapping: Mapping
    source: SourceStamp
    layer: ReferenceLayer
    report: LoadReport


def load_reference(
    path: Path, mapping: Mapping, profile: JointProfile, progress: Progress | None = None
) -> LoadedReference:
    """Return a source's layer as a reference layer, by the operations of a joint profile; raise as `load` does.

    The first column of names labels it.
    """
    watched = progress or unwatched()
    table = table_of(Path(path), mapping, watched)
    place = place_of(table, mapping, profile)
    place.check()
    watched.step("Checking every row", 1, 2)
    shape = shape_of(table)
    shapes = shapes_of(table, shape, Crossing.IGNORED, place)
    columns, remarks = normalised(table.columns)
    ids, _ = identifiers(columns, mapping, table)
    kept = np.flatnonzero(shapes.good).tolist()
    if not kept:
        raise Refused(f"Layer {table.layer.name} has no row that can be drawn; {len(table):,} were looked at.")
    label = mapping.names[0].column if mapping.names else mapping.id
    layer = ReferenceLayer(
        name=table.layer.name,
        columns=replace(drawn := drawn_of(shapes, shape), rows=np.searchsorted(kept, drawn.rows).astype(np.int64)),
        labels=[text_of(columns[label][row]) for row in kept] if label else [],
        attributes={heading: [values[row] for row in kept] for heading, values in columns.items()},
    )
    said = (*table.remarks, *said_of(table, place), *remarks, *shapes.remarks)
    report = LoadReport(refused=refused_rows(shapes.refused, ids), remarks=said)
    return LoadedReference(mapping, stamp_of(Path(path), table, place), layer, report)


def shape_of(table: RawTable) -> Shape:
    """Return what most rows of a table are; the rest cannot lie in one layer with them."""
    known = [_SHAPES[kind] for kind in shapely.get_type_id(table.geometries).tolist() if kind in _SHAPES]
    return max(Shape, key=known.count)


def drawn_of(shapes: Shapes, shape: Shape) -> Columns:
    """Return the parts of the good rows as columns in degrees of WGS 84; `rows` are still the rows of the source."""
    kept = shapes.good[shapes.rows]
    counts = np.diff(shapes.offsets)
    return Columns(
        shape=shape,
        xy=shapes.world.degrees(shapes.xy[np.repeat(kept, counts)]),
        offsets=np.concatenate([[0], np.cumsum(counts[kept])]).astype(np.int64),
        rows=shapes.rows[kept],
    )
