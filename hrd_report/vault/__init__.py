"""The vault: seals and opens. The only zone that imports `cryptography`; knows no web, no table."""
