#pragma once
// The vocabulary that make_leads draws from: people, companies, places, and the ways real exports misspell them.
//
// Everything is a plain table, so that a new kind of dirt is a new row. Names and domains are invented; every company
// domain ends in `.example`, which nobody can own.
#include <array>
#include <string_view>

namespace leadflow::dev {

using Text = std::string_view;

inline constexpr std::array<Text, 40> first_names = {
    "Alice", "Bruno",    "Chen",  "Dmitri", "Élodie", "Farah",  "Grace",  "Håkon", "Ines",   "José",
    "Keiko", "Liam",     "Mia",   "Noël",   "Olga",   "Priya",  "Quinn",  "Renée", "Sören",  "Tomás",
    "Uma",   "Věra",     "Wei",   "Ximena", "Yusuf",  "Zoë",    "Anders", "Björn", "Carlos", "Dana",
    "Emma",  "François", "Hanna", "Ivan",   "Jürgen", "Łukasz", "Marta",  "Nadia", "Øyvind", "Samuel"};

inline constexpr std::array<Text, 40> last_names = {
    "Smith",     "Müller",   "García",  "O'Brien", "Nakamura",  "Silva",        "Kowalski", "Nguyen",
    "Dubois",    "Andersen", "Rossi",   "Ivanova", "Hernández", "Schmidt",      "Johnson",  "Žižka",
    "Lee",       "Patel",    "Brown",   "Çelik",   "Davis",     "Weiß",         "Martínez", "Wilson",
    "Lindström", "Okafor",   "Peeters", "Haddad",  "Costa",     "Novák",        "Walker",   "Fischer",
    "Moreau",    "Yamada",   "Thomas",  "Nowak",   "Clarke",    "Papadopoulos", "Meyer",    "Young"};

// The same names as a mail system writes them.
inline constexpr std::array<Text, 40> first_ascii = {
    "alice", "bruno",    "chen",  "dmitri", "elodie", "farah",  "grace",  "hakon", "ines",   "jose",
    "keiko", "liam",     "mia",   "noel",   "olga",   "priya",  "quinn",  "renee", "soren",  "tomas",
    "uma",   "vera",     "wei",   "ximena", "yusuf",  "zoe",    "anders", "bjorn", "carlos", "dana",
    "emma",  "francois", "hanna", "ivan",   "jurgen", "lukasz", "marta",  "nadia", "oyvind", "samuel"};

inline constexpr std::array<Text, 40> last_ascii = {
    "smith",     "mueller",  "garcia",  "obrien",  "nakamura",  "silva",        "kowalski", "nguyen",
    "dubois",    "andersen", "rossi",   "ivanova", "hernandez", "schmidt",      "johnson",  "zizka",
    "lee",       "patel",    "brown",   "celik",   "davis",     "weiss",        "martinez", "wilson",
    "lindstrom", "okafor",   "peeters", "haddad",  "costa",     "novak",        "walker",   "fischer",
    "moreau",    "yamada",   "thomas",  "nowak",   "clarke",    "papadopoulos", "meyer",    "young"};

inline constexpr std::array<Text, 24> company_heads = {
    "Blue River",   "Atlas",          "Nordlicht",  "Quanta",    "Pioneer",     "Söderberg & Co", "Café Central",
    "Vertex",       "Summit",         "Harbour",    "Lumen",     "Brightwater", "Ironwood",       "Cobalt",
    "Redstone",     "Müller & Söhne", "Silverline", "Evergreen", "Zenith",      "Falcon",         "Bob \"The Builder\"",
    "Orchard, Inc", "Kite",           "Delta"};
inline constexpr std::array<Text, 24> company_domains = {
    "blueriver",  "atlas",     "nordlicht", "quanta",      "pioneer",  "soderberg", "cafecentral", "vertex",
    "summit",     "harbour",   "lumen",     "brightwater", "ironwood", "cobalt",    "redstone",    "mueller",
    "silverline", "evergreen", "zenith",    "falcon",      "builder",  "orchard",   "kite",        "delta"};
inline constexpr std::array<Text, 8> company_tails = {"Software", "Health", "Bank",   "Logistics",
                                                      "Systems",  "Foods",  "Energy", "Labs"};
inline constexpr std::array<Text, 8> domain_tails = {"soft",    "health", "bank",   "logistics",
                                                     "systems", "foods",  "energy", "labs"};

// Domains of examples/inbound/data/named_accounts.csv and free_mail.csv.
inline constexpr std::array<Text, 12> named_domains = {"northwind.example", "globex.example",  "initech.example",
                                                       "umbrella.example",  "hooli.example",   "stark.example",
                                                       "wayne.example",     "wonka.example",   "tyrell.example",
                                                       "cyberdyne.example", "soylent.example", "acmebank.example"};
inline constexpr std::array<Text, 8> free_domains = {"gmail.com", "yahoo.com", "outlook.com", "hotmail.com",
                                                     "gmx.de",    "orange.fr", "icloud.com",  "web.de"};

inline constexpr std::array<Text, 20> titles = {"CTO",
                                                "Chief Information Officer",
                                                "CEO",
                                                "cfo",
                                                "Chief Executive",
                                                "VP Engineering",
                                                "Vice President, Sales",
                                                "vp of marketing",
                                                "Director of IT",
                                                "Sales Director",
                                                "director, operations",
                                                "IT Manager",
                                                "Security Engineer",
                                                "Procurement Specialist",
                                                "Student",
                                                "Data Analyst",
                                                "Consultant",
                                                "Head of Platform",
                                                "Office Manager",
                                                "Software Engineer"};

inline constexpr std::array<Text, 10> industries = {
    "Software", "Financial Services", "Healthcare", "Manufacturing", "Retail", "Education",
    "Energy",   "Logistics",          "Government", "Media"};

struct Place {
  Text country;                   // ISO code
  int weight;                     // of 1,000 leads
  std::array<Text, 4> spellings;  // what exports write instead of the code
};
inline constexpr std::array<Place, 20> places = {{
    {"US", 430, {"usa", "U.S.", "United States", "United States of America"}},
    {"CA", 70, {"Canada", "CAN", "canada", " CA"}},
    {"GB", 90, {"UK", "United Kingdom", "Great Britain", "gbr"}},
    {"DE", 110, {"Deutschland", "Germany", "GERMANY", "DEU"}},
    {"FR", 60, {"France", "FRA", "france ", "fr"}},
    {"NL", 25, {"Netherlands", "NLD", "Nederland", "nl"}},
    {"SE", 15, {"Sweden", "SWE", "se", "Sverige"}},
    {"ES", 20, {"Spain", "ESP", "España", "es"}},
    {"IT", 20, {"Italy", "ITA", "Italia", "it"}},
    {"PL", 15, {"Poland", "POL", "Polska", "pl"}},
    {"CH", 10, {"Switzerland", "CHE", "Schweiz", "ch"}},
    {"AE", 10, {"United Arab Emirates", "UAE", "ARE", "ae"}},
    {"AU", 25, {"Australia", "AUS", "australia", "au"}},
    {"NZ", 5, {"New Zealand", "NZL", "nz", "new zealand"}},
    {"SG", 10, {"Singapore", "SGP", "singapore", "sg"}},
    {"JP", 15, {"Japan", "JPN", "japan", "jp"}},
    {"IN", 30, {"India", "IND", "india", "in"}},
    {"BR", 20, {"Brazil", "BRA", "Brasil", "br"}},
    {"MX", 15, {"Mexico", "MEX", "México", "mx"}},
    {"KR", 5, {"South Korea", "KOR", "Korea, Republic of", "kr"}},
}};
inline constexpr std::array<Text, 4> bad_countries = {"Untied States", "Germny", "Freedonia", "XX"};

struct State {
  Text code, zip;  // the first digits of its postal codes
};
inline constexpr std::array<State, 16> us_states = {{{"NY", "100"},
                                                     {"CA", "941"},
                                                     {"MA", "021"},
                                                     {"TX", "750"},
                                                     {"GA", "303"},
                                                     {"NJ", "070"},
                                                     {"WA", "981"},
                                                     {"IL", "606"},
                                                     {"FL", "331"},
                                                     {"OH", "441"},
                                                     {"PA", "191"},
                                                     {"CT", "061"},
                                                     {"NC", "275"},
                                                     {"OR", "972"},
                                                     {"CO", "802"},
                                                     {"VT", "054"}}};
inline constexpr std::array<State, 4> ca_provinces = {{{"ON", "M5V"}, {"QC", "H2X"}, {"BC", "V6B"}, {"AB", "T2P"}}};

struct Source {
  Text label;
  int weight;  // of 1,000
};
inline constexpr std::array<Source, 13> sources = {{{"Web", 340},
                                                    {"web", 60},
                                                    {"Webinar", 130},
                                                    {"webinar ", 20},
                                                    {"Trade Show", 90},
                                                    {"trade-show", 20},
                                                    {"Referral", 80},
                                                    {"List", 90},
                                                    {"Paid", 120},
                                                    {"Other", 30},
                                                    {"Wbinar", 8},
                                                    {"Refferal", 6},
                                                    {"Partner Portal", 6}}};

inline constexpr std::array<Text, 5> consents = {"granted", "Granted", "denied", "unknown", ""};
inline constexpr std::array<Text, 8> product_sets = {
    "platform", "Platform;Analytics",          "security", "Security; Platform", "analytics",
    "",         "platform;security;analytics", ""};
inline constexpr std::array<Text, 6> true_words = {"true", "Yes", "yes", "1", "TRUE", "on"};
inline constexpr std::array<Text, 6> false_words = {"false", "No", "no", "0", "FALSE", "off"};
inline constexpr std::array<Text, 3> nothing_words = {"", "N/A", "Select"};
inline constexpr std::array<Text, 5> bad_dates = {"31/02/2026", "0000-00-00", "2026-13-01", "last Tuesday", "#REF!"};
inline constexpr std::array<Text, 8> owners = {"nadia", "oscar", "paula", "rosa", "samir", "ulrike", "viktor", "tessa"};

struct Act {
  Text type;
  int weight;  // of 1,000
};
inline constexpr std::array<Act, 9> acts = {{{"website_visit", 400},
                                             {"pricing_view", 120},
                                             {"content_download", 130},
                                             {"email_open", 170},
                                             {"email_click", 70},
                                             {"webinar_attended", 30},
                                             {"demo_request", 10},
                                             {"email_sent", 40},
                                             {"call", 30}}};
inline constexpr std::array<Text, 4> outcomes = {"connected", "voicemail", "no_answer", "No Answer"};

}  // namespace leadflow::dev
