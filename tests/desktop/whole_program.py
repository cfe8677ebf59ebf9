"""The whole program in a test: a window with a small project, and the ways to wait for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from desktop.app.program import Program
from desktop.settings import Memory
from geodata.io.store import Store
from geodata.model.names import Name
from geodata.model.project import Settings
from geodata.model.route import Mode, Route
from geodata.model.status import Position, Side
from geodata.model.turning_point import TurningPoint
from tests.geodata.strategies import annotation, id_of, line, segment, standing

NORTH = line((45.0, 41.0), (45.01, 40.95), (45.0, 40.9))
SOUTH = line((45.0, 40.9), (45.03, 40.85), (45.02, 40.82))


def features():
    """Two segments end to end, one marked by both sides, with a route, a turning point and a note."""
    armenian, azerbaijani = Name(text="Արփի", used_by="A", language="hy"), Name(text="İncə", used_by="B", language="az")
    north = segment(1, line=NORTH, section="04", order=1, names=(armenian, azerbaijani))
    both = standing(0, 3000, Position.ACCEPTS, on=north), standing(3000, 5000, Position.REJECTS, "Ridge.", on=north)
    north = segment(1, line=NORTH, section="04", order=1, names=north.names, position_a=both, position_b=both[:1])
    south = segment(2, line=SOUTH, section="05", order=2)
    railway = Route(id=id_of(3), source_id="R-7", mode=Mode.RAIL, line=line((44.9, 40.9), (45.1, 40.93)))
    point = TurningPoint(id=id_of(4), point=NORTH.end, label="103")
    return north, south, railway, point, annotation(5, id_of(1), Side.A, "Seen from the road.")


def project_file(folder: Path, name: str = "valley.gpkg", side: Side = Side.A) -> Path:
    """A project file with these features, closed."""
    path = folder / name
    Store.create(path, Settings(title="Valley", side=side), features()).close()
    return path


@contextmanager
def running_program(qapp: QApplication, settings: Path) -> Iterator[Program]:
    """The program with its window on the screen; afterwards the application looks as before."""
    plain = QPalette(qapp.palette()), qapp.font(), qapp.style().objectName()
    program = Program(qapp, Memory(settings))
    crashes = []
    program.failures.crashed.disconnect()
    program.failures.crashed.connect(crashes.append)
    program.window.resize(1500, 900)
    program.window.show()
    try:
        yield program
    finally:
        program.window.close()
        program.window.deleteLater()
        program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qapp.setStyleSheet("")
        qapp.setPalette(plain[0])
        qapp.setFont(plain[1])
        qapp.setStyle(plain[2])
    assert crashes == []


def opened(program: Program, path: Path) -> None:
    """Open a project and wait until it is laid out."""
    program.files.open(path)
    settle(program)


def settle(program: Program) -> None:
    """Wait until every job has ended, those that other jobs began included."""
    for _ in range(3):
        program.jobs.wait()
        program.canvas.grab()
    program.jobs.wait()
