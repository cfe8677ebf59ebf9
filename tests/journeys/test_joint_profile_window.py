"""A projected joint profile in the window: made, drawn where the world has it, worked on in metres, compared."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.app.program import Program
from desktop.map.plane import to_plane
from desktop.workspaces import Workspace
from geodata.geometry.profile_ready import made_ready
from geodata.io.handover import write_base, write_changes
from geodata.io.starting import start_project_from
from geodata.model.feature import Kind
from geodata.model.segment import Segment
from geodata.model.status import Position, Side, View
from geodata.model.variant import Variant
from tests.desktop.whole_program import running_program, settle
from tests.journeys.test_joint_profile import CREST, RIDGE, layer, run

LEFT = Qt.MouseButton.LeftButton
PROFILE = made_ready("sk42-gk8", "EPSG:1808")


@pytest.fixture
def program(qapp, tmp_path: Path) -> Iterator[Program]:
    with running_program(qapp, tmp_path / "confinia.ini") as running:
        yield running


def made(program: Program, qtbot, path: Path) -> None:
    """Make side A's project in zone 8 by the dialog, then load the line, once as segments and once to lie beneath."""
    dialog = program.files.new()
    dialog.name.setText("Valley")
    dialog.set_place(path)
    dialog.sides[Side.A].click()
    dialog.profile.systems["sk42-gk8"].click()
    dialog.profile.table.selectRow(1)
    qtbot.mouseClick(dialog.make, LEFT)
    settle(program)
    assert program.session.project.settings.profile == PROFILE
    program.session.close()
    lines = layer(path.with_name("line.geojson"), "LineString", crest=CREST, ridge=RIDGE)
    run("import", path, lines, "--as", "segments")
    run("import", path, lines, "--as", "reference")
    program.files.open(path)
    settle(program)


def drawn(program: Program, id_: str) -> np.ndarray:
    """Every vertex of a layer of the map in its plane, in an order of their own."""
    (found,) = [each for each in program.canvas.scene.layers if each.id.startswith(id_)]
    return np.unique(np.round(found.geometry.parts.xy, 4), axis=0)


def test_the_project_lies_on_the_map_where_the_same_line_of_wgs_84_lies(program, qtbot, tmp_path):
    made(program, qtbot, tmp_path / "a.gpkg")
    there = to_plane(np.array(CREST + RIDGE))
    for id_ in ("segment", "reference:"):
        xy = drawn(program, id_)
        apart = np.hypot(*(there[:, None, :] - xy[None, :, :]).transpose(2, 0, 1)).min(axis=1)
        assert apart.max() < 0.001


def test_a_side_marks_draws_and_hands_over_in_a_projected_system(program, qtbot, tmp_path):
    made(program, qtbot, tmp_path / "a.gpkg")
    session = program.session
    write_base(session.store, tmp_path / "base.confinia")
    session.close()
    program.files.open(tmp_path / "a.gpkg")
    settle(program)
    crest = session.project.segment("crest")
    program.selection.select(Kind.SEGMENT, (crest.id,))
    program.commands.run("mark")
    panel = program.panels.mark
    for edit, text in ((panel.start, "1000"), (panel.end, "6 km")):
        edit.lineEdit().selectAll()
        qtbot.keyClicks(edit.lineEdit(), text)
    qtbot.mouseClick(panel.views[View.AGREED], LEFT)
    qtbot.mouseClick(panel.mark, LEFT)
    (standing,) = session.project.segment("crest").position_a
    assert standing.position is Position.ACCEPTS
    assert [end.at for end in (standing.stretch.start, standing.stretch.end)] == [1_000_000, 6_000_000]
    beside = [CREST[0], [45.06, 41.02], CREST[2]]
    program.line.line()
    program.panels.line.read(layer(tmp_path / "beside.geojson", "LineString", beside=beside))
    settle(program)
    qtbot.mouseClick(program.panels.line.propose, LEFT)
    (variant,) = session.project.all(Variant)
    assert np.abs(PROFILE.grid.degrees(variant.line.xy) - beside).max() < 0.01
    write_changes(session.store, tmp_path / "a1.confinia")
    with start_project_from(tmp_path / "b.gpkg", Side.B, tmp_path / "base.confinia") as other:
        write_changes(other, tmp_path / "b1.confinia")
    program.files.compare(tmp_path / "a1.confinia", tmp_path / "b1.confinia")
    settle(program)
    assert program.workspace is Workspace.REVIEW
    assert {item.kind for item in program.review.reviewed.comparison.items} == {"position", "variant", "source"}


def test_the_record_and_the_strip_tell_metres_on_krassowskys_ellipsoid(program, qtbot, tmp_path):
    made(program, qtbot, tmp_path / "a.gpkg")
    (crest, _) = program.session.project.all(Segment)
    program.selection.select(Kind.SEGMENT, (crest.id,))
    settle(program)
    texts = [each.text() for each in program.panels.record.findChildren(QLabel)]
    assert any("Krassowsky" in text for text in texts)
    assert "Krassowsky" in program.status.sums.toolTip()
    assert "joint profile" in program.status.base.toolTip()
    assert not program.panels.strip.grab().isNull()
    program.commands.run("undo")
    assert program.session.project.settings.profile == PROFILE


def test_the_command_joint_profile_shows_it(program, qtbot, tmp_path):
    made(program, qtbot, tmp_path / "a.gpkg")
    dialog = program.files.joint_profile()
    assert dialog.choice.place.itemText(0) == "the project's place"
    assert dialog.choice.table.code == "EPSG:1808"
    assert program.files.joint_profile() is dialog
    dialog.reject()
