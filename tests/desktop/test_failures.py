"""What nobody foresaw: a report without data, a dialog, and a window that goes on."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit

from desktop.failures import CrashDialog, Failures, report_of, write_report
from geodata.errors import Refused
from tests.desktop.whole_program import running_program


def stumble(secret: str) -> None:
    raise KeyError(secret)


def caught(secret: str) -> BaseException:
    try:
        stumble(secret)
    except KeyError as failure:
        return failure
    raise AssertionError


def test_a_report_says_where_and_in_which_versions_and_nothing_of_the_data():
    text = report_of(caught("pillar 103 at Orden Ford"))
    assert "builtins.KeyError" in text
    assert "in stumble" in text
    assert "Confinia " in text
    assert "Qt " in text
    assert "pillar" not in text
    assert str(Path.home()) not in text


def test_what_led_to_a_failure_is_in_the_report_too():
    try:
        try:
            stumble("x")
        except KeyError as problem:
            raise ZeroDivisionError from problem
    except ZeroDivisionError as failure:
        text = report_of(failure)
    assert text.index("ZeroDivisionError") < text.index("KeyError")


def test_the_dialog_shows_the_report_and_is_no_obstacle(qtbot, tmp_path):
    path = write_report(caught("x"), tmp_path / "reports")
    dialog = CrashDialog(path)
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.findChild(QPlainTextEdit).toPlainText() == path.read_text("utf-8")
    dialog.close()


def test_a_foreseen_failure_is_a_notice_and_no_crash(qapp, tmp_path):
    with running_program(qapp, tmp_path / "c.ini") as program:
        program.failures.take(Refused("That is not allowed."))
        assert program.window.notices.sentence == "That is not allowed."


def test_an_unforeseen_failure_of_a_job_is_told(qapp, qtbot, tmp_path):
    def divide(progress):
        return 1 // 0

    with running_program(qapp, tmp_path / "c.ini") as program:
        program.failures.crashed.disconnect()
        with qtbot.waitSignal(program.failures.crashed) as told:
            program.jobs.run(divide)
        assert isinstance(told.args[0], ZeroDivisionError)


def test_the_last_resort_takes_what_a_slot_lets_fall(qapp, monkeypatch):
    failures, heard = Failures(), []
    failures.crashed.connect(heard.append)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    failures.catch_everything()
    failure = caught("x")
    sys.excepthook(type(failure), failure, failure.__traceback__)
    assert heard == [failure]


def told_by(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What the program answers on a terminal, and whether it needed Qt for it."""
    code = (
        "import sys\nfrom desktop.app import main\n"
        "try:\n    code = main(sys.argv[1:])\nexcept SystemExit as end:\n    code = end.code\n"
        "sys.stdout.flush(); sys.exit(code or ('PySide6' in sys.modules) * 99)"
    )
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)


def test_help_and_version_are_answered_without_qt():
    for asked, told in (("--help", "--sample-journey"), ("--version", "Confinia ")):
        answer = told_by(asked)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert told in answer.stdout


def test_without_a_display_a_sentence_says_so(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    answer = told_by()
    assert answer.returncode == 3
    assert "There is no display here" in answer.stderr
