"""The commands about the documents of a project and the keys that sign them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.actions import Command
from desktop.app.verbs_view import when_open

if TYPE_CHECKING:
    from desktop.app.program import Program

translate = QCoreApplication.translate


def receive_verb(p: "Program") -> Command:
    """Return the command that receives documents; it stands beside those that write them."""
    return Command(
        "receive",
        translate("Menu", "Receive\u2026"),
        translate("Menu", "File"),
        p.documents.receive,
        "Ctrl+Shift+R",
        "load",
        lambda: p.session.can_write,
        words=translate("Menu", "document receipt verify signature chain acknowledge"),
    )


def document_verbs(p: "Program") -> list[Command]:
    """Return them in the order of the menu."""
    menu, opened = translate("Menu", "Project"), when_open(p)
    return [
        Command(
            "signing-keys",
            translate("Menu", "Signing keys\u2026"),
            menu,
            p.documents.keys,
            icon="lock",
            enabled=opened,
            words=translate("Menu", "make pin signature minisign passphrase words"),
        ),
        Command(
            "exchange",
            translate("Menu", "Sent and received"),
            menu,
            p.documents.show_exchange,
            icon="publish",
            enabled=opened,
            words=translate("Menu", "acknowledged receipt handed over"),
        ),
    ]
