"""Files that go with a document, because a source in it or in its base cites them by their sha256; no others do."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.dialogs.figures import count
from desktop.dialogs.said import Said
from desktop.jobs import JobRunner
from desktop.panels.parts import GRID, button, flat, label
from geodata.cancel import Progress
from geodata.changes.documents.document import Document, decoded
from geodata.changes.documents.evidence import cited
from geodata.errors import ConfiniaError
from geodata.io.sealing import evidence_of

_FILE = Qt.ItemDataRole.UserRole
_MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that may go with a document: under which hash it travels, how large it is, and which source cites it."""

    path: Path
    sha256: str
    size: int
    title: str


@dataclass(frozen=True, slots=True)
class Found:
    """What became of files that somebody chose: those that may go, and a sentence for each that stays."""

    attached: tuple[Attached, ...]
    refused: tuple[str, ...]


def found_files(document: Document, base: bytes, files: Sequence[Path], progress: Progress) -> Found:
    """Return which files may go with a document on a base, b"" for none (a job)."""
    known = {**(cited(decoded(base)) if base else {}), **cited(document)}
    attached, refused = [], []
    for place, file in enumerate(files):
        progress.step(f"Reading {file.name}", place, len(files))
        try:
            ((hash_, data),) = evidence_of([file], known).items()
        except ConfiniaError as problem:
            refused.append(problem.sentence)
        else:
            attached.append(Attached(file, hash_, len(data), known[hash_]))
    return Found(tuple(attached), tuple(refused))


class EvidencePart(QWidget):
    """The files chosen to go with a document. `files_asked` asks for some, which come back through `attach`."""

    files_asked = Signal()
    changed = Signal()

    def __init__(self, jobs: JobRunner) -> None:
        """Start with none; files are read by `jobs`."""
        super().__init__()
        self._jobs = jobs
        self._document: Document | None = None
        self._base = b""
        self.held: dict[str, Attached] = {}
        self.list, self.said = QListWidget(), Said()
        self.add = button(self.tr("Attach &files\u2026"), self.files_asked.emit, "source")
        self.remove = button(self.tr("Take out"), self._remove)
        self.warning = label("", "muted", wrap=True)
        self._arrange()
        self._fill()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that go."""
        return tuple(each.path for each in self.held.values())

    def show_document(self, document: Document | None, base: bytes = b"") -> None:
        """Attach to another document on a base from now on."""
        self._document, self._base = document, base
        self.add.setEnabled(document is not None)

    def attach(self, files: Sequence[Path]) -> None:
        """Attach files, each if a source cites it; of the others is said why they stay."""
        if self._document is None or not files:
            return
        self._jobs.run(
            found_files,
            self._document,
            self._base,
            list(files),
            done=self._take,
            label=self.tr("Reading the files to attach"),
        )

    def clear(self) -> None:
        """Attach nothing any more."""
        self.held = {}
        self.said.setText("")
        self._fill()

    def _take(self, found: Found) -> None:
        self.held |= {each.sha256: each for each in found.attached}
        more = self.tr("{0} more stay here for the same reason.").format(count(len(found.refused) - _MOST_SHOWN))
        told = [*found.refused[:_MOST_SHOWN], *([more] if len(found.refused) > _MOST_SHOWN else [])]
        self.said.setText("\n".join(told))
        self._fill()

    def _remove(self) -> None:
        for item in self.list.selectedItems():
            self.held.pop(str(item.data(_FILE)), None)
        self._fill()

    def _fill(self) -> None:
        self.list.clear()
        for each in self.held.values():
            told = self.tr("{0} \u00b7 {1} bytes \u00b7 cited by {2}").format(
                each.path.name, count(each.size), each.title
            )
            item = QListWidgetItem(told, self.list)
            item.setToolTip(f"{each.path}\nsha256 {each.sha256}")
            item.setData(_FILE, each.sha256)
        told = self.tr(
            "{0} bytes in all. Files leave exactly as they are, with everything that is in them: where and when a "
            "photograph was taken, who wrote a text and on which machine."
        )
        self.warning.setText(told.format(count(sum(each.size for each in self.held.values()))))
        row = self.list.sizeHintForRow(0) if self.held else 0
        self.list.setFixedHeight(row * min(len(self.held), _MOST_SHOWN) + 2 * self.list.frameWidth() + 2)
        for part in (self.list, self.warning, self.remove):
            part.setVisible(bool(self.held))
        self.changed.emit()

    def _arrange(self) -> None:
        self.list.setAccessibleName(self.tr("Files that go with it"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)
        row = flat(QHBoxLayout(), GRID)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        told = self.tr("Only files that a source cites by their sha256 can go with it.")
        row.addWidget(label(told, "muted", wrap=True), 1)
        column = flat(QVBoxLayout(self), GRID // 2)
        column.addLayout(row)
        for part in (self.list, self.said, self.warning):
            column.addWidget(part)
