"""The stored words as people read them, in the language of the program."""

from enum import StrEnum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.dialogs.figures import count
from geodata.model.annotation import NoteKind
from geodata.model.feature import Kind
from geodata.model.source import Method, SourceKind
from geodata.model.status import Delimitation, Picture, Position, Reason, Role, View

_WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    View: {
        View.AGREED: QT_TRANSLATE_NOOP("Words", "agreed"),
        View.DISPUTED: QT_TRANSLATE_NOOP("Words", "disputed"),
        View.OPEN: QT_TRANSLATE_NOOP("Words", "open"),
    },
    Position: {
        Position.NONE: QT_TRANSLATE_NOOP("Words", "no position"),
        Position.PROPOSES: QT_TRANSLATE_NOOP("Words", "proposes"),
        Position.ACCEPTS: QT_TRANSLATE_NOOP("Words", "agreed"),
        Position.RESERVED: QT_TRANSLATE_NOOP("Words", "agreed with reservation"),
        Position.REJECTS: QT_TRANSLATE_NOOP("Words", "disputed"),
        Position.WITHDRAWN: QT_TRANSLATE_NOOP("Words", "withdrawn"),
    },
    Picture: {
        Picture.AGREED: QT_TRANSLATE_NOOP("Words", "both agree"),
        Picture.DISPUTED: QT_TRANSLATE_NOOP("Words", "disputed"),
        Picture.ONE_SIDED: QT_TRANSLATE_NOOP("Words", "one side only"),
        Picture.UNEXAMINED: QT_TRANSLATE_NOOP("Words", "not examined"),
    },
    Delimitation: {
        Delimitation.UNEXAMINED: QT_TRANSLATE_NOOP("Words", "not examined"),
        Delimitation.UNDER_EXAMINATION: QT_TRANSLATE_NOOP("Words", "under examination"),
        Delimitation.AGREED_EXPERT: QT_TRANSLATE_NOOP("Words", "agreed by the experts"),
        Delimitation.AGREED_COMMISSION: QT_TRANSLATE_NOOP("Words", "agreed by the commissions"),
        Delimitation.DESCRIBED: QT_TRANSLATE_NOOP("Words", "described"),
        Delimitation.TREATY_TEXT: QT_TRANSLATE_NOOP("Words", "in a treaty text"),
        Delimitation.IN_FORCE: QT_TRANSLATE_NOOP("Words", "in force"),
        Delimitation.DEFERRED: QT_TRANSLATE_NOOP("Words", "deferred"),
        Delimitation.REFERRED: QT_TRANSLATE_NOOP("Words", "referred up"),
        Delimitation.RETURNED: QT_TRANSLATE_NOOP("Words", "returned to the experts"),
        Delimitation.REOPENED: QT_TRANSLATE_NOOP("Words", "reopened"),
    },
    Reason: {
        Reason.UNSTATED: QT_TRANSLATE_NOOP("Words", "not stated"),
        Reason.SOURCE: QT_TRANSLATE_NOOP("Words", "different source"),
        Reason.READING: QT_TRANSLATE_NOOP("Words", "different reading of the same source"),
        Reason.TRANSFORMATION: QT_TRANSLATE_NOOP("Words", "different transformation"),
        Reason.TERRAIN: QT_TRANSLATE_NOOP("Words", "terrain changed"),
        Reason.RIVER: QT_TRANSLATE_NOOP("Words", "river moved"),
        Reason.TOPONYM: QT_TRANSLATE_NOOP("Words", "place name does not match"),
        Reason.ACCESS: QT_TRANSLATE_NOOP("Words", "no access"),
        Reason.NO_DATA: QT_TRANSLATE_NOOP("Words", "no data"),
    },
    NoteKind: {
        NoteKind.REMARK: QT_TRANSLATE_NOOP("Words", "remark"),
        NoteKind.QUESTION: QT_TRANSLATE_NOOP("Words", "question"),
        NoteKind.ERROR: QT_TRANSLATE_NOOP("Words", "error"),
        NoteKind.FIELD: QT_TRANSLATE_NOOP("Words", "seen in the field"),
        NoteKind.ACCESS: QT_TRANSLATE_NOOP("Words", "access"),
    },
    SourceKind: {
        SourceKind.MAP: QT_TRANSLATE_NOOP("Words", "map sheet"),
        SourceKind.ACT: QT_TRANSLATE_NOOP("Words", "act"),
        SourceKind.MINUTE: QT_TRANSLATE_NOOP("Words", "minute"),
        SourceKind.SCAN: QT_TRANSLATE_NOOP("Words", "scan"),
        SourceKind.IMAGERY: QT_TRANSLATE_NOOP("Words", "imagery"),
        SourceKind.MEASUREMENT: QT_TRANSLATE_NOOP("Words", "measurement"),
        SourceKind.OTHER: QT_TRANSLATE_NOOP("Words", "other"),
    },
    Method: {
        Method.UNSTATED: QT_TRANSLATE_NOOP("Words", "not stated"),
        Method.SURVEY: QT_TRANSLATE_NOOP("Words", "survey on the ground"),
        Method.GNSS: QT_TRANSLATE_NOOP("Words", "GNSS"),
        Method.CATALOGUE: QT_TRANSLATE_NOOP("Words", "copied from a catalogue"),
        Method.SCREEN: QT_TRANSLATE_NOOP("Words", "digitised on the screen"),
        Method.TABLET: QT_TRANSLATE_NOOP("Words", "digitised on a tablet"),
        Method.VECTORISED: QT_TRANSLATE_NOOP("Words", "vectorised by a program"),
        Method.GIS: QT_TRANSLATE_NOOP("Words", "taken from a GIS"),
    },
    Role: {
        Role.TECHNICIAN: QT_TRANSLATE_NOOP("Words", "technician"),
        Role.GROUP_HEAD: QT_TRANSLATE_NOOP("Words", "head of the expert group"),
        Role.CHAIR: QT_TRANSLATE_NOOP("Words", "chair"),
    },
    Kind: {
        Kind.SEGMENT: QT_TRANSLATE_NOOP("Words", "segment"),
        Kind.TURNING_POINT: QT_TRANSLATE_NOOP("Words", "turning point"),
        Kind.MARKER: QT_TRANSLATE_NOOP("Words", "marker"),
        Kind.VARIANT: QT_TRANSLATE_NOOP("Words", "line"),
        Kind.ROUTE: QT_TRANSLATE_NOOP("Words", "route"),
        Kind.SOURCE: QT_TRANSLATE_NOOP("Words", "source"),
        Kind.ANNOTATION: QT_TRANSLATE_NOOP("Words", "note"),
        Kind.PRIVATE_NOTE: QT_TRANSLATE_NOOP("Words", "private note"),
    },
}


