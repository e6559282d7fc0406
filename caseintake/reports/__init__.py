"""Numbers for coordinators and donors in which nobody can be found."""
