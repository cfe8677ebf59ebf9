"""A reader of `confinia/1` in plain Python; what it raises is a refusal. Who signed, `minisign -V` checks."""

import base64
import hashlib
import io
import json
import re
import struct
import sys
import zipfile
from itertools import accumulate, pairwise
from pathlib import Path
from unicodedata import is_normalized

KINDS = ("segment", "turning_point", "marker", "variant", "route", "source", "annotation", "alias")
FIELDS = {
    "base": "features heads number open previous profile title",
    "changes": "after base changes message of previous profile role sequence side title",
    "keys": "act key previous reason replaces sequence side",
    "receipt": "entries side title",
    "merge": "base by changes inputs open profile state title",
}
LISTS = {"position_a", "position_b", "names", "attributes", "sources"}
SIGNATURE = r"signature-([ab])-([0-9a-f]{16})\.minisig"
UNTRUSTED = "untrusted comment: signature from minisign secret key"


def need(holds, sentence):
    if not holds:
        raise ValueError(sentence)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as held, zipfile.ZipFile(again := io.BytesIO(), "w") as made:
        sizes = [info.file_size if info.compress_type == 0 else len(data) for info in held.infolist()]
        need(len(sizes) <= 1000 and sum(sizes) < len(data) <= 2**28, "it is too large")
        members = {name: held.read(name) for name in held.namelist()}
        for name, member in sorted(members.items()):
            need(re.fullmatch("[a-z0-9][a-z0-9._-]{0,119}", name), "a name is not allowed")
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            made.writestr(info, member)
    need(again.getvalue() == data, "it was packed in another way")
    listed = {name: sha256(member) for name, member in members.items() if name != "manifest.json"}
    need(members.pop("manifest.json") == canonical({"format": "confinia/1", "members": listed}), "a checksum differs")
    return members


def parsed(data):
    text = r'"(?:[^"\\]|\\.)*"'
    bare, texts = re.sub(text, "", data.decode()), re.findall(text, data.decode())
    numbers = re.findall(r"[^][{},:]+", re.sub("true|false|null", "", bare))
    need(all(re.fullmatch("-?[0-9]{1,16}", each) and abs(int(each)) < 2**53 for each in numbers), "a number is wrong")
    need(max(accumulate((sign in "[{") - (sign in "]}") for sign in bare)) <= 32, "it nests too deep")
    need(all(is_normalized("NFC", json.loads(each)) for each in texts), "a text is not in NFC")
    told = json.loads(data)
    need(canonical(told) == data, "it is not in the canonical form")
    version, names = re.fullmatch(r"confinia/1(\.[1-9]\d{0,3})?", told["format"]), FIELDS[told["document"]].split()
    missing, more = {*names} - told.keys(), told.keys() - {*names, "document", "format"}
    need(version and not missing and (version[1] or not more), "it is of a newer version, or has other fields")
    places = [(KINDS.index(one["kind"]), one["id"]) for one in told.get("features", told.get("changes", []))]
    need(all(before < after for before, after in pairwise(places)), "something is not in order")
    for item in told.get("open", []):
        said = [item[name] for name in ("conflict", "kind", "feature", "a", "b")]
        need(item["id"] == sha256(canonical(said))[:16], "an open item is not what its hash says")
    return told


def read(container):
    """Return the document in a container as JSON has it, its SHA-256, and what lies beside it by name."""
    members = unpacked(container)
    told, identity = parsed(members["document.json"]), sha256(members.pop("document.json"))
    need(sum(name.startswith("s") for name in members) <= 20, "it has too many signatures")
    for name, held in ((name, held) for name, held in members.items() if name != f"evidence-{sha256(held)}"):
        (side, key), lines = re.fullmatch(SIGNATURE, name).groups(), held.decode("ascii").split("\n")
        comment = f"trusted comment: confinia/1 {told['document']} {identity} for side {side.upper()}"
        need(lines[::2] == [UNTRUSTED, comment, ""], "a signature is of another document")
        head, tail = (base64.b64decode(line, validate=True) for line in lines[1::2])
        need([base64.b64encode(each).decode() for each in (head, tail)] == lines[1::2], "a signature is written wrong")
        need((len(head), head[:2], head[9:1:-1].hex(), len(tail)) == (74, b"ED", key, 64), "its key is another")
    return told, identity, members


