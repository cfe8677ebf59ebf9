"""Two sides and one border in the real window: from an empty project to comparison and GeoJSON, on real layers."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from desktop.app.program import Program
from desktop.dialogs.loading import LoadDialog
from desktop.map.plane import to_plane
from desktop.workspaces import Workspace
from geodata.changes.comparing.comparison import Verdict
from geodata.geometry.measure import length
from geodata.io.exporting import Form
from geodata.io.mapping import Target
from geodata.model.feature import Kind
from geodata.model.grid import DEGREE
from geodata.model.segment import Segment
from geodata.model.status import Delimitation, Position, Side, View
from geodata.model.stretch import Stretch
from geodata.model.variant import Variant
from tests.desktop.whole_program import running_program, settle

LEFT = Qt.MouseButton.LeftButton
REGION = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "region.gpkg"
PRIVATE = "Ask the archive in the capital first"

pytestmark = pytest.mark.skipif(not REGION.exists(), reason="the real layers are not beside the project")


@pytest.fixture
def program(qapp, tmp_path: Path) -> Iterator[Program]:
    with running_program(qapp, tmp_path / "confinia.ini") as running:
        yield running


def make_project(program: Program, qtbot, path: Path, side: Side, base: Path | None = None) -> None:
    dialog = program.files.new(base)
    program.jobs.wait()
    dialog.name.setText("Check")
    dialog.set_place(path)
    dialog.sides[side].click()
    qtbot.mouseClick(dialog.make, LEFT)
    settle(program)
    assert program.session.project.settings.side is side


def load(program: Program, qtbot, layer: str, target: Target, columns: dict[str, str]) -> None:
    program.files.load(REGION)
    program.jobs.wait()
    dialog = program.window.findChildren(LoadDialog)[-1]
    dialog.choose_layer(layer)
    dialog.choose_role(target)
    for field, column in columns.items():
        box = dialog.form.names[0][0] if field == "name" else dialog.form.columns[field]
        box.setCurrentIndex(box.findData(column))
    dialog.form.gate.kind.show_value("")  # not stated
    dialog.form.gate.changed.emit()
    program.jobs.wait()
    qtbot.mouseClick(dialog.check, LEFT)
    program.jobs.wait()
    with qtbot.waitSignal(dialog.loaded):
        qtbot.mouseClick(dialog.load, LEFT)
    settle(program)


def segment(program: Program, name: str) -> Segment:
    return program.session.project.segment(name)


def mark_by_chainage(program: Program, qtbot, name: str, start: str, end: str, view: View, note: str) -> None:
    program.go_to(Workspace.SURVEY)
    program.selection.select(Kind.SEGMENT, (segment(program, name).id,))
    program.commands.run("mark")
    panel = program.panels.mark
    for edit, text in ((panel.start, start), (panel.end, end)):
        edit.lineEdit().selectAll()
        qtbot.keyClicks(edit.lineEdit(), text)
    qtbot.mouseClick(panel.views[view], LEFT)
    panel.note.setPlainText(note)
    qtbot.mouseClick(panel.mark, LEFT)


def on_screen(program: Program, point) -> QPoint:
    view = program.canvas.view
    x, y = view.to_screen(to_plane(np.array([point]) / DEGREE))[0]
    return QPoint(round(float(x)), round(float(y)))


def choose_by_two_clicks(program: Program, qtbot, name: str) -> None:
    """Click a segment's line at a fifth and at three fifths of its vertices."""
    chosen = segment(program, name)
    program.selection.clear()
    program.canvas.zoom_to_features([chosen.id])
    settle(program)
    program.commands.run("tool-stretch")
    count = len(chosen.line)
    for share in (0.2, 0.6):
        place = on_screen(program, chosen.line.xy[round(count * share)])
        qtbot.mouseMove(program.canvas, place)
        qtbot.mouseClick(program.canvas, LEFT, pos=place)


def cite(program: Program, qtbot, title: str) -> None:
    """Enter a source and cite it for the chosen stretch."""
    program.line.source()
    panel = program.panels.source
    panel.fields["title"].setText(title)
    qtbot.mouseClick(panel.enter, LEFT)
    qtbot.mouseClick(panel.cite, LEFT)


