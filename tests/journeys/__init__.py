"""Whole journeys in a real browser, as the people of a partnership make them."""
