"""The job of merging, what an open item says of base, A and B, and how a merge is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.review.relations import ranges_word, vertices_word
from desktop.review.told import Told
from geodata.cancel import Progress
from geodata.changes.comparing.comparison import Field
from geodata.changes.documents.base import Base, layers_of
from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.documents.merge_document import Merge
from geodata.changes.documents.open_items import Conflict, OpenItem
from geodata.changes.edits import Change, Op
from geodata.changes.merging.merge import Merged, merge, open_before
from geodata.io.documents import read_merge, write_document
from geodata.model.project import Layers
from geodata.reports.comparison_words import kind_word
from geodata.reports.merge_words import label_of, place_words

translate = QCoreApplication.translate


@dataclass(frozen=True, eq=False)
class Together:
    """A merge, the layers of its base, and the ids of the items that were open before it."""

    merged: Merged
    layers: Layers
    before: frozenset[str]

    @property
    def document(self) -> Merge:
        """The document."""
        return self.merged.document


def together(base: Base, a: ChangeSet, b: ChangeSet, earlier: Iterable[Path], progress: Progress) -> Together:
    """Return what both sides' change sets come to on their base (a job).

    `earlier` are merges whose open items stay open. Raise as `merge`, `open_before` and `read_merge` do.
    """
    merges, files = [], list(earlier)
    for number, path in enumerate(files):
        progress.step(f"Reading {path.name}", number, len(files) + 1)
        merges.append(read_merge(path))
    still_open = open_before(base, merges)
    progress.step("Merging", len(files), len(files) + 1)
    found = merge(base, a, b, still_open)
    return Together(found, layers_of(base), frozenset(item.id for item in still_open))


def written(path: Path, document: Merge, progress: Progress) -> Path:
    """Write a merge under a name (a job)."""
    progress.step(f"Writing {path.name}", 0, 0)
    write_document(path, document)
    return path


def conflict_word(conflict: Conflict) -> str:
    """Return why an item is open."""
    return {
        Conflict.FIELD: translate("Review", "both changed the same, differently"),
        Conflict.GEOMETRY: translate("Review", "both moved it where they meet, differently"),
        Conflict.DELETED: translate("Review", "one removes it, the other changes it or builds on it"),
        Conflict.ADDED: translate("Review", "both added it, differently"),
        Conflict.ALONG: translate("Review", "one redraws the line, the other says something along it there"),
        Conflict.DECIDED: translate("Review", "both chairs decided it, so that only they can redraw or remove it"),
        Conflict.UNSOUND: translate("Review", "what both did does not hold together"),
    }[conflict]


def open_told(item: OpenItem, found: Together) -> Told:
    """Return what the right tells of an open item: every field that A or B changed, as base, A and B have it."""
    rows: dict[str, list[Any]] = {}
    for column, changes in ((1, item.a), (2, item.b)):
        for change in changes:
            for name, before, after in _changed(change, item, found.layers):
                row = rows.setdefault(name, [before, before, before])
                row[0], row[column] = before, after
    fields = tuple(Field(name, *values) for name, values in rows.items())
    before = translate("Review", "It was open before this merge.") if item.id in found.before else ""
    facts = ((translate("Review", "Item"), item.id), *(((before, ""),) if before else ()))
    closes = translate("Review", "It stays open until both chairs decide it.")
    head = place_words(item, found.layers)
    return Told(head, conflict_word(item.conflict), closes, (), facts, fields)


def name_of(document: Merge) -> str:
    """Return what a file with a merge may be called."""
    numbers = "-".join(f"{each.side.lower()}{each.sequence:04}" for each in document.inputs)
    return f"merge-{numbers}.confinia"


def _changed(change: Change, item: OpenItem, layers: Layers) -> Iterable[tuple[str, Any, Any]]:
    """Each field that a change touches with its value before and after, told from those of other features."""
    of = "" if (change.kind, change.id) == (item.kind, item.feature) else _of(change, layers)
    if change.op is not Op.MODIFY:
        yield f"exists{of}", change.op is Op.DELETE, change.op is Op.ADD
        values = change.old if change.op is Op.DELETE else change.new
        for name, value in sorted(values.items()):
            if name not in ("id", "kind"):
                yield f"{name}{of}", *((_plain(value), None) if change.op is Op.DELETE else (None, _plain(value)))
        return
    if change.line is not None:
        told = translate("Review", "{0} in {1}")
        gone = sum(len(run[1]) // 2 for run in change.line.runs)
        come = sum(len(run[2]) // 2 for run in change.line.runs)
        ranges = ranges_word(len(change.line.runs))
        yield f"line{of}", told.format(vertices_word(gone), ranges), told.format(vertices_word(come), ranges)
    for name in sorted({*change.old, *change.new}):
        yield f"{name}{of}", _plain(change.old.get(name)), _plain(change.new.get(name))


def _of(change: Change, layers: Layers) -> str:
    label = label_of(change.kind, change.id, (change,), layers)
    return translate("Review", " of {0} {1}").format(kind_word(change.kind), label)


def _plain(value: Any) -> Any:
    """A value as fields tell it; of what is long only how long it is."""
    if isinstance(value, list) and len(value) > _MOST and all(isinstance(each, int) for each in value):
        return vertices_word(len(value) // 2)
    return value


_MOST = 8
