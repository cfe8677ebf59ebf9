"""The guide: the pages of resources/help in a window of its own, beside the work and not over it."""

from PySide6.QtCore import QEvent, QSize, Qt, QUrl
from PySide6.QtGui import (
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QWidget

from desktop.panels.parts import GRID, flat
from geodata.resources import resource

PAGES = (
    "index",
    "marking",
    "comparing",
    "merging",
    "papers",
    "exchanging",
    "signing",
    "loading",
    "lists",
    "places",
    "profile",
    "keyboard",
    "words",
)
"""The pages in the order in which they are read."""

_FIRST = QSize(960, 720)
_WIDEST = 720
_LINE_HEIGHT = 130  # per cent
_MARKDOWN = QTextDocument.ResourceType.MarkdownResource
_PageRole = Qt.ItemDataRole.UserRole


class Guide(QDialog):
    """Pages on the left, one of them on the right; links lead from one to another, Alt+Left leads back."""

    def __init__(self, parent: QWidget) -> None:
        """Read the titles of all pages and show the first."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Guide to Confinia"))
        self.pages, self.text = QListWidget(), _Browser()
        self.pages.setAccessibleName(self.tr("Pages of the guide"))
        self.text.setAccessibleName(self.tr("The page"))
        for name in PAGES:
            item = QListWidgetItem(title_of(page_text(name)), self.pages)
            item.setData(_PageRole, name)
        self._arrange()
        self.pages.currentItemChanged.connect(lambda item: self.show_page(item.data(_PageRole)))
        self.text.sourceChanged.connect(self._follow)
        self.show_page(PAGES[0])

    @property
    def page(self) -> str:
        """The name of the page shown."""
        return self.text.source().fileName().removesuffix(".md")

    def show_page(self, name: str) -> None:
        """Show a page."""
        if self.page != name:
            self.text.setSource(_address(name), _MARKDOWN)

    def _follow(self, address: QUrl) -> None:
        self.pages.setCurrentRow(PAGES.index(address.fileName().removesuffix(".md")))

    def _arrange(self) -> None:
        self.pages.setProperty("airy", "true")
        self.pages.ensurePolished()
        self.pages.doItemsLayout()
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setHandleWidth(1)
        across.setChildrenCollapsible(False)
        across.addWidget(self.pages)
        across.addWidget(self.text)
        across.setStretchFactor(1, 1)
        across.setSizes([200, _FIRST.width() - 200])
        flat(QHBoxLayout(self)).addWidget(across)
        self.resize(_FIRST.boundedTo(self.screen().availableSize() * 0.9))
        for key, act in (("Alt+Left", self.text.backward), ("Alt+Right", self.text.forward)):
            QShortcut(QKeySequence(key), self).activated.connect(act)


class _Browser(QTextBrowser):
    """Shows Markdown of our own only, in lines of a length that can be read, with tables in the theme's colours."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setProperty("copyable", "true")
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._go_to)
        self.sourceChanged.connect(lambda _: self._space())

    def loadResource(self, kind: int, name: QUrl | str) -> str | None:
        page = QUrl(name).fileName().removesuffix(".md")
        return page_text(page) if page in PAGES else None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and not self.source().isEmpty():
            self.reload()
            self._space()

    def _go_to(self, address: QUrl) -> None:
        if address.fileName().removesuffix(".md") in PAGES:
            self.setSource(_address(address.fileName().removesuffix(".md")), _MARKDOWN)

    def _space(self) -> None:
        """Give lines, pages and tables the room that Markdown knows nothing of."""
        document = self.document()
        document.setDocumentMargin(4 * GRID)
        frame = document.rootFrame()
        room = QTextFrameFormat(frame.frameFormat())
        room.setRightMargin(max(0, self.viewport().width() - _WIDEST))
        frame.setFrameFormat(room)
        block = document.begin()
        while block.isValid():
            cursor = QTextCursor(block)
            cursor.mergeBlockFormat(_spacing(block.blockFormat().headingLevel(), cursor.currentTable() is not None))
            block = block.next()
        for inner in frame.childFrames():
            if isinstance(inner, QTextTable):
                look = inner.format().toTableFormat()
                look.setCellPadding(GRID // 2)
                look.setTopMargin(GRID)
                look.setBottomMargin(2 * GRID)
                look.setBorderBrush(self.palette().mid())
                look.setBorderCollapse(True)
                look.setBorder(1)
                inner.setFormat(look)


def _spacing(heading: int, in_table: bool) -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    made.setTopMargin(2 * GRID if heading > 1 else 0)
    made.setBottomMargin(0 if in_table else GRID)
    return made


def page_text(name: str) -> str:
    """Return a page as Markdown."""
    return resource("help", f"{name}.md").read_text("utf-8")


def title_of(text: str) -> str:
    """Return the title of a page."""
    return text.partition("\n")[0].removeprefix("# ").removeprefix("Confinia: ").capitalize()


def _address(name: str) -> QUrl:
    return QUrl(f"{name}.md")
