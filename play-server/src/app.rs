//! The facts about a made app. Everything follows from its id, the language and the country; the
//! rules are listed in the README, because tests compute values from them.

use crate::locale::{Country, Words};
use crate::random::{Random, fnv1a};

/// What is special about an app. The prefix of the id decides, or the row number in a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Ordinary,
    Sparse,
    Varies,
    Unrated,
    PreRegistration,
    NotInRegion,
    Missing,
    Paid,
    Html,
    Sorry,
    SideChannel,
    /// Its page is as the pages of 2022 were.
    Page2022,
    /// Its page says another title in its JSON-LD.
    LdMismatch,
    /// Its page has moved.
    Redirect,
    /// Its reviews come with the same token for ever.
    Repeat,
    /// Its pages of reviews overlap.
    Overlap,
    /// Its reviews need the cookie.
    Cookie,
    /// It asks for no permission.
    NoPermissions,
    /// It asks for none of the common permissions.
    OtherPermissions,
    /// It declares nothing of its users' data.
    Undeclared,
    /// Where it stands depends on the country.
    Countries,
}

pub(crate) const CHART_PREFIX: &str = "com.chart.";

/// The second part of the ids that searches make up.
const SEARCH_PART: &str = "search";
/// That of similar apps and of a developer's.
const SIMILAR_PART: &str = "similar";
const DEVELOPER_PART: &str = "developer";

/// How many developers there are.
pub(crate) const DEVELOPERS: u64 = 500;

pub(crate) fn developer_name(index: u64) -> String {
    if index % 10 == 3 { format!("Café & Co {index}") } else { format!("Studio {index}") }
}

pub(crate) fn developer_number(index: u64) -> u64 {
    5_000_000_000_000_000_000 + index
}

impl Kind {
    pub(crate) fn of(id: &str) -> Self {
        const PREFIXES: [(&str, Kind); 20] = [
            ("com.sparse.", Kind::Sparse),
            ("com.varies.", Kind::Varies),
            ("com.unrated.", Kind::Unrated),
            ("com.preregistration.", Kind::PreRegistration),
            ("com.notinregion.", Kind::NotInRegion),
            ("com.missing.", Kind::Missing),
            ("com.paid.", Kind::Paid),
            ("com.html.", Kind::Html),
            ("com.sorry.", Kind::Sorry),
            ("com.sidechannel.", Kind::SideChannel),
            ("com.page2022.", Kind::Page2022),
            ("com.ldmismatch.", Kind::LdMismatch),
            ("com.redirect.", Kind::Redirect),
            ("com.repeat.", Kind::Repeat),
            ("com.overlap.", Kind::Overlap),
            ("com.cookie.", Kind::Cookie),
            ("com.nopermissions.", Kind::NoPermissions),
            ("com.otherpermissions.", Kind::OtherPermissions),
            ("com.undeclared.", Kind::Undeclared),
            ("com.countries.", Kind::Countries),
        ];
        if is_mixed(id) {
            return if row_number(id).is_some_and(|number| number.is_multiple_of(2)) {
                Self::Paid
            } else {
                Self::Ordinary
            };
        }
        match row_number(id).map(|number| number % 20) {
            Some(16) => Self::Unrated,
            Some(17) => Self::PreRegistration,
            Some(18) => Self::Paid,
            Some(0) => Self::Sparse,
            Some(_) => Self::Ordinary,
            None => PREFIXES
                .iter()
                .find(|(prefix, _)| id.starts_with(prefix))
                .map_or(Self::Ordinary, |(_, kind)| *kind),
        }
    }
}

/// The place of an app that a list made up.
fn row_number(id: &str) -> Option<u64> {
    let lists = [SEARCH_PART, SIMILAR_PART, DEVELOPER_PART];
    let is_row = id.starts_with(CHART_PREFIX)
        || id.split('.').nth(1).is_some_and(|part| lists.contains(&part));
    if is_row { id.rsplit_once(".n")?.1.parse().ok() } else { None }
}

/// Whether a search for `paidmix…` made it up.
fn is_mixed(id: &str) -> bool {
    let mut parts = id.split('.').skip(1);
    parts.next() == Some(SEARCH_PART)
        && parts.next().is_some_and(|term| term.starts_with("qpaidmix"))
}

pub(crate) const GENRES: [(&str, &str); 12] = [
    ("Puzzle", "GAME_PUZZLE"),
    ("Tools", "TOOLS"),
    ("Travel & Local", "TRAVEL_AND_LOCAL"),
    ("Casual", "GAME_CASUAL"),
    ("Productivity", "PRODUCTIVITY"),
    ("Music & Audio", "MUSIC_AND_AUDIO"),
    ("Action", "GAME_ACTION"),
    ("Education", "EDUCATION"),
    ("Health & Fitness", "HEALTH_AND_FITNESS"),
    ("Simulation", "GAME_SIMULATION"),
    ("Photography", "PHOTOGRAPHY"),
    ("Racing", "GAME_RACING"),
];

