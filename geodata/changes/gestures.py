"""Gestures: what a technician does, as pure functions from a project to the deltas it means.

A technician moves only the positions of the project's own side. The joint axes are never touched here.
"""

import re
from datetime import UTC, datetime
from uuid import uuid4

from msgspec.structs import asdict, replace

from geodata.changes.delta import Delta
from geodata.errors import InvalidFeature, NotFound, Refused
from geodata.geometry.measure import length, locate
from geodata.geometry.straight import check_stated
from geodata.geometry.stretch import anchor, between, check_on, overlaid
from geodata.model.alias import alias
from geodata.model.annotation import Annotation, NoteKind, PrivateNote
from geodata.model.feature import Feature, Kind
from geodata.model.line import Line
from geodata.model.names import nfc
from geodata.model.project import Project
from geodata.model.route import Route
from geodata.model.segment import Segment, Standing
from geodata.model.source import Source
from geodata.model.status import Position, Reason, Side, View
from geodata.model.stretch import Stretch
from geodata.model.variant import Variant, VariantState

LONGEST_TEXT = 20_000
"""Characters in a note, so that no document can be blown up by one."""

_IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_SMALLEST_SCALE = 1_000_000_000


def mark(
    project: Project,
    segment: Segment,
    stretch: Stretch,
    view: View,
    note: str = "",
    reason: Reason = Reason.UNSTATED,
    sources: tuple[str, ...] = (),
) -> list[Delta]:
    """Return the deltas that record the own side's view of a stretch; `view` OPEN takes earlier ones back.

    A disputed stretch with nothing said about why is allowed; a decided segment is marked as a proposal to reopen it.
    Raise InvalidFeature for a stretch off the segment, NotFound for an unknown source.
    """
    check_on(segment, stretch)
    _known_sources(project, sources)
    standing = Standing(
        stretch=stretch, position=view.position, note=_text(note), reason=reason, sources=tuple(sorted(set(sources)))
    )
    return _with_standings(project, segment, overlaid(segment, segment.standings(project.settings.side), standing))


def cite(project: Project, segment: Segment, stretch: Stretch, source: str) -> list[Delta]:
    """Return the deltas that add a source to what the own side says of a stretch.

    Raise Refused where it says nothing yet, because a source supports a position.
    """
    _known_sources(project, (source,))
    side = project.settings.side
    touched = [held for held in segment.standings(side) if _overlap(held.stretch, stretch)]
    if not touched:
        raise Refused("Mark the stretch first; a source is cited for a position.")
    standings = tuple(
        replace(held, sources=tuple(sorted({*held.sources, source}))) if held in touched else held
        for held in segment.standings(side)
    )
    return _with_standings(project, segment, standings)


def write_note(
    project: Project,
    target: str,
    text: str,
    stretch: Stretch | None = None,
    private: bool = False,
    kind: NoteKind = NoteKind.REMARK,
) -> list[Delta]:
    """Return the deltas that add a note on a feature; a private one never leaves. Raise InvalidFeature for none."""
    text = _text(text)
    if not text:
        raise InvalidFeature("The note is empty.")
    written = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if private:
        return [Delta(None, PrivateNote(id=new_id(), target=target, text=text, stretch=stretch, written=written))]
    by = project.settings.side
    note = Annotation(id=new_id(), target=target, by=by, text=text, type=kind, stretch=stretch, written=written)
    return [Delta(None, note)]


def add_source(project: Project, source: Source) -> list[Delta]:
    """Return the deltas that enter a source into the project's register; raise Refused for one of the other side.

    Raise InvalidFeature for one without a title, of a scale or year that cannot be, or with a text too long.
    """
    if source.offered_by is not project.settings.side:
        raise Refused("A source is entered by the side that offers it.")
    if not source.title.strip():
        raise InvalidFeature("A source needs a title.")
    if source.scale is not None and not 1 <= source.scale <= _SMALLEST_SCALE:
        raise InvalidFeature(f"A scale is the number after 1:, from 1 to {_SMALLEST_SCALE:,}.")
    if any(
        year is not None and not 1 <= year <= 9999 for year in (source.survey_year, source.print_year, source.duty_year)
    ):
        raise InvalidFeature("A year is a number from 1 to 9999.")
    for value in asdict(source).values():
        if isinstance(value, str):
            _text(value)
    return [Delta(None, source)]


def draw_variant(
    project: Project,
    segment: Segment,
    line: Line,
    label: str = "",
    basis: str = "",
    sources: tuple[str, ...] = (),
    origin: Source | None = None,
) -> list[Delta]:
    """Return the deltas that put the own side's alternative line on the table, from where it leaves the base's.

    The line's ends are located on the segment; they stay where they were drawn. `origin` is the source from which its
    coordinates were read, entered with it where it is new. Raise InvalidFeature when both ends fall on the same place.
    """
    _known_sources(project, sources)
    first, second = (locate(segment.line, end)[0] for end in (line.start, line.end))
    if first > second:
        first, second, line = second, first, Line(line.xy[::-1], line.grid)
    if line.closed and segment.line.closed:
        first, second = 0, length(segment.line)
    variant = Variant(
        id=new_id(),
        segment=segment.id,
        stretch=between(anchor(segment, first), anchor(segment, second)),
        proposed_by=project.settings.side,
        line=line,
        label=_text(label),
        basis=_text(basis),
        sources=tuple(sorted(set(sources))),
        origin=origin.id if origin else "",
    )
    entered = [Delta(None, origin)] if origin and origin.id not in project.layers[Kind.SOURCE] else []
    return [*entered, Delta(None, variant)]


