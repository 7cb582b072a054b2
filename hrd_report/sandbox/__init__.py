"""Looks into strangers' files in a process that has no network, no files and little time."""
