"""The import gate: nothing comes in before it was said where its coordinates come from, and by a person."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

from geodata.geometry.profiles import ready_profile
from geodata.io.mapping import Target
from geodata.model.feature import Kind
from geodata.model.source import Method, Source, SourceKind
from tests.desktop.gate_by_hand import desk, focused, opened, seen, sk42, state, tab_to, table

NORTH_EAST, EAST_NORTH = "north-east", "east-north"
SYSTEM, AXES, OPERATION = "Reference system", "Order of the axes", "Operation to the joint system"
KIND = "What the source is"


@pytest.fixture
def table_of_sk42(tmp_path):
    """A list as a Soviet catalogue has it: X is north."""
    return table(tmp_path / "catalogue.csv", "X,Y", sk42()[:, ::-1])


@pytest.fixture
def here(qapp, tmp_path):
    with desk(tmp_path) as both:
        yield both


def test_what_a_file_does_not_say_is_asked_and_nothing_is_answered_beforehand(here, qtbot, table_of_sk42):
    dialog = opened(here, qtbot, table_of_sk42)
    gate = dialog.form.gate
    assert dialog.questions() == [SYSTEM, AXES, KIND]
    assert (gate.crs.answer, gate.axes.value, gate.operation.value, gate.kind.value) == ("", "", "", None)
    assert not dialog.check.isEnabled()
    assert "3 to answer" in dialog.asked.text()


def test_what_a_file_says_is_shown_and_not_asked(here, qtbot, tmp_path):
    file = table(tmp_path / "degrees.csv", "longitude,latitude", sk42()[:, ::-1] * 0 + [45.0, 41.0], 6)
    dialog = opened(here, qtbot, file)
    assert AXES not in dialog.questions()
    assert not dialog.form.gate.axes.isVisible()


def test_a_list_of_sk42_without_an_operation_is_not_checked(here, qtbot, table_of_sk42):
    dialog = opened(here, qtbot, table_of_sk42)
    state(dialog, here[1], "EPSG:28408", NORTH_EAST, kind="not stated")
    assert dialog.questions() == [OPERATION]
    dialog.check_all()
    here[1].wait()
    assert not dialog.check.isEnabled()
    assert not dialog.load.isVisible()
    assert focused(dialog) is dialog.form.gate.operation.first()


def test_each_operation_says_accuracy_area_and_metres_from_the_others(here, qtbot, table_of_sk42):
    dialog = opened(here, qtbot, table_of_sk42)
    state(dialog, here[1], "EPSG:28408", NORTH_EAST)
    one, other = (dialog.form.gate.operation.buttons[code] for code in ("EPSG:1808", "EPSG:15865"))
    assert "accuracy 5" in one.text()
    assert "Azerbaijan" in one.accessibleDescription()
    assert "5.7\u202fm from EPSG:15865" in one.accessibleDescription()
    assert "5.7\u202fm from EPSG:1808" in other.accessibleDescription()


def test_what_the_joint_profile_pins_is_shown_and_not_asked(qapp, qtbot, tmp_path, table_of_sk42):
    with desk(tmp_path, ready_profile("EPSG:4326", "EPSG:1808")) as both:
        dialog = opened(both, qtbot, table_of_sk42)
        state(dialog, both[1], "EPSG:28408", NORTH_EAST)
        assert dialog.questions() == [KIND]
        said = [one.text() for one in dialog.form.gate.findChildren(type(dialog._said))]
        assert any("The joint profile pins EPSG:1808, accuracy 5" in text for text in said)


def test_both_orders_of_axes_say_where_they_put_the_first_point(here, qtbot, table_of_sk42):
    dialog = opened(here, qtbot, table_of_sk42)
    state(dialog, here[1], "EPSG:28408")
    told = {axes: one.accessibleDescription() for axes, one in dialog.form.gate.axes.buttons.items()}
    assert "45° 00' 00\" E  41° 00' 00\" N" in told[NORTH_EAST]
    assert "41° 00' 00\" N" not in told[EAST_NORTH]


def test_a_scan_needs_five_facts_of_its_sheet(here, qtbot, table_of_sk42):
    dialog = opened(here, qtbot, table_of_sk42)
    state(dialog, here[1], "EPSG:28408", NORTH_EAST, "EPSG:15865", "scan/")
    assert dialog.questions() == [
        "Sheet as printed", "Scale", "Year of print", "Year on duty", "How it was digitised"
    ]  # fmt: skip
    facts = dialog.form.gate.sheet
    for box in facts.absent.values():
        box.click()
    assert dialog.questions() == []
    assert dialog.check.isEnabled()
    assert set(dialog.mapping().statement.without) == {"sheet", "scale", "print_year", "duty_year", "method"}


def test_a_year_that_cannot_be_stays_a_question(here, qtbot, table_of_sk42):
    dialog = opened(here, qtbot, table_of_sk42)
    state(dialog, here[1], "EPSG:28408", NORTH_EAST, "EPSG:15865", "map/")
    facts = dialog.form.gate.sheet
    for box in facts.absent.values():
        box.click()
    qtbot.keyClicks(facts.fields["survey_year"], "19")
    assert dialog.questions() == ["Year of survey"]
    qtbot.keyClicks(facts.fields["survey_year"], "76")
    assert dialog.questions() == []
    assert dialog.mapping().statement.survey_year == 1976


def test_a_sheet_is_read_as_printed_and_held_against_the_data(here, qtbot, table_of_sk42):
    dialog = opened(here, qtbot, table_of_sk42)
    state(dialog, here[1], "EPSG:28408", NORTH_EAST, "EPSG:15865", "map/")
    facts = dialog.form.gate.sheet
    facts.fields["sheet"].setText("\u041a-38-128")
    facts.fields["sheet"].editingFinished.emit()
    assert "Read as K-38-128" in facts._sheet_said.text()
    assert "does not lie on it but on K-38-115" in facts._sheet_said.text()
    facts.fields["sheet"].setText("K38-115")
    facts.fields["sheet"].editingFinished.emit()
    assert "What is read lies on it." in facts._sheet_said.text()
    assert dialog.mapping().statement.sheet == "K38-115"


def test_another_kind_of_rows_keeps_what_was_answered(here, qtbot, table_of_sk42):
    dialog = opened(here, qtbot, table_of_sk42)
    state(dialog, here[1], "EPSG:28408", NORTH_EAST, kind="scan/")
    dialog.choose_role(Target.MARKERS)
    here[1].wait()
    mapping = dialog.mapping()
    assert (mapping.crs, mapping.axes, mapping.statement.type) == ("EPSG:28408", NORTH_EAST, SourceKind.SCAN)


def test_the_operation_of_the_last_time_is_said_and_not_chosen_again(here, qtbot, tmp_path):
    import geopandas
    import shapely

    frame = geopandas.GeoDataFrame({"id": ["a", "b"]}, geometry=shapely.points(sk42()[:2]), crs="EPSG:28408")
    for name in ("one.gpkg", "two.gpkg"):
        frame.to_file(tmp_path / name)
    dialog = opened(here, qtbot, tmp_path / "one.gpkg")
    state(dialog, here[1], pin="EPSG:15865", kind="not stated")
    dialog.check_all()
    here[1].wait()
    dialog.carry_out()
    here[1].wait()
    again = opened(here, qtbot, tmp_path / "two.gpkg").form.gate.operation
    assert again.value == ""
    assert "chosen the last time" in again.buttons["EPSG:15865"].accessibleDescription()


def test_all_of_it_by_keyboard_alone(here, qtbot, table_of_sk42):
    session, jobs = here
    dialog = opened(here, qtbot, table_of_sk42)
    gate, facts = dialog.form.gate, dialog.form.gate.sheet
    dialog.activateWindow()
    dialog.go_to_question()
    qtbot.keyClicks(focused(dialog), "EPSG:28408")
    qtbot.keyClick(gate.crs.completer().popup(), Qt.Key.Key_Return)
    seen(dialog, jobs)
    tab_to(qtbot, dialog, gate.axes.buttons[NORTH_EAST])
    qtbot.keyClick(focused(dialog), Qt.Key.Key_Space)
    seen(dialog, jobs)
    tab_to(qtbot, dialog, gate.operation.buttons["EPSG:1808"])
    qtbot.keyClick(focused(dialog), Qt.Key.Key_Space)
    seen(dialog, jobs)
    tab_to(qtbot, dialog, gate.kind)
    qtbot.keyClicks(focused(dialog), "scan")
    QCoreApplication.sendPostedEvents()
    for name, text in (("sheet", "K-38-115"), ("scale", "100000"), ("print_year", "1978")):
        tab_to(qtbot, dialog, facts.fields[name])
        qtbot.keyClicks(focused(dialog), text)
    tab_to(qtbot, dialog, facts.absent["duty_year"])
    qtbot.keyClick(focused(dialog), Qt.Key.Key_Space)
    tab_to(qtbot, dialog, facts.method)
    qtbot.keyClicks(focused(dialog), "digi")
    assert dialog.questions() == []
    tab_to(qtbot, dialog, dialog.check)
    qtbot.keyClick(focused(dialog), Qt.Key.Key_Space)
    jobs.wait()
    assert not session.history()
    assert focused(dialog) is dialog.load
    qtbot.keyClick(focused(dialog), Qt.Key.Key_Space)
    jobs.wait()
    (source,) = session.project.all(Source)
    points = session.project.layers[Kind.TURNING_POINT].values()
    assert {point.origin for point in points} == {source.id}
    assert (source.sheet, source.scale, source.print_year, source.without) == ("K-38-115", 100000, 1978, ("duty_year",))
    assert (source.type, source.method, source.reading.operation) == (SourceKind.SCAN, Method.SCREEN, "EPSG:1808")


def test_everything_that_is_asked_can_be_heard(here, qtbot, table_of_sk42):
    dialog = opened(here, qtbot, table_of_sk42)
    state(dialog, here[1], "EPSG:28408", NORTH_EAST, kind="scan/")
    asked = [one for kind in (QLineEdit, QComboBox, QAbstractButton) for one in dialog.form.gate.findChildren(kind)]
    silent = [one for one in asked if not (one.accessibleName() or getattr(one, "text", str)())]
    assert asked
    assert silent == []
