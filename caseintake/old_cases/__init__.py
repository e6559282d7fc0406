"""Cases that ran before this house was there: a spreadsheet of decisions and limits, read row by row, then made."""
