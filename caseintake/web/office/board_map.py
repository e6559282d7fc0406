"""Every page of the board, for the table in `app.py`: importing the modules puts their routes on the blueprint."""

from caseintake.web.office import board, board_readings, exports, pictures, rule_book, rule_readings, workload
from caseintake.web.office.board_filters import pages

#: The modules whose routes stand on `pages`.
PARTS = (board, board_readings, exports, pictures, rule_book, rule_readings, workload)

__all__ = ["PARTS", "pages"]
