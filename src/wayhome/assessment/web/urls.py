"""Assessment's addresses: lists, drafts, versions."""

from django.urls import URLPattern, path

from wayhome.assessment.web import checking, listing, reading, section, starting, tasks

urlpatterns: list[URLPattern] = [
    path("assessments", listing.my_assessments, name="my-assessments"),
    path("children/<uuid:child>/assessments", listing.child_assessments, name="child-assessments"),
    path(
        "children/<uuid:child>/assessments/begin/<slug:line>/<slug:instrument>",
        starting.begin_for_child,
        name="begin-form",
    ),
    path("contexts/<uuid:context>/assessments", listing.context_assessments, name="context-assessments"),
    path(
        "contexts/<uuid:context>/assessments/begin/<slug:line>/<slug:instrument>",
        starting.begin_for_context,
        name="begin-context-form",
    ),
    path("episodes/<uuid:episode>/forms", listing.episode_assessments, name="episode-forms"),
    path(
        "episodes/<uuid:episode>/forms/begin/<slug:line>/<slug:instrument>",
        starting.begin_for_episode,
        name="begin-episode-form",
    ),
    path("assessments/drafts/<uuid:draft>", tasks.draft, name="draft"),
    path("assessments/drafts/<uuid:draft>/sections/<slug:section>", section.section, name="draft-section"),
    path("assessments/drafts/<uuid:draft>/save", section.save, name="draft-save"),
    path("assessments/drafts/<uuid:draft>/check", checking.check, name="draft-check"),
    path("assessments/drafts/<uuid:draft>/hand-over", tasks.hand_over, name="hand-over-draft"),
    path("assessments/drafts/<uuid:draft>/day", tasks.rebase, name="rebase-draft"),
    path("assessments/drafts/<uuid:draft>/discard", tasks.discard, name="discard-draft"),
    path("assessments/<uuid:sheet>", reading.sheet, name="sheet"),
    path("assessments/<uuid:sheet>/mend", reading.mend, name="mend-sheet"),
    path("assessments/<uuid:sheet>/print", reading.print_sheet, name="print-sheet"),
    path("assessments/<uuid:sheet>/compare/<uuid:other>", reading.compare, name="compare-sheets"),
]
