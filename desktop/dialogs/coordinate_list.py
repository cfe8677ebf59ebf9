"""Loading a coordinate list: rows as they stand, wrong lines marked, the points on the map; nothing before "Load"."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontDatabase, QKeySequence, QShortcut, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QProgressBar,
    QSplitter,
    QTableView,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.dialogs.colours import colours_of, faded
from desktop.dialogs.coordinate_list_form import ListForm
from desktop.dialogs.coordinate_list_jobs import Look, looked_at
from desktop.dialogs.coordinate_list_map import ListMap
from desktop.dialogs.coordinate_list_rows import ListRows
from desktop.dialogs.figures import count
from desktop.jobs import Job, JobRunner
from desktop.panels.parts import GRID, button, flat, label, readable
from desktop.session import Session
from geodata.geometry.crs import OperationNeeded
from geodata.io.load_questions import Implausible

_PAUSE_MS, _LATE_MS = 300, 500
_MEASURED = 50
_WIDEST = 26
"""Letters of a column of cells; of the reason twice as many."""


class ListDialog(QDialog):
    """Loads a coordinate list into the open project: a file, or a text that was pasted and can be corrected here.

    `loaded` carries what was taken, in words.
    """

    loaded = Signal(str)

    def __init__(self, session: Session, jobs: JobRunner, source: Path | str, parent: QWidget | None = None) -> None:
        """Read a file (a path) or a text by `jobs`; load into the session."""
        super().__init__(parent)
        self._session, self.source = session, source
        self._look = Look()
        self._job: Job | None = None
        self._left = False
        self._reading = jobs.latest(self.tr("Reading the list"))
        self.rows, self.view, self.form, self.map = ListRows(), QTableView(), ListForm(), ListMap(jobs)
        self.text = QPlainTextEdit(source if isinstance(source, str) else "")
        self.said, self._how = readable(""), readable("", "muted")
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.read)
        self.bar = QProgressBar()
        self._late = QTimer(self, interval=_LATE_MS, singleShot=True)
        self._late.timeout.connect(self.bar.show)
        self.next_wrong = button(self.tr("&Next wrong line"), self.go_to_next)
        self.load = button(self.tr("&Load"), self.carry_out, primary=True)
        self.cancel = button(self.tr("Cancel"), self.reject)
        self._arrange()
        self._connect()
        self.read()

    @property
    def look(self) -> Look:
        """The list as it was read last."""
        return self._look

    def read(self) -> None:
        """Read the list anew with what is stated now."""
        self._pause.stop()
        self.load.setEnabled(False)
        source = self.text.toPlainText() if isinstance(self.source, str) else self.source
        if self._session.is_open and not self._left:
            self._late.start()
            self._reading.run(looked_at, source, self.form.choices(), self._session.project, done=self._show)

    def carry_out(self) -> None:
        """Load what was read: one durable step that undo takes back."""
        found = self._look.loaded
        if found is None or not found.deltas or self._reading.busy or not self._session.can_write:
            return
        self.load.setEnabled(False)
        self._late.start()
        self._job = self._session.load(found.label, found.deltas, self._finish, self._free, found.originals)

    def go_to_next(self) -> None:
        """Go to the next line that is wrong."""
        wrong = self.rows.rows_wrong()
        if wrong:
            here = self.view.currentIndex().row()
            row = next((each for each in wrong if each > here), wrong[0])
            self.view.setCurrentIndex(self.rows.index(row, 0))

    # --- answers -----------------------------------------------------------------------------------------------------

    def _show(self, look: Look) -> None:
        if self._left:
            return
        self._look = look
        self._rest()
        width = look.table.width if look.table else 0
        before = self.form.choices().columns
        self.form.show_sheets(look.sheets)
        self.form.show_columns(look.layout, width)
        if self.form.choices().columns != before:
            self.read()  # another number of columns: what was said of them is void
            return
        self.rows.show(look.table, look.layout, look.problems)
        self._fit()
        self._mark_text()
        self._ask()
        self._say()
        self.map.show_list(look)
        self.next_wrong.setVisible(bool(self.rows.rows_wrong()))
        self._allow()

    def _ask(self) -> None:
        layout, trouble = self._look.layout, self._look.trouble
        open_ = layout is not None and {each.role.value for each in layout.columns} >= {"x", "y"}
        self.form.ask_axes(open_)
        if isinstance(trouble, OperationNeeded):
            self.form.operation.offer(trouble.candidates)
        doubted = trouble.findings if isinstance(trouble, Implausible) else ()
        self.form.ask_to_insist(tuple(one.code.value for one in doubted))
        pinned = bool(self.form.operation.pin)
        self.form.ask_operation(isinstance(trouble, OperationNeeded) or pinned)

    def _say(self) -> None:
        look = self._look
        lines = sorted({problem.line for problem in look.problems if problem.line})
        if len(lines) > 1:
            said = self.tr("{0} lines are wrong; nothing is loaded until each is right. The first: {1}")
            self.said.setText(said.format(count(len(lines)), look.problems[0].sentence))
        elif isinstance(look.trouble, Implausible):
            self.said.setText(" ".join(one.sentence for one in look.trouble.findings))
        elif look.trouble is not None:
            self.said.setText(look.trouble.sentence)
        elif look.loaded is not None and not look.loaded.deltas:
            self.said.setText(self.tr("The project holds all of it already, just so."))
        else:
            self.said.setText("")
        self.said.setVisible(bool(self.said.text()))
        self._how.setText("\n".join(look.understood))
        self._how.setVisible(bool(look.understood))

    def _finish(self) -> None:
        self._job = None
        found = self._look.loaded
        if found is not None:
            self.loaded.emit(found.counted)
        self.accept()

    def _free(self) -> None:
        self._job = None
        if not self._left:
            self._rest()
            self._allow()

    def _rest(self) -> None:
        """Nothing runs that a person would have to wait for."""
        self._late.stop()
        self.bar.hide()

    def _allow(self) -> None:
        found = self._look.loaded
        some = found is not None and bool(found.deltas)
        self.load.setEnabled(some and self._job is None and self._session.can_write)
        self.load.setText(self.tr("&Load {0}").format(found.counted) if found and some else self.tr("&Load"))

    # --- table, text and map -----------------------------------------------------------------------------------------

    def _go_to_row(self, now: QModelIndex) -> None:
        """Follow a row: on the map its point, in the text its line; the form shows what its column holds."""
        table, loaded = self._look.table, self._look.loaded
        if table is None or not now.isValid():
            return
        line = table.rows[now.row()].line
        places = [place for place, point in enumerate(loaded.found.points) if point.line == line] if loaded else []
        self.map.point_out(places[0] if places else -1)
        if now.column() >= self.rows.first_cell():
            self.form.choose_column(now.column() - self.rows.first_cell())
        if isinstance(self.source, str) and self.view.hasFocus():
            self._go_to_line(line)

    def _go_to_line(self, line: int) -> None:
        block = self.text.document().findBlockByNumber(line - 1)
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(cursor)

    def _mark_text(self) -> None:
        """Mark the wrong lines of a text that was pasted, beside saying so in the table."""
        marks = []
        for line in self.rows.wrong if isinstance(self.source, str) else ():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.text.document().findBlockByNumber(max(line - 1, 0)))
            mark.format.setBackground(faded(colours_of(self).disputed, 40))
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            marks.append(mark)
        self.text.setExtraSelections(marks)

    def _go_to_point(self, place: int) -> None:
        table, loaded = self._look.table, self._look.loaded
        if table is not None and loaded is not None:
            line = loaded.found.points[place].line
            row = next(index for index, each in enumerate(table.rows) if each.line == line)
            self.view.setCurrentIndex(self.rows.index(row, 0))

    def _fit(self) -> None:
        self.rows.colour = QColor(colours_of(self).disputed)
        self.view.resizeColumnsToContents()
        letter = self.fontMetrics().averageCharWidth()
        for column in range(self.rows.columnCount()):
            most = (2 if column == 1 and self.rows.wrong else 1) * _WIDEST * letter
            self.view.setColumnWidth(column, min(self.view.columnWidth(column) + GRID, most))

    # --- arrangement -------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.form.changed.connect(self.read)
        self.text.textChanged.connect(self._pause.start)
        self.view.selectionModel().currentChanged.connect(lambda now, _: self._go_to_row(now))
        self.map.picked.connect(self._go_to_point)
        QShortcut(QKeySequence("F8"), self, self.go_to_next)

    def _arrange(self) -> None:
        pasted = isinstance(self.source, str)
        name = self.tr("pasted coordinates") if pasted else Path(self.source).name
        self.setWindowTitle(self.tr("Load {0}").format(name))
        self.setSizeGripEnabled(True)
        self.resize(1240, 800)
        self.text.setVisible(pasted)
        book = not pasted and Path(self.source).suffix.lower() == ".xlsx"
        self.form.ask_of_text(encoding=not pasted and not book, delimiter=not book)
        left = QWidget()
        column = flat(QVBoxLayout(left), GRID)
        column.addWidget(label(name, "title"))
        column.addWidget(self._tables(), 1)
        column.addWidget(self.said)
        column.addWidget(self.form)
        column.addWidget(self._how)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(left)
        across.addWidget(self.map)
        across.setSizes([740, 480])
        across.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        whole.setSpacing(GRID)
        whole.addWidget(across, 1)
        whole.addLayout(self._foot())

    def _tables(self) -> QSplitter:
        self.text.setAccessibleName(self.tr("The text of the list, to be corrected here"))
        self.text.setPlaceholderText(self.tr("Paste the list here: number, latitude, longitude, height"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        self.view.setModel(self.rows)
        self.view.setAccessibleName(self.tr("The rows of the list as they stand"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + GRID)
        header = self.view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setResizeContentsPrecision(_MEASURED)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionClicked.connect(lambda section: self.form.choose_column(section - self.rows.first_cell()))
        made = QSplitter(Qt.Orientation.Vertical)
        made.addWidget(self.text)
        made.addWidget(self.view)
        made.setSizes([140, 220])
        return made

    def _foot(self) -> QHBoxLayout:
        row = flat(QHBoxLayout(), GRID)
        self.bar.setRange(0, 0)
        self.bar.hide()
        self.bar.setAccessibleName(self.tr("Reading the list"))
        row.addWidget(self.next_wrong)
        row.addWidget(self.bar, 1)
        row.addStretch(1)
        for verb in (self.cancel, self.load):
            row.addWidget(verb)
        for verb in (self.next_wrong, self.cancel, self.load):
            verb.setAutoDefault(False)
        self.next_wrong.setToolTip("F8")
        return row

    def done(self, result: int) -> None:
        """Stop what runs and leave; nothing is written but by Load, and that whole or not at all."""
        self._left = True
        self._pause.stop()
        self._late.stop()
        self._reading.cancel()
        if self._job is not None:
            self._job.cancel()
        super().done(result)
