"""The sentence that stands on every screen, print and export."""

DISCLAIMER = (
    "Working material. Lines, names and designations imply no position on status or delimitation "
    "and no acceptance by either side."
)
