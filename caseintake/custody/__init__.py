"""Clients in custody: where, since when, who has seen them; the sheet that goes through the gate; Rule 39."""
