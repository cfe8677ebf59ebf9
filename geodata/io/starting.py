"""Starting a project: from nothing, or from the joint base that both sides hold."""

from pathlib import Path

from geodata.io.documents import read_base
from geodata.io.store import Document, Store
from geodata.model.names import nfc
from geodata.model.project import Settings
from geodata.model.status import Side


def start_project(path: Path, side: Side, title: str) -> Store:
    """Return a new, empty project; raise FileTrouble."""
    return Store.create(path, Settings(title=nfc(title), side=side))


def start_project_from(path: Path, side: Side, base_file: Path, title: str = "") -> Store:
    """Return a new project that starts from a joint base; raise FileTrouble or DocumentRefused."""
    base, document = read_base(base_file)
    settings = Settings(
        title=nfc(title) or base.title,
        side=side,
        profile=base.profile,
        base=document.sha256,
        base_number=base.number,
    )
    return Store.create(path, settings, base.features, Document(base.number, document.sha256, document.data))
