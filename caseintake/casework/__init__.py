"""The daily work on a matter: tasks, notes, contacts with clients, letters in and out."""
