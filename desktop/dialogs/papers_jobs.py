"""The jobs of working papers: picking, taking back, making one of several; each returns what would be written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.figures import count
from desktop.dialogs.words import word
from geodata.cancel import Progress
from geodata.changes.comparing.comparison import Item
from geodata.changes.comparing.ground import label_of
from geodata.changes.documents.base import Base
from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.edits import Edit, Op
from geodata.changes.papers.bits import Bit
from geodata.changes.papers.papers import invert
from geodata.changes.papers.pick import of_items, pick, taken_apart
from geodata.changes.papers.squash import Gone, squash
from geodata.errors import NotFound, Refused
from geodata.io.documents import read_change_set, write_document
from geodata.io.find_base import find_base
from geodata.io.papers import papers_for
from geodata.reports.comparison_words import field_word

translate = QCoreApplication.translate


@dataclass(frozen=True, eq=False)
class Given:
    """A change set to make a paper of, its base, and where it lies: what it is laid on is looked for beside it."""

    base: Base
    changes: ChangeSet
    path: Path


@dataclass(frozen=True, eq=False)
class Part:
    """A heading of the preview with its count, and the edits that stand below it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Made:
    """What would be written: a paper, in the rest what is left, the name of the file, and the preview of both."""

    paper: ChangeSet
    name: str
    preview: tuple[Part, ...]
    rest: ChangeSet | None = None


def picked(given: Given, items: Sequence[Item], others: bool, progress: Progress) -> Made:
    """Return the edits behind some items of a comparison, with what they lean on, and the rest (a job).

    With `others` all but those are picked. Raise Refused where nothing is chosen, and as `pick` does.
    """
    progress.step("Picking", 0, 0)
    papers = papers_for([given.changes], (), [given.path])
    opened = taken_apart(given.base, given.changes, papers)
    found = pick(given.base, opened, [of_items(items, given.changes.side)], papers, others)
    if not found.chosen:
        told = "Side {0} changed nothing in these items; nothing would be in the paper."
        raise Refused(told.format(given.changes.side))
    preview = (
        Part(translate("Papers", "Chosen"), tuple(map(bit_words, found.chosen))),
        Part(translate("Papers", "With them, what they lean on"), tuple(map(bit_words, found.needed))),
        Part(translate("Papers", "What remains"), tuple(map(bit_words, found.remaining))),
    )
    rest = found.rest if found.remaining else None
    return Made(found.document, _name(given.changes, "some"), preview, rest)


def taken_back(given: Given, message: str, progress: Progress) -> Made:
    """Return the paper that takes a change set back (a job); raise as `invert` does."""
    progress.step("Taking back", 0, 0)
    papers = papers_for([given.changes], (), [given.path])
    made = invert(given.base, given.changes, papers, message)
    named = _names(given.base)
    taken = tuple(edit_words(edit, named) for edit in given.changes.edits)
    preview = (Part(translate("Papers", "What it takes back"), taken),)
    return Made(made, _name(given.changes, "taken-back"), preview)


def made_one(base: Base | None, files: Sequence[Path], message: str, progress: Progress) -> Made:
    """Return several change sets of one side as one paper (a job); a base that is not at hand is looked for.

    Raise Refused for fewer than two files, NotFound without a base, and as `squash` does.
    """
    if len(files) < 2:
        raise Refused("Choose at least two files of one side.")
    progress.step("Reading", 0, 0)
    sets = [read_change_set(path) for path in files]
    at_hand = base if base is not None and base.sha256 == sets[0].base else find_base(sets[0].base, files)
    if at_hand is None:
        raise NotFound(f"The base {sets[0].base[:12]} is not beside the files; open a project on it, or copy it there.")
    progress.step("Making one", 0, 0)
    found = squash(at_hand, sets, papers_for(sets, (), files), message)
    named = _names(at_hand)
    gone = tuple(f"{edit_words(each.edit, named)} ({each.link}): {_gone(each.gone)}" for each in found.no_longer)
    said = tuple(edit_words(edit, named) for edit in found.document.edits)
    preview = [Part(translate("Papers", "What they say together"), said)]
    if gone:
        preview.append(Part(translate("Papers", "Said earlier, and no longer"), gone))
    return Made(found.document, _name(sets[0], "one"), tuple(preview))


def papers_written(path: Path, made: Made, with_rest: bool, progress: Progress) -> tuple[Path, ...]:
    """Write a paper, and the rest beside it under a name of its own (a job); return the files."""
    progress.step(f"Writing {path.name}", 0, 0)
    write_document(path, made.paper)
    if not with_rest or made.rest is None:
        return (path,)
    beside = rest_of(path)
    write_document(beside, made.rest)
    return path, beside


def rest_of(path: Path) -> Path:
    """Return where the rest is written beside a paper."""
    return path.with_name(f"{path.stem}-rest{path.suffix}")


def bit_words(bit: Bit) -> str:
    """Return what one piece of a change set does."""
    named = f"{word(bit.key[0])} {label_of(bit.delta.feature) or bit.key[1][:8]}"
    if bit.stretches:
        told = translate("Papers", "{0}: what is said from {1} to {2} km")
        return told.format(named, f"{bit.start / 1e6:,.3f}", f"{bit.end / 1e6:,.3f}")
    if bit.delta.old is None:
        return translate("Papers", "{0}: added").format(named)
    if bit.delta.new is None:
        return translate("Papers", "{0}: removed").format(named)
    return f"{named}: {field_word(bit.part)}"


def edit_words(edit: Edit, names: Mapping[str, str]) -> str:
    """Return what one operation does; `names` are those of the base's features, by identifier."""
    labels = (str(edit.new.get(name) or edit.old.get(name) or "") for name in ("label", "number", "title", "source_id"))
    named = f"{word(edit.kind)} {names.get(edit.id) or next((each for each in labels if each), edit.id[:8])}"
    if edit.op is not Op.MODIFY:
        added = edit.op is Op.ADD
        return (translate("Papers", "{0}: added") if added else translate("Papers", "{0}: removed")).format(named)
    return f"{named}: {', '.join(field_word(name) for name in sorted(edit.fields))}"


def counted_edits(number: int) -> str:
    """Return how many edits there are."""
    return translate("Papers", "1 edit") if number == 1 else translate("Papers", "{0} edits").format(count(number))


def _names(base: Base) -> dict[str, str]:
    return {feature.id: label_of(feature) for feature in base.features}


def _gone(gone: Gone) -> str:
    superseded = gone is Gone.SUPERSEDED
    return translate("Papers", "said otherwise later") if superseded else translate("Papers", "taken back later")


def _name(changes: ChangeSet, what: str) -> str:
    number = f"{changes.sequence:04}" if changes.sequence else changes.sha256[:6]
    return f"paper-{changes.side.lower()}-{number}-{what}.confinia"
