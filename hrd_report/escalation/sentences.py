"""The sentences for stable codes: what is missing, what a mail server said. Decides nothing."""

from typing import Final

from hrd_report.i18n.marks import N_

Remedy = tuple[str, str, str, str]
"""What is missing, what follows, where it is mended (`edit#…` or `case`), the link's words."""

_FILL: Final = N_("Fill it in")
_CONSENTS: Final = N_("Look at the consents")

PROBLEMS: Final[dict[str, Remedy]] = {
    "no_consent": (
        N_("There is no consent to write here."),
        N_("Ask for it first."),
        "case",
        _CONSENTS,
    ),
    "consent_withdrawn": (
        N_("The consent was withdrawn."),
        N_("Nothing leaves without a new one."),
        "case",
        _CONSENTS,
    ),
    "consent_expired": (
        N_("The consent has run out."),
        N_("Ask for a new one."),
        "case",
        _CONSENTS,
    ),
    "name_not_consented": (
        N_("The consent does not cover a name."),
        N_("Write in the name of the organisation, or ask for that consent."),
        "edit#identity",
        N_("Change whose name shows"),
    ),
    "other_consent": (
        N_("A consent is missing in another case of this notice."),
        N_("Ask for it there, or take that case out."),
        "#together",
        N_("See which"),
    ),
    "other_closed": (
        N_("A case of this notice is closed to you."),
        N_("Somebody who can open all of them may send it; or take it out."),
        "#together",
        N_("See which"),
    ),
    "no_second_person": (
        N_("Nobody else has read it."),
        N_("A name, a strict marking or an answer at the side asks for a second person."),
        "",
        "",
    ),
    "no_name": (N_("The name to show is missing."), "", "edit#identity_text", _FILL),
    "name_in_text": (
        N_("The text names the defender."),
        N_("The consent does not cover that."),
        "edit#explanation",
        N_("Take it out"),
    ),
    "no_address": (
        N_("There is no e-mail address."),
        N_("The directory knows none. Enter one, or use the form of the platform by hand."),
        "edit#address",
        N_("Enter it"),
    ),
    "bad_address": (N_("The e-mail address is not one."), "", "edit#address", N_("Mend it")),
    "no_subject": (N_("The subject is empty."), "", "edit#subject", _FILL),
    "no_explanation": (N_("The explanation is empty."), "", "edit#explanation", _FILL),
    "no_harm": (N_("Harm and risk are missing."), "", "edit#harm", _FILL),
    "no_clause": (N_("Rule and clause are missing."), "", "edit#clause", N_("Name the rule")),
    "no_law": (N_("The law is missing."), "", "edit#clause", N_("Name the law")),
    "no_item": (N_("There is no item."), N_("A notice names exact addresses."), "edit#url", _FILL),
    "bad_item": (N_("An item has no exact address."), "", "edit#url", N_("Mend it")),
    "placeholder": (N_("A place is not filled yet."), "", "edit#explanation", _FILL),
    **{
        code: (strong, then, "way", N_("Choose the way"))
        for code, strong, then in (
            ("no_way", N_("This way does not lead to them."), ""),
            ("no_account", N_("No account of the organisation is chosen."), ""),
            ("no_reason", N_("Their own category is not chosen."), ""),
            ("no_rules", N_("No rule of their server is named."), ""),
            ("no_target", N_("Who receives it is missing."), ""),
            ("no_key", N_("Their key is missing."), ""),
            ("bad_key", N_("Their key is not one."), N_("Copy the whole block of a public key.")),
            ("key_expired", N_("Their key has run out."), N_("Ask them for a newer one.")),
            ("key_revoked", N_("Their key was revoked."), N_("Ask them for a newer one.")),
            ("too_long_here", N_("The words are too many for their program."), N_("Shorten them.")),
            ("not_theirs", N_("An item does not lie at this platform."), ""),
        )
    },
    "no_files_here": (
        N_("This way carries no files."),
        N_("E-mail to a known key does, and a sealed package."),
        "way",
        N_("Choose the way"),
    ),
    "files_need_key": (
        N_("No key of theirs is known: nothing of evidence leaves unsealed."),
        N_("Enter their OpenPGP or age key, or let the files stay."),
        "way",
        N_("Enter it"),
    ),
    "files_not_consented": (
        N_("The consent does not cover these files."),
        N_("What shows the defender goes only where the name may go; a partner needs its own."),
        "case",
        _CONSENTS,
    ),
    "files_not_consented_there": (
        N_("The consent of another case does not cover its files."),
        N_("What shows the defender goes only where the name may go; a partner needs its own."),
        "#together",
        N_("See which"),
    ),
    **{
        code: (strong, then, "files", N_("Choose the files"))
        for code, strong, then in (
            (
                "original_inside",
                N_("No original goes into a report that programs read, but a text."),
                N_("Copies do. Of a text that nothing seals, nothing goes."),
            ),
            (
                "file_not_bare",
                N_("A file is not marked TLP:GREEN or freer, or shows more than the attack."),
                N_("It goes only sealed."),
            ),
            (
                "files_bare_show",
                N_("What shows who the defender is never leaves unsealed."),
                N_("Let it stay, or enter their key."),
            ),
            ("original_by_hand", N_("No original goes into a package."), N_("Copies do.")),
            ("file_gone", N_("A file is not there any more."), ""),
            ("file_changed", N_("A file is not what was chosen."), N_("Choose it once more.")),
            (
                "file_not_captured",
                N_("Nobody recorded how it was captured."),
                N_("Its custody sheet says so first."),
            ),
            (
                "file_stays",
                N_("Intimate pictures and pictures of minors never leave."),
                N_("An address or a hash is enough."),
            ),
            ("file_marked", N_("Its marking keeps it here."), ""),
            ("file_no_copy", N_("It has no copy without hidden data yet."), N_("Look at it once.")),
            ("file_holds_cookies", N_("It holds cookies of somebody’s session."), ""),
            (
                "file_not_approved",
                N_("An original waits for its approval."),
                N_("Whoever asked for it sends it, within a day, once."),
            ),
        )
    },
    "not_captured": (
        N_("An item is not captured yet."),
        N_("Once the platform acts, nobody can show it any more."),
        "evidence",
        N_("Capture it, or take it out"),
    ),
    "no_mandate": (
        N_("There is no mandate."),
        N_("Only with one do we act as a representative."),
        "case",
        _CONSENTS,
    ),
    "marking_forbids": (
        N_("The marking of the case forbids it."),
        N_("Change the marking of the case first, with those who set it."),
        "triage",
        N_("Look at the marking"),
    ),
    "art16": (
        N_("Art. 16 asks for more."),
        N_("What is missing stands at the side."),
        "#art16",
        N_("See what"),
    ),
    "questions_open": (
        N_("Questions are not answered yet."),
        N_("They stand at the side."),
        "#before",
        N_("Answer them"),
    ),
    "question_stops": (
        N_("An answer does not let it leave."),
        N_("Change the notice, not the answer."),
        "#before",
        N_("Look at it"),
    ),
    "no_outbox": (N_("This machine has no outbox."), N_("Ask an administrator."), "", ""),
}

