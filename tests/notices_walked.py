"""Posts about notices that the walk over all forms does not get through with, and why."""

import channels_walked

NOT_TAKEN = {
    *channels_walked.NOT_TAKEN,
    "escalation.choose_way",  # nobody filled a notice without a gap
    "escalation.keep_addressee",  # no word is a number of days
    "escalation.keep_organisation",  # no word is a time zone
    "escalation.take_directory",  # no word is a directory
}
WALKED = {
    **channels_walked.WALKED,
    "escalation.send": "takes no word: a number and the digest of a text kept before",
    "escalation.follow": "takes no word: a way and an addressee of the directory",
    "escalation.take_out": "takes no word: the id of a case",
    "escalation.choose_files": "takes no word: ids of files",
}
AUDITED = {
    **channels_walked.AUDITED,
    "escalation.send": "needs a text without a gap: tests/escalation/test_sending.py",
    "escalation.follow": "needs a silence or a refusal: tests/escalation/test_following.py",
    "escalation.take_directory": "needs a file that fits: tests/escalation/test_knowing.py",
    "escalation.keep_addressee": "needs a form that fits: tests/escalation/test_addressee_form.py",
    "escalation.keep_organisation": "needs a time zone: tests/escalation/test_knowing.py",
    "escalation.take_out": "needs a notice for several cases: tests/escalation/test_together.py",
    "escalation.choose_files": "needs a safe copy: tests/escalation/test_enclosing.py",
    "escalation.choose_way": "needs a text without a gap: tests/escalation/test_every_way.py",
}
