"""Which working paper is asked for in the review, and its dialog."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtWidgets import QWidget

from desktop.dialogs.papers import PaperDialog, invert_dialog, pick_dialog, squash_dialog
from desktop.dialogs.papers_jobs import Given
from desktop.jobs import JobRunner
from desktop.review.reading import Reviewed
from geodata.changes.comparing.comparison import Item
from geodata.errors import Refused
from geodata.model.status import Side


class Paper(StrEnum):
    """What a working paper is made by."""

    PICK = "pick"
    INVERT = "invert"
    SQUASH = "squash"


def paper_dialog(
    paper: Paper, found: Reviewed, items: Sequence[Item], first: Side, jobs: JobRunner, parent: QWidget
) -> PaperDialog:
    """Return the dialog for a paper of one side's change set; `first` is the side that is offered.

    Raise Refused where the base is not at hand, or no item is chosen to pick.
    """
    if paper is Paper.SQUASH:
        return squash_dialog(found.base, (found.arrived(first).path,), jobs, parent)
    if found.base is None:
        raise Refused("The base is not at hand; drop it here, and a paper can be made.")
    given = {side: Given(found.base, found.changes(side), found.arrived(side).path) for side in Side}
    if paper is Paper.INVERT:
        return invert_dialog(given, first, jobs, parent)
    if not items:
        raise Refused("No item is ticked and none is shown; tick some with the space bar, or change the filter.")
    return pick_dialog(given, items, first, jobs, parent)
