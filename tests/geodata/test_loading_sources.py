"""Reading files of others: every format, every script, and not a byte or a time changed."""

import sqlite3
from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.errors import FileDamaged, FileForeign, NotFound, Refused
from geodata.io import sources
from geodata.io.load_report import Note, Refusal
from geodata.io.source_table import Format, ReadOptions
from tests.geodata.source_files import IDS, NAMES, REGION, every_format, fingerprint, lines, write, write_csv


def test_every_format_gives_the_same_names_and_lines(tmp_path: Path) -> None:
    for ending, path in every_format(tmp_path).items():
        layer = sources.layers(path)[0]
        table = sources.read(path, layer.name)
        heading = next(name for name in table.columns if name.lower() == "name")
        assert table.columns[heading] == NAMES, ending
        assert len(table) == layer.rows == 4
        if ending != "gpx":
            flat = shapely.force_2d(table.geometries)
            assert shapely.equals_exact(flat, lines(), 1e-12).all(), ending
            assert table.columns["line_id"] == IDS


def test_a_source_is_the_same_afterwards(tmp_path: Path) -> None:
    every_format(tmp_path)
    before = fingerprint(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        if path.suffix not in {".dbf", ".shx", ".prj", ".cpg"}:
            sources.read(path, sources.layers(path)[0].name)
    assert fingerprint(tmp_path) == before


def test_a_source_is_read_from_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    made = every_format(tmp_path)
    _wal(made["gpkg"])
    before = fingerprint(tmp_path)
    for path in tmp_path.iterdir():
        path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        for path in made.values():
            assert len(sources.read(path, sources.layers(path)[0].name)) == 4
        assert fingerprint(tmp_path) == before
    finally:
        tmp_path.chmod(0o755)


def _wal(path: Path) -> None:
    """Put a GeoPackage into write-ahead mode, as a program that is not Confinia may leave it."""
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA journal_mode = WAL")
    db.close()


def test_a_geopackage_left_open_by_another_program_is_read_with_its_newest_rows(tmp_path: Path) -> None:
    path = write(tmp_path / "open.gpkg", lines())
    _wal(path)
    other = sqlite3.connect(path)
    other.create_function("ST_IsEmpty", 1, lambda _: 0)
    for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        other.create_function(name, 1, lambda _: 0.0)
    try:
        other.execute("UPDATE open SET name = 'written a moment ago' WHERE line_id = 's-1'")
        other.commit()
        assert path.with_name("open.gpkg-wal").stat().st_size > 0
        before = fingerprint(tmp_path)
        assert sources.read(path).columns["name"][0] == "written a moment ago"
        assert fingerprint(tmp_path) == before
    finally:
        other.close()


@pytest.mark.parametrize("cpg", ["UTF-8", "65001", None])
def test_a_shapefile_in_utf_8_keeps_four_scripts(tmp_path: Path, cpg: str | None) -> None:
    path = write(tmp_path / "utf.shp", lines(), encoding="UTF-8")
    path.with_suffix(".cpg").unlink()
    if cpg:
        path.with_suffix(".cpg").write_text(cpg)
    table = sources.read(path)
    assert table.columns["name"] == NAMES
    assert [remark.code for remark in table.remarks] == ([] if cpg else [Note.ENCODING])


def test_a_russian_shapefile_is_read_in_its_code_page(tmp_path: Path) -> None:
    words = ["Ёлка", "Граница", "й", "участок №2"]
    path = write(tmp_path / "ru.shp", lines(), {"line_id": IDS, "имя": words}, encoding="cp1251")
    assert sources.read(path).columns["имя"] == words
    path.with_suffix(".cpg").write_text("ANSI 1251")
    assert sources.read(path).columns["имя"] == words
    path.with_suffix(".cpg").unlink()
    with pytest.raises(Refused, match=r"Nothing says how the text in ru\.dbf is encoded"):
        sources.read(path)
    assert sources.read(path, options=ReadOptions(encoding="cp1251")).columns["имя"] == words


def test_an_encoding_that_is_not_known_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "odd.shp", lines(), encoding="UTF-8")
    path.with_suffix(".cpg").write_text("Klingon")
    with pytest.raises(Refused, match=r"odd\.cpg names an encoding that is not known"):
        sources.read(path)


def test_what_a_file_is_called_does_not_matter_but_what_it_is_does(tmp_path: Path) -> None:
    path = write(tmp_path / "lines.geojson", lines())
    renamed = path.rename(tmp_path / "lines.dat")
    assert sources.format_of(renamed) is Format.GEOJSON
    (tmp_path / "a.gpkg").write_text("<OGRVRTDataSource/>")
    with pytest.raises(FileForeign, match="none of GeoPackage"):
        sources.layers(tmp_path / "a.gpkg")
    with pytest.raises(NotFound):
        sources.layers(tmp_path / "missing.gpkg")
    (tmp_path / "b.dbf").write_bytes(b"\3" * 40)
    with pytest.raises(FileForeign, match=r"ends in \.shp"):
        sources.layers(tmp_path / "b.dbf")


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.geojson", b'{"type":"FeatureCollection","features":[{'), ("a.kml", b"<kml><Doc"), ("a.gpx", b"<gpx><wpt")],
)
def test_a_damaged_file_gets_a_sentence(tmp_path: Path, name: str, start: bytes) -> None:
    (tmp_path / name).write_bytes(start)
    with pytest.raises(FileDamaged, match=f"{name} cannot be read"):
        sources.layers(tmp_path / name)


