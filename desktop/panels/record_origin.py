"""Where the numbers of a feature come from: file and reading, the sheet, the coordinates as they stood, if still so."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.dialogs.figures import count, metres
from desktop.dialogs.reading_words import reading_rows, sheet_rows
from desktop.panels.fitting import Copyable
from desktop.panels.parts import GRID, button, emptied, fact, flat, label, readable, rule
from geodata.io.provenance import Provenance
from geodata.model.feature import Feature, Kind
from geodata.model.project import Project
from geodata.model.source import Source

translate = QCoreApplication.translate
Ask = Callable[[Feature, bool], Provenance | None]

AT_ONCE = 20_000
"""Points of a line that is read again whenever it is selected; a longer one when somebody asks."""


def origin_parts(project: Project, feature: Feature, ask: Ask, show_all: Callable[[], object]) -> list[QWidget]:
    """Return what is known of where a feature's numbers come from; nothing for what has none.

    `ask` reads the kept coordinates of a feature again, all of them or some, None where it cannot be done now;
    `show_all` shows all that came from the same source.
    """
    if not hasattr(feature, "origin"):
        return []
    parts: list[QWidget] = [rule(), label(translate("Record", "Where its numbers come from"), "section")]
    source = project.layers[Kind.SOURCE].get(feature.origin)
    if not isinstance(source, Source):
        return [*parts, readable(_by_hand(feature.origin), "muted")]
    if source.reading is None or not source.title.startswith(source.reading.file or "\n"):
        parts.append(readable(source.title))
    rows = [*(reading_rows(source.reading) if source.reading else []), *sheet_rows(source)]
    parts += [fact(name, value) for name, value in rows]
    return [*parts, _Verbatim(feature, ask), _left(button(translate("Record", "Show all that came from it"), show_all))]


class _Verbatim(QWidget):
    """The coordinates as they stood, and whether reading them again gives the same; for a long line when asked."""

    def __init__(self, feature: Feature, ask: Ask) -> None:
        super().__init__()
        self._feature, self._ask = feature, ask
        self._column = flat(QVBoxLayout(self), GRID)
        if len(getattr(feature, "line", ())) <= AT_ONCE:
            self._read()
        else:
            self._column.addWidget(_left(button(translate("Record", "Read it again"), self._read)))

    def _read(self) -> None:
        emptied(self._column)
        found = self._ask(self._feature, False)
        if found is None:
            return
        if found.coordinates is None:
            self._column.addWidget(readable(_not_kept(), "muted"))
            return
        self._column.addWidget(self._heading())
        shown = Copyable(translate("Record", "Coordinates as they stood in the file"))
        shown.setPlainText("\n".join(_with_gap(found)))
        self._column.addWidget(shown)
        self._column.addWidget(readable(still_said(found)))

    def _heading(self) -> QWidget:
        made = QWidget()
        row = flat(QHBoxLayout(made), GRID)
        row.addWidget(label(translate("Record", "As they stood in the file"), "muted"))
        row.addStretch(1)
        copy = button(translate("Record", "Copy all"), self._copy)
        copy.setAccessibleName(translate("Record", "Copy all coordinates as they stood in the file"))
        row.addWidget(copy)
        return made

    def _copy(self) -> None:
        found = self._ask(self._feature, True)
        if found is not None and found.coordinates is not None:
            QGuiApplication.clipboard().setText("\n".join(found.coordinates))


def still_said(found: Provenance) -> str:
    """Return whether reading the kept coordinates again gives what the feature is now."""
    if found.residual is None:
        return translate("Record", "It has other points now; it cannot be held against what was read.")
    if found.residual == 0 and found.unchanged:
        return translate("Record", "Read again just now: it repeats exactly, to the last step of the joint grid.")
    said = translate("Record", "Moved since it was read: up to {0} steps of the joint grid, {1}, off.")
    return said.format(count(found.residual), metres(found.residual_mm or 0, 3))


def _with_gap(found: Provenance) -> list[str]:
    shown = list(found.coordinates or ())
    left = found.points - len(shown)
    if left:
        half = len(shown) // 2
        shown[half:half] = [translate("Record", "\u2026 {0} more \u2026").format(count(left))]
    return shown


def _left(verb: QWidget) -> QWidget:
    made = QWidget()
    row = flat(QHBoxLayout(made), GRID)
    row.addWidget(verb)
    row.addStretch(1)
    return made


def _by_hand(origin: str) -> str:
    if origin:
        return translate("Record", "They name a source that is not in this project.")
    return translate("Record", "No file: drawn or typed here, or taken in before sources were kept.")


def _not_kept() -> str:
    return translate("Record", "The coordinates as they stood in the file are not kept here; they do not travel.")
