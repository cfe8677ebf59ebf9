"""The commands about the comparison of both sides: merging, and the working papers made of change sets."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.actions import Command
from desktop.workspaces import Workspace

if TYPE_CHECKING:
    from desktop.app.program import Program
    from desktop.review.papers import Paper

translate = QCoreApplication.translate


def review_verbs(p: "Program") -> list[Command]:
    """Return them in the order of the menu."""
    from desktop.review.papers import Paper

    menu = translate("Menu", "Review")
    paper = translate("Menu", "working paper pick squash invert")
    return [
        Command(
            "merge",
            translate("Menu", "Merge both change sets\u2026"),
            menu,
            partial(_merge, p),
            "Ctrl+M",
            icon="base",
            words=translate("Menu", "open items hash"),
        ),
        Command(
            "paper-pick",
            translate("Menu", "Take these items into a paper\u2026"),
            menu,
            partial(_paper, p, Paper.PICK),
            words=paper,
            break_before=True,
        ),
        Command(
            "paper-invert", translate("Menu", "Take back\u2026"), menu, partial(_paper, p, Paper.INVERT), words=paper
        ),
        Command(
            "paper-squash",
            translate("Menu", "Make one of several\u2026"),
            menu,
            partial(_paper, p, Paper.SQUASH),
            words=paper,
        ),
    ]


def _merge(p: "Program") -> None:
    p.go_to(Workspace.REVIEW)
    p.review.merge_shown()


def _paper(p: "Program", paper: "Paper") -> None:
    p.go_to(Workspace.REVIEW)
    p.review.make_paper(paper)
