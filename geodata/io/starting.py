"""Starting a project: from nothing, on a joint profile, or from the joint base that both sides hold."""

from pathlib import Path

from geodata.changes.documents.base import Base
from geodata.errors import Refused
from geodata.geometry.profiles import check_profile
from geodata.io.documents import read_document
from geodata.io.store import Store
from geodata.io.store_documents import Document
from geodata.model.names import nfc
from geodata.model.profile import WGS84, JointProfile
from geodata.model.project import Settings
from geodata.model.status import Side


def start_project(path: Path, side: Side, title: str, profile: JointProfile = WGS84) -> Store:
    """Return a new, empty project on a joint profile; raise FileTrouble, or InvalidFeature for one that cannot be."""
    check_profile(profile)
    return Store.create(path, Settings(title=nfc(title), side=side, profile=profile))


def start_project_from(path: Path, side: Side, base_file: Path, title: str = "") -> Store:
    """Return a new project that starts from a joint base; raise FileTrouble, DocumentRefused or Refused."""
    base = read_document(base_file)
    if not isinstance(base, Base):
        raise Refused(f"{base_file.name} is a change set; a project starts from a joint base.")
    return start_project_on(path, side, base, title)


def start_project_on(path: Path, side: Side, base: Base, title: str = "") -> Store:
    """Return a new project that starts from a joint base already read; raise FileTrouble."""
    settings = Settings(
        title=nfc(title) or base.title, side=side, profile=base.profile, base=base.sha256, base_number=base.number
    )
    return Store.create(path, settings, base.features, Document(base.number, base.sha256, base.data))
