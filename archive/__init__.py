"""The durable record of what portals published, and every way to ask it. No Scrapy, no outgoing network."""
