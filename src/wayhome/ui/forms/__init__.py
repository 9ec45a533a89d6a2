"""Form fields that ask as people answer, and say how to mend what went wrong.

Forms are plain Django forms. A form with a time in it extends `TimedForm` and is given `now`;
nothing here asks the time. Templates draw a field with `form_field(form.name)`.
"""

from wayhome.ui.forms.plain import Checkboxes, Number, Radios, Select, Text, Textarea
from wayhome.ui.forms.timed import (
    FOLDS,
    SURENESS,
    DateBoxes,
    DateField,
    DateOfBirth,
    TimedField,
    TimedForm,
    WhenField,
    WhenWidget,
)

__all__ = [
    "FOLDS",
    "SURENESS",
    "Checkboxes",
    "DateBoxes",
    "DateField",
    "DateOfBirth",
    "Number",
    "Radios",
    "Select",
    "Text",
    "Textarea",
    "TimedField",
    "TimedForm",
    "WhenField",
    "WhenWidget",
]
