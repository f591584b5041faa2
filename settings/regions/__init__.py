"""China's administrative divisions with the years in which they were seen, and how to ask for them."""
