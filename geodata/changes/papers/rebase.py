"""The rebase: a side's own changes, made on one joint base, carried to a later one, by their author alone.

First the list of what becomes of every piece; then, once the author left out what cannot be carried, the changes on the
new base. What the new base says is never overwritten without being on the list.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from geodata.changes.authority import check_authority, check_held
from geodata.changes.comparing.ground import label_of
from geodata.changes.delta import Delta, Key, apply, diff
from geodata.changes.documents.base import Base, Head, layers_of
from geodata.changes.documents.chain import check_heads
from geodata.changes.documents.changeset import ChangeSet, deltas_of
from geodata.changes.documents.comparable import grids_apart
from geodata.changes.documents.document import called
from geodata.changes.edits import change_of, edit_of
from geodata.changes.leaning import after_first_change, leans_on, redraws, said_along
from geodata.changes.merging.loom import place
from geodata.changes.papers.bits import Bit, bits_of, needs_of
from geodata.changes.papers.carrying import Bases, Carried, Carry, carried
from geodata.changes.papers.papers import laid_on
from geodata.changes.papers.pick import pick, taken_apart
from geodata.changes.soundness import check_sound
from geodata.errors import BaseMismatch, ConfiniaError, DocumentRefused, ProfileMismatch, Refused
from geodata.model.annotation import PrivateNote
from geodata.model.feature import TRAVELLING, Feature, Kind
from geodata.model.project import Layers
from geodata.model.status import Side

_OPERATION = re.compile(r"^Operation 1 \(.*?\) of side . ")
"""How a sentence begins that speaks of an operation of a change set, where there is none yet."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One line of the list, under an identifier that a person can type."""

    id: str
    carried: Carried

    @property
    def carry(self) -> Carry:
        """What becomes of it."""
        return self.carried.carry


@dataclass(frozen=True)
class Plan:
    """What becomes of everything a side changed since its base, on a later base; nothing is done by it.

    `changes` says it all as one change set on the old base. `steps` are the bases that follow, the new one last;
    `notes` the private notes along lines that the new base draws anew: they stay as they are, to be placed again.
    """

    old: Base
    steps: tuple[Base, ...]
    changes: ChangeSet
    moved: tuple[Moved, ...]
    notes: tuple[PrivateNote, ...] = ()

    @property
    def new(self) -> Base:
        """The base to which the changes are carried."""
        return self.steps[-1]

    def of(self, carry: Carry) -> tuple[Moved, ...]:
        """Return the lines of the list to which this happens."""
        return tuple(each for each in self.moved if each.carry is carry)

    @cached_property
    def _needs(self) -> Mapping[Bit, set[Bit]]:
        return needs_of([each.carried.bit for each in self.moved])

    def deltas(self, leave_out: Collection[str] = ()) -> list[Delta]:
        """Return the changes on the new base without some lines of the list; raise Refused where that cannot be.

        What cannot be carried has to be left out, and with anything what leans on it.
        """
        left = {each.carried.bit: each for each in self._named(leave_out)}
        stuck = [each.id for each in self.of(Carry.STUCK) if each.carried.bit not in left]
        if stuck:
            raise Refused(
                f"{len(stuck)} of the changes cannot be carried to base {self.new.number}. Leave them out by name, and "
                f"they are written to a file of their own: {', '.join(stuck[:8])}{' and more' if stuck[8:] else ''}."
            )
        for each in self.moved:
            missing = [left[bit].id for bit in self._needs.get(each.carried.bit, ()) if bit in left]
            if missing and each.carried.bit not in left and each.carry is not Carry.AT_ONE:
                raise Refused(f"{each.id} leans on {missing[0]}, which is left out; leave it out too.")
        return checked(self, [each.carried.bit for each in self.moved if each.carried.bit not in left])

    def left_out(self, leave_out: Collection[str]) -> ChangeSet | None:
        """Return what is left out, with what it leans on, as a working paper on the old base; None for nothing."""
        bits = {each.carried.bit.name for each in self._named(leave_out)}
        if not bits:
            return None
        return pick(self.old, taken_apart(self.old, self.changes), [lambda bit: bit.name in bits]).document

    def _named(self, ids: Collection[str]) -> list[Moved]:
        known = {each.id: each for each in self.moved}
        unknown = next((id_ for id_ in ids if id_ not in known), None)
        if unknown is not None:
            raise Refused(f"There is no {unknown} on the list of what becomes of the changes.")
        return [known[id_] for id_ in ids]


