"""The sample: a working project made from the documents and layers in `resources/sample`."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from geodata.changes import gestures
from geodata.changes.delta import Delta
from geodata.changes.documents.base import Base, layers_of
from geodata.changes.documents.changeset import ChangeSet, deltas_of
from geodata.errors import FileForeign
from geodata.io.documents import read_base, read_change_set
from geodata.io.load_reference import load_reference
from geodata.io.mapping import Target, proposed
from geodata.io.sources import layer_of
from geodata.io.starting import start_project_on
from geodata.io.store import Store
from geodata.model.annotation import Annotation
from geodata.model.feature import Feature, Kind, kind_of
from geodata.model.profile import JointProfile
from geodata.model.project import Project
from geodata.model.reference import ReferenceLayer
from geodata.model.segment import Segment, Standing
from geodata.model.source import Source
from geodata.model.status import Side
from geodata.model.variant import Variant
from geodata.resources import resource

LAYERS = {"rivers": "Rivers", "lakes": "Lakes", "settlements": "Settlements"}
"""The layers that lie beneath: the file's name and what the layer is called."""

_PRIVATE = "Ask the archive whether a later edition of this sheet exists."


def base_file() -> Path:
    """Return where the sample's joint base is; raise NotFound when this installation lacks it."""
    return resource("sample", "base.confinia")


def change_set_file(side: Side) -> Path:
    """Return where the change set of a side is; raise NotFound when this installation lacks it."""
    return resource("sample", f"{side.lower()}-0001.confinia")


def project_file(folder: Path, side: Side) -> Path:
    """Return where the working project of a side stands in a folder, or would stand."""
    return folder / f"two-rivers-{side.lower()}.gpkg"


def create_sample(folder: Path, side: Side) -> Path:
    """Return a new working project of one side: the base, what the side did since as gestures, and what lies beneath.

    `folder` is made where it is missing; copies of the documents are laid beside the project, which is there whole or
    not at all. Raise FileForeign when its name is taken, FileTrouble otherwise.
    """
    base, changes = read_base(base_file()), read_change_set(change_set_file(side))
    folder.mkdir(parents=True, exist_ok=True)
    path = project_file(folder, side)
    if path.exists():
        raise FileForeign(f"{path.name} exists already in this folder; choose another folder. It was not touched.")
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with start_project_on(fresh, side, base) as store:
            _fill(store, base, changes)
        documents(folder)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return path


def documents(folder: Path) -> list[Path]:
    """Return copies in a folder of the base, both change sets and the lists; a file that has such a name is kept."""
    copies = []
    for file in [base_file(), *map(change_set_file, Side), *sorted(resource("sample", "lists").glob("*.csv"))]:
        copies.append(folder / file.name)
        if not copies[-1].exists():
            shutil.copyfile(file, copies[-1])
    return copies


def _fill(store: Store, base: Base, changes: ChangeSet) -> None:
    for layer in _references(base.profile):
        store.add_reference(layer)
    for label, delta in _gestures(deltas_of(changes, layers_of(base)), store.load()):
        store.commit(label, [delta])
    store.add_export(changes.sequence, changes.sha256, changes.data)
    _write_private_note(store, changes)


def _references(profile: JointProfile) -> Iterator[ReferenceLayer]:
    for file, name in LAYERS.items():
        path = resource("sample", f"{file}.geojson")
        loaded = load_reference(path, proposed(layer_of(path), Target.REFERENCE), profile).layer
        yield ReferenceLayer(name, loaded.columns, loaded.labels, loaded.attributes)


def _gestures(deltas: list[Delta], project: Project) -> Iterator[tuple[str, Delta]]:
    """Take a change set apart into the steps that a person took: sources, then segment by segment from the north."""
    segments = {segment.id: segment for segment in project.all(Segment)}
    steps = sorted(deltas, key=lambda one: (not isinstance(one.feature, Source), _order(one.feature, segments)))
    for delta in steps:
        old, new = delta.old, delta.new
        if isinstance(old, Segment) and isinstance(new, Segment):
            yield from _marks(old, new, project.settings.side)
        else:
            yield _label(delta, segments), delta


def _order(feature: Feature, segments: dict[str, Segment]) -> tuple[int, int]:
    """Where on the line a feature belongs; what lies on no segment comes last."""
    on = getattr(feature, "target", "") or getattr(feature, "segment", "") or feature.id
    return (segments[on].order if on in segments else len(segments) + 1), list(Kind).index(kind_of(feature))


def _marks(old: Segment, new: Segment, side: Side) -> Iterator[tuple[str, Delta]]:
    """Return one gesture for each thing said, and one for whatever else changed."""
    name = "position_a" if side is Side.A else "position_b"
    fresh = [standing for standing in new.standings(side) if standing not in old.standings(side)]
    kept = tuple(standing for standing in old.standings(side) if standing in new.standings(side))
    before = old
    for place in range(1, len(fresh) + 1):
        said = sorted((*kept, *fresh[:place]), key=lambda standing: standing.stretch.start.at)
        after = replace(before, **{name: tuple(said)})
        yield _marked(new, fresh[place - 1]), Delta(before, after)
        before = after
    if before != new:
        yield f"Change {new.source_id}", Delta(before, new)


def _marked(segment: Segment, standing: Standing) -> str:
    span = f"{standing.stretch.start.at / 1e6:,.3f}-{standing.stretch.end.at / 1e6:,.3f} km"
    return f"Mark {span} of {segment.source_id} as {gestures.position_view(standing.position)}"


def _label(delta: Delta, segments: dict[str, Segment]) -> str:
    feature = delta.feature
    if isinstance(feature, Source):
        return f"Enter source {feature.title}"
    if isinstance(feature, Annotation):
        return "Write a note"
    if isinstance(feature, Variant):
        return f"Draw {feature.proposed_by}'s line on {segments[feature.segment].source_id}"
    named = getattr(feature, "label", "") or getattr(feature, "code", "") or feature.id
    return f"Change {kind_of(feature).replace('_', ' ')} {named}"


def _write_private_note(store: Store, changes: ChangeSet) -> None:
    """Show what stays at home: a note that no document holds."""
    segment = next(change.id for change in changes.changes if change.kind is Kind.SEGMENT)
    store.commit("Write a private note", gestures.write_note(store.load(), segment, _PRIVATE, private=True))
