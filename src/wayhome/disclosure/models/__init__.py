from wayhome.disclosure.models.access_request import AccessRelease, AccessRequest, AccessWithheld
from wayhome.disclosure.models.disclosure import DisclosedItem, Disclosure, DisclosureStep

__all__ = ["AccessRelease", "AccessRequest", "AccessWithheld", "DisclosedItem", "Disclosure", "DisclosureStep"]
