"""What a coordinator and every lawyer look at on Monday: one page, two printed sheets."""
