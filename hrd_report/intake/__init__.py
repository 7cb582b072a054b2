"""The public door: takes reports in, shows answers. Holds public keys only, opens none."""
