"""Taking a joint base: the working state as it is, or another base with what is carried to it of the own changes."""

import sqlite3
from dataclasses import dataclass, field

from msgspec.structs import replace

from geodata.cancel import Progress, unwatched
from geodata.changes.codec import canonical
from geodata.changes.delta import Delta
from geodata.io import journal, store_documents, store_profiles, store_tables
from geodata.io.store_documents import Document, Kept, Row
from geodata.model.profile import JointProfile
from geodata.model.project import Settings


@dataclass(frozen=True, slots=True)
class Move:
    """The way from the working state to a base, `label` in the history, and what is `carried` on top of it.

    `kept` are further documents to keep, each in its role: bases in between, what was left out. `profile` is that of
    the base, on the same grid.
    """

    label: str = ""
    to_base: list[Delta] = field(default_factory=list)
    carried_label: str = ""
    carried: list[Delta] = field(default_factory=list)
    kept: tuple[Row, ...] = ()
    profile: JointProfile | None = None


def take_base(
    db: sqlite3.Connection, before: Settings, base: Document, move: Move | None = None, progress: Progress | None = None
) -> None:
    """Write the base, and the move to it where there is one; what led to it can no longer be taken back.

    Call it inside one transaction; `before` are the settings until now.
    """
    watched, move = progress or unwatched(), move or Move()
    settings = replace(before, base=base.sha256, base_number=base.sequence, profile=move.profile or before.profile)
    grid = settings.profile.grid
    journal.drop_undone(db)
    if move.to_base:
        store_tables.write(db, move.to_base, grid)
        journal.add(db, move.label, move.to_base)
    watched.step("Taking the new base", 1, 3)
    db.execute("INSERT OR REPLACE INTO confinia_settings (key, value) VALUES ('settings', ?)", (canonical(settings),))
    floor = str(journal.last_number(db)).encode()
    db.execute("INSERT OR REPLACE INTO confinia_settings (key, value) VALUES ('floor', ?)", (floor,))
    if settings.profile != before.profile:
        store_profiles.remember(db, settings.profile, f"from joint base {base.sequence}, {base.sha256}")
    for role, document in (*move.kept, (Kept.BASE, base)):
        store_documents.keep(db, role, document)
    watched.step("Carrying the own changes", 2, 3)
    if move.carried:
        store_tables.write(db, move.carried, grid)
        journal.add(db, move.carried_label, move.carried)
    watched.step("Writing the project", 3, 3)