def draw_line(program: Program, qtbot, chosen: Stretch) -> None:
    """Draw the side's own line for a stretch by three clicks, aside of the base's in the middle."""
    ends = [on_screen(program, place.point) for place in (chosen.start, chosen.end)]
    aside = QPoint((ends[0].x() + ends[1].x()) // 2 + 40, (ends[0].y() + ends[1].y()) // 2 + 20)
    program.commands.run("tool-draw")
    for place in (ends[0], aside, ends[1]):
        qtbot.mouseMove(program.canvas, place)
        qtbot.mouseClick(program.canvas, LEFT, pos=place)
    qtbot.keyClick(program.canvas, Qt.Key.Key_Return)
    settle(program)
    qtbot.mouseClick(program.panels.line.propose, LEFT)
    (drawn,) = program.session.project.all(Variant)
    assert drawn.proposed_by is Side.B


def write(program: Program, card, path: Path) -> None:
    program.go_to(Workspace.PUBLISH)
    settle(program)
    card.write(path)
    settle(program)
    assert path.exists()


def long_segment(program: Program) -> str:
    """Return the first segment between 6 and 60 km that is called so that the command line could name it too."""
    found = (one for one in program.session.project.all(Segment) if 6_000_000 < length(one.line) < 60_000_000)
    return next(found).source_id


def side_a(program: Program, qtbot, folder: Path) -> str:
    make_project(program, qtbot, folder / "a.gpkg", Side.A)
    load(program, qtbot, "boundary_osm_10m", Target.SEGMENTS, {"id": "line_id", "name": "pair"})
    load(program, qtbot, "railways_osm", Target.ROUTES, {"id": "osm_id"})
    layers = program.session.project.layers
    assert (len(layers[Kind.SEGMENT]), len(layers[Kind.ROUTE])) == (188, 4892)
    write(program, program.publish.base, folder / "base.confinia")
    name = long_segment(program)
    mark_by_chainage(program, qtbot, name, "0", "5000", View.AGREED, "Sheet read jointly")
    mark_by_chainage(program, qtbot, name, "5.2 km", "5.4 km", View.DISPUTED, "A slip")
    program.commands.run("undo")
    program.selection.select(Kind.SEGMENT, (segment(program, name).id,))
    program.panels.note.private.setPlainText(PRIVATE)
    qtbot.mouseClick(program.panels.note.write_private, LEFT)
    write(program, program.publish.changes, folder / "a1.confinia")
    return name


def side_b(program: Program, qtbot, folder: Path, name: str) -> None:
    make_project(program, qtbot, folder / "b.gpkg", Side.B, folder / "base.confinia")
    mark_by_chainage(program, qtbot, name, "0", "4200", View.AGREED, "")
    mark_by_chainage(program, qtbot, name, "4200", "5000", View.DISPUTED, "Ridge, not stream")
    choose_by_two_clicks(program, qtbot, "osm-0000")
    chosen = program.selection.stretch
    assert chosen is not None
    assert program.selection.first == segment(program, "osm-0000").id
    program.line.mark()
    qtbot.mouseClick(program.panels.mark.views[View.DISPUTED], LEFT)
    qtbot.mouseClick(program.panels.mark.mark, LEFT)
    (held,) = segment(program, "osm-0000").position_b
    assert (held.stretch.start.at, held.stretch.end.at) == (chosen.start.at, chosen.end.at)
    cite(program, qtbot, "Sheet K-38-103")
    assert len(segment(program, "osm-0000").position_b[0].sources) == 1
    draw_line(program, qtbot, chosen)
    write(program, program.publish.changes, folder / "b1.confinia")


def compared(program: Program, folder: Path):
    program.files.compare(folder / "b1.confinia", folder / "a1.confinia")
    settle(program)
    reviewed = program.review.reviewed
    assert reviewed is not None
    return reviewed.comparison


def test_two_sides_go_the_whole_way_in_the_window(program, qtbot, tmp_path):
    name = side_a(program, qtbot, tmp_path)
    before = segment(program, name)
    assert [held.position for held in before.position_a] == [Position.ACCEPTS]
    assert before.position_b == ()
    assert before.delimitation is Delimitation.UNEXAMINED
    assert PRIVATE.encode() not in (tmp_path / "a1.confinia").read_bytes()
    assert b"A slip" not in (tmp_path / "a1.confinia").read_bytes()
    write(program, program.publish.exports[Form.GEOJSON], tmp_path / "a.geojson")
    side_b(program, qtbot, tmp_path, name)
    comparison = compared(program, tmp_path)
    found = {(item.label, item.start, item.end): item.verdict for item in comparison.items}
    assert found[(name, 0, 4_200_000)] is Verdict.SAME
    assert found[(name, 4_200_000, 5_000_000)] is Verdict.DIFFERENT
    assert {item.verdict for item in comparison.items if item.label == "osm-0000"} == {Verdict.ONLY_B}
    assert comparison.widest is not None
    assert comparison.widest.label == "osm-0000"
    comparing = program.review.comparing
    views = set()
    for row in range(len(comparison.items)):
        comparing.items.choose(row)
        settle(program)
        views.add(tuple(canvas.view for canvas in comparing.maps.panes.values()))
    assert len(views) == len({item.box for item in comparison.items if item.box})
    exported = json.loads((tmp_path / "a.geojson").read_text("utf-8"))
    assert "crs" not in exported
    assert PRIVATE not in json.dumps(exported, ensure_ascii=False)


def test_a_project_is_left_as_it_was_and_undo_goes_on_tomorrow(program, qtbot, tmp_path):
    make_project(program, qtbot, tmp_path / "a.gpkg", Side.A)
    load(program, qtbot, "boundary_osm_10m", Target.SEGMENTS, {"id": "line_id"})
    name = long_segment(program)
    mark_by_chainage(program, qtbot, name, "0", "5000", View.AGREED, "")
    program.commands.run("close")
    program.files.open(tmp_path / "a.gpkg")
    settle(program)
    assert segment(program, name).position_a
    program.commands.run("undo")
    assert not segment(program, name).position_a
