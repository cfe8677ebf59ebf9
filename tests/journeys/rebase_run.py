"""A rebase to be killed: `rebase_run.py PROJECT NEWBASE STEP` dies without a word at that step of the move."""

import os
import signal
import sys
from pathlib import Path

from geodata.cancel import Progress
from geodata.io.rebasing import bases_in, rebase, rebase_plan
from geodata.io.store import Store

project, new_base, step = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])


def die(_: str, done: int, __: int) -> None:
    """End at once, as a power cut does."""
    if done == step:
        os.kill(os.getpid(), signal.SIGKILL)


store = Store.open(project)
rebase(store, rebase_plan(store, bases_in(store, [new_base])), progress=Progress(die))
store.close()