def exchanged(name, held, gone, come):
    def key(one):
        said = (one.get("language"), one.get("used_by")) if name == "names" else one[0] if name == "attributes" else one
        return one["stretch"]["start"]["at"] if name.startswith("position") else said

    going, found, left = [canonical(entry) for entry in gone], [], list(come)
    need({*going} <= {canonical(entry) for entry in held}, f"what goes from {name} is not there")
    for entry in held:
        new = next((one for one in left if key(one) == key(entry)), None) if canonical(entry) in going else entry
        found += [] if new is None else [new]
        left = [one for one in left if one is not new]
    ordered = found + left if name in ("names", "attributes") else sorted(found + left, key=key)
    return ordered if any(canonical(entry) not in going for entry in held) else come


def laid(features, changes):
    """Return features, records by kind and id, after changes; and the hash of that state."""
    after = dict(features)
    for change in changes:
        key, old, new = (change["kind"], change["id"]), change.get("old", {}), change.get("new", {})
        held, names, whole = after.pop(key, {}), old.keys() | new.keys(), change["op"] != "modify"
        before, gone = ({name: one[name] for name in one if whole or name in names - LISTS} for one in (held, old))
        need(canonical(before) == canonical(gone) and (whole or held), f"{key} does not start from what is there")
        if not whole:
            lists = {each: exchanged(each, *(one.get(each, []) for one in (held, old, new))) for each in names & LISTS}
            new = {**{name: held[name] for name in held.keys() - names}, **new, **lists}
            new = {name: value for name, value in new.items() if name not in lists or value}
        for at, points, come in reversed(change["line"]["runs"] if "line" in change else ()):
            need(at >= 0 and new["line"][2 * at : 2 * at + len(points)] == points != come, f"a run at {at} of {key}")
            new["line"] = new["line"][: 2 * at] + come + new["line"][2 * at + len(points) :]
        numbers = struct.pack(f"<{len(new.get('line', []))}q", *new.get("line", []))
        need("line" not in change or sha256(numbers) == change["line"]["sha256"], f"the line of {key}")
        after.update({key: new} if new else {})
    order = sorted(after, key=lambda key: (KINDS.index(key[0]), key[1]))
    return after, sha256(canonical([after[key] for key in order]))


def together(containers):
    """Yield what there is to say of documents: what each is, how it hangs together with the others, what is open."""
    documents = {identity: told for told, identity, _ in map(read, containers)}
    links = [(told["side"], told["sequence"], name) for name, told in documents.items() if told.get("sequence")]
    links += [(h["side"], h["sequence"], h["sha256"]) for told in documents.values() for h in told.get("heads", [])]
    chain = {(side, number): name for side, number, name in links}
    need(all(chain[side, number] == name for side, number, name in links), "two documents of a side have one number")
    for name, told in documents.items():
        place, before = told.get("number", told.get("sequence", 0)), documents.get(told.get("previous"))
        need(before is None or before.get("number", before.get("sequence")) + 1 == place, "a link is missing")
        need(chain.get((told.get("side"), place - 1), told.get("previous")) == told.get("previous"), "a link is broken")
        yield f"{told['document']} {place or ''} {told.get('side', '')} {name}"
        yield from (f"  open: {item['conflict']} {item['kind']} {item['feature']}" for item in told.get("open", []))
        if told.get("base") in documents and not told.get("after"):
            features = {(one["kind"], one["id"]): one for one in documents[told["base"]]["features"]}
            state = laid(features, told["changes"])[1]
            need(told.get("state", state) == state, "the merge does not come to what it says")
            yield f"  fits its base and comes to {state}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(together(Path(name).read_bytes() for name in sys.argv[1:])) + "\n")
