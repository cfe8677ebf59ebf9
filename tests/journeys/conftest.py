"""A journey may open the window, so it keeps the rules of the tests with a window."""

from pathlib import Path

import pytest

from tests.desktop import conftest as with_a_window

nothing_left = with_a_window.nothing_left
own_settings = with_a_window.own_settings


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sets the same rules about Qt's log."""
    with_a_window.mark(items, Path(__file__).parent)
