"""Options of the verbs that let documents leave: the key to sign with, and files that go with them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geodata.cli.project import INPUT

if TYPE_CHECKING:
    from geodata.io.sealing import Seal

SIGN = click.option("--key", "key_file", type=INPUT, help="Sign with the secret key in this file.")
ATTACH = click.option(
    "--attach", multiple=True, type=INPUT, help="Send this file with it, because a source cites its sha256; repeatable."
)
DRY_RUN = click.option("--dry-run", is_flag=True, help="Say everything that would leave, and write nothing.")


def stated_seal(key_file: Path | None, passphrase_file: Path | None) -> "Seal | None":
    """Return what signs, None where no key was named; raise Refused where no passphrase can be had."""
    if key_file is None:
        return None
    from geodata.cli.keys import passphrase
    from geodata.io.key_files import read_secret_key
    from geodata.io.sealing import Seal

    return Seal(read_secret_key(key_file), passphrase(passphrase_file))
