"""What is written in the invented records: short, plain and kind, and about nobody."""

from __future__ import annotations

LAST_SEEN = (
    "At home after tea, on the phone with a friend.",
    "Leaving school by the lower gate with two friends.",
    "In the front room of the home, before the evening meal.",
    "At the bus station with an older young person staff did not know.",
    "Going upstairs to bed; the window was open in the morning.",
    "Outside the shop on Harbour Parade.",
    "At the skate park by the sea front.",
)
# Height, build and eyes stand in the child's record. Hair is the child's own, so it is the same each time.
HAIR = ("Dark hair tied back", "Short brown hair", "Long braids", "Fair hair", "Curly hair")
CLOTHES = (
    "Grey hooded top, black leggings, white trainers.",
    "Black coat, school trousers, a blue rucksack.",
    "Green jacket, jeans, silver trainers.",
    "Navy tracksuit with a white stripe.",
    "Red puffer jacket, black jeans.",
)
CIRCUMSTANCES = (
    "Had been looking forward to seeing family at the weekend, and the visit was put off.",
    "Was upset after a difficult day at school.",
    "Said they were going to the shop and has not come back; the phone is off.",
    "Had messages from somebody the carers do not know.",
    "Missed the agreed time to be home; this is not like them.",
    "Moved here a short while ago and misses the old area.",
)
INSTRUCTIONS = (
    "Call the social worker; out of hours the Emergency Duty Team. Make sure they eat and rest first.",
    "Call the home straight away. They will come and collect, at any hour.",
    "Call the parent and the social worker. Please do not ask a lot of questions tonight.",
)
MEDICAL = (
    "Uses an inhaler and has it with them.",
    "Needs insulin; has none with them.",
    "Takes a tablet each morning.",
)
SEARCH = (
    "Home and garden searched; friends and family called; last bus checked.",
    "Called the phone each hour; carers drove round the places they like.",
    "Checked the school, the sea front and the station.",
)
UPDATES = (
    "A friend had a message and says they are all right.",
    "Seen on the sea front by a youth worker; walked off before anybody could talk.",
    "Phone was on for a few minutes near the station.",
    "No news. Family and friends called again.",
    "Checks made at the addresses known to us; not there.",
)
# Where children were found, with the weights of the police study (own home, friend, street, relative, ...).
FOUND = {
    "Came home by themselves": 25,
    "At a friend's home": 24,
    "On the street or in the park": 19,
    "With a relative": 12,
    "At the shops or the leisure centre": 11,
    "At the police station": 2,
    "At the railway station": 2,
    "At the cinema": 1,
}
# How a child came back from where it was found; what stands here for nowhere is said of the way.
ON_THE_WAY = {"Came home by themselves": "On the way home"}
CAME_BACK = {
    "At a friend's home": "Fetched from a friend's home",
    "On the street or in the park": "Brought home by police",
    "With a relative": "A relative brought the child home",
    "At the shops or the leisure centre": "Fetched by a carer",
    "At the police station": "Fetched from the police station",
    "At the railway station": "Brought home by police",
    "At the cinema": "Fetched by a carer",
}
SAFE_AND_WELL = (
    "Seen at home. Tired and hungry, not hurt. Did not want to say much.",
    "Seen at the home. Well. Glad to be back.",
    "Seen with a parent. Not hurt. Said they would talk to the interviewer.",
)
NOT_SEEN = ("Asleep; agreed to come back, and nobody did.", "Did not want to see an officer.")
SAID = (
    "I just needed some space. Nobody asked me before they moved my room.",
    "I went to see my brother. I miss him.",
    "It was all right at first, and then I did not know how to get home.",
    "School is the worst bit. I did not want another day of it.",
    "They were nice to me and bought me food. I did not want to say no.",
    "I want to be told things before they happen.",
)
DECLINED = (
    "Says there is nothing to talk about.",
    "Would rather talk to the key worker.",
    "Has had enough of being asked questions.",
)
NO_ANSWER = ("Called three times and left a card; no answer yet. The offer stays open.", "Was out each time we came.")
ASKED = "Asked the placing authority to hold the conversation, and to tell us when it has."
ONE_PERSON = (
    "The child knows and likes the interviewer who came last time: the same person from now on.",
    "Asked the child: would rather choose each time.",
)
PARENT = (
    "The parent talked with us and is worried about new friends.",
    "The carer will talk with the child at the weekend.",
)
HARM = (
    "Was given something to drink by older people and felt unwell.",
    "Was asked to carry a bag for somebody.",
    "Was hit by somebody they will not name.",
)
DECISION = (
    "Discussed with the Team Manager: section 47 enquiries begin.",
    "Discussed with the Team Manager: no section 47 enquiries; the plan is changed.",
)
LEARNED = (
    "Visits to family are now in the plan, with dates.",
    "School has agreed a quiet place and one person to go to.",
    "What was learned about the address was shared with the police.",
    "The child chose a word to text when they want to be fetched, no questions asked.",
    "Nothing new was learned; the offer to talk stays open.",
)
DISCUSSION = ("Police, social care, school and the home took part. Actions agreed with names and times.",)
CONSIDERED = (
    "No sign of anybody drawing the child away. We keep asking.",
    "New friends nobody knows. School will listen out.",
)
REVIEWED = ("Early help offered, and taken up.", "Already seen by early help. Nothing more for now.")
NEED_TO_KNOW = ("What is known, what has been done, what happens next.",)
RISKS = {
    "contact-with-risk": 14,
    "criminal-exploitation": 10,
    "sexual-exploitation": 9,
    "mental-health": 10,
    "self-harm": 8,
    "harmed": 4,
    "medication": 4,
    "age": 6,
    "crime": 5,
}
PUSH = {
    "conflict-at-home": 26,
    "unhappy-not-heard": 22,
    "placement": 18,
    "school": 14,
    "bullied-or-abused": 9,
    "powerless": 6,
    "other": 5,
}
PULL = {
    "family-or-friends": 45,
    "peer-pressure": 18,
    "online-contact": 10,
    "contact-with-exploiter": 9,
    "substances": 10,
    "other": 8,
}
