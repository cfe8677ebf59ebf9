"""What leaves, in full, before it leaves: every field of a document, old and new, and what goes beside it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from geodata.changes.comparing.ground import label_of
from geodata.changes.documents.document import Document, called
from geodata.changes.edits import Op
from geodata.changes.entries import KEYS
from geodata.model.feature import Feature

_DONE = {Op.ADD: "added", Op.MODIFY: "changed", Op.DELETE: "removed"}
_LISTS = ("changes", "features")

AS_IT_IS = (
    "Evidence leaves exactly as it is, with everything that is in it: where and when a photograph was taken, who wrote "
    "a text and on which machine."
)


def names_of(features: Iterable[Feature]) -> dict[str, str]:
    """Return what people call features, by identifier, where they have a name of any sort."""
    return {feature.id: label for feature in features if (label := label_of(feature))}


def told(document: Document, names: Mapping[str, str] | None = None) -> Iterator[str]:
    """Return a document line by line: nothing that is in its bytes is left out.

    Features are called by their `names`, which do not leave by that, and always by their identifiers.
    """
    names = names or {}
    plain = msgspec.json.decode(document.data)
    yield f"{called(document)}, {len(document.data):,} bytes, sha256 {document.sha256}"
    for name, value in plain.items():
        if name not in _LISTS:
            yield f"  {name}: {_text(value)}"
    for number, change in enumerate(plain.get("changes", ()), start=1):
        yield from _change(number, change, names)
    for number, feature in enumerate(plain.get("features", ()), start=1):
        yield f"  {number}. {_called(feature, names)}"
        yield from (f"       {name}: {_text(value)}" for name, value in feature.items() if name not in ("id", "kind"))


def told_evidence(evidence: Mapping[str, bytes], titles: Mapping[str, str]) -> Iterator[str]:
    """Return what is to be said of the files that go with a document, under which hash and how large."""
    for hash_, data in sorted(evidence.items()):
        title = titles.get(hash_, "")
        yield f"  {hash_}  {len(data):,} bytes{f', cited by {_text(title)}' if title else ''}"
    if evidence:
        yield f"  {AS_IT_IS}"


def _change(number: int, change: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    op, old, new = Op(change["op"]), change.get("old", {}), change.get("new", {})
    yield f"  {number}. {_called(change, names)} {_DONE[op]}"
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


def _called(record: Mapping[str, Any], names: Mapping[str, str]) -> str:
    kind, id_ = str(record["kind"]).replace("_", " "), record["id"]
    return f"{kind} {_text(names[id_])}, {id_}," if id_ in names else f"{kind} {id_}"


def _text(value: Any) -> str:
    if value is None:
        return "nothing"
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
