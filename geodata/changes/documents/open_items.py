"""Open items: what the two sides did that does not go together. Each lives on until the chairs decide it by name."""

from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from typing import Annotated

from msgspec import Meta, Struct

from geodata.changes.codec import canonical
from geodata.changes.edits import Change, edit_of
from geodata.errors import DocumentRefused
from geodata.model.feature import Kind
from geodata.model.grid import JointGrid
from geodata.model.status import Side

ItemId = Annotated[str, Meta(pattern="^[0-9a-f]{16}$", max_length=16)]

_ORDER = {kind: place for place, kind in enumerate(Kind)}


class Conflict(StrEnum):
    """Why two edits do not go together."""

    FIELD = "same_field"
    GEOMETRY = "geometry"
    DELETED = "delete_edit"
    ADDED = "both_added"
    ALONG = "along_redrawn_line"
    DECIDED = "decided"
    UNSOUND = "not_together"


class OpenItem(Struct, frozen=True, kw_only=True):
    """What A and B did to one feature, and what leans on it, that cannot both be: both as changes of the base.

    `id` is made of all the rest, so that the same disagreement found again is the same item.
    """

    id: ItemId
    conflict: Conflict
    kind: Kind
    feature: str
    a: tuple[Change, ...]
    b: tuple[Change, ...]

    def of(self, side: Side) -> tuple[Change, ...]:
        """Return what one side did."""
        return self.a if side is Side.A else self.b


def open_item(conflict: Conflict, kind: Kind, feature: str, a: Iterable[Change], b: Iterable[Change]) -> OpenItem:
    """Return an item under the hash of what it says."""
    first, second = (tuple(sorted(changes, key=_place)) for changes in (a, b))
    return OpenItem(
        id=_hash(conflict, kind, feature, first, second),
        conflict=conflict,
        kind=kind,
        feature=feature,
        a=first,
        b=second,
    )


def in_order(items: Iterable[OpenItem]) -> tuple[OpenItem, ...]:
    """Return items once each, by kind, feature and id."""
    return tuple(sorted({item.id: item for item in items}.values(), key=_item_place))


def check_open(items: tuple[OpenItem, ...], grid: JointGrid, newer: bool) -> None:
    """Raise DocumentRefused for items out of order, under another hash than theirs, or of what cannot be a change."""
    if any(_item_place(before) >= _item_place(after) for before, after in pairwise(items)):
        raise DocumentRefused("The open items of the document are not in order.")
    for item in items:
        if item.id != _hash(item.conflict, item.kind, item.feature, item.a, item.b) or not (item.a or item.b):
            raise DocumentRefused(f"The open item {item.id} is not what its hash says.")
        for changes in (item.a, item.b):
            if any(_place(before) >= _place(after) for before, after in pairwise(changes)):
                raise DocumentRefused(f"The changes of the open item {item.id} are not in order.")
            for number, change in enumerate(changes, start=1):
                edit_of(number, change, grid, newer)


def _hash(*said: object) -> str:
    return sha256(canonical(said)).hexdigest()[:16]


def _place(change: Change) -> tuple[int, str]:
    return _ORDER[change.kind], change.id


def _item_place(item: OpenItem) -> tuple[int, str, str]:
    return _ORDER[item.kind], item.feature, item.id
