"""What each side says: its sources, its marks along the line, its own lines for what it disputes, and its notes."""

from dataclasses import dataclass

from sections import fixed_id

from geodata.model.annotation import NoteKind
from geodata.model.source import Source, SourceKind
from geodata.model.status import Reason, Side, View

A, B = Side.A, Side.B
AGREED, DISPUTED = View.AGREED, View.DISPUTED


@dataclass(frozen=True)
class Drawn:
    """An alternative line: how far it swings from the base's at most, in metres (below 0 to the right)."""

    swing: float
    label: str
    basis: str
    shape: str = ""
    catalogue: bool = False


@dataclass(frozen=True)
class Claim:
    """One mark on a stretch of a segment, in metres (to its end where none is given)."""

    segment: str
    view: View
    start: float = 0
    end: float | None = None
    note: str = ""
    reason: Reason = Reason.UNSTATED
    sources: tuple[str, ...] = ()
    drawn: Drawn | None = None


@dataclass(frozen=True)
class Remark:
    """One shared note on a segment."""

    segment: str
    text: str
    kind: NoteKind = NoteKind.REMARK
    stretch: tuple[float, float] | None = None


def _source(side: Side, key: str, title: str, kind: SourceKind = SourceKind.MAP, **facts: object) -> Source:
    return Source(id=fixed_id("source", side, key), title=title, offered_by=side, type=kind, **facts)  # type: ignore[arg-type]


SHARED = (
    _source(A, "old sheet", "Sheet TR-31, «Лист Вирмел»", issuer="Survey office of A", number="31-A", sheet="TR-31",
            scale=200_000, survey_year=1931, duty_year=1934, archive="A/maps/31"),
    _source(B, "old sheet", "Sheet TR-31, “Vırmel vərəqi”", issuer="Survey office of B", number="31-B", sheet="TR-31",
            scale=200_000, survey_year=1931, duty_year=1936, archive="B/maps/7"),
)  # fmt: skip
"""Sources that were on the table before the base was written."""

SOURCES = {
    A: (
        _source(A, "sheet", "Sheet TR-31-07, «Халвин»", issuer="Survey office of A", sheet="TR-31-07", scale=100_000,
                survey_year=1976, duty_year=1979, archive="A/maps/412"),
        _source(A, "act", "Act on the pastures of the southern crest", SourceKind.ACT, issuer="Land office of A",
                date="1938-09-14", number="117", archive="A/acts/38/117"),
        _source(A, "survey", "Field measurement of the Virmel banks", SourceKind.MEASUREMENT,
                issuer="Expert group of A", date="2023-06-02", number="EG-A 4"),
    ),
    B: (
        _source(B, "sheet", "Sheet TR-31-07-2, «Հալվին»", issuer="Survey office of B", sheet="TR-31-07-2",
                scale=50_000, survey_year=1981, duty_year=1984, archive="B/maps/95"),
        _source(B, "act", "Decision on the waters of Virmel and Ostral", SourceKind.ACT, issuer="Water office of B",
                date="1961-03-30", number="24-s", archive="B/acts/61/24"),
        _source(B, "survey", "Field measurement of the Ostral bends", SourceKind.MEASUREMENT,
                issuer="Expert group of B", date="2023-06-11", number="EG-B 2"),
    ),
}  # fmt: skip

