"""Lines a site prints on its pages that no report wrote: learned, kept with their evidence, forgotten and restored."""
