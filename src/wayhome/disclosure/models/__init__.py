from wayhome.disclosure.models.disclosure import DisclosedItem, Disclosure, DisclosureStep

__all__ = ["DisclosedItem", "Disclosure", "DisclosureStep"]
