"""The same thing, however it is written, has one normal form; what differs keeps its own."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hrd_report.desk.indicators import accounts, addresses, contacts, folding, hosts, texts
from hrd_report.desk.indicators.extracting import KINDS, Indicator, extract, normal

SAME_ADDRESS = [
    ("https://twitter.com/Troll_1/status/123?s=20&t=abc#m", "x.com/Troll_1/status/123"),
    ("hxxps://mobile[.]twitter[.]com/Troll_1/status/123/", "x.com/Troll_1/status/123"),
    ("https://youtu.be/dQw4w9WgXcQ?si=abc", "youtube.com/watch?v=dQw4w9WgXcQ"),
    ("http://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ", "youtube.com/watch?v=dQw4w9WgXcQ"),
    ("https://WWW.Evil.Example:443//a//b/?b=2&utm_source=x&a=1", "evil.example/a/b?a=1&b=2"),
    ("http://user:secret@evil.example/a", "evil.example/a"),
    ("evil (dot) example/a", "evil.example/a"),
    ("https://ev\u200bil.example/\u202ea", "evil.example/a"),
    ("https://bücher.example/%7euser", "xn--bcher-kva.example/~user"),
]


@pytest.mark.parametrize(("written", "form"), SAME_ADDRESS)
def test_an_address_has_one_form_however_it_is_broken_up(written, form):
    assert addresses.normal(written) == form


@pytest.mark.parametrize("written", ["", "no address", "http://", "file.txt", "1.2.3", "a..b"])
def test_what_is_no_address_has_no_form(written):
    assert addresses.normal(written) == ""


@given(st.text(max_size=30), st.text(max_size=30))
@example("evil.example", "/%25%41")
def test_a_normal_form_is_its_own(host, rest):
    once = addresses.normal(f"https://{host}{rest}")
    assert addresses.normal(once) == once
    assert folding.folded(folding.folded(rest)) == folding.folded(rest)
    assert folding.skeleton(folding.skeleton(rest)) == folding.skeleton(rest)
    assert hosts.normal(hosts.normal(host)) == hosts.normal(host)


@given(st.sampled_from(KINDS), st.text(max_size=80))
def test_whatever_somebody_types_keeps_its_form(kind, typed):
    once = normal(kind, typed)
    assert normal(kind, once) == once


@pytest.mark.parametrize(
    ("address", "account"),
    [
        ("https://x.com/@Troll_1", "x:troll_1"),
        ("https://twitter.com/i/status/1", ""),
        ("https://facebook.com/profile.php?id=100001&ref=x", "facebook:#100001"),
        ("https://www.facebook.com/people/Some-One/100002/", "facebook:#100002"),
        ("https://t.me/s/BadChannel/12", "telegram:badchannel"),
        ("https://youtube.com/channel/UCabcDEF", "youtube:#UCabcDEF"),
        ("https://bsky.app/profile/troll.bsky.social/post/3k", "bluesky:troll.bsky.social"),
        ("https://mastodon.social/@troll@other.example", "mastodon:troll@other.example"),
        ("https://news.example/@author", "mastodon:author@news.example"),
        ("https://evil.example/troll", ""),
    ],
)
def test_the_address_of_a_profile_names_its_account(address, account):
    assert accounts.of_address(addresses.normal(address)) == account


def test_look_alikes_stay_two_and_share_what_they_look_like():
    latin, cyrillic = accounts.named("x", "heron"), accounts.named("x", "hеrоn")  # noqa: RUF001
    assert latin != cyrillic
    assert len({folding.skeleton(accounts.name_of(one)) for one in (latin, cyrillic)}) == 1
    assert folding.skeleton("H_e.r0n") == folding.skeleton("heron") != folding.skeleton("merlin")


@pytest.mark.parametrize(
    "written", ["06 12 34 56 78", "0033612345678", "+33 (0)6 12 34 56 78", "٠٦١٢٣٤٥٦٧٨"]
)
def test_a_number_has_one_form_in_its_country(written):
    assert contacts.phones(f"call {written} now", "FR") == ("+33612345678",)


def test_mail_has_one_form_without_labels():
    assert contacts.mail("Some.One+tag@GoogleMail.com") == "someone@gmail.com"
    assert contacts.mails("write to a(at)evil[.]example!") == ("a@evil.example",)


def test_what_can_be_registered_is_told_from_what_everybody_is_under():
    assert hosts.registered("a.b.bbc.co.uk") == "bbc.co.uk"
    assert hosts.registered("bad.blogspot.com") == "bad.blogspot.com"


def test_everything_in_a_report_is_found_once():
    story = (
        "They wrote « She is a traitor and lives behind the market, go and find her » "
        "on hxxps://x[.]com/Troll_1 and t.me/badchannel , then @troll_1 called +33 6 12 34 56 78 "
        "from bad@evil.example #GetHer \uff03gether"
    )
    found = extract([story], ["https://twitter.com/troll_1"], region="FR")
    by_kind = {kind: [one.value for one in found if one.kind == kind] for kind in KINDS}
    assert by_kind["account"] == ["x:troll_1", "telegram:badchannel", "any:troll_1"]
    assert by_kind["phone"] == ["+33612345678"]
    assert by_kind["mail"] == ["bad@evil.example"]
    assert by_kind["hashtag"] == ["gether"]
    assert by_kind["domain"] == []
    assert "She is a traitor and lives behind the market, go and find her" in by_kind["text"]


@given(st.text(max_size=400), st.lists(st.text(max_size=60), max_size=3))
def test_any_words_can_be_looked_through(story, links):
    for one in extract([story], links, region="FR"):
        assert isinstance(one, Indicator)
        assert one.value


@given(st.text(min_size=0, max_size=300))
def test_a_text_is_like_itself_and_is_found_by_each_of_its_bands(text):
    signature = texts.signature(text)
    if signature is None:
        assert len(texts.normal(text)) < texts.SHORTEST
    else:
        assert texts.similarity(signature, signature) == 1
        assert len(set(texts.bands(signature))) == texts.BANDS


def test_an_account_of_five_megabytes_is_looked_through_in_its_first_part():
    found = extract(["word " * 1_000_000 + "#late"])
    assert [one.kind for one in found] == ["text"]
