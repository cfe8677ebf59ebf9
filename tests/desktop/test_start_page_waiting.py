"""The start page says of each recent project what was sent and not yet acknowledged, without waiting for it."""

from pathlib import Path

from desktop.start_page import WayIn
from desktop.workspaces import Workspace
from geodata.io.handover import write_base, write_changes
from geodata.io.store import Store
from tests.desktop.whole_program import opened, project_file, running_program, settle


def lines(program) -> dict[str, str]:
    ways = program.start_page.findChildren(WayIn)
    return {way.accessibleName(): way.accessibleDescription() for way in ways if way.isVisible()}


def handed_over(path: Path) -> None:
    with Store.open(path) as store:
        write_base(store, path.with_name("base.confinia"))
        write_changes(store, path.with_name("a1.confinia"))


def test_a_recent_project_says_what_was_not_acknowledged(qapp, tmp_path: Path) -> None:
    waiting, quiet = project_file(tmp_path, "waiting.gpkg"), project_file(tmp_path, "quiet.gpkg")
    handed_over(waiting)
    with running_program(qapp, tmp_path / "settings.ini") as program:
        for path in (waiting, quiet):
            opened(program, path)
        program.files.close_project()
        settle(program)
        assert "1 document sent and not yet acknowledged" in lines(program)["waiting"]
        assert "acknowledged" not in lines(program)["quiet"]


def test_a_recent_project_that_is_damaged_is_offered_all_the_same(qapp, qtbot, tmp_path: Path) -> None:
    path = project_file(tmp_path)
    with running_program(qapp, tmp_path / "settings.ini") as program:
        opened(program, path)
        program.files.close_project()
        path.write_bytes(b"SQLite format 3\0" + bytes(200))
        program.documents.show_recent()
        settle(program)
        qtbot.waitUntil(lambda: "valley" in lines(program))
        assert program.window.notices.sentence == ""


def test_sent_and_received_is_reached_from_the_menu(qapp, tmp_path: Path) -> None:
    with running_program(qapp, tmp_path / "settings.ini") as program:
        opened(program, project_file(tmp_path))
        program.commands.action("exchange").trigger()
        settle(program)
        assert program.workspace is Workspace.PUBLISH
        assert program.publish.exchange.isVisible()
