"""What the program remembers from one day to the next: an INI file, never part of a project."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from desktop.theme import Theme

MOST_RECENT = 8
"""How many projects the start page offers again."""


class Memory:
    """The program's own settings, read and written by name of what they are."""

    def __init__(self, file: Path) -> None:
        """Keep everything in one INI file."""
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def theme(self) -> Theme | None:
        """The theme chosen, None while the system's is followed."""
        word = str(self._settings.value("look/theme", ""))
        return Theme(word) if word in set(Theme) else None

    @theme.setter
    def theme(self, theme: Theme | None) -> None:
        self._settings.setValue("look/theme", theme.value if theme else "")

    @property
    def text_size(self) -> int:
        """Pixels added to the size of text."""
        word = str(self._settings.value("look/text", "0"))
        return int(word) if word.lstrip("-").isdecimal() else 0

    @text_size.setter
    def text_size(self, pixels: int) -> None:
        self._settings.setValue("look/text", pixels)

    @property
    def recent(self) -> list[Path]:
        """The projects opened last, the newest first, those that are gone left out."""
        kept = self._settings.value("projects/recent", [])
        paths = [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []
        return [Path(path) for path in paths if Path(path).is_file()]

    def remember_project(self, path: Path) -> None:
        """Put a project at the head of the recent ones."""
        path = path.absolute()
        others = [other for other in self.recent if other != path]
        self._settings.setValue("projects/recent", [str(one) for one in [path, *others][:MOST_RECENT]])

    def forget_projects(self) -> None:
        """Empty the list of recent projects."""
        self._settings.remove("projects/recent")

    @property
    def folder(self) -> Path | None:
        """The folder that a file was last taken from or put into."""
        word = str(self._settings.value("files/folder", ""))
        return Path(word) if word and Path(word).is_dir() else None

    @folder.setter
    def folder(self, path: Path) -> None:
        self._settings.setValue("files/folder", str(path))

    def state(self, what: str) -> QByteArray:
        """How a window or its panels stood; empty when never kept."""
        kept = self._settings.value(f"state/{what}")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def keep_state(self, what: str, state: QByteArray) -> None:
        """Keep how a window or its panels stand."""
        self._settings.setValue(f"state/{what}", state)

    def forget_states(self) -> None:
        """Forget how windows and panels stood."""
        self._settings.remove("state")

    def view(self, path: Path) -> tuple[float, float, float] | None:
        """Where the map of a project was: longitude, latitude, degrees to a pixel."""
        words = str(self._settings.value(f"views/{_key(path)}", "")).split()
        try:
            longitude, latitude, scale = (float(word) for word in words)
        except ValueError:
            return None
        return longitude, latitude, scale

    def keep_view(self, path: Path, view: tuple[float, float, float]) -> None:
        """Keep where the map of a project is."""
        self._settings.setValue(f"views/{_key(path)}", " ".join(repr(number) for number in view))

    def key_file(self, path: Path) -> Path | None:
        """Where the secret key lies with which a project signs; only its path is ever kept."""
        word = self.word(f"keys/{_key(path)}")
        return Path(word) if word else None

    def keep_key_file(self, path: Path, key: Path | None) -> None:
        """Keep where the secret key of a project lies, or that there is none."""
        self.keep_word(f"keys/{_key(path)}", "" if key is None else str(key))

    def word(self, what: str) -> str:
        """A choice kept under a name of its own; empty when never kept."""
        return str(self._settings.value(what, ""))

    def keep_word(self, what: str, word: str) -> None:
        """Keep a choice."""
        self._settings.setValue(what, word)

    def write(self) -> None:
        """Put everything on disk now."""
        self._settings.sync()


def _key(path: Path) -> str:
    return str(path.absolute()).replace("/", "|").replace("\\", "|")
