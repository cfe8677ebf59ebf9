"""What a joint profile may say: everything that arrives is either a profile that holds together or one sentence."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from geodata.changes.codec import canonical
from geodata.changes.documents.base import base_of
from geodata.changes.documents.document import decoded
from geodata.errors import ConfiniaError, InvalidFeature
from geodata.geometry.profile_ready import PLACES, READY, choices, made_ready
from geodata.geometry.profiles import check_profile, differences, named_grid, profile_bytes, profile_hash, ready_profile
from geodata.io.profile_files import LARGEST, profile_of, read_profile, write_profile
from geodata.model.grid import Unit
from geodata.model.names import Name
from geodata.model.profile import WGS84, JointProfile, PinnedOperation, SideOrder, Tolerances
from geodata.model.project import Project, Settings
from geodata.model.status import Side
from geodata.resources import resource

GK8 = made_ready("sk42-gk8", "EPSG:1808")
PIN = GK8.operation("EPSG:4326")
OWN = (
    'GEOGCRS["Joint datum",DATUM["Joint datum",ELLIPSOID["Krassowsky 1940",6378245,298.3]],CS[ellipsoidal,2],'
    'AXIS["latitude",north],AXIS["longitude",east],ANGLEUNIT["degree",0.0174532925199433]]'
)
OWN_PIPELINE = (
    "proj=pipeline step proj=unitconvert xy_in=deg xy_out=rad step proj=push v_3 step proj=cart ellps=WGS84 step inv "
    "proj=helmert x=25 y=-141 z=-78.5 step inv proj=cart ellps=krass step proj=pop v_3 step proj=unitconvert xy_in=rad "
    "xy_out=deg"
)


def with_pin(**changes: object) -> JointProfile:
    """The ready profile of zone 8 with something else pinned for WGS 84."""
    pins = [replace(each, **changes) if each.source == "EPSG:4326" else each for each in GK8.operations]
    return replace(GK8, operations=tuple(pins))


@pytest.mark.parametrize("name", READY)
@pytest.mark.parametrize("operation", ["EPSG:15865", "EPSG:1808", "EPSG:5044", "EPSG:1254"])
def test_every_ready_profile_holds_together(name: str, operation: str) -> None:
    profile = made_ready(name, operation)
    check_profile(profile)
    assert {each.code for each in profile.operations} == {operation}


def test_the_hash_is_that_of_the_profile_as_it_stands_in_a_document() -> None:
    named = replace(GK8, names_a=(Name(text="Ա", language="hy"),), languages=("hy", "az"))
    base = base_of(Project(Settings(title="", side=Side.A, profile=named)))
    assert b'"profile":' + profile_bytes(named) in base.data
    assert profile_bytes(named) == canonical(named)
    assert profile_hash(named) != profile_hash(GK8)


def test_a_datum_of_the_commissions_own_holds_with_its_parameters() -> None:
    own = ready_profile(OWN, "", (("EPSG:4326", OWN_PIPELINE),))
    assert own.unit is Unit.NANODEGREE
    assert own.ellipsoid == "Krassowsky 1940"
    with pytest.raises(InvalidFeature, match="does not say how"):
        ready_profile(OWN)


@pytest.mark.parametrize(
    "crs",
    [
        "EPSG:2230", "EPSG:4978", "EPSG:4979", "EPSG:9518", "EPSG:5705", "EPSG:4807", "EPSG:3031", "EPSG:2053",
        "EPSG:1", "epsg:4326", "EPSG:04326", " EPSG:4326", "EPSG:4326\n", "WGS 84", "OGC:CRS84", "", "4326",
        "urn:ogc:def:crs:EPSG::4326",
        "+proj=longlat +datum=WGS84", "+init=epsg:4326", "https://epsg.io/4326", "/etc/passwd", "file.wkt", "{}",
        'BOUNDCRS[SOURCECRS[GEOGCRS["x"]]]', "GEOGCRS[", "GEOGCRS[" * 2000, 'GEOGCRS["x"]' + " " * 30_000,
        OWN.replace("298.3", "1e-300"), OWN.replace("6378245", "1"), OWN.replace("6378245", "nan"),
        OWN.replace("6378245", "1e999"), OWN.replace("298.3", "-298.3"),
        OWN.replace('"Joint datum",DATUM', '"@x",DATUM'),
        OWN.replace("degree\",0.0174532925199433", "grad\",0.01570796326794897"), OWN.replace("north", "south"),
        'PROJCS["x",GEOGCS["x",DATUM["x",SPHEROID["x",6378137,298]]],EXTENSION["PROJ4","+proj=utm +nadgrids=@x"]]',
    ],
)  # fmt: skip
def test_what_cannot_be_measured_in_makes_no_grid(crs: str) -> None:
    for unit in (*Unit, "metre", ""):
        assert named_grid(crs, unit) is None
    with pytest.raises(InvalidFeature):
        check_profile(replace(GK8, crs=crs))


def test_the_unit_is_the_one_of_the_system() -> None:
    assert named_grid("EPSG:28408", Unit.NANODEGREE) is None
    assert named_grid("EPSG:4326", Unit.TENTH_MILLIMETRE) is None


@pytest.mark.parametrize(
    ("profile", "because"),
    [
        (replace(GK8, ellipsoid="WGS 84"), "Krassowsky"),
        (replace(GK8, operations=GK8.operations[:1]), "does not say how"),
        (replace(GK8, operations=GK8.operations[::-1]), "out of order"),
        (replace(GK8, operations=GK8.operations * 2), "out of order"),
        (replace(GK8, operations=(*GK8.operations, replace(PIN, source="EPSG:28408"))), "out of order|to itself"),
        (replace(GK8, tolerances=Tolerances(rounding_mm=7000)), "do not rise"),
        (replace(GK8, tolerances=Tolerances(rounding_mm=0)), "do not rise"),
        (replace(GK8, tolerances=Tolerances(map_mm=2 * 10**9)), "do not rise"),
        (replace(GK8, languages=("hy", "hy")), "ISO 639-1"),
        (replace(GK8, languages=("hyw",)), "ISO 639-1"),
        (replace(GK8, languages=tuple(a + b for a in "abcdefghij" for b in "abcdefghij")), "ISO 639-1"),
        (replace(GK8, names_a=(Name(text="x" * 500),)), "short line"),
        (replace(GK8, names_a=(Name(text=""),)), "short line"),
        (replace(GK8, names_b=(Name(text="two\nlines"),)), "short line"),
        (replace(GK8, names_b=(Name(text="e\u0301"),)), "short line"),
        (replace(GK8, names_b=(Name(text="x", language="English"),)), "no language"),
        (with_pin(pipeline="noop"), "ballpark"),
        (with_pin(name="Ballpark geographic offset"), "ballpark"),
        (with_pin(pipeline=PIN.pipeline.replace("cart ellps=WGS84", "hgridshift grids=a.tif")), "needs a file"),
        (with_pin(pipeline=PIN.pipeline + " nadgrids=x"), "needs a file"),
        (with_pin(pipeline="proj=defmodel model=x.json"), "needs a file"),
        (with_pin(pipeline="init=epsg:4326"), "no PROJ pipeline"),
        (with_pin(pipeline="urn:ogc:def:coordinateOperation:EPSG::15865"), "no PROJ pipeline"),
        (with_pin(pipeline='{"type":"Transformation"}'), "no PROJ pipeline"),
        (with_pin(pipeline="proj=../../x"), "no PROJ pipeline"),
        (with_pin(pipeline=""), "no PROJ pipeline"),
        (with_pin(pipeline="proj=pipeline " + "step proj=noop " * 3000), "no PROJ pipeline"),
        (with_pin(pipeline=PIN.pipeline.replace("lon_0=45", "lon_0=51")), "puts a place far"),
        (with_pin(pipeline=PIN.pipeline + " step proj=axisswap order=2,1"), "puts a place far"),
        (with_pin(accuracy_mm=-1), "cannot be"),
        (with_pin(code="EPSG:1808\n"), "cannot be"),
        (with_pin(source="EPSG:4326\0"), "neither an EPSG code"),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_refused_in_a_sentence(profile: JointProfile, because: str) -> None:
    with pytest.raises(InvalidFeature, match=because):
        check_profile(profile)


words = st.text(max_size=30) | st.sampled_from(
    ["EPSG:4326", "EPSG:28408", "EPSG:4284", "hy", PIN.pipeline, "noop", OWN]
)
pins = st.builds(
    PinnedOperation, source=words, pipeline=words, code=words, name=words, accuracy_mm=st.none() | st.integers()
)
names = st.builds(Name, text=words, language=words, used_by=words)
profiles = st.builds(
    JointProfile,
    crs=words,
    unit=st.sampled_from(Unit),
    ellipsoid=words | st.sampled_from(["WGS 84", "Krassowsky 1940"]),
    operations=st.lists(pins, max_size=3).map(tuple),
    tolerances=st.builds(Tolerances, rounding_mm=st.integers(), transformation_mm=st.integers(), map_mm=st.integers()),
    languages=st.lists(words, max_size=3).map(tuple),
    names_a=st.lists(names, max_size=2).map(tuple),
    names_b=st.lists(names, max_size=2).map(tuple),
    order=st.sampled_from(SideOrder),
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(profile=profiles | st.sampled_from([WGS84, GK8]))
def test_any_profile_passes_or_is_refused_and_nothing_else_happens(profile: JointProfile) -> None:
    try:
        check_profile(profile)
    except InvalidFeature:
        return
    assert named_grid(profile.crs, profile.unit) == profile.grid
    assert profile.grid.ellipsoid.a > 6_300_000


@settings(deadline=None, max_examples=150)
@given(
    text=words
    | st.recursive(words | st.integers() | st.none(), lambda x: st.lists(x) | st.dictionaries(words, x)).map(json.dumps)
)
def test_any_text_is_a_profile_or_a_sentence(text: str) -> None:
    with pytest.raises(ConfiniaError):
        profile_of(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 5_000,
        "9" * 10_000,
        " " * (LARGEST + 1),
        '{"crs":"EPSG:4326","crs":"EPSG:4326","unit":"1e-9 degree","ellipsoid":"WGS 84"}',
        '{"crs":"EPSG:4326","unit":"1e-9 degree","ellipsoid":"WGS 84","tolerance":{}}',
        '{"crs":"EPSG:4326","unit":"1e-9 degree","ellipsoid":"WGS 84","tolerances":{"rounding":1}}',
        '{"crs":"EPSG:4326","unit":"1e-9 degree","ellipsoid":"WGS 84","tolerances":{"rounding_mm":1e400}}',
        '{"crs":4326,"unit":"1e-9 degree","ellipsoid":"WGS 84"}',
        '{"crs":"EPSG:4326","unit":"1e-9 degree"}',
        "null",
        "",
    ],
    ids=lambda text: text[:12],
)
def test_hostile_json_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ConfiniaError) as problem:
        profile_of(text.encode())
    assert len(problem.value.sentence) < 400


def test_what_is_no_json_is_named_with_its_line_and_what_to_choose() -> None:
    with pytest.raises(ConfiniaError, match=r"not JSON, at line 2\. Choose a profile"):
        profile_of(b"{\ncrs: EPSG:28408}")


def test_a_profile_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    named = replace(GK8, names_b=(Name(text="Ə", language="az"),), order=SideOrder.BY_ALPHABET)
    write_profile(tmp_path / "joint.json", named)
    assert read_profile(tmp_path / "joint.json") == named
    write_profile(tmp_path / "joint.json", GK8)
    assert read_profile(tmp_path / "joint.json") == GK8


def test_another_file_is_not_overwritten_by_a_profile(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text("[1, 2]")
    with pytest.raises(ConfiniaError, match="was not touched"):
        write_profile(tmp_path / "list.json", GK8)
    assert (tmp_path / "list.json").read_text() == "[1, 2]"


@pytest.mark.parametrize(
    "crs", ["EPSG:4978", "+init=epsg:4326", "/etc/passwd", "GEOGCRS[" * 900, OWN.replace("6378245", "1")]
)
def test_a_document_that_names_a_hostile_system_is_refused(crs: str) -> None:
    base = base_of(Project(Settings(title="", side=Side.A)))
    data = base.data.replace(b'"crs":"EPSG:4326"', b'"crs":' + json.dumps(crs).encode())
    with pytest.raises(ConfiniaError):
        decoded(data)


def test_two_operations_of_one_name_are_told_apart_by_what_is_run() -> None:
    other = with_pin(pipeline=PIN.pipeline.replace("x=686.1", "x=686.2"))
    ((what, first, second),) = differences(GK8, other)
    assert what == "operation for EPSG:4326"
    assert ("x=686.1" in first, "x=686.2" in second) == (True, True)


def test_a_place_at_which_the_operations_are_compared_need_not_be_covered_by_them() -> None:
    assert not any(each.here for each in choices("EPSG:28408", (10.0, 50.0)))


def test_the_worked_example_of_the_formats_has_the_hash_that_is_told() -> None:
    text = resource("formats/profile.md").read_text("utf-8")
    (example,) = re.findall(r"^```json\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    plain = json.dumps(json.loads(example), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    told = re.findall(r"Its hash is `([0-9a-f]{64})`", text)
    assert [hashlib.sha256(plain).hexdigest()] == told == [profile_hash(profile_of(example.encode()))]


def test_the_guide_tells_the_offsets_as_they_are_measured() -> None:
    text = resource("help/profile.md").read_text("utf-8")
    for code in ("EPSG:1808", "EPSG:5044", "EPSG:1254"):
        (row,) = re.findall(rf"^\| {code} \|.*$", text, re.MULTILINE)
        cells = [float(cell) for cell in row.split("|")[4:7]]
        for metres, place in zip(cells, PLACES.values(), strict=True):
            (choice,) = [each for each in choices("EPSG:28408", place) if each.operation.code == code]
            assert choice.offsets["EPSG:15865"] == pytest.approx(metres, abs=0.051)
