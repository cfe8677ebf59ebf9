"""Publish lists what was sent and received: not acknowledged until a receipt came, and what became of each."""

from pathlib import Path

import pytest

from desktop.jobs import JobRunner
from desktop.publish.workspace import PublishWorkspace
from desktop.session import Session
from geodata.io.documents import read_base
from geodata.io.handover import write_base, write_changes
from geodata.io.received import write_receipt
from geodata.io.receiving import receive
from geodata.io.starting import start_project_on
from geodata.io.store import Store
from geodata.model.project import Settings
from geodata.model.status import Side, View
from tests.geodata.strategies import segment, stretch


@pytest.fixture
def desk(qtbot, tmp_path: Path):
    with Store.create(tmp_path / "maker.gpkg", Settings(title="Valley", side=Side.A), (segment(1),)) as store:
        write_base(store, tmp_path / "base.confinia")
    base = read_base(tmp_path / "base.confinia")
    for side in Side:
        start_project_on(tmp_path / f"{side.lower()}.gpkg", side, base, "Valley").close()
    jobs = JobRunner()
    session = Session(jobs)
    session.open(tmp_path / "a.gpkg")
    workspace = PublishWorkspace(session, jobs)
    qtbot.addWidget(workspace)
    workspace.show()
    jobs.wait()
    yield session, jobs, workspace
    session.close()
    jobs.close()


def told(listing) -> list[str]:
    return [listing.item(row, 2).text() for row in range(listing.rowCount())]


def acknowledged(folder: Path) -> Path:
    """Side B receives what A wrote, and writes its receipt."""
    with Store.open(folder / "b.gpkg") as store:
        receive(store, [folder / "a1.confinia"])
        write_receipt(store, folder / "b-receipt.confinia")
    return folder / "b-receipt.confinia"


def test_before_anything_left_the_card_teaches(desk):
    assert "Nothing was handed over or received yet" in desk[2].exchange.said.text()
    assert not desk[2].exchange.sent.isVisible()


def test_what_left_waits_until_a_receipt_came(desk, tmp_path):
    session, jobs, workspace = desk
    session.mark(session.project.segment("S-1"), stretch(0, 5000), View.AGREED, "Sheet read jointly")
    workspace.changes.write(tmp_path / "a1.confinia")
    for _ in range(3):
        jobs.wait()
    card = workspace.exchange
    assert told(card.sent) == ["not acknowledged yet"]
    assert "1 of 1 sent and not yet acknowledged" in card.said.text()
    receive(session.store, [acknowledged(tmp_path)])
    card.refresh()
    jobs.wait()
    assert told(card.sent) == ["received (by a receipt without a good signature)"]
    assert "Everything that was sent is acknowledged" in card.said.text()


def test_what_came_is_listed_with_what_became_of_it(desk, tmp_path):
    session, jobs, workspace = desk
    with Store.open(tmp_path / "b.gpkg") as store:
        write_changes(store, tmp_path / "b1.confinia")
    receive(session.store, [tmp_path / "b1.confinia"])
    workspace.exchange.refresh()
    jobs.wait()
    (line,) = told(workspace.exchange.came)
    assert line == "received. It carries no signature."
    assert workspace.exchange.came.item(0, 0).text() == "change set 1 of side B"


def test_the_lists_are_read_beside_the_work_which_goes_on(desk):
    session, jobs, workspace = desk
    workspace.exchange.refresh()
    assert session.can_write
    session.mark(session.project.segment("S-1"), stretch(0, 5000), View.AGREED, "Sheet read jointly")
    session.close()
    jobs.wait()
