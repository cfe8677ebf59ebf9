"""The binding to Qt keeps its references."""

import sys

from PySide6.QtWidgets import QLabel

CALLS = 1000


def test_a_call_that_returns_nothing_does_not_lose_a_reference_to_none(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        label.setText("A")
    assert sys.getrefcount(None) > before - CALLS // 2
