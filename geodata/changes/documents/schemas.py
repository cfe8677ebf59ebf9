"""JSON Schemas of what travels, made from the types that read it, so that they cannot fall behind."""

from typing import Any

import msgspec

from geodata.changes.container import FORMAT, Manifest
from geodata.changes.documents.base import Base
from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.documents.key_record import KeyRecord
from geodata.changes.documents.merge_document import Merge
from geodata.changes.documents.receipt import Receipt
from geodata.changes.further import FIELD
from geodata.model.feature import TRAVELLING
from geodata.model.line import Line

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_WRITTEN_IN_FULL = (
    "Base",
    "ChangeSet",
    "Head",
    "Input",
    "LineEdit",
    "Manifest",
    "Merge",
    "OpenItem",
    "JointProfile",
    "KeyRecord",
    "Receipt",
    "Entry",
    "Tolerances",
)
"""The records that leave nothing out; all others leave out what holds its default."""


def schemas() -> dict[str, dict[str, Any]]:
    """Return each schema by the name of its file."""
    return {
        "base.schema.json": _schema(Base, "A joint base"),
        "changes.schema.json": _schema(ChangeSet, "A change set"),
        "keys.schema.json": _schema(KeyRecord, "A key record"),
        "receipt.schema.json": _schema(Receipt, "A receipt"),
        "merge.schema.json": _schema(Merge, "A merge"),
        "manifest.schema.json": _schema(Manifest, "The manifest of a container"),
    }


def _schema(type_: type, title: str) -> dict[str, Any]:
    made = msgspec.json.schema(type_, schema_hook=_hook)
    for name, defined in made["$defs"].items():
        defined["description"] = " ".join(defined.get("description", name).split())
        if defined.get("type") == "object":
            defined["additionalProperties"] = False
            defined["properties"].pop(FIELD, None)  # there the fields of a newer version stand among the others
        if name in _WRITTEN_IN_FULL:
            defined["required"] = sorted(defined["properties"])
        if "format" in defined.get("properties", {}):
            defined["properties"]["format"] = {"const": FORMAT}
    if "Kind" in made["$defs"]:
        made["$defs"]["Kind"]["enum"] = sorted(TRAVELLING)
    return {"$schema": DIALECT, "title": f"{title} ({FORMAT})", **made}


def _hook(type_: type) -> dict[str, Any]:
    if type_ is Line:
        return {
            "title": "Line",
            "description": "x0, y0, x1, y1, ...: whole steps of the joint grid, east before north; how long a step is, "
            "the profile says: 1e-9 degree or 0.1 mm",
            "type": "array",
            "items": {"type": "integer"},
            "minItems": 4,
        }
    raise NotImplementedError(type_)
