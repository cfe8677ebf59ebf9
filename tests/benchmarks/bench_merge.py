"""100,000 segments of which each side edited 5 %: merging, beside geodiff's rebase of the same edits in the same run.

geodiff (PyPI pygeodiff) has one layer with the same rows and columns, and each side's edits as SQL. It rebases B on A:
what it cannot keep of B it leaves out, and names the rows in a file.
"""

import contextlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pygeodiff
from bench_project import segments
from measurement import Measurement, spread
from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.changes.documents.base import Base, base_of
from geodata.changes.documents.changeset import ChangeSet, change_set
from geodata.changes.documents.document import document_of, packed
from geodata.changes.merging.merge import check_merge, merge
from geodata.model.feature import Kind
from geodata.model.line import Line
from geodata.model.project import Project, Settings, no_layers
from geodata.model.segment import Segment
from geodata.model.status import Side

HOW = "python tests/benchmarks/run.py merge"
SEGMENTS = 100_000
EDITS = {Side.A: range(0, SEGMENTS, 20), Side.B: range(0, SEGMENTS // 2, 10)}
"""The rows that each side edits; every other row of A's in the first half is also B's."""


def measurements() -> Iterator[Measurement]:
    """Ours, then geodiff's on the same edits in the same run."""
    base, a, b = world()
    found = merge(base, a, b).document
    edits = " and ".join(f"{len(changes.changes):,}" for changes in (a, b))
    yield Measurement(f"merge {edits} edits", spread(lambda: merge(base, a, b), 5), HOW)
    yield Measurement("check the merge by making it again", spread(lambda: check_merge(found, base, a, b), 3), HOW)
    container = packed(found)
    yield Measurement("read and check its document", spread(lambda: document_of(container), 5), HOW)
    yield Measurement("bytes of the merge", f"{len(container):,}", HOW)
    yield Measurement("open items", f"{len(found.open):,}", HOW)
    with tempfile.TemporaryDirectory() as folder:
        yield from beside_geodiff(Path(folder))


def world() -> tuple[Base, ChangeSet, ChangeSet]:
    """Return a base of 100,000 segments of ten points and a change set of each side."""
    held = list(segments(SEGMENTS))
    layers = no_layers()
    layers[Kind.SEGMENT].update({segment.id: segment for segment in held})
    base = base_of(Project(Settings(title="Bench", side=Side.A), layers))
    sets = []
    for side in Side:
        settings = Settings(title="Bench", side=side, base=base.sha256, base_number=1)
        sets.append(change_set([Delta(held[row], edited(held[row], row, side)) for row in EDITS[side]], settings))
    return base, sets[0], sets[1]


def edited(segment: Segment, row: int, side: Side) -> Segment:
    """Return a segment as a side edits it: a third each another field, the same field, the line."""
    place = row // 10 % 3
    if place == 0:
        return replace(segment, **({"section": "north"} if side is Side.A else {"part": "west"}))
    if place == 1:
        return replace(segment, source_id=f"{segment.source_id} {side}")
    xy = segment.line.xy.copy()
    xy[2 if side is Side.A else 7] += 1000
    return replace(segment, line=Line(xy, segment.line.grid))


def beside_geodiff(folder: Path) -> Iterator[Measurement]:
    """Return geodiff's figures for the same edits of one layer."""
    base, a, b = (folder / f"{name}.gpkg" for name in ("base", "a", "b"))
    with contextlib.closing(sqlite3.connect(base)) as db, db:
        db.execute("CREATE TABLE lines (fid INTEGER PRIMARY KEY, section TEXT, part TEXT, source_id TEXT, line BLOB)")
        rows = ((row, "", "", segment.source_id, segment.line.data) for row, segment in enumerate(segments(SEGMENTS)))
        db.executemany("INSERT INTO lines VALUES (?, ?, ?, ?, ?)", rows)
    for path, side in ((a, Side.A), (b, Side.B)):
        shutil.copy(base, path)
        with contextlib.closing(sqlite3.connect(path)) as db, db:
            for row, segment in enumerate(segments(SEGMENTS)):
                if row in EDITS[side]:
                    now = edited(segment, row, side)
                    values = (now.section, now.part, now.source_id, now.line.data, row)
                    db.execute("UPDATE lines SET section = ?, part = ?, source_id = ?, line = ? WHERE fid = ?", values)
    engine, conflicts = pygeodiff.GeoDiff(), folder / "conflicts.json"

    def rebase() -> None:
        shutil.copy(b, folder / "rebased.gpkg")
        conflicts.unlink(missing_ok=True)
        engine.rebase(str(base), str(a), str(folder / "rebased.gpkg"), str(conflicts))

    yield Measurement("geodiff: rebase B on A, with a copy of the file", spread(rebase, 5), "pygeodiff rebase")
    named = len(json.loads(conflicts.read_text())["geodiff"]) if conflicts.exists() else 0
    yield Measurement("geodiff: rows named as conflicts", f"{named:,}", "pygeodiff rebase")
