"""Signed messages of a bridge: one conversation is one case, and nothing is kept twice."""

import base64
import json

import pytest
from canaries import Canaries, at_rest, in_folder, in_rows
from desk.desk_house import signed_in
from intake.door import cases, opened

from hrd_report.accounts.actions import channelling
from hrd_report.records.channels import ChannelKind
from hrd_report.vault.digests import hmac_sha256
from hrd_report.vault.signatures import SigningKey

HANDLE = "+33 1 99 00 12 34"


class Bridge:
    """A bridge as Standard Webhooks describes a sender."""

    def __init__(self, house, *, own_key: bool = False) -> None:
        self.house, self.client, self.key = house, house.client(), SigningKey.new()
        public = base64.b64encode(self.key.public_raw).decode()
        with house.services.database.writing() as session:
            self.account, secret = channelling.make(
                session, "signal", ChannelKind.BRIDGE, pepper=house.services.pepper,
                day=house.clock.now.date(), public=f"whpk_{public}" if own_key else "",
            )  # fmt: skip
        self.secret = base64.b64decode(secret.reveal().removeprefix("whsec_")) if secret else b""

    def signed(self, name: str, body: bytes, late: int = 0) -> dict[str, str]:
        at = str(int(self.house.clock.now.timestamp()) - late)
        signed = f"{name}.{at}.".encode() + body
        version, made = (
            ("v1", hmac_sha256(self.secret, signed))
            if self.secret
            else ("v1a", self.key.sign(signed))
        )
        spelt = f"v2,AAAA {version},{base64.b64encode(made).decode()}"
        return {"webhook-id": name, "webhook-timestamp": at, "webhook-signature": spelt}

    def post(self, name: str, text: str, conversation: str = HANDLE, late: int = 0, **headers: str):
        data = {"conversation": conversation, "text": text}
        body = json.dumps({"type": "message", "data": data}).encode()
        return self.client.post(
            f"/hooks/{self.account.id.hex()}",
            data=body,
            content_type="application/json",
            headers=self.signed(name, body, late) | headers,
        )


@pytest.mark.parametrize("own_key", [False, True])
def test_a_conversation_is_one_case_and_a_message_delivered_again_is_kept_once(house, own_key):
    bridge = Bridge(house, own_key=own_key)
    told = [("m1", "first"), ("m1", "first"), ("m2", "second"), ("m2", "second"), ("m1", "first")]
    kept = [
        bridge.post(name, text, late=late).json["kept"] for late, (name, text) in enumerate(told)
    ]
    assert kept == ["case", "nothing_new", "addition", "nothing_new", "nothing_new"]
    assert bridge.post("m3", "other", conversation="somebody else").json["kept"] == "case"
    assert len(cases(house)) == 2
    stories = {
        tuple(one.story.reveal() for one in (*found.reports, *found.additions))
        for found in (opened(house, case) for case in cases(house))
    }
    assert stories == {("first", "second"), ("other",)}


def test_the_desk_sees_that_the_channel_is_not_sealed_end_to_end(house):
    Bridge(house).post("m1", "words")
    desk, [case] = signed_in(house, "heron"), cases(house)
    desk.post(f"/desk/cases/{case.number}/take")
    assert "not sealed end to end" in desk.get(f"/desk/cases/{case.number}").text


def test_what_is_not_signed_now_by_this_bridge_is_refused(house):
    bridge = Bridge(house)
    assert bridge.post("m1", "x", late=299).status_code == 201
    assert bridge.post("m2", "x", late=-299).status_code == 201
    for refused in (
        bridge.post("m3", "x", late=301),
        bridge.post("m4", "x", late=-301),
        bridge.post("m5", "x", **{"webhook-id": "m6"}),
        bridge.post("", "x"),
        bridge.post("m7", "x", **{"webhook-signature": "v1,AAAA"}),
        bridge.post("m8", "x", **{"webhook-timestamp": "soon"}),
    ):
        assert (refused.status_code, refused.json["code"]) == (401, "no_account")
    with house.services.database.writing() as session:
        channelling.end(session, bridge.account.id, day=house.clock.now.date())
    assert bridge.post("m9", "x").status_code == 401
    assert house.client().post("/hooks/none", data=b"{}").status_code == 401
    assert len(cases(house)) == 1


def test_what_fits_no_message_is_named_and_too_much_is_refused(house):
    bridge = Bridge(house)
    assert bridge.post("m1", " ").json["errors"] == [{"pointer": "/text", "code": "missing"}]
    assert bridge.post("m2", "x" * 300_000).status_code == 413
    body = b'{"type": "ping", "data": {}}'
    answer = bridge.client.post(
        f"/hooks/{bridge.account.id.hex()}", data=body, content_type="application/json",
        headers=bridge.signed("m3", body),
    )  # fmt: skip
    assert answer.status_code == 422
    assert cases(house) == []


def test_neither_handle_nor_words_of_a_conversation_rest_in_clear(house, tmp_path):
    bridge, canaries = Bridge(house), Canaries()
    bridge.post(canaries.word("id"), canaries.word("text"), canaries.word("handle"))
    engine = house.services.database.engine
    assert in_rows(engine, canaries) == at_rest(engine, canaries) == {}
    assert in_folder(tmp_path, canaries) == {}