def plan(
    old: Base,
    steps: Iterable[Base],
    changes: ChangeSet,
    handed: ChangeSet | None = None,
    notes: Iterable[PrivateNote] = (),
) -> Plan:
    """Return what becomes of a side's changes on the last of some bases that follow theirs.

    `handed` is the change set of theirs that the new base took in, where it did. Raise BaseMismatch when the bases do
    not follow each other, ProfileMismatch for another joint grid, DocumentRefused for changes that do not fit.
    """
    line = lineage(old, steps)
    layers, new = layers_of(old), layers_of(line[-1])
    deltas = deltas_of(changes, layers)
    known = laid_on(old, {}, handed) if handed is not None else layers
    bases = Bases(layers, new, known, said_along(diff(layers, new)), changes.profile, changes.side)
    bits = bits_of(deltas, changes.side)
    found = _settled(_carried(bits, bases), bits, bases)
    listed = tuple(Moved(sha256(each.bit.name.encode()).hexdigest()[:8], each) for each in found)
    return Plan(old, line, changes, listed, tuple(note for note in notes if _is_displaced(note, bases)))


def lineage(old: Base, steps: Iterable[Base]) -> tuple[Base, ...]:
    """Return bases in order, each following the one before, from `old` on, whether that is among them or not.

    Raise Refused where there is no other, BaseMismatch, ProfileMismatch, or ChainBroken for one that knows less.
    """
    others = {base.sha256: base for base in steps if base.sha256 != old.sha256}
    line = sorted(others.values(), key=lambda base: base.number)
    if not line:
        raise Refused(f"The project starts from base {old.number} already; there is nothing to carry.")
    before = old
    for base in line:
        if base.number < old.number:
            raise BaseMismatch(
                f"The {called(base)} comes before {called(old)}, from which the project starts; a rebase goes onward."
            )
        if base.number == old.number or (base.number == before.number + 1 and base.previous != before.sha256):
            raise BaseMismatch(f"The {called(base)} does not follow {called(before)} of the project; it is another's.")
        if base.number != before.number + 1:
            raise BaseMismatch(f"Between {called(before)} and {called(base)} others are missing; give them too.")
        if base.profile.grid != old.profile.grid:
            raise ProfileMismatch(grids_apart(f"The {called(base)}", base.profile, "the project's", old.profile))
        check_heads(f"The {called(base)}", base, called(before), before)
        before = base
    return tuple(line)


def check_own_head(old: Base, new: Base, side: Side, sent: Mapping[int, str]) -> Head | None:
    """Return where a side's chain stands in a new base; raise Refused when the project knows otherwise, or less.

    `sent` are the side's own links by number, as far as they were handed over from this project.
    """
    head, before = (next((head for head in base.heads if head.side is side), None) for base in (new, old))
    if head is None:
        return None
    known = dict(sent) | ({before.sequence: before.sha256} if before else {})
    here = max(known, default=0)
    if head.sequence > here:
        raise Refused(
            f"Base {new.number} takes in change set {head.sequence} of side {side}, but this project has handed over "
            f"none beyond {here}. Rebase in the project that did."
        )
    if known.get(head.sequence, head.sha256) != head.sha256:
        raise Refused(
            f"Base {new.number} takes in another change set {head.sequence} of side {side} ({head.sha256[:12]}) than "
            f"this project has handed over ({known[head.sequence][:12]})."
        )
    return head


