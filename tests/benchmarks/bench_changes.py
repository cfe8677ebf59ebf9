"""1,000 edits in 20,000 segments: writing what changed and comparing both sides, beside geodiff on the same files.

geodiff (PyPI pygeodiff) works on the two project files, row by row; it has no positions, chainage or document to write,
so its figure is the floor for finding which rows differ.
"""

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pygeodiff
from bench_project import segments
from measurement import Measurement, spread

from geodata.changes import gestures
from geodata.changes.comparing.compare import compare
from geodata.changes.delta import Delta
from geodata.changes.documents.base import Base, base_of
from geodata.changes.documents.changeset import ChangeSet, change_set
from geodata.changes.documents.document import document_of, packed
from geodata.geometry.stretch import stretch
from geodata.io.starting import start_project_on
from geodata.io.store import Store
from geodata.model.project import Settings
from geodata.model.segment import Segment
from geodata.model.status import Side, View

HOW = "python tests/benchmarks/run.py changes"


def measurements() -> Iterator[Measurement]:
    """Ours, then geodiff's on the same files in the same run."""
    with tempfile.TemporaryDirectory() as folder:
        base = written_base(Path(folder, "base.gpkg"))
        a = edited(Path(folder, "a.gpkg"), Side.A, base, range(0, 2000, 2))
        b = edited(Path(folder, "b.gpkg"), Side.B, base, range(500, 2500, 2))
        documents = {side: exported(path) for side, path in ((Side.A, a), (Side.B, b))}
        with Store.open(a) as store:
            yield Measurement("changes since the base", spread(store.changes), HOW)
            deltas, settings = store.changes(), store.settings
            yield Measurement("their document, packed", spread(lambda: packed(change_set(deltas, settings))), HOW)
        size = len(documents[Side.A].data)
        yield Measurement("bytes of the document", f"{size:,} ({size / 1000:.0f} an edit)", HOW)
        containers = [packed(documents[side]) for side in Side]
        yield Measurement(
            "read and check both documents", spread(lambda: [document_of(one) for one in containers]), HOW
        )
        yield Measurement("list A's edits as values", spread(lambda: listing(containers[0])), HOW)
        both = documents[Side.A], documents[Side.B]
        yield Measurement("compare both, with the base", spread(lambda: compare(*both, base)), HOW)
        yield from beside_geodiff(Path(folder), a, base)


def written_base(path: Path) -> Base:
    """Return the base of 20,000 segments of ten points."""
    with Store.create(path, Settings(title="Bench", side=Side.A)) as store:
        store.commit("Load", [Delta(None, segment) for segment in segments(20_000)])
        base = base_of(store.load())
        store.adopt_base(base.sha256, base.number, base.data)
    return base


def edited(path: Path, side: Side, base: Base, rows: range) -> Path:
    """Return a project on that base in which every row named has one mark."""
    with start_project_on(path, side, base) as store:
        project = store.load()
        all_segments = list(project.all(Segment))
        for row in rows:
            segment = all_segments[row]
            view = View.AGREED if row % 3 else View.DISPUTED
            place = stretch(segment, 0, 100_000 if row % 5 else 60_000)
            store.commit("Mark", gestures.mark(project, segment, place, view, "As the sheet has it"))
    return path


def exported(path: Path) -> ChangeSet:
    """Return what a project changed since the base."""
    with Store.open(path) as store:
        return change_set(store.changes(), store.settings)


def listing(container: bytes) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what a change set says, operation by operation: what is done, to what, in which fields."""
    document = document_of(container)
    assert isinstance(document, ChangeSet)
    return [(edit.op, edit.id, tuple(sorted(edit.fields))) for edit in document.edits]


def beside_geodiff(folder: Path, a: Path, base: Base) -> Iterator[Measurement]:
    """Return geodiff's figures for A's edits."""
    engine = pygeodiff.GeoDiff()
    start = folder / "start.gpkg"
    with start_project_on(start, Side.A, base):
        pass
    out = folder / "a.diff"

    def difference() -> None:
        out.unlink(missing_ok=True)
        engine.create_changeset(str(start), str(a), str(out))

    for path in (start, a):
        bared(path)
    yield Measurement("geodiff: changes of A", spread(difference), "pygeodiff create_changeset")
    size = out.stat().st_size
    yield Measurement("geodiff: bytes", f"{size:,}", "pygeodiff create_changeset")
    listed = spread(lambda: engine.list_changes(str(out), str(folder / "listed.json")))
    yield Measurement("geodiff: list A's edits as JSON", listed, "pygeodiff list_changes")


def bared(path: Path) -> None:
    """Leave only what geodiff can compare: it does not know our triggers nor tables of one file alone."""
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        triggers = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in triggers:
            db.execute(f'DROP TRIGGER "{name}"')
        for table in ("confinia_journal", "confinia_outside", "confinia_documents", "confinia_settings"):
            db.execute(f'DROP TABLE "{table}"')
            db.execute("DELETE FROM gpkg_contents WHERE table_name = ?", (table,))
