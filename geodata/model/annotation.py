"""Notes: what is said about a place or a stretch. A private one is another thing, kept apart so that it cannot leak."""

from enum import StrEnum

from msgspec import Struct

from geodata.model.status import Side
from geodata.model.stretch import Stretch


class NoteKind(StrEnum):
    """What a note is about."""

    REMARK = "remark"
    QUESTION = "question"
    ERROR = "error"
    FIELD = "field_obs"
    ACCESS = "access"


class Annotation(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="annotation", tag_field="kind"):
    """A shared note of one side; it travels. `target` is a feature's id, `stretch` where along it (none: all of it)."""

    id: str
    target: str
    by: Side
    text: str
    type: NoteKind = NoteKind.REMARK
    stretch: Stretch | None = None
    sources: tuple[str, ...] = ()
    written: str = ""
    further: str = ""


class PrivateNote(Struct, frozen=True, kw_only=True, omit_defaults=True, tag="private_note", tag_field="kind"):
    """A note for one's own side only: it stays in the project and is in no document that leaves."""

    id: str
    target: str
    text: str
    stretch: Stretch | None = None
    written: str = ""
