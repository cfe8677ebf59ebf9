"""Exporting: a view of the project for other programs, written whole and read back before it takes its name."""

import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from geodata.cancel import Progress, unwatched
from geodata.errors import FileDamaged, FileForeign, FileTrouble
from geodata.io.export_geopackage import STAMP_TABLE, layer_name, row_counts, write_geopackage
from geodata.io.export_tables import about, as_csv, as_kml
from geodata.io.export_view import Choice, Stamp, View, ViewKind, counts, in_world, view_of, world_stamp
from geodata.io.gdal_words import words_of
from geodata.io.geojson import geojson
from geodata.io.whole import put_in_place, write_whole
from geodata.model.profile import JointProfile
from geodata.model.project import Project

ABOUT = ".about.txt"
"""What is put behind the name of a CSV to name the file beside it that says where it comes from."""


class Form(StrEnum):
    """What an export is written in."""

    GEOJSON = "geojson"
    GPKG = "gpkg"
    CSV = "csv"
    KML = "kml"


_WRITERS: dict[Form, Callable[[View], bytes]] = {Form.GEOJSON: geojson, Form.CSV: as_csv, Form.KML: as_kml}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the files, how many rows of each kind, the sha256 of the first file, and the stamp in it."""

    files: tuple[Path, ...]
    counts: dict[str, int]
    sha256: str
    stamp: Stamp


def export(
    project: Project, form: Form, path: Path, choice: Choice | None = None, progress: Progress | None = None
) -> Exported:
    """Write a view of the project; an earlier export of that name is replaced.

    Raise FileForeign when something else has that name, FileTrouble when it cannot be written, Cancelled.
    """
    path, watched = Path(path), progress or unwatched()
    _check_replaceable(path)
    view = view_of(project, choice or Choice(), watched)
    watched.step(f"Writing {path.name}", 0, 0)
    files = [path]
    if form is Form.GPKG:
        put_in_place(path, lambda fresh: _write_checked(view, fresh))
    else:
        view = in_world(view, project.settings.profile)
        write_whole(path, _WRITERS[form](view))
    if form is Form.CSV:
        files.append(path.with_name(path.name + ABOUT))
        write_whole(files[1], about(view.stamp, path.name))
    whole = hashlib.sha256(path.read_bytes()).hexdigest()
    return Exported(tuple(files), counts(view.rows), whole, view.stamp)


def stamp_in(form: Form, stamp: Stamp, profile: JointProfile) -> Stamp:
    """Return the stamp of a project's view as a form of export carries it: only a GeoPackage keeps the joint grid."""
    return stamp if form is Form.GPKG else world_stamp(stamp, profile)


def _check_replaceable(path: Path) -> None:
    """Raise FileForeign for a name that something else than an earlier export has."""
    if path.is_dir():
        raise FileForeign(f"{path.name} is a folder; name a file.")
    if path.exists() and path.stat().st_size and not _is_export(path):
        raise FileForeign(f"{path.name} exists and is no export of Confinia; choose another name. It was not touched.")


def _is_export(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"SQLite format 3\0"):
        return _is_exported_geopackage(path)
    if start.startswith(b"\xef\xbb\xbfkind,id,"):
        return path.with_name(path.name + ABOUT).exists()
    return b'"FeatureCollection","confinia":{' in start or (b"<kml" in start and b"by Confinia" in start)


def _is_exported_geopackage(path: Path) -> bool:
    db = sqlite3.connect(path.absolute().as_uri() + "?mode=ro&immutable=1", uri=True)
    try:
        sql = "SELECT 1 FROM sqlite_master WHERE name = ?"
        return db.execute(sql, (STAMP_TABLE,)).fetchone() is not None
    except sqlite3.DatabaseError:
        return False
    finally:
        db.close()


def _write_checked(view: View, fresh: Path) -> None:
    from pyogrio.errors import DataSourceError

    try:
        write_geopackage(view, fresh)
    except DataSourceError as problem:
        raise FileTrouble(f"A GeoPackage cannot be written here: {words_of(problem)}.") from problem
    wanted = {layer_name(ViewKind(kind)): number for kind, number in counts(view.rows).items()}
    if row_counts(fresh) != wanted:
        raise FileDamaged(f"{fresh.name} did not read back as it was written; the disk may be failing.")
