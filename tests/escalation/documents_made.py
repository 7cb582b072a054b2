"""Notices made by hand or by chance, and a letter that shows what the catalogue said."""

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from hrd_report.documents.escalations import Enclosed, NoticeDocument, NoticeItem, Way
from hrd_report.escalation.checks import Case
from hrd_report.escalation.notice import Letter
from hrd_report.escalation.standing import Standing
from hrd_report.records.cases import ConsentState
from hrd_report.reference.load import load
from hrd_report.sealed import Plain
from hrd_report.vault import recipients
from hrd_report.vault.keys import Key

NOW = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)
REFERENCE = load()
LETTER = Letter("Réseau Aubépine", "notices@aubepine.example", REFERENCE, lambda text: text)
CONSENT = Standing(
    id="c0",
    purpose="notice_anonymous",
    platform="telegram",
    identity="organisation",
    state=ConsentState.GIVEN,
    day=NOW.date(),
    until=NOW + dt.timedelta(days=90),
)
NAMED = replace(CONSENT, id="c1", purpose="notice_identified", identity="real")
ANSWERS = {
    one.id: one.needs or ("no" if one.second == "yes" else "yes")
    for one in REFERENCE.send_questions
}
NOTICE = NoticeDocument(
    platform="telegram",
    address="abuse@murmur.example",
    kind="terms",
    language="en",
    subject=Plain("A post that shows a home address"),
    explanation=Plain("An account published a photograph."),
    context=Plain("The word means more here."),
    clause=Plain("Sharing personal details"),
    harm=Plain("People were called to go there."),
    items=(
        NoticeItem(url=Plain("https://t.me/channel/41"), action="remove", object_id=Plain("41")),
    ),
    identity="organisation",
    identity_text=Plain(""),
    consents=("c0",),
    steps=("8",),
    asks=(Plain("Answer within two hours."),),
    urgency="critical",
    reference="HRD-7K2M-91QX",
    by="heron",
    at=NOW,
    answers=ANSWERS,
)
FILE = Enclosed(
    file="00" * 16,
    number="E1",
    form="copy",
    name="E1-1.jpg",
    media_type="image/jpeg",
    size=4096,
    sha256="5e" * 32,
    place=1,
)
TO_AGE = Way(key=recipients.encode(Key.from_seed(bytes(32)).public))
CASE = Case(tlp="amber", pap="green", uncaptured=frozenset())

words = st.text(max_size=80).map(Plain)
web = st.from_regex(r"https://[a-z]{1,12}\.example/[A-Za-z0-9/_-]{0,20}", fullmatch=True)
item = st.builds(
    NoticeItem,
    url=web.map(Plain),
    action=st.sampled_from([one.id for one in REFERENCE.requested_actions]),
    object_id=words,
)


@st.composite
def notices(draw: st.DrawFn) -> NoticeDocument:
    """Make any notice whose codes exist."""
    steps = draw(st.lists(st.sampled_from([str(n) for n in range(1, 11)]), max_size=3, unique=True))
    return replace(
        NOTICE,
        kind=draw(st.sampled_from([one.id for one in REFERENCE.notice_kinds])),
        subject=draw(words),
        explanation=draw(words),
        context=draw(words),
        clause=draw(words),
        harm=draw(words),
        items=tuple(draw(st.lists(item, max_size=3))),
        identity=draw(st.sampled_from(["none", "organisation", "pseudonym", "real"])),
        identity_text=draw(words),
        steps=tuple(steps),
        asks=tuple(draw(st.lists(words, min_size=len(steps), max_size=len(steps)))),
        urgency=draw(st.sampled_from(["critical", "high", "normal"])),
        enclosed=draw(st.sampled_from([(), (FILE,), (replace(FILE, form="original"), FILE)])),
        way=draw(st.sampled_from([Way(), TO_AGE])),
        approved_by=draw(st.sampled_from([None, "heron", "plover"])),
    )
