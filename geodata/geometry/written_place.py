"""A place as people write it: two coordinates in any dress, whose order is said by the text or is not known.

Letters (N, E, С, В), headings (B/L, φ/λ, X/Y, широта/долгота) and what no latitude can be decide the order. Nothing
else does: where both orders are possible both are offered, and a person chooses.
"""

import re
from enum import StrEnum

from msgspec import Struct

from geodata.errors import Refused
from geodata.geometry.written import LATITUDE, LONGEST, Form, Number, quoted, read_number, tidy


class Order(StrEnum):
    """Which of two coordinates counts to the north: the first, the second, or nobody said."""

    NORTH_FIRST = "north first"
    EAST_FIRST = "east first"
    UNKNOWN = "not said"


class Place(Struct, frozen=True, kw_only=True):
    """Two coordinates in the order in which they were written; `because` says in words what decided their order."""

    first: Number
    second: Number
    order: Order
    because: str = ""

    @property
    def metres(self) -> bool:
        """Whether it is written in metres, so that it means something in a projected system only."""
        return self.first.form is Form.METRES

    @property
    def precision(self) -> float:
        """The value of the last digit of the coarser of both, in degrees or metres."""
        return max(self.first.precision, self.second.precision)

    @property
    def readings(self) -> tuple[tuple[float, float], ...]:
        """The possible places as (east, north) or (longitude, latitude): one, or two where the order is not known."""
        if self.order is Order.NORTH_FIRST:
            return ((self.second.value, self.first.value),)
        if self.order is Order.EAST_FIRST:
            return ((self.first.value, self.second.value),)
        return ((self.second.value, self.first.value), (self.first.value, self.second.value))


class _Half(Struct, frozen=True):
    number: Number
    heading: str  # "north", "east", "x", "y" or empty


_HEADINGS = {
    "north": "b|φ|ϕ|lat|latitude|широта|ш|north|northing",
    "east": "l|λ|lon|long|lng|longitude|долгота|д|л|east|easting",
    "x": "x|х",
    "y": "y|у",
}
_HEADING = re.compile(
    "(?:" + "|".join(f"(?P<{axis}>{names})" for axis, names in _HEADINGS.items()) + r")\.?[ :=]*(?=[-+.,0-9])",
    re.IGNORECASE,
)
_EXAMPLE = "write them like 41°06'33.0\" N; 45°03'12.4\" E or X 4551234.57; Y 8512345.68"
_NEXT = r"[\t-\r\x1c-\x1e\x85\u2028\u2029;|]+"
_BOUNDARY = r"(?<=[A-Za-zА-яφλ°′″])(?=[0-9A-Za-zА-яφλ])|(?<=[0-9])(?=[A-Za-zА-яφλ])"


def read_place(text: str, x_north: bool | None = True) -> Place:
    """Return the two coordinates of a text; raise Refused where it is none, or can be split in several ways.

    `x_north` says whether X counts to the north in metres, as it does for topographers: False where the system says
    otherwise, None where it knows neither X nor Y, so that the headings decide nothing.
    """
    if len(text) > 2 * LONGEST + 20:
        raise Refused(f"“{quoted(text[: LONGEST // 2])}…” is too long for a place; {_EXAMPLE}.")
    if not text.strip():
        raise Refused(f"Two coordinates make a place; {_EXAMPLE}.")
    plain, text = _plain(text), quoted(text)
    first, second = _halves(plain, text)
    if x_north is not True:
        first, second = _renamed(first, x_north), _renamed(second, x_north)
    return _place(first, second, text)


def _plain(text: str) -> str:
    headed = re.sub(r"(?m)^(\s*[^\W\d_]+\.?)\t+(?=[-+.,0-9])", r"\1 ", text.strip().strip("()[];|"))
    plain = tidy(re.sub(_NEXT, ";", headed)).strip("; ")
    plain = re.sub(r"(?<=[^\W\d_]) ?[:=] ?(?=[-+.,0-9])", " ", plain)
    if re.search(r"(?<![^\W\d_])[LlЛл](?![^\W\d_])", plain):  # beside an L the Cyrillic letter means B, not east
        plain = re.sub(r"(?<![^\W\d_])[Вв](?= ?[0-9])", "B", plain)
    if re.sub(r"[\W\d_]", "", plain) in ("В", "в"):  # alone it may be east, or the B of a latitude
        plain = re.sub(r"(?:^|(?<=[;,/])) ?[Вв] ?(?=[-+.,0-9])", "", plain)
    return plain


