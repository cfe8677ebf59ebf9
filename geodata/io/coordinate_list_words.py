"""What the columns of coordinate catalogues are called in Armenian, Azerbaijani, Russian and English.

A heading is taken apart into its name, its unit ("B, °", "H (м)"), the post it is for ("B1", "Широта А") and what is
left, such as the height system. Latin and Cyrillic letters that look alike are one: В is B, Х is X.
"""

import re
from enum import StrEnum

from msgspec import Struct

from geodata.model.marker import MarkerKind
from geodata.model.turning_point import TurningPointKind


class Role(StrEnum):
    """What a column of a list holds."""

    NUMBER = "number"
    ORDINAL = "ordinal"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    NORTHING = "northing"
    EASTING = "easting"
    X = "x"
    Y = "y"
    HEIGHT = "height"
    HEIGHT_SYSTEM = "height-system"
    TYPE = "type"
    PAIR = "pair"
    ACCURACY = "accuracy"
    CONDITION = "condition"
    KEPT = "kept"
    SKIPPED = "-"


class Part(StrEnum):
    """Which part of an angle a column holds where it is written over several."""

    DEGREES = "deg"
    MINUTES = "min"
    SECONDS = "sec"


AXES = ((Role.LATITUDE, Role.LONGITUDE), (Role.NORTHING, Role.EASTING), (Role.X, Role.Y))
"""The pairs of columns that say where a point is: those to the north first; of X and Y a person says which is."""

COORDINATES = frozenset(role for pair in AXES for role in pair)

_DIRECTED = COORDINATES - {Role.X, Role.Y}


class Heading(Struct, frozen=True, kw_only=True):
    """What one heading says: role (None: not known), part of an angle, unit, post, and what is left of it."""

    role: Role | None = None
    part: Part | None = None
    unit: str = ""
    post: str = ""
    rest: str = ""


_NAMES = {
    Role.NUMBER: "№|no|nr|num|number|номер|номер точки|№ точки|№ знака|номер знака|№ пт|пт|точка|point|point no|"
    "point number|№ тп|№ пп|tp|тп|tp no|знак|marker|marker no|pillar|pillar no|столб|№ столба|id|label|name of point|"
    "համար|կետի համար|կետ|կետի №|№ կետի|նշանի համար|սյան համար|nömrə|nöqtə|nöqtənin nömrəsi|nöqtə №|işarə|"
    "işarənin nömrəsi|nişan|dirək|nişanın nömrəsi|название точки|точки|turning point|поворотная точка|դարձակետ|"
    "поворотный пункт|dönüş nöqtəsi|пункт|№ пункта|номер пункта|имя точки|№ -si|nöqtənin № -si|համարը|կետի համարը",
    Role.ORDINAL: "№ п/п|n п/п|no п/п|п/п|№ пп/п|#|հ/հ|№ հ/հ|s/s|sıra|sıra №|sıra nömrəsi|serial|serial no|row|order|"
    "порядок|seq",
    Role.LATITUDE: "b|φ|lat|latitude|широта|геодезическая широта|широта с.ш|northern latitude|լայնություն|"
    "հյուսիսային լայնություն|enlik|en dairəsi|şimal enliyi|enlik dairəsi|с.ш|сш",
    Role.LONGITUDE: "l|λ|lon|long|lng|longitude|долгота|геодезическая долгота|eastern longitude|երկայնություն|"
    "արևելյան երկայնություն|uzunluq|uzunluq dairəsi|şərq uzunluğu|в.д|вд",
    Role.NORTHING: "northing|north|север|на север|հյուսիս|şimal",
    Role.EASTING: "e|easting|east|восток|на восток|արևելք|şərq",
    Role.X: "x|абсцисса|x координата|координата x|x koordinatı|x կոորդինատ",
    Role.Y: "y|ордината|y координата|координата y|y koordinatı|y կոորդինատ",
    Role.HEIGHT: "h|z|height|elevation|altitude|высота|отметка|отметка высоты|абсолютная высота|բարձրություն|նիշ|"
    "hündürlük|yüksəklik",
    Role.HEIGHT_SYSTEM: "height system|vertical datum|система высот|բարձրությունների համակարգ|բարձրության համակարգ|"
    "hündürlük sistemi|yüksəklik sistemi",
    Role.TYPE: "type|kind|тип|вид|тип знака|вид знака|тип точки|տեսակ|տիպ|նշանի տեսակ|növ|tip|növü|işarənin növü",
    Role.PAIR: "pair|pair of|пара|парный|парный знак|զույգ|cüt",
    Role.ACCURACY: "accuracy|точность|ско|mse|rms|σ|ճշտություն|ճշգրտություն|dəqiqlik",
    Role.CONDITION: "condition|состояние|состояние знака|վիճակ|vəziyyət",
}
_BY_NAME = {name: role for role, names in _NAMES.items() for name in names.split("|")}
_UNITS = {
    "m": "m metre metres meter meters м метр метры метров մ մետր metr",
    "mm": "mm мм millimetres", "cm": "cm см",
    "km": "km км",
    "gon": "gon gons gradians гон гоны", "rad": "rad radians рад радианы радиан",
    "ft": "ft foot feet фут футы футов ֆուտ fut",
    "deg": "° º deg degrees degree град градус градусы градусов աստիճան dərəcə",
    "min": "' ′ ’ min minutes мин минуты минут րոպե dəqiqə",
    "sec": "\" ″ '' ′′ ” sec seconds сек секунды секунд վայրկյան saniyə",
}  # fmt: skip
UNITS = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_PARTS = {"deg": Part.DEGREES, "min": Part.MINUTES, "sec": Part.SECONDS}
_ALIKE = str.maketrans("вхунел", "bxyhel")
_NORTH, _EAST = "с", "в"
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SIGNED = re.compile(r"(?<=[\w])(°|º|''|′′|[\"″”'′’])$")
_POSTS = "12abабաբ"
_POST = re.compile(rf"(.+?)[ _]?([{_POSTS}])")
_TOTALS = re.compile(
    r"\W*(итого|всего|total|sum|ընդամենը|գումար|cəmi|yekun|сумма)\b", re.IGNORECASE
)  # fmt: skip


