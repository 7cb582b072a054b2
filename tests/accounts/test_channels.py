"""Accounts of apps and bridges: made by whoever looks after people, shown once, ended at once."""

import re

import pytest
from sqlalchemy import select

from hrd_report.records.acts import Act
from hrd_report.records.audit import AuditRow
from hrd_report.records.channels import ChannelAccount


def accounts(house) -> list[ChannelAccount]:
    with house.services.database.reading() as session:
        return list(session.scalars(select(ChannelAccount)))


def acts(house) -> list[Act]:
    with house.services.database.reading() as session:
        return list(session.scalars(select(AuditRow.act)))


@pytest.mark.parametrize("name", ["avocet", "plover"])
def test_an_administrator_and_a_lead_make_an_account_and_see_its_secret_once(house, name):
    client = house.client()
    token = house.sign_in(client, name)
    form = {"form_token": token, "name": "Tella-North", "kind": "tella"}
    made = client.post("/admin/channels/make", data=form)
    [secret] = re.findall(r"<code>([a-z0-9]{5}(?:-[a-z0-9]{5}){5})</code>", made.text)
    entry = {"username": "tella-north", "password": secret.upper().replace("-", " ")}
    assert house.client().post("/tella/login", json=entry).status_code == 200
    page = client.get("/admin/channels/").text
    assert secret not in page
    assert "tella-north" in page
    again = client.post("/admin/channels/make", data=form)
    assert (again.status_code, len(accounts(house))) == (422, 1)
    ended = {"form_token": token, "account": accounts(house)[0].id.hex()}
    assert client.post("/admin/channels/end", data=ended).status_code == 303
    assert house.client().post("/tella/login", json=entry).status_code == 401
    assert {Act.CHANNEL_MADE, Act.CHANNEL_ENDED} <= set(acts(house))


def test_a_bridge_with_a_key_of_its_own_shares_no_secret(house):
    client = house.client()
    form = {"form_token": house.sign_in(client, "avocet"), "name": "signal", "kind": "bridge"}
    made = client.post("/admin/channels/make", data=form | {"public": "whpk_" + "A" * 43 + "="})
    assert "whsec_" not in made.text
    assert f"/hooks/{accounts(house)[0].id.hex()}" in made.text
    shared = client.post("/admin/channels/make", data=form | {"name": "mail"})
    assert "whsec_" in shared.text
    wrong = client.post("/admin/channels/make", data=form | {"name": "x2", "public": "whpk_no"})
    assert wrong.status_code == 422
    assert len(accounts(house)) == 2
