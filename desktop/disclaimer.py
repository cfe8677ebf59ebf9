"""What stands in the corner of the window, on every print and in every export."""

from PySide6.QtCore import QCoreApplication


def disclaimer() -> str:
    """Return the sentence in the language of the program."""
    return QCoreApplication.translate(
        "Disclaimer",
        "Working material. Lines, names and designations imply no position on status or delimitation "
        "and no acceptance by either side.",
    )
