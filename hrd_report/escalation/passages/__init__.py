"""The passages of a notice, by what they are about. They make text, and send none."""
