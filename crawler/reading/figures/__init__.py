"""What a report says in figures: pure functions from clean text to stated values with their evidence."""
