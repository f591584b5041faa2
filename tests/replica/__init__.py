"""Whole counties on loopback: portals in their own dialects behind a forward proxy, with the truth they hold.

Nothing here touches a real network. The proxy answers by host name, so addresses are the real ones and only the proxy
setting of the crawler differs.
"""
