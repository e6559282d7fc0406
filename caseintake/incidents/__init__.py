"""What was done to the people of a matter: watched, followed, searched, smeared. One record each, and their pattern."""
