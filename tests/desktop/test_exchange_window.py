"""Both sides in the window, one after the other: sign, hand over, pin, receive, answer, and see it arrive."""

from pathlib import Path

from geodata.io.documents import read_base
from geodata.io.key_files import write_pair
from geodata.io.starting import start_project_on
from geodata.model.status import Side, View
from tests.desktop.whole_program import opened, project_file, running_program, settle
from tests.geodata.strategies import stretch

WORDS = "five plain words in order"


def settled(program) -> None:
    settle(program)
    program.start_page.grab()
    settle(program)


def signed(card, key: Path, path: Path, program) -> None:
    """Write what a card shows, signed."""
    card.seal.take(key)
    card.seal.passphrase.setText(WORDS)
    card.write(path)
    settled(program)
    assert "Signed for side" in card.result.text()


def pinned(program, public: Path, side: Side) -> None:
    """Pin a key after its words were compared."""
    sheet = program.documents.keys().pinning
    sheet.read(public)
    settled(program)
    sheet.sides[side].setChecked(True)
    sheet.compared.setChecked(True)
    sheet.carry_out()
    settled(program)
    program.documents.keys().close()


def test_what_one_side_signs_the_other_accepts_and_acknowledges(qapp, tmp_path: Path) -> None:
    for side in Side:
        write_pair(tmp_path / f"{side.lower()}.key", WORDS, side, f"Head of {side}")
    a = project_file(tmp_path, "a.gpkg")
    with running_program(qapp, tmp_path / "a.ini") as program:
        opened(program, a)
        program.documents.show_exchange()
        settled(program)
        signed(program.publish.base, tmp_path / "a.key", tmp_path / "base.confinia", program)
        segment = next(iter(program.session.project.layers["segment"].values()))
        program.session.mark(segment, stretch(0, 2000, on=segment), View.DISPUTED, "Ridge")
        settled(program)
        signed(program.publish.changes, tmp_path / "a.key", tmp_path / "a1.confinia", program)
        assert program.publish.exchange.sent.item(0, 2).text() == "not acknowledged yet"
    b = tmp_path / "b.gpkg"
    start_project_on(b, Side.B, read_base(tmp_path / "base.confinia"), "Valley").close()
    with running_program(qapp, tmp_path / "b.ini") as program:
        opened(program, b)
        pinned(program, tmp_path / "a.pub", Side.A)
        dialog = program.documents.receive([tmp_path / "base.confinia", tmp_path / "a1.confinia"])
        settled(program)
        table = dialog.table
        told = [[table.item(row, column).text() for column in (1, 2, 4)] for row in range(table.rowCount())]
        assert told == [
            ["change set 1 of side A", "good: Head of A", "accepted"],
            ["joint base 1", "good: Head of A", "accepted"],
        ]
        dialog.seal.take(tmp_path / "b.key")
        dialog.seal.passphrase.setText(WORDS)
        dialog.write(tmp_path / "receipt.confinia")
        settled(program)
    _acknowledged(qapp, tmp_path, a)


def _acknowledged(qapp, tmp_path: Path, a: Path) -> None:
    """The first side receives the receipt, and sees that what it sent arrived."""
    with running_program(qapp, tmp_path / "a.ini") as program:
        assert program.memory.recent == [a]
        opened(program, a)
        pinned(program, tmp_path / "b.pub", Side.B)
        program.documents.receive([tmp_path / "receipt.confinia"])
        settled(program)
        program.documents.show_exchange()
        settled(program)
        assert program.publish.exchange.sent.item(0, 2).text() == "accepted"
        assert "Everything that was sent is acknowledged" in program.publish.exchange.said.text()
