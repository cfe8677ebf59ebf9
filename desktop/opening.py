"""Opening a project: everything is read here, off the window's thread, so that nothing waits for a file later."""

import gc
from pathlib import Path
from typing import NamedTuple

from geodata.cancel import Progress
from geodata.errors import ConfiniaError
from geodata.geometry.measure import lengths
from geodata.io.store import Store
from geodata.io.store_copy import opened_to_read
from geodata.model.project import Project
from geodata.model.reference import ReferenceLayer
from geodata.model.segment import Segment


class Opened(NamedTuple):
    """A project file, what it holds, and the layers that merely lie beneath."""

    store: Store
    project: Project
    references: list[ReferenceLayer]


def opened_project(path: Path, read_only: bool, progress: Progress) -> Opened:
    """Return a project file and what it holds (a job); raise FileTrouble."""
    progress.step("Opening", 0, 3)
    store = opened_to_read(path) if read_only else Store.open(path)
    try:
        project = store.load()
        progress.step("Reading the layers beneath", 1, 3)
        references = store.references()
        progress.step("Measuring the line", 2, 3)
        lengths([segment.line for segment in project.all(Segment)])  # once here, so that no window waits for it
        gc.freeze()  # frozen values by the million refer to no cycle; a search among them would stop every thread
        return Opened(store, project, references)
    except ConfiniaError:
        store.close()
        raise
