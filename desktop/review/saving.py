"""Writing a comparison: one HTML file that needs nothing else, GeoJSON with the lines, or plain JSON."""

import json
from pathlib import Path

from geodata.cancel import Progress
from geodata.changes.comparing.comparison import Comparison
from geodata.errors import Refused
from geodata.io.views import write_view

ENDINGS = (".html", ".geojson", ".json")


def save_comparison(comparison: Comparison, path: Path, progress: Progress) -> Path:
    """Write a comparison by the ending of its name (a job); raise Refused for another ending, FileTrouble."""
    progress.step(f"Writing {path.name}", 0, 0)
    ending = path.suffix.lower()
    if ending in (".html", ".htm"):
        from geodata.reports.comparison_html import OPENING, comparison_html

        write_view(path, comparison_html(comparison).encode(), OPENING.encode())
    elif ending == ".geojson":
        from geodata.reports.comparison_json import GEOJSON_OPENING, geojson_text

        write_view(path, geojson_text(comparison).encode(), GEOJSON_OPENING.encode())
    elif ending == ".json":
        from geodata.reports.comparison_json import comparison_json

        text = json.dumps(comparison_json(comparison), ensure_ascii=False, indent=1)
        write_view(path, text.encode() + b"\n", b"{")
    else:
        raise Refused(f"{path.name} must end in {', '.join(ENDINGS)}.")
    return path
