"""The cards of the exports: views of the project for other programs, which nobody can load back as the record."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox

from desktop.dialogs.words import counted
from desktop.jobs import JobRunner
from desktop.publish.card import Card
from desktop.publish.previews import exported
from desktop.session import Session
from geodata.io.export_view import Choice, Stamp
from geodata.io.exporting import Exported, Form, stamp_in
from geodata.model.feature import Kind

translate = QCoreApplication.translate


class ExportCard(Card):
    """Writes one form of export. Lines of both sides leave together, or none of them.

    All forms have the same rows: `count_asked` asks whoever holds the cards to count them once for all.
    """

    count_asked = Signal()

    def __init__(self, session: Session, jobs: JobRunner, form: Form) -> None:
        """Write what the session holds, as `form`."""
        super().__init__(_titles()[form], _purposes()[form], self.tr("Write {0}\u2026").format(_titles()[form]))
        self._session, self._jobs, self.form = session, jobs, form
        self.verb.setProperty("primary", "false")
        self.variants = QCheckBox(self.tr("With the lines that A and B proposed"))
        self.variants.setChecked(True)
        self.variants.toggled.connect(lambda _: self.refresh())
        self.body.addWidget(self.variants)

    def suggestion(self) -> str:
        """Return the name that is offered for the file."""
        stem = self._session.store.path.stem if self._session.is_open else "export"
        return f"{stem}-export.{self.form.value}"

    def refresh(self) -> None:
        """Ask anew for what would leave."""
        self.verb.setEnabled(False)
        if not self._session.is_open:
            self.say(self.tr("Open a project first."))
            return
        self.say_stays(len(self._session.project.layers[Kind.PRIVATE_NOTE]))
        self.count_asked.emit()

    def write(self, path: Path) -> None:
        """Write it to a file."""
        self._jobs.run(
            exported,
            self._session.project,
            self.form,
            path,
            self.choice,
            done=self._done,
            failed=lambda problem: self.say_trouble(problem.sentence),
            label=self.tr("Writing {0}").format(path.name),
        )

    @property
    def choice(self) -> Choice:
        """What is chosen to leave."""
        return Choice(variants=self.variants.isChecked())

    def show_counts(self, rows: dict[str, int], stamp: Stamp) -> None:
        """Say what would leave."""
        parts = " \u00b7 ".join(counted(kind, number) for kind, number in rows.items())
        stamp = stamp_in(self.form, stamp, self._session.project.settings.profile)
        base = self.tr("base {0}, {1}").format(stamp.base_number, stamp.base[:12]) if stamp.base else self.tr("no base")
        self.say("\n".join(filter(None, (parts or self.tr("nothing yet"), f"{stamp.crs} \u00b7 {base}"))))
        self.verb.setEnabled(bool(parts))

    def _done(self, done: Exported) -> None:
        beside = ", ".join(file.name for file in done.files[1:])
        more = self.tr("Beside it: {0}").format(beside) if beside else ""
        self.say_written(done.files[0], done.sha256, more)


def _titles() -> dict[Form, str]:
    return {
        Form.GEOJSON: "GeoJSON",
        Form.GPKG: "GeoPackage",
        Form.CSV: translate("Export", "Table (CSV)"),
        Form.KML: "KML",
    }


def _purposes() -> dict[Form, str]:
    return {
        Form.GEOJSON: translate(
            "Export", "RFC 7946, WGS 84, stable identifiers and order, for the web and for analysts."
        ),
        Form.GPKG: translate("Export", "Layers with their attributes for QGIS and other desktop programs."),
        Form.CSV: translate(
            "Export", "One table with well-known text, for a spreadsheet; a note beside it says where from."
        ),
        Form.KML: translate("Export", "For looking at on a globe."),
    }
