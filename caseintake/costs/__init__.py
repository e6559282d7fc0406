"""What a case costs under Article 41, in a vault two people hold by name; money as exact decimals."""
