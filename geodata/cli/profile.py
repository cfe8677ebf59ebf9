"""The family of verbs about the joint profile: show, ready, set, adopt, write, differences."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geodata.cli.output import say, say_json, say_table
from geodata.cli.profile_words import (
    Place,
    choice_facts,
    choice_row,
    facts,
    pin_facts,
    rows,
    say_pin,
    say_taken,
    told,
)
from geodata.cli.project import INPUT, JSON, PROJECT

if TYPE_CHECKING:
    from geodata.geometry.profile_ready import Draft
    from geodata.model.names import Name
    from geodata.model.profile import JointProfile, Tolerances

FILE = click.argument("file", type=INPUT)
_COLUMNS = ("operation", "name", "accuracy", "made for", "offset from the others")


@click.group()
def profile() -> None:
    """What both sides fix before they exchange a number: reference system, operations, tiers, names."""


@profile.command()
@FILE
@JSON
def show(file: Path, as_json: bool) -> None:
    """Show the joint profile of FILE: a project, a joint base, a change set, or a profile as JSON."""
    from geodata.io.profile_files import read_profile

    held, place, taken = read_profile(file), *_kept(file)
    if as_json:
        plain = _plain(held)
        pins = [pin_facts(held, pinned, place) for pinned in held.operations]
        say_json({**facts(held), "profile": plain, "operations": pins, "place": place, "taken": taken})
        return
    say(f"Joint profile of {file.name}")
    say_table(("what", "says"), rows(held))
    for pinned in held.operations:
        say_pin(held, pinned, place)
    for one in taken:
        say(f"taken {one['written']}, {one['whence']}: {one['sha256'][:12]}")


@profile.command()
@click.option("--at", default="Tavush, Goris, Meghri", show_default=True, help="Places by name, or one as LON,LAT.")
@JSON
def ready(at: str, as_json: bool) -> None:
    """List the joint profiles made ready for the region, and what each published operation does at a place."""
    from geodata.geometry.crs import reference_system
    from geodata.geometry.profile_ready import READY, choices

    places = _places(at)
    rows = [(name, crs, reference_system(crs).name, _pinning(crs)) for name, crs in READY.items()]
    found = {name: choices(READY["sk42-gk8"], place) for name, place in places.items()}
    if as_json:
        keys = ("profile", "crs", "name", "operation")
        listed = {name: [choice_facts(each) for each in each_at] for name, each_at in found.items()}
        say_json({"profiles": [dict(zip(keys, row, strict=True)) for row in rows], "operations": listed})
        return
    say_table(("profile", "crs", "reference system", "operation"), rows)
    for name, each_at in found.items():
        say(f"\nBetween SK-42 and WGS 84 at {name}".lstrip("\n") if name == next(iter(found)) else f"At {name}")
        say_table(_COLUMNS, map(choice_row, each_at))


@profile.command(name="set")
@PROJECT
@click.option("--from", "file", type=INPUT, help="Take all of it from a profile as JSON, a document or a project.")
@click.option("--crs", help="Joint reference system: EPSG:28408, wgs84, sk42-gk8, utm38n, or @FILE with WKT2.")
@click.option("--operation", help="The published operation between SK-42 and WGS 84 to pin, e.g. EPSG:1808.")
@click.option("--pin", "pins", multiple=True, help="SOURCE=OPERATION: an EPSG code or a PROJ pipeline for one system.")
@click.option("--language", "languages", multiple=True, help="A language of the joint work, e.g. hy; all are equal.")
@click.option("--name-a", "names_a", multiple=True, help="What side A is called: LANGUAGE=NAME.")
@click.option("--name-b", "names_b", multiple=True, help="What side B is called: LANGUAGE=NAME.")
@click.option("--t1", type=float, help="Up to how many metres a difference is rounding.")
@click.option("--t2", type=float, help="Up to how many metres it is transformation.")
@click.option("--t3", type=float, help="Up to how many metres it is the accuracy of maps.")
@click.option("--order", type=click.Choice(["by_session", "by_alphabet"]), help="Whose name stands first.")
@JSON
def set_(project: Path, file: Path | None, as_json: bool, **said: Any) -> None:
    """Change the joint profile of PROJECT, as far as it still can be.

    Without coordinates everything can change; with coordinates the reference system and unit stay; after a joint base
    the profile only changes by `profile adopt`.
    """
    from geodata.geometry.profile_ready import drafted
    from geodata.io.profile_files import read_profile
    from geodata.io.profile_keeping import read_otherwise, set_profile
    from geodata.io.store import Store

    with Store.open(project) as store:
        before = store.settings.profile
        ground = read_profile(file) if file is not None else before
        made = drafted(ground, _draft(said, ground))
        changed = set_profile(store, made, f"{file.name}, stated by side {store.settings.side}" if file else "")
        otherwise = [source.title for source in read_otherwise(store)]
    say_taken(before, made, changed, otherwise, as_json)


@profile.command()
@PROJECT
@click.argument("document", type=INPUT)
@JSON
def adopt(project: Path, document: Path, as_json: bool) -> None:
    """Give PROJECT the joint profile of DOCUMENT, a joint base or change set; both are shown."""
    from geodata.io.profile_keeping import adopt_profile, read_otherwise
    from geodata.io.store import Store

    with Store.open(project) as store:
        before = store.settings.profile
        changed = adopt_profile(store, document)
        after = store.settings.profile
        otherwise = [source.title for source in read_otherwise(store)]
    say_taken(before, after, changed, otherwise, as_json)


@profile.command()
@FILE
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The file to write, as JSON.")
@JSON
def write(file: Path, output: Path, as_json: bool) -> None:
    """Write the joint profile of FILE as JSON, for the other side to read and to start from."""
    from geodata.io.profile_files import read_profile, write_profile

    held = read_profile(file)
    write_profile(output, held)
    if as_json:
        say_json({**facts(held), "file": str(output)})
    else:
        say(f"Wrote {output.name}: {told(held)}")


@profile.command(epilog="Exit codes: 0 both say the same; 1 they differ.")
@click.argument("one", type=INPUT)
@click.argument("other", type=INPUT)
@JSON
def differences(one: Path, other: Path, as_json: bool) -> int:
    """Say where the joint profiles of ONE and OTHER differ: projects, documents or profiles as JSON."""
    from geodata.geometry.profiles import differences as apart
    from geodata.io.profile_files import read_profile

    first, second = read_profile(one), read_profile(other)
    found = apart(first, second)
    if as_json:
        rows = [dict(zip(("what", "one", "other"), row, strict=True)) for row in found]
        say_json({"one": facts(first), "other": facts(second), "differences": rows})
    elif found:
        say_table(("what", one.name, other.name), found)
    else:
        say(f"Both say the same: {told(first)}")
    return 1 if found else 0


def stated_profile(named: str, operation: str) -> "JointProfile":
    """Return the joint profile of a short name or a file; raise Refused when an operation must be chosen."""
    from geodata.errors import Refused
    from geodata.geometry.profile_ready import READY, made_ready
    from geodata.io.profile_files import read_profile

    if not named or named.lower() in READY or named.upper().startswith("EPSG:"):
        return made_ready(named or "wgs84", operation)
    if operation:
        raise Refused("A profile from a file pins its operations itself; leave --operation out.")
    return read_profile(Path(named))


def _plain(held: "JointProfile") -> dict[str, Any]:
    import msgspec

    plain: dict[str, Any] = msgspec.to_builtins(held)
    return plain


def _kept(file: Path) -> tuple[Place | None, list[dict[str, str]]]:
    """The place of a project or base, and where a project has its profile from; neither where there is none."""
    from geodata.changes.documents.base import Base, layers_of
    from geodata.geometry.profile_ready import place_of
    from geodata.io.documents import read_container, read_document
    from geodata.io.store_copy import opened_to_read
    from geodata.model.project import Project, Settings
    from geodata.model.status import Side

    start = read_container(file)[:16]
    if start.startswith(b"SQLite"):
        with opened_to_read(file) as store:
            taken = [{"sha256": one.sha256, "written": one.written, "whence": one.whence} for one in store.profiles()]
            return place_of(store.load()), taken
    document = read_document(file) if start.startswith(b"PK") else None
    if isinstance(document, Base):
        return place_of(Project(Settings(title="", side=Side.A, profile=document.profile), layers_of(document))), []
    return None, []


def _pinning(crs: str) -> str:
    from geodata.geometry.crs import on_world_datum
    from geodata.geometry.profile_ready import OPERATIONS

    listed = ", ".join(OPERATIONS)
    return f"nothing pinned, or {listed}" if on_world_datum(crs) else f"one of {listed}"


def _places(at: str) -> dict[str, Place]:
    """Places by name, or one by its degrees; raise Refused."""
    from geodata.errors import Refused
    from geodata.geometry.profile_ready import PLACES

    named = {name.lower(): name for name in PLACES}
    words = [word.strip() for word in at.split(",")]
    if all(word.lower() in named for word in words):
        return {named[word.lower()]: PLACES[named[word.lower()]] for word in words}
    try:
        longitude, latitude = map(float, words)
    except ValueError:
        longitude = latitude = 999.0
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        raise Refused(f"“{at[:60]}” is no place; name {', '.join(PLACES)}, or write LON,LAT in degrees: 45.03,41.05.")
    return {at: (longitude, latitude)}


def _draft(said: dict[str, Any], before: "JointProfile") -> "Draft":
    from geodata.geometry.profile_ready import Draft
    from geodata.model.profile import SideOrder

    return Draft(
        crs=_crs(said["crs"]),
        operation=said["operation"],
        pins=tuple(_pair(pin, "--pin", "EPSG:4326=EPSG:1808") for pin in said["pins"]),
        tolerances=_tolerances(said, before.tolerances),
        languages=said["languages"] or None,
        names_a=_names(said["names_a"], "--name-a"),
        names_b=_names(said["names_b"], "--name-b"),
        order=SideOrder(said["order"]) if said["order"] else None,
    )


def _crs(text: str | None) -> str | None:
    """A reference system as stated: a code, or the WKT2 in the file that is named behind an @."""
    if text is None or not text.startswith("@"):
        return text
    from geodata.geometry.profile_checks import LONGEST
    from geodata.io.documents import read_container
    from geodata.model.names import nfc

    return nfc(read_container(Path(text[1:]))[: LONGEST + 1].decode("utf-8-sig", errors="replace").strip())


def _pair(text: str, option: str, like: str) -> tuple[str, str]:
    from geodata.errors import Refused

    key, sign, value = text.partition("=")
    if not (sign and key.strip() and value.strip()):
        raise Refused(f"{option} is written like {like}.")
    return key.strip(), value.strip()


def _names(said: tuple[str, ...], option: str) -> "tuple[Name, ...] | None":
    from geodata.model.names import Name, nfc

    pairs = [_pair(text, option, "en=Northern side") for text in said]
    return tuple(Name(text=nfc(text), language=language) for language, text in pairs) or None


def _tolerances(said: dict[str, Any], before: "Tolerances") -> "Tolerances | None":
    from geodata.errors import Refused
    from geodata.model.profile import Tolerances

    held = (before.rounding_mm, before.transformation_mm, before.map_mm)
    wanted = [said["t1"], said["t2"], said["t3"]]
    if wanted == [None] * 3:
        return None
    if any(metres is not None and not 0 < metres < 10**6 for metres in wanted):
        raise Refused("A tolerance is a number of metres above nought.")
    chosen = [old if metres is None else round(metres * 1000) for metres, old in zip(wanted, held, strict=True)]
    return Tolerances(rounding_mm=chosen[0], transformation_mm=chosen[1], map_mm=chosen[2])
