"""Features by name or identifier, for the palette: "go to osm-0003"."""

from collections.abc import Callable

from desktop.command_palette import Entry
from desktop.dialogs.words import word
from desktop.models.sorting import folded
from desktop.panels.record_other import title_of
from desktop.selection import Selection
from desktop.session import Session
from geodata.model.feature import Feature, Kind, kind_of
from geodata.model.project import Layers

_KINDS = (Kind.SEGMENT, Kind.TURNING_POINT, Kind.MARKER, Kind.VARIANT, Kind.ROUTE, Kind.SOURCE)
_ICONS = {Kind.SEGMENT: "segment", Kind.TURNING_POINT: "turning-point", Kind.MARKER: "pin", Kind.SOURCE: "source"}
_ICONS |= {Kind.VARIANT: "line", Kind.ROUTE: "routes"}


class FeatureFinder:
    """Searches the open project; the texts searched in are kept until it changes."""

    def __init__(self, session: Session, selection: Selection) -> None:
        """Search what `session` holds and select in `selection`."""
        self._session, self._selection = session, selection
        self._layers: Layers | None = None
        self._texts: list[tuple[str, Feature]] = []

    def find(self, needle: str, most: int) -> list[Entry]:
        """Return features whose names or identifiers contain every word of a folded needle; exact names first."""
        if not self._session.is_open:
            return []
        words = needle.removeprefix(folded("go to ")).split()
        if not words:
            return []
        found: list[tuple[int, Feature]] = []
        for text, feature in self._known():
            if all(one in text for one in words):
                found.append((0 if text.lstrip().startswith(words[0]) else 1, feature))
                if len(found) >= 20 * most:
                    break
        found.sort(key=lambda one: one[0])
        return [self._entry(feature) for _, feature in found[:most]]

    def _known(self) -> list[tuple[str, Feature]]:
        layers = self._session.project.layers
        if layers is not self._layers:
            self._layers = layers
            self._texts = [(_text(feature), feature) for kind in _KINDS for feature in layers[kind].values()]
        return self._texts

    def _entry(self, feature: Feature) -> Entry:
        kind = kind_of(feature)
        source_id, called = getattr(feature, "source_id", ""), title_of(feature)
        aside = " \u00b7 ".join(filter(None, [called if source_id and called != source_id else "", word(kind)]))
        return Entry(source_id or called, aside, _ICONS.get(kind, ""), self._going_to(kind, feature.id))

    def _going_to(self, kind: Kind, id_: str) -> Callable[[], object]:
        def go() -> None:
            self._selection.select(kind, (id_,))
            self._selection.show([id_])

        return go


def _text(feature: Feature) -> str:
    own = [getattr(feature, field, "") for field in ("source_id", "label", "title", "number", "id")]
    return folded("\n".join([*own, *(name.text for name in getattr(feature, "names", ()))]))