def withdraw_variant(project: Project, variant: Variant) -> list[Delta]:
    """Return the deltas that take the own side's variant off the table, on record; raise Refused for another's."""
    if variant.proposed_by is not project.settings.side:
        raise Refused("Only the side that proposed a line can withdraw it.")
    return [Delta(variant, replace(variant, state=VariantState.WITHDRAWN))]


def state_straight(project: Project, feature: Feature, value: str) -> list[Delta]:
    """Return the deltas that say what the legs of a line are: "geodesic", "natural" or an EPSG code; "" takes it back.

    One's own alternative lines at any time; segments and routes only before there is a joint base, which holds for
    both. Raise InvalidFeature for what says nothing, Refused for what is not one's own or has no legs.
    """
    if not isinstance(feature, Segment | Route | Variant):
        raise Refused("Only a segment, a route or an alternative line has legs.")
    if isinstance(feature, Variant) and feature.proposed_by is not project.settings.side:
        raise Refused("Only the side that proposed a line can say what is straight in it.")
    if not isinstance(feature, Variant) and project.settings.base:
        raise Refused("The joint base holds for both sides; what is straight in it is stated before it is made.")
    changed = replace(feature, straight=check_stated(value))
    return [] if changed == feature else [Delta(feature, changed)]


def say_same(project: Project, one: str, other: str) -> list[Delta]:
    """Return the deltas that record the own side's word that two identifiers mean one thing; it holds once both say so.

    The other side's feature need not be in the project yet. Raise InvalidFeature for one identifier twice or what is
    none, NotFound where the project has neither, Refused for features of two kinds.
    """
    if one == other:
        raise InvalidFeature("Name two identifiers; a feature is one with itself.")
    for id_ in (one, other):
        if not _IDENTIFIER.fullmatch(id_):
            raise InvalidFeature(f"“{id_[:60]}” is not an identifier; type it as the comparison lists it.")
    kinds = {kind for kind, layer in project.layers.items() for id_ in (one, other) if id_ in layer}
    if not kinds:
        raise NotFound("This project has neither of the two; say it in the project of your side.")
    if len(kinds) > 1 or kinds & {Kind.ALIAS, Kind.PRIVATE_NOTE}:
        raise Refused("Only two features of one kind can be one thing.")
    said = alias(one, other, project.settings.side)
    return [] if said.id in project.layers[Kind.ALIAS] else [Delta(None, said)]


def remove(project: Project, feature: Feature) -> list[Delta]:
    """Return the deltas that remove a feature of one's own; raise Refused for what the other side or both hold."""
    by = getattr(feature, "by", None) or getattr(feature, "proposed_by", None) or getattr(feature, "offered_by", None)
    if isinstance(by, Side) and by is not project.settings.side:
        raise Refused("This belongs to the other side; only they can remove it.")
    if isinstance(feature, Source) and by is None and project.settings.base:
        raise Refused("This source came with the joint base; only both sides together can remove it.")
    if isinstance(feature, Segment) and feature.delimitation.decided:
        raise Refused("This segment was decided by both chairs; only they can reopen it.")
    if isinstance(feature, Segment) and feature.standings(project.settings.side.other):
        raise Refused("The other side has a position on this segment; it cannot be removed.")
    leaning = sum(feature.id in _leans_on(other) for layer in project.layers.values() for other in layer.values())
    if leaning:
        raise Refused(f"{leaning} other features of this project refer to it; remove those first.")
    return [Delta(feature, None)]


def new_id() -> str:
    """Return a new identifier for a feature that was made here."""
    return str(uuid4())


def _leans_on(feature: Feature) -> tuple[str, ...]:
    """Return the ids of what a feature could not do without."""
    origin = tuple(filter(None, (getattr(feature, "origin", ""),)))
    if isinstance(feature, Segment):
        return (*origin, *(source for held in feature.position_a + feature.position_b for source in held.sources))
    if isinstance(feature, Variant):
        return (*origin, feature.segment, *feature.sources)
    if isinstance(feature, Annotation):
        return (feature.target, *feature.sources)
    return (feature.target,) if isinstance(feature, PrivateNote) else origin


def _with_standings(project: Project, segment: Segment, standings: tuple[Standing, ...]) -> list[Delta]:
    if project.settings.side is Side.A:
        changed = replace(segment, position_a=standings)
    else:
        changed = replace(segment, position_b=standings)
    return [] if changed == segment else [Delta(segment, changed)]


def _known_sources(project: Project, sources: tuple[str, ...]) -> None:
    for source in sources:
        if source not in project.layers[Kind.SOURCE]:
            raise NotFound(f"There is no source {source} in this project's register.")


def _overlap(a: Stretch, b: Stretch) -> bool:
    return a.start.at < b.end.at and b.start.at < a.end.at


def _text(text: str) -> str:
    clean = nfc(text.strip())
    if len(clean) > LONGEST_TEXT:
        raise InvalidFeature(f"The text is longer than {LONGEST_TEXT:,} characters.")
    return clean


def position_view(position: Position) -> View:
    """Return the plain word for a position."""
    return {Position.ACCEPTS: View.AGREED, Position.NONE: View.OPEN}.get(position, View.DISPUTED)
