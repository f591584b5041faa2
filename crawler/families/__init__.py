"""One module per CMS platform: plain Python over bytes, from a Page to entries or to a body."""
