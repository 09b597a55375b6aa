//! Reads the fields of a request that the user wrote, and says exactly which one is wrong.

use serde_json::{Map, Value};

use super::nearest::nearest;
use crate::error::Error;

/// What is said of a name that is none of the known ones.
pub fn unknown_name(what: &str, name: &str, known: &[&str]) -> String {
    let meant = nearest(name, known).map(|near| format!("; did you mean {near}?"));
    let (meant, known_are) = match meant {
        Some(meant) => (meant, " Known are"),
        None => (String::new(), "; known are"),
    };
    format!("is not a known {what}{meant}{known_are} {}", known.join(", "))
}

/// The fields of one request.
pub struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// The fields of an object that has no others than these.
    ///
    /// # Errors
    /// `InvalidArgument` when it is no object or has an unknown field.
    pub fn new(request: &'a Value, known: &[&str]) -> Result<Self, Error> {
        let Value::Object(map) = request else {
            return Err(Error::invalid("", format!("must be an object with {}", known.join(", "))));
        };
        match map.keys().find(|key| !known.contains(&key.as_str())) {
            Some(unknown) => Err(Error::invalid(unknown, unknown_name("field", unknown, known))),
            None => Ok(Self(map)),
        }
    }

    /// A text that must be there.
    ///
    /// # Errors
    /// `InvalidArgument` when it is absent, empty or no text.
    pub fn str(&self, name: &str) -> Result<&'a str, Error> {
        match self.optional_str(name)? {
            Some(text) => Ok(text),
            None => Err(Error::invalid(name, "is required")),
        }
    }

    /// A text that may be absent.
    ///
    /// # Errors
    /// `InvalidArgument` when it is there and empty or no text. A text of JavaScript's that is not
    /// well formed comes as a NUL, which is no text either.
    pub fn optional_str(&self, name: &str) -> Result<Option<&'a str>, Error> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.contains('\0') => {
                Err(Error::invalid(name, "must be text without NUL characters or lone surrogates"))
            }
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
            Some(_) => Err(Error::invalid(name, "must be a non-empty string")),
        }
    }

    /// One of some names, as what it stands for.
    ///
    /// # Errors
    /// `InvalidArgument` when it is there and none of them.
    pub fn one_of<T: Copy>(&self, name: &str, names: &[(&str, T)]) -> Result<Option<T>, Error> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        let known = names.iter().find(|(known, _)| value.as_str() == Some(known));
        known.map(|(_, meaning)| Some(*meaning)).ok_or_else(|| {
            let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
            Error::invalid(name, format!("must be one of {}", names.join(", ")))
        })
    }

    /// True or false, or the default.
    ///
    /// # Errors
    /// `InvalidArgument` when it is anything else.
    pub fn flag(&self, name: &str, default: bool) -> Result<bool, Error> {
        match self.0.get(name) {
            None => Ok(default),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(Error::invalid(name, "must be true or false")),
        }
    }

    /// A whole number within bounds, or the default.
    ///
    /// # Errors
    /// `InvalidArgument` when it is anything else.
    pub fn number(&self, name: &str, default: u32, min: u32, max: u32) -> Result<u32, Error> {
        Ok(self.optional_number(name, min, max)?.unwrap_or(default))
    }

    /// A whole number within bounds that may be absent.
    ///
    /// # Errors
    /// `InvalidArgument` when it is anything else.
    pub fn optional_number(&self, name: &str, min: u32, max: u32) -> Result<Option<u32>, Error> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        match value.as_u64().and_then(|number| u32::try_from(number).ok()) {
            Some(number) if (min..=max).contains(&number) => Ok(Some(number)),
            _ => Err(Error::invalid(name, format!("must be a whole number from {min} to {max}"))),
        }
    }
}
