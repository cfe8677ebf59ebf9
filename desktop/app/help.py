"""What the program says of itself."""

from PySide6.QtCore import QCoreApplication, Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop import paths
from desktop.disclaimer import disclaimer
from desktop.panels.parts import GRID, button, label
from geodata import __version__

translate = QCoreApplication.translate


def about(parent: QWidget) -> QDialog:
    """Show what the program is, in which version, and under which licence; return the dialog."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(translate("About", "About Confinia"))
    column = QVBoxLayout(dialog)
    column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 3 * GRID)
    column.setSpacing(GRID)
    column.addWidget(label("Confinia", "huge"))
    told = translate("About", "Version {0}, Qt {1}. Apache License 2.0.").format(__version__, qVersion())
    column.addWidget(label(told, "muted"))
    does = translate(
        "About",
        "A desk for two commissions that delimit one border. It works without a network and sends nothing anywhere: "
        "what leaves is a file that you hand over.",
    )
    for text in (does, disclaimer()):
        line = label(text, wrap=True)
        line.setFixedWidth(460)
        column.addWidget(line)
    column.addWidget(button(translate("About", "Close"), dialog.close), 0, Qt.AlignmentFlag.AlignRight)
    dialog.open()
    return dialog


def show_folder() -> None:
    """Open the folder in which reports of failures lie."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.reports_folder())))
