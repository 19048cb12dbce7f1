"""Pictures for paper and files, drawn with matplotlib."""
