"""Where the pointer is, in two systems and by its sheet, and going to a place that was typed."""

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.dialogs.profile import ProfileDialog
from desktop.models.whereabouts import JOINT, Shown, Slot, Whereabouts
from desktop.settings import Memory
from geodata.errors import Refused
from geodata.geometry.profiles import ready_profile
from geodata.geometry.sheets import Scale
from geodata.geometry.written import Form
from geodata.io.store import Store
from geodata.model.feature import Kind
from geodata.model.project import Settings
from geodata.model.status import Side
from tests.desktop.whole_program import features, opened, project_file, running_program, settle

PROFILE = ready_profile("EPSG:4326", "EPSG:15865")
PLACE = (45.0534444, 41.1091667)


@pytest.fixture
def settings(tmp_path):
    return tmp_path / "settings.ini"


@pytest.fixture
def program(qapp, settings):
    with running_program(qapp, settings) as made:
        yield made


@pytest.fixture
def plain(program, tmp_path):
    """The program with a project whose profile pins nothing."""
    opened(program, project_file(tmp_path))
    return program


@pytest.fixture
def pinned(program, tmp_path):
    """The program with a project whose sides pinned how SK-42 lies to WGS 84."""
    path = tmp_path / "pinned.gpkg"
    Store.create(path, Settings(title="Valley", side=Side.A, profile=PROFILE), features()).close()
    opened(program, path)
    return program


def shown(program):
    field = program.status.pointer
    return [one.text().replace("\u202f", " ") for one in (*field.slots.values(), field.sheet)]


def typed(program, text, system="EPSG:4326"):
    """The bar, opened, with a text in it that is in a system."""
    program.commands.run("go-to")
    bar = program.going.bar
    bar.system.setCurrentIndex(bar.system.findData(system))
    bar.box.setText(text)
    return bar


def test_the_pointer_is_told_in_two_systems_and_by_its_sheet(pinned):
    pinned.status.show_pointer(*PLACE)
    assert shown(pinned) == [
        "WGS 84  45° 03' 12.4\" E  41° 06' 33.0\" N",
        "SK-42 zone 8  X 4 552 788.80  Y 8 504 594.34",
        "K-38-103",
    ]
    pinned.status.forget_pointer()
    assert shown(pinned) == ["WGS 84", "SK-42 zone 8", "sheet"]


def test_the_maps_of_the_review_tell_the_pointer_too(pinned):
    canvas = next(iter(pinned.review.comparing.maps.panes.values()))
    canvas.pointed.emit(*PLACE)
    assert shown(pinned)[2] == "K-38-103"
    canvas.left.emit()
    assert shown(pinned)[2] == "sheet"


def test_where_no_operation_is_pinned_the_field_says_so(plain):
    plain.status.show_pointer(*PLACE)
    assert shown(plain)[1:] == ["SK-42 zone 8  no operation pinned", "\u2013"]


def test_off_the_globe_no_place_is_told(pinned):
    pinned.status.show_pointer(200.0, 41.0)
    assert shown(pinned) == ["WGS 84  \u2013", "SK-42 zone 8  \u2013", "\u2013"]


def test_another_system_and_form_are_chosen_from_the_menu_and_remembered(pinned, settings):
    field = pinned.status.pointer
    actions = {action.text(): action for action in field.menu_of(Slot.SECOND).actions()}
    actions["WGS 84 / UTM zone 38N  (EPSG:32638)"].trigger()
    actions = {action.text(): action for action in field.menu_of(Slot.FIRST).actions()}
    actions["Decimal degrees"].trigger()
    pinned.whereabouts.choose_scale(Scale.K10)
    pinned.status.show_pointer(*PLACE)
    assert shown(pinned) == [
        "WGS 84  45.053444° E  41.109167° N",
        "UTM 38N  E 504 487.33  N 4 550 877.09",
        "K-38-103-В-а-3",
    ]
    pinned.memory.write()
    again = Whereabouts(pinned.session, Memory(settings))
    assert again.shown(Slot.FIRST) == Shown("EPSG:4326", Form.DECIMAL)
    assert (again.shown(Slot.SECOND).code, again.scale) == ("EPSG:32638", Scale.K10)


def test_any_other_system_is_chosen_by_its_code(pinned):
    pinned.whereabouts.choose(Slot.SECOND, Shown("EPSG:28468"))
    pinned.status.show_pointer(*PLACE)
    assert shown(pinned)[1] == "EPSG:28468  X 4 552 788.80  Y 504 594.34"
    with pytest.raises(Refused, match="not a coordinate reference system"):
        pinned.whereabouts.choose(Slot.SECOND, Shown("EPSG:999999"))


def test_the_joint_system_is_that_of_the_open_project(program, tmp_path):
    program.whereabouts.choose(Slot.FIRST, Shown(JOINT))
    assert program.whereabouts.system(Slot.FIRST).code == "EPSG:4326"
    path, profile = tmp_path / "gk.gpkg", ready_profile("EPSG:28408", "EPSG:1808")
    Store.create(path, Settings(title="Valley", side=Side.A, profile=profile)).close()
    opened(program, path)
    program.status.show_pointer(*PLACE)
    assert shown(program)[0] == "SK-42 zone 8  X 4 552 784.45  Y 8 504 590.74"


def test_telling_where_the_pointer_is_takes_no_time_to_speak_of(pinned):
    pinned.status.show_pointer(*PLACE)
    start = time.process_time()
    for step in range(100):
        pinned.status.show_pointer(PLACE[0] + step / 1e4, PLACE[1])
    assert time.process_time() - start < 0.5  # 5 ms each on the slowest machine; measured: 0.2 ms


