"""Verifying: each document by itself, then how they hang together; needs no project."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from geodata.changes.base import Base, layers_of
from geodata.changes.changeset import ChangeSet, deltas_of
from geodata.changes.compare import grids_apart
from geodata.changes.document import Document
from geodata.errors import BaseMismatch, ConfiniaError, DocumentRefused, HashMismatch, ProfileMismatch
from geodata.geometry.profiles import profile_hash
from geodata.model.status import Side


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: the document in it, or why it was refused."""

    name: str
    document: Document | None = None
    problem: ConfiniaError | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """How a document hangs together with another: a sentence, and the problem when it does not."""

    sentence: str
    problem: ConfiniaError | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What verifying found, in the order in which the files were named."""

    files: tuple[Checked, ...]
    links: tuple[Link, ...]

    @property
    def problem(self) -> ConfiniaError | None:
        """The first thing wrong, None when all is well."""
        problems = [one.problem for one in self.files] + [one.problem for one in self.links]
        return next((problem for problem in problems if problem is not None), None)

    @property
    def exit_code(self) -> int:
        """The exit code of the first thing wrong, 0 when all is well."""
        return self.problem.exit_code if self.problem else 0


def verified(files: list[Checked]) -> Report:
    """Return what is to be said of files that were read: one by one, and together."""
    bases = [(one.name, one.document) for one in files if isinstance(one.document, Base)]
    sets = [(one.name, one.document) for one in files if isinstance(one.document, ChangeSet)]
    links = [*_lineage(bases), *_starts(bases, sets), *_sequences(sets), *_profiles(sets)]
    return Report(tuple(files), tuple(links))


def _lineage(bases: list[tuple[str, Base]]) -> Iterator[Link]:
    known = {base.sha256: (name, base) for name, base in bases}
    for name, base in bases:
        if base.previous not in known:
            if base.previous:
                yield Link(f"{name} follows a base that is not among these files ({base.previous[:12]}).")
            continue
        before_name, before = known[base.previous]
        if before.number + 1 != base.number:
            yield _broken(DocumentRefused(f"{name} is base {base.number}, but follows base {before.number}."))
        else:
            yield Link(f"{name} follows {before_name}.")


def _starts(bases: list[tuple[str, Base]], sets: list[tuple[str, ChangeSet]]) -> Iterator[Link]:
    known = {base.sha256: (name, base) for name, base in bases}
    for name, changes in sets:
        if changes.base in known:
            yield _fit(name, changes, *known[changes.base])
        elif bases:
            yield _broken(
                BaseMismatch(f"{name} starts from a base that is not among these files ({changes.base[:12]}).")
            )
        else:
            yield Link(f"{name} starts from base {changes.base[:12]}, which was not given; it was not laid on it.")


def _fit(name: str, changes: ChangeSet, base_name: str, base: Base) -> Link:
    if changes.profile.grid != base.profile.grid:
        return _broken(ProfileMismatch(grids_apart(name, changes.profile, base_name, base.profile)))
    try:
        deltas_of(changes, layers_of(base))
    except ConfiniaError as problem:
        return _broken(DocumentRefused(f"{name} does not fit {base_name}. {problem}"))
    if changes.profile != base.profile:
        adopted = profile_hash(changes.profile)[:12]
        return Link(
            f"{name} starts from {base_name} and fits it; its side has adopted the joint profile {adopted} since."
        )
    return Link(f"{name} starts from {base_name} and fits it.")


def _sequences(sets: list[tuple[str, ChangeSet]]) -> Iterator[Link]:
    """Each side numbers its change sets on a base without a gap, and each names the one before by its hash."""
    chains: dict[tuple[str, Side], dict[int, tuple[str, ChangeSet]]] = defaultdict(dict)
    for name, changes in sets:
        chain = chains[changes.base, changes.side]
        other_name, other = chain.setdefault(changes.sequence, (name, changes))
        if other.sha256 != changes.sha256:
            yield _broken(_doubled(changes, name, other_name))
    for chain in chains.values():
        for number, (name, changes) in sorted(chain.items()):
            if number > 1:
                yield _follows(name, changes, chain)


def _follows(name: str, changes: ChangeSet, chain: Mapping[int, tuple[str, ChangeSet]]) -> Link:
    before = chain.get(changes.sequence - 1)
    if before is None:
        return Link(f"{name} follows change set {changes.sequence - 1} of side {changes.side}, which was not given.")
    if before[1].sha256 != changes.previous:
        return _broken(HashMismatch(f"{name} names another change set before it than {before[0]}."))
    return Link(f"{name} follows {before[0]}.")


def _profiles(sets: list[tuple[str, ChangeSet]]) -> Iterator[Link]:
    """The last of each side on one base compare only under one profile; that is nothing broken, but has to be known."""
    last: dict[tuple[str, Side], tuple[str, ChangeSet]] = {}
    for name, changes in sets:
        known = last.setdefault((changes.base, changes.side), (name, changes))
        if known[1].sequence < changes.sequence:
            last[changes.base, changes.side] = name, changes
    for (base, side), (name, changes) in last.items():
        other = last.get((base, side.other))
        if side is Side.A and other is not None and other[1].profile != changes.profile:
            yield Link(
                f"{name} and {other[0]} were made under different joint profiles; they compare when one side has "
                "adopted the other's."
            )


def _doubled(changes: ChangeSet, name: str, other: str) -> DocumentRefused:
    return DocumentRefused(
        f"{other} and {name} are both change set {changes.sequence} of side {changes.side}, but they differ; "
        f"ask side {changes.side} which one it stands by."
    )


def _broken(problem: ConfiniaError) -> Link:
    return Link(problem.sentence, problem)
