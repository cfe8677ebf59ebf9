"""Everything written in notes, shared and private; picking one selects what it is about."""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
from PySide6.QtCore import QCoreApplication

from desktop.dialogs.words import word
from desktop.models.feature_table import Column
from desktop.models.sorting import Truths
from desktop.panels.parts import empty_state
from desktop.panels.record_other import title_of
from desktop.panels.record_segment import span
from desktop.panels.table import Choice, TablePanel
from desktop.selection import Selection
from desktop.session import Session
from geodata.model.annotation import Annotation, PrivateNote
from geodata.model.feature import Feature, Kind, kind_of
from geodata.model.status import Side

Note = Annotation | PrivateNote
translate = QCoreApplication.translate
_KINDS = (Kind.ANNOTATION, Kind.PRIVATE_NOTE)


def notes_table(session: Session, selection: Selection) -> TablePanel:
    """Return the table of notes."""
    columns = [
        Column(translate("Notes", "Note"), lambda found: [" ".join(one.text.split()) for one in _notes(found)]),
        Column(translate("Notes", "On"), lambda found: [_subject(session, one) for one in _notes(found)]),
        Column(translate("Notes", "Stretch, km"), lambda found: [_place(one) for one in _notes(found)]),
        Column(translate("Notes", "By"), lambda found: [_by(one) for one in _notes(found)]),
        Column(translate("Notes", "About"), lambda found: [_about(one) for one in _notes(found)]),
        Column(translate("Notes", "Written (UTC)"), lambda found: [_written(one) for one in _notes(found)]),
    ]
    choices = [Choice(translate("Notes", "All notes"))]
    choices += [Choice(translate("Notes", "by {0}").format(side), _by_side(side)) for side in Side]
    choices.append(Choice(translate("Notes", "private"), _private))
    empty = empty_state(
        translate("Notes", "No note has been written yet."),
        translate(
            "Notes", "Select a segment or a stretch and press N. A shared note travels; a private one stays here."
        ),
    )
    picked = _Picked(session, selection)
    name = translate("Notes", "Notes")
    panel = TablePanel(session, selection, name, _KINDS, columns, choices, empty, picked.select)
    panel.shown_asked.connect(picked.show)
    return panel


class _Picked:
    """Turns a picked note into a selection of what it is about."""

    def __init__(self, session: Session, selection: Selection) -> None:
        self._session, self._selection = session, selection

    def select(self, features: Sequence[Feature]) -> None:
        if not features:
            return
        note = _notes(features)[0]
        subject = _target(self._session, note)
        if subject is None:
            return
        kind = kind_of(subject)
        if note.stretch is not None and kind is Kind.SEGMENT:
            self._selection.choose_stretch(note.target, note.stretch)
        else:
            self._selection.select(kind, (note.target,))

    def show(self, ids: list[str]) -> None:
        layers = self._session.project.layers
        found = [layers[kind][id_] for kind in _KINDS for id_ in ids if id_ in layers[kind]]
        self._selection.show([note.target for note in _notes(found)])


def _notes(found: Sequence[Feature]) -> Sequence[Note]:
    return cast(Sequence[Note], found)


def _target(session: Session, note: Note) -> Feature | None:
    return next((layer[note.target] for layer in session.project.layers.values() if note.target in layer), None)


def _subject(session: Session, note: Note) -> str:
    subject = _target(session, note)
    return title_of(subject) if subject else translate("Notes", "something that is gone")


def _place(note: Note) -> str:
    return span(note.stretch.start.at, note.stretch.end.at) if note.stretch else ""


def _by(note: Note) -> str:
    return note.by.value if isinstance(note, Annotation) else translate("Notes", "private")


def _about(note: Note) -> str:
    return word(note.type) if isinstance(note, Annotation) else ""


def _written(note: Note) -> str:
    return note.written.replace("T", " ").removesuffix("Z")


def _by_side(side: Side) -> Callable[[Sequence[Feature]], Truths]:
    return lambda found: np.array([isinstance(one, Annotation) and one.by is side for one in found], dtype=np.bool_)


def _private(found: Sequence[Feature]) -> Truths:
    return np.array([isinstance(one, PrivateNote) for one in found], dtype=np.bool_)
