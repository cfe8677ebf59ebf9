"""Where the numbers of a feature come from: file and reading, the sheet, and the coordinates as they stood there."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.dialogs.reading_words import reading_rows, sheet_rows
from desktop.panels.fitting import Copyable
from desktop.panels.parts import GRID, button, figures, flat, label, readable, rule
from geodata.io.originals import Original
from geodata.model.feature import Feature, Kind
from geodata.model.project import Project
from geodata.model.source import Source

translate = QCoreApplication.translate
Kept = Callable[[str, str], Original | None]

SHOWN = 3
"""Coordinates shown as they stood in the file; all of them are copied."""

_LONGEST = 34


def origin_parts(project: Project, feature: Feature, kept: Kept, show_all: Callable[[], object]) -> list[QWidget]:
    """Return what is known of where a feature's numbers come from; nothing for what has none.

    `kept` returns the coordinates that were read for a feature from a source, None where none are kept; `show_all`
    shows all that came from the same source.
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
    parts += [_row(name, value) for name, value in rows]
    parts.append(_left(button(translate("Record", "Show all that came from it"), show_all)))
    original = kept(feature.id, feature.origin)
    return parts + (_verbatim(original) if original is not None else [readable(_not_kept(), "muted")])


def _verbatim(original: Original) -> list[QWidget]:
    text = original.text
    lines = text.split("\n")
    shown = Copyable(translate("Record", "Coordinates as they stood in the file"))
    more = translate("Record", "and {0} more").format(len(lines) - SHOWN)
    shown.setPlainText("\n".join([*lines[:SHOWN], *([more] if len(lines) > SHOWN else [])]))
    made = QWidget()
    row = flat(QHBoxLayout(made), GRID)
    row.addWidget(label(translate("Record", "As they stood in the file"), "muted"))
    row.addStretch(1)
    copy = button(translate("Record", "Copy all"), lambda: QGuiApplication.clipboard().setText(text))
    copy.setAccessibleName(translate("Record", "Copy all coordinates as they stood in the file"))
    row.addWidget(copy)
    return [made, shown]


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


def _row(name: str, value: str) -> QWidget:
    return figures(name, value) if len(name) + len(value) <= _LONGEST else _below(name, value)


def _below(name: str, value: str) -> QWidget:
    """A long value below its name, where it can wrap."""
    made = readable(f"{name}: {value}")
    made.setAccessibleName(f"{name}: {value}")
    return made
