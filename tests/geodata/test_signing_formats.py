"""resources/formats/signatures.md says enough: a reader written from it alone agrees with the program."""

import base64
import hashlib
import io
import json
import re
import zipfile

import jsonschema
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from geodata.changes.container import identity
from geodata.changes.documents.key_record import Act, key_record
from geodata.changes.members import Signature, sealed
from geodata.changes.signing.signing import checked
from geodata.model.keys import PublicKey
from geodata.model.status import Side
from geodata.resources import resource
from tests.geodata.signing_keys import key, signature

PAGE = resource("formats", "signatures.md").read_text("utf-8")

# Made once by Debian's minisign 0.11, key and signature; they must stay good whatever becomes of the program.
DOCUMENT = '{"document":"changes","format":"confinia/1","title":"Vəlmora"}'.encode()
KEY = "RWQJr+oFpKeOwSo5c6yDu9fNtkF7q3/gP4Wrm2XieDS1d9V15z76zUu1"
SIGNATURE = b"""\
untrusted comment: signature from minisign secret key
RUQJr+oFpKeOwdN/iLRI611Ta1ZoRLg4MPPiuMGK3GWZ/ybQrCG7C8mEzj32+7yypmkELd0+yS2inQ0iQnmabe4dh0IrCqYPDw8=
trusted comment: confinia/1 changes 738c15840d1599ea5de7cfadb3695f701db06873161e462eef918b13ac3e3fea for side B
hRvv/6R2VGaXJYrYc/uo3bVIuZqu9sbwypKfbPqJBuLubVelFyId8TOFGabVcxGH5bv9B75QVnHTaYi/PY9zDw==
"""


def read_by_the_page(container: bytes, keys: dict[str, bytes]) -> list[str]:
    """Return the numbers of the keys whose signatures are good: the page, written down in Python."""
    with zipfile.ZipFile(io.BytesIO(container)) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    document, good = members["document.json"], []
    for name, data in members.items():
        if (found := re.fullmatch(r"signature-([ab])-([0-9a-f]{16})\.minisig", name)) is None:
            continue
        side, number = found[1].upper(), found[2]
        first, second, third, fourth, after = data.decode("ascii").split("\n")
        assert (first, after) == ("untrusted comment: signature from minisign secret key", "")
        head = base64.b64decode(second, validate=True)
        assert (len(head), head[:2], head[2:10][::-1].hex()) == (74, b"ED", number)
        told = json.loads(document)["document"]
        wanted = f"confinia/1 {told} {hashlib.sha256(document).hexdigest()} for side {side}"
        assert third == f"trusted comment: {wanted}"
        public = Ed25519PublicKey.from_public_bytes(keys[number])
        public.verify(base64.b64decode(fourth, validate=True), head[10:] + wanted.encode())
        public.verify(head[10:], hashlib.blake2b(document).digest())
        good.append(number)
    return good


def test_a_reader_of_the_page_agrees_about_who_signed():
    signatures = [signature(DOCUMENT), signature(DOCUMENT, Side.B)]
    keys = {one.id: one.raw for one in (key(), key(Side.B))}
    assert read_by_the_page(sealed(DOCUMENT, signatures), keys) == [one.key_id for one in signatures]
    swapped = {key().id: key(Side.B).raw, key(Side.B).id: key().raw}
    with pytest.raises(InvalidSignature):
        read_by_the_page(sealed(DOCUMENT, signatures), swapped)


def test_what_minisign_signed_then_is_good_today():
    public = PublicKey(text=KEY, side=Side.B)
    made = Signature(Side.B, "c18ea7a405eaaf09", SIGNATURE)
    assert public.id == made.key_id
    assert checked(made, DOCUMENT, "changes", identity(DOCUMENT), public) is made
    assert read_by_the_page(sealed(DOCUMENT, [made]), {public.id: public.raw}) == [public.id]


def test_the_page_shows_the_first_line_that_every_signature_has():
    assert f"`{SIGNATURE.decode().splitlines()[0]}`" in PAGE


def test_a_key_record_is_as_its_schema_says():
    schema = json.loads(resource("formats", "keys.schema.json").read_text("utf-8"))
    made = key_record(key(Side.A, 1), Act.CHANGE, key().id, "turn of office", 4, "ab" * 32)
    told = json.loads(made.data)
    jsonschema.validate(told, schema)
    assert {f"`{field}`" in PAGE for field in told if field not in ("document", "format")} == {True}
    for wrong in ({**told, "colour": "red"}, {**told, "act": "sold"}, {**told, "key": "RW"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)
