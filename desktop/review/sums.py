"""What became of a side's operations, as a sum that everybody can add up."""

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.figures import count
from desktop.review.relations import ORDER, relation_word
from geodata.changes.comparing.comparison import Party
from geodata.changes.comparing.comparison_numbers import Tally
from geodata.changes.documents.merge_document import Input

translate = QCoreApplication.translate


def sum_of(party: Party, tally: Tally) -> str:
    """Return a side's operations, the parts they are made of, and in how many items of each relation these are."""
    told = translate("Review", "{0}: {1} operations, {2} parts in {3} items = {4}")
    summed = " + ".join(
        f"{count(tally.relations[relation])} {relation_word(relation)}"
        for relation in ORDER
        if tally.relations.get(relation)
    )
    numbers = (count(each) for each in (tally.operations, tally.parts, tally.items))
    return told.format(party.side, *numbers, summed or "0")


def merged_sum(given: Input) -> str:
    """Return what became of the parts of a side's change set in a merge."""
    told = translate("Review", "{0}: {1} parts = {2} applied + {3} at one + {4} superseded + {5} open")
    counts = (given.parts, given.applied, given.at_one, given.superseded, given.open)
    return told.format(given.side, *(count(each) for each in counts))
