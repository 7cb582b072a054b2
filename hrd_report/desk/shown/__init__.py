"""Turns cases into what templates show: words, rows and bars. Opens and changes nothing."""
