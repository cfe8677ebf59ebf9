"""Working papers on disk: what they are laid on, given or found beside them, and areas to pick by out of any file."""

from collections.abc import Iterable
from pathlib import Path

import shapely

from geodata.changes.documents.changeset import ChangeSet
from geodata.changes.documents.document import opened
from geodata.changes.documents.evidence import cited
from geodata.changes.members import sealed
from geodata.changes.papers.papers import by_hash
from geodata.errors import Refused
from geodata.geometry.world import world_of
from geodata.io.documents import read_change_set, read_container, write_container, write_document
from geodata.io.drawn_lines import Wanted, found_in
from geodata.io.find_base import find_document
from geodata.model.profile import JointProfile


def papers_for(changes: Iterable[ChangeSet], given: Iterable[Path], beside: Iterable[Path]) -> dict[str, ChangeSet]:
    """Return the change sets that others are laid on, by sha256: from the files given, else from those beside.

    One that is nowhere is left out. Raise NotFound, FileTrouble or DocumentRefused for a file given.
    """
    sets, folders = list(changes), list(beside)
    known = by_hash(read_change_set(path) for path in given)
    for sha256 in dict.fromkeys(each for one in sets for each in one.after):
        if sha256 not in known and isinstance(found := find_document(sha256, folders), ChangeSet):
            known[sha256] = found
    return known


def write_paper(path: Path, made: ChangeSet, given: Iterable[Path]) -> None:
    """Write a working paper, with the evidence beside the documents given that its own sources cite.

    Raise Refused for the name of one of those, and what `write_container` raises.
    """
    named = list(given)
    check_free([path], named)
    wanted = cited(made)
    evidence = {
        hash_: data
        for other in named
        for hash_, data in opened(read_container(other)).members.evidence.items()
        if hash_ in wanted
    }
    if evidence:
        write_container(path, sealed(made.data, (), evidence))
    else:
        write_document(path, made)


def check_free(paths: Iterable[Path], given: Iterable[Path]) -> None:
    """Raise Refused when one of the names to be written under is that of a document given."""
    named = [other for other in given if other.exists()]
    for path in paths:
        if any(path.exists() and path.samefile(other) for other in named):
            raise Refused(f"{path.name} is one of the documents given; choose another name for what is made of them.")


def area_in(path: Path, profile: JointProfile) -> shapely.Geometry:
    """Return the area that the polygons of a file make together, in degrees of WGS 84; their holes are not left out.

    Raise NotFound, FileTrouble, or Refused for a file without a closed ring or of an unstated reference system.
    """
    world = world_of(profile)
    rings = [line for line in found_in(Wanted(path=path), profile).lines if len(line) > 3 and line.closed]
    if not rings:
        raise Refused(f"{path.name} holds no polygon; an area is one, or several.")
    return shapely.union_all([shapely.make_valid(shapely.Polygon(world.degrees(ring.xy))) for ring in rings])
