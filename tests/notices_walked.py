"""Posts about notices that the walk over all forms does not get through with, and why."""

import channels_walked

NOT_TAKEN = channels_walked.NOT_TAKEN
WALKED = {
    **channels_walked.WALKED,
    "escalation.send": "takes no word: a number and the digest of a text kept before",
    "escalation.answer": "takes no word: yes or no",
    "escalation.follow": "takes no word: a way and an addressee of the directory",
    "escalation.looked": "takes no word: numbers of items",
    "escalation.confirm_route": "takes no word: the number of a way",
    "escalation.keep_organisation": "for whoever leads: tests/escalation/test_knowing.py",
}
AUDITED = {
    **channels_walked.AUDITED,
    "escalation.send": "needs a text without a gap: tests/escalation/test_sending.py",
    "escalation.follow": "needs a silence or a refusal: tests/escalation/test_following.py",
    "escalation.looked": "needs a decision: tests/escalation/test_following.py",
    "escalation.take_directory": "needs a file that fits: tests/escalation/test_knowing.py",
    "escalation.confirm_route": "needs the page as it is: tests/escalation/test_knowing.py",
    "escalation.keep_organisation": "needs a time zone: tests/escalation/test_knowing.py",
}
