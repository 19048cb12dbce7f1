"""Learning the patterns: questions made from the surface, marking, decks, schedule and progress."""
