//! Language and country: query parameters, so one pair per HTTP request (PROTOCOL 1.3).

use super::Fields;
use crate::error::Error;

/// The language and country to ask in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Locale {
    /// Language code, with a region or script if need be: `en`, `pt_BR`, `zh-TW`.
    pub lang: String,
    /// Two-letter country code, in lower case.
    pub country: String,
}

impl Locale {
    /// Where nobody says otherwise: English, for the USA.
    pub fn usual() -> Self {
        Self { lang: "en".to_owned(), country: "us".to_owned() }
    }

    /// Reads `lang` (default `en`) and `country` (default `us`).
    ///
    /// # Errors
    /// `InvalidArgument` that names the field.
    pub fn from_fields(fields: &Fields) -> Result<Self, Error> {
        let lang = fields.optional_str("lang")?.unwrap_or("en");
        if !is_language(lang) {
            return Err(Error::invalid("lang", "must be a language code such as en or pt-BR"));
        }
        let country =
            Self::country(fields.optional_str("country")?.unwrap_or("us")).ok_or_else(|| {
                Error::invalid("country", "must be a two-letter country code such as us")
            })?;
        Ok(Self { lang: lang.to_owned(), country })
    }

    /// A two-letter country code, in lower case.
    pub fn country(code: &str) -> Option<String> {
        let is_code = code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic());
        is_code.then(|| code.to_ascii_lowercase())
    }

    /// The two as query parameters.
    pub(crate) fn query(&self) -> String {
        format!("hl={}&gl={}", super::query(&self.lang), self.country)
    }
}

/// Two or three letters, then up to three subtags of two to eight letters or digits.
fn is_language(text: &str) -> bool {
    let mut tags = text.split(['-', '_']);
    let primary = tags.next().unwrap_or_default();
    let subtags: Vec<&str> = tags.collect();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && subtags.len() <= 3
        && subtags.iter().all(|tag| {
            (2..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages() {
        for good in ["en", "pt_BR", "pt-BR", "zh-Hant-TW", "fil", "es-419"] {
            assert!(is_language(good), "{good}");
        }
        for bad in ["", "e", "english", "en-", "en--us", "en us", "é", &"a".repeat(200), "en&gl=us"]
        {
            assert!(!is_language(bad), "{bad}");
        }
    }
}
