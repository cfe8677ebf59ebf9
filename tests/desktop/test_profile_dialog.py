"""The joint profile in the window: chosen for a new project, shown, changed as far as it may be, and adopted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.dialogs.new_project import NewProjectDialog
from desktop.dialogs.profile import ProfileDialog
from desktop.jobs import JobRunner
from desktop.review.workspace import ReviewWorkspace
from desktop.session import Session
from geodata.changes.delta import Delta
from geodata.geometry.profile_ready import made_ready
from geodata.geometry.profiles import profile_hash, ready_profile
from geodata.io.documents import write_document
from geodata.io.handover import next_base, write_base, write_changes
from geodata.io.profile_files import read_profile, write_profile
from geodata.io.starting import start_project, start_project_from
from geodata.io.store import Store
from geodata.model.names import Name
from geodata.model.profile import WGS84, SideOrder
from geodata.model.project import Settings
from geodata.model.status import Side
from tests.geodata.strategies import segment

LEFT = Qt.MouseButton.LeftButton
ADOPTED = ready_profile("EPSG:4326", "EPSG:1808")


@pytest.fixture
def jobs(qapp) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.close()


@pytest.fixture
def session(jobs, tmp_path: Path) -> Iterator[Session]:
    made = Session(jobs)
    yield made
    made.close()


def new_project(session, jobs, qtbot, path: Path) -> NewProjectDialog:
    """The dialog with everything stated but the joint profile."""
    dialog = NewProjectDialog(session, jobs)
    qtbot.addWidget(dialog)
    dialog.name.setText("Valley")
    dialog.set_place(path)
    dialog.sides[Side.B].setChecked(True)
    return dialog


def shown(session, jobs, qtbot) -> ProfileDialog:
    dialog = ProfileDialog(session, jobs)
    qtbot.addWidget(dialog)
    return dialog


def reopened(session, path: Path) -> None:
    session.close()
    session.open(path)


def test_a_new_project_stands_on_wgs_84_where_nothing_else_is_chosen(session, jobs, qtbot, tmp_path):
    dialog = new_project(session, jobs, qtbot, tmp_path / "p")
    assert dialog.make.isEnabled()
    with qtbot.waitSignal(dialog.made):
        qtbot.mouseClick(dialog.make, LEFT)
    assert session.project.settings.profile == WGS84


def test_where_the_datum_changes_nothing_is_made_before_an_operation_is_chosen(session, jobs, qtbot, tmp_path):
    dialog = new_project(session, jobs, qtbot, tmp_path / "p")
    dialog.profile.systems["sk42-gk8"].setChecked(True)
    assert not dialog.make.isEnabled()
    assert dialog.profile.table.code == ""
    dialog.profile.table.selectRow(1)
    assert dialog.profile.table.code == "EPSG:1808"
    with qtbot.waitSignal(dialog.made):
        qtbot.mouseClick(dialog.make, LEFT)
    assert session.project.settings.profile == made_ready("sk42-gk8", "EPSG:1808")


def test_what_was_pinned_without_need_is_taken_back(session, jobs, qtbot, tmp_path):
    choice = new_project(session, jobs, qtbot, tmp_path / "p").profile
    assert choice.nothing.isHidden()
    choice.table.selectRow(1)
    assert choice.profile == ADOPTED
    qtbot.mouseClick(choice.nothing, LEFT)
    assert choice.profile == WGS84
    choice.systems["sk42-gk8"].setChecked(True)
    choice.table.selectRow(1)
    assert choice.nothing.isHidden()


def test_the_table_says_how_far_the_operations_lie_apart_at_the_chosen_place(session, jobs, qtbot, tmp_path):
    dialog = new_project(session, jobs, qtbot, tmp_path / "p")
    table, place = dialog.profile.table, dialog.profile.place
    seen = {}
    for name in ("Tavush", "Goris"):
        place.setCurrentIndex(place.findData(name))
        seen[name] = [table.item(0, column).text() for column in range(table.columnCount())]
    assert seen["Tavush"][0] == "EPSG:15865"
    assert seen["Tavush"][2].startswith("4.5")
    assert [seen[name][4][:3] for name in ("Tavush", "Goris")] == ["5.7", "4.5"]


def test_a_new_project_takes_its_profile_from_a_file(session, jobs, qtbot, tmp_path):
    write_profile(tmp_path / "joint.json", made_ready("utm38n", "EPSG:15865"))
    dialog = new_project(session, jobs, qtbot, tmp_path / "p")
    with qtbot.waitSignal(dialog.profile.changed):
        dialog.set_profile(tmp_path / "joint.json")
    with qtbot.waitSignal(dialog.made):
        qtbot.mouseClick(dialog.make, LEFT)
    assert session.project.settings.profile == made_ready("utm38n", "EPSG:15865")


def test_a_profile_that_cannot_be_is_named_and_nothing_else_chosen(session, jobs, qtbot, tmp_path):
    (tmp_path / "joint.json").write_text('{"crs": "EPSG:2230"}')
    dialog = new_project(session, jobs, qtbot, tmp_path / "p")
    dialog.set_profile(tmp_path / "joint.json")
    qtbot.waitUntil(lambda: "no joint profile" in dialog.profile.said.text())
    assert dialog.profile.profile == WGS84


def test_an_empty_project_is_put_on_another_profile(session, jobs, qtbot, tmp_path):
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A))
    dialog = shown(session, jobs, qtbot)
    assert not dialog.apply.isEnabled()
    dialog.choice.systems["sk42-gk8"].setChecked(True)
    assert not dialog.apply.isEnabled()
    dialog.choice.table.selectRow(0)
    dialog.fields.limits["T1"].setText("0,25")
    dialog.fields.names_b.insert("az: İncə; en: Ince")
    with qtbot.waitSignal(session.settings_changed):
        qtbot.mouseClick(dialog.apply, LEFT)
    profile = session.project.settings.profile
    assert profile.operation("EPSG:4326").code == "EPSG:15865"
    assert profile.tolerances.rounding_mm == 250
    assert profile.names_b == (Name(text="İncə", language="az"), Name(text="Ince", language="en"))
    assert dialog.hash.text() == profile_hash(profile)


def test_with_coordinates_the_system_is_locked_and_it_is_said_why(session, jobs, qtbot, tmp_path):
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A), (segment(1),))
    dialog = shown(session, jobs, qtbot)
    assert not dialog.choice.systems["utm38n"].isEnabled()
    assert "start a new project" in dialog.why.text()
    dialog.choice.table.selectRow(1)
    with qtbot.waitSignal(session.settings_changed):
        qtbot.mouseClick(dialog.apply, LEFT)
    assert session.project.settings.profile == ADOPTED


def test_all_of_a_profile_is_taken_from_a_file(session, jobs, qtbot, tmp_path):
    wanted = replace(made_ready("utm38n"), languages=("hy", "az"), order=SideOrder.BY_ALPHABET)
    write_profile(tmp_path / "joint.json", wanted)
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A))
    dialog = shown(session, jobs, qtbot)
    with qtbot.waitSignal(dialog.choice.read):
        dialog.choice.take_file(tmp_path / "joint.json")
    with qtbot.waitSignal(session.settings_changed):
        qtbot.mouseClick(dialog.apply, LEFT)
    assert session.project.settings.profile == wanted


def test_names_that_cannot_be_typed_stay_while_nobody_changes_them(session, jobs, qtbot, tmp_path):
    names = (Name(text="North; left of the river", language="en", used_by="A"), Name(text="Side: Հյուսիս"))
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A, profile=replace(WGS84, names_b=names)))
    dialog = shown(session, jobs, qtbot)
    assert not dialog.apply.isEnabled()
    dialog.fields.limits["T1"].setText("0.2 m")
    with qtbot.waitSignal(session.settings_changed):
        qtbot.mouseClick(dialog.apply, LEFT)
    assert session.project.settings.profile.names_b == names
    assert session.project.settings.profile.tolerances.rounding_mm == 200


def test_what_is_loaded_meanwhile_locks_the_system_and_leaves_what_was_typed(session, jobs, qtbot, tmp_path):
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A))
    dialog = shown(session, jobs, qtbot)
    dialog.fields.languages.setText("hy")
    assert dialog.choice.systems["utm38n"].isEnabled()
    session.load("Load a segment", [Delta(None, segment(1))])
    jobs.wait()
    qtbot.waitUntil(lambda: not dialog.choice.systems["utm38n"].isEnabled())
    assert dialog.fields.languages.text() == "hy"
    assert dialog.apply.isEnabled()
    assert "holds coordinates" in dialog.why.text()


def test_a_project_open_for_reading_only_says_so_and_keeps_its_profile(session, jobs, qtbot, tmp_path):
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A))
    session.close()
    session.open(tmp_path / "p.gpkg", read_only=True)
    dialog = shown(session, jobs, qtbot)
    assert "reading only" in dialog.why.text()
    assert not dialog.fields.isEnabled()
    assert not dialog.adopt.isEnabled()


def test_tolerances_that_do_not_rise_are_named_and_not_taken(session, jobs, qtbot, tmp_path):
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A))
    dialog = shown(session, jobs, qtbot)
    dialog.fields.limits["T1"].setText("9 m")
    assert "do not rise" in dialog.trouble.text()
    assert not dialog.apply.isEnabled()
    dialog.fields.limits["T1"].setText("near")
    assert "such as 0.1 m" in dialog.trouble.text()
    assert not dialog.apply.isEnabled()


def test_after_a_base_a_documents_profile_is_laid_beside_and_adopted(session, jobs, qtbot, tmp_path):
    start_project(tmp_path / "agreed.gpkg", Side.A, "Agreed", ADOPTED).close()
    with Store.open(tmp_path / "agreed.gpkg") as agreed:
        write_document(tmp_path / "agreed.confinia", next_base(agreed).document)
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A), (segment(1),))
    write_base(session.store, tmp_path / "base.confinia")
    reopened(session, tmp_path / "p.gpkg")
    dialog = shown(session, jobs, qtbot)
    assert not dialog.apply.isEnabled()
    assert not dialog.fields.isEnabled()
    dialog.offer_document(tmp_path / "agreed.confinia")
    qtbot.waitUntil(lambda: not dialog.adopt.isHidden())
    texts = [dialog.apart.item(row, 2).text() for row in range(dialog.apart.rowCount())]
    assert profile_hash(ADOPTED) in texts
    assert "EPSG:1808" in texts
    with qtbot.waitSignal(session.settings_changed):
        qtbot.mouseClick(dialog.adopt, LEFT)
    assert session.project.settings.profile == ADOPTED
    assert "adopted from joint base 1" in dialog.taken.text()


def test_the_hash_is_copied_and_the_profile_written(session, jobs, qtbot, tmp_path):
    session.create(tmp_path / "p.gpkg", Settings(title="Valley", side=Side.A, profile=ADOPTED))
    dialog = shown(session, jobs, qtbot)
    dialog.copy_hash()
    assert QApplication.clipboard().text() == profile_hash(ADOPTED)
    dialog.write(tmp_path / "joint.json")
    assert read_profile(tmp_path / "joint.json") == ADOPTED


@pytest.fixture
def apart(session, tmp_path: Path) -> tuple[Path, Path]:
    """Change sets of both sides on one base, B's under a profile that B adopted alone; A's project is open."""
    session.create(tmp_path / "a.gpkg", Settings(title="Valley", side=Side.A), (segment(1),))
    write_base(session.store, tmp_path / "base.confinia")
    write_changes(session.store, tmp_path / "a1.confinia")
    with start_project_from(tmp_path / "b.gpkg", Side.B, tmp_path / "base.confinia") as other:
        other.take_profile(ADOPTED, "adopted from elsewhere")
        write_changes(other, tmp_path / "b1.confinia")
    reopened(session, tmp_path / "a.gpkg")
    return tmp_path / "a1.confinia", tmp_path / "b1.confinia"


def test_the_review_lays_different_profiles_side_by_side_and_says_what_each_side_can_do(session, jobs, qtbot, apart):
    review = ReviewWorkspace(session, jobs)
    qtbot.addWidget(review)
    review.compare(*apart)
    board = review.start.profiles
    qtbot.waitUntil(lambda: not board.isHidden())
    heads = [board.table.horizontalHeaderItem(column).text() for column in range(3)]
    assert heads == ["What", "A", "B"]
    whats = [board.table.item(row, 0).text() for row in range(board.table.rowCount())]
    assert "Operation for EPSG:4284" in whats
    assert "A and B can both do so" in board.told.text()
    with qtbot.waitSignal(review.adopt_asked) as asked:
        qtbot.mouseClick(board.adopt, LEFT)
    assert asked.args == [apart[1]]


def test_after_the_adoption_both_compare(session, jobs, qtbot, apart, tmp_path):
    dialog = shown(session, jobs, qtbot)
    dialog.offer_document(apart[1])
    qtbot.waitUntil(lambda: not dialog.adopt.isHidden())
    with qtbot.waitSignal(session.settings_changed):
        qtbot.mouseClick(dialog.adopt, LEFT)
    write_changes(session.store, tmp_path / "a2.confinia")
    review = ReviewWorkspace(session, jobs)
    qtbot.addWidget(review)
    with qtbot.waitSignal(review.compared):
        review.compare(tmp_path / "a2.confinia", apart[1])
    jobs.wait()  # the maps of the review are laid out after it


def test_both_dialogs_fit_the_screen_and_every_column_can_be_reached(session, jobs, qtbot, tmp_path):
    session.create(tmp_path / "a.gpkg", Settings(title="Valley", side=Side.A))
    made = new_project(session, jobs, qtbot, tmp_path / "p")
    held = shown(session, jobs, qtbot)
    room = made.screen().availableGeometry()
    for dialog, table in ((made, made.profile.table), (held, held.choice.table)):
        dialog.show()
        assert dialog.height() <= room.height()
        assert dialog.width() <= room.width()
        table.setStyleSheet("font-size: 24px")
        settled = table.viewport().width()
        qtbot.waitUntil(lambda: table.horizontalHeader().length() > settled)  # noqa: B023
        qtbot.waitUntil(table.horizontalScrollBar().isVisible)
        last = table.rowCount() - 1
        assert table.rowViewportPosition(last) + table.rowHeight(last) <= table.viewport().height()


def test_the_review_lays_nothing_over_anything_in_a_small_window(session, jobs, qtbot, apart):
    review = ReviewWorkspace(session, jobs)
    qtbot.addWidget(review)
    review.resize(700, 400)
    review.show()
    with qtbot.waitSignal(review.said) as said:
        review.compare(*apart)
    assert "joint profiles" in said.args[0]
    board = review.start.profiles
    qtbot.waitUntil(lambda: board.isVisible() and board.height() >= board.minimumSizeHint().height())
    assert board.told.height() >= board.told.heightForWidth(board.told.width())
    assert board.table.geometry().bottom() < board.told.geometry().top()
