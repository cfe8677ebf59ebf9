"""What is said of a reading: how coordinates of a file became those of the joint system, in rows and in one line."""

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.words import word
from geodata.io.axes import Axes
from geodata.model.source import Method, Reading, Source, SourceKind

translate = QCoreApplication.translate


def reading_line(reading: Reading) -> str:
    """Return a reading in one line: system, operation, accuracy."""
    if reading.pipeline == "noop":
        return f"{system_named(reading)} \u00b7 {translate('Reading', 'nothing was moved')}"
    known = translate("Reading", "accuracy {0}").format(accuracy_said(reading))
    return " \u00b7 ".join((system_named(reading), operation_named(reading), known))


def source_line(source: Source) -> str:
    """Return a source in one line: what it is, its sheet and scale, and how its coordinates were read."""
    method = "" if source.method is Method.UNSTATED else word(source.method)
    kind = "" if source.type is SourceKind.OTHER else word(source.type)
    if not (kind or method):
        kind = translate("Reading", "type of source not stated")
    read = reading_line(source.reading) if source.reading is not None else ""
    return " \u00b7 ".join(filter(None, (kind, source.sheet, _scale(source), method, read)))


def reading_rows(reading: Reading) -> list[tuple[str, str]]:
    """Return a reading as rows of a name and what is known."""
    layer = reading.layer if reading.layer and reading.layer != reading.file else ""
    file = reading.file or translate("Reading", "text that was pasted")
    rows = [
        (translate("Reading", "File"), file),
        (translate("Reading", "Layer"), layer),
        (translate("Reading", "Reference system"), system_named(reading)),
        (translate("Reading", "Stated by"), stated_by(reading)),
        (translate("Reading", "Axes"), axes_said(reading)),
        (translate("Reading", "Operation"), operation_named(reading)),
        (translate("Reading", "Accuracy"), accuracy_said(reading)),
        (translate("Reading", "PROJ, EPSG"), ", ".join(filter(None, (reading.proj, reading.epsg)))),
        (translate("Reading", "Insisted on"), ", ".join(code.replace("-", " ") for code in reading.as_stated)),
    ]
    return [(name, value) for name, value in rows if value]


def sheet_rows(source: Source) -> list[tuple[str, str]]:
    """Return what is known of the sheet of a source; what was stated to be not on it is said, too."""
    absent = translate("Reading", "not on the sheet")
    facts = {
        "sheet": (translate("Reading", "Sheet"), source.sheet),
        "scale": (translate("Reading", "Scale"), _scale(source)),
        "survey_year": (translate("Reading", "Year of survey"), _year(source.survey_year)),
        "print_year": (translate("Reading", "Year of print"), _year(source.print_year)),
        "duty_year": (translate("Reading", "Year on duty"), _year(source.duty_year)),
        "method": (
            translate("Reading", "How digitised"),
            "" if source.method is Method.UNSTATED else word(source.method),
        ),
    }
    shown = [(name, value or (absent if fact in source.without else "")) for fact, (name, value) in facts.items()]
    return [(name, value) for name, value in shown if value]


def system_named(reading: Reading) -> str:
    """Return the reference system of a reading: its name and its code."""
    code = reading.crs if reading.crs.startswith("EPSG:") else ""
    return ", ".join(filter(None, (reading.crs_name, code))) or translate("Reading", "own parameters")


def operation_named(reading: Reading) -> str:
    """Return the operation of a reading: its code and its name; that nothing was moved where nothing was."""
    if reading.pipeline == "noop":
        return translate("Reading", "none: it is the joint system")
    return ", ".join(filter(None, (reading.operation, reading.operation_name))) or reading.pipeline


def accuracy_said(reading: Reading) -> str:
    """Return the accuracy that was published with the operation of a reading; empty where none was run."""
    if reading.pipeline == "noop":
        return ""
    if reading.accuracy_mm is not None:
        return f"{reading.accuracy_mm / 1000:g}\u202fm"
    return translate("Reading", "not stated")


def stated_by(reading: Reading) -> str:
    """Return who says in which reference system the coordinates are."""
    return {
        "file": translate("Reading", "the file"),
        "format": translate("Reading", "the format of the file"),
        "person": translate("Reading", "a person"),
    }.get(reading.stated_by, "")


def axes_said(reading: Reading) -> str:
    """Return in which order the file has its axes."""
    return {
        Axes.EAST_NORTH.value: translate("Reading", "east first, then north"),
        Axes.NORTH_EAST.value: translate("Reading", "north first, then east"),
    }.get(reading.axes, "")


def _scale(source: Source) -> str:
    return f"1:{source.scale:,}".replace(",", "\u202f") if source.scale else ""


def _year(year: int | None) -> str:
    return "" if year is None else str(year)
