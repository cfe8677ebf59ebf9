"""The words of the import gate: systems of the region, orders of axes, operations, as a person chooses among them."""

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.choices import Choice
from desktop.dialogs.figures import metres
from desktop.dialogs.gate_ground import Ground
from desktop.dialogs.words import word
from geodata.geometry.crs import Operation
from geodata.geometry.profiles import SOURCES
from geodata.geometry.written import LATITUDE, LONGITUDE, dms
from geodata.geometry.written import metres as plain_metres
from geodata.io.axes import Axes, stated_axes
from geodata.io.source_table import Format, SourceLayer
from geodata.model.profile import JointProfile
from geodata.model.source import Method, SourceKind

translate = QCoreApplication.translate
_DEGREES = 180


def systems(profile: JointProfile) -> dict[str, str]:
    """Return the reference systems of the region by code, in words that can be searched."""
    words = {
        "EPSG:4326": translate("Gate", "WGS 84, degrees"),
        "EPSG:32638": translate("Gate", "WGS 84, UTM zone 38N"),
        "EPSG:4284": translate("Gate", "SK-42, degrees"),
        "EPSG:28408": translate("Gate", "SK-42, Gauss-Kr\u00fcger zone 8, Y begins with 8"),
        "EPSG:28468": translate("Gate", "SK-42, Gauss-Kr\u00fcger zone 8, Y without the 8"),
        "EPSG:2590": translate("Gate", "SK-42, 3-degree zone of 45\u00b0 E"),
        "EPSG:2591": translate("Gate", "SK-42, 3-degree zone of 48\u00b0 E"),
    }
    known = dict.fromkeys((*SOURCES, *([profile.crs] if profile.crs.startswith("EPSG:") else [])))
    return {code: f"{words.get(code, translate('Gate', 'the joint system'))} \u00b7 {code}" for code in known}


def axes_choices(ground: Ground | None) -> list[Choice]:
    """Return both orders of axes, each with where the first place would lie."""
    names = {
        Axes.EAST_NORTH: translate("Gate", "east first, then north"),
        Axes.NORTH_EAST: translate("Gate", "north first, then east (X of SK-42)"),
    }
    return [Choice(axes.value, name, _lands(ground, axes)) for axes, name in names.items()]


def _lands(ground: Ground | None, axes: str) -> tuple[str, ...]:
    if ground is None or ground.first is None:
        return ()
    numbers = " ; ".join(_number(one) for one in ground.first)
    if ground.lands is None:
        return (numbers,)
    place = ground.lands.get(axes)
    if place is None:
        return (translate("Gate", "{0} would lie nowhere on the Earth").format(numbers),)
    where = f"{dms(place[0], 0, LONGITUDE)}  {dms(place[1], 0, LATITUDE)}"
    return (translate("Gate", "{0} lies at {1}").format(numbers, where),)


def _number(value: float) -> str:
    return f"{value:g}" if abs(value) <= _DEGREES else plain_metres(value)


def operation_choices(ground: Ground, remembered: str = "") -> list[Choice]:
    """Return the operations to choose from: code and accuracy, name, area of use, metres from each of the others.

    `remembered` is the one chosen the last time, which is said and not chosen.
    """
    made = []
    for row, each in enumerate(ground.choice):
        one = each.operation
        code = one.code or translate("Gate", "no code")
        before = translate("Gate", "chosen the last time") if one.pin == remembered else ""
        told = (one.name, translate("Gate", "made for: {0}").format(one.area), _others(ground, row), before)
        made.append(Choice(one.pin, f"{code} \u00b7 {accuracy(one)}", tuple(filter(None, told))))
    return made


def accuracy(operation: Operation) -> str:
    """Return the accuracy that was published with an operation, or that none was."""
    if operation.accuracy is None:
        return translate("Gate", "accuracy not stated")
    return translate("Gate", "accuracy {0}").format(f"{operation.accuracy:g}\u202fm")


def _others(ground: Ground, row: int) -> str:
    if not ground.apart or len(ground.choice) < 2:
        return ""
    away = [
        translate("Gate", "{0} from {1}").format(metres(round(apart * 1000), 1), ground.choice[other].operation.code)
        for other, apart in enumerate(ground.apart[row])
        if other != row
    ]
    return translate("Gate", "here {0}").format(", ".join(away))


def held_said(operation: Operation) -> str:
    """Return what is said where there is nothing to choose: pinned by the joint profile, or no datum changes."""
    if operation.conversion:
        return translate("Gate", "Nothing to choose: {0}.").format(operation.name)
    code = operation.code or translate("Gate", "no code")
    said = translate("Gate", "The joint profile pins {0}, {1}: {2}.")
    return said.format(code, accuracy(operation), operation.name)


def system_said(layer: SourceLayer, ground: Ground | None, asked: bool) -> str:
    """Return what is said of the reference system: what the file says, or what the answer means."""
    if ground is not None and ground.wrong:
        return ground.wrong
    if ground is None or ground.system is None:
        return ""
    code = ground.system.code if ground.system.code.startswith("EPSG:") else translate("Gate", "no EPSG code")
    named = f"{ground.system.name}, {code}"
    if asked:
        return named
    said = translate("Gate", "as its format prescribes"), translate("Gate", "the file says so")
    return f"{named}: {said[0] if layer.format.in_degrees else said[1]}"


def axes_said(layer: SourceLayer) -> str:
    """Return what is said of axes about which there is nothing to ask."""
    names = {one.value: one.title for one in axes_choices(None)}
    by = translate("Gate", "its format") if layer.format is not Format.CSV else translate("Gate", "its headings")
    axes = stated_axes(layer, layer.crs) or Axes.EAST_NORTH
    return translate("Gate", "{0}: {1} says so").format(names[axes], by)


def kinds() -> dict[str, str]:
    """Return what a source may be, with how its numbers came to be where that goes without saying."""
    plain = (SourceKind.MAP, SourceKind.SCAN, SourceKind.IMAGERY, SourceKind.ACT, SourceKind.MINUTE)
    measured = translate("Gate", "measurement, {0}")
    return {
        **{f"{kind}/": word(kind) for kind in plain[:2]},
        f"{SourceKind.MEASUREMENT}/{Method.GNSS}": measured.format(word(Method.GNSS)),
        f"{SourceKind.MEASUREMENT}/{Method.SURVEY}": measured.format(word(Method.SURVEY)),
        f"{SourceKind.OTHER}/{Method.CATALOGUE}": word(Method.CATALOGUE),
        f"{SourceKind.OTHER}/{Method.GIS}": word(Method.GIS),
        **{f"{kind}/": word(kind) for kind in plain[2:]},
        f"{SourceKind.OTHER}/": word(SourceKind.OTHER),
        "": translate("Gate", "not stated"),
    }
