"""What may be done with an escalation. Takes a session, commits nothing, knows no request."""