/// An app as one storefront shows it.
pub(crate) struct App<'a> {
    pub(crate) id: &'a str,
    pub(crate) hl: &'a str,
    pub(crate) gl: &'a str,
    pub(crate) kind: Kind,
    pub(crate) words: &'static Words,
    pub(crate) country: &'static Country,
}

/// An amount as the web front end gives it.
pub(crate) struct Price {
    pub(crate) micros: u64,
    pub(crate) currency: &'static str,
    pub(crate) text: String,
}

impl<'a> App<'a> {
    pub(crate) fn new(id: &'a str, hl: &'a str, gl: &'a str) -> Self {
        let mut app =
            Self { id, hl, gl, kind: Kind::of(id), words: Words::of(hl), country: Country::of(gl) };
        if app.kind == Kind::Countries {
            app.kind = match app.pick(&format!("country/{gl}"), 4) {
                0 => Kind::Ordinary,
                1 => Kind::PreRegistration,
                2 => Kind::NotInRegion,
                _ => Kind::Missing,
            };
        }
        app
    }

    fn seed(&self, label: &str) -> u64 {
        fnv1a(format!("{}/{label}", self.id).as_bytes())
    }

    /// The documented rule behind most numbers.
    pub(crate) fn pick(&self, label: &str, below: u64) -> u64 {
        self.seed(label) % below.max(1)
    }

    pub(crate) fn random(&self, label: &str) -> Random {
        Random::new(self.seed(label))
    }

    pub(crate) fn title(&self) -> String {
        let Self { id, hl, gl, .. } = self;
        match self.kind {
            Kind::Html => {
                format!("Tom &amp; Jerry&#39;s \"{id}\" <b>\\o/</b> 🎮 </script> [{hl}/{gl}]")
            }
            _ => format!("Title of {id} [{hl}/{gl}]"),
        }
    }

    pub(crate) fn summary(&self) -> String {
        format!("{} {} &amp; what it&#39;s for", self.words.summary, self.id)
    }

    pub(crate) fn developer(&self) -> String {
        developer_name(self.developer_index())
    }

    /// A row of a developer's list is by that one.
    pub(crate) fn developer_index(&self) -> u64 {
        let mut parts = self.id.split('.').skip(1);
        let listed = (parts.next() == Some(DEVELOPER_PART)).then(|| parts.next()).flatten();
        let listed = listed.and_then(|part| part.strip_prefix('d')?.parse().ok());
        listed.unwrap_or_else(|| self.pick("developer", DEVELOPERS))
    }

    pub(crate) fn developer_number(&self) -> u64 {
        developer_number(self.developer_index())
    }

    /// Half of the developers are known by number, half by name.
    pub(crate) fn developer_url(&self) -> String {
        if self.developer_index().is_multiple_of(2) {
            return format!("/store/apps/dev?id={}", self.developer_number());
        }
        let name = self.developer().replace('&', "%26").replace('é', "%C3%A9").replace(' ', "+");
        format!("/store/apps/developer?id={name}")
    }

    pub(crate) fn genre(&self) -> (&'static str, &'static str) {
        self.random("genre").choose(&GENRES)
    }

    /// The average in millionths: 3,000,000 to 4,999,999.
    fn score_millionths(&self) -> u32 {
        u32::try_from(3_000_000 + self.pick("score", 2_000_000)).unwrap_or(u32::MAX)
    }

    pub(crate) fn score(&self) -> f64 {
        f64::from(self.score_millionths()) / 1e6
    }

    pub(crate) fn score_text(&self) -> String {
        format!("{:.1}", self.score())
    }

    pub(crate) fn ratings(&self) -> u64 {
        50 + self.pick("ratings", 20_000_000)
    }

    /// One star to five; adds up to a little less than `ratings`, as the real ones do.
    pub(crate) fn histogram(&self) -> [u64; 5] {
        [10, 5, 8, 17, 58].map(|percent| self.ratings() * percent / 100)
    }

    /// The only count that the country changes.
    pub(crate) fn reviews(&self) -> u64 {
        self.ratings() / 30 + self.pick(&format!("reviews/{}", self.gl), 100)
    }

    /// The lower bound that is shown, and the number behind it.
    pub(crate) fn installs(&self) -> (u64, u64) {
        let lower = [1_000, 50_000, 1_000_000, 100_000_000, 10_000_000_000];
        let least = self.random("installs").choose(&lower);
        (least, least + self.pick("installs more", least))
    }

    /// Seconds since 1970, some time in 2010 to 2023.
    pub(crate) fn released(&self) -> u64 {
        1_262_304_000 + self.pick("released", 14 * 365 * 86_400)
    }

    /// Up to two years after `released`.
    pub(crate) fn updated(&self) -> u64 {
        self.released() + self.pick("updated", 2 * 365 * 86_400)
    }