DELIVERY: Final = {
    "no_server": N_("No mail server is set. Ask an administrator; it leaves by itself after that."),
    "unreachable": N_("The mail server could not be reached."),
    "timeout": N_("The mail server did not answer in time."),
    "not_private": N_("The mail server offered no safe line. Nothing was said to it."),
    "refused_login": N_("The mail server refused our password. Ask an administrator."),
    "refused_sender": N_("The mail server refused our own address."),
    "refused_recipient": N_("The mail server refused the address of the platform. Check it."),
    "rejected": N_("The mail server refused the message."),
    "damaged": N_("The message in the outbox is damaged. Make a draft of it and send it again."),
    "no_answer": N_("It was handed over and nobody answered: it may have arrived."),
    "bad_key": N_("Their key takes no encryption. Nothing was sent in clear instead."),
    "key_expired": N_("Their key has run out. Nothing was sent in clear instead."),
    "key_revoked": N_("Their key was revoked. Nothing was sent in clear instead."),
    "no_account": N_("The account of the organisation is over. Choose another one."),
    "bad_server": N_("The address of their server is not one. Ask an administrator."),
    "redirected": N_("Their server sent us elsewhere. We do not follow."),
    "too_often": N_("Their server takes no more for now. It waits as long as they ask."),
    "refused_content": N_("Their server refused the report. Look at each item."),
    "not_found_there": N_("Their server does not find an item. It may be gone."),
    "broken_there": N_("Their server failed."),
    "bounced_address": N_("It came back: there is no such address."),
    "bounced_full": N_("It came back: their mailbox is full."),
    "bounced_policy": N_("It came back: their mail server refuses it."),
    "bounced_other": N_("It came back."),
    "delayed": N_("It is still on its way: their mail server was not reached yet."),
    "sent_again": N_("Handed over twice after a break, under one Message-ID: it may show twice."),
}

MAILS: Final = {
    "no_token": N_("It names no message of ours."),
    "wrong_token": N_("It names a message that was never ours."),
    "other_sender": N_("It names a message of ours, but comes from elsewhere."),
    "not_proved": N_("Our mail server could not prove who sent it."),
    "bounce_of_nothing": N_("Something came back, and nobody can say what."),
}

FIELDS: Final = {
    "missing": N_("Choose one."),
    "unknown": N_("Choose one."),
    "invalid": N_("We could not read this."),
    "too_long": N_("This is too long. Shorten it."),
    "too_many": N_("These are too many for one notice. Write a second one."),
    "no_address": N_("This is not an exact address. It begins with https:// or http://."),
    "bad_day": N_("This day cannot be: it lies before the draft or after today."),
    "bad_key": N_("This is not one public key. Copy its whole block."),
    "too_much": N_("Together this is too much for one message. Choose fewer."),
    "damaged": N_("A file cannot be read. Check it on its own page."),
    "each_item": N_("Choose a decision for each item."),
}
