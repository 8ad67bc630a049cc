"""What `verify.py` stands on: exact arithmetic and ways of writing a tree out that share nothing with the graph."""
