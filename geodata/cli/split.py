"""The verb that splits two claims into what coincides and what lies between. It reads, and decides nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.output import say, say_json, say_table
from geodata.cli.project import JSON
from geodata.cli.two_lines import WHAT_A_LINE_IS, found_lines, two_lines
from geodata.errors import Refused

if TYPE_CHECKING:
    from geodata.geometry.coincide_parts import Part, Span, Split
    from geodata.geometry.drawn import Drawn


@click.command(epilog=WHAT_A_LINE_IS)
@two_lines
@click.option("--within", type=float, required=True, help="Metres up to which the lines are taken to coincide.")
@JSON
def split(line_a: Path, line_b: Path, within: float, as_json: bool, **said: str) -> None:
    """Split what LINE_A and LINE_B claim into parts that coincide and areas between the lines, from north to south.

    Both lines stay as they are; that they coincide does not mean that they are agreed. Lines that go on at each other's
    end are taken as one, so that it does not matter in how many pieces a claim was drawn.
    """
    from geodata.geometry.coincide import split as taken_apart
    from geodata.geometry.drawn import drawn

    if not 0 <= within <= 1000:
        raise Refused("State from 0 to 1,000 metres within which lines coincide.")
    one, other = found_lines(line_a, line_b, said)
    if not one.lines or not other.lines:
        raise Refused("Points are not split; name lines.")
    a, b = drawn(list(one.lines)), drawn(list(other.lines))
    found = taken_apart(a.lines, b.lines, within)
    rows = [_row(part, a, b) for part in found.parts]
    if as_json:
        say_json({"tolerance_m": found.tolerance, "a": one.name, "b": other.name, "parts": rows, **_sums(found)})
        return
    headings = ("WHAT", "A, LINE: m", "B, LINE: m", "APART m", "HECTARES")
    say_table(headings, [_cells(row) for row in rows])
    say()
    sums = _sums(found)
    say(
        f"Within {found.tolerance:g} m: {sums['coincident_a_km']:,.3f} km of A and {sums['coincident_b_km']:,.3f} km "
        f"of B coincide; areas between the lines: {sums['areas']:,}, together {sums['between_ha']:,.2f} ha."
    )


def _row(part: "Part", a: "Drawn", b: "Drawn") -> dict[str, Any]:
    from geodata.geometry.coincide_parts import Between

    return {
        "what": _what(part),
        "a": _stretches(part.a, a),
        "b": _stretches(part.b, b),
        "widest_m": round(part.widest, 3),
        "area_ha": round(part.area / 1e4, 6) if isinstance(part, Between) else None,
        "open": part.open if isinstance(part, Between) else False,
    }


def _what(part: "Part") -> str:
    from geodata.geometry.coincide_parts import Between

    if not isinstance(part, Between):
        return "coincident"
    return "between" if len(part.ring) else "alone"


def _stretches(span: "Span | None", side: "Drawn") -> list[dict[str, Any]]:
    """The stretches of the lines as they were drawn, one after another; none where the side has no line."""
    given = side.given(span) if span is not None else ()
    return [{"line": one.line + 1, "from_m": one.start / 1000, "to_m": one.end / 1000} for one in given]


def _cells(row: dict[str, Any]) -> list[object]:
    what = f"{row['what']}, open" if row["open"] else row["what"]
    told = [_where(row[side]) for side in ("a", "b")]
    return [what, *told, row["widest_m"], "" if row["area_ha"] is None else f"{row['area_ha']:,.4f}"]


def _where(stretches: list[dict[str, Any]]) -> str:
    return "; ".join(f"{one['line']}: {one['from_m']:,.3f} to {one['to_m']:,.3f}" for one in stretches)


def _sums(found: "Split") -> dict[str, Any]:
    return {
        "coincident_a_km": sum(part.a.length for part in found.coincident) / 1e6,
        "coincident_b_km": sum(part.b.length for part in found.coincident) / 1e6,
        "areas": sum(len(part.ring) > 0 for part in found.areas),
        "between_ha": round(sum(part.area for part in found.areas) / 1e4, 6),
    }
