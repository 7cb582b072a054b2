"""The desk for programs of staff: the same acts as its pages, as JSON."""
