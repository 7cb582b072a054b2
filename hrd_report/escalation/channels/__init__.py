"""The ways a notice leaves: one class for each, behind one small protocol. They keep nothing."""