def _halves(plain: str, text: str) -> tuple[_Half, _Half]:
    for separator in ("; ?", " ?[,/] "):
        parts = re.split(separator, plain)
        if len(parts) == 2:
            return _half(parts[0].strip()), _half(parts[1].strip())
        if len(parts) > 2 and separator[0] == ";":
            raise Refused(f"“{text}” holds {len(parts)} numbers; a place needs two.")
    if _readable(_HEADING.sub("", plain, count=1)):
        raise Refused(f"“{text}” is one coordinate, and a place needs two; {_EXAMPLE}.")
    found = list(_ways_to_split(plain))
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(f"“{text}” can be split into two numbers in {len(found)} ways; put a semicolon between them.")
    if len(words := plain.split(" ")) == 2:
        return _half(words[0]), _half(words[1])  # one of them says what is wrong with it
    raise Refused(f"“{text}” does not hold two coordinates; {_EXAMPLE}.")


def _ways_to_split(plain: str) -> list[tuple[_Half, _Half]]:
    """Every way to see two numbers of one form in a text that has no clear sign between them."""
    cuts = [(at.start(), at.end()) for at in re.finditer(rf"[,/ ]|{_BOUNDARY}", plain)]
    ways = []
    for start, end in cuts:
        first, second = _readable(plain[:start]), _readable(plain[end:])
        if first and second and first.number.form is second.number.form:
            ways.append((first, second))
    return ways


def _readable(text: str) -> _Half | None:
    try:
        return _half(text)
    except Refused:
        return None


def _half(text: str) -> _Half:
    heading = _HEADING.match(text)
    if heading is None:
        return _Half(read_number(text), "")
    return _Half(read_number(text[heading.end() :]), heading.lastgroup or "")


def _renamed(half: _Half, x_north: bool | None) -> _Half:
    """A half whose X and Y are those of another use: swapped, or nothing."""
    other = {"x": "y", "y": "x"} if x_north is False else {"x": "", "y": ""}
    return _Half(half.number, other.get(half.heading, half.heading))


def _place(first: _Half, second: _Half, text: str) -> Place:
    if (first.number.form is Form.METRES) is not (second.number.form is Form.METRES):
        raise Refused(f"“{text}” has one coordinate in degrees and one in metres; a place needs two of one kind.")
    norths = _counts_north(first, text), _counts_north(second, text)
    if None not in norths and norths[0] == norths[1]:
        axis = "north or south" if norths[0] else "east or west"
        raise Refused(f"Both coordinates of “{text}” count to the {axis}; one of each is needed.")
    order, because = _order(norths, first, second)
    north = {Order.NORTH_FIRST: first, Order.EAST_FIRST: second}.get(order)
    smallest = min(abs(first.number.value), abs(second.number.value))
    if first.number.form is not Form.METRES and (abs(north.number.value) if north else smallest) > 90:
        raise Refused(f"“{text}” has a latitude of more than 90 degrees.")
    return Place(first=first.number, second=second.number, order=order, because=because)


def _order(norths: tuple[bool | None, bool | None], first: _Half, second: _Half) -> tuple[Order, str]:
    known = norths[0] if norths[0] is not None else None if norths[1] is None else not norths[1]
    if known is not None:
        return (Order.NORTH_FIRST if known else Order.EAST_FIRST), _because(first, second)
    if first.number.form is not Form.METRES:
        if abs(first.number.value) > 90:
            return Order.EAST_FIRST, "a latitude ends at 90 degrees"
        if abs(second.number.value) > 90:
            return Order.NORTH_FIRST, "a latitude ends at 90 degrees"
    return Order.UNKNOWN, ""


def _counts_north(half: _Half, text: str) -> bool | None:
    """Whether a coordinate says that it counts to the north; None where it says nothing.

    X and Y say it in metres only, as topographers use them (X to the north); in degrees programs use them either way.
    """
    letter = None if not half.number.letter else half.number.letter in LATITUDE
    said = half.heading if half.number.form is Form.METRES else half.heading.strip("xy")
    heading = said in ("north", "x") if said else None
    if None not in (letter, heading) and letter != heading:
        raise Refused(f"“{text}” says two things of one coordinate: its heading and its letter do not fit.")
    return letter if letter is not None else heading


def _because(first: _Half, second: _Half) -> str:
    if first.number.letter or second.number.letter:
        return "the letters say so"
    if first.heading in ("x", "y") and second.heading in ("x", "y", ""):
        return "X and Y say so"
    return "the headings say so"
