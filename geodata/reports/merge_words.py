"""A merge in words: what became of both sides' edits, and what stays open, where and why. English; the window
translates its own."""

from collections.abc import Iterable, Iterator, Mapping

from geodata.changes.documents.merge_document import Input, Merge
from geodata.changes.documents.open_items import Conflict, OpenItem
from geodata.changes.edits import Change, Op
from geodata.geometry.measure import running
from geodata.model.feature import Kind
from geodata.model.project import Layers
from geodata.model.segment import Segment
from geodata.reports.comparison_words import field_word, kind_word, metres

CONFLICTS: dict[Conflict, str] = {
    Conflict.FIELD: "both changed the same, differently",
    Conflict.GEOMETRY: "both moved it where they meet, differently",
    Conflict.DELETED: "one removes it, the other changes it or builds on it",
    Conflict.ADDED: "both added it, differently",
    Conflict.ALONG: "one redraws the line, the other says something along it there",
    Conflict.DECIDED: "both chairs decided it, so that only they can redraw or remove it",
    Conflict.UNSOUND: "what both did does not hold together",
}

_DONE = {Op.ADD: "adds", Op.MODIFY: "changes", Op.DELETE: "removes"}
_LABELS = ("title", "label", "number", "code", "source_id", "text")
"""What people call features, in the order in which a comparison asks for it."""

_LONGEST_LABEL = 40


def sum_words(given: Input) -> str:
    """Return the counts of one side so that everybody can add them up."""
    counts = (
        f"{given.applied:,} applied",
        f"{given.at_one:,} at one",
        f"{given.superseded:,} superseded",
        f"{given.open:,} open",
    )
    return f"{given.parts:,} part{'' if given.parts == 1 else 's'} = {' + '.join(counts)}"


def item_words(item: OpenItem, layers: Layers) -> str:
    """Return where an open item is and why it is open."""
    return f"{place_words(item, layers)}: {CONFLICTS[item.conflict]}"


def place_words(item: OpenItem, layers: Layers) -> str:
    """Return what an open item is about, and from where to where along it lines are redrawn."""
    word = f"{kind_word(item.kind)} {label_of(item.kind, item.feature, (*item.a, *item.b), layers)}"
    ends = sorted(end for change in (*item.a, *item.b) for end in _reach(change, item, layers))
    return f"{word}, {metres(ends[0])} to {metres(ends[-1])}" if ends else word


def done_words(change: Change, layers: Layers) -> str:
    """Return what one change does: "changes line, section of segment V-1"."""
    word = f"{kind_word(change.kind)} {label_of(change.kind, change.id, (change,), layers)}"
    if change.op is not Op.MODIFY:
        return f"{_DONE[change.op]} {word}"
    names = [*(["line"] if change.line else []), *sorted(change.old.keys() | change.new.keys())]
    return f"{_DONE[change.op]} {', '.join(map(field_word, names))} of {word}"


def label_of(kind: Kind, id_: str, changes: Iterable[Change], layers: Layers) -> str:
    """Return what a feature is called in the base or in what is said of it, its identifier where it has no name."""
    held = layers[kind].get(id_)
    records: list[Mapping[str, object]] = [{name: getattr(held, name, "") for name in _LABELS}] if held else []
    records += [record for change in changes if change.id == id_ for record in (change.new, change.old)]
    labels = (str(record[name]) for record in records for name in _LABELS if record.get(name))
    return next(labels, id_)[:_LONGEST_LABEL]


def document_words(document: Merge) -> str:
    """Return how much goes together, and whose it is."""
    by = {word: document.by.count(word) for word in ("A", "B", "AB")}
    many = "1 change goes" if len(document.changes) == 1 else f"{len(document.changes):,} changes go"
    return f"{many} together: {by['A']:,} of A, {by['B']:,} of B, {by['AB']:,} of both"


def _reach(change: Change, item: OpenItem, layers: Layers) -> Iterator[int]:
    """Along the base's line in millimetres, where a change of the line that an item is about begins and ends."""
    held = layers[Kind.SEGMENT].get(item.feature)
    if (change.kind, change.id) != (item.kind, item.feature) or change.line is None or not isinstance(held, Segment):
        return
    at = running([held.line])[0]
    for start, gone, _ in change.line.runs:
        yield int(at[max(start - 1, 0)])
        yield int(at[min(start + len(gone) // 2, len(at) - 1)])
