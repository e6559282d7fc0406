"""First contact: the questionnaire, the return code, and what a person sends."""
