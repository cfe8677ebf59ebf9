"""Every control of panels, dialogs and workspaces says what it is to those who hear the window instead of seeing it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from desktop.dialogs.keys import KeysDialog
from desktop.dialogs.loading import LoadDialog
from desktop.dialogs.marking import MarkPanel
from desktop.dialogs.new_project import NewProjectDialog
from desktop.dialogs.note import NotePanel
from desktop.dialogs.profile import ProfileDialog
from desktop.dialogs.receiving import ReceiveDialog
from desktop.dialogs.source import SourcePanel
from desktop.dialogs.variant import VariantPanel
from desktop.jobs import JobRunner
from desktop.panels.strip import Strip
from desktop.publish.workspace import PublishWorkspace
from desktop.review.workspace import ReviewWorkspace
from desktop.selection import Selection
from desktop.session import Session
from geodata.model.project import Settings
from geodata.model.status import Side
from tests.geodata.strategies import segment

_QT = {"QTableCornerButton", "QComboBoxListView", "QHeaderView", "QLineEditIconButton"}


@pytest.fixture
def parts(qtbot, tmp_path: Path) -> Iterator[list[QWidget]]:
    jobs = JobRunner()
    session, selection = Session(jobs), Selection()
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A), (segment(1),))
    file = tmp_path / "points.csv"
    file.write_text("number,x,y\n101,45.0,41.0\n")
    made = [
        Strip(session, selection),
        MarkPanel(session, selection),
        NotePanel(session, selection),
        SourcePanel(session, selection),
        VariantPanel(session, selection, jobs),
        NewProjectDialog(session, jobs),
        ProfileDialog(session, jobs),
        LoadDialog(session, jobs, file),
        ReviewWorkspace(session, jobs),
        PublishWorkspace(session, jobs),
        KeysDialog(session, jobs),
        ReceiveDialog(session, jobs),
    ]
    for part in made:
        qtbot.addWidget(part)
    jobs.wait()
    yield made
    session.close()
    jobs.close()


def controls(part: QWidget) -> list[QWidget]:
    """What can be worked in a part, without what Qt puts inside its own controls."""
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView)
    found = [one for one in [part, *part.findChildren(QWidget)] if isinstance(one, kinds)]
    inside = [one for one in found if isinstance(one.parentWidget(), QComboBox) or one.metaObject().className() in _QT]
    return [one for one in found if one not in inside and not one.objectName().startswith("qt_")]


def test_every_control_says_what_it_is(parts):
    silent = [
        f"{type(part).__name__}: {one.metaObject().className()} {one.objectName()}"
        for part in parts
        for one in controls(part)
        if not one.accessibleName() and not (isinstance(one, QAbstractButton) and one.text())
    ]
    assert silent == []


def test_there_are_controls_to_ask(parts):
    assert all(controls(part) or part.accessibleName() for part in parts)
    assert sum(len(controls(part)) for part in parts) > 60
