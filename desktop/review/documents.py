"""What the documents of a comparison say of themselves: whose, of what, how many operations, and who signed."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.dialogs.read_aloud import ReadAloudButton
from desktop.dialogs.words import word
from desktop.panels.parts import card, flat, label, readable
from desktop.review.reading import Arrived, Reviewed
from desktop.review.sums import sum_of
from geodata.changes.comparing.comparison import Comparison, Party
from geodata.model.status import Side

translate = QCoreApplication.translate


def told_documents(reviewed: Reviewed) -> Iterator[QWidget]:
    """Yield a heading, a card for each side's change set, and a line for the base."""
    comparison = reviewed.comparison
    yield label(translate("Review", "Documents"), "section")
    for side, party in ((Side.A, comparison.a), (Side.B, comparison.b)):
        yield document_card(party, reviewed.arrived(side), sum_of(party, comparison.tally[side]))
    yield _base_line(comparison)
    yield aloud(translate("Review", "Joint base"), comparison.base)


def document_card(party: Party, arrived: Arrived, summed: str) -> QFrame:
    """Return what a change set says of itself, and what became of its operations."""
    head = translate("Review", "{0} \u00b7 change set {1} \u00b7 {2}")
    if not party.sequence:
        head = translate("Review", "{0} \u00b7 working paper \u00b7 {2}")
    told = head.format(party.side, party.sequence, word(party.role))
    inside: list[QWidget] = [label(told, f"side-{party.side.lower()}", wrap=True)]
    if party.message:
        inside.append(readable(party.message))
    facts = translate("Review", "{0} \u00b7 {1} operations \u00b7 sha256 {2}").format(
        arrived.path.name, party.operations, party.sha256[:12]
    )
    inside += [readable(facts, "small"), readable(summed, "small"), label(_whole(arrived), "small", wrap=True)]
    named = translate("Review", "Change set {0} of side {1}").format(party.sequence, party.side)
    inside.append(aloud(named, party.sha256))
    return card(*inside)


def aloud(name: str, sha256: str) -> QWidget:
    """Return a button that says a hash in words, as wide as it needs to be."""
    made, told = QWidget(), ReadAloudButton()
    told.tell(name, sha256)
    row = flat(QHBoxLayout(made))
    row.addWidget(told)
    row.addStretch(1)
    return made


def _whole(arrived: Arrived) -> str:
    whole = translate("Review", "Verified whole: every byte matches its checksum.")
    if not arrived.signed:
        return f"{whole} {translate('Review', 'Not signed yet.')}"
    keys = ", ".join(arrived.signed)
    return f"{whole} {translate('Review', 'It carries signatures, not checked here: {0}.').format(keys)}"


def _base_line(comparison: Comparison) -> QWidget:
    if comparison.base_found:
        return readable(translate("Review", "Both start from base {0}.").format(comparison.base[:12]), "small")
    told = translate(
        "Review",
        "Both start from base {0}, which is not at hand: open a project on it, or drop the base here, to see the whole "
        "line and the separations.",
    )
    return readable(told.format(comparison.base[:12]), "muted")
