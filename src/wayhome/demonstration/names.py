"""Names for people who do not exist: given names from many places, family names from the sea and the shore."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIRLS = _words(
    "Ada Aisha Amara Anya Bea Bronwen Carys Chidinma Dalia Daria Ekaterina Elsie Esme Farah Freya Grace "
    "Hana Holly Imani Ines Isla Jasmine Jaya Kezia Khadija Leila Lily Maryam Mei Mia Nadia Niamh Noor "
    "Olivia Orla Poppy Priya Rosa Ruby Safiya Saoirse Sofia Tamsin Thea Uma Wren Yasmin Yewande Zahra Zofia"
)
BOYS = _words(
    "Adam Ahmed Alfie Amir Anton Arjun Ben Bilal Callum Cian Dawit Dylan Elijah Emeka Ethan Filip Finley "
    "George Hamza Harri Idris Isaac Jack Jamal Kai Karim Kofi Leo Liam Luca Marek Mateo Mohammed Nathan "
    "Noah Omar Oscar Owen Rafael Rhys Rohan Samir Sean Tariq Theo Tomasz Viktor Yusuf Zain Zubair"
)
FAMILY = _words(
    "Anchorage Baywater Beachwood Breakwater Cliffmoor Coralton Cormorant Covesdale Cuttleby Driftwood "
    "Dunlinson Eelgrass Estuary Fairwind Ferrysby Foamley Foghorne Gannetson Greenwave Gullerton Harbourne "
    "Headland Herringay Inletson Jettison Kelpwood Kittiwake Lanternlight Lightvessel Limpetson Longshore "
    "Mainbrace Marramby Moorings Musselwhite Neaptide Oceanby Oystercroft Pebbleworth Periwinkle Pierhead "
    "Plankton Quayle-Reach Razorshell Reefknot Rockpool Sailcroft Saltmarsh Sandbanks Seaholly Seathrift "
    "Shingleton Skerryvore Spindrift Springtide Starfield Sternpost Strandline Tamarisk Tidewell Topsail "
    "Undertow Wavecrest Whelkson Windlass Yardarm"
)
# Names written as their bearers write them: other scripts, other orders, one name only. None has a person behind it.
UNCOMMON = {
    "girl": (
        "مريم المرسى", "נועה מגדלור", "Nguyễn Thị Sóng Biển", "Siân o’r Traeth Môr", "Saba", "Łucja Falochron",
        "María del Mar Acantilado y Rompeolas", "گلناز ساحلی", "Zoë-Renée Anémone", "ሰላም ባሕሪ", "海岸 明子", "Ọlábísí Etíkun",
    ),
    "boy": (
        "يوسف الموج", "נועם סירה", "Trần Hải Đăng Sóng", "Kidane", "Đorđe Svetionik", "آرش دریاکنار", "Amanullah",
        "D’Arcy O’Breakwater-Ní Trá", "Ștefan Țărmure", "زین ساحلی", "Ishaan Sāgar-Taṭa", "Çağrı Dalgakıran",
    ),
}  # fmt: skip