def test_a_place_is_gone_to_with_enter_and_its_mark_goes_with_escape(pinned):
    bar = typed(pinned, "41°06'33.0\" N, 45°03'12.4\" E")
    assert bar.found.count() == 1
    assert "SK-42 zone 8  X 4\u202f552\u202f788" in bar.found.item(0).text()
    assert "sheet K-38-103 · the letters say so" in bar.found.item(0).text()
    QTest.keyClick(bar.box, Qt.Key.Key_Return)
    canvas = pinned.canvas
    assert bar.isHidden()
    assert canvas.mark.place == pytest.approx(PLACE, abs=1e-6)
    view = canvas.view
    assert view.place(view.width / 2, view.height / 2) == pytest.approx(PLACE, abs=1e-6)
    settle(pinned)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.mark.place is None


def test_both_orders_are_offered_where_nothing_says_which_is_which(pinned):
    bar = typed(pinned, "41.1 45.05")
    assert bar.found.count() == 2
    assert bar.said.text().startswith("There are several readings")
    QTest.keyClick(bar.box, Qt.Key.Key_Down)
    QTest.keyClick(bar.box, Qt.Key.Key_Return)
    assert pinned.canvas.mark.place == (41.1, 45.05)


def test_metres_are_read_in_the_system_that_is_chosen(pinned):
    bar = typed(pinned, "X 4552788.80 Y 8504594.34", "EPSG:28408")
    bar.go()
    assert pinned.canvas.mark.place == pytest.approx(PLACE, abs=1e-6)


def test_what_cannot_be_read_gets_its_sentence_and_nothing_moves(pinned):
    before = pinned.canvas.view
    bar = typed(pinned, "41°66'00\" N, 45° E")
    assert "66 minutes; they end at 59" in bar.said.text()
    QTest.keyClick(bar.box, Qt.Key.Key_Return)
    assert not bar.isHidden()
    QTest.keyClick(bar.box, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert pinned.canvas.view == before


def test_a_sheet_is_gone_to_by_its_name_and_outlined(pinned):
    typed(pinned, "К-38-103").go()
    canvas = pinned.canvas
    assert canvas.mark.place == pytest.approx((45.24875, 41.16658), abs=1e-4)
    west, east = (canvas.view.pixel(longitude, 41.1)[0] for longitude in (45, 45.5))
    assert 0 < west < east < canvas.view.width
    settle(pinned)


def test_without_a_pinned_operation_the_bar_offers_the_joint_profile(plain, qtbot):
    bar = typed(plain, "X 4552788.80 Y 8504594.34", "EPSG:28408")
    assert bar.said.text().startswith("No operation is pinned between SK-42 zone 8 and WGS 84")
    assert bar.found.count() == 0
    bar.box.setText("K-38-103")
    assert bar.said.text().startswith("No operation is pinned between SK-42 and WGS 84")
    with qtbot.waitSignal(bar.profile_asked):
        bar.pin.click()


def test_what_is_pinned_in_the_window_is_told_at_once(plain):
    bar = typed(plain, "X 4552788.80 Y 8504594.34", "EPSG:28408")
    bar.pin.click()
    (dialog,) = plain.window.findChildren(ProfileDialog)
    settle(plain)
    dialog.choice.show_profile(PROFILE)
    dialog.carry_out()
    settle(plain)
    assert bar.found.count() == 1
    plain.status.show_pointer(*PLACE)
    assert shown(plain)[1:] == ["SK-42 zone 8  X 4 552 788.80  Y 8 504 594.34", "K-38-103"]
    dialog.close()


def test_the_record_of_a_segment_names_its_sheets(pinned):
    pinned.selection.select(Kind.SEGMENT, (features()[0].id,))
    told = [label.text() for label in pinned.panels.record.findChildren(QLabel)]
    at = told.index("K-38-103")  # 41 N of WGS 84 lies eleven metres north of 41 N of SK-42
    assert told[at : at + 4] == ["K-38-103", "0.000 \u2013 0.011 km", "K-38-115", "0.011 \u2013 11.232 km"]
    assert "Map sheets 1\u202f:\u202f100\u202f000" in told


def test_the_palette_goes_to_a_place_too(pinned):
    pinned.commands.run("palette")
    pinned.palette.box.setText("41.1091667 N 45.0534444 E")
    assert pinned.palette.model.entry(0).text == "45° 03' 12.4\" E  41° 06' 33.0\" N"
    pinned.palette.box.setText("k-38-103")
    assert pinned.palette.model.entry(0).text == "Go to sheet K-38-103"
    QTest.keyClick(pinned.palette.box, Qt.Key.Key_Return)
    assert pinned.canvas.mark.place is not None


def test_the_place_under_the_pointer_is_copied_in_both_systems_and_by_its_sheet(pinned):
    pinned.going.show_place(*PLACE)
    canvas = pinned.canvas
    menu = pinned.map_menu.open(canvas.mapToGlobal(QPoint(canvas.width() // 2, canvas.height() // 2)), [])
    actions = {action.text(): action for action in menu.actions()}
    actions["Copy coordinates"].trigger()
    first, second = QGuiApplication.clipboard().text().splitlines()
    assert first.startswith("WGS 84  45° 03' 1")
    assert second.startswith("SK-42 zone 8  X 4")
    actions["Copy sheet K-38-103"].trigger()
    assert QGuiApplication.clipboard().text() == "K-38-103"
    menu.close()
