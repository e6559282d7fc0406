"""A fictional office to try everything in. Made by the real services with real keys; nobody in it exists."""
