"""What a newer minor version wrote: not understood, and not lost on the whole way from one base to the next."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.changes.codec import canonical
from geodata.changes.container import pack, unpack
from geodata.changes.delta import Delta, diff
from geodata.changes.documents.base import Base, base_of, layers_of
from geodata.changes.documents.changeset import change_set, deltas_of
from geodata.changes.documents.document import document_of, packed
from geodata.changes.documents.merge_document import merged_layers
from geodata.changes.merging.merge import merge
from geodata.cli import main
from geodata.errors import DocumentRefused
from geodata.model.feature import TRAVELLING, Kind
from geodata.model.names import nfc
from geodata.model.project import Project, Settings
from geodata.model.status import Side
from tests.geodata import plain_reader
from tests.geodata.strategies import id_of, layers_with, segment

whole = st.one_of(st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), st.text(max_size=5).map(nfc))
values = st.recursive(
    whole,
    lambda held: st.lists(held, max_size=2) | st.dictionaries(st.text("abé", min_size=1, max_size=3), held, max_size=2),
    max_leaves=5,
)
unknown = st.dictionaries(st.sampled_from(["colour", "zz", "été", "2"]), values, max_size=3)


def with_further(feature, fields):
    return replace(feature, further=canonical(fields).decode() if fields else "")


def settings_of(base, side):
    return Settings(title="Valley", side=side, base=base.sha256, base_number=1)


def through(document):
    """The document as the other side reads it out of its container."""
    return document_of(packed(document))


@example({}, {"zz": 1}, {"zz": 2})  # nothing of it is in the next base but the open item
@example({}, {"zz": 1}, {"zz": True})  # Python calls these equal
@given(unknown, unknown, unknown)
def test_a_field_that_is_not_known_goes_from_a_base_through_both_sides_into_the_next_base(first, of_a, of_b):
    start = [with_further(segment(1), first), segment(2)]
    base = through(base_of(Project(Settings(title="Valley", side=Side.A), layers_with(*start))))
    assert isinstance(base, Base)
    layers = layers_of(base)
    sets = []
    for side, fields in ((Side.A, of_a), (Side.B, of_b)):
        current = layers_with(with_further(segment(1), fields), segment(2))
        changes = through(change_set(diff(layers, current), settings_of(base, side)))
        assert deltas_of(changes, layers) == diff(layers, current)
        sets.append(changes)
    merged = through(merge(base, *sets).document)
    after = merged_layers(merged, base)
    further = through(base_of(Project(settings_of(base, Side.A), after), 2, base.sha256, (), merged.open))
    assert isinstance(further, Base)
    assert layers_of(further) == after
    assert further.open == merged.open
    assert bool(merged.open) == any(
        len({text(first), text(of_a), text(of_b)}) == 3
        for name in {*first, *of_a, *of_b}
        for text in (lambda fields, name=name: canonical([fields[name]] if name in fields else []),)
    )
    if canonical(of_a) == canonical(of_b) or canonical(of_b) == canonical(first):
        assert after[Kind.SEGMENT][id_of(1)] == with_further(segment(1), of_a)
        assert not merged.open
    told, _, _ = plain_reader.read(packed(merged))
    plain = {(one["kind"], one["id"]): one for one in plain_reader.read(packed(base))[0]["features"]}
    assert plain_reader.laid(plain, told["changes"])[1] == merged.state


@given(unknown.filter(bool))
def test_every_kind_of_feature_keeps_what_is_not_known_of_it(fields):
    from tests.geodata.golden import valley

    project = valley.start()
    layers = {
        kind: {id_: with_further(one, fields) if kind in TRAVELLING else one for id_, one in layer.items()}
        for kind, layer in project.layers.items()
    }
    base = through(base_of(Project(project.settings, layers)))
    assert base.format == "confinia/1.1"
    assert {feature.further for feature in base.features} == {canonical(fields).decode()}


def newer(name_of_file, change):
    """What a writer of version 1.1 makes of a golden document."""
    from tests.geodata.hostile_files import golden

    plain = json.loads(unpack(golden(name_of_file)).document)
    plain["format"] = "confinia/1.1"
    change(plain)
    return pack(plain_reader.canonical(plain))


def run(*words):
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in words])
    return left.value.code


def test_a_base_of_a_newer_writer_goes_through_a_project_and_comes_back_with_all_it_said(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    Path("base.confinia").write_bytes(
        newer("base", lambda plain: [one.update(colour="белый") for one in plain["features"]])
    )
    assert run("verify", "base.confinia") == 0
    for side in "AB":
        project = f"{side.lower()}.gpkg"
        assert run("new", project, "--side", side, "--base", "base.confinia") == 0
        assert run("mark", project, "V-1", "--from", 0, "--to", 1000 if side == "A" else 2000, "--as", "agreed") == 0
        assert run("changes", project, "-o", f"{side}.confinia") == 0
        assert run("base", project, "-o", f"{side}-base.confinia", "--next") == 0
    assert run("merge", "base.confinia", "A.confinia", "B.confinia", "-o", "merge.confinia") == 0
    assert run("verify", "base.confinia", "A.confinia", "B.confinia", "A-base.confinia") == 0
    told, _, _ = plain_reader.read(Path("A-base.confinia").read_bytes())
    assert {one["colour"] for one in told["features"]} == {"белый"}
    assert told["format"] == "confinia/1.1"
    assert run("new", "c.gpkg", "--side", "B", "--base", "A-base.confinia") == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda plain: plain.update(format="confinia/2"), "newer version"),
        (lambda plain: plain.update(format="confinia/2.1"), "newer version"),
        (lambda plain: plain.update(format="confinia/1.0"), "newer version"),
        (lambda plain: plain.update(document="decree"), "does not know documents of the kind 'decree'"),
        (lambda plain: plain["profile"].update(zz=1), "besides the fields of features"),
        (lambda plain: plain["profile"]["tolerances"].update(zz=1), "besides the fields of features"),
        (lambda plain: plain["changes"][0].update(why="x"), "besides the fields of features"),
        (
            lambda plain: plain["changes"][0]["new"]["position_a"][0].update(zz=1),
            "Operation 1 .* not written in the canonical form",
        ),
    ],
)
def test_what_stands_where_no_new_field_may_is_refused_with_a_sentence(change, said):
    with pytest.raises(DocumentRefused, match=said) as refusal:
        document_of(newer("a1", change))
    assert str(refusal.value).endswith(".")


def test_a_change_of_one_field_that_is_not_known_to_a_value_that_python_calls_equal_is_a_change():
    base = base_of(Project(Settings(title="Valley", side=Side.A), layers_with(with_further(segment(1), {"zz": 1}))))
    changed = with_further(segment(1), {"zz": True})
    made = change_set([Delta(base.features[0], changed)], settings_of(base, Side.A))
    assert made.changes[0].new == {"zz": True}
    assert deltas_of(through(made), layers_of(base))[0].new == changed


def test_one_of_the_words_for_what_a_feature_is_never_comes_in_as_a_new_field():
    for name in ("id", "kind", "line", "further"):
        with pytest.raises(DocumentRefused, match="can be modified"):
            document_of(newer("a1", lambda plain, name=name: plain["changes"][1]["new"].update({name: "x"})))
