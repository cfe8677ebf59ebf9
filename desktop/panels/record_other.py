"""The record of everything that is no segment: its title, its fields in plain words, and the notes on it."""

from collections.abc import Iterator
from enum import StrEnum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.dialogs.figures import count, metres
from desktop.dialogs.words import word
from desktop.panels.parts import fact, figures, label, readable, rule
from desktop.panels.record_segment import note_cards, span
from geodata.geometry import measure
from geodata.model.feature import Feature, kind_of
from geodata.model.line import Line
from geodata.model.names import label_of
from geodata.model.project import Project
from geodata.model.segment import Segment
from geodata.model.status import Picture
from geodata.model.stretch import Stretch

translate = QCoreApplication.translate
_SHOWN_APART = {
    "id", "names", "attributes", "label", "title", "text", "source_id", "line", "origin", "straight", "reading",
    "without",
}  # fmt: skip
_LONGEST_LINE = 32


def feature_parts(project: Project, feature: Feature) -> list[QWidget]:
    """Return the record of a feature from top to bottom."""
    parts: list[QWidget] = [label(title_of(feature), "title", wrap=True), label(word(kind_of(feature)), "muted")]
    if text := getattr(feature, "text", ""):
        parts.append(readable(text))
    if isinstance(line := getattr(feature, "line", None), Line):
        length = metres(measure.length(line))
        parts.append(figures(translate("Record", "Length"), length, project.settings.profile.method))
    parts += [_row(name, value) for name, value in _fields(project, feature)]
    if attributes := getattr(feature, "attributes", ()):
        parts += [rule(), label(translate("Record", "From the source"), "section")]
        parts += [_row(heading, str(value)) for heading, value in attributes if value not in (None, "")]
    if notes := note_cards(project, feature.id):
        parts += [rule(), label(translate("Record", "Notes"), "section"), *notes]
    return parts


def several_parts(project: Project, features: list[Feature], by_picture: dict[Picture, int]) -> list[QWidget]:
    """Return what can be said of several features at once."""
    parts: list[QWidget] = [label(translate("Record", "{0} selected").format(count(len(features))), "title")]
    if all(isinstance(feature, Segment) for feature in features):
        total = sum(by_picture.values())
        parts.append(figures(translate("Record", "Length"), metres(total), project.settings.profile.method))
        parts += [figures(picture.value, metres(length)) for picture, length in by_picture.items() if length]
    return parts


def title_of(feature: Feature) -> str:
    """Return what a feature is called."""
    plain = getattr(feature, "source_id", "") or feature.id[:8]
    own = getattr(feature, "label", "") or getattr(feature, "title", "") or getattr(feature, "number", "")
    return label_of(getattr(feature, "names", ()), own or plain)


def _fields(project: Project, feature: Feature) -> Iterator[tuple[str, str]]:
    if source_id := getattr(feature, "source_id", ""):
        yield translate("Record", "Source id"), source_id
    for field in feature.__struct_fields__:
        value = getattr(feature, field)
        if field in _SHOWN_APART or value in ("", None, ()):
            continue
        yield field.removesuffix("_mm").replace("_", " ").capitalize(), _written(project, field, value)


def _written(project: Project, field: str, value: object) -> str:
    if isinstance(value, StrEnum):
        return word(value)
    if isinstance(value, Stretch):
        return span(value.start.at, value.end.at) + " km"
    if field == "point" and isinstance(value, tuple):
        return project.settings.profile.grid.written((value[0], value[1]))
    if isinstance(value, tuple):
        return ", ".join(_named(project, str(one)) for one in value)
    if field.endswith("_mm") and isinstance(value, int):
        return metres(value, 3)
    return _named(project, str(value))


def _named(project: Project, text: str) -> str:
    """The name of what an identifier stands for, or the text itself."""
    found = next((layer[text] for layer in project.layers.values() if text in layer), None)
    return title_of(found) if found else text


def _row(name: str, value: str) -> QWidget:
    return fact(name, value) if len(value) <= _LONGEST_LINE else readable(f"{name}: {value}")
