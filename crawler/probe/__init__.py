"""From a portal's home page to a draft row proven by a trial crawl."""
