"""How much a sealed payload is padded, so that its size says little. Pads nothing itself."""

FLOOR = 4096


def padded(length: int) -> int:
    """Return the size in bytes that `length` bytes are padded to: Padmé, at least 4096.

    Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with
    PURBs", 2019) keeps so few significant bits of a size that O(log log n) leak, for at most 12 %.
    """
    if length <= FLOOR:
        return FLOOR
    exponent = length.bit_length() - 1
    loose = exponent - exponent.bit_length()
    mask = (1 << loose) - 1
    return (length + mask) & ~mask
