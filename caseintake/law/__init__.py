"""The law of time-limits: rule files, and one pure function that counts with them.

Nothing here knows what day it is, and only `rules.load` reads files. `engine.compute` feeds page, mail, feed, print
and command line alike, so that no two of them can disagree about a date.
"""
