"""A rebase that is cut off anywhere leaves the project on the old base, whole; one that returns is on the new one."""

import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from geodata.changes.delta import Delta
from geodata.changes.documents.base import Base, base_of
from geodata.io.documents import write_document
from geodata.io.starting import start_project_on
from geodata.io.store import Store
from geodata.model.project import Project, Settings
from geodata.model.status import Side
from tests.geodata.strategies import layers_with, segment, standing

RUN = Path(__file__).with_name("rebase_run.py")
S1, S2 = segment(1), segment(2)


def prepared(folder: Path) -> tuple[Path, Path, Base, Base]:
    settings = Settings(title="Valley", side=Side.A)
    base = base_of(Project(settings, layers_with(S1, S2)))
    new = base_of(Project(settings, layers_with(S1, replace(S2, section="Decided"))), 2, base.sha256)
    write_document(folder / "base-2.confinia", new)
    with start_project_on(folder / "a.gpkg", Side.A, base) as store:
        store.commit("Mark", [Delta(S1, replace(S1, position_a=(standing(0, 5000),)))])
    return folder / "a.gpkg", folder / "base-2.confinia", base, new


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_rebase_that_is_cut_off_leaves_the_project_as_it_was(tmp_path: Path, step: int) -> None:
    project, file, base, new = prepared(tmp_path)
    with Store.open(project) as store:
        before, changes, history = store.load(), store.changes(), store.history()
    killed = subprocess.run([sys.executable, str(RUN), str(project), str(file), str(step)], check=False)
    assert killed.returncode != 0
    with Store.open(project) as store:
        assert (store.settings.base, store.load(), store.changes()) == (base.sha256, before, changes)
        assert store.history() == history
        assert store.undo()
    assert subprocess.run([sys.executable, str(RUN), str(project), str(file), "9"], check=True).returncode == 0
    with Store.open(project) as store:
        assert store.settings.base == new.sha256
