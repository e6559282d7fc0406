"""The pages: what a browser sends, and what it is answered.

Two surfaces share this floor: *public* for people who ask for help, *office* for staff. Nothing here commits
by itself and nothing here opens a vault: a page offers what permissions allow, a grant decides what opens.
"""
