"""Plots of released figures, drawn once, in a process of their own. Sees nothing exact."""