def heading(text: str) -> Heading:
    """Return what one heading says."""
    inner = [part.strip() for part in _BRACKETS.findall(text)]
    outer = [part.strip() for part in _BRACKETS.sub(" ", text).split(",")]
    name, others = outer[0], [*outer[1:], *inner]
    words, unit = _without_unit(_plain(name))
    units = [UNITS[_plain(other)] for other in others if _plain(other) in UNITS]
    unit = unit or next(iter(units), "")
    rest = [other for other in others if other and _plain(other) not in UNITS]
    role, post, left = _role(words)
    if role in COORDINATES:
        rest = [each for each in rest if _known(_plain(each)) is not role or len(words) == 1]
        posts = [each for each in rest if _plain(each) in _POSTS]
        post = post or next(iter(posts), "").upper()
        rest = [each for each in rest if each not in posts]
    rest = ([left] if left else []) + rest
    stated = {known for each in rest if (known := _known(_plain(each))) in _DIRECTED}
    if role in (Role.X, Role.Y) and len(stated) == 1:
        role = stated.pop()  # X (east), Y (north)
    return Heading(role=role, part=_PARTS.get(unit), unit=unit, post=post, rest=", ".join(rest))


def settled(headings: list[str]) -> list[Heading]:
    """Return what all headings of a row say together: N is a northing beside E, a number beside B and L."""
    found = [heading(text) for text in headings]
    letters = [_bare(text) for text in headings]
    roles = {each.role for each in found}
    if _NORTH in letters and _EAST in letters and Role.LONGITUDE not in roles:
        _give(found, letters, _NORTH, Role.NORTHING)
        _give(found, letters, _EAST, Role.EASTING)
    if "n" in letters:
        northing = Role.EASTING in roles and Role.NORTHING not in roles
        _give(found, letters, "n", Role.NORTHING if northing else Role.NUMBER)
    if Role.NUMBER not in {each.role for each in found}:
        found = [_as(each, Role.NUMBER) if each.role is Role.ORDINAL else each for each in found]
    return found


