"""Posts about ways and answers that the walk over all forms does not get through with, and why."""

_BY_HAND = "needs a text without a gap: tests/escalation/test_every_way.py"
_HOOK = "no word is an https address: tests/jobs/test_webhooks.py"
_COPY = "needs a notice that left and an archive: tests/escalation/test_public_copy.py"
_MAIL = "needs a mail that came: tests/jobs/test_answers_in.py"
WALKED = {
    "admin.end_platform_account": "takes no word: the id of an account",
    "admin.end_webhook": "takes no word: the id of a webhook",
    "admin.resume_webhook": "takes no word: the id of a webhook",
    "admin.rotate_webhook": "takes no word: the id of a webhook",
    "admin.end_former_key": "takes no word: the id of a webhook",
    "escalation.hand_over": _BY_HAND,
    "escalation.sent_by_hand": _BY_HAND,
    "escalation.publish": _COPY,
    "escalation.place_mail": _MAIL,
    "escalation.discard_mail": _MAIL,
}
AUDITED = {
    **WALKED,
    **dict.fromkeys(("admin.make_webhook", "admin.end_webhook", "admin.resume_webhook"), _HOOK),
    **dict.fromkeys(("admin.rotate_webhook", "admin.end_former_key"), _HOOK),
    "admin.take_platform_account": "no server is called so: tests/escalation/test_every_way.py",
    "admin.end_platform_account": "there is none: tests/escalation/test_every_way.py",
}
NOT_TAKEN = {"admin.make_webhook", "admin.take_platform_account"}
"""A server is https:// and a name: none is called by a word nobody knows."""
