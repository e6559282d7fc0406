"""The vault: secrets with signed epochs, grants, sealed records and streams. See docs/vault-format.md."""
