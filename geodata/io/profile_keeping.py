"""When a project's joint profile may change: freely while it is empty, by adoption alone once there is a joint base."""

from enum import StrEnum
from pathlib import Path

from geodata.changes.documents.document import Document, called, profile_of
from geodata.errors import ProfileMismatch, Refused
from geodata.geometry.profiles import check_profile
from geodata.io.documents import read_document
from geodata.io.store import Store
from geodata.model.profile import JointProfile
from geodata.model.source import Source


class Freedom(StrEnum):
    """How far the joint profile of a project can be changed."""

    EVERYTHING = "everything"
    NOT_THE_GRID = "not the grid"
    ADOPTION = "adoption"


def freedom(store: Store) -> Freedom:
    """Return how far the joint profile of a project can be changed."""
    if store.settings.base:
        return Freedom.ADOPTION
    return Freedom.NOT_THE_GRID if store.holds_coordinates() else Freedom.EVERYTHING


def why_not(free: Freedom) -> str:
    """Return what a person can do where not everything can be changed; empty where it can."""
    if free is Freedom.ADOPTION:
        return (
            "The project has a joint base, so its profile holds for both sides. It changes only when a side adopts the "
            "profile of a document: the other side's, or a base on which both agreed."
        )
    if free is Freedom.NOT_THE_GRID:
        return (
            "The project holds coordinates, so its reference system and unit stay. For another one start a new project "
            "on that profile and load the sources again."
        )
    return ""


def set_profile(store: Store, profile: JointProfile, whence: str = "") -> bool:
    """Give a project another joint profile, durably; return whether it is another one.

    Raise Refused where it may not change so far, InvalidFeature for a profile that cannot be.
    """
    check_profile(profile)
    settings = store.settings
    if profile == settings.profile:
        return False
    free = freedom(store)
    if free is Freedom.ADOPTION or (free is Freedom.NOT_THE_GRID and profile.grid != settings.profile.grid):
        raise Refused(why_not(free))
    store.take_profile(profile, whence or f"stated by side {settings.side}")
    return True


def adopt_profile(store: Store, path: Path) -> bool:
    """Give a project the joint profile of a base or change set, durably; return whether it is another one.

    Raise as `read_document` does, and ProfileMismatch when the project's coordinates are on another grid.
    """
    return adopt_from(store, read_document(path))


def adopt_from(store: Store, document: Document) -> bool:
    """Give a project the joint profile of a document already read; raise ProfileMismatch."""
    held, profile = store.settings.profile, profile_of(document)
    if profile == held:
        return False
    if profile.grid != held.grid and (store.settings.base or store.holds_coordinates()):
        raise ProfileMismatch(
            f"The document's coordinates are in {profile.crs[:60]} by {profile.unit}, those of this project in "
            f"{held.crs[:60]} by {held.unit}. Start a new project on the document's profile and load the sources again."
        )
    store.take_profile(profile, f"adopted from {whence_of(document)}")
    return True


def whence_of(document: Document) -> str:
    """Return which document it is, with its hash."""
    return f"{called(document)}, {document.sha256}"


def read_otherwise(store: Store) -> list[Source]:
    """Return the sources whose coordinates were read by another operation than the profile pins now."""
    project = store.load()
    profile = project.settings.profile
    found = []
    for source in project.all(Source):
        pinned = profile.operation(source.reading.crs) if source.reading is not None else None
        if pinned is not None and source.reading is not None and pinned.pipeline != source.reading.pipeline:
            found.append(source)
    return found
