//! What the language and the country change.

use crate::app::Price;

/// The texts that Google translates, for the few languages that tests use.
pub(crate) struct Words {
    pub(crate) language: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) install: &'static str,
    pub(crate) buy: &'static str,
    pub(crate) ads: &'static str,
    pub(crate) per_item: &'static str,
    pub(crate) learn_more: &'static str,
    pub(crate) similar: &'static str,
    months: Option<[&'static str; 12]>,
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The first is for every language that is not listed.
const LANGUAGES: [Words; 4] = [
    Words {
        language: "en",
        summary: "Summary of",
        install: "Install",
        buy: "Buy",
        ads: "Contains ads",
        per_item: "per item",
        learn_more: "Learn more",
        similar: "Similar apps",
        months: Some(MONTHS),
    },
    Words {
        language: "de",
        summary: "Kurzbeschreibung für",
        install: "Installieren",
        buy: "Kaufen",
        ads: "Enthält Werbung",
        per_item: "pro Artikel",
        learn_more: "Weitere Informationen",
        similar: "Ähnliche Apps",
        months: None,
    },
    Words {
        language: "fr",
        summary: "Résumé de",
        install: "Installer",
        buy: "Acheter",
        ads: "Contient des annonces",
        per_item: "par article",
        learn_more: "En savoir plus",
        similar: "Applis similaires",
        months: None,
    },
    Words {
        language: "ja",
        summary: "概要:",
        install: "インストール",
        buy: "購入",
        ads: "広告を含む",
        per_item: "（1 アイテムにつき）",
        learn_more: "詳細",
        similar: "類似のアプリ",
        months: None,
    },
];

impl Words {
    pub(crate) fn of(hl: &str) -> &'static Self {
        let wanted = hl.split(['-', '_']).next().unwrap_or_default();
        LANGUAGES.iter().find(|words| words.language == wanted).unwrap_or(&LANGUAGES[0])
    }

    /// `Jan 2, 2021` or `02.01.2021`, in UTC.
    pub(crate) fn date(&self, seconds: u64) -> String {
        let (year, month, day) = civil(seconds / 86_400);
        match self.months.and_then(|months| months.get(month - 1).copied()) {
            Some(name) => format!("{name} {day}, {year}"),
            None => format!("{day:02}.{month:02}.{year}"),
        }
    }
}

/// Year, month (1 to 12) and day of a day counted from 1970-01-01.
pub(crate) fn civil(mut days: u64) -> (u64, usize, u64) {
    let mut year = 1970;
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let length = |year| if leap(year) { 366 } else { 365 };
    while days >= length(year) {
        days -= length(year);
        year += 1;
    }
    let february = if leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

/// A storefront.
pub(crate) struct Country {
    code: &'static str,
    pub(crate) currency: &'static str,
    /// In the European Union Google names itself as the seller.
    pub(crate) european_union: bool,
    style: Style,
}

enum Style {
    /// `$6.99`
    Before(&'static str),
    /// `6,99 €`
    Euro,
    /// `¥699`: no smaller unit.
    Yen,
}

const fn country(code: &'static str, currency: &'static str, sign: &'static str) -> Country {
    Country { code, currency, european_union: false, style: Style::Before(sign) }
}

const fn euro(code: &'static str) -> Country {
    Country { code, currency: "EUR", european_union: true, style: Style::Euro }
}

/// The first is for every country that is not listed.
const COUNTRIES: [Country; 10] = [
    country("us", "USD", "$"),
    country("gb", "GBP", "£"),
    country("in", "INR", "₹"),
    country("br", "BRL", "R$\u{a0}"),
    Country { code: "jp", currency: "JPY", european_union: false, style: Style::Yen },
    euro("de"),
    euro("fr"),
    euro("es"),
    euro("it"),
    euro("at"),
];

impl Country {
    pub(crate) fn of(gl: &str) -> &'static Self {
        COUNTRIES
            .iter()
            .find(|country| country.code.eq_ignore_ascii_case(gl))
            .unwrap_or(&COUNTRIES[0])
    }

    /// The same number everywhere; only unit and text differ.
    pub(crate) fn price(&self, hundredths: u64) -> Price {
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        let (micros, text) = match self.style {
            Style::Before(sign) => (hundredths * 10_000, format!("{sign}{whole}.{rest:02}")),
            Style::Euro => (hundredths * 10_000, format!("{whole},{rest:02}\u{a0}€")),
            Style::Yen => (hundredths * 1_000_000, format!("¥{hundredths}")),
        };
        Price { micros, currency: self.currency, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_right() {
        let english = Words::of("en-US");
        assert_eq!(english.date(0), "Jan 1, 1970");
        assert_eq!(english.date(1_609_634_515), "Jan 3, 2021");
        assert_eq!(english.date(1_709_164_800), "Feb 29, 2024");
        assert_eq!(Words::of("de").date(1_735_603_200), "31.12.2024");
    }

    #[test]
    fn unknown_places_speak_english_and_pay_in_dollars() {
        assert_eq!(Words::of("xx").language, "en");
        assert_eq!(Words::of("pt_BR").language, "en");
        assert_eq!(Country::of("zz").currency, "USD");
        assert_eq!(Country::of("BR").price(14_999).text, "R$\u{a0}149.99");
    }
}
