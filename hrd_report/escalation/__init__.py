"""Notices to platforms: built from consented parts, sent once, chased. None without consent."""
