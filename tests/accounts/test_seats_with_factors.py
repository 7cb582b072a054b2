"""Outside a demo an invited person sets up a factor first; a void seat leaves none behind."""

from accounts.test_inviting import let_in, link, person, taken, words_of
from authenticator import Authenticator
from factors import send_passkey
from house import House
from sqlalchemy import select

from hrd_report.accounts.actions import admitting
from hrd_report.records.factors import Passkey
from hrd_report.records.people import PersonState


def test_the_seat_s_first_page_is_where_the_factor_is_made(house: House):
    client = taken(house.with_settings(demo=False), link(house))
    assert client.get("/account/words").location == "/login/factor"
    assert send_passkey(client, Authenticator()).location == "/account/factors?said=added"
    assert client.get("/account/words").status_code == 200
    assert let_in(house, "plover", words_of(house)).status_code < 400
    assert client.get("/desk/").status_code == 200


def test_a_void_seat_leaves_no_passkey_and_no_lock_behind(house: House):
    client = taken(house.with_settings(demo=False), link(house))
    send_passkey(client, Authenticator())
    words = words_of(house)
    for _ in range(admitting.MOST_TRIES):
        assert let_in(house, "plover", words[::-1]).status_code == 422
    assert person(house).state is PersonState.LEFT
    with house.services.database.reading() as session:
        assert session.scalars(select(Passkey)).all() == []
