"""The work on the line: choosing a stretch, marking it, writing on it, drawing another line for it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.app.pages import ASIDE
from desktop.dialogs.origins import came_from, said_of_origin, select_all
from desktop.panels.strip_run import parts_of
from desktop.workspaces import Workspace
from geodata.geometry.stretch import whole
from geodata.geometry.world import world_of
from geodata.model.feature import Kind
from geodata.model.line import Line
from geodata.model.segment import Segment
from geodata.model.status import View

if TYPE_CHECKING:
    from desktop.app.program import Program


class LineVerbs(QObject):
    """The verbs of a technician, each bringing the panel or tool it needs."""

    def __init__(self, program: "Program") -> None:
        """Connect the panels of the survey workspace with one another."""
        super().__init__(program)
        self._program, panels = program, program.panels
        self._panels = panels
        self._sorted: tuple[object, list[str]] = None, []
        panels.record.mark_asked.connect(self.mark)
        panels.record.note_asked.connect(self.note)
        panels.record.source_asked.connect(self.source)
        panels.record.line_asked.connect(self.line)
        panels.record.origin_asked.connect(self.show_origin)
        panels.strip.mark_asked.connect(self.mark)
        panels.strip.pointed.connect(panels.map.show_chainage)
        panels.map.pointed.connect(panels.strip.show_place)
        panels.map.stretch_chosen.connect(self.mark)
        panels.mark.source_asked.connect(self.source)
        panels.note.written.connect(program.window.notices.news)
        panels.line.draw_asked.connect(panels.map.draw_line)
        panels.line.file_asked.connect(lambda: program.files.ask_line(panels.line.read))
        panels.map.line_drawn.connect(panels.line.take_degrees)
        panels.line.line_changed.connect(self._show_line)
        for id_ in ASIDE:
            away = QShortcut(QKeySequence("Esc"), program.survey.dock(id_))
            away.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            away.activated.connect(self.record)

    @property
    def segment(self) -> Segment | None:
        """The segment that is selected."""
        session, selection = self._program.session, self._program.selection
        if not session.is_open or selection.kind is not Kind.SEGMENT:
            return None
        found = session.project.layers[Kind.SEGMENT].get(selection.first or "")
        return found if isinstance(found, Segment) else None

    def has_segment(self) -> bool:
        """Whether a segment is selected and can be worked on."""
        return self.can_edit() and self.segment is not None

    def has_feature(self) -> bool:
        """Whether something is selected that a note can be written on."""
        return self.can_edit() and self._program.selection.first is not None

    def can_edit(self) -> bool:
        """Whether the project can be changed from where one is."""
        return self._program.session.can_write and self._program.workspace is Workspace.SURVEY

    def mark(self) -> None:
        """Show the panel that marks."""
        self._bring("mark")

    def note(self) -> None:
        """Show the panel that writes notes."""
        self._bring("note")

    def source(self) -> None:
        """Show the panel that enters and cites sources."""
        self._bring("source")

    def line(self) -> None:
        """Show the panel that puts an alternative line on the table."""
        self._bring("line")

    def record(self) -> None:
        """Show the record."""
        self._bring("record")

    def origin(self) -> str:
        """Return the source that the selected feature comes from, else the one marked in the register; empty: none."""
        session, selection = self._program.session, self._program.selection
        if not session.is_open:
            return ""
        layer = session.project.layers[selection.kind] if selection.kind is not None else {}
        return getattr(layer.get(selection.first or ""), "origin", "") or self._panels.source.marked

    def has_origin(self) -> bool:
        """Whether there is a source to show what came from it."""
        return self._program.workspace is Workspace.SURVEY and bool(self.origin())

    def show_origin(self) -> None:
        """Select all that came from the same source, and see it."""
        found = came_from(self._program.session.project, self.origin())
        select_all(self._program.selection, found)
        self._program.window.notices.news(said_of_origin(found))

    def draw(self) -> None:
        """Draw an alternative line on the map."""
        self.line()
        self._panels.map.draw_line()

    def choose_whole(self) -> None:
        """Choose all of the selected segment."""
        segment = self.segment
        if segment is not None:
            self._program.selection.choose_stretch(segment.id, whole(segment))

    def mark_as(self, view: View) -> None:
        """Mark the chosen stretch, or all of the selected segment, at once."""
        segment = self.segment
        if segment is not None:
            self._program.session.mark(segment, self._program.selection.stretch or whole(segment), view)

    def zoom_to_selection(self) -> None:
        """See what is selected."""
        self._program.canvas.zoom_to_features(self._program.selection.ids)

    def next_segment(self, step: int) -> None:
        """Select the segment so many places further on along the line, and see it."""
        ids = self._in_order()
        if not ids:
            return
        first = self._program.selection.first
        place = ids.index(first) + step if first in ids else 0
        chosen = ids[place % len(ids)]
        self._program.selection.select(Kind.SEGMENT, (chosen,))
        self._program.selection.show([chosen])

    def _in_order(self) -> list[str]:
        """The segments part by part as on the strip, sorted again only when there are others."""
        segments = self._program.session.project.layers[Kind.SEGMENT]
        if self._sorted[0] is not segments:
            parts = parts_of(self._program.session.project)
            self._sorted = segments, [segment.id for part in parts.values() for segment in part]
        return self._sorted[1]

    def _bring(self, id_: str) -> None:
        """Bring a panel; of those beside the record there is one at a time, and Escape puts it away."""
        program = self._program
        program.go_to(Workspace.SURVEY)
        for other in ASIDE:
            if other != id_:
                program.survey.dock(other).hide()
        program.survey.bring(id_)
        program.survey.dock(id_).widget().setFocus()

    def _show_line(self, line: Line | None) -> None:
        """Let a line glow that is not on the table yet."""
        if line is None:
            self._panels.link.glow()
        else:
            world = world_of(self._program.session.project.settings.profile)
            self._program.canvas.highlight(world.degrees(line.xy))
