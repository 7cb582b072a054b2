"""Posts about notices that the walk over all forms does not get through with, and why."""

WALKED = {
    "escalation.send": "takes no word: a number and the digest of a text kept before",
    "escalation.answer": "takes no word: yes or no",
    "escalation.follow": "takes no word: a way and an addressee of the directory",
    "escalation.looked": "takes no word: numbers of items",
}
AUDITED = {
    "escalation.send": "needs a text without a gap: tests/escalation/test_sending.py",
    "escalation.follow": "needs a silence or a refusal: tests/escalation/test_following.py",
    "escalation.looked": "needs a decision: tests/escalation/test_following.py",
}
