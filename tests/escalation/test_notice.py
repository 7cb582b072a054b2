import re
from dataclasses import replace

from escalation.documents_made import LETTER, NOTICE, REFERENCE, notices
from hypothesis import given

from hrd_report.escalation import wording
from hrd_report.escalation.notice import write
from hrd_report.i18n.catalogues import catalogue
from hrd_report.sealed import Plain

SAID = "\ue000"
END = "\ue001"
MARKED = replace(LETTER, say=lambda text: SAID + text + END)


def test_the_text_is_this_one():
    assert write(replace(NOTICE, kind="recovery"), LETTER).body == (
        "From: Réseau Aubépine, notices@aubepine.example\n"
        "To: Telegram\n"
        "Reference: HRD-7K2M-91QX\n"
        "Kind: Recovery of an account\n"
        "Urgency: Critical: life or safety is at risk\n"
        "Marking: TLP:AMBER+STRICT\n"
        "\n"
        "An account published a photograph.\n"
        "\n"
        "1. https://t.me/channel/41\n"
        "   Id: 41\n"
        "   We ask: Remove\n"
        "\n"
        "Your rule that applies: Sharing personal details\n"
        "\n"
        "Context: The word means more here.\n"
        "\n"
        "Harm and risk: People were called to go there.\n"
        "\n"
        "These recommended actions of the United States and the European Union for online "
        "platforms (11 March 2024) were not followed in full here:\n"
        f"Recommended action 8, “{REFERENCE.step('8').title}”.\n"
        "   We ask: Answer within two hours.\n"
        "\n"
        "We ask you to confirm receipt within 2 hours and to decide within 24 hours, with reasons "
        "for each item and a way to appeal.\n"
        "\n"
        "We write as an organisation, not as the person concerned.\n"
        "\n"
        "We believe in good faith that this notice is accurate and complete.\n"
        "\n"
        "Réseau Aubépine\n"
        "Answer to this message and keep HRD-7K2M-91QX in the subject.\n"
    )


def test_addresses_leave_whole():
    assert "https://t.me/channel/41" in write(NOTICE, LETTER).body


@given(notices())
def test_the_same_document_gives_the_same_text(notice):
    assert write(notice, LETTER).digest == write(notice, LETTER).digest


@given(notices())
def test_the_passages_are_the_body(notice):
    text = write(notice, LETTER)
    assert text.body == "\n\n".join(one.text for one in text.passages) + "\n"
    assert "\n" not in text.subject
    assert all(one.text for one in text.passages)


@given(notices())
def test_every_sentence_comes_from_the_document_the_directory_or_the_catalogue(notice):
    # The catalogue's sentences stand between marks; whatever else there is was typed or looked up.
    rest = write(notice, MARKED).body
    while SAID in rest:
        rest = re.sub(f"{SAID}[^{SAID}{END}]*{END}", "", rest)
    known = [
        notice.explanation,
        *(one.url for one in notice.items),
        Plain(LETTER.organisation),
        Plain(f"{LETTER.organisation}, {LETTER.address}"),
    ]
    for words in sorted(map(Plain.reveal, known), key=len, reverse=True):
        rest = rest.replace(wording.paragraphs(words), "")
    assert re.sub(r"[\s\d.]", "", rest) == ""


@given(notices())
def test_names_of_the_defender_stand_in_it_only_where_it_shows_a_name(notice):
    secret = replace(notice, identity_text=Plain("Amina Diallo"), explanation=Plain("It happened."))
    shown = "Amina Diallo" in write(secret, LETTER).body
    assert shown == (notice.identity in {"pseudonym", "real"})


def test_it_is_written_in_the_language_of_the_addressee():
    french = write(NOTICE, replace(LETTER, say=catalogue("fr").gettext)).body
    assert "Nous demandons" in french
    assert "We ask" not in french
