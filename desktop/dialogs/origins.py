"""What came from a source: the features that name it as their origin, and how they are selected together."""

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.words import counted
from desktop.selection import Selection
from geodata.model.feature import Kind
from geodata.model.project import Project

translate = QCoreApplication.translate


def came_from(project: Project, source: str) -> dict[Kind, list[str]]:
    """Return the ids of what has a source as its origin, by kind; empty where nothing has."""
    found = {
        kind: [feature.id for feature in layer.values() if source and getattr(feature, "origin", "") == source]
        for kind, layer in project.layers.items()
    }
    return {kind: ids for kind, ids in found.items() if ids}


def select_all(selection: Selection, found: dict[Kind, list[str]]) -> None:
    """Select what came from a source and bring it into view; of several kinds, the one of which there is most."""
    if found:
        kind = max(found, key=lambda one: len(found[one]))
        selection.select(kind, tuple(found[kind]))
        selection.show(found[kind])


def said_of_origin(found: dict[Kind, list[str]]) -> str:
    """Return what came from a source, in words."""
    if not found:
        return translate("Origins", "Nothing in this project came from it.")
    listed = ", ".join(counted(kind, len(ids)) for kind, ids in found.items())
    return translate("Origins", "{0} came from it.").format(listed)
