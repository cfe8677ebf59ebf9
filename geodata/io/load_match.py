"""Matching: which rows of a source are new to a project, which are in it just so, and which with other content."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import numpy as np
from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.changes.soundness import check_sound
from geodata.errors import ConfiniaError, InvalidFeature
from geodata.geometry.straight import check_stated, doubted
from geodata.io.load_fields import Fields
from geodata.io.load_own import default_of
from geodata.io.load_report import Note, Refusal, Remark, rows_in_words
from geodata.io.load_shapes import Shapes
from geodata.io.mapping import is_uuid
from geodata.model.feature import TYPES, Feature, Kind
from geodata.model.grid import Point
from geodata.model.line import Line
from geodata.model.profile import JointProfile
from geodata.model.project import Project, no_layers
from geodata.model.route import Route
from geodata.model.segment import Segment
from geodata.model.status import Side

Identity = Callable[[str], str]
Layer = Mapping[str, Feature]

_JOINT = ("delimitation", "legal_force", "demarcation")
_CALLED = {Kind.TURNING_POINT: "label", Kind.MARKER: "number"}


class Coming(NamedTuple):
    """What a load brings: how it makes identifiers, the id of its source, and whether its table is one of ours."""

    identity: Identity
    origin: str
    own: bool = False


class Item(NamedTuple):
    """One part on its way: its row and its place in the source (both from 0), its UUID, and its fields."""

    row: int
    ordinal: int
    id: str
    given: dict[str, Any]


@dataclass
class Matched:
    """What the rows come to, each with its row: new features, features there just so, and changes to those that differ.

    `different` holds changes also when they are not taken; their rows are refused then. `places` is the part of the
    source (from 0) that became each feature, by id.
    """

    features: list[tuple[int, Feature]] = field(default_factory=list)
    unchanged: list[tuple[int, Feature]] = field(default_factory=list)
    different: list[tuple[int, Delta]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    stripped: set[int] = field(default_factory=set)
    places: dict[str, int] = field(default_factory=dict)


@dataclass
class _Project:
    """What is known of one kind in the project, and how far a file may change it."""

    kind: Kind
    by_id: dict[str, Feature]
    by_source: dict[str, list[Feature]]
    protected: tuple[str, ...]
    identified: bool
    origin: str
    own: bool
    sources: Layer
    fixed: tuple[str, ...] = ()
    taken: set[str] = field(default_factory=set)


def match(shapes: Shapes, fields: Fields, kind: Kind, project: Project, coming: Coming, update: bool) -> Matched:
    """Return what the good rows come to; rows that cannot be taken are refused in `shapes`, and always whole."""
    found = Matched()
    known = _known(project, kind, fields, coming)
    for item in _unique(list(_items(shapes, fields, kind, coming.identity)), shapes):
        try:
            _place(item, known, shapes, found, update)
        except ConfiniaError as problem:
            said = f"it cannot be taken: {problem.sentence.rstrip('.')}"
            shapes.refuse(item.row, Refusal.UNREADABLE, said, _at(item.given, shapes))
    for listed in (found.features, found.unchanged):
        listed[:] = [pair for pair in listed if shapes.good[pair[0]]]
    _remark(found, shapes, fields)
    _remark_known_places(found, known)
    _remark_straight(found, project.settings.profile)
    return found


def _known(project: Project, kind: Kind, fields: Fields, coming: Coming) -> _Project:
    by_id = dict(project.layers[kind])
    by_source: dict[str, list[Feature]] = {}
    for feature in by_id.values() if fields.identified else ():
        by_source.setdefault(getattr(feature, "source_id", ""), []).append(feature)
    by_source.pop("", None)
    other = "position_b" if project.settings.side is Side.A else "position_a"
    protected = (*_JOINT, other) if kind is Kind.SEGMENT else ()
    sources = project.layers[Kind.SOURCE]
    fixed = ("straight",) if project.settings.base else ()  # what is in the base was stated before it was made
    return _Project(kind, by_id, by_source, protected, fields.identified, coming.origin, coming.own, sources, fixed)


def _items(shapes: Shapes, fields: Fields, kind: Kind, identity: Identity) -> Iterator[Item]:
    lines = kind in (Kind.SEGMENT, Kind.ROUTE)
    made = iter(_lines(shapes) if lines else ())
    counts = np.bincount(shapes.rows, minlength=len(shapes.good)).tolist()
    last, number = -1, 0
    for ordinal, row in enumerate(shapes.rows.tolist()):
        number = number + 1 if row == last else 1
        last = row
        if not shapes.good[row]:
            continue
        source_id, uuid = fields.ids[row], fields.uuids[row]
        id_ = uuid if is_uuid(uuid) else ""
        if counts[row] > 1:
            source_id = f"{source_id}:{number}"
            id_ = str(uuid5(UUID(id_), str(number))) if id_ else ""
        given = {name: values[row] for name, values in fields.values.items()}
        given["source_id"] = source_id
        given |= {"line": next(made)} if lines else {"point": _point(shapes, ordinal)}
        if counts[row] > 1 and kind is Kind.SEGMENT:
            given.setdefault("part", source_id)
        yield Item(row, ordinal, id_ or identity(source_id or f"row {row + 1}"), given)


def _lines(shapes: Shapes) -> list[Line]:
    """The lines of the parts of good rows, in order."""
    counts = np.diff(shapes.offsets)
    kept = shapes.good[shapes.rows]
    offsets = np.concatenate([[0], np.cumsum(counts[kept])]).astype(np.int64)
    return Line.many(shapes.xy[np.repeat(kept, counts)], offsets, shapes.grid) if kept.any() else []


def _point(shapes: Shapes, part: int) -> tuple[int, int]:
    x, y = shapes.xy[shapes.offsets[part]].tolist()
    return x, y


def _unique(items: list[Item], shapes: Shapes) -> Iterator[Item]:
    """Give the items whose identifiers are new in this file; refuse the rows of the others."""
    seen: dict[str, int] = {}
    for item in items:
        for name in filter(None, (item.given["source_id"], item.id)):
            if seen.setdefault(name, item.ordinal) != item.ordinal:
                first = next(other.row for other in items if other.ordinal == seen[name])
                said = f"row {first + 1} has the identifier {name} already"
                shapes.refuse(item.row, Refusal.DUPLICATE, said, _at(item.given, shapes))
    return (item for item in items if shapes.good[item.row])


def _place(item: Item, known: _Project, shapes: Shapes, found: Matched, update: bool) -> None:
    old = known.by_id.get(item.id)
    if old is None and known.identified:
        named = known.by_source.get(item.given["source_id"], [])
        if len(named) > 1:
            said = f"{len(named)} features of the project are called {item.given['source_id']}"
            shapes.refuse(item.row, Refusal.IN_PROJECT, said, _at(item.given, shapes))
            return
        old = named[0] if named else None
    if old is None:
        feature = _new(item, known, found)
        found.features.append((item.row, feature))
        found.places[feature.id] = item.ordinal
    elif old.id in known.taken:
        said = f"another row is {old.id} of the project already"
        shapes.refuse(item.row, Refusal.DUPLICATE, said, _at(item.given, shapes))
    else:
        known.taken.add(old.id)
        _compare(item, old, known, shapes, found, update)


def _new(item: Item, known: _Project, found: Matched) -> Feature:
    given = item.given
    if given.get("origin", "") not in known.sources:  # only a table of ours says where it had its numbers from
        given["origin"] = known.origin
    for name in known.protected:
        if name in given and given[name] != (default := default_of(known.kind, name)):
            given[name] = default
            found.stripped.add(item.row + 1)
    if known.kind is Kind.SEGMENT:
        given.setdefault("order", item.ordinal + 1)
    if known.kind in _CALLED and known.identified:
        given.setdefault(_CALLED[known.kind], given["source_id"])
    return _sound(TYPES[known.kind](id=item.id, **given))


def _compare(item: Item, old: Feature, known: _Project, shapes: Shapes, found: Matched, update: bool) -> None:
    if not known.identified:
        del item.given["source_id"]
    if isinstance(old, Segment) and old.part:
        item.given["part"] = item.given.get("part", old.part)
    item.given.pop("origin", None)
    changed = [name for name, value in item.given.items() if getattr(old, name) != value]
    if not (known.own and {"line", "point"}.isdisjoint(changed)):
        item.given["origin"] = known.origin
    barred = [name for name in changed if name in known.protected + known.fixed]
    at = _at(item.given, shapes)
    if barred:
        said = f"it would change {_listed(barred)}, which is not for one side to move"
        shapes.refuse(item.row, Refusal.PROTECTED, said, at)
    elif not changed:
        found.unchanged.append((item.row, old))
    elif "line" in changed and isinstance(old, Segment) and (old.position_a or old.position_b):
        said = "its line is another one, but positions rest on the line in the project; load it as a variant"
        shapes.refuse(item.row, Refusal.PROTECTED, said, at)
    else:
        found.different.append((item.row, Delta(old, _sound(replace(old, **item.given)))))
        found.places[old.id] = item.ordinal
        if not update:
            said = f"it is in the project already with other content: {_listed(changed)}"
            shapes.refuse(item.row, Refusal.IN_PROJECT, said, at)


def _sound(feature: Feature) -> Feature:
    """Return the feature; raise InvalidFeature or DocumentRefused for what a table of ours cannot say of it.

    That is positions that reach beyond its line, and legs that are straight in nothing known.
    """
    stated = getattr(feature, "straight", "")
    if check_stated(stated) != stated:
        raise InvalidFeature(f"“{stated}” is not how it is written what is straight; write {check_stated(stated)}.")
    if isinstance(feature, Segment) and (feature.position_a or feature.position_b):
        check_sound(no_layers(), [replace(feature, origin="")], feature.line.grid)
    return feature


def _remark_straight(found: Matched, profile: JointProfile) -> None:
    """Warn of legs on which it matters what straight means, where nobody said."""
    silent = [
        (row, each.line) for row, each in found.features if isinstance(each, Segment | Route) and not each.straight
    ]
    doubts = [(silent[number][0] + 1, doubt) for number, doubt in doubted([line for _, line in silent], profile)]
    if not doubts:
        return
    rows = tuple(sorted({row for row, _ in doubts}))
    worst, doubt = max(doubts, key=lambda each: each[1].apart_mm)
    said = (
        f"Nobody said what is straight in the lines of this source, and in {rows_in_words(rows)} it matters: between "
        f"the geodesic and a straight line in {doubt.name} lie up to {doubt.apart_mm / 1000:.2f} m, on leg {doubt.leg} "
        f"of row {worst}. State which is meant (--straight)."
    )
    found.remarks.append(Remark(code=Note.STRAIGHT, sentence=said, rows=rows))


def _remark(found: Matched, shapes: Shapes, fields: Fields) -> None:
    counts = np.bincount(shapes.rows, minlength=len(shapes.good))
    several = (np.flatnonzero((counts > 1) & shapes.good) + 1).tolist()
    if several:
        first = fields.ids[several[0] - 1]
        said = f"Each part of {rows_in_words(several)} became a feature of its own: {first}:1, {first}:2, ..."
        found.remarks.append(Remark(code=Note.PARTS, sentence=said, rows=tuple(several)))
    stripped = sorted(found.stripped)
    if stripped:
        said = f"Joint status and positions of the other side were not taken from {rows_in_words(stripped)}."
        found.remarks.append(Remark(code=Note.PROTECTED, sentence=said, rows=tuple(stripped)))
    _remark_same_lines(found)


def _remark_same_lines(found: Matched) -> None:
    seen: dict[Line, int] = {}
    same, earlier = [], 0
    for row, feature in found.features:
        line = getattr(feature, "line", None)
        if line is not None and seen.setdefault(line, row) != row:
            same.append(row + 1)
            earlier = seen[line] + 1
    if same:
        first = "that of row " + str(earlier) if len(same) == 1 else "those of earlier rows"
        said = f"The line of {rows_in_words(same)} is the same as {first}; each was taken."
        found.remarks.append(Remark(code=Note.SAME_LINE, sentence=said, rows=tuple(same)))


def _remark_known_places(found: Matched, known: _Project) -> None:
    """A file loaded twice is often found by this alone: rows without identifiers are new whenever it was saved."""
    held = {_lies(feature): feature for feature in known.by_id.values()} if found.features else {}
    there = [(row + 1, held[place]) for row, feature in found.features if (place := _lies(feature)) in held]
    if there:
        rows = [row for row, _ in there]
        first = getattr(there[0][1], "source_id", "") or there[0][1].id
        said = (
            f"In {rows_in_words(rows)} is exactly what the project has already ({first}), under another identifier; "
            "each was taken. Was this file loaded before?"
        )
        found.remarks.append(Remark(code=Note.SAME_LINE, sentence=said, rows=tuple(rows)))


def _lies(feature: Feature) -> Line | Point | None:
    return getattr(feature, "line", None) or getattr(feature, "point", None)


def _listed(names: list[str]) -> str:
    words = [name.replace("_", " ") for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _at(given: dict[str, Any], shapes: Shapes) -> tuple[float, float]:
    return shapes.world.degrees_of(given["point"] if "point" in given else given["line"].start)