def word(stored: StrEnum) -> str:
    """Return a stored word as people read it; what has none is shown as it is stored."""
    known = _WORDS.get(type(stored), {}).get(stored)
    return stored.value.replace("_", " ") if known is None else QCoreApplication.translate("Words", str(known))


_ONE_AND_MANY: dict[str, tuple[object, object]] = {
    Kind.SEGMENT: (QT_TRANSLATE_NOOP("Words", "{0} segment"), QT_TRANSLATE_NOOP("Words", "{0} segments")),
    "stretch": (QT_TRANSLATE_NOOP("Words", "{0} stretch"), QT_TRANSLATE_NOOP("Words", "{0} stretches")),
    Kind.TURNING_POINT: (
        QT_TRANSLATE_NOOP("Words", "{0} turning point"),
        QT_TRANSLATE_NOOP("Words", "{0} turning points"),
    ),
    Kind.MARKER: (QT_TRANSLATE_NOOP("Words", "{0} marker"), QT_TRANSLATE_NOOP("Words", "{0} markers")),
    Kind.VARIANT: (QT_TRANSLATE_NOOP("Words", "{0} line"), QT_TRANSLATE_NOOP("Words", "{0} lines")),
    Kind.ROUTE: (QT_TRANSLATE_NOOP("Words", "{0} route"), QT_TRANSLATE_NOOP("Words", "{0} routes")),
    Kind.SOURCE: (QT_TRANSLATE_NOOP("Words", "{0} source"), QT_TRANSLATE_NOOP("Words", "{0} sources")),
    Kind.ANNOTATION: (QT_TRANSLATE_NOOP("Words", "{0} note"), QT_TRANSLATE_NOOP("Words", "{0} notes")),
    Kind.PRIVATE_NOTE: (
        QT_TRANSLATE_NOOP("Words", "{0} private note"),
        QT_TRANSLATE_NOOP("Words", "{0} private notes"),
    ),
}


def counted(kind: str, number: int) -> str:
    """Return how many there are of a kind, or of the stretches of an export: 1 segment, 28 segments."""
    one, many = _ONE_AND_MANY[kind]
    return QCoreApplication.translate("Words", str(one if number == 1 else many)).format(count(number))
