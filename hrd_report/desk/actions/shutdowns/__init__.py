"""Internet shutdowns: the 45 columns of the STOP data set, sealed in their cases."""
