"""Pages for people asking: no account, no cookie, no script, nothing of the code in an address."""
