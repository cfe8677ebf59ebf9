"""The verb that makes a working copy of the sample project."""

from pathlib import Path

import click

from geodata.cli.output import say, say_json
from geodata.cli.project import JSON


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--side", type=click.Choice(["A", "B"]), default="A", show_default=True, help="Whose project it is.")
@JSON
def sample(folder: Path, side: str, as_json: bool) -> None:
    """Make a working copy of the sample project in FOLDER, and copies of its documents to compare.

    The sample is an invented valley in the open ocean. What you do to the copy changes nothing else.
    """
    from geodata.io.sample import create_sample, documents
    from geodata.model.status import Side

    project = create_sample(folder, Side(side))
    beside = documents(folder)
    if as_json:
        say_json({"project": str(project), "side": side, "documents": [str(path) for path in beside]})
    else:
        say(f"Made {project} for side {side}.")
        say("Beside it: " + ", ".join(path.name for path in beside) + ".")
