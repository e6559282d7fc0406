"""What follows a judgment of the Court: awards and their payment, measures, the Committee of Ministers."""
