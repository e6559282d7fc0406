"""Files that somebody sent, looked into by a program that holds no key and can reach nothing."""
