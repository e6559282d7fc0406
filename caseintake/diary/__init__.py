"""The diary: hearings and every other date no rule computes, typed by hand; and what was heard there."""
