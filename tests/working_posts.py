"""What the walks over all posts leave to tests/desk/test_working.py, and why. Checks nothing."""

WORDLESS = {
    **dict.fromkeys(
        ("desk.undo_many", "desk.take_up"),
        "takes no word: numbers, a day; tests/desk/test_working.py",
    ),
    "accounts.end_other_sessions": "takes no word",
    "accounts.end_token": "takes no word: the id of a token",
    "accounts.remove_code": "takes no word",
    "accounts.remove_passkey": "takes no word: the id of a passkey",
    "desk.move": "takes no word: the id of a team",
    "intake.begin_upload": "takes no word",
}
NEED_MORE = {
    "desk.download_copy": "takes no word; needs a picture: tests/desk/test_copies_of_pictures.py",
    "desk.view_exhibit": "takes no word; needs a picture: tests/desk/test_evidence_pages.py",
    **dict.fromkeys(
        ("desk.approve_export", "desk.ask_export", "desk.refuse_export", "desk.take_export"),
        "needs two people and a consent: tests/desk/test_evidence_leaves.py",
    ),
}
GIVE_AWAY = ("desk.decline", "desk.assign")
AUDITED_ELSEWHERE = {
    **dict.fromkeys(
        ("desk.act_on_many", "desk.decline", "desk.keep_hours"),
        "needs a case of one's own, or a lead: tests/desk/test_working.py",
    ),
    **dict.fromkeys(
        ("desk.take_up", "desk.undo_many"),
        "needs a case that was put off or taken: tests/desk/test_working.py",
    ),
}
NOT_AUDITED = dict.fromkeys(
    ("desk.save_view", "desk.remove_view"),
    "which lists somebody likes to see touches no case",
)
