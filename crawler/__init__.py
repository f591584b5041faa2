"""From a site row to a captured, read page."""
