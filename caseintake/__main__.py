"""``python -m caseintake``: the same as the console script ``caseintake``."""

from caseintake.cli import main

if __name__ == "__main__":
    main()
