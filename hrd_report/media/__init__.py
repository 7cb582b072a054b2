"""Kinds of files, and copies of pictures without hidden data. Decodes no pixel, unpacks nothing."""
