"""A wish as a name, to look up what answered it."""

import json

from crawler.families.base import Fetch


def wish_of(fetch: Fetch) -> str:
    """A wish as one string: equal for equal wishes and for no others."""
    return json.dumps(fetch.to_json(), sort_keys=True, ensure_ascii=False)
