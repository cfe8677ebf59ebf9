"""The sample journey: a technician's first day, performed in the real window without a display.

DIR/two-rivers-a.gpkg        A's working project, with one more stretch marked
DIR/a-0002.confinia          what A changed since the joint base, as one document
DIR/comparison.html          both sides' change sets beside each other, item by item
DIR/two-rivers.geojson       the line for other programs
DIR/pictures/*.png           start page, survey, marking, review and publish, light and dark
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop.app.files import is_project
from desktop.app.program import Program
from desktop.settings import Memory
from desktop.theme import Theme
from desktop.workspaces import Workspace
from geodata.errors import ConfiniaError, FileForeign
from geodata.geometry.measure import length
from geodata.geometry.stretch import stretch
from geodata.io.exporting import Form
from geodata.io.sample import change_set_file, create_sample
from geodata.model.segment import Segment
from geodata.model.status import Side, View
from geodata.model.variant import Variant
from geodata.offline import keep_letters_plain

_SIZE = (1600, 960)
_BREATH_MS = 60
_MOST_BREATHS = 500
_NOTE = "The stream moved after the flood of 1986; the sheet shows the old bed."
_MARKED = 2_000_000
"""Millimetres of line that are marked on the way."""


def perform(folder: Path) -> int:
    """Perform the journey, leave its documents and pictures in a folder, and return the exit code."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as own:
            for line in _Journey(folder, Path(own) / "confinia.ini").steps():
                sys.stdout.write(line + "\n")
    except ConfiniaError as problem:
        sys.stderr.write(problem.sentence + "\n")
        return problem.exit_code
    return 0


class _Journey:
    """The window, and what is done in it step by step."""

    def __init__(self, folder: Path, settings: Path) -> None:
        self._folder = folder
        self._pictures = folder / "pictures"
        self._pictures.mkdir(exist_ok=True)
        app = QApplication.instance() or QApplication(sys.argv[:1])
        keep_letters_plain()  # Qt has taken those of the machine's language
        assert isinstance(app, QApplication)
        self._program = Program(app, Memory(settings))
        self._troubles: list[ConfiniaError] = []
        self._program.jobs.failed.connect(self._troubles.append)
        self._program.window.resize(*_SIZE)
        self._program.window.show()

    def steps(self) -> Iterator[str]:
        """Do one thing after another and say what was done."""
        try:
            yield self._start()
            yield self._open()
            yield self._mark()
            yield self._hand_over()
            yield self._compare()
            yield self._export()
            yield f"Pictures are in {self._pictures}."
        finally:
            self._program.window.close()

    def _start(self) -> str:
        self._picture("start")
        return "The start page offers the ways in."

    def _open(self) -> str:
        path = self._folder / "two-rivers-a.gpkg"
        if path.exists() and not is_project(path):
            raise FileForeign(f"{path.name} in {self._folder} is something else; choose another folder.")
        path.unlink(missing_ok=True)
        self._program.files.open(create_sample(self._folder, Side.A))
        self._settle()
        self._show_claim()
        self._picture("survey")
        project = self._program.session.project
        return f"Opened {path.name}: {project.settings.title}, side {project.settings.side}."

    def _mark(self) -> str:
        program, panel = self._program, self._program.panels.mark
        segment = self._unexamined()
        program.selection.choose_stretch(segment.id, stretch(segment, 0, _MARKED))
        program.selection.show([segment.id])
        program.line.mark()
        panel.choose(View.DISPUTED)
        panel.note.setPlainText(_NOTE)
        self._settle()
        self._picture("marking")
        panel.carry_out()
        program.line.record()
        self._settle()
        self._picture("marked")
        return f"Marked the first {_MARKED // 1_000_000} km of {segment.source_id} as disputed."

    def _hand_over(self) -> str:
        program, path = self._program, self._folder / "a-0002.confinia"
        program.go_to(Workspace.PUBLISH)
        program.publish.changes.write(path)
        self._settle()
        self._picture("publish")
        return f"Wrote {path.name}: what A changed since the joint base."

    def _compare(self) -> str:
        program, path = self._program, self._folder / "comparison.html"
        program.files.compare(change_set_file(Side.A), change_set_file(Side.B))
        self._settle()
        self._show_widest()
        self._picture("review")
        program.review.save(path)
        self._settle()
        return f"Compared both sides' change sets: {path.name}."

    def _export(self) -> str:
        path = self._folder / "two-rivers.geojson"
        self._program.publish.exports[Form.GEOJSON].write(path)
        self._settle()
        return f"Exported {path.name}."

    def _show_claim(self) -> None:
        """Go to the longest stretch for which a side drew a line of its own."""
        program = self._program
        claim = max(program.session.project.all(Variant), key=lambda one: one.stretch.length, default=None)
        if claim is not None:
            program.selection.choose_stretch(claim.segment, claim.stretch)
            program.selection.show([claim.segment])

    def _show_widest(self) -> None:
        """Go to the item in which the two sides' lines lie farthest apart."""
        comparing = self._program.review.comparing
        widest = comparing.reviewed.comparison.widest if comparing.reviewed else None
        if widest is not None:
            comparing.items.choose(comparing.items.model.row_of(widest.id))

    def _unexamined(self) -> Segment:
        """The longest segment that nobody has examined."""
        segments = list(self._program.session.project.all(Segment))
        untouched = [one for one in segments if one.section and not one.position_a and not one.position_b]
        return max(untouched or segments, key=lambda one: length(one.line))

    def _picture(self, name: str) -> None:
        for theme, word in ((Theme.LIGHT, "light"), (Theme.DARK, "dark")):
            self._program.appearance.wear(theme)
            self._settle()
            self._program.window.grab().save(str(self._pictures / f"{name}-{word}.png"))
        self._program.appearance.wear(Theme.LIGHT)

    def _settle(self) -> None:
        """Let everything come to rest: jobs, the picture on the map, what follows from them."""
        program = self._program
        quiet = 0
        for _ in range(_MOST_BREATHS):
            _breathe()
            program.window.grab()  # what is seen asks for its picture
            quiet = quiet + 1 if program.jobs.idle else 0
            if quiet >= 3:
                break
        if self._troubles:
            raise self._troubles[0]


def _breathe() -> None:
    loop = QEventLoop()
    QTimer.singleShot(_BREATH_MS, loop.quit)
    loop.exec()
