"""Invented words of invented lives: streets, schools, homes and what people say. Nothing here is anybody's."""

from __future__ import annotations

STREETS = (
    "Limpet Lane", "Harbour Parade", "Cockle Row", "Lantern Street", "Sandpiper Close", "Mizzen Avenue", "Kelp Road",
    "Driftwood Gardens", "Ropewalk Terrace", "Anchor Crescent", "Barnacle Drive", "Tern Court", "Shingle Way",
)  # fmt: skip
SCHOOLS = (
    ("Seaport High School (invented)", "Nerys Kelp"), ("Saltmarsh Academy (invented)", "Obi Currentley"),
    ("Lighthouse College (invented)", "Fern Tidepool"), ("Harbour Gate School (invented)", "Asif Wharfedge"),
    ("The Mooring, alternative provision (invented)", "Gwen Capstan"), ("Kelp Road Primary (invented)", "Ian Jettyman"),
)  # fmt: skip
HOMES = (
    "The Boathouse (invented home)", "Beacon House (invented home)", "Cobble Cottage (invented home)",
    "Number Nine (invented home)",
)  # fmt: skip
PRACTICES = ("Quayside Surgery (invented)", "Dune Road Practice (invented)", "Lantern Street Health Centre (invented)")
# (language, nationality, religion, weight): most children here speak English first.
TONGUES = (
    ("English", "British", "", 62), ("English", "British", "Church of England", 8), ("Polish", "Polish", "Catholic", 5),
    ("Bengali (Sylheti)", "British", "Muslim", 5), ("Arabic", "Syrian", "Muslim", 3),
    ("Kurdish (Sorani)", "Iraqi", "Muslim", 3), ("Tigrinya", "Eritrean", "Orthodox Christian", 3),
    ("Romanian", "Romanian", "Orthodox Christian", 3), ("Vietnamese", "Vietnamese", "Buddhist", 2),
    ("Albanian", "Albanian", "", 2), ("Pashto", "Afghan", "Muslim", 2), ("British Sign Language", "British", "", 2),
)  # fmt: skip
COMMUNICATION = (
    "Short sentences, and time to answer. Says yes when unsure: ask another way.",
    "Prefers to write or to text. Talking in a car works better than in a room.",
    "Pictures help with times and dates. Say what happens next before it happens.",
)
DISABILITIES = (
    ("learning", "Needs things said twice, and written down in few words."),
    ("autism", "A sudden change of plan is very hard. Tell them before, and keep to it."),
    ("hearing", "Hearing aid on the left. Does not hear behind them in the street."),
    ("mobility", "Tires on long walks; uses the bus rather than walking."),
)
MEDICINES = (
    ("Blue inhaler", "Two puffs when wheezing", "May be seriously ill within the hour when wheezing without it."),
    ("Insulin", "With each meal and at night", "Unwell within hours; an emergency by the next morning."),
    ("Epilepsy tablets", "Morning and evening", "Two missed tablets can bring a seizure on."),
    ("Adrenaline pen", "Carried always: nuts", "No time to lose if nuts are eaten. Call 999."),
)
NEEDS = (
    ("Asthma", "Sit upright, blue inhaler, call 999 if no better in ten minutes."),
    ("Low mood since the spring; has hurt herself before", "Stay with them. Call the crisis line on the plan."),
    ("Type 1 diabetes", "Ask for the last insulin and meal. Sugary drink if shaky, then call 111 or 999."),
    ("Sleeps badly", "A quiet room. Not a long talk at night."),
)
APPS = ("Snapfish", "Chirrup", "Wavegram", "Pixelpond")
WARNINGS = (
    (
        "risk-to-child", "Says yes to strangers who are kind. Older people have waited outside the home.",
        "Do not leave them to walk home alone after dark. Note cars and names, and ring the police.",
    ),
    ("risk-to-child", "Has taken tablets when very low.", "Ask how they are. Do not leave alone when low. Ring the crisis line."),
    ("risk-to-staff", "A dog in the home does not like visitors.", "Ring before you come; ask for the dog to be shut in the kitchen."),
    ("risk-to-staff", "Mother's former partner has threatened workers at the door.", "Visit in twos. Park facing out."),
    ("risk-to-others", "Has carried a kitchen knife when frightened.", "Ask calmly. Tell the police if they say they carry one now."),
)  # fmt: skip
SAYS = (
    "I want one person who stays, not a new one each month.",
    "Ring me, do not text my mum first.",
    "I would go to school if I could start at ten.",
    "They are my mates. I know some of it is not right.",
    "I miss my brother. When I can see him I do not need to go.",
    "Please say it to me before you write it down.",
    "I feel safe at my nan's and at the youth club.",
)
MOTHERS = ("Sharon", "Fatima", "Agnieszka", "Comfort", "Lan", "Rosa", "Nasrin", "Bronagh", "Elena", "Dawn", "Hodan")
FATHERS = ("Gary", "Yusuf", "Piotr", "Kwabena", "Duc", "Carlos", "Reza", "Declan", "Ion", "Steve", "Abdi")
CARERS = ("Marjorie Buoyant", "Len Harpoon", "Patience Coastline", "Vera Sandcastle", "Tom and Joy Riggings")
NICKNAMES = ("Tiny", "Blue", "Fox", "Smiler", "Zee", "Pickle", "Duke", "Spark", "Echo", "Bean")
FEARS = {
    "criminal-exploitation": (
        "an older group gives the child money and asks for parcels to be carried.",
        "be hurt or arrested carrying something for them", "a debt that never ends, and no school",
    ),
    "sexual-exploitation": (
        "an adult met online buys presents and asks to meet at the old pier.",
        "be harmed by an adult who pretends to be a friend", "shame, fear of telling, and more times away",
    ),
    "county-lines": (
        "tickets were found for trains to towns along the coast, and a second phone.",
        "be taken to another town and kept there to sell drugs", "serious violence far from home",
    ),
    "serious-violence": (
        "two groups of young people have fallen out; the child is named in a message.",
        "be hurt in a fight arranged by message", "fear of leaving the house, and carrying a knife",
    ),
}  # fmt: skip
INCIDENTS = (
    "Came home with new trainers and would not say from whom.",
    "Two phones found; one rings all night.",
    "A bruise on the arm; said it was football. The school saw it too.",
    "Seen getting into a silver car by the youth worker.",
    "Named in a message that was shared round the school.",
)
PROTECTIVE = (
    "Goes to the boxing club twice a week and likes the coach.",
    "Has told her worker where the parcels are fetched from.",
    "Nan rings every evening at nine, and the child answers.",
)
