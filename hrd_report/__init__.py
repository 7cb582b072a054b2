"""Defenders report online threats, caseworkers escalate them, analysts count without naming."""
