"""Write the golden files and the schemas anew: `python tests/geodata/golden/make.py`, from the project's root.

To be run only when the format changes on purpose: these bytes are what the other side's reader was written against.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]


def golden() -> dict[Path, bytes]:
    """Each golden file with its bytes."""
    from geodata.changes.comparing.compare import compare
    from geodata.changes.comparing.compare_beneath import below
    from geodata.changes.comparing.compare_hints import hinted
    from geodata.changes.comparing.compare_numbers import measured
    from geodata.changes.comparing.proposals import proposed
    from geodata.changes.documents.document import packed
    from geodata.reports.comparison_json import comparison_json, geojson_text
    from tests.geodata.golden import valley, valley_later

    base, a, b = valley.base(), valley.changes_of_a(), valley.changes_of_b()
    comparison = measured(proposed(hinted(compare(a, b, base)), a, b, base), below(base, [], base.profile))
    return {
        HERE / "base.confinia": packed(base),
        HERE / "a1.confinia": packed(a),
        HERE / "b1.confinia": packed(b),
        **{HERE / name: data for name, data in valley_later.containers().items()},
        HERE / "comparison.json": _text(comparison_json(comparison)),
        HERE / "comparison.geojson": geojson_text(comparison).encode(),
    }


def schema_files() -> dict[Path, bytes]:
    """Each schema file with its bytes."""
    from geodata.changes.documents.schemas import schemas

    return {ROOT / "resources" / "formats" / name: _text(schema) for name, schema in schemas().items()}


def _text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    for file, data in {**golden(), **schema_files()}.items():
        file.write_bytes(data)
        print(file.relative_to(ROOT), len(data), "bytes")
