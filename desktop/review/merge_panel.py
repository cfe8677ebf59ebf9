"""The merge in the review: counts that add up, the hashes that both laptops must show, and every open item."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.dialogs.figures import count
from desktop.dialogs.read_aloud import ReadAloudButton
from desktop.panels.parts import GRID, Scrolled, button, card, flat, label, readable, rule
from desktop.review.flow import flowing
from desktop.review.merging import Together, conflict_word
from desktop.review.rows import Row, RowsView
from desktop.review.sums import merged_sum
from geodata.changes.comparing.comparison import Relation, Verdict
from geodata.changes.documents.open_items import Conflict, OpenItem
from geodata.model.status import Side
from geodata.reports.merge_words import place_words

translate = QCoreApplication.translate

_SIGNS = {
    Conflict.FIELD: Relation.SAME_FIELD,
    Conflict.GEOMETRY: Relation.GEOMETRY,
    Conflict.DELETED: Relation.DELETE_EDIT,
    Conflict.ADDED: Relation.SAME_FIELD,
    Conflict.ALONG: Relation.GEOMETRY,
    Conflict.DECIDED: Relation.DECIDED,
    Conflict.UNSOUND: Relation.DELETE_EDIT,
}


class MergePanel(QWidget):
    """Asks for a merge and shows it. `chosen` carries an OpenItem, or None.

    `merge_asked` asks for the merge, `earlier_asked` for the file of an earlier one, `write_asked` for a place.
    """

    chosen = Signal(object)
    merge_asked = Signal()
    earlier_asked = Signal()
    write_asked = Signal()

    def __init__(self) -> None:
        """Start with nothing merged."""
        super().__init__()
        self.found: Together | None = None
        self.earlier: list[Path] = []
        self.view = RowsView(self.tr("Open items"))
        self.view.chosen.connect(self.chosen)
        self.verb = button(self.tr("Merge A with B"), self.merge_asked.emit, primary=True)
        self.take = button(self.tr("With an earlier merge\u2026"), self.earlier_asked.emit)
        self.write = button(self.tr("Write the merge\u2026"), self.write_asked.emit, primary=True)
        self.told, self.counts = label("", wrap=True), {side: readable("") for side in Side}
        self.said = readable("", "muted")
        self.open = label("", "section")
        self.state, self.document = HashRow(), HashRow()
        self._arrange()
        self.show_ready(True)

    def show_ready(self, base_found: bool) -> None:
        """Ask for a merge; without the base there is none."""
        self.found, self.earlier = None, []
        self.verb.setEnabled(base_found)
        self.take.setEnabled(base_found)
        ready = self.tr(
            "Merging puts together what goes together. Everything else becomes an open item. Nothing is decided."
        )
        none = self.tr("The base is not at hand. Drop it here; both change sets are laid on it.")
        self.told.setText(ready if base_found else none)
        self._tell_earlier()
        self._show(False)

    def add_earlier(self, path: Path) -> None:
        """Take the open items of an earlier merge along."""
        if path not in self.earlier:
            self.earlier.append(path)
        self._tell_earlier()
        self.merge_asked.emit()

    def say(self, sentence: str) -> None:
        """Say why there is no merge."""
        self.told.setText(sentence)
        self._show(False)

    def show_together(self, found: Together) -> None:
        """Show a merge."""
        self.found = found
        document = found.document
        by = {word: document.by.count(word) for word in ("A", "B", "AB")}
        together = self.tr("{0} changes go together: {1} of A, {2} of B, {3} of both.")
        self.told.setText(together.format(*(count(each) for each in (len(document.changes), *by.values()))))
        for given in document.inputs:
            self.counts[given.side].setText(merged_sum(given))
        waiting = sum(item.id in found.before for item in document.open)
        told = self.tr("{0} open items, {1} of them from before").format(count(len(document.open)), count(waiting))
        self.open.setText(told if document.open else self.tr("Nothing is open."))
        self.state.tell(self.tr("What comes of it"), document.state)
        self.document.tell(self.tr("The merge"), document.sha256)
        self._show(True)
        self.view.show_rows([self._row(item, found) for item in document.open])

    def step(self, rows: int) -> None:
        """Go so many rows on."""
        self.view.step(rows)

    def _row(self, item: OpenItem, found: Together) -> Row:
        before = translate("Review", "{0} \u00b7 open before").format(conflict_word(item.conflict))
        told = before if item.id in found.before else conflict_word(item.conflict)
        return Row(place_words(item, found.layers), told, item, "", Verdict.DIFFERENT, _SIGNS[item.conflict])

    def _tell_earlier(self) -> None:
        names = ", ".join(path.name for path in self.earlier)
        self.said.setText(self.tr("With the open items of {0}.").format(names) if names else "")
        self.said.setVisible(bool(names))

    def _show(self, found: bool) -> None:
        for part in (self.card, self.write, self.open, self.view):
            part.setVisible(found)
        self.verb.setVisible(not found)
        if not found:
            self.view.show_rows([])

    def _arrange(self) -> None:
        both = label(
            self.tr("Both laptops show the same two hashes, or they did not merge the same."), "small", wrap=True
        )
        self.card = card(*self.counts.values(), rule(), self.state, self.document, both)
        closes = self.tr("An item closes only by a decision of both chairs.")
        inside = QWidget()
        head = QVBoxLayout(inside)
        head.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        head.setSpacing(GRID)
        verbs = flowing(self.verb, self.write, self.take, spacing=GRID // 2)
        for told in (self.told, self.said, self.card):
            head.addWidget(told)
        head.addStretch(1)
        above, foot = QVBoxLayout(), QVBoxLayout()
        for part in (above, foot):
            part.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        foot.addWidget(verbs)
        above.addWidget(self.open)
        above.addWidget(label(closes, "small", wrap=True))
        column = flat(QVBoxLayout(self))
        column.addWidget(Scrolled(inside), 3)
        column.addWidget(rule())
        column.addLayout(above)
        column.addWidget(self.view, 4)
        column.addWidget(rule())
        column.addLayout(foot)


class HashRow(QWidget):
    """A hash, shortened, and a button that says it in words."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.told, self.aloud = readable("", "small"), ReadAloudButton()
        inside = flat(QHBoxLayout(self), GRID)
        inside.addWidget(self.told, 1)
        inside.addWidget(self.aloud)

    def tell(self, name: str, sha256: str) -> None:
        """Show a hash; `name` says what it is the hash of."""
        self.told.setText(f"{name}: {sha256[:16]}\u2026")
        self.told.setToolTip(sha256)
        self.aloud.tell(name, sha256)
