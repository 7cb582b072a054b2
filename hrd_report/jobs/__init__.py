"""Work done away from a request: deliveries, deadlines, deletions. Holds the delivery key only."""