def test_a_kml_with_several_folders_has_a_layer_for_each(tmp_path: Path) -> None:
    mark = "<Placemark><name>{}</name><Point><coordinates>45,40</coordinates></Point></Placemark>"
    folders = "".join(f"<Folder><name>{name}</name>{mark.format(name)}</Folder>" for name in NAMES)
    path = tmp_path / "several.kml"
    path.write_text(f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{folders}</Document></kml>', "utf-8")
    assert [layer.name for layer in sources.layers(path)] == NAMES
    assert sources.read(path, NAMES[2]).columns == {"Name": [NAMES[2]]}
    with pytest.raises(Refused, match="several layers; name one"):
        sources.read(path)
    with pytest.raises(NotFound, match="no layer X"):
        sources.read(path, "X")


def test_large_whole_numbers_stay_whole_beside_gaps(tmp_path: Path) -> None:
    path = tmp_path / "big.geojson"
    numbers = [9007199254740993, None, 9007199254740995]
    features = ",".join(
        f'{{"type":"Feature","properties":{{"n":{"null" if n is None else n},"b":true,"r":0.1}},'
        f'"geometry":{{"type":"Point","coordinates":[45,{40 + i}]}}}}'
        for i, n in enumerate(numbers)
    )
    path.write_text(f'{{"type":"FeatureCollection","features":[{features}]}}')
    columns = sources.read(path).columns
    assert columns["n"] == numbers
    assert columns["b"] == [True, True, True]
    assert columns["r"] == [0.1, 0.1, 0.1]


def test_curves_are_named_and_never_straightened(tmp_path: Path) -> None:
    plain, arc = shapely.to_wkb(shapely.LineString([(45, 40), (46, 41)])), _arc()
    for ending in ("gpkg", "fgb"):
        path = tmp_path / f"curves.{ending}"
        _write_blobs(path, [plain, arc])
        assert sources.read(path).unreadable == {1: (Refusal.CURVE, "it is a curve; only straight runs are taken")}, (
            ending
        )
    texts = [["WKT"], ["LINESTRING (45 40, 46 41)"], ["CIRCULARSTRING (45 40, 45.1 40.1, 45.2 40)"], ["LINE 3"]]
    found = sources.read(write_csv(tmp_path / "curves.csv", texts)).unreadable
    assert [found[row][0] for row in (1, 2)] == [Refusal.CURVE, Refusal.UNREADABLE]


def _arc() -> bytes:
    points = np.array([(45, 40), (45.1, 40.1), (45.2, 40)], dtype="<f8")
    return b"\1\x08\0\0\0\3\0\0\0" + points.tobytes()


def _write_blobs(path: Path, blobs: list[bytes]) -> None:
    from pyogrio import raw

    from tests.geodata.source_files import DRIVERS

    raw.write(
        path, np.array(blobs, dtype=object), [np.array([1, 2])], ["n"], geometry_type="Unknown", crs="EPSG:4326",
        driver=DRIVERS[path.suffix[1:]],
    )  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_however_it_is_written(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [["id", "name", "lon", "lat"]]
    rows += [[id_, name, f"45,{i}5", "40,25"] for i, (id_, name) in enumerate(zip(IDS, NAMES, strict=True))]
    table = sources.read(write_csv(tmp_path / "points.csv", rows, delimiter, encoding))
    assert table.columns == {"id": IDS, "name": NAMES}
    assert shapely.get_coordinates(table.geometries).tolist() == [[float(f"45.{i}5"), 40.25] for i in range(4)]
    assert table.as_read[0] == "45,05 40,25"


def test_a_csv_in_a_code_page_is_read_when_that_is_stated(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ru.csv", [["имя", "x", "y"], ["Ёлка", "45", "40"]], ";", "cp1251")
    with pytest.raises(Refused, match="is not utf-8; state its encoding"):
        sources.read(path)
    assert sources.read(path, options=ReadOptions(encoding="cp1251")).columns == {"имя": ["Ёлка"]}


def test_rows_of_a_csv_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    rows = [["id", "x", "y"], ["1", "45", "40"], ["2", "45", "40°66'00\""], ["3", "45"], ["4", "", ""]]
    table = sources.read(write_csv(tmp_path / "bad.csv", rows))
    assert table.unreadable == {
        1: (Refusal.UNREADABLE, "“40°66'00\"” has 66 minutes; they end at 59"),
        2: (Refusal.UNREADABLE, "it has 2 cells where the heading has 3"),
    }
    assert table.geometries[3] is None
    with pytest.raises(Refused, match="state a WKT column"):
        sources.read(write_csv(tmp_path / "none.csv", [["a", "b"], ["1", "2"]]))
    with pytest.raises(Refused, match="two columns called a"):
        sources.read(write_csv(tmp_path / "two.csv", [["a", "a"], ["1", "2"]]))


def test_only_the_first_rows_are_read_for_a_preview(tmp_path: Path) -> None:
    for path in every_format(tmp_path).values():
        assert len(sources.read(path, sources.layers(path)[0].name, ReadOptions(limit=2))) == 2


@pytest.mark.skipif(not REGION.exists(), reason="the regional data is not here")
def test_the_layers_of_the_regional_data_are_listed() -> None:
    found = {layer.name: (layer.geometry, layer.rows, layer.crs) for layer in sources.layers(REGION)}
    assert found["boundary_osm_10m"] == ("LineString", 188, "EPSG:4326")
    assert found["railways_osm"] == ("LineString", 4892, "EPSG:4326")
    assert found["settlements"] == ("Point", 1103, "EPSG:4326")
