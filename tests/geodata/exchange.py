"""Builders for exchanges: two sides on one base, side B's chain as signed files, and side A's project receiving it."""

from functools import cache
from pathlib import Path

from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.changes.documents.base import Base, base_of
from geodata.changes.documents.changeset import change_set, next_change_set
from geodata.changes.documents.document import Document, kind_word
from geodata.changes.documents.key_record import Act, key_record
from geodata.changes.members import sealed
from geodata.io.documents import write_container
from geodata.io.received import receipt_now
from geodata.io.receiving import Taken
from geodata.io.starting import start_project_on
from geodata.io.store import Store
from geodata.model.project import Settings
from geodata.model.status import Role, Side
from tests.geodata.signing_keys import key, signature
from tests.geodata.strategies import project, segment, standing
from tests.geodata.worlds import reached

BASE = base_of(project(segment(1), segment(2)))
B_SETTINGS = Settings(title="Valley", side=Side.B, base=BASE.sha256, base_number=1)


def work(end: int, side: Side = Side.B) -> Delta:
    field = f"position_{side.lower()}"
    return Delta(segment(1), replace(segment(1), **{field: (standing(0, end),)}))


@cache
def chain() -> tuple[Document, ...]:
    """Side B's chain: a change set, another, a change of key, a change set by the new key."""
    first = change_set([work(4000)], B_SETTINGS, message="First week")
    second = next_change_set([work(5000)], B_SETTINGS, Role.TECHNICIAN, "Second week", reached(first))
    record = key_record(key(Side.B, 1), Act.CHANGE, key(Side.B).id, "A new chair", 3, second.sha256)
    fourth = replace(change_set([work(6000)], B_SETTINGS, message="Fourth"), sequence=4, previous=record.sha256)
    return first, second, record, fourth


def signed(document: Document, *places: int, side: Side = Side.B) -> bytes:
    """The container of a document, signed with a side's keys."""
    made = [signature(document.data, side, place, kind_word(document)) for place in places]
    return sealed(document.data, made)


def signed_chain() -> list[bytes]:
    keys = [(0,), (0,), (0, 1), (1,)]
    return [signed(document, *places) for document, places in zip(chain(), keys, strict=True)]


def written(folder: Path, containers: list[bytes], start: str = "b") -> list[Path]:
    paths = [folder / f"{start}{number}.confinia" for number in range(1, len(containers) + 1)]
    for path, container in zip(paths, containers, strict=True):
        write_container(path, container)
    return paths


def receiving_project(path: Path, base: Base = BASE, pinned: bool = True) -> Store:
    """A project of side A on the base, which has pinned side B's first key."""
    store = start_project_on(path, Side.A, base)
    if pinned:
        store.pin_key(key(Side.B), "compared by voice")
    return store


def outcomes(taken: list[Taken]) -> list[str]:
    return [str(each.standing.outcome) if each.standing else "" for each in taken]


def state(store: Store) -> tuple[bytes, object]:
    """What a project came to by receiving: its receipt, and what it holds, without the order in which it came."""
    from geodata.io.store_documents import Kept

    held = {(role, each.sha256, each.data) for role in Kept for each in store.kept(role)}
    keys = {(each.id, each.state, each.last) for each in store.pinned_keys()}
    return receipt_now(store).data, (held, keys)
