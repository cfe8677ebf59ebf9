"""Jobs of the review: what a document says of itself, and the comparison with both sides' pictures of the line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from geodata.cancel import Progress
from geodata.changes.comparing.compare import compare
from geodata.changes.comparing.compare_beneath import below
from geodata.changes.comparing.compare_hints import hinted
from geodata.changes.comparing.compare_numbers import measured
from geodata.changes.comparing.comparison import Comparison
from geodata.changes.comparing.proposals import proposed
from geodata.changes.delta import apply
from geodata.changes.documents.base import Base, layers_of
from geodata.changes.documents.changeset import ChangeSet, deltas_of
from geodata.changes.documents.document import Document, called, decoded
from geodata.errors import ProfileMismatch, Refused
from geodata.io.find_base import find_base
from geodata.io.signed_files import read_opened
from geodata.model.feature import Feature, Kind
from geodata.model.project import Layers, no_layers
from geodata.model.reference import ReferenceLayer
from geodata.model.segment import Segment
from geodata.model.status import Side

_STEPS = 5


@dataclass(frozen=True, slots=True)
class Arrived:
    """A document that was chosen: where it lies, what it is, and whose signatures with which keys lie beside it.

    It was read whole: every byte matched its checksum. That a signature is there says nothing of whether it holds.
    """

    path: Path
    document: Document
    signed: tuple[str, ...] = ()


class ProfilesApart(ProfileMismatch):
    """Two change sets on one base that were made under different joint profiles; both documents are known."""

    def __init__(self, a: Arrived, b: Arrived, sentence: str) -> None:
        """Keep both, so that what their profiles say can be laid side by side."""
        super().__init__(sentence)
        self.a, self.b = a, b


@dataclass(frozen=True, eq=False)
class Reviewed:
    """A comparison with the layers that each side sees; without the base only what the sides added is known."""

    comparison: Comparison
    a: Arrived
    b: Arrived
    layers_a: Layers
    layers_b: Layers
    base: Base | None = None

    def arrived(self, side: Side) -> Arrived:
        """Return a side's document."""
        return self.a if side is Side.A else self.b

    def layers(self, side: Side) -> Layers:
        """Return what a side sees."""
        return self.layers_a if side is Side.A else self.layers_b

    def changes(self, side: Side) -> ChangeSet:
        """Return a side's change set."""
        return _change_set(self.arrived(side))


def arrived(path: Path, progress: Progress) -> Arrived:
    """Return what a file holds (a job); raise NotFound, FileTrouble or DocumentRefused."""
    progress.step(f"Reading {path.name}", 0, 0)
    return _arrived(path)


def reviewed(first: Path, second: Path, base: Base | bytes | None, progress: Progress) -> Reviewed:
    """Return the comparison of two files (a job); `base` is the joint base at hand, as a value or as its bytes.

    A base that they do not start from is left aside, and the right one looked for beside the files. Raise BaseMismatch,
    ProfilesApart, Refused or DocumentRefused.
    """
    both = []
    for number, path in enumerate((first, second)):
        progress.step(f"Reading {path.name}", number, _STEPS)
        both.append(_arrived(path))
    a, b = sorted(both, key=lambda one: getattr(one.document, "side", ""))
    changes_a, changes_b = _change_set(a), _change_set(b)
    progress.step("Comparing", 2, _STEPS)
    known = _base(base, changes_a, changes_b, (first, second))
    try:
        comparison = compare(changes_a, changes_b, known)
    except ProfileMismatch as problem:
        raise ProfilesApart(a, b, problem.sentence) from problem
    progress.step("Looking for technical causes", 3, _STEPS)
    comparison = hinted(proposed(comparison, changes_a, changes_b, known))
    progress.step("Drawing both sides", 4, _STEPS)
    return Reviewed(comparison, a, b, _after(known, changes_a), _after(known, changes_b), known)


def measured_with(reviewed: Reviewed, references: Sequence[ReferenceLayer], progress: Progress) -> Comparison:
    """Return the comparison with what lies between the lines, item by item and all together (a job)."""
    comparison = reviewed.comparison
    return measured(comparison, below(reviewed.base, references, comparison.profile), progress=progress)


def together(a: Layers, b: Layers) -> Layers:
    """Return both sides' layers as one picture: each side's own positions, and everything that either has."""
    joined: dict[Kind, dict[str, Feature]] = {kind: {**b[kind], **a[kind]} for kind in Kind}
    for id_, other in b[Kind.SEGMENT].items():
        own = a[Kind.SEGMENT].get(id_)
        if isinstance(own, Segment) and isinstance(other, Segment) and own is not other:
            joined[Kind.SEGMENT][id_] = _with_position_b(own, other)
    return joined


def _with_position_b(own: Segment, other: Segment) -> Segment:
    return replace(own, position_b=other.position_b) if own.line == other.line else own


def _arrived(path: Path) -> Arrived:
    found = read_opened(path)
    signed = tuple(f"{each.side} {each.key_id}" for each in found.members.signatures)
    return Arrived(path, found.document, signed)


def _change_set(one: Arrived) -> ChangeSet:
    if not isinstance(one.document, ChangeSet):
        raise Refused(f"{one.path.name} is {called(one.document)}; choose a change set of each side.")
    return one.document


def _base(at_hand: Base | bytes | None, a: ChangeSet, b: ChangeSet, beside: tuple[Path, Path]) -> Base | None:
    if a.base != b.base:
        return None  # refused in a moment, with both named
    ground = decoded(at_hand) if isinstance(at_hand, bytes) else at_hand
    return ground if isinstance(ground, Base) and ground.sha256 == a.base else find_base(a.base, beside)


def _after(base: Base | None, changes: ChangeSet) -> Layers:
    if base is None:
        return no_layers()
    layers = layers_of(base)
    return apply(layers, deltas_of(changes, layers))
