"""Settling: what leans on something held back, or removed, is held back with it, until the rest holds together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from geodata.changes.delta import Delta, Key
from geodata.changes.documents.open_items import Conflict
from geodata.changes.leaning import Saying, first_change, leans_on, naming, redraws, sayings, split_off
from geodata.changes.merging.loom import Loom, Strand, place
from geodata.changes.parts import WHOLE
from geodata.changes.soundness import check_sound
from geodata.errors import DocumentRefused
from geodata.model.feature import TRAVELLING, Feature, Kind
from geodata.model.grid import JointGrid
from geodata.model.segment import Segment
from geodata.model.status import Side

_LINE = "line"


@dataclass
class Settling:
    """What has to be known of both sides' changes to tell what leans on what; found out once, when it is asked."""

    loom: Loom

    @cached_property
    def said(self) -> Mapping[Side, Mapping[str, list[Saying]]]:
        """By side and segment, what each side's changes say along it."""
        return {side: sayings(self.loom.sides[side].values()) for side in Side}

    @cached_property
    def splits(self) -> Mapping[Side, Mapping[str, list[Key]]]:
        """By side and segment, the additions of what was split from it."""
        return {side: split_off(self.loom.sides[side].values()) for side in Side}

    @cached_property
    def removed(self) -> list[Key]:
        """What either side removes, in order."""
        sides = self.loom.sides
        return [key for key in self.loom.keys if any(sides[side][key].new is None for side, _ in self.loom.nodes(key))]

    @cached_property
    def users(self) -> Mapping[str, set[Key]]:
        """By identifier the features that name it: those of both sides, and of the base where it is taken away or
        redrawn there."""
        found: dict[str, set[Key]] = defaultdict(set)
        deltas = [delta for side in Side for delta in self.loom.sides[side].values()]
        for delta in deltas:
            for used in (*leans_on(delta.old), *leans_on(delta.new)):
                found[used].add(delta.key)
        moved = {delta.feature.id: delta.key[0] for delta in deltas if delta.new is None or redraws(delta)}
        for kind in TRAVELLING if moved else ():
            if kind is Kind.SEGMENT and Kind.SOURCE not in moved.values():
                continue  # segments name sources and nothing else; there are many of them
            for id_, feature in self.loom.layers[kind].items():
                for used in leans_on(feature):
                    if used in moved:
                        found[used].add((kind, id_))
        return found

    def settle(self) -> None:
        """Hold back what leans on what is held back or removed, until nothing more has to be."""
        loom = self.loom
        while True:
            while loom.fresh:
                strand = loom.fresh.pop()
                loom.follow(strand[1], self._with(strand))
            for key, strands in [(key, self._missed(key)) for key in self.removed]:
                if strands:
                    loom.hold(key, Conflict.DELETED, [*loom.removing(key), *strands])
            if not loom.fresh:
                return

    def hold_along(self) -> None:
        """What one side says along a line, beyond where the other begins to redraw it, is measured on a line that is no
        more: both wait."""
        found = []
        for side in Side:
            for key, delta in self.loom.sides[side].items():
                if redraws(delta) and _LINE in self.loom.standing((side, key)):
                    found += [(key, strands) for strands in self._along(side, delta)]
        for key, strands in found:
            self.loom.hold(key, Conflict.ALONG, strands)
        self.settle()

    def hold_unsound(self, grid: JointGrid) -> None:
        """Hold back what goes together feature by feature but does not hold together as a whole.

        A feature holds in the base; so it does once all that was done to it and to what it names is held.
        """
        while unsound := self._unsound(grid):
            for key in unsound:
                feature = self.loom.state(key)
                about = {key, *(each for each in self.loom.keys if each[1] in leans_on(feature))}
                if strands := self._standing(sorted(about, key=place)):
                    self.loom.hold(strands[0][1], Conflict.UNSOUND, strands)
            if not self.loom.fresh:
                raise DocumentRefused("The base of this merge does not hold together by itself.")
            self.settle()

    def _with(self, strand: Strand) -> list[Strand]:
        """What one side, or both, can only have together with a strand that is held."""
        side, key, part = strand
        delta = self.loom.sides[side][key]
        found = []
        if part == WHOLE:
            added = delta.old is None
            for each in Side if added else (side,):
                found += self._naming(each, key[1], before=not added, after=added)
        if part in (WHOLE, _LINE) and key[0] is Kind.SEGMENT:
            found += [(side, child, WHOLE) for child in self.splits[side].get(key[1], ())]
            found += self._split(side, delta) if part == WHOLE else []
        if part == _LINE and redraws(delta):
            found += self._own_words(side, delta)
        return found

    def _naming(self, side: Side, name: str, before: bool = True, after: bool = True) -> list[Strand]:
        users = sorted(self.users.get(name, ()), key=place)
        edits = ((user, self.loom.sides[side].get(user)) for user in users)
        return [
            (side, user, part)
            for user, delta in edits
            if delta is not None
            for part in naming(delta, name, before, after)
        ]

    def _split(self, side: Side, delta: Delta) -> list[Strand]:
        """What a segment was split from cannot be cut short, or removed, without it."""
        parent = (Kind.SEGMENT, delta.new.parent if isinstance(delta.new, Segment) else "")
        cut = self.loom.sides[side].get(parent)
        if cut is None or cut.old is None:
            return []
        return [(side, parent, part) for part in (WHOLE, _LINE) if part in self.loom.parts((side, parent))]

    def _own_words(self, side: Side, delta: Delta) -> list[Strand]:
        """What a side says along the line as it has redrawn it."""
        said = self.said[side].get(delta.feature.id, ())
        start = first_change(delta) if said else 0
        return [(side, each.key, part) for each in said if max(each.before, each.after) > start for part in each.parts]

    def _along(self, side: Side, delta: Delta) -> list[list[Strand]]:
        """What the other side says along a line beyond where this one begins to redraw it, each with the redrawing."""
        loom, other = self.loom, side.other
        said = [each for each in self.said[other].get(delta.feature.id, ()) if each.after]
        own = loom.sides[other].get(delta.key)
        if not said or (own is not None and own.new is not None and own.new.line == delta.new.line):  # type: ignore[union-attr]
            return []
        start = first_change(delta, own if own is not None and _LINE in loom.standing((other, delta.key)) else None)
        return [
            [(side, delta.key, _LINE), *((other, each.key, part) for part in each.parts)]
            for each in said
            if each.after > start and not each.parts.isdisjoint(loom.standing((other, each.key)))
        ]

    def _missed(self, key: Key) -> list[Strand]:
        """What was done to features that name one which is removed, and that the removing side would not have so."""
        removing = self.loom.removing(key)
        found: list[Strand] = []
        for user in self.users.get(key[1], ()) if removing else ():
            sides = [side for side, _, _ in removing]
            if key[1] in leans_on(self.loom.state(user)) and not any(
                key[1] in leans_on(self.loom.own(side, user)) for side in sides
            ):
                found += [strand for side in Side for strand in self._by(side, user, key[1])]
        return found

    def _by(self, side: Side, user: Key, name: str) -> list[Strand]:
        delta = self.loom.sides[side].get(user)
        return [] if delta is None else [(side, user, part) for part in naming(delta, name)]

    def _standing(self, keys: Iterable[Key]) -> list[Strand]:
        return [strand for key in keys for node in self.loom.nodes(key) for strand in self.loom.strands(node)]

    def _unsound(self, grid: JointGrid) -> list[Key]:
        """The touched features, and those that name one, that do not hold together in what is woven."""
        loom = self.loom
        after = {kind: dict(layer) for kind, layer in loom.layers.items()}
        about = set(loom.keys)
        for kind, id_ in loom.keys:
            state = loom.state((kind, id_))
            if state is None:
                after[kind].pop(id_, None)
            else:
                after[kind][id_] = state
            about |= self.users.get(id_, set())
        there = [key for key in sorted(about, key=place) if key[1] in after[key[0]]]
        if _holds(after, [after[kind][id_] for kind, id_ in there], grid):
            return []
        return [(kind, id_) for kind, id_ in there if not _holds(after, [after[kind][id_]], grid)]


def _holds(after: Mapping[Kind, Mapping[str, Feature]], features: list[Feature], grid: JointGrid) -> bool:
    try:
        check_sound(after, features, grid)
    except DocumentRefused:
        return False
    return True
