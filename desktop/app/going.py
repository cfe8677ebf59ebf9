"""Going to a place: by the bar over the map, or from the palette, and the mark that is left there."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from desktop.command_palette import Entry
from desktop.map.plane import Floats, to_plane
from desktop.models.whereabouts import Slot
from desktop.panels.go_to import GoToBar
from desktop.workspaces import Workspace
from geodata.errors import ConfiniaError
from geodata.geometry.sought import ring_of, understood

if TYPE_CHECKING:
    from desktop.app.program import Program

_CLOSE = 20.0
"""Metres of the plane to a pixel from which a place is seen; who is closer stays so."""


class Going(QObject):
    """Takes people to places that they typed."""

    def __init__(self, program: "Program") -> None:
        """Put the bar over the map."""
        super().__init__(program)
        self._program = program
        self.bar = GoToBar(program.canvas, program.whereabouts)
        self.bar.gone.connect(self.show_place)
        self.bar.profile_asked.connect(self.tell_profile)

    def ask(self) -> None:
        """Open the bar."""
        self._program.go_to(Workspace.SURVEY)
        self.bar.open()

    def show_place(self, longitude: float, latitude: float, ring: Floats | None = None) -> None:
        """See a place in the middle of the map, marked; of a sheet see all, with its outline."""
        program, canvas = self._program, self._program.canvas
        program.go_to(Workspace.SURVEY)
        canvas.mark.put(longitude, latitude, ring)
        if ring is not None:
            (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
            canvas.zoom_to((float(west), float(south), float(east), float(north)))
        else:
            x, y = to_plane(np.array([[longitude, latitude]]))[0].tolist()
            canvas.show_view(replace(canvas.view, x=x, y=y, mpp=min(canvas.view.mpp, _CLOSE)))
        canvas.setFocus()
        canvas.refresh()

    def tell_profile(self) -> None:
        """Show the joint profile, in which operations are pinned."""
        self._program.files.joint_profile()

    def find(self, needle: str) -> list[Entry]:
        """Return what the palette offers for a text that is a place in one of the pointer's systems."""
        program = self._program
        if not program.session.is_open or not any(sign.isdigit() for sign in needle):
            return []
        codes = dict.fromkeys(program.whereabouts.system(slot).code for slot in Slot)
        entries = [entry for code in codes for entry in self._entries(needle, code)]
        return list({entry.text: entry for entry in entries}.values())

    def _entries(self, needle: str, code: str) -> Iterable[Entry]:
        whereabouts = self._program.whereabouts
        try:
            found = [one for one in understood(needle, code) if not one.outside]
            for one in found:
                ring = ring_of(one.sheet, whereabouts.profile) if one.sheet else None
                place = one.world(whereabouts.profile)
                told = max((whereabouts.tell(slot, *place) for slot in Slot), key=lambda each: each.pinned)
                text = self.tr("Go to sheet {0}").format(one.sheet.designation) if one.sheet else told.text
                aside = told.text if one.sheet else told.short
                yield Entry(text, aside, "pin", partial(self.show_place, *place, ring))
        except ConfiniaError:
            return  # what is no place is looked for among commands and features
