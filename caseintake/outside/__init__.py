"""People who need one document, not a vault: document cards, shares, laboratory records, the chronology."""
