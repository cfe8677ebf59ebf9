"""The load dialog on coordinate lists of the region, and the ways to answer it by hand and by keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from desktop.dialogs.loading import LoadDialog
from desktop.jobs import JobRunner
from desktop.session import Session
from geodata.geometry.crs import published, transform_back
from geodata.io.mapping import Target
from geodata.io.store import Store
from geodata.model.profile import WGS84, JointProfile
from geodata.model.project import Settings
from geodata.model.status import Side
from tests.geodata.strategies import line, segment

PLACES = np.array([[45.0 + 0.001 * step, 41.0 - 0.01 * step] for step in range(9)])
"""Degrees of WGS 84, along the line that the project holds."""


@contextmanager
def desk(folder: Path, profile: JointProfile = WGS84) -> Iterator[tuple[Session, JobRunner]]:
    """An open project that holds one segment through the places."""
    jobs = JobRunner()
    session = Session(jobs)
    held = () if profile is not WGS84 else (segment(1, line=line(*map(tuple, PLACES.tolist()))),)
    Store.create(folder / "p.gpkg", Settings(title="Valley", side=Side.A, profile=profile), held).close()
    session.open(folder / "p.gpkg")
    yield session, jobs
    session.close()
    jobs.close()


def sk42(operation: str = "EPSG:15865", system: str = "EPSG:28408") -> np.ndarray:
    """The places in metres of SK-42, x east and y north."""
    (way,) = (each for each in published(system) if each.code == operation)
    return transform_back(PLACES, way)


def table(path: Path, headings: str, rows: np.ndarray, decimals: int = 2) -> Path:
    """A list of numbered places with two columns of numbers."""
    lines = [f"{101 + row},{a:.{decimals}f},{b:.{decimals}f}" for row, (a, b) in enumerate(rows)]
    path.write_text("\n".join([f"number,{headings}", *lines]) + "\n")
    return path


def opened(desk: tuple[Session, JobRunner], qtbot, path: Path, target: Target = Target.TURNING_POINTS) -> LoadDialog:
    """The dialog on a file, its rows to become something."""
    session, jobs = desk
    dialog = LoadDialog(session, jobs, path)
    qtbot.addWidget(dialog)
    dialog.show()
    jobs.wait()
    dialog.choose_role(target)
    jobs.wait()
    QCoreApplication.sendPostedEvents()
    return dialog


def seen(dialog: LoadDialog, jobs: JobRunner) -> None:
    """What was answered is tried on the first rows."""
    dialog._pause.stop()
    dialog._see()
    jobs.wait()
    QCoreApplication.sendPostedEvents()  # what was added to a layout is shown


def state(dialog: LoadDialog, jobs: JobRunner, crs: str = "", axes: str = "", pin: str = "", kind: str = "") -> None:
    """Answer by hand: the reference system, the order of axes, the operation, what the source is."""
    gate = dialog.form.gate
    if crs:
        gate.crs.show_answer(crs)
        gate.crs.stated.emit()
        seen(dialog, jobs)
    if axes:
        gate.axes.buttons[axes].click()
        seen(dialog, jobs)
    if pin:
        gate.operation.buttons[pin].click()
        seen(dialog, jobs)
    if kind:
        gate.kind.show_value("" if kind == "not stated" else kind)
        gate.kind.activated.emit(gate.kind.currentIndex())


def focused(dialog: LoadDialog) -> QWidget:
    """What has the keyboard in the dialog."""
    return dialog.focusWidget()


def tab_to(qtbot, dialog: LoadDialog, wanted: QWidget) -> None:
    """Go on with the Tab key until something has the keyboard."""
    for _ in range(80):
        if focused(dialog) is wanted:
            return
        qtbot.keyClick(focused(dialog), Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {wanted.accessibleName() or wanted}.")
