"""Files: received as a stream, kept sealed, given out as a download, destroyed with their key."""
