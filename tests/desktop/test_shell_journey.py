"""The whole way in one window, by gesture, for two sides, on data nobody here drew."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.app.program import Program
from desktop.dialogs.loading import LoadDialog
from desktop.dialogs.new_project import NewProjectDialog
from desktop.workspaces import Workspace
from geodata.io.documents import read_change_set
from geodata.io.exporting import Form
from geodata.model.feature import Kind
from geodata.model.status import Picture, Side, View
from tests.desktop.whole_program import running_program, settle

REGION = Path(__file__).resolve().parents[3] / "shared" / "data" / "region.gpkg"
LEFT, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
SEGMENT = "osm-0003"

pytestmark = pytest.mark.skipif(not REGION.exists(), reason="The real data are not at hand.")


def make_project(qtbot, program: Program, path: Path, side: Side, base: Path | None = None) -> None:
    """Fill in the dialog for a new project and make it."""
    dialog: NewProjectDialog = program.files.new(base)
    settle(program)
    dialog.sides[side].click()
    if base is None:
        qtbot.keyClicks(dialog.name, "Check")
    dialog.set_place(path)
    qtbot.mouseClick(dialog.make, LEFT)
    settle(program)
    assert program.session.project.settings.side is side


def load(qtbot, program: Program, layer: str) -> None:
    """Load a layer of the region by the dialog, as it guesses the columns."""
    dialog: LoadDialog = program.files.load(REGION)
    settle(program)
    dialog.choose_layer(layer)
    settle(program)
    qtbot.mouseClick(dialog.check, LEFT)
    settle(program)
    qtbot.mouseClick(dialog.load, LEFT)
    settle(program)


def choose(qtbot, program: Program, name: str) -> None:
    """Go to a segment by the palette."""
    with qtbot.waitActive(program.window):
        program.window.activateWindow()
    qtbot.keyClick(program.window, Qt.Key.Key_K, CONTROL)
    qtbot.keyClicks(program.palette.box, name)
    qtbot.keyClick(program.palette.box, Qt.Key.Key_Return)


def mark(qtbot, program: Program, start: str, end: str, view: View, note: str) -> None:
    """Mark a stretch by chainage, typed into the panel."""
    qtbot.keyClick(program.window, Qt.Key.Key_M)
    panel = program.panels.mark
    for edit, text in ((panel.start, start), (panel.end, end)):
        field: QLineEdit = edit.lineEdit()
        field.selectAll()
        qtbot.keyClicks(field, text)
    panel.choose(view)
    qtbot.keyClicks(panel.note, note)
    qtbot.keyClick(panel.note, Qt.Key.Key_Return, CONTROL)
    settle(program)


def hand_over(program: Program, path: Path, message: str) -> None:
    """Write the side's change set from its card."""
    program.go_to(Workspace.PUBLISH)
    program.publish.changes.message.setPlainText(message)
    program.publish.changes.write(path)
    settle(program)
    program.go_to(Workspace.SURVEY)


def test_two_sides_load_mark_hand_over_compare_and_publish_in_one_window(qapp, qtbot, tmp_path):
    before = REGION.read_bytes(), REGION.stat().st_mtime_ns
    with running_program(qapp, tmp_path / "confinia.ini") as program:
        make_project(qtbot, program, tmp_path / "a.gpkg", Side.A)
        load(qtbot, program, "boundary_osm_10m")
        load(qtbot, program, "railways_osm")
        project = program.session.project
        assert [len(project.layers[kind]) for kind in (Kind.SEGMENT, Kind.ROUTE)] == [188, 4892]
        assert "3\u202f340.867 not examined = 3\u202f340.867 km" in program.status.sums.text()

        program.go_to(Workspace.PUBLISH)
        program.publish.base.write(tmp_path / "base.confinia")
        settle(program)
        assert program.status.base.text().startswith("base 1")

        choose(qtbot, program, SEGMENT)
        assert program.workspace is Workspace.SURVEY
        mark(qtbot, program, "0", "5000", View.AGREED, "Sheet read jointly")
        assert program.tally.totals()[Picture.ONE_SIDED] == 5_000_000
        hand_over(program, tmp_path / "a1.confinia", "First week")

        make_project(qtbot, program, tmp_path / "b.gpkg", Side.B, tmp_path / "base.confinia")
        choose(qtbot, program, SEGMENT)
        mark(qtbot, program, "0", "4200", View.AGREED, "")
        mark(qtbot, program, "4200", "5000", View.DISPUTED, "Ridge, not stream")
        hand_over(program, tmp_path / "b1.confinia", "First week")
        assert read_change_set(tmp_path / "b1.confinia").side is Side.B

        program.files.take([tmp_path / "b1.confinia", tmp_path / "a1.confinia"])
        settle(program)
        found = program.review.reviewed.comparison
        spans = [(item.verdict.value, item.start, item.end) for item in found.items if item.length]
        assert [span[1:] for span in spans] == [(0, 4_200_000), (4_200_000, 5_000_000)]
        assert len({span[0] for span in spans}) == 2

        program.publish.exports[Form.GEOJSON].write(tmp_path / "b.geojson")
        settle(program)
        assert len(json.loads((tmp_path / "b.geojson").read_bytes())["features"]) > 188
    assert (REGION.read_bytes(), REGION.stat().st_mtime_ns) == before
