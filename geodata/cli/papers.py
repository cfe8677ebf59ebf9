"""Verbs about change sets made of change sets: invert, squash, pick. Each makes a working paper, in nobody's chain."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.output import counted, say, say_json
from geodata.cli.project import INPUT, JSON

if TYPE_CHECKING:
    from geodata.changes.documents.base import Base
    from geodata.changes.documents.changeset import ChangeSet
    from geodata.changes.edits import Edit
    from geodata.changes.papers.bits import Bit
    from geodata.changes.papers.pick import Open, Picked, Test
    from geodata.changes.papers.squash import Squashed

FILE = click.Path(path_type=Path, dir_okay=False)
BASE = click.argument("base_file", metavar="BASE", type=INPUT)
A = click.argument("paper_file", metavar="A", type=INPUT)
OUTPUT = click.option("-o", "--output", type=FILE, required=True, help="The file to write.")
MESSAGE = click.option("-m", "--message", default="", help="What it is for.")
ON = click.option("--on", "under", type=INPUT, multiple=True, help="What A is laid on; else it is looked for beside A.")
_GONE = {"superseded": "superseded by operation {0} of the later one", "taken_back": "taken back"}
_EXITS = (
    "Exit codes: 0 written; 2 no such file, or not to be done, in a sentence; 3 a file cannot be used; "
    "4 a document cannot be or does not fit; 7 another base; 8 another joint grid; 10 links that do not follow."
)


@click.command(epilog=_EXITS)
@BASE
@A
@OUTPUT
@ON
@MESSAGE
@JSON
def invert(
    base_file: Path, paper_file: Path, output: Path, under: tuple[Path, ...], message: str, as_json: bool
) -> None:
    """Write the working paper that takes the change set A back: laid after A, the two come to nothing."""
    from geodata.changes.papers.papers import invert as inverted
    from geodata.io.papers import write_paper

    base, (changes,), papers = _read(base_file, (paper_file,), under)
    made = inverted(base, changes, papers, message)
    write_paper(output, made, (base_file, paper_file, *under))
    _answer(as_json, {output: made})


@click.command(epilog=_EXITS)
@BASE
@click.argument("paper_files", metavar="FILE...", type=INPUT, nargs=-1, required=True)
@OUTPUT
@ON
@MESSAGE
@JSON
def squash(
    base_file: Path,
    paper_files: tuple[Path, ...],
    output: Path,
    under: tuple[Path, ...],
    message: str,
    as_json: bool,
) -> None:
    """Write one working paper that says what several change sets of one side say together, in any order.

    Of the links of one chain the last stands for all; what an earlier one said and the last no longer says is listed.
    """
    from geodata.changes.papers.squash import squash as squashed
    from geodata.io.papers import write_paper

    base, sets, papers = _read(base_file, paper_files, under)
    found = squashed(base, sets, papers, message)
    write_paper(output, found.document, (base_file, *paper_files, *under))
    gone = [
        {**_edit(each.edit), "of": each.link, "what": each.gone.value, "by": each.by.number if each.by else None}
        for each in found.no_longer
    ]
    _answer(as_json, {output: found.document}, {"no_longer": gone})
    if not as_json:
        _say_no_longer(found, base, sets)


@click.command(epilog=_EXITS)
@BASE
@A
@click.option("-o", "--output", type=FILE, help="The file to write; without it nothing is written.")
@click.option("--feature", "features", multiple=True, help="A feature, by its identifier or what it is called.")
@click.option("--kind", "kinds", multiple=True, help="A kind of feature (segment, variant, ...), or position.")
@click.option("--position", "views", multiple=True, type=click.Choice(["agreed", "disputed", "open"]))
@click.option("--box", type=(float, float, float, float), metavar="W S E N", help="What touches it, in degrees.")
@click.option("--area", type=INPUT, help="What touches the polygons of a file.")
@click.option("--against", type=INPUT, help="The other side's change set, for --item, --verdict and --relation.")
@click.option("--item", "items", multiple=True, help="An item of the comparison with it, by the start of its id.")
@click.option("--verdict", "verdicts", multiple=True, type=click.Choice(["same", "only", "different"]))
@click.option("--relation", "relations", multiple=True, help="A class of the comparison, e.g. same_field.")
@click.option("--except", "others", is_flag=True, help="Take all but what is chosen.")
@click.option("--rest", type=FILE, help="Write what remains too, to be laid after what is picked.")
@click.option("--dry-run", is_flag=True, help="Say what would be picked, and write nothing.")
@ON
@JSON
def pick(base_file: Path, paper_file: Path, under: tuple[Path, ...], as_json: bool, **asked: Any) -> None:
    """Write some edits of the change set A as a working paper, with what they lean on.

    An edit is chosen that fits every kind of option given, and one of the values of each. What is picked and the rest,
    squashed, are A again.
    """
    from geodata.changes.papers.pick import pick as picked
    from geodata.changes.papers.pick import taken_apart
    from geodata.errors import Refused
    from geodata.io.papers import check_free, write_paper

    base, (changes,), papers = _read(base_file, (paper_file,), under)
    opened = taken_apart(base, changes, papers)
    tests = list(_tests(base, opened, asked))
    if not tests:
        raise Refused("Say what to pick: features, kinds, positions, an area, or items of a comparison.")
    found = picked(base, opened, tests, papers, asked["others"])
    writing = bool(asked["output"]) and not asked["dry_run"]
    if writing and not found.chosen:
        raise Refused("Nothing in the change set is chosen so; nothing was written.")
    if writing and asked["rest"] == asked["output"]:
        raise Refused("What is picked and the rest go into two files.")
    written = {asked["output"]: found.document} | ({asked["rest"]: found.rest} if asked["rest"] else {})
    if writing:
        check_free(written, given := (base_file, paper_file, *under))
        for path, made in written.items():
            write_paper(path, made, given)
    _say_picked(found, written if writing else {}, as_json)


def _read(
    base_file: Path, files: Iterable[Path], under: tuple[Path, ...]
) -> "tuple[Base, list[ChangeSet], dict[str, ChangeSet]]":
    from geodata.io.documents import read_base, read_change_set
    from geodata.io.papers import papers_for

    named = list(files)
    sets = [read_change_set(path) for path in named]
    return read_base(base_file), sets, papers_for(sets, under, named)


def _tests(base: "Base", opened: "Open", asked: dict[str, Any]) -> "Iterable[Test]":
    from geodata.changes.papers import pick as by
    from geodata.model.status import View

    if asked["features"]:
        yield by.of_features(opened, asked["features"])
    if asked["kinds"]:
        yield by.of_kinds(asked["kinds"])
    if asked["views"]:
        yield by.of_views(map(View, asked["views"]))
    if asked["box"]:
        yield by.of_area(opened, by.box_of(*asked["box"]))
    if asked["area"]:
        from geodata.io.papers import area_in

        yield by.of_area(opened, area_in(asked["area"], opened.changes.profile))
    yield from _compared(base, opened, asked)


def _compared(base: "Base", opened: "Open", asked: dict[str, Any]) -> "Iterable[Test]":
    from geodata.changes.comparing.compare import compare
    from geodata.changes.papers.pick import of_items
    from geodata.errors import NotFound, Refused
    from geodata.io.documents import read_change_set

    names = ("items", "verdicts", "relations")
    if not any(asked[name] for name in names):
        return
    if asked["against"] is None:
        raise Refused("Items, verdicts and classes are those of a comparison; name the other side's change set too.")
    side, items = opened.changes.side, compare(opened.changes, read_change_set(asked["against"]), base).items
    fits: dict[str, Callable[[Any, str], bool]] = {
        "items": lambda item, start: item.id.startswith(start),
        "verdicts": lambda item, word: item.verdict.split("_")[0] == word,
        "relations": lambda item, word: item.relation == word,
    }
    for name in names:
        found = [item for item in items if any(fits[name](item, word) for word in asked[name])]
        if asked[name] and not found:
            raise NotFound(f"The comparison has nothing of this sort: {', '.join(asked[name])}.")
        if asked[name]:
            yield of_items(found, side)


def _say_picked(found: "Picked", written: "dict[Path, ChangeSet]", as_json: bool) -> None:
    counts = {name: len(getattr(found, name)) for name in ("chosen", "needed", "remaining")}
    listed = {name: [_bit(bit) for bit in getattr(found, name)] for name in counts}
    if as_json:
        say_json({"files": _files(written), "counts": counts, **listed})
        return
    _answer(False, written)
    say(f"{counted(counts['chosen'], 'edit')} chosen, {counts['needed']:,} more they lean on, "
        f"{counts['remaining']:,} remain{'s' if counts['remaining'] == 1 else ''}.")  # fmt: skip
    from geodata.reports.rebase_words import bit_words

    for name, word in (("chosen", "chosen  "), ("needed", "leans on"), ("remaining", "remains ")):
        for bit in getattr(found, name):
            say(f"  {word}  {bit_words(bit)}")
    if not written:
        say("Nothing was written.")


def _answer(as_json: bool, written: "dict[Path, ChangeSet]", more: dict[str, Any] | None = None) -> None:
    if as_json:
        say_json({"files": _files(written), **(more or {})})
        return
    for path, made in written.items():
        after = f", laid after {', '.join(each[:12] for each in made.after)}" if made.after else ""
        say(f"Wrote {path.name}: a working paper of side {made.side}, "
            f"{counted(len(made.changes), 'operation')} on base {made.base[:12]}{after}.")  # fmt: skip
        say(f"  made of {', '.join(each[:12] for each in made.of)}")
        say(f"  sha256 {made.sha256}")


def _files(written: "dict[Path, ChangeSet]") -> list[dict[str, Any]]:
    return [
        {
            "file": str(path),
            "sha256": made.sha256,
            "side": made.side,
            "base": made.base,
            "of": list(made.of),
            "after": list(made.after),
            "operations": len(made.changes),
        }
        for path, made in written.items()
    ]


def _edit(edit: "Edit") -> dict[str, Any]:
    return {"operation": edit.number, "op": edit.op.value, "kind": str(edit.kind), "feature": edit.id}


def _say_no_longer(found: "Squashed", base: "Base", sets: "Iterable[ChangeSet]") -> None:
    from geodata.changes.documents.base import layers_of
    from geodata.reports.comparison_words import kind_word
    from geodata.reports.merge_words import label_of

    layers, changes = layers_of(base), [change for each in sets for change in each.changes]
    for each in found.no_longer:
        what = _GONE[each.gone].format(each.by.number if each.by else "")
        named = f"{kind_word(each.edit.kind)} {label_of(each.edit.kind, each.edit.id, changes, layers)}"
        say(f"  no longer: {each.link}, operation {each.edit.number} on {named}: {what}")


def _bit(bit: "Bit") -> dict[str, Any]:
    place = {"from_mm": bit.start, "to_mm": bit.end} if bit.stretches else {}
    return {"operation": bit.number, "kind": str(bit.key[0]), "feature": bit.key[1], "part": bit.part, **place}
