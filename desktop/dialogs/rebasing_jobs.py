"""Jobs of the dialog that carries the own changes to a later joint base: the list first, then the deed. No Qt."""

from collections.abc import Collection
from pathlib import Path

from geodata.cancel import Progress
from geodata.changes.papers.rebase import Plan
from geodata.io.papers import write_paper
from geodata.io.rebasing import Rebased, bases_in, rebase, rebase_plan
from geodata.io.store import Store


def planned(store: Store, base: Path, progress: Progress) -> Plan:
    """Return what becomes of the own changes on the base in a file (a job for Session.hand_over).

    Nothing is written; bases between are looked for beside it. Raise as `rebase_plan` and `bases_in` do.
    """
    return rebase_plan(store, bases_in(store, [base]), progress)


def carried_out(
    store: Store, plan: Plan, leave_out: Collection[str], left_file: Path | None, base: Path, progress: Progress
) -> Rebased:
    """Move the project to the new base (a job for Session.hand_over); raise Refused, FileTrouble or Cancelled.

    What is left out is in its file before anything is written to the project, which keeps it too.
    """
    plan.deltas(leave_out)  # says what is still to be left out, before a file is written
    paper = plan.left_out(leave_out)
    if paper is not None and left_file is not None:
        write_paper(left_file, paper, [base])
    return rebase(store, plan, leave_out, progress)
