"""Items: what the parts of a comparison found, with place, lines, separation and the operations they stand for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from geodata.changes.authority import own_position
from geodata.changes.codec import canonical
from geodata.changes.comparing import compare_lines, compare_positions
from geodata.changes.comparing.claims import apart, box_of, lines_in
from geodata.changes.comparing.compare_against import Clashes, Pairs, clashes
from geodata.changes.comparing.compare_drawn import drawings, line_drawn, lines_apart, points_apart
from geodata.changes.comparing.compare_fields import Group, as_one, groups
from geodata.changes.comparing.compare_parts import parts_told
from geodata.changes.comparing.compare_relations import Case, decided, judged, relation_of, reopens
from geodata.changes.comparing.compare_shown import bounds_of, label_in, lines_of, segment_of, spots_of
from geodata.changes.comparing.comparison import POSITION, Apart, Drawing, Item, Lines, Part, Relation, Verdict
from geodata.changes.comparing.ground import Ground, Touched
from geodata.changes.delta import Key
from geodata.changes.edits import Op
from geodata.changes.merging.three_way import lines_together
from geodata.changes.parts import WHOLE
from geodata.model.feature import TRAVELLING, Kind
from geodata.model.line import Line
from geodata.model.profile import Tier
from geodata.model.status import Side
from geodata.model.variant import Variant

SIDES = tuple(Side)

_Both = tuple[Touched | None, Touched | None]


@dataclass
class Agenda:
    """What a comparison goes through; `still_open` names by feature the items that were open when the base was made."""

    ground: Ground
    still_open: Mapping[str, str]
    changed: dict[Side, int] = field(default_factory=lambda: dict.fromkeys(Side, 0))
    """Millimetres along which each side changed what it says, of itself; known once the items are."""

    def items(self) -> Iterator[Item]:
        """Yield every item: each part of either side's operations is in exactly one."""
        ground = self.ground
        met: set[Key] = set()
        for meeting in compare_lines.meetings(ground):
            met |= {(Kind.VARIANT, one.edit.id) for one in meeting.a + meeting.b}
            yield self._meeting(meeting)
        for first, second, both in _said_to_be_one(ground):
            if not met & {first, second}:
                met |= {first, second}
                yield replace(self._group(first, as_one(*both), both), also=second[1])
        for key in dict.fromkeys((*ground.touched[Side.A], *ground.touched[Side.B])):
            if key not in met:
                yield from self._feature(key)

    @cached_property
    def _clashes(self) -> Clashes:
        return clashes(self.ground)

    def _feature(self, key: Key) -> Iterator[Item]:
        a, b = both = self.ground.touched[Side.A].get(key), self.ground.touched[Side.B].get(key)
        told: set[str] = set()
        if key[0] is Kind.SEGMENT and all(one is None or one.edit.op is Op.MODIFY for one in (a, b)):
            said = {side: compare_positions.said(self.ground, side, key[1]) for side in SIDES}
            for overlap in compare_positions.overlaps(said[Side.A], said[Side.B]):
                yield self._position(key, overlap, both)
            for side in SIDES:
                spans = compare_positions.changed(said[side])
                self.changed[side] += sum(end - start for start, end in spans)
                if compare_positions.told(said[side], spans):
                    told.add(own_position(side))
        for group in groups(a, b, frozenset(told)):
            yield self._group(key, group, both)

    def _position(self, key: Key, overlap: compare_positions.Overlap, both: _Both) -> Item:
        ground, segment = self.ground, key[1]
        lines = lines_in(ground, segment, overlap.start, overlap.end, overlap.ends)
        between = apart(ground, segment, overlap.start, lines)
        verdict = judged(overlap.verdict, between)
        held = ground.segment(segment)
        item = Item(
            id="",
            verdict=verdict,
            relation=Relation.ONE_SIDE,
            kind=POSITION,
            feature=segment,
            segment=segment,
            label=ground.label(Kind.SEGMENT, segment),
            start=overlap.start,
            end=overlap.end,
            length=overlap.end - overlap.start,
            fields=overlap.fields,
            apart=between,
            box=box_of((lines.base, lines.a, lines.b), () if lines.base else overlap.ends),
            lines=lines,
            tier=self._tier(between, lines),
            **_numbered(both, {side: (overlap.part(side),) for side in SIDES if verdict.of(side)}),
        )
        against_decision = held is not None and held.delimitation.decided and reopens(overlap.fields[0], verdict)
        return self._judged(item, [key], decided=against_decision)

    def _meeting(self, meeting: compare_lines.Meeting) -> Item:
        ground, (start, end) = self.ground, meeting.span
        lines = _across(ground, meeting)
        between = apart(ground, meeting.segment, start, lines)
        runs = {Side.A: meeting.a, Side.B: meeting.b}
        parts = {side: tuple(Part(one.edit.number, name) for one in run for name in parts_told(one))
                 for side, run in runs.items()}  # fmt: skip
        keys = sorted((Kind.VARIANT, one.edit.id) for one in meeting.a + meeting.b)
        item = Item(
            id="",
            verdict=meeting.verdict,
            relation=Relation.ONE_SIDE,
            kind=Kind.VARIANT,
            feature=keys[0][1],
            segment=meeting.segment,
            label=ground.label(Kind.SEGMENT, meeting.segment),
            start=start,
            end=end,
            fields=compare_lines.rows(meeting),
            apart=between,
            box=box_of((lines.base, lines.a, lines.b)),
            lines=lines,
            tier=self._tier(between, lines),
            drawn_a=self._drawn_across(meeting.a, lines.base, lines.a),
            drawn_b=self._drawn_across(meeting.b, lines.base, lines.b),
            edits_a=tuple(one.edit.number for one in meeting.a),
            edits_b=tuple(one.edit.number for one in meeting.b),
            parts_a=parts[Side.A],
            parts_b=parts[Side.B],
        )
        changed = frozenset(part.name.partition("/")[0] for run in parts.values() for part in run)
        return self._judged(
            item, keys, changed=changed, decided=any(decided(ground, key, changed, SIDES) for key in keys)
        )

    def _group(self, key: Key, group: Group, both: _Both) -> Item:
        ground, (kind, id_) = self.ground, key
        feature = ground.held(kind, id_)
        segment = segment_of(ground, kind, id_, feature)
        stretch = getattr(feature, "stretch", None)
        spots, lines = spots_of(*both), lines_of(ground, segment, stretch, *both)
        drawn = drawings(group, both, ground.profile)
        between, tier = self._between(group, both)
        item = Item(
            id="",
            verdict=group.verdict,
            relation=Relation.ONE_SIDE,
            kind=kind,
            feature=id_,
            segment=segment,
            label=label_in(ground, id_, feature, segment),
            start=stretch.start.at if stretch else None,
            end=stretch.end.at if stretch else None,
            fields=group.fields,
            apart=between,
            box=bounds_of(ground, lines, spots, feature),
            lines=lines,
            spots=spots,
            tier=tier,
            drawn_a=drawn[Side.A],
            drawn_b=drawn[Side.B],
            **_numbered(both, group.parts),
        )
        return self._judged(
            item,
            [key],
            changed=group.changed,
            removed=any(one is not None and one.edit.op is Op.DELETE for one in both),
            both=_both_touched(both),
            together=self._together(group, both),
            decided=decided(ground, key, group.changed, [side for side in SIDES if group.verdict.of(side)]),
        )

    def _judged(self, item: Item, keys: list[Key], **more: Any) -> Item:
        """The item with its relation, with what it clashes with, and under the hash of what it says."""
        edits = [(side, key) for key in keys for side in SIDES if item.verdict.of(side)]
        built, along = _among(self._clashes.built, edits), _among(self._clashes.along, edits)
        case = Case(
            item.kind, item.verdict, item.fields, tier=item.tier, against=bool(built), crossed=bool(along), **more
        )
        said = [item.kind, item.feature, item.segment, item.start, item.end, item.verdict, item.fields]
        return replace(
            item,
            id=sha256(canonical(said)).hexdigest()[:16],  # the operations' numbers are not part of it
            relation=relation_of(case),
            against=built or along,
            still_open=next((self.still_open[id_] for _, id_ in keys if id_ in self.still_open), ""),
        )

    def _tier(self, between: Apart | None, lines: Lines) -> Tier | None:
        return None if between is None else self.ground.profile.tier(between.millimetres, lines.a == lines.b)

    def _drawn_across(self, run: tuple[Touched, ...], base: Line | None, claim: Line | None) -> Drawing | None:
        """What a side's alternative line does to the line it replaces, or what was done to it since the base."""
        if len(run) == 1 and (before := getattr(run[0].before, "line", None)) is not None:
            after = getattr(run[0].after, "line", None)
            return line_drawn(before, after, self.ground.profile) if before != after else None
        return line_drawn(base, claim, self.ground.profile) if run and base != claim else None

    def _between(self, group: Group, both: _Both) -> tuple[Apart | None, Tier | None]:
        """How far apart what both sides have lies, where at least one side changed where it is."""
        if not group.changed & {"line", "point", WHOLE}:
            return None, None
        before = next((one.before for one in both if one is not None and one.before is not None), None)
        a, b = (before if one is None else one.after for one in both)
        first, second = (getattr(each, "line", None) for each in (a, b))
        if first is not None and second is not None:
            return lines_apart(first, second, self.ground.profile)
        spots = [getattr(each, "point", None) for each in (a, b)]
        if spots[0] is not None and spots[1] is not None:
            return points_apart(spots[0], spots[1], self.ground.profile)
        return None, None

    def _together(self, group: Group, both: _Both) -> bool:
        """Whether both redrew one line in vertices so far apart that the changes go together."""
        if group.verdict is not Verdict.DIFFERENT or group.changed != {"line"}:
            return False
        a, b = both
        base, one, other = (getattr(state, "line", None) for state in (a and a.before, a and a.after, b and b.after))
        if base is None or one is None or other is None:
            return False
        return lines_together(base, one, other, self.ground.profile.tolerances.rounding_mm / 1000) is not None


