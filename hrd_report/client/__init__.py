"""A client: checks whose keys it seals to, seals on its own machine, sends, resumes, reads answers.

For programs of others, and for the command `report`. Needs no instance and no database.
"""
