"""A joint profile in a file: as JSON that both sides can read and edit, or as a document or a project carries it."""

import json
from pathlib import Path
from typing import Any

import msgspec

from geodata.changes.codec import DEEPEST
from geodata.changes.documents.document import profile_of as profile_in
from geodata.errors import ConfiniaError, DocumentRefused, FileForeign
from geodata.geometry.profiles import check_profile
from geodata.io.documents import read_container, read_document
from geodata.io.store_copy import opened_to_read
from geodata.io.whole import write_whole
from geodata.model.names import Name, nfc
from geodata.model.profile import JointProfile, PinnedOperation, Tolerances

LARGEST = 1 << 20
"""Bytes of a profile as JSON."""

_ZIP = b"PK"
_SQLITE = b"SQLite format 3\x00"


def read_profile(path: Path) -> JointProfile:
    """Return the joint profile in a file: JSON, a base or change set, or a project; it is checked.

    Raise NotFound, FileTrouble, DocumentRefused or InvalidFeature.
    """
    path = Path(path)
    data = read_container(path)
    if data.startswith(_ZIP):
        return profile_in(read_document(path))
    if data.startswith(_SQLITE):
        with opened_to_read(path) as store:
            return store.settings.profile
    return profile_of(data, path.name)


def profile_of(data: bytes, name: str = "The file") -> JointProfile:
    """Return the joint profile that JSON describes; raise DocumentRefused or InvalidFeature for what is none."""
    if len(data) > LARGEST:
        raise DocumentRefused(f"{name} is larger than any joint profile ({LARGEST >> 10} KB).")
    try:
        text = nfc(data.decode("utf-8-sig"))
        if text.count("[") + text.count("{") > 100 * DEEPEST:
            raise DocumentRefused(f"{name} nests deeper than a joint profile does.")
        said = json.loads(text, object_pairs_hook=_once)
        profile = msgspec.convert(said, JointProfile)
    except UnicodeDecodeError as problem:
        raise DocumentRefused(f"{name} is no joint profile: it is not in UTF-8.") from problem
    except json.JSONDecodeError as problem:
        raise DocumentRefused(
            f"{name} is no joint profile: it is not JSON, at line {problem.lineno}. Choose a profile as JSON, a "
            "document or a project."
        ) from problem
    except (ValueError, RecursionError, msgspec.ValidationError) as problem:
        raise DocumentRefused(f"{name} is no joint profile: {str(problem)[:200].rstrip('.')}.") from problem
    _check_fields(said, name)
    check_profile(profile)
    return profile


def write_profile(path: Path, profile: JointProfile) -> None:
    """Write a joint profile as JSON that people can read; raise FileForeign when something else has the name."""
    if path.is_dir() or (path.exists() and not _is_profile(path)):
        raise FileForeign(f"{path.name} exists and is no joint profile; it was not touched.")
    plain = msgspec.to_builtins(profile)
    write_whole(path, (json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode())


def _is_profile(path: Path) -> bool:
    try:
        profile_of(read_container(path))
    except ConfiniaError:
        return False
    return True


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a member stands in it twice")
    return found


def _check_fields(said: dict[str, Any], name: str) -> None:
    """Raise DocumentRefused for a member that no profile has: a misspelt one would be lost without a word."""
    records: list[tuple[dict[str, Any], type[msgspec.Struct]]] = [(said, JointProfile)]
    records += [(said.get("tolerances", {}), Tolerances)]
    records += [(each, PinnedOperation) for each in said.get("operations", ())]
    records += [(each, Name) for side in ("names_a", "names_b") for each in said.get(side, ())]
    for record, type_ in records:
        unknown = sorted(set(record) - set(type_.__struct_fields__))
        if unknown:
            raise DocumentRefused(f"{name} says {unknown[0][:40]!a}, which no joint profile does.")
