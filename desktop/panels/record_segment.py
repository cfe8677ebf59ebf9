"""The record of a segment: how it stands, what each side says of which stretch, on which sources, and the notes."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.dialogs.figures import metres
from desktop.dialogs.words import word
from desktop.panels.parts import GRID, card, chip, figures, flat, label, readable, rule
from desktop.panels.record_sheets import sheet_rows, sheets_title
from desktop.panels.record_straight import stated_said
from geodata.geometry import measure
from geodata.geometry import stretch as stretches
from geodata.model.annotation import Annotation, PrivateNote
from geodata.model.names import Name, label_of
from geodata.model.project import Project
from geodata.model.segment import Segment, Standing
from geodata.model.source import Source
from geodata.model.status import Demarcation, LegalForce, Position, Reason, Side, picture
from geodata.model.stretch import Stretch
from geodata.model.variant import Variant, VariantState

_LONGEST_MEASURED = 50_000_000
MOST_ROWS = 60
"""Stretches listed one by one; the strip shows the rest."""

_SAID = set(Position) - {Position.NONE}

translate = QCoreApplication.translate
Choose = Callable[[Stretch], object]


def segment_parts(project: Project, segment: Segment, chosen: Stretch | None, choose: Choose) -> list[QWidget]:
    """Return the record of a segment, or of one stretch of it, from top to bottom."""
    inside = chosen or stretches.whole(segment)
    parts: list[QWidget] = [label(_title(segment, chosen), "title", wrap=True)]
    parts += [readable(names, "muted") for names in _names(segment.names)]
    parts += [_chips(segment, inside), *_measures(project, segment, chosen)]
    parts += _section(translate("Record", "Stretches"), _stretch_rows(segment, chosen, choose))
    parts += _section(translate("Record", "Positions"), _positions(project, segment, inside))
    parts += _section(translate("Record", "Lines"), _variants(project, segment, inside))
    parts += _section(translate("Record", "Notes"), note_cards(project, segment.id, inside))
    parts += _section(sheets_title(), sheet_rows(project, segment, inside))
    return parts


def span(start: int, end: int) -> str:
    """Return two chainages in millimetres as kilometres: 7.200 – 10.500."""
    return f"{start / 1e6:,.3f} \u2013 {end / 1e6:,.3f}"


def note_cards(project: Project, target: str, inside: Stretch | None = None) -> list[QWidget]:
    """Return one card for each note on a feature, those on other stretches left out."""
    everything: list[Annotation | PrivateNote] = [*project.all(Annotation), *project.all(PrivateNote)]
    notes = [note for note in everything if note.target == target]
    near = [note for note in notes if not (note.stretch and inside) or _meet(note.stretch, inside)]
    return [note_card(note) for note in sorted(near, key=lambda note: note.written, reverse=True)]


def note_card(note: Annotation | PrivateNote) -> QWidget:
    """Return a note with who wrote it and whether it travels."""
    if isinstance(note, PrivateNote):
        origin = translate("Record", "private, stays here")
    else:
        origin = translate("Record", "shared \u00b7 {0} \u00b7 {1}").format(note.by, word(note.type))
    place = [span(note.stretch.start.at, note.stretch.end.at) + " km"] if note.stretch else []
    written = note.written.replace("T", " ").replace("Z", " UTC")
    return card(readable(note.text), readable(" \u00b7 ".join(filter(None, [origin, *place, written])), "small"))


class StretchRow(QFrame):
    """One stretch in the list; a click or Enter chooses it."""

    def __init__(self, text: str, chips: QLabel, said: str, slot: Callable[[], object], chosen: bool) -> None:
        """Show `text` with a chip and what the sides say; call `slot` when picked."""
        super().__init__()
        self._slot = slot
        self.setProperty("row", "true")
        self.setProperty("chosen", "true" if chosen else "false")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{text}, {chips.text()}, {said}")
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID // 2, 2, GRID // 2, 2)
        row.setSpacing(GRID)
        row.addWidget(label(text))
        row.addStretch(1)
        row.addWidget(label(said, "small"))
        row.addWidget(chips)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._slot()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._slot()
        else:
            super().keyPressEvent(event)


def _title(segment: Segment, chosen: Stretch | None) -> str:
    name = segment.source_id or segment.id[:8]
    called = translate("Record", "Section {0}, {1}").format(segment.section, name) if segment.section else name
    return f"{called}, {span(chosen.start.at, chosen.end.at)}" if chosen else called


def _names(names: tuple[Name, ...]) -> list[str]:
    """A's and B's names at equal size; those of both once."""
    sides = [tuple(name for name in names if name.used_by in ("", side)) for side in Side]
    both = dict.fromkeys(label_of(side, "") for side in sides)
    return [" / ".join(filter(None, both))] if any(both) else []


def _chips(segment: Segment, inside: Stretch) -> QWidget:
    """How it stands: what is said of the line above, the two joint axes below."""
    shown = dict.fromkeys(picture(a, b) for start, end, a, b in _pieces(segment, inside))
    force, ground = segment.legal_force, segment.demarcation
    axes = [translate("Record", "no legal force") if force is LegalForce.NONE else word(force)]
    axes.append(translate("Record", "not demarcated") if ground is Demarcation.NONE else word(ground))
    made = QWidget()
    column = flat(QVBoxLayout(made), GRID // 2)
    column.addLayout(_in_a_row([chip(one.value, one.value) for one in shown]))
    column.addLayout(_in_a_row([chip(text) for text in axes]))
    return made


def _in_a_row(chips: list[QLabel]) -> QHBoxLayout:
    row = flat(QHBoxLayout(), GRID // 2)
    for one in chips:
        row.addWidget(one)
    row.addStretch(1)
    return row


def _measures(project: Project, segment: Segment, chosen: Stretch | None) -> list[QWidget]:
    whole = measure.length(segment.line)
    method = project.settings.profile.method
    rows = [figures(translate("Record", "Length"), metres(chosen.length if chosen else whole), method)]
    if chosen:
        rows.append(figures(translate("Record", "Of the segment's"), metres(whole), method))
    rows.append(figures(translate("Record", "Delimitation"), word(segment.delimitation)))
    return rows


def _section(heading: str, inside: list[QWidget]) -> list[QWidget]:
    return [rule(), label(heading, "section"), *inside] if inside else []


def _stretch_rows(segment: Segment, chosen: Stretch | None, choose: Choose) -> list[QWidget]:
    pieces = stretches.pieces(segment)
    rows: list[QWidget] = []
    for start, end, a, b in pieces[:MOST_ROWS]:
        shown = picture(a, b)
        said = " \u00b7 ".join(f"{side} {word(one)}" for side, one in zip(Side, (a, b), strict=True) if one in _SAID)
        place = stretches.stretch(segment, start, end)
        same = chosen is not None and (chosen.start.at, chosen.end.at) == (start, end)
        rows.append(StretchRow(span(start, end), chip(shown.value, shown.value), said, _choosing(choose, place), same))
    if len(pieces) > MOST_ROWS:
        rest = translate("Record", "and {0} more; the strip shows them all").format(len(pieces) - MOST_ROWS)
        rows.append(label(rest, "small"))
    return rows


def _choosing(choose: Choose, place: Stretch) -> Callable[[], object]:
    return lambda: choose(place)


def _positions(project: Project, segment: Segment, inside: Stretch) -> list[QWidget]:
    return [
        _position_card(project, side, standing)
        for side in Side
        for standing in segment.standings(side)
        if _meet(standing.stretch, inside) and (standing.note or standing.sources or standing.reason)
    ][:MOST_ROWS]


def _position_card(project: Project, side: Side, standing: Standing) -> QWidget:
    head = _side_line(side, word(standing.position), span(standing.stretch.start.at, standing.stretch.end.at))
    inside: list[QWidget] = [head]
    if standing.note:
        inside.append(readable(standing.note))
    if standing.reason is not Reason.UNSTATED:
        inside.append(label(translate("Record", "reason: {0}").format(word(standing.reason)), "small"))
    inside += [_source_line(project, source) for source in standing.sources]
    return card(*inside)


def _source_line(project: Project, id_: str) -> QLabel:
    found = next((one for one in project.all(Source) if one.id == id_), None)
    if found is None:
        return readable(translate("Record", "a source that is not in the register"), "small")
    survey = translate("Record", "survey {0}").format(found.survey_year) if found.survey_year else ""
    duty = translate("Record", "duty {0}").format(found.duty_year) if found.duty_year else ""
    scale = f"1:{found.scale:,}".replace(",", "\u202f") if found.scale else ""
    facts = [found.title, found.sheet, found.number, scale, found.date, survey, duty]
    return readable(" \u00b7 ".join(fact for fact in facts if fact), "small")


def _variants(project: Project, segment: Segment, inside: Stretch) -> list[QWidget]:
    lines = [one for one in project.all(Variant) if one.segment == segment.id and _meet(one.stretch, inside)]
    return [_variant_card(project, segment, one) for one in lines]


def _variant_card(project: Project, segment: Segment, variant: Variant) -> QWidget:
    name = variant.label or translate("Record", "{0}'s line").format(variant.proposed_by)
    place = span(variant.stretch.start.at, variant.stretch.end.at)
    facts = [metres(measure.length(variant.line)), _apart(segment, variant), variant.basis]
    if variant.state is not VariantState.ACTIVE:
        facts.append(word(variant.state))
    facts.append(translate("Record", "between its points: {0}").format(stated_said(project, variant.straight)))
    line = " \u00b7 ".join(fact for fact in facts if fact)
    return card(_side_line(variant.proposed_by, name, place), readable(line, "small"))


def _apart(segment: Segment, variant: Variant) -> str:
    """How far the line lies from the base's; not said of lines too long to be measured while somebody waits."""
    start, end = variant.stretch.start.at, variant.stretch.end.at
    if end - start > _LONGEST_MEASURED or end > measure.length(segment.line):
        return ""
    apart, _ = measure.separation(variant.line, measure.cut(segment.line, start, end))
    return translate("Record", "up to {0} from the base's line").format(metres(round(apart * 1000), 1))


def _side_line(side: Side, text: str, place: str) -> QWidget:
    made = QWidget()
    row = flat(QHBoxLayout(made), GRID)
    row.addWidget(label(side.value, f"side-{side.value.lower()}"))
    row.addWidget(label(text, wrap=True), 1)
    row.addWidget(label(place, "small"))
    return made


def _pieces(segment: Segment, inside: Stretch) -> list[tuple[int, int, Position, Position]]:
    start, end = inside.start.at, inside.end.at
    return [piece for piece in stretches.pieces(segment) if piece[0] < end and start < piece[1]]


def _meet(a: Stretch, b: Stretch) -> bool:
    return a.start.at < b.end.at and b.start.at < a.end.at
