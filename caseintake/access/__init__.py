"""What a role's pages offer (`policy`), and which records a person may know of at all (`visibility`)."""