def _across(ground: Ground, meeting: compare_lines.Meeting) -> Lines:
    """The base's line and both claims where alternative lines meet; without the base the lines that are known."""
    lines = lines_in(ground, meeting.segment, *meeting.span)
    if lines.base is not None:
        return lines
    drawn = [[one.feature.line for one in run if isinstance(one.feature, Variant)] for run in (meeting.a, meeting.b)]
    return Lines(None, *(run[0] if run else None for run in drawn))


def _said_to_be_one(ground: Ground) -> Iterator[tuple[Key, Key, tuple[Touched, Touched]]]:
    """What A added and what B added, where both say that it is one thing; the smaller identifier first."""
    for pair, sides in ground.aliases.items():
        if len(sides) < len(Side):
            continue
        for kind in TRAVELLING:
            for here, there in (pair, pair[::-1]):
                a, b = ground.touched[Side.A].get((kind, here)), ground.touched[Side.B].get((kind, there))
                if a is not None and b is not None and a.edit.op is b.edit.op is Op.ADD:
                    yield (kind, pair[0]), (kind, pair[1]), (a, b)


def _among(pairs: Pairs, edits: list[tuple[Side, Key]]) -> tuple[str, ...]:
    return tuple(sorted({id_ for edit in edits for id_ in pairs.get(edit, ())})) if pairs else ()


def _both_touched(both: _Both) -> bool:
    """Whether both sides touched a feature, beside what each says along it."""
    return all(
        one is not None and bool(one.edit.fields - {own_position(side)}) for side, one in zip(SIDES, both, strict=True)
    )


def _numbered(both: _Both, parts: Mapping[Side, tuple[str, ...]]) -> dict[str, Any]:
    """The operations that an item stands for, and their parts."""
    found: dict[str, Any] = {}
    for side, one in zip(SIDES, both, strict=True):
        names = parts.get(side, ()) if one is not None else ()
        if one is not None and names:
            found[f"edits_{side.lower()}"] = (one.edit.number,)
            found[f"parts_{side.lower()}"] = tuple(Part(one.edit.number, name) for name in names)
    return found
