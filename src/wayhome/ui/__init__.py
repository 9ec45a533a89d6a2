"""The ui room: how every page looks, reads and behaves, whatever it is about.

Owns: layouts, components, form fields and widgets, the built style sheet and script, the Jinja2
environment, and the words for times and countdowns.
Reads: nothing. A page passes everything in, the present moment included.
Announces: nothing.
Never: knows a word of casework; asks the time; opens the database; draws a page that needs
JavaScript; loads anything from another server; shows the crown, a crest or GOV.UK's typeface.
"""
