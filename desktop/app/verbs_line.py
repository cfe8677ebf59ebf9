"""The commands of a technician: choosing a stretch, marking, writing, drawing; and the tools of the map."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.actions import Command
from desktop.app.verbs_view import in_survey
from desktop.map.line_tools import DrawLineTool, StretchTool
from desktop.map.measure_tool import MeasureTool
from desktop.map.tools import BoxZoomTool, SelectTool
from geodata.model.status import View

if TYPE_CHECKING:
    from desktop.app.program import Program

translate = QCoreApplication.translate


def line_verbs(p: "Program") -> list[Command]:
    """Return them in the order of the menu."""
    return [*_marks(p), *_ways(p), *_papers(p), *_tools(p)]


def _marks(p: "Program") -> list[Command]:
    menu, line, segment = translate("Menu", "Line"), p.line, p.line.has_segment
    agreed, disputed = translate("Menu", "Mark as agreed"), translate("Menu", "Mark as disputed")
    back = translate("Menu", "Take a mark back")
    return [
        Command("mark", translate("Menu", "Mark\u2026"), menu, line.mark, "M", "mark", segment),
        Command("mark-agreed", agreed, menu, partial(line.mark_as, View.AGREED), "Ctrl+Shift+G", enabled=segment),
        Command("mark-disputed", disputed, menu, partial(line.mark_as, View.DISPUTED), "Ctrl+Shift+D", enabled=segment),
        Command("mark-open", back, menu, partial(line.mark_as, View.OPEN), "Ctrl+Shift+O", enabled=segment),
    ]


def _ways(p: "Program") -> list[Command]:
    menu, line, surveying = translate("Menu", "Line"), p.line, in_survey(p)
    whole, following = translate("Menu", "Choose the whole segment"), translate("Menu", "Next segment")
    before = translate("Menu", "Previous segment")
    return [
        Command("whole", whole, menu, line.choose_whole, "W", "stretch", line.has_segment, break_before=True),
        Command("next-segment", following, menu, partial(line.next_segment, 1), "Ctrl+Down", enabled=surveying),
        Command("previous-segment", before, menu, partial(line.next_segment, -1), "Ctrl+Up", enabled=surveying),
    ]


def _papers(p: "Program") -> list[Command]:
    menu, line = translate("Menu", "Line"), p.line
    note, source = translate("Menu", "Write a note\u2026"), translate("Menu", "Enter or cite a source\u2026")
    own = translate("Menu", "The side's own line\u2026")
    origin = translate("Menu", "Show what came from the same source")
    return [
        Command("note", note, menu, line.note, "N", "note", line.has_feature, break_before=True),
        Command("source", source, menu, line.source, "C", "source", line.can_edit),
        Command("origin", origin, menu, line.show_origin, "", "zoom-selection", line.has_origin),
        Command("line", own, menu, line.line, "L", "line", line.has_segment),
    ]


def _tools(p: "Program") -> list[Command]:
    menu, panel, surveying = translate("Menu", "Line") + "/" + translate("Menu", "Tools"), p.panels.map, in_survey(p)
    select, draw = translate("Menu", "Select"), translate("Menu", "Draw the side's own line")
    stretch, box = translate("Menu", "Choose a stretch by two clicks"), translate("Menu", "Zoom into a box")
    measure = translate("Menu", "Measure a distance or an area")
    pens = [partial(_holds, p, tool) for tool in (SelectTool, StretchTool, DrawLineTool, BoxZoomTool, MeasureTool)]
    segment = p.line.has_segment
    return [
        Command("tool-select", select, menu, panel.select_things, "V", "select", surveying, pens[0]),
        Command("tool-stretch", stretch, menu, panel.choose_stretch, "S", "stretch", surveying, pens[1]),
        Command("tool-draw", draw, menu, p.line.draw, "D", "line", segment, pens[2]),
        Command("tool-measure", measure, menu, panel.measure, "Shift+M", "measure", surveying, pens[4]),
        Command("tool-box", box, menu, panel.zoom_in_box, "Z", "box", surveying, pens[3]),
    ]


def _holds(p: "Program", tool: type) -> bool:
    return isinstance(p.canvas.tool, tool)
