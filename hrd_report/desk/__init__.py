"""The caseworkers' room: opens, triages, answers. Opens only what the person was granted."""
