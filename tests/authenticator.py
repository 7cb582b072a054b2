"""A passkey made of software, for tests: it can also do what no real one would."""

import base64
import hashlib
import hmac
import json
import os
import re
from dataclasses import dataclass, field
from html import unescape

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import encode_cbor

ORIGIN = "http://localhost"
_PRESENT, _VERIFIED, _CREDENTIAL = 0x01, 0x04, 0x40


def text(of: bytes) -> str:
    return base64.urlsafe_b64encode(of).rstrip(b"=").decode()


def asked_on(page: str) -> dict:
    """Return what a page asks the browser's passkeys."""
    found = re.search(r'data-options="([^"]*)"', page)
    assert found, "the page asks for no passkey"
    return json.loads(unescape(found[1]))


@dataclass
class Authenticator:
    """One passkey. `derives`: it has the extension `prf`. `verifies`: it checks its user."""

    derives: bool = True
    verifies: bool = True
    origin: str = ORIGIN
    uses: int = 0
    id: bytes = field(default_factory=lambda: os.urandom(20))
    _key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    _secret: bytes = field(default_factory=lambda: os.urandom(32))

    def create(self, asked: dict) -> dict[str, str]:
        """Answer `navigator.credentials.create` with the fields of our form."""
        numbers = self._key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        named = bytes(16) + len(self.id).to_bytes(2) + self.id + encode_cbor(public)
        data = self._data(asked["rp"]["id"], _CREDENTIAL) + named
        made = {
            "clientDataJSON": text(self._said("webauthn.create", asked["challenge"])),
            "attestationObject": text(
                encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
            ),
        }
        return self._form(made, asked)

    def get(self, asked: dict) -> dict[str, str]:
        """Answer `navigator.credentials.get` with the fields of our form."""
        said = self._said("webauthn.get", asked["challenge"])
        data = self._data(asked["rpId"], 0)
        signed = self._key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        shown = {
            "clientDataJSON": text(said),
            "authenticatorData": text(data),
            "signature": text(signed),
        }
        return self._form(shown, asked)

    def _said(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, host: str, more: int) -> bytes:
        self.uses += 1
        flags = _PRESENT | more | (_VERIFIED if self.verifies else 0)
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4)

    def _form(self, response: dict[str, str], asked: dict) -> dict[str, str]:
        sent = {"id": text(self.id), "rawId": text(self.id), "type": "public-key"}
        given = asked["extensions"]["prf"]["eval"]["first"]
        derived = text(hmac.digest(self._secret, given.encode(), "sha256")) if self.derives else ""
        return {"credential": json.dumps(sent | {"response": response}), "derived": derived}
