"""Whether somebody is already in a case, asked before any detail is shown; and what part of a team keeps to itself."""
