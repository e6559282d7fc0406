"""Joint cases: matters, applicants and their client files, complaints, proceedings, decisions with their dates."""
