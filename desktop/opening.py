"""Opening a project: everything is read here, off the window's thread, so that nothing waits for a file later."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from geodata.cancel import Progress
from geodata.errors import ConfiniaError
from geodata.geometry.measure import lengths
from geodata.io.store import Store
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
    store = Store.open(path, read_only)
    try:
        with _unswept():
            project = store.load()
            progress.step("Reading the layers beneath", 1, 3)
            references = store.references()
        progress.step("Measuring the line", 2, 3)
        lengths([segment.line for segment in project.all(Segment)])  # once here, so that no window waits for it
        return Opened(store, project, references)
    except ConfiniaError:
        store.close()
        raise


@contextmanager
def _unswept() -> Iterator[None]:
    """Make frozen values by the million without a search for cycles, in which every thread would stand still.

    What was made is left out of later searches too: values refer to no cycle, they go when nobody refers to them.
    """
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if swept:
            gc.enable()
