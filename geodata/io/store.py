"""The project file: one GeoPackage 1.2 with the working state, the journal, and the documents that came and went.

While it is open it is in write-ahead mode with full synchronisation and an exclusive lock, so that a confirmed edit
survives a power cut and nothing changes behind the window; on close it becomes one plain file again.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Self

import msgspec

from geodata.cancel import Progress, unwatched
from geodata.changes.codec import canonical
from geodata.changes.delta import Delta, apply, inverse, net
from geodata.errors import (
    ConfiniaError,
    FileDamaged,
    FileForeign,
    FileReadOnly,
    FileTrouble,
    InvalidFeature,
    NotFound,
    Refused,
)
from geodata.geometry.profiles import check_profile
from geodata.io import (
    journal,
    store_documents,
    store_keys,
    store_outside,
    store_profiles,
    store_reference,
    store_tables,
)
from geodata.io.collecting import uncollected
from geodata.io.originals import Original, keep_originals, original_of
from geodata.io.store_documents import Document, Kept
from geodata.io.store_making import FORMAT, make_file
from geodata.io.store_moving import Move, take_base
from geodata.io.store_opening import as_bytes, begin_writing, connect, is_written, make_plain, still_in_two, translated
from geodata.model.feature import Feature, Kind
from geodata.model.grid import JointGrid
from geodata.model.keys import PublicKey
from geodata.model.profile import JointProfile
from geodata.model.project import Layers, Project, Settings
from geodata.model.reference import ReferenceLayer


class Store:
    """An open project file. Every method that writes is one durable transaction."""

    def __init__(self, db: sqlite3.Connection, path: Path, read_only: bool) -> None:
        """Take a connection that `create` or `open` made and checked."""
        self._db = db
        self.path = path
        self.read_only = read_only
        self.outside: list[Delta] = []
        """What other programs changed since the project was last open; it is in the history as one gesture."""

    @classmethod
    def create(
        cls, path: Path, settings: Settings, features: Iterable[Feature] = (), base: Document | None = None
    ) -> Self:
        """Return a new project file holding these features, which are those of `base` where there is one.

        Raise FileForeign when the name is taken, NotFound without the folder, FileTrouble.
        """
        path = Path(path)
        if path.exists():
            raise FileForeign(f"{path.name} exists already; choose another name. It was not touched.")
        if not path.absolute().parent.is_dir():
            raise NotFound(f"There is no folder {path.parent}.")
        fresh = path.with_name(path.name + ".new")
        fresh.unlink(missing_ok=True)
        try:
            with translated(path):
                make_file(fresh, settings, [Delta(None, feature) for feature in features], base)
                fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> Self:
        """Return the project in a file, checked; raise FileTrouble with a sentence, the file untouched."""
        path = Path(path)
        store = cls(connect(path, FORMAT, read_only), path, read_only)
        try:
            if not read_only:
                store._look_outside()
        except ConfiniaError:
            store._db.close()
            raise
        return store

    def close(self) -> None:
        """Make one plain file of it again, untouched if nothing was written; the store cannot be used afterwards."""
        try:
            if not self.read_only:
                self._fold()
        finally:
            self._db.close()

    def __enter__(self) -> Self:
        """Return the store itself; leaving closes it."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Close the store; what went wrong before is said rather than what goes wrong now."""
        with suppress(FileTrouble) if kind else nullcontext():
            self.close()

    @property
    def settings(self) -> Settings:
        """The project's own settings; nothing is done with a joint profile that cannot be."""
        try:
            settings = msgspec.json.decode(self._value("settings") or b"{}", type=Settings)
            check_profile(settings.profile)
            return settings
        except (msgspec.MsgspecError, UnicodeDecodeError, InvalidFeature) as problem:
            raise FileDamaged(
                f"The settings in {self.path.name} are not whole: {str(problem).rstrip('.')}."
            ) from problem

    def load(self) -> Project:
        """Return everything the project holds."""
        with translated(self.path), uncollected():
            settings = self.settings
            grid = settings.profile.grid
            return Project(settings, {kind: store_tables.read_all(self._db, kind, grid) for kind in Kind})

    def counts(self) -> dict[Kind, int]:
        """Return how many features of each kind there are, without reading them."""
        with translated(self.path):
            return {kind: store_tables.count(self._db, kind) for kind in Kind}

    def commit(
        self,
        label: str,
        deltas: list[Delta],
        progress: Progress | None = None,
        originals: Iterable[Original] = (),
    ) -> None:
        """Write a gesture and its journal row, durable when this returns; raise StaleDelta, Cancelled or FileTrouble.

        `originals` are the coordinates of its features as they were read, kept beside it. May run on a worker's thread
        while nobody else uses the store.
        """
        watched = progress or unwatched()
        with self._transaction(), uncollected():
            watched.step("Writing the project", 0, 2)
            store_tables.write(self._db, deltas, self._grid)
            watched.step("Writing the journal", 1, 2)
            journal.add(self._db, label, deltas)
            keep_originals(self._db, originals)
            watched.token.check()

    def original(self, feature: str, origin: str) -> Original | None:
        """Return the coordinates that were read for a feature from a source, None where none are kept."""
        with translated(self.path):
            return original_of(self._db, feature, origin)

    def undo(self) -> list[Delta] | None:
        """Take the last gesture back and return what that did; None when there is none since the base."""
        return self._step(journal.last_done(self._db, self._floor, self._grid), back=True)

    def redo(self) -> list[Delta] | None:
        """Bring back the gesture that was taken back last and return what that did; None when there is none."""
        return self._step(journal.first_undone(self._db, self._floor, self._grid), back=False)

    def history(self) -> list[journal.Entry]:
        """Return every gesture in order, those in the base included."""
        return journal.entries(self._db, self._floor)

    def changes(self) -> list[Delta]:
        """Return what all gestures since the base come to."""
        with translated(self.path):
            return net(journal.standing_since(self._db, self._floor, self._grid))

    def base_layers(self, project: Project) -> Layers:
        """Return the base: the working state with the journal taken back."""
        return apply(project.layers, inverse(self.changes()))

    def adopt_base(
        self, sha256: str, number: int, data: bytes, move: Move | None = None, progress: Progress | None = None
    ) -> None:
        """Take the working state, after a move where one is given, as that joint base; it is not undone any more."""
        with self._transaction():
            take_base(self._db, self.settings, Document(number, sha256, data), move, progress)

    def take_profile(self, profile: JointProfile, whence: str) -> None:
        """Take another joint profile and remember it; raise Refused for another grid than the coordinates are on."""
        settings = msgspec.structs.replace(self.settings, profile=profile)
        with self._transaction():
            if profile.grid != self._grid:
                if self.holds_coordinates():
                    raise Refused("Coordinates on one joint grid cannot be taken for those of another.")
                store_profiles.move(self._db, profile.grid)
            self._set("settings", canonical(settings))
            store_profiles.remember(self._db, profile, whence)

    def holds_coordinates(self) -> bool:
        """Tell whether anything in the project, or in its history that stands, has coordinates."""
        with translated(self.path):
            return store_profiles.holds_coordinates(self._db)

    def profiles(self) -> list[store_profiles.Kept]:
        """Return the joint profiles that the project has had, in order."""
        with translated(self.path):
            return store_profiles.kept(self._db)

    def base_document(self) -> Document | None:
        """Return the joint base as it was written or received, None before there is one."""
        settings = self.settings
        return next((kept for kept in store_documents.kept(self._db, "base") if kept.sha256 == settings.base), None)

    def exports(self) -> list[Document]:
        """Return the change sets and key records exported, on every base, in order."""
        return store_documents.kept(self._db, Kept.EXPORT)

    def add_export(self, sequence: int, sha256: str, data: bytes) -> None:
        """Remember a change set that left; raise Refused for a sequence number that is not the next."""
        with self._transaction():
            store_documents.keep_export(self._db, Document(sequence, sha256, data))

    def kept(self, role: Kept) -> Iterator[Document]:
        """Return the documents kept in a role from the highest number down, each read when it is asked for."""
        with translated(self.path):
            yield from store_documents.newest(self._db, role)

    def put(self, rows: Iterable[store_documents.Row]) -> None:
        """Keep documents, each in the place of one with its role and hash, or take out what has no bytes."""
        with self._transaction():
            store_documents.put(self._db, rows)

    def unacknowledged(self) -> list[tuple[int, str]]:
        """Return number and hash of each document that left and of which no receipt came."""
        with translated(self.path):
            return store_documents.unacknowledged(self._db)

    def pinned_keys(self) -> tuple[PublicKey, ...]:
        """Return the pinned keys of both sides as they stand now."""
        with translated(self.path):
            return store_keys.keys(self._db)

    def key_history(self) -> list[store_keys.Noted]:
        """Return everything noted of keys, in order."""
        with translated(self.path):
            return store_keys.history(self._db)

    def pin_key(self, key: PublicKey, whence: str) -> PublicKey:
        """Pin a key that a person compared; raise Refused where it cannot be."""
        with self._transaction():
            return store_keys.pin(self._db, key, whence)

    def retire_key(self, key_id: str, last: int, whence: str) -> PublicKey:
        """Let a key hold for documents up to a number only; raise NotFound or Refused."""
        with self._transaction():
            return store_keys.retire(self._db, key_id, last, whence)

    def take_keys(self, after: Iterable[PublicKey], whence: str) -> None:
        """Note how the keys stand after a key record."""
        with self._transaction():
            store_keys.take(self._db, after, whence)

    def remembered_mapping(self, key: str) -> bytes | None:
        """Return the column mapping remembered for files of this shape."""
        return self._value(f"mapping:{key}")

    def remember_mapping(self, key: str, mapping: bytes) -> None:
        """Remember a column mapping for files of this shape."""
        with self._transaction():
            self._set(f"mapping:{key}", mapping)

    def add_reference(self, layer: ReferenceLayer) -> None:
        """Keep a layer that merely lies beneath; one of the same name is replaced."""
        with self._transaction():
            store_reference.add(self._db, layer)

    def references(self) -> list[ReferenceLayer]:
        """Return the layers that lie beneath."""
        with translated(self.path):
            return store_reference.read_all(self._db)

    def remove_reference(self, name: str) -> None:
        """Take a layer out that lies beneath."""
        with self._transaction():
            store_reference.remove(self._db, name)

    def copy_to(self, path: Path) -> None:
        """Write a compact copy elsewhere; raise FileForeign when the name is taken."""
        if Path(path).exists():
            raise FileForeign(f"{Path(path).name} exists already; choose another name.")
        with translated(Path(path)):
            self._db.execute("VACUUM INTO ?", (str(path),))

    def _look_outside(self) -> None:
        with translated(self.path):
            store_outside.check_watched(self._db)
            if not store_outside.touched(self._db):
                return
            self.outside = store_outside.changed(self._db, self._grid)
        with self._transaction():
            store_outside.adopt(self._db, self.outside)

    def _fold(self) -> None:
        try:
            with translated(self.path):
                if is_written(self._db):
                    with self._transaction():
                        store_reference.refresh_extents(self._db)
                    make_plain(self._db)
        except FileTrouble as problem:
            raise still_in_two(self.path) from problem

    @property
    def _floor(self) -> int:
        return int(self._value("floor") or b"0")

    @property
    def _grid(self) -> JointGrid:
        return self.settings.profile.grid

    def _step(self, found: tuple[int, list[Delta]] | None, back: bool) -> list[Delta] | None:
        if found is None:
            return None
        number, deltas = found
        deltas = inverse(deltas) if back else deltas
        with self._transaction():
            store_tables.write(self._db, deltas, self._grid)
            journal.set_done(self._db, number, not back)
        return deltas

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Make everything inside one step that happens whole or not at all."""
        if self.read_only:
            raise FileReadOnly(
                f"{self.path.name} was opened for reading only; copy it to a folder that can be written."
            )
        with translated(self.path):
            begin_writing(self._db)
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._set("writing", b"1")
                yield
                self._db.execute("DELETE FROM confinia_settings WHERE key = 'writing'")
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _value(self, key: str) -> bytes | None:
        row = self._db.execute("SELECT value FROM confinia_settings WHERE key = ?", (key,)).fetchone()
        return None if row is None else as_bytes(row[0])

    def _set(self, key: str, value: bytes) -> None:
        self._db.execute("INSERT OR REPLACE INTO confinia_settings (key, value) VALUES (?, ?)", (key, value))
