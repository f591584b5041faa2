"""Scrapy's settings: only what differs from its defaults, each with its reason.

What depends on the environment (pace, user agent, sizes) is set per crawl by the spider from `settings.env`, so that
importing this module reads nothing and does nothing.
"""

BOT_NAME = "fangzhi"
SPIDER_LOADER_CLASS = "crawler.loader.RowSpiderLoader"
SPIDER_MODULES: list[str] = []

# One request at a time, whatever the site's number of hosts: county servers are small and fall over easily.
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2.0

# 1 GB by default; a report page is 20 kB and its largest attachment a few MB.
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_TIMEOUT = 60
# A body cut off half-way is evidence: it arrives flagged, is recorded as truncated and never becomes a version.
DOWNLOAD_FAIL_ON_DATALOSS = False
# Self-signed and wrong-name certificates are common on county portals (observed 2026-08); what a page says is checked
# by its host, its issuer and its digest, and every capture records the scheme it came over.
DOWNLOAD_VERIFY_CERTIFICATES = False

# crawler.fetching does these five itself, because every attempt and every hop must be recorded before anything is
# decided on it, and because an error of robots.txt must never be a permission.
RETRY_ENABLED = False
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
ROBOTSTXT_OBEY = False
COMPRESSION_ENABLED = False
# The one proxy is FANGZHI_PROXY; ambient http_proxy variables must not reroute a crawl unseen.
HTTPPROXY_ENABLED = False

TWISTED_DNS_RESOLVER = "crawler.resolver.PublicAddressResolver"

# Both open a port that runs Python for whoever holds its token.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

LOG_LEVEL = "INFO"
