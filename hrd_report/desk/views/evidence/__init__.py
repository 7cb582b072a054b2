"""The pages about evidence. Nothing on them shows a file before somebody presses a button."""
