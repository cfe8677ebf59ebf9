"""The choice of an operation: those that apply, each with its accuracy and how far it lies from the first."""

from PySide6.QtWidgets import QComboBox

from geodata.geometry.crs import Candidate


class OperationBox(QComboBox):
    """Offers operations of which a person has to pin one; nothing is chosen beforehand."""

    def __init__(self) -> None:
        """Start with nothing to choose."""
        super().__init__()
        self.setAccessibleName(self.tr("Operation to the joint reference system"))
        self.currentTextChanged.connect(self.setToolTip)  # the names are longer than any field
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    @property
    def pin(self) -> str:
        """What is chosen: a code or a pipeline, empty for nothing."""
        return str(self.currentData() or "")

    def offer(self, candidates: list[Candidate], chosen: str = "") -> None:
        """Offer operations, without a signal; `chosen` stays chosen, also when it is none of them."""
        self.blockSignals(True)
        self.clear()
        self.addItem(self.tr("choose one together"), "")
        for each in candidates:
            apart = self.tr(", {0} m from the first").format(f"{each.offset:,.1f}") if each.offset else ""
            code = each.operation.code or self.tr("no code")
            self.addItem(f"{code}: {each.operation.label}{apart}", each.operation.pin)
        if chosen and self.findData(chosen) < 0:
            self.addItem(chosen, chosen)
        self.setCurrentIndex(max(self.findData(chosen), 0) if chosen else 0)
        self.blockSignals(False)
