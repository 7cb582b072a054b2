"""The reference room: what is known of threats, steps, platforms. Knows no case and no page."""
