"""Choices: a question with a few answers, of which none is given before a person gives it."""

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QCompleter, QLabel, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from desktop.panels.fitting import Elided
from desktop.panels.parts import GRID, emptied, flat, label

_LONGEST = 130
"""Signs of a line that is shown whole; a longer one, such as a list of countries, ends in an ellipsis."""


class Choice(NamedTuple):
    """One answer: its value, what it is called, and what is known of it, a line each."""

    value: str
    title: str
    told: tuple[str, ...] = ()


class Choices(QWidget):
    """Answers one below the other, each with what is known of it. `chosen` when a person chose one."""

    chosen = Signal()

    def __init__(self, name: str) -> None:
        """Start without answers; `name` is the question as it is read aloud."""
        super().__init__()
        self.setAccessibleName(name)
        self.buttons: dict[str, QRadioButton] = {}
        self._offered: list[Choice] = []
        self._told: dict[str, list[QLabel]] = {}
        self._group = QButtonGroup(self)
        self._column = flat(QVBoxLayout(self), 2)
        self._group.buttonClicked.connect(lambda _: self.chosen.emit())

    @property
    def value(self) -> str:
        """The answer given, empty before one is."""
        return next((value for value, one in self.buttons.items() if one.isChecked()), "")

    def offer(self, choices: list[Choice], value: str = "") -> None:
        """Offer other answers; the one given stays where it is still offered, none is given where it is not."""
        if _shape(choices) != _shape(self._offered):
            self._fill(choices)
        self._offered = choices
        for choice in choices:
            self.buttons[choice.value].setText(choice.title)
            self.buttons[choice.value].setAccessibleDescription("; ".join(choice.told))
            for told, line in zip(self._told[choice.value], choice.told, strict=True):
                told.setText(line)
        self._show(value)

    def first(self) -> QWidget:
        """Return what takes the keyboard."""
        return next(iter(self.buttons.values()), self)

    def _fill(self, choices: list[Choice]) -> None:
        for one in self.buttons.values():
            self._group.removeButton(one)
        emptied(self._column)
        self.buttons, self._told = {}, {}
        for choice in choices:
            made = self.buttons[choice.value] = QRadioButton()
            self._group.addButton(made)
            self._column.addWidget(made)
            self._told[choice.value] = [_told(line) for line in choice.told]
            for told in self._told[choice.value]:
                told.setContentsMargins(3 * GRID - 2, 0, 0, 0)
                self._column.addWidget(told)

    def _show(self, value: str) -> None:
        self._group.setExclusive(False)
        for known, one in self.buttons.items():
            one.setChecked(known == value)
        self._group.setExclusive(True)


def _shape(choices: list[Choice]) -> list[tuple[str, list[bool]]]:
    """What has to be made anew where it differs; texts alone are only set."""
    return [(choice.value, [len(line) > _LONGEST for line in choice.told]) for choice in choices]


def _told(line: str) -> QLabel:
    return Elided("", "small") if len(line) > _LONGEST else label("", "small", wrap=True)


class Question(QComboBox):
    """A list that opens, with no answer before a person gives one; the wheel never changes it in passing."""

    def __init__(self, name: str, hint: str) -> None:
        """Start without answers; `hint` stands where the answer will."""
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def offer(self, answers: dict[str, str]) -> None:
        """Offer answers by value, none given."""
        self.clear()
        for value, text in answers.items():
            self.addItem(text, value)
        self.setCurrentIndex(-1)

    @property
    def value(self) -> str | None:
        """The answer given, None before one is; the empty text is an answer, too."""
        return None if self.currentIndex() < 0 else str(self.currentData())

    def show_value(self, value: str | None) -> None:
        """Show an answer, or that none is given."""
        self.setCurrentIndex(-1 if value is None else self.findData(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Searched(Question):
    """A question whose answers are found by any part of their words, and which takes a free answer as well.

    `stated` when a person has given one.
    """

    stated = Signal()

    def __init__(self, name: str, hint: str) -> None:
        """Start without answers."""
        super().__init__(name, hint)
        edit, found = QLineEdit(), QCompleter(self.model(), self)
        self.setLineEdit(edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(found)
        edit.setPlaceholderText(hint)
        edit.setAccessibleName(name)
        self._said = ""
        self.activated.connect(lambda _: self._say())
        edit.editingFinished.connect(self._say)

    @property
    def answer(self) -> str:
        """The value of the answer that stands there, or the text as it was typed."""
        text = self.currentText().strip()
        row = self.findText(text, Qt.MatchFlag.MatchFixedString)
        return str(self.itemData(row)) if row >= 0 and text else text

    def show_answer(self, value: str) -> None:
        """Show an answer: by its words where it is one of those offered, else as it is."""
        row = self.findData(value)
        self.setCurrentIndex(row)
        if row < 0:
            self.setEditText(value)
        self._said = value

    def _say(self) -> None:
        if self.answer != self._said:
            self._said = self.answer
            self.stated.emit()
