"""Mails that come in, read as data: pure functions over bytes. They fetch and keep nothing."""