def is_total(text: str) -> bool:
    """Tell whether a row begins like one that sums up the others."""
    return _TOTALS.match(text) is not None


def parts_only(cells: tuple[str, ...]) -> bool:
    """Tell whether a row holds nothing but units, as the second row of a heading does."""
    filled = [_plain(cell) for cell in cells if cell.strip()]
    return len(filled) > 1 and all(cell in UNITS for cell in filled)


def _give(found: list[Heading], letters: list[str], letter: str, role: Role) -> None:
    index = letters.index(letter)
    found[index] = _as(found[index], role)


def _as(known: Heading, role: Role) -> Heading:
    return Heading(role=role, part=known.part, unit=known.unit, post=known.post, rest=known.rest)


def _role(words: str) -> tuple[Role | None, str, str]:
    """The role that words have, the post they name, and words left over behind the name of a height."""
    known = _known(words)
    if known:
        return known, "", ""
    posted = _POST.fullmatch(words)
    if posted and _known(posted[1]) in COORDINATES:
        return _known(posted[1]), posted[2].upper(), ""
    first, _, left = words.partition(" ")
    if _known(first) is Role.HEIGHT:
        return Role.HEIGHT, "", left
    last = words.rpartition(" ")[2]
    if _known(last) is Role.HEIGHT and len(last) > 1:
        return Role.HEIGHT, "", words.removesuffix(last).strip()
    return None, "", ""


def _known(words: str) -> Role | None:
    if words in _BY_NAME:
        return _BY_NAME[words]
    if len(words) == 1:
        return _BY_NAME.get(words.translate(_ALIKE))
    several = {_known(word) for word in words.split()} if " " in words else {None}
    directed = several & _DIRECTED
    if len(directed) == 1 and len(several) == 2 and several & {Role.X, Role.Y}:
        return directed.pop()  # X север
    return several.pop() if len(several) == 1 else None


def _without_unit(words: str) -> tuple[str, str]:
    first, _, last = words.rpartition(" ")
    if last in UNITS and (first or last not in ("m", "м", "մ")):
        return first, UNITS[last]
    return words, ""


def _bare(text: str) -> str:
    return _without_unit(_plain(_BRACKETS.sub(" ", text).partition(",")[0]))[0]


def _plain(text: str) -> str:
    """A heading as the vocabulary spells it."""
    lower = text.replace("İ", "i").casefold().replace("\u0307", "").replace("ϕ", "φ").replace("և", "եւ")
    lower = re.sub(r"(?<![\w])(?:n|no|nr)[°º.]", "№ ", lower)
    lower = _SIGNED.sub(r" \1", lower)
    return " ".join(re.sub(r"[_:*.\s-]+(?=\s|$)|[_:*\s]", " ", lower.replace("№", " № ")).split())


def vocabulary(text: str, others: dict[str, str]) -> str:
    """Return the word of ours for a word of a catalogue, empty when it is not known."""
    words = _plain(text)
    return next((ours for ours, theirs in others.items() if words == ours or words in theirs.split("|")), "")


MARKERS = {
    MarkerKind.MAIN.value: "основной|главный|հիմնական|գլխավոր|əsas|pillar|main marker",
    MarkerKind.INTERMEDIATE.value: "промежуточный|միջանկյալ|aralıq|ara|intermediate marker",
    MarkerKind.AUXILIARY.value: "вспомогательный|дополнительный|օժանդակ|լրացուցիչ|köməkçi|əlavə|auxiliary marker",
}
TURNING_POINTS = {
    TurningPointKind.ORDINARY.value: "рядовая|поворотная|обычная|սովորական|adi|turning point|turning",
    TurningPointKind.TRIPOINT.value: "стык|точка стыка|стык трех границ|եռակետ|üçlük|tri-point|trijunction",
    TurningPointKind.JUNCTION.value: "узловая|узел|примыкание|հանգուցային|qovşaq|junction point",
    TurningPointKind.ENCLAVE_RING.value: "анклав|enclave ring|անկլավ|anklav",
}
