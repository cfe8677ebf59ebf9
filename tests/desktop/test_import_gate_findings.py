"""The import gate names readings that cannot be right, with the reading that would agree; only a person takes one."""

import geopandas
import numpy as np
import pytest
import shapely

from desktop.dialogs.gate_remedies import Remedy
from geodata.geometry.crs import published, transform_back
from geodata.geometry.plausible import Code
from geodata.io.mapping import Target
from geodata.model.feature import Kind
from geodata.model.source import Source
from tests.desktop.gate_by_hand import PLACES, desk, opened, seen, sk42, state, table

EAST_NORTH = "east-north"


@pytest.fixture
def here(qapp, tmp_path):
    with desk(tmp_path) as both:
        yield both


def found(dialog) -> list[Code]:
    """What is named of the reading that is stated."""
    return [finding.code for finding, _ in dialog.form.gate.findings._found]


def remedies(dialog) -> list[str]:
    """What the buttons offer."""
    return [one.text() for one in dialog.form.gate.findings.remedies.values()]


def take(dialog, jobs, remedy: Remedy) -> None:
    """Press the button of a remedy."""
    dialog.form.gate.findings.remedies[remedy].click()
    seen(dialog, jobs)


def test_swapped_axes_are_named_and_remedied_by_a_button(here, qtbot, tmp_path):
    dialog = opened(here, qtbot, table(tmp_path / "list.csv", "X,Y", sk42()[:, ::-1]))
    state(dialog, here[1], "EPSG:28408", EAST_NORTH, kind="not stated")
    assert found(dialog) == [Code.AXES]
    assert remedies(dialog) == ["Read as north first"]
    assert dialog.questions() == ["Axes swapped"]
    assert dialog.mapping().axes == EAST_NORTH
    take(dialog, here[1], Remedy(axes="north-east"))
    assert dialog.mapping().axes == "north-east"
    assert dialog.form.gate.axes.buttons["north-east"].isChecked()
    assert found(dialog) == []


def test_a_missing_zone_number_is_named_with_the_system_that_has_none(here, qtbot, tmp_path):
    dialog = opened(here, qtbot, table(tmp_path / "list.csv", "easting,northing", sk42() - [8e6, 0]))
    state(dialog, here[1], "EPSG:28408", kind="not stated")
    assert found(dialog) == [Code.NO_PREFIX]
    assert "Read as EPSG:28468" in remedies(dialog)
    take(dialog, here[1], Remedy(crs="EPSG:28468"))
    assert dialog.form.gate.crs.answer == "EPSG:28468"
    assert found(dialog) == []


def test_metres_in_a_system_of_degrees_are_named(here, qtbot, tmp_path):
    dialog = opened(here, qtbot, table(tmp_path / "list.csv", "easting,northing", sk42()))
    state(dialog, here[1], "EPSG:4284")
    assert found(dialog) == [Code.METRES]
    assert remedies(dialog)[0] == "Read as EPSG:28408"


def test_gauss_krueger_that_a_file_calls_utm_is_named_beside_the_projects_line(here, qtbot, tmp_path):
    rows = sk42(system="EPSG:28468")
    frame = geopandas.GeoDataFrame({"id": ["a"]}, geometry=[shapely.LineString(rows)], crs="EPSG:32638")
    frame.to_file(tmp_path / "utm.gpkg")
    dialog = opened(here, qtbot, tmp_path / "utm.gpkg", Target.SEGMENTS)
    assert found(dialog) == [Code.GRID]
    assert "Read as EPSG:28468" in remedies(dialog)
    assert "km" in dialog.form.gate.findings._found[0][0].sentence


def test_what_the_file_says_otherwise_is_taken_only_when_a_person_insists(here, qtbot, tmp_path):
    session, jobs = here
    frame = geopandas.GeoDataFrame({"id": ["a"]}, geometry=[shapely.LineString(sk42())], crs="EPSG:32638")
    frame.to_file(tmp_path / "wrong.gpkg")
    dialog = opened(here, qtbot, tmp_path / "wrong.gpkg", Target.SEGMENTS)
    take(dialog, jobs, Remedy(crs="EPSG:28408"))
    state(dialog, jobs, kind="not stated")
    assert dialog.questions() == ["Not as the file says"]
    dialog.form.gate.findings.boxes[Code.FILE].click()
    seen(dialog, jobs)
    state(dialog, jobs, pin="EPSG:15865")
    dialog.check_all()
    jobs.wait()
    dialog.carry_out()
    jobs.wait()
    (source,) = session.project.all(Source)
    assert (source.reading.crs, source.reading.stated_by) == ("EPSG:28408", "person")
    assert source.reading.as_stated == (Code.FILE,)


