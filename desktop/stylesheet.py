"""The stylesheet: quiet chrome on a grid of 8 pixels, the same rules for every theme."""

from string import Template
from typing import TYPE_CHECKING

from geodata.resources import resource

if TYPE_CHECKING:
    from desktop.theme import Colours

_RULES = Template("""
QMainWindow, QDialog, QStackedWidget, QScrollArea, QDockWidget { background: $panel; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $focus; }
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 4px 8px; }

QFrame#header { background: $panel; border: 0; border-bottom: 1px solid $line; }
QMenuBar { background: $panel; border: 0; }
QMenuBar::item { padding: 6px 8px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; }
QMenu { background: $panel; border: 1px solid $line; padding: 4px 0; }
QMenu::item { padding: 6px 24px 6px 8px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $chosen; }
QMenu::item:disabled { color: $unexamined; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }

QToolBar#workspaces { background: $panel; border: 0; border-right: 1px solid $line; padding: 8px 3px; spacing: 4px; }
QToolBar#workspaces QToolButton {
    border: 0; border-radius: 6px; padding: 6px 2px 5px 2px; font-size: ${small}px; min-width: 56px; color: $muted; }
QToolBar#workspaces QToolButton:hover { background: $hover; }
QToolBar#workspaces QToolButton:checked { background: $chosen; color: $text; }
QToolBar#workspaces QToolButton:focus { border: 1px solid $focus; }

QStatusBar { background: $panel; border-top: 1px solid $line; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { font-size: ${small}px; color: $muted; }
QStatusBar QLabel[role="facts"] { color: $text; }
QStatusBar QToolButton { font-size: ${small}px; color: $muted; padding: 0 3px; border: 1px solid transparent; }
QStatusBar QToolButton:focus { border-color: $focus; color: $text; }

QTabBar { background: $panel; font-size: ${small}px; qproperty-drawBase: 0; }
QTabBar::tab { padding: 6px 12px; border: 0; border-bottom: 2px solid transparent; color: $muted; background: $panel; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $action; }
QTabBar::tab:hover { background: $hover; }
QTabBar::tab:focus { border-bottom: 2px solid $focus; }

QPushButton { border: 1px solid $line; border-radius: 5px; padding: 6px 12px; background: $panel; color: $text; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $chosen; }
QPushButton:checked { background: $chosen; border-color: $muted; }
QPushButton:focus { border-color: $focus; }
QPushButton:disabled { color: $unexamined; }
QPushButton[primary="true"], QPushButton:default {
    background: $action; color: $on_action; border-color: $action; }
QPushButton[primary="true"]:hover { border-color: $focus; }
QPushButton[primary="true"]:focus { border: 2px solid $focus; padding: 5px 11px; }
QPushButton[primary="true"]:disabled { background: $chosen; color: $unexamined; border-color: $line; }
QToolButton { border: 1px solid transparent; border-radius: 4px; padding: 3px; background: transparent; }
QToolButton:hover { background: $hover; }
QToolButton:checked { background: $chosen; }
QToolButton:focus { border-color: $focus; }
QToolButton[chip="true"] {
    border: 1px solid $line; border-radius: ${chip}px; padding: 1px 8px; font-size: ${small}px; color: $muted; }
QToolButton[chip="true"]:checked { color: $text; border-color: $muted; background: $panel; }
QToolButton[chip="true"]:hover { background: $hover; }
QToolButton[chip="true"]:focus { border-color: $focus; }
QToolButton[quiet="true"] { font-size: ${small}px; color: $muted; padding: 1px 2px; }
QToolButton[quiet="true"]:hover, QToolButton[quiet="true"]:focus { color: $text; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
    border: 1px solid $line; border-radius: 5px; padding: 4px 8px; background: $panel; color: $text;
    selection-background-color: $focus; selection-color: $panel; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {
    border-color: $focus; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled { color: $unexamined; }
QComboBox::drop-down { border: 0; width: 20px; }
QComboBox::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QCheckBox::indicator, QListView::indicator, QTableView::indicator { width: 11px; height: 11px; border: 1px solid $muted;
    border-radius: 2px; background: $panel; }
QCheckBox::indicator:checked, QListView::indicator:checked, QTableView::indicator:checked {
    padding: 2px; background-clip: content; background: $action; width: 7px; height: 7px; }
QRadioButton::indicator { width: 11px; height: 11px; border: 1px solid $muted; border-radius: 6px; background: $panel; }
QRadioButton::indicator:checked {
    padding: 2px; background-clip: content; background: $action; width: 7px; height: 7px; }
QCheckBox:focus, QRadioButton:focus { color: $focus; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line; selection-background-color: $chosen; }

QTableView, QTreeView, QListView { border: 0; background: $panel; gridline-color: $line; outline: 0;
    selection-background-color: $chosen; selection-color: $text; }
QTableView::item, QTreeView::item { padding: 2px 8px; }
QListView[airy="true"]::item { padding: 3px 16px; }
QTableView::item:focus, QListView::item:focus { border: 1px solid $focus; }
QTableView:focus, QListView:focus { border: 0; }
QHeaderView { background: $panel; border: 0; }
QHeaderView::section { background: $panel; color: $muted; border: 0; border-bottom: 1px solid $line; padding: 6px 10px;
    font-size: ${small}px; }
QHeaderView::section:vertical { border: 0; }
QHeaderView::section:hover { background: $hover; }
QTableCornerButton::section { background: $panel; border: 0; border-bottom: 1px solid $line; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $unexamined; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: $panel; }

QProgressBar { border: 0; border-radius: 2px; background: $line; max-height: 4px; }
QProgressBar::chunk { background: $action; border-radius: 2px; }
QSlider::groove:horizontal { background: $line; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $unexamined; height: 4px; border-radius: 2px; }
QSlider::handle:horizontal { background: $panel; border: 1px solid $muted; width: 12px; margin: -5px 0;
    border-radius: 6px; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { border-color: $focus; }
QSplitter::handle { background: $line; }
QTextEdit[copyable="true"] { border: 0; border-radius: 0; padding: 0; background: transparent; }
QFrame[rule="true"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }

QLabel[role="heading"], QLabel[role="section"] { color: $muted; font-weight: bold; font-size: ${small}px; }
QLabel[role="title"] { font-weight: bold; font-size: ${large}px; }
QLabel[role="huge"] { font-weight: bold; font-size: ${huge}px; }
QLabel[role="brand"] { font-weight: bold; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${small}px; }
QLabel[role="side-a"] { color: $claim_a; font-weight: bold; }
QLabel[role="side-b"] { color: $claim_b; font-weight: bold; }
QLabel[chip="true"] { border: 1px solid $line; border-radius: ${chip}px; padding: 2px 8px; font-size: ${small}px; }
QLabel[picture="agreed"] { border-color: $agreed; color: $agreed; }
QLabel[picture="disputed"] { border-color: $disputed; color: $disputed; }
QLabel[picture="one-sided"] { border-color: $one_sided; color: $one_sided; }
QLabel[picture="not examined"] { border-color: $unexamined; color: $muted; }
QLabel[role="pointer"] { background: $panel; border: 1px solid $line; border-radius: 4px; padding: 2px 8px; }
QFrame[card="true"] { border: 1px solid $line; border-radius: 5px; background: $panel; }
QFrame[row="true"] { border: 0; border-radius: 4px; }
QFrame[row="true"]:hover { background: $hover; }
QFrame[row="true"][chosen="true"] { background: $chosen; }
QFrame#notice { background: $notice; border: 0; border-bottom: 1px solid $line; }
QFrame#palette { background: $panel; border: 1px solid $muted; border-radius: 8px; }
QFrame#palette QLineEdit { border: 0; border-bottom: 1px solid $line; border-radius: 0; padding: 10px 12px; }
QPushButton#search { color: $muted; font-size: ${small}px; padding: 4px 8px; }
QPushButton[flat="true"] { border: 1px solid transparent; text-align: left; }
QPushButton[flat="true"]:hover { background: $hover; }
QPushButton[flat="true"]:focus { border-color: $focus; }
""")


def stylesheet(colours: "Colours", pixels: int) -> str:
    """Return the rules for the colours of a theme and a size of plain text in pixels."""
    names = {name: getattr(colours, name) for name in colours.__slots__}
    chevron = resource("icons", "chevron.svg").as_posix()
    return _RULES.substitute(
        names,
        chevron=chevron,
        small=pixels - 2,
        large=pixels + 3,
        huge=pixels + 11,
        chip=(pixels + 3) // 2,
    )
