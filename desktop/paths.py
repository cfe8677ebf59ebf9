"""Where the program keeps what is its own on this machine: settings, reports of failures, the sample's working copy."""

from hashlib import sha256
from pathlib import Path

from platformdirs import PlatformDirs

from geodata.resources import resource

_DIRS = PlatformDirs("confinia", appauthor=False)


def settings_file() -> Path:
    """The INI file that remembers theme, places of panels and recent projects."""
    return _folder(_DIRS.user_config_path) / "confinia.ini"


def reports_folder() -> Path:
    """Where reports of failures are left for a person to read and pass on."""
    return _folder(_DIRS.user_log_path / "reports")


def sample_folder() -> Path:
    """Where the working copy of the sample project stands; each edition of the sample has one of its own."""
    edition = sha256(resource("sample", "base.confinia").read_bytes()).hexdigest()[:8]
    return _folder(_DIRS.user_data_path / f"sample-{edition}")


def documents_folder() -> Path:
    """Where a file dialog starts when nothing is remembered yet."""
    documents = _DIRS.user_documents_path
    return documents if documents.is_dir() else Path.home()


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
