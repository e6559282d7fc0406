"""Which remedies each applicant used for each complaint, and what that means for the way to Strasbourg."""
