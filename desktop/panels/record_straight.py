"""What is straight between two points of a line: what was stated, how much it matters, and a way to say it."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.dialogs.choices import Question
from desktop.dialogs.figures import kilometres, metres
from desktop.dialogs.gate_words import systems
from desktop.panels.parts import card, figures, label, readable, rule
from geodata.errors import Refused
from geodata.geometry.straight import GEODESIC, NATURAL, NOT_STATED, Doubt, doubt, readings
from geodata.model.feature import Feature
from geodata.model.project import Project
from geodata.model.route import Route
from geodata.model.segment import Segment
from geodata.model.variant import Variant

translate = QCoreApplication.translate
Say = Callable[[Feature, str], object]
Straight = Segment | Route | Variant


def straight_parts(project: Project, feature: Feature, say: Say, can_write: bool) -> list[QWidget]:
    """Return what is known of the legs of a line, with a question for who may answer it; nothing for what has none."""
    if not isinstance(feature, Segment | Route | Variant):
        return []
    parts: list[QWidget] = [rule(), label(translate("Record", "Straight between its points"), "section")]
    if can_write and _may_state(project, feature):
        parts.append(_question(project, feature, say))
    else:
        parts.append(figures(translate("Record", "Stated"), stated_said(project, feature.straight)))
    found = _doubt(project, feature)
    return [*parts, card(readable(doubt_said(found)))] if found else parts


def stated_said(project: Project, stated: str) -> str:
    """Return what a line states of its legs, in words."""
    return {
        NOT_STATED: translate("Record", "not stated"),
        GEODESIC: translate("Record", "the geodesic"),
        NATURAL: translate("Record", "follows a natural feature"),
    }.get(stated) or translate("Record", "straight in {0}").format(_system(project, stated))


def doubt_said(found: Doubt) -> str:
    """Return how far apart both readings of a leg lie at most, and where."""
    said = translate(
        "Record",
        "Nobody said what is straight. On leg {0}, {1} long from {2}, the geodesic and the straight line in {3} lie up "
        "to {4} apart.",
    )
    along = kilometres(found.length_mm), kilometres(found.at_mm)
    return said.format(found.leg, *along, found.name, metres(found.apart_mm))


def _doubt(project: Project, feature: Straight) -> Doubt | None:
    try:
        return doubt(feature.line, feature.straight, project.settings.profile)
    except Refused:  # nothing pins how the other system lies to the joint one
        return None


def _may_state(project: Project, feature: Straight) -> bool:
    """One's own lines at any time; what both hold, only before there is a joint base."""
    if isinstance(feature, Variant):
        return feature.proposed_by is project.settings.side
    return not project.settings.base


def _question(project: Project, feature: Straight, say: Say) -> QWidget:
    made = Question(translate("Record", "What is straight between its points"), "")
    codes = readings(project.settings.profile, *feature.line.grid.degrees_of(feature.line.start))
    values = dict.fromkeys((NOT_STATED, GEODESIC, NATURAL, *codes, feature.straight))
    made.offer({value: stated_said(project, value) for value in values})
    made.show_value(feature.straight)
    made.activated.connect(lambda _: say(feature, made.value or NOT_STATED))
    return made


def _system(project: Project, code: str) -> str:
    return systems(project.settings.profile).get(code, code)
