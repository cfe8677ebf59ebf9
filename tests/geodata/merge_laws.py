"""What has to hold of every merge, whatever the two sides did; each law raises AssertionError where it is broken."""

from collections import Counter
from collections.abc import Iterable

from geodata.changes.codec import canonical
from geodata.changes.delta import Delta, Key, apply, diff
from geodata.changes.documents.base import layers_of
from geodata.changes.documents.changeset import deltas_of
from geodata.changes.documents.merge_document import checked_merge, merged_layers
from geodata.changes.documents.open_items import Conflict
from geodata.changes.edits import Change, change_of, delta_of, edit_of
from geodata.changes.line_edit import line_edit
from geodata.changes.merging.loom import Sides
from geodata.changes.merging.merge import Merged, merge
from geodata.changes.merging.same import of_nobody
from geodata.changes.merging.weave import Fate, Told, woven
from geodata.changes.parts import WHOLE, held, parts_of, taken
from geodata.errors import ConfiniaError
from geodata.model.feature import Feature
from geodata.model.profile import JointProfile
from geodata.model.project import Layers
from geodata.model.status import Side
from tests.geodata.three_ways import case
from tests.geodata.worlds import World, mirrored_delta, mirrored_layers

WOVEN = (Fate.APPLIED, Fate.AT_ONE)


def check_laws(found: World) -> Merged:
    """Hold every law against one world, and return its merge."""
    layers = layers_of(found.base)
    sides = {changes.side: {delta.key: delta for delta in deltas_of(changes, layers)} for changes in (found.a, found.b)}
    merged = merge(found.base, found.a, found.b)
    assert merged.document.data == merge(found.base, found.b, found.a).document.data, "B with A gives other bytes"
    assert checked_merge(merged.document) is merged.document
    _every_part_has_one_fate(sides, merged)
    _what_is_said_to_be_woven_in_is(found, layers, sides, merged)
    _open_items_carry_what_is_open(layers, sides, merged)
    _the_other_side_fares_alike(layers, sides, merged)
    _nothing_of_one_side_alone_is_held(layers, sides, found.base.profile)
    if merged.document.open:
        again = merge(found.base, found.a, found.b, merged.document.open).document
        assert again.data == merged.document.data, "an item that was open before is another now"
    return merged


def broken_laws(numbers: Iterable[int]) -> list[tuple[int, str]]:
    """The numbers of the generated cases that break a law, each with the law or the failure."""
    found = []
    for number in numbers:
        try:
            check_laws(case(number))
        except (AssertionError, ConfiniaError, TypeError, ValueError, LookupError, AttributeError) as problem:
            found.append((number, f"{type(problem).__name__}: {problem}"))
    return found


def _every_part_has_one_fate(sides: Sides, merged: Merged) -> None:
    for said in merged.document.inputs:
        wanted = Counter((key, part) for key, delta in sides[said.side].items() for part in parts_of(delta))
        told = Counter((one.key, one.part) for one in merged.fates if one.side is said.side)
        assert told == wanted, "a part has no fate, or two"
        assert said.parts == said.applied + said.at_one + said.superseded + said.open == wanted.total()


def _what_is_said_to_be_woven_in_is(found: World, layers: Layers, sides: Sides, merged: Merged) -> None:
    after = merged_layers(merged.document, found.base)  # sound, and of the hash that is said
    deltas = diff(layers, after)
    woven_in = {(delta.key, part) for delta in deltas for part in parts_of(delta)}
    told = [one for one in merged.fates if one.fate in WOVEN]
    assert woven_in == {(one.key, one.part) for one in told}, "what is said to be applied is not what was"
    for one in told:
        _check_value(one, sides[one.side][one.key], after[one.key[0]].get(one.key[1]))
    by: dict[Key, set[str]] = {delta.key: set() for delta in deltas}
    for one in told:
        by[one.key].add(one.side)
    assert merged.document.by == tuple("".join(sorted(held_by)) for held_by in by.values())
    for one in merged.fates:
        assert one.fate is not Fate.SUPERSEDED or one.item in after[one.key[0]], "superseded by what is not there"


def _check_value(told: Told, delta: Delta, after: Feature | None) -> None:
    """A part that is woven in is as its side has it."""
    name, _, entry = told.part.partition("/")
    if told.part == WHOLE:
        assert after in (delta.new, of_nobody(delta.new))
    elif name == "line":
        runs = {run[1:] for run in line_edit(delta.old.line, delta.new.line).runs}
        assert runs <= {run[1:] for run in line_edit(delta.old.line, after.line).runs}
    elif entry:
        now, own = (held(name, getattr(state, name)) for state in (after, delta.new))
        assert now.get(entry) == own.get(entry)
    else:
        assert getattr(after, name) == getattr(delta.new, name)


def _open_items_carry_what_is_open(layers: Layers, sides: Sides, merged: Merged) -> None:
    carried: Counter[tuple[str, Side, Key, str]] = Counter()
    for item in merged.document.open:
        for side in Side:
            for delta in _deltas(item.of(side), layers, merged.document.profile):
                parts = parts_of(delta)
                carried.update((item.id, side, delta.key, part) for part in parts)
                assert delta.new == taken(sides[side][delta.key], parts), "an open item says something else"
    wanted = Counter((one.item, one.side, one.key, one.part) for one in merged.fates if one.fate is Fate.OPEN)
    assert carried == wanted, "the open items do not carry what is open"
    keys = Counter(key for item, key in {(item, key) for item, _, key, _ in wanted})
    assert not keys or max(keys.values()) == 1, "two open items share a feature"


def _the_other_side_fares_alike(layers: Layers, sides: Sides, merged: Merged) -> None:
    turned = {
        side: {key: mirrored_delta(delta) for key, delta in sides[side.other].items()} for side in Side
    }  # fmt: skip
    mirrored = woven(mirrored_layers(layers), turned, merged.document.profile)
    assert Counter((one.side.other, one.key, one.part, one.fate) for one in merged.fates) == Counter(
        (one.side, one.key, _OTHER.get(one.part, one.part), one.fate) for one in mirrored.fates
    ), "the other side fares otherwise"
    items = [
        (item.conflict, item.kind, item.feature, *(_mirrored(each, layers, merged) for each in (item.b, item.a)))
        for item in merged.document.open
    ]
    there = [(item.conflict, item.kind, item.feature, item.a, item.b) for item in mirrored.open]
    assert sorted(map(canonical, items)) == sorted(map(canonical, there)), "the open items are not the mirrored ones"


_OTHER = {"position_a": "position_b", "position_b": "position_a"}


def _mirrored(changes: Iterable[Change], layers: Layers, merged: Merged) -> tuple[Change, ...]:
    return tuple(change_of(mirrored_delta(delta)) for delta in _deltas(changes, layers, merged.document.profile))


def _nothing_of_one_side_alone_is_held(layers: Layers, sides: Sides, profile: JointProfile) -> None:
    for side in Side:
        alone = woven(layers, {side: sides[side], side.other: {}}, profile)
        assert {item.conflict for item in alone.open} <= {Conflict.DECIDED}, "held with nothing on the other side"


def _deltas(changes: Iterable[Change], layers: Layers, profile: JointProfile) -> list[Delta]:
    """Changes of an open item, as they can be laid on the base."""
    edits = [edit_of(number, change, profile.grid, newer=True) for number, change in enumerate(changes, start=1)]
    deltas = [delta_of(edit, layers) for edit in edits]
    apply(layers, deltas)
    return deltas
