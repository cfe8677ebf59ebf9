"""The verb merge: what both sides' change sets come to, and what stays open."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.documents import OUTPUT
from geodata.cli.output import counted, say, say_json
from geodata.cli.project import INPUT, JSON

if TYPE_CHECKING:
    from geodata.changes.documents.open_items import OpenItem
    from geodata.changes.edits import Change
    from geodata.changes.merging.merge import Merged
    from geodata.model.project import Layers


@click.command(
    epilog="Exit codes: 0 merged; 1 with --exit-code, when something is open; 2 no such file, or two of one side; 3 a "
    "file cannot be used; 4, 5, 6 a document was refused (see verify); 7 they start from another base; 8 they were "
    "made under different joint profiles."
)
@click.argument("base", type=INPUT)
@click.argument("one", metavar="A", type=INPUT)
@click.argument("other", metavar="B", type=INPUT)
@OUTPUT
@click.option("--earlier", multiple=True, type=INPUT, metavar="MERGE", help="A merge whose open items stay open.")
@JSON
@click.option("--exit-code", is_flag=True, help="Leave with 1 when something is open.")
def merge(
    base: Path, one: Path, other: Path, output: Path, earlier: tuple[Path, ...], as_json: bool, exit_code: bool
) -> int:
    """Merge the change sets A and B of both sides on their joint BASE; their order does not matter.

    Nothing is decided by it: what goes together is put together, the rest stays open until the chairs decide it.
    """
    from geodata.changes.documents.base import layers_of
    from geodata.changes.merging.merge import merge as merged
    from geodata.changes.merging.merge import open_before
    from geodata.io.documents import read_base, read_change_set, read_merge, write_document

    joint = read_base(base)
    still_open = open_before(joint, map(read_merge, earlier))
    found = merged(joint, read_change_set(one), read_change_set(other), still_open)
    before = {item.id for item in still_open}
    write_document(output, found.document)
    layers = layers_of(joint)
    if as_json:
        say_json({"file": str(output), **_facts(found, layers, before)})
    else:
        _say(found, layers, before, output)
    return 1 if exit_code and found.document.open else 0


def _say(found: "Merged", layers: "Layers", before: set[str], output: Path) -> None:
    from geodata.changes.merging.weave import Fate
    from geodata.reports.comparison_words import kind_word
    from geodata.reports.merge_words import document_words, done_words, item_words, label_of, sum_words

    document = found.document
    for given in document.inputs:
        name = f"change set {given.sequence}" if given.sequence else "working paper"
        say(f"{given.side}  {name}, {counted(given.operations, 'operation')}, {given.sha256[:12]}")
        say(f"   {sum_words(given)}")
    say(f"{document_words(document)}.")
    for told in found.fates:
        if told.fate is Fate.SUPERSEDED:
            kind, id_ = told.key
            what = f"{kind_word(kind)} {label_of(kind, told.item, document.changes, layers)}"
            say(f"Side {told.side}'s {kind_word(kind)} {id_} is the {what} ({told.item}), as both sides said.")
    waiting = sum(item.id in before for item in document.open)
    say()
    say(f"{counted(len(document.open), 'open item')}, {waiting:,} of them from before.")
    for item in document.open:
        say(f"  {item.id}  {item_words(item, layers)}")
        for side, changes in (("A", item.a), ("B", item.b)):
            for change in changes:
                say(f"      {side} {done_words(change, layers)}")
    say()
    say(f"Wrote {output.name}: a merge on base {document.base[:12]}.")
    say(f"  sha256 {document.sha256}")
    say(f"  state  {document.state}")


def _facts(found: "Merged", layers: "Layers", before: set[str]) -> dict[str, Any]:
    from geodata.changes.documents.document import packed
    from geodata.changes.merging.weave import Fate

    document = found.document
    sides = {given.side: {name: getattr(given, name) for name in given.__struct_fields__} for given in document.inputs}
    return {
        "base": document.base,
        "bytes": len(packed(document)),
        "by": {word: document.by.count(word) for word in ("A", "B", "AB")},
        "changes": len(document.changes),
        "document": "merge",
        "open": [_item_facts(item, layers, item.id in before) for item in document.open],
        "sha256": document.sha256,
        "sides": sides,
        "state": document.state,
        "superseded": [
            {"side": told.side, "kind": told.key[0], "id": told.key[1], "by": told.item}
            for told in found.fates
            if told.fate is Fate.SUPERSEDED
        ],
    }


def _item_facts(item: "OpenItem", layers: "Layers", before: bool) -> dict[str, Any]:
    from geodata.reports.merge_words import item_words

    facts: dict[str, Any] = {name: getattr(item, name) for name in ("id", "conflict", "kind", "feature")}
    return facts | {
        "a": _change_facts(item.a),
        "b": _change_facts(item.b),
        "before": before,
        "sentence": item_words(item, layers),
    }


def _change_facts(changes: "Iterable[Change]") -> list[dict[str, Any]]:
    return [
        {
            "op": change.op,
            "kind": change.kind,
            "id": change.id,
            "fields": sorted({*change.old, *change.new, *(["line"] if change.line else [])}),
        }
        for change in changes
    ]