    pub(crate) fn version(&self) -> String {
        format!(
            "{}.{}.{}",
            self.pick("major", 9) + 1,
            self.pick("minor", 40),
            self.pick("patch", 10)
        )
    }

    fn is_paid(&self) -> bool {
        self.kind == Kind::Paid
    }

    /// What it costs now. Absent when it cannot be had yet.
    pub(crate) fn price(&self) -> Option<Price> {
        match self.kind {
            Kind::PreRegistration => None,
            _ if self.is_paid() => Some(self.country.price(699)),
            _ => Some(Price { micros: 0, currency: self.country.currency, text: String::new() }),
        }
    }

    /// What it cost before the sale. Every paid app is on sale.
    pub(crate) fn original_price(&self) -> Option<Price> {
        self.is_paid().then(|| self.country.price(999))
    }

    /// The range of in-app prices. All details have one but those of apps that are not offered in
    /// the country; in charts one in eight has none, so that both shapes of row occur.
    pub(crate) fn in_app_prices(&self) -> Option<String> {
        let bare = match row_number(self.id) {
            Some(number) => number % 20 != 19 && self.pick("iap", 8) == 0,
            None => self.kind == Kind::NotInRegion,
        };
        let prices = (self.country.price(99).text, self.country.price(14_999).text);
        (!bare).then(|| format!("{} - {} {}", prices.0, prices.1, self.words.per_item))
    }

    /// 2 available, 1 pre-registration, nothing when not offered here.
    pub(crate) fn availability(&self) -> Option<u8> {
        match self.kind {
            Kind::NotInRegion => None,
            Kind::PreRegistration => Some(1),
            _ => Some(2),
        }
    }

    pub(crate) fn content_rating(&self) -> &'static str {
        if self.gl == "de" {
            return "USK: Ages 12+";
        }
        self.random("content rating").choose(&["Everyone", "Everyone 10+", "Teen"])
    }

    pub(crate) fn screenshot_count(&self) -> u64 {
        12 + self.pick("screenshots", 9)
    }

    /// An address at the image host: 86 characters that no compressor can shorten, like the real ones.
    pub(crate) fn image(&self, label: &str) -> String {
        image_address(&self.token(label, 86))
    }

    /// `length` characters of the base64 alphabet for addresses.
    pub(crate) fn token(&self, label: &str, length: usize) -> String {
        self.random(label).token(length)
    }
}

pub(crate) fn image_address(path: &str) -> String {
    format!("https://play-lh.googleusercontent.com/{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_and_chart_places_decide_the_kind() {
        assert_eq!(Kind::of("com.sparse.x"), Kind::Sparse);
        assert_eq!(Kind::of("com.sparsely.x"), Kind::Ordinary);
        let row = |number: u32| Kind::of(&format!("com.chart.topgrossing.game.us.n{number:03}"));
        assert_eq!(
            [15, 16, 37, 58, 79, 200].map(row),
            [
                Kind::Ordinary,
                Kind::Unrated,
                Kind::PreRegistration,
                Kind::Paid,
                Kind::Ordinary,
                Kind::Sparse
            ]
        );
    }

    #[test]
    fn search_places_decide_too() {
        let row = |number: u32| Kind::of(&format!("jp.search.qpanda.us.n{number:03}"));
        assert_eq!([1, 16, 38].map(row), [Kind::Ordinary, Kind::Unrated, Kind::Paid]);
        let mixed = |number: u32| Kind::of(&format!("de.search.qpaidmix_a.us.n{number:03}"));
        assert_eq!(
            [1, 2, 16, 17].map(mixed),
            [Kind::Ordinary, Kind::Paid, Kind::Paid, Kind::Ordinary]
        );
        assert_eq!(Kind::of("com.research.q.us.n018"), Kind::Ordinary);
    }

    #[test]
    fn values_repeat_and_stay_in_range() {
        for number in 0..200 {
            let id = format!("com.example.a{number}");
            let app = App::new(&id, "en", "us");
            assert!((3.0..5.0).contains(&app.score()));
            assert!(app.histogram().iter().sum::<u64>() <= app.ratings());
            assert!(app.installs().0 <= app.installs().1);
            assert!((12..=20).contains(&app.screenshot_count()));
            assert_eq!(app.image("icon"), App::new(&id, "de", "de").image("icon"));
            assert_eq!(app.image("icon").len(), 38 + 86);
        }
    }

    #[test]
    fn price_follows_the_country() {
        let price =
            |gl| App::new("com.paid.a", "en", gl).price().map(|p| (p.micros, p.currency, p.text));
        assert_eq!(price("us"), Some((6_990_000, "USD", "$6.99".into())));
        assert_eq!(price("de"), Some((6_990_000, "EUR", "6,99\u{a0}€".into())));
        assert_eq!(price("jp"), Some((699_000_000, "JPY", "¥699".into())));
        assert!(App::new("com.preregistration.a", "en", "us").price().is_none());
        assert_eq!(App::new("com.a.b", "en", "us").price().map(|p| p.micros), Some(0));
    }
}
