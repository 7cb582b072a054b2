"""What the desk does with evidence: preserve, describe, look safely, let out. Shows no page."""
