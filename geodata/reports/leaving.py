"""What leaves, in full, before it leaves: every field of a document, old and new, and what goes beside it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from geodata.changes.document import Document, called
from geodata.changes.edits import Op
from geodata.changes.entries import KEYS

_DONE = {Op.ADD: "added", Op.MODIFY: "changed", Op.DELETE: "removed"}
_LISTS = ("changes", "features")

AS_IT_IS = (
    "Evidence leaves exactly as it is, with everything that is in it: where and when a photograph was taken, who wrote "
    "a text and on which machine."
)


def told(document: Document) -> Iterator[str]:
    """Return a document line by line: nothing that is in its bytes is left out."""
    plain = msgspec.json.decode(document.data)
    yield f"{called(document)}, {len(document.data):,} bytes, sha256 {document.sha256}"
    for name, value in plain.items():
        if name not in _LISTS:
            yield f"  {name}: {_text(value)}"
    for number, change in enumerate(plain.get("changes", ()), start=1):
        yield from _change(number, change)
    for number, feature in enumerate(plain.get("features", ()), start=1):
        yield f"  {number}. {_kind(feature)} {feature['id']}"
        yield from (f"       {name}: {_text(value)}" for name, value in feature.items() if name not in ("id", "kind"))


def told_evidence(evidence: Mapping[str, bytes], titles: Mapping[str, str]) -> Iterator[str]:
    """Return what is to be said of the files that go with a document, under which hash and how large."""
    for hash_, data in sorted(evidence.items()):
        title = titles.get(hash_, "")
        yield f"  {hash_}  {len(data):,} bytes{f', cited by {_text(title)}' if title else ''}"
    if evidence:
        yield f"  {AS_IT_IS}"


def _change(number: int, change: Mapping[str, Any]) -> Iterator[str]:
    op, old, new = Op(change["op"]), change.get("old", {}), change.get("new", {})
    yield f"  {number}. {_kind(change)} {change['id']} {_DONE[op]}"
    for name in sorted({*old, *new} - {"id", "kind"}):
        if op is Op.MODIFY:
            before, after = ("goes", "comes") if name in KEYS else ("was", "now")
            yield f"       {name}: {before} {_text(old.get(name))}"
            yield f"       {' ' * len(name)}  {after} {_text(new.get(name))}"
        else:
            yield f"       {name}: {_text((new or old)[name])}"
    for at, gone, come in change.get("line", {}).get("runs", ()):
        yield f"       line, from number {at}: was {_text(gone)}"
        yield f"       {' ' * len(f'line, from number {at}')}  now {_text(come)}"
    if "line" in change:
        yield f"       the whole line now: sha256 {change['line']['sha256']}"


def _kind(record: Mapping[str, Any]) -> str:
    return str(record["kind"]).replace("_", " ")


def _text(value: Any) -> str:
    if value is None:
        return "nothing"
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
