"""People of the office: who they are, how their keys are believed, and how they come in."""
