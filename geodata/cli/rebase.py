"""The verb rebase: a side's own changes carried to a later joint base, in the author's own project."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.output import counted, say, say_json, say_table
from geodata.cli.project import INPUT, JSON, PROJECT

if TYPE_CHECKING:
    from geodata.changes.papers.carrying import Carried
    from geodata.changes.papers.rebase import Moved, Plan
    from geodata.io.store import Store
    from geodata.model.grid import JointGrid
    from geodata.reports.rebase_words import Names

_WORDS = {
    "carried": "carried unchanged",
    "says_otherwise": "carried, but the new base says something else there",
    "at_one": "at one with the new base, drops out",
    "cannot": "cannot be carried",
}


@click.command(
    epilog="Exit codes: 0 listed, or moved; 1 with --exit-code, when the new base touches something; 2 not to be done, "
    "in a sentence: something that cannot be carried is not left out, or the base says something else of the own "
    "chain; 3 a file cannot be used; 4, 5, 6 a document was refused; 7 a base of another lineage; 8 another joint grid."
)
@PROJECT
@click.argument("bases", metavar="[NEWBASE]...", type=INPUT, nargs=-1)
@click.option("--confirm", is_flag=True, help="Do it; without it only the list is shown.")
@click.option("--leave-out", "leave_out", multiple=True, metavar="ID", help="Leave a line of the list out.")
@click.option("--leave-out-all", is_flag=True, help="Leave out everything that cannot be carried.")
@click.option(
    "--left-out",
    "left_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file for what is left out; without NEWBASE, what was left out last is written again.",
)
@click.option("--exit-code", is_flag=True, help="Leave with 1 when the new base touches something of the changes.")
@JSON
def rebase(
    project: Path,
    bases: tuple[Path, ...],
    confirm: bool,
    leave_out: tuple[str, ...],
    leave_out_all: bool,
    left_file: Path | None,
    exit_code: bool,
    as_json: bool,
) -> int:
    """Carry the own changes of PROJECT to a later joint base NEWBASE: first the list, with --confirm the deed.

    Only the author does this, in the own project. Where several bases lie between, name them all, or leave them in one
    folder. What was handed over stays in the chain as it is; the next change set goes on from it.
    """
    if not bases:
        return _write_again(project, left_file, as_json)
    from geodata.changes.papers.carrying import Carry
    from geodata.io.rebasing import bases_in, rebase_plan
    from geodata.io.store import Store

    with Store.open(project) as store:
        plan = rebase_plan(store, bases_in(store, bases))
        left = list(dict.fromkeys([*leave_out, *(each.id for each in plan.of(Carry.STUCK) if leave_out_all)]))
        touched = any(each.carry is not Carry.CARRIED or each.carried.why for each in plan.moved)
        done = _confirmed(store, plan, left, left_file, bases) if confirm else None
    if as_json:
        say_json({**_facts(plan), "done": done is not None, **(done or {})})
    else:
        _say(plan)
        _say_done(plan, done, left_file)
    return 1 if exit_code and touched else 0


def _confirmed(
    store: "Store", plan: "Plan", left: list[str], left_file: Path | None, bases: tuple[Path, ...]
) -> dict[str, Any]:
    """Move the project; what is left out is on disk before anything is written to it."""
    from geodata.errors import Refused
    from geodata.io.papers import write_paper
    from geodata.io.rebasing import rebase as rebased

    plan.deltas(left)  # says what is still to be left out, before a file is written
    paper = plan.left_out(left)
    if paper is not None and left_file is None:
        raise Refused("Say where to write what is left out (--left-out FILE).")
    if paper is not None and left_file is not None:
        write_paper(left_file, paper, bases)
    done = rebased(store, plan, left)
    return {"operations": done.operations, "left_out": paper.sha256 if paper else None, "left_out_ids": left}


def _write_again(project: Path, left_file: Path | None, as_json: bool) -> int:
    """Write what was left out last, which the project keeps."""
    from geodata.errors import NotFound, Refused
    from geodata.io.papers import write_paper
    from geodata.io.rebasing import left_out_before
    from geodata.io.store import Store

    if left_file is None:
        raise Refused("Name the new base.")
    with Store.open(project, read_only=True) as store:
        papers = left_out_before(store)
    if not papers:
        raise NotFound(f"Nothing was left out of a rebase of {project.name}.")
    write_paper(left_file, papers[0], ())
    if as_json:
        say_json({"file": str(left_file), "left_out": papers[0].sha256})
    else:
        say(f"Wrote {left_file.name} again: {counted(len(papers[0].changes), 'operation')} left out of the rebase from "
            f"base {papers[0].base[:12]}.")  # fmt: skip
    return 0


def _say(plan: "Plan") -> None:
    from geodata.changes.papers.carrying import Carry
    from geodata.reports.rebase_words import displaced, names_in

    names, grid = names_in(plan), plan.new.profile.grid
    say(f"From base {plan.old.number} ({plan.old.sha256[:12]}) to base {plan.new.number} ({plan.new.sha256[:12]}): "
        f"{counted(len(plan.moved), 'change')} of side {plan.changes.side}.")  # fmt: skip
    for carry in reversed(Carry):
        if found := plan.of(carry):
            say()
            say(f"{counted(len(found), 'change')}: {_WORDS[carry]}")
            say_table(("ID", "WHAT", "OLD BASE", "NEW BASE", "OWN", "WHY"), [_row(each, names, grid) for each in found])
    if plan.changes.profile != plan.new.profile:
        say("The new base brings another joint profile than the project has; the project takes it.")
    for sentence in displaced(plan, names):
        say(sentence)


def _say_done(plan: "Plan", done: dict[str, Any] | None, left_file: Path | None) -> None:
    say()
    if done is None:
        say("Nothing was done. With --confirm the project moves to the new base.")
        return
    say(f"The project starts from base {plan.new.number} now, with {counted(done['operations'], 'operation')} on it.")
    if done["left_out"]:
        say(f"  left out, in {left_file and left_file.name} and in the project: {', '.join(done['left_out_ids'])}")


def _row(moved: "Moved", names: "Names", grid: "JointGrid") -> Sequence[object]:
    from geodata.reports.rebase_words import bit_words, value_words

    each = moved.carried
    values = (value_words(each, value, names, grid) for value in _three(each))
    return (moved.id, bit_words(each.bit), *values, each.why)


def _three(each: "Carried") -> tuple[object, object, object]:
    return each.before, each.base, each.wanted


def _facts(plan: "Plan") -> dict[str, Any]:
    from geodata.io.rebasing import counts

    return {
        "from": {"number": plan.old.number, "sha256": plan.old.sha256},
        "to": {"number": plan.new.number, "sha256": plan.new.sha256},
        "side": plan.changes.side,
        "takes_profile": plan.changes.profile != plan.new.profile,
        "counts": {str(carry): count for carry, count in counts(plan).items()},
        "changes": [_fact(moved) for moved in plan.moved],
        "private_notes_to_place": [note.id for note in plan.notes],
    }


def _fact(moved: "Moved") -> dict[str, Any]:
    from geodata.changes.codec import record

    each, bit = moved.carried, moved.carried.bit
    place = {"from_mm": bit.start, "to_mm": bit.end} if bit.stretches else {}
    named = {"id": moved.id, "kind": str(bit.key[0]), "feature": bit.key[1], "part": bit.part, **place}
    values = zip(("old_base", "new_base", "own"), map(record, _three(each)), strict=True)
    return {**named, "carry": str(each.carry), "why": each.why, **dict(values)}
