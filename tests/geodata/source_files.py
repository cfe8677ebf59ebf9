"""Files of others, made on the spot in every format, with names in four scripts."""

import hashlib
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyogrio import raw

from geodata.model.project import Project, Settings
from geodata.model.status import Side

NAMES = ["Բաղանիս և Ոսկեպար", "Bağanıs Ayrım, Əskipara İŞ", "Ёлкинский отрог й", "საქართველო"]
IDS = ["s-1", "s-2", "s-3", "s-4"]
DRIVERS = {"gpkg": "GPKG", "geojson": "GeoJSON", "shp": "ESRI Shapefile", "fgb": "FlatGeobuf", "kml": "LIBKML"}
REGION = Path(__file__).parents[3] / "shared" / "data" / "region.gpkg"


def project(side: Side = Side.A) -> Project:
    """Return an empty project."""
    return Project(Settings(title="Test", side=side))


def lines(count: int = 4) -> npt.NDArray[np.object_]:
    """Return that many separate lines of three points near 45 E 40 N, on whole multiples of 1e-6 degree."""
    return np.array(
        [
            shapely.LineString([(45 + i / 10, 40), (45.01 + i / 10, 40.02), (45.03 + i / 10, 40.01)])
            for i in range(count)
        ]
    )


def write(
    path: Path,
    shapes: npt.NDArray[np.object_] | list[Any],
    columns: dict[str, list[Any]] | None = None,
    crs: str | None = "EPSG:4326",
    **options: Any,
) -> Path:
    """Write shapes and columns in the format of the path's ending, through GDAL."""
    columns = {"line_id": IDS, "name": NAMES} if columns is None else columns
    kinds = {shape.geom_type for shape in shapes if shape is not None}
    fields = [np.array(values, dtype=_dtype(values)) for values in columns.values()]
    if path.suffix == ".fgb":
        options.setdefault("layer_options", {"SPATIAL_INDEX": "NO"})  # an index puts the rows into another order
    with warnings.catch_warnings():  # pyogrio warns of what some tests are about: no reference system
        warnings.simplefilter("ignore", UserWarning)
        _write(path, shapes, columns, fields, kinds, crs, options)
    return path


def _write(path: Path, shapes: Any, columns: Any, fields: Any, kinds: Any, crs: Any, options: dict[str, Any]) -> None:
    raw.write(
        path,
        shapely.to_wkb(np.array(shapes, dtype=object)),
        fields,
        list(columns),
        geometry_type=options.pop("geometry_type", kinds.pop() if len(kinds) == 1 else "Unknown"),
        crs=crs,
        driver=DRIVERS[path.suffix[1:]],
        **options,
    )


def _dtype(values: list[Any]) -> Any:
    return None if all(isinstance(value, int | float) for value in values) else object


def write_gpx(path: Path) -> Path:
    """Write four tracks, the last of two runs, by hand: GDAL would leave the names to its own order."""
    tracks = "".join(
        f"<trk><name>{name}</name><number>{i + 1}</number>"
        f"<trkseg><trkpt lat='40' lon='{45 + i}'/><trkpt lat='40.02' lon='{45.01 + i}'/></trkseg></trk>"
        for i, name in enumerate(NAMES)
    )
    path.write_text(
        f'<?xml version="1.0"?><gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1">{tracks}</gpx>',
        "utf-8",
    )
    return path


def write_csv(path: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """Write a table as people's programs do."""
    import csv
    import io

    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def every_format(folder: Path) -> dict[str, Path]:
    """Return the same four lines with names in four scripts, in every format."""
    made = {ending: write(folder / f"lines.{ending}", lines(), **_options(ending)) for ending in DRIVERS}
    made["gpx"] = write_gpx(folder / "lines.gpx")
    rows = [["line_id", "name", "WKT"]]
    rows += [[id_, name, shape.wkt] for id_, name, shape in zip(IDS, NAMES, lines(), strict=True)]
    made["csv"] = write_csv(folder / "lines.csv", rows)
    return made


def _options(ending: str) -> dict[str, Any]:
    return {"encoding": "UTF-8"} if ending == "shp" else {}


def fingerprint(folder: Path) -> dict[str, tuple[str, int]]:
    """Return the sha256 and time of every file of a folder."""
    return {
        path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.iterdir())
    }
