"""The pages of the window, each built from the parts of the program when it is first wanted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.dialogs.marking import MarkPanel
from desktop.dialogs.note import NotePanel
from desktop.dialogs.source import SourcePanel
from desktop.dialogs.variant import VariantPanel
from desktop.panels.history import HistoryPanel
from desktop.panels.layers import LayersPanel
from desktop.panels.legend import LegendPanel
from desktop.panels.map_link import MapLink
from desktop.panels.map_panel import MapPanel
from desktop.panels.notes import notes_table
from desktop.panels.parts import Scrolled, flat
from desktop.panels.record import RecordPanel
from desktop.panels.strip import Strip
from desktop.panels.tables import routes_table, segments_table
from desktop.survey import SurveyWorkspace
from desktop.workspaces import Workspace

if TYPE_CHECKING:
    from desktop.app.program import Program
    from desktop.publish.workspace import PublishWorkspace
    from desktop.review.workspace import ReviewWorkspace

translate = QCoreApplication.translate
Area = Qt.DockWidgetArea

ASIDE = ("mark", "note", "source", "line")
"""The docks of verbs, which come in front of the record when they are asked for."""


class SurveyPanels:
    """The panels of the survey workspace, to be connected by name."""

    def __init__(self, program: "Program") -> None:
        """Construct all of them."""
        session, selection, jobs = program.session, program.selection, program.jobs
        self.map = MapPanel(session, selection, program.canvas)
        self.link = MapLink(session, selection, jobs, program.canvas)
        self.layers = LayersPanel(program.canvas)
        self.legend = LegendPanel(program.canvas)
        self.history = HistoryPanel(session)
        self.record = RecordPanel(session, selection, program.tally)
        self.strip = Strip(session, selection, jobs)
        self.segments = segments_table(session, selection, program.tally)
        self.routes = routes_table(session, selection)
        self.notes = notes_table(session, selection)
        self.mark = MarkPanel(session, selection)
        self.note = NotePanel(session, selection)
        self.source = SourcePanel(session, selection)
        self.line = VariantPanel(session, selection, jobs)


def survey_page(panels: SurveyPanels) -> SurveyWorkspace:
    """Return the survey workspace with its panels in their first places."""
    survey = SurveyWorkspace(panels.map)
    left, right, bottom = Area.LeftDockWidgetArea, Area.RightDockWidgetArea, Area.BottomDockWidgetArea
    survey.add("layers", translate("Survey", "Layers"), panels.layers, left)
    survey.add("legend", translate("Survey", "In view"), panels.legend, left)
    survey.add("history", translate("Survey", "History"), panels.history, left)
    survey.add("record", translate("Survey", "Record"), panels.record, right)
    survey.add("mark", translate("Survey", "Mark"), Scrolled(panels.mark), right, beside="record")
    survey.add("note", translate("Survey", "Note"), Scrolled(panels.note), right, beside="mark")
    survey.add("source", translate("Survey", "Source"), Scrolled(panels.source), right, beside="note")
    survey.add("line", translate("Survey", "Line"), Scrolled(panels.line), right, beside="source")
    survey.add("strip", translate("Survey", "Strip"), _topped(panels.strip), bottom)
    survey.add("segments", translate("Survey", "Segments"), panels.segments, bottom, beside="strip")
    survey.add("routes", translate("Survey", "Routes"), panels.routes, bottom, beside="segments")
    survey.add("notes", translate("Survey", "Notes"), panels.notes, bottom, beside="routes")
    survey.settle(hidden=ASIDE, raised=("record", "strip"))
    return survey


def _topped(panel: QWidget) -> QWidget:
    """Return a panel of fixed height with free room below it, so that its dock can be made higher for its tabs."""
    made = QWidget()
    column = flat(QVBoxLayout(made))
    column.addWidget(panel)
    column.addStretch(1)
    made.setFocusProxy(panel)
    return made


def review_page(program: "Program") -> "ReviewWorkspace":
    """Return the review workspace, its questions connected."""
    from desktop.review.workspace import ReviewWorkspace

    review = ReviewWorkspace(program.session, program.jobs)
    review.file_asked.connect(lambda _: program.files.ask_document(review.take))
    review.save_asked.connect(lambda ending: program.files.ask_place(f"comparison{ending}", review.save))
    review.earlier_asked.connect(lambda: program.files.ask_document(review.take_earlier))
    review.place_asked.connect(program.files.ask_place)
    review.documents_asked.connect(program.files.ask_documents)
    review.adopt_asked.connect(program.files.joint_profile)
    review.said.connect(program.window.notices.news)
    for canvas in review.comparing.maps.panes.values():
        canvas.pointed.connect(program.status.show_pointer)
        canvas.left.connect(program.status.forget_pointer)
    return review


def publish_page(program: "Program") -> "PublishWorkspace":
    """Return the publish workspace, its questions connected."""
    from desktop.publish.workspace import PublishWorkspace

    publish = PublishWorkspace(program.session, program.jobs)
    publish.place_asked.connect(lambda card, name: program.files.ask_place(name, card.write))
    publish.key_asked.connect(lambda part: program.files.ask_secret_key(part.take))
    publish.files_asked.connect(lambda part: program.files.ask_files(part.attach))
    publish.key_chosen.connect(program.documents.keep_key)
    program.session.opened.connect(lambda: publish.use_key(program.documents.key()))
    publish.use_key(program.documents.key())
    publish.keys_asked.connect(program.documents.keys)
    publish.receive_asked.connect(program.documents.receive)
    publish.review_asked.connect(lambda: program.go_to(Workspace.REVIEW))
    return publish