def checked(plan_: Plan, bits: Sequence[Bit]) -> list[Delta]:
    """Return what some pieces come to on the new base; raise Refused when that does not hold together there."""
    new = layers_of(plan_.new)
    bases = Bases(layers_of(plan_.old), new, new, {}, plan_.changes.profile, plan_.changes.side)
    deltas = _deltas(_carried(bits, bases), new)
    for problem in _problems(deltas, bases):
        raise Refused(f"Without what is left out, the rest does not hold together on the new base: {problem[1]}")
    return deltas


def _carried(bits: Sequence[Bit], bases: Bases) -> list[Carried]:
    """Return what becomes of pieces, those of one feature one upon another."""
    states: dict[Key, Feature | None] = {}
    found = []
    for bit in bits:
        kind, id_ = bit.key
        each = carried(bit, bases, states.get(bit.key, bases.new[kind].get(id_)))
        if each.carry in (Carry.CARRIED, Carry.OTHERWISE):
            states[bit.key] = each.state
        found.append(each)
    return found


def _deltas(found: Iterable[Carried], new: Layers) -> list[Delta]:
    states = {each.bit.key: each.state for each in found if each.carry in (Carry.CARRIED, Carry.OTHERWISE)}
    pairs = [(new[kind].get(id_), states[kind, id_]) for kind, id_ in sorted(states, key=place)]
    return [Delta(old, state) for old, state in pairs if old != state]


def _settled(found: list[Carried], bits: Sequence[Bit], bases: Bases) -> list[Carried]:
    """Return the list once what leans on what cannot be carried cannot either, and the rest holds together."""
    needs = needs_of(bits)
    stuck = {each.bit: each.why for each in found if each.carry is Carry.STUCK}
    asked = {each.bit for each in found if each.carry is not Carry.AT_ONE}
    while True:
        while leaning := {bit for bit in asked - stuck.keys() if not needs.get(bit, set()).isdisjoint(stuck)}:
            stuck |= dict.fromkeys(leaning, "it leans on what cannot be carried")
        standing = _carried([bit for bit in bits if bit not in stuck], bases)
        problems = _problems(_deltas(standing, bases.new), bases)
        more = {
            each.bit: said
            for key, said in problems
            for each in standing
            if each.bit.key == key and each.carry is not Carry.AT_ONE
        }
        if not more:
            again = {each.bit: each for each in standing}
            return [again.get(each.bit) or replace(each, carry=Carry.STUCK, why=stuck[each.bit]) for each in found]
        stuck |= more


def _problems(deltas: Sequence[Delta], bases: Bases) -> list[tuple[Key, str]]:
    """Return the features whose changes cannot be on the new base, with what is to be said of each."""
    after = apply(bases.new, deltas)
    grid, found = bases.profile.grid, []
    gone = {delta.key[1]: delta.key for delta in deltas if delta.new is None}
    for delta in deltas:
        try:
            edit = edit_of(1, change_of(delta), grid, newer=True)
            check_authority(edit, bases.side)
            check_held(edit, bases.side, bases.new)
            if delta.new is not None:
                _check_named(bases.old, after, delta.new)
                check_sound(after, [delta.new], grid)
        except ConfiniaError as problem:
            found.append((delta.key, _OPERATION.sub("it ", str(problem))))
    for kind in TRAVELLING if gone else ():
        for feature in after[kind].values():
            found += [(gone[id_], "something in the new base leans on it") for id_ in leans_on(feature) if id_ in gone]
    return found


def _check_named(old: Layers, after: Layers, feature: Feature) -> None:
    for id_ in leans_on(feature):
        for kind in TRAVELLING:
            if id_ in old[kind] and id_ not in after[kind]:
                named = f"{kind.replace('_', ' ')} {label_of(old[kind][id_]) or id_}"
                raise DocumentRefused(f"it leans on {named}, which is no longer there")


def _is_displaced(note: PrivateNote, bases: Bases) -> bool:
    old, new = (layers[Kind.SEGMENT].get(note.target) for layers in (bases.old, bases.new))
    if old is None or note.stretch is None:
        return False
    moved = Delta(old, new)
    return new is None or (redraws(moved) and after_first_change(moved, note.stretch.end.at))