def test_reading_as_the_file_says_again_takes_the_other_answer_back(here, qtbot, tmp_path):
    frame = geopandas.GeoDataFrame({"id": ["a"]}, geometry=[shapely.LineString(PLACES)], crs="EPSG:4326")
    frame.to_file(tmp_path / "right.gpkg")
    dialog = opened(here, qtbot, tmp_path / "right.gpkg", Target.SEGMENTS)
    dialog.form.gate.otherwise.click()
    state(dialog, here[1], "EPSG:4284")
    assert Code.FILE in found(dialog)
    take(dialog, here[1], Remedy(as_file=True))
    assert dialog.mapping().crs == ""
    assert found(dialog) == []


def test_nothing_is_written_before_load_however_plausible(here, qtbot, tmp_path):
    session, jobs = here
    dialog = opened(here, qtbot, table(tmp_path / "list.csv", "easting,northing", sk42()))
    state(dialog, jobs, "EPSG:28408", pin="EPSG:15865", kind="not stated")
    dialog.check_all()
    jobs.wait()
    assert dialog.load.isEnabled()
    assert not session.project.layers[Kind.TURNING_POINT]
    assert not session.project.layers[Kind.SOURCE]
    assert session.history() == []


def test_the_report_says_source_operation_and_accuracy_in_one_line(here, qtbot, tmp_path):
    dialog = opened(here, qtbot, table(tmp_path / "list.csv", "easting,northing", sk42()))
    state(dialog, here[1], "EPSG:28408", pin="EPSG:15865", kind="not stated")
    dialog.check_all()
    here[1].wait()
    said = dialog.report._from.text()
    assert "\n" not in said
    assert "type of source not stated" in said
    assert "EPSG:15865" in said
    assert "accuracy 4.5\u202fm" in said


def test_the_first_rows_are_drawn_where_they_are_read_beside_the_projects_line(here, qtbot, tmp_path):
    dialog = opened(here, qtbot, table(tmp_path / "list.csv", "X,Y", sk42()[:, ::-1]))
    state(dialog, here[1], "EPSG:28408", EAST_NORTH)
    drawn = {layer.id: layer for layer in dialog.pane.canvas.scene.layers}
    assert len(drawn["project"]) == 1
    assert len(drawn["first rows"]) == len(PLACES)
    far = dialog.pane.canvas.scene.box
    state(dialog, here[1], axes="north-east")
    near = dialog.pane.canvas.scene.box
    assert near[2] - near[0] < (far[2] - far[0]) / 100


def test_a_reference_system_that_is_none_stays_a_question(here, qtbot, tmp_path):
    dialog = opened(here, qtbot, table(tmp_path / "list.csv", "easting,northing", sk42()))
    state(dialog, here[1], "SK-43", kind="not stated")
    assert dialog.questions() == ["Reference system"]
    assert not dialog.check.isEnabled()


def test_what_was_insisted_on_stays_when_the_rows_become_something_else(here, qtbot, tmp_path):
    dialog = opened(here, qtbot, table(tmp_path / "list.csv", "X,Y", sk42()[:, ::-1]))
    state(dialog, here[1], "EPSG:28408", EAST_NORTH)
    dialog.form.gate.findings.boxes[Code.AXES].click()
    dialog.choose_role(Target.MARKERS)
    here[1].wait()
    assert dialog.form.gate.findings.boxes[Code.AXES].isChecked()
    assert dialog.mapping().statement.as_stated == (Code.AXES,)


def test_what_only_all_rows_show_is_named_and_may_be_insisted_on_as_well(here, qtbot, tmp_path):
    jobs = here[1]
    rows = np.concatenate([np.repeat(sk42()[:1], 50, axis=0), np.repeat(sk42()[:, ::-1], 20, axis=0)])
    dialog = opened(here, qtbot, table(tmp_path / "list.csv", "easting,northing", rows))
    state(dialog, jobs, "EPSG:28408", pin="EPSG:15865", kind="not stated")
    assert found(dialog) == []
    dialog.check_all()
    jobs.wait()
    assert found(dialog) == [Code.AXES]
    assert dialog.questions() == ["Axes swapped"]
    dialog.form.gate.findings.boxes[Code.AXES].click()
    seen(dialog, jobs)
    dialog.check_all()
    jobs.wait()
    assert dialog.load.isEnabled()
    assert dialog._outcome.origin.reading.as_stated == (Code.AXES,)


def test_what_lies_a_hundred_metres_beside_the_line_is_seen_from_near(here, qtbot, tmp_path):
    (way,) = (each for each in published("EPSG:4284") if each.code == "EPSG:15865")
    forgotten = shapely.LineString(transform_back(PLACES, way))
    geopandas.GeoDataFrame({"id": ["a"]}, geometry=[forgotten], crs="EPSG:4326").to_file(tmp_path / "b.gpkg")
    dialog = opened(here, qtbot, tmp_path / "b.gpkg", Target.SEGMENTS)
    assert found(dialog) == [Code.DATUM]
    assert remedies(dialog) == ["Read as EPSG:4284"]
    assert dialog.questions() == ["What the source is"]
    view = dialog.pane.canvas.view
    assert 300 < view.width * view.mpp < 3000
