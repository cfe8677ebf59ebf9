"""The load report: every row that was not taken and why, and everything else that must be said."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Refusal(StrEnum):
    """Why a row was not taken."""

    NULL = "null_geometry"
    EMPTY = "empty_geometry"
    NOT_A_NUMBER = "not_a_number"
    WRONG_TYPE = "wrong_geometry_type"
    CURVE = "curve"
    TOO_FEW_POINTS = "too_few_points"
    SELF_CROSSING = "self_crossing"
    OFF_GLOBE = "off_the_globe"
    UNITS = "units_do_not_fit"
    OUTSIDE_AREA = "outside_the_area"
    DUPLICATE = "duplicate_identifier"
    IN_PROJECT = "different_in_the_project"
    PROTECTED = "would_change_joint_status"
    LONG_TEXT = "text_too_long"
    UNREADABLE = "unreadable"


class Note(StrEnum):
    """What a remark is about."""

    CRS = "reference_system"
    OPERATION = "operation"
    ENCODING = "encoding"
    HEIGHTS = "heights_not_kept"
    MEASURES = "measures_not_kept"
    COLUMN = "column_not_taken"
    PARTS = "parts_made"
    NO_IDENTIFIER = "no_identifier"
    NORMALISED = "text_normalised"
    REPEATED_POINT = "repeated_point"
    SAME_LINE = "same_line"
    SELF_CROSSING = "route_crosses_itself"
    WORD = "word_not_known"
    KIND = "other_kind"
    PROTECTED = "joint_status_not_taken"
    DOUBT = "implausible"
    SOURCE = "source"
    STRAIGHT = "straight_not_stated"


class Remark(Struct, frozen=True, kw_only=True):
    """Something about the source as a whole, or about the rows it names (numbers from 1)."""

    code: Note
    sentence: str
    rows: tuple[int, ...] = ()


class RefusedRow(Struct, frozen=True, kw_only=True):
    """One row that was not taken: its number from 1, its identifier, why, and where to look (degrees, if anywhere)."""

    row: int
    id: str
    reason: Refusal
    sentence: str
    at: tuple[float, float] | None = None


class LoadReport(Struct, frozen=True, kw_only=True):
    """What became of a source: refused rows in the order of the file, remarks, and how it was read."""

    refused: tuple[RefusedRow, ...] = ()
    remarks: tuple[Remark, ...] = ()


def refused_rows(
    refused: Mapping[int, tuple[Refusal, str, tuple[float, float] | None]], ids: list[str]
) -> tuple[RefusedRow, ...]:
    """Return the refused rows of a report: reason, sentence and place by row (from 0), in the order of the file."""
    return tuple(
        RefusedRow(
            row=row + 1,
            id=ids[row],
            reason=reason,
            sentence=f"Row {row + 1} ({ids[row]}) was not taken: {sentence}.",
            at=at,
        )
        for row, (reason, sentence, at) in sorted(refused.items())
    )


def rows_in_words(rows: tuple[int, ...] | list[int], most: int = 5) -> str:
    """Return "row 3", "rows 3 and 7" or "rows 1, 2, 3, 4, 5 and 12 more"."""
    shown = [str(row) for row in rows[:most]]
    rest = len(rows) - len(shown)
    if rest:
        return f"rows {', '.join(shown)} and {rest:,} more"
    return f"row {shown[0]}" if len(shown) == 1 else f"rows {', '.join(shown[:-1])} and {shown[-1]}"