CLAIMS = {
    A: (
        Claim("04-1", AGREED, note="Sheet read jointly on 24 May.", sources=("sheet",)),
        Claim("04-2", AGREED, sources=("sheet", "survey")),
        Claim("04-3", AGREED, note="Middle of the main channel, as in the field sheet."),
        Claim("05-1", DISPUTED, 600, 4100, "The channel of the survey year ran along the western terrace.",
              Reason.RIVER, ("sheet",), Drawn(-170, "Western channel", "Sheet TR-31-07, duty year 1979", "terrace")),
        Claim("05-2", AGREED, sources=("survey",)),
        Claim("06-2", DISPUTED, 400, 2600, "Island left to one bank on the sheet.", Reason.SOURCE, ("sheet",),
              Drawn(130, "Around the island", "Sheet TR-31-07", "island")),
        Claim("07-1", AGREED, sources=("survey",)),
        Claim("07-2", AGREED, 0, 4200, "Պայմանավորված է դաշտում։"),
        Claim("07-3", DISPUTED, 1500, 4400, "The act names the spring, not the stream.", Reason.TOPONYM, ("act",),
              Drawn(220, "By the spring", "Act 117 of 1938", "spring")),
        Claim("08-1", AGREED, sources=("sheet",)),
        Claim("08-2", DISPUTED, 900, 5200, "Crest, not stream: водораздел.", Reason.READING, ("sheet", "act"),
              Drawn(260, "Upper crest", "Act 117 of 1938", "crest")),
        Claim("09-1", DISPUTED, 1200, 3900, "Plot error of the old sheet.", Reason.SOURCE, ("survey",),
              Drawn(95, "Measured crest", "Joint field measurement of June", "joint")),
        Claim("10-1", AGREED, sources=("act",)),
        Claim("E1-1", AGREED, sources=("sheet",)),
    ),
    B: (
        Claim("04-1", AGREED, note="Sheet read jointly on 24 May.", sources=("sheet",)),
        Claim("04-2", AGREED, 0, 2600, sources=("sheet",)),
        Claim("04-2", DISPUTED, 2600, 4300, "The side arm carried the water in the survey year.", Reason.RIVER,
              ("sheet", "survey"), Drawn(-210, "Side arm", "Sheet TR-31-07-2, duty year 1984", "arm")),
        Claim("04-3", AGREED, note="Əsas kanalın ortası."),
        Claim("05-1", DISPUTED, 600, 4100, "The decision follows the eastern bank.", Reason.READING, ("act",),
              Drawn(190, "Eastern bank", "Decision 24-s of 1961", "bank")),
        Claim("06-1", AGREED, sources=("act",)),
        Claim("06-2", DISPUTED, 400, 2600, "Остров отнесён к одному берегу.", Reason.SOURCE, ("sheet",),
              Drawn(130, "Around the island", "Catalogue of 1984", "island", catalogue=True)),
        Claim("07-1", AGREED, sources=("survey",)),
        Claim("07-2", AGREED, 0, 3800, "Sahədə razılaşdırılıb."),
        Claim("07-3", AGREED, sources=("survey",)),
        Claim("08-1", AGREED, sources=("sheet",)),
        Claim("08-2", DISPUTED, 1400, 4700, "Stream, not crest.", Reason.READING, ("sheet",),
              Drawn(-180, "Spring stream", "Sheet TR-31-07-2", "stream")),
        Claim("09-1", DISPUTED, 1200, 3900, "Plot error of the old sheet.", Reason.SOURCE, ("survey",),
              Drawn(95, "Measured crest", "Joint field measurement of June", "joint")),
        Claim("09-2", DISPUTED, 800, 3300, "The sheet shows the lower path.", Reason.SOURCE, ("sheet",),
              Drawn(-150, "Lower path", "Sheet TR-31-07-2", "path")),
        Claim("10-2", AGREED, sources=("sheet",)),
        Claim("E1-1", DISPUTED, 0, None, "The ring of the sheet is wider at the mill.", Reason.SOURCE, ("sheet",),
              Drawn(-140, "Ring of the sheet", "Sheet TR-31-07-2", "ring")),
    ),
}  # fmt: skip
"""Two sides, one line: some of it is said in the same words, some only once, some against each other."""

REMARKS = {
    A: (
        Remark("05-1", "Please show the survey marks of the eastern bank at the next meeting.", NoteKind.QUESTION),
        Remark("06-2", "Bridge of R-2 would stand here; both lines leave it on the same bank.", stretch=(1000, 1900)),
        Remark("10-2", "Snow until June: not walked this year.", NoteKind.ACCESS),
    ),
    B: (
        Remark("04-2", "The gauge at the side arm was read on 11 June.", NoteKind.FIELD, (2600, 4300)),
        Remark("08-2", "Which of the two springs does the act mean?", NoteKind.QUESTION),
        Remark("E2-1", "Ringin şimal kənarında iki işarə eyni nömrə daşıyır.", NoteKind.ERROR),
    ),
}

HEIGHTS = {A: (("118", "0.0"), ("121", "0.4")), B: (("118", "0.0"), ("121", "-0.3"))}
"""Heights measured again, as metres above what the base has: once alike, once not."""

ROUTE_STATES = {A: (("V-5", "closed"),), B: (("V-5", "operating"), ("V-4", "closed"))}
"""What each side says of a road."""

MESSAGES = {
    A: "First field week: Virmel banks, Ostral, southern crest",
    B: "First field week: waters of Virmel and Ostral, ring E1",
}
