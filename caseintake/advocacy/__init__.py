"""What is said of a case outside the courts: to which body, in whose name, checked before it goes."""
