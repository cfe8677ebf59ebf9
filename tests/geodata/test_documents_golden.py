"""Golden documents: the bytes that the other side's reader was written against stay what they are."""

import io
import json
import zipfile

import jsonschema
import pytest

from geodata.changes.comparing.compare import compare
from geodata.changes.documents.document import document_of, opened
from geodata.changes.members import sealed
from geodata.changes.signing.signing import check_all
from geodata.changes.verifying.verify import Checked, verified
from geodata.resources import resource
from tests.geodata.golden import make, throwaway_key, valley, valley_later
from tests.geodata.signing_keys import minisign, needs_minisign

GOLDEN = make.HERE
SCHEMA = {
    "base": "base",
    "a1": "changes",
    "b1": "changes",
    "key-a2": "keys",
    "a3": "changes",
    "b2": "changes",
    "merge": "merge",
    "base2": "base",
    "receipt-b": "receipt",
}
DOCUMENTS = [f"{name}.confinia" for name in SCHEMA]


def golden(name):
    return (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("name", [*DOCUMENTS, "comparison.json", "comparison.geojson"])
def test_what_is_written_today_is_what_was_written_then(name):
    assert make.golden()[GOLDEN / name] == golden(name)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_golden_document_reads_and_writes_as_it_is(name):
    found = opened(golden(name))
    again = sealed(
        type(found.document)(**_fields(found.document)).data, found.members.signatures, found.members.evidence
    )
    assert again == golden(name)


def _fields(document):
    return {name: getattr(document, name) for name in document.__struct_fields__}


def test_the_golden_documents_hang_together():
    report = verified([Checked(name, document_of(golden(name))) for name in DOCUMENTS])
    assert report.problem is None


def test_the_golden_documents_hold_no_private_note():
    assert b"shepherd" in (GOLDEN / "valley.py").read_bytes()
    for name in DOCUMENTS:
        assert b"shepherd" not in golden(name)
        assert b"private" not in golden(name)


@pytest.mark.parametrize("file", make.schema_files(), ids=lambda file: file.name)
def test_the_schemas_are_those_of_the_types(file):
    assert file.read_bytes() == make.schema_files()[file]


@pytest.mark.parametrize(("name", "schema"), SCHEMA.items())
def test_the_golden_documents_are_as_the_schemas_say(name, schema):
    with zipfile.ZipFile(io.BytesIO(golden(f"{name}.confinia"))) as held:
        document, manifest = (json.loads(held.read(member)) for member in ("document.json", "manifest.json"))
    jsonschema.validate(manifest, _schema("manifest.schema.json"))
    if document["format"] != "confinia/1":
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(document, _schema(f"{schema}.schema.json"))
        document = {**_without_colour(document), "format": "confinia/1"}
    jsonschema.validate(document, _schema(f"{schema}.schema.json"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "size": 3}, _schema(f"{schema}.schema.json"))


def _without_colour(value):
    if isinstance(value, dict):
        return {name: _without_colour(held) for name, held in value.items() if name != "colour"}
    return [_without_colour(held) for held in value] if isinstance(value, list) else value


def test_the_golden_signatures_are_good():
    for name, kind in (("key-a2", "keys"), ("a3", "changes")):
        found = opened(golden(f"{name}.confinia"))
        signed = check_all(
            found.members.signatures, found.document.data, kind, found.document.sha256, [throwaway_key.PUBLIC]
        )
        assert signed.by == (throwaway_key.PUBLIC,)


@needs_minisign
def test_minisign_verifies_a_golden_document_out_of_its_container(tmp_path):
    (tmp_path / "a.pub").write_text(f"untrusted comment: a\n{throwaway_key.PUBLIC.text}\n", "utf-8")
    with zipfile.ZipFile(io.BytesIO(golden("a3.confinia"))) as held:
        held.extractall(tmp_path)
    signature = f"signature-a-{throwaway_key.PUBLIC.id}.minisig"
    done = minisign(tmp_path, "-V", "-m", "document.json", "-x", signature, "-p", "a.pub")
    assert done.returncode == 0, done.stderr
    (tmp_path / "document.json").write_bytes((tmp_path / "document.json").read_bytes() + b" ")
    assert minisign(tmp_path, "-V", "-m", "document.json", "-x", signature, "-p", "a.pub").returncode != 0


def test_what_a_newer_version_said_is_in_the_next_base():
    base = document_of(golden("base2.confinia"))
    assert {feature.further for feature in base.features} == {"", valley_later.FURTHER}
    assert len(base.open) == 2


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


@pytest.mark.parametrize("page", ["README.md", "container.md", "base.md", "changes.md", "profile.md", "comparison.md"])
def test_the_formats_are_described_beside_the_program(page):
    assert resource("formats", page).read_text(encoding="utf-8").startswith("# ")


def test_the_annotated_example_is_the_golden_change_set():
    page = resource("formats", "changes.md").read_text(encoding="utf-8")
    example = json.loads(page.split("```json\n")[1].split("```")[0])
    with zipfile.ZipFile(io.BytesIO(golden("a1.confinia"))) as opened:
        assert example == json.loads(opened.read("document.json"))


def _schema(name):
    return json.loads(resource("formats", name).read_text(encoding="utf-8"))
