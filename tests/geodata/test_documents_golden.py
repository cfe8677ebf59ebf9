"""Golden documents: the bytes that the other side's reader was written against stay what they are."""

import hashlib
import io
import json
import zipfile

import jsonschema
import pytest

from geodata.changes.base import Base
from geodata.changes.changeset import ChangeSet
from geodata.changes.compare import compare
from geodata.changes.document import document_of, packed
from geodata.changes.verify import Checked, verified
from geodata.resources import resource
from tests.geodata.golden import make, valley

GOLDEN = make.HERE
DOCUMENTS = ["base.confinia", "a1.confinia", "b1.confinia"]


def golden(name):
    return (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("name", [*DOCUMENTS, "comparison.json", "comparison.geojson"])
def test_what_is_written_today_is_what_was_written_then(name):
    assert make.golden()[GOLDEN / name] == golden(name)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_golden_document_reads_and_writes_as_it_is(name):
    assert packed(document_of(golden(name))) == golden(name)


def test_the_golden_documents_hang_together():
    report = verified([Checked(name, document_of(golden(name))) for name in DOCUMENTS])
    assert report.problem is None


def test_the_golden_documents_hold_no_private_note():
    assert b"shepherd" in (GOLDEN / "valley.py").read_bytes()
    for name in DOCUMENTS:
        assert b"shepherd" not in golden(name)
        assert b"private" not in golden(name)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_reader_of_plain_python_agrees(name):
    """What resources/formats/ tells another programmer to do, done with the standard library alone."""
    with zipfile.ZipFile(io.BytesIO(golden(name))) as opened:
        members = {member: opened.read(member) for member in opened.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    assert manifest["format"] == "confinia/1"
    assert manifest["members"] == {member: hashlib.sha256(data).hexdigest() for member, data in members.items()}
    data = members["document.json"]
    told = json.loads(data)
    assert json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == data
    ours = document_of(golden(name))
    assert hashlib.sha256(data).hexdigest() == ours.sha256
    if isinstance(ours, Base):
        assert [one["id"] for one in told["features"]] == [feature.id for feature in ours.features]
    else:
        assert isinstance(ours, ChangeSet)
        assert told["base"] == document_of(golden("base.confinia")).sha256


@pytest.mark.parametrize("file", make.schema_files(), ids=lambda file: file.name)
def test_the_schemas_are_those_of_the_types(file):
    assert file.read_bytes() == make.schema_files()[file]


@pytest.mark.parametrize(
    ("name", "schema"), [("base.confinia", "base"), ("a1.confinia", "changes"), ("b1.confinia", "changes")]
)
def test_the_golden_documents_are_as_the_schemas_say(name, schema):
    with zipfile.ZipFile(io.BytesIO(golden(name))) as opened:
        document, manifest = (json.loads(opened.read(member)) for member in ("document.json", "manifest.json"))
    jsonschema.validate(document, _schema(f"{schema}.schema.json"))
    jsonschema.validate(manifest, _schema("manifest.schema.json"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "colour": "red"}, _schema(f"{schema}.schema.json"))


def test_the_golden_comparison_is_as_its_schema_says():
    jsonschema.validate(json.loads(golden("comparison.json")), _schema("comparison.schema.json"))


def test_the_golden_comparison_has_each_verdict_where_it_should():
    comparison = compare(valley.changes_of_b(), valley.changes_of_a(), valley.base())
    assert [(item.label, item.kind, item.verdict.value) for item in comparison.items] == [
        ("TP 1", "turning_point", "different"),
        ("V-1", "position", "same"),
        ("V-1", "position", "different"),
        ("V-2", "variant", "different"),
        ("1", "marker", "only_b"),
        ("6d0c0a50-0000-4000-8000-000000000071", "annotation", "only_b"),
    ]


@pytest.mark.parametrize("page", ["README.md", "container.md", "base.md", "changes.md", "comparison.md"])
def test_the_formats_are_described_beside_the_program(page):
    assert resource("formats", page).read_text(encoding="utf-8").startswith("# ")


def test_the_annotated_example_is_the_golden_change_set():
    page = resource("formats", "changes.md").read_text(encoding="utf-8")
    example = json.loads(page.split("```json\n")[1].split("```")[0])
    with zipfile.ZipFile(io.BytesIO(golden("a1.confinia"))) as opened:
        assert example == json.loads(opened.read("document.json"))


def _schema(name):
    return json.loads(resource("formats", name).read_text(encoding="utf-8"))
