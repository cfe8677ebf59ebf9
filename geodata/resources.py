"""The files that travel with the program: sample, help, formats, words, icons, fonts."""

from pathlib import Path

from geodata.errors import NotFound

_ROOT = Path(__file__).resolve().parent.parent / "resources"  # true in the tree, in a wheel and in a frozen build


def resource(*parts: str) -> Path:
    """The path of one file or folder below `resources/`.

    Raises NotFound when the installation lacks it.
    """
    path = _ROOT.joinpath(*parts)
    if not path.exists():
        raise NotFound(f"This installation lacks {'/'.join(('resources', *parts))}; install Confinia again.")
    return path
