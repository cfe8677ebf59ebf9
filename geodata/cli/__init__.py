"""confinia-data: everything the window can do, without a window. One thin file per family of verbs.

What is said on stdout is the answer; a foreseen failure is one line on stderr and an exit code (EXIT_CODES).
"""

import importlib
import os
import sys
import traceback
from types import TracebackType

import click

from geodata import __version__
from geodata.errors import ConfiniaError, FileTrouble
from geodata.offline import stay_offline

VERBS: dict[str, tuple[str, str, str]] = {
    "new": ("project", "new", "Make a project file, from nothing or from a joint base."),
    "info": ("project", "info", "Say what a project is and holds."),
    "profile": ("profile", "profile", "Show, choose, compare and adopt the joint profile: systems, operations, tiers."),
    "list": ("project", "list_", "List what a project holds of one kind."),
    "import": ("import_", "import_", "Load a layer: segments, routes, turning points, markers or reference."),
    "points": ("points", "points", "Load a coordinate list: turning points, markers, a line; all of it or nothing."),
    "origin": ("origin", "origin", "Say where the numbers of a feature come from, and do the reading again."),
    "mark": ("edit", "mark", "Mark a stretch as agreed, disputed or open, in the view of the project's side."),
    "note": ("edit", "note", "Write a note on a segment or a stretch, shared or private."),
    "source": ("edit", "source", "Enter a source into the register."),
    "cite": ("edit", "cite", "Cite a source for what the side says of a stretch."),
    "draw": ("draw", "draw", "Put the side's own line for a stretch on the table, out of a file."),
    "straight": ("straight", "straight", "List legs on which it matters what straight means, or say what it means."),
    "history": ("edit", "history", "List every gesture in order."),
    "undo": ("edit", "undo", "Take the last gesture back."),
    "redo": ("edit", "redo", "Bring back the gesture taken back last."),
    "base": ("documents", "base", "Write the joint base."),
    "changes": ("documents", "changes", "Write what this side changed since the base."),
    "verify": ("verify", "verify", "Check documents by themselves and how they hang together."),
    "receive": ("receive", "receive", "Receive the other side's documents, and write the receipt."),
    "received": ("receive", "received", "List what came and what left, and what was acknowledged."),
    "attachments": ("receive", "attachments", "Write the evidence in a document into a folder."),
    "words": ("words", "words", "Say a hash or a document in words, to read aloud in four languages."),
    "key": ("keys", "key", "Make, show, pin, list, change and retire the keys with which a side signs."),
    "sign": ("signing", "sign", "Add a signature to a document."),
    "signatures": ("signing", "signatures", "List who signed a document, and how to check it with minisign."),
    "compare": ("compare", "compare", "Compare both sides' change sets."),
    "invert": ("papers", "invert", "Write the working paper that takes a change set back."),
    "squash": ("papers", "squash", "Write one working paper that says what several change sets of one side say."),
    "pick": ("papers", "pick", "Write some edits of a change set as a working paper, by feature, area or status."),
    "merge": ("merge", "merge", "Put together what goes together of both change sets, and keep the rest open."),
    "rebase": ("rebase", "rebase", "Carry the own changes to a later joint base: the list first, then the deed."),
    "same": ("same", "same", "Say that two identifiers mean one thing; it holds once both sides say so."),
    "diagnose": ("diagnose", "diagnose", "Say why two lines lie apart: a technical cause, or none."),
    "split": ("split", "split", "Split two claims into what coincides and what lies between the lines."),
    "export": ("export", "export", "Write a view for other programs: GeoJSON, GeoPackage, CSV, KML."),
    "where": ("where", "where", "Say where a written place lies, in several systems and on which sheet."),
    "sheet": ("sheets", "sheet", "Say where a map sheet lies, or on which sheet a place lies."),
    "sheets": ("sheets", "sheets", "List the map sheets that a segment passes."),
    "sample": ("sample", "sample", "Make a working copy of the sample project."),
}
"""Verb to the file it stands in, its name there, and what it does in a line: known without importing it."""


class Verbs(click.Group):
    """The verbs, each imported when it is called, so that help answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the work."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb, or None for an unknown one."""
        if cmd_name not in VERBS:
            return None
        module, name, _ = VERBS[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"geodata.cli.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of verbs without importing any."""
        with formatter.section("Verbs"):
            formatter.write_dl([(verb, line) for verb, (_, _, line) in VERBS.items()])


EXIT_CODES = """Exit codes: 0 done; 1 done, and there is something to look at (differences with --exit-code, rows not
taken); 2 refused, not found or wrongly asked; 3 a file cannot be used; 4 a document was refused; 5 not canonical;
6 a checksum does not match; 7 another base; 8 another joint profile; 9 a signature; 10 a chain; 70 something
that was not foreseen; 130 interrupted."""

UNFORESEEN = 70


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(__version__, prog_name="confinia-data")
def cli() -> None:
    """Everything about a border record that needs no window: load, mark, exchange, compare, export. Never online."""


def main(arguments: list[str] | None = None) -> None:
    """Run one verb and leave with its exit code; a foreseen failure is one line on stderr."""
    from geodata.cli.output import say_trouble, speak_to_anyone

    sys.excepthook = _unforeseen
    speak_to_anyone()
    stay_offline()
    try:
        code = cli.main(arguments, prog_name="confinia-data", standalone_mode=False)
    except ConfiniaError as problem:
        say_trouble(str(problem))
        sys.exit(problem.exit_code)
    except OSError as problem:
        say_trouble(f"{problem.filename or 'The answer'} cannot be read or written: {problem.strerror}.")
        sys.exit(FileTrouble.exit_code)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


def _unforeseen(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    """Leave with a code of its own, so that a failure of the program never passes for an answer."""
    traceback.print_exception(kind, problem, trace)
    print("This was not foreseen. What was confirmed before is kept; report it with these lines.", file=sys.stderr)
    sys.stderr.flush()
    os._exit(UNFORESEEN)
