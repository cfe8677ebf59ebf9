"""The map sheets of a segment in its record: which sheet shows it from where to where."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.panels.parts import figures, label
from desktop.panels.pointer_field import scale_text
from geodata.errors import Refused
from geodata.geometry.sheet_index import sheets_of_line
from geodata.geometry.sheets import Scale
from geodata.model.project import Project
from geodata.model.segment import Segment
from geodata.model.stretch import Stretch

SCALE = Scale.K100
"""The scale of the maps on which delimitation is done where there are no better ones."""

_MOST = 12

translate = QCoreApplication.translate


def sheets_title() -> str:
    """Return what the section is called."""
    return translate("Record", "Map sheets {0}").format(scale_text(SCALE))


def sheet_rows(project: Project, segment: Segment, inside: Stretch) -> list[QWidget]:
    """Return a row for each sheet that a stretch passes; none where nothing leads to SK-42 or sheets have no names."""
    try:
        found = sheets_of_line(segment.line, project.settings.profile, SCALE)
    except Refused:
        return []
    start, end = inside.start.at, inside.end.at
    on_it = [one for one in found if one.start < end and one.end > start]
    rows = [
        figures(one.sheet.designation, f"{max(one.start, start) / 1e6:,.3f} \u2013 {min(one.end, end) / 1e6:,.3f} km")
        for one in on_it[:_MOST]
    ]
    more = translate("Record", "and {0} more").format(len(on_it) - _MOST)
    return [*rows, label(more, "muted")] if len(on_it) > _MOST else rows
