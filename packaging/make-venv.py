"""Makes one virtual environment, or says why it cannot."""

import sys
import venv

FLOOR = (3, 11)


def main(folder: str) -> int:
    """Make `folder` anew with pip in it."""
    if sys.version_info < FLOOR:
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"Confinia needs Python 3.11 or newer; {sys.executable} is {found}. Try: make PYTHON=python3.12 ...")
        return 1
    # `clear`: we only come here when the folder has no working interpreter, so nothing in it can be of use.
    venv.create(folder, clear=True, with_pip=True, symlinks=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
