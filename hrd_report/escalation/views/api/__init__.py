"""Escalations for programs of staff: the same acts as their pages, as JSON."""
