//! A page of reviews: RPC `oCPfdb` (PROTOCOL 2.4).

use serde_json::Value;

use super::{AppRequest, Call, Fields, Locale};
use crate::error::Error;

const RPC_ID: &str = "oCPfdb";
/// The most reviews per page. 3,000 and more are answered too, but 1,000 is the quickest per
/// review, and 5,000 fail.
const MAX_NUM: u32 = 1000;
/// Reviews do not depend on the country; the query needs one all the same.
const ANY_COUNTRY: &str = "us";

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// The most helpful first.
    Relevant,
    /// The newest first.
    Newest,
    /// The best rated first.
    Rating,
}

/// Written on which kind of device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Device {
    /// Phones.
    Phone,
    /// Tablets.
    Tablet,
    /// Chromebooks.
    Chromebook,
    /// Televisions.
    Tv,
}

/// Asks for a page of reviews.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReviewsRequest {
    /// The app id (package name).
    pub app_id: String,
    /// In which order.
    pub sort: Sort,
    /// Reviews per page, 1 to 1,000.
    pub num: u32,
    /// The page after the one that came with this token; the first without.
    pub token: Option<String>,
    /// Only with this many stars.
    pub score: Option<u32>,
    /// Only from this kind of device.
    pub device: Option<Device>,
    /// Whether names, pictures and ids of reviewers are kept.
    pub reviewers: bool,
    /// The language partitions the reviews; the country does nothing.
    pub locale: Locale,
}

impl ReviewsRequest {
    /// Reads a request: an app id, or an object with `appId`, `sort`, `num`, `token`, `score`,
    /// `device`, `reviewers`, `lang`.
    ///
    /// # Errors
    /// `InvalidArgument` that names the field.
    pub fn from_json(request: &Value) -> Result<Self, Error> {
        let request = super::short_form(request, "appId", "an app id")?;
        if request.get("country").is_some() {
            let why = "changes nothing: Play keeps reviews by language, not by country; use lang";
            return Err(Error::invalid("country", why));
        }
        let known = ["appId", "sort", "num", "token", "score", "device", "reviewers", "lang"];
        let fields = Fields::new(&request, &known)?;
        let sort = fields.one_of(
            "sort",
            &[("relevant", Sort::Relevant), ("newest", Sort::Newest), ("rating", Sort::Rating)],
        )?;
        let device = fields.one_of(
            "device",
            &[
                ("phone", Device::Phone),
                ("tablet", Device::Tablet),
                ("chromebook", Device::Chromebook),
                ("tv", Device::Tv),
            ],
        )?;
        let score = fields.number("score", 0, 1, 5)?;
        Ok(Self {
            app_id: AppRequest::app_id(&fields)?,
            sort: sort.unwrap_or(Sort::Newest),
            num: fields.number("num", 150, 1, MAX_NUM)?,
            token: fields.optional_str("token")?.map(str::to_owned),
            score: (score > 0).then_some(score),
            device,
            reviewers: fields.flag("reviewers", true)?,
            locale: Locale { country: ANY_COUNTRY.to_owned(), ..Locale::from_fields(&fields)? },
        })
    }

    /// A thousand reviews are a POST of their own.
    pub(super) fn weight(&self) -> u32 {
        self.num.max(20)
    }

    pub(super) fn call(&self) -> Call {
        let sort = match self.sort {
            Sort::Relevant => 1,
            Sort::Newest => 2,
            Sort::Rating => 3,
        };
        let device = match self.device {
            None => Value::Null,
            Some(Device::Phone) => 2.into(),
            Some(Device::Tablet) => 3.into(),
            Some(Device::Chromebook) => 5.into(),
            Some(Device::Tv) => 6.into(),
        };
        let count = match &self.token {
            None => format!("[{}]", self.num),
            Some(token) => format!("[{},null,{}]", self.num, Value::from(token.as_str())),
        };
        let (score, app_id) = (Value::from(self.score), Value::from(self.app_id.as_str()));
        let filter = format!("[null,{score},null,null,null,null,null,null,{device}]");
        let request = format!("[null,[2,{sort},{count},null,{filter}],[{app_id},7]]");
        Call { rpc_id: RPC_ID, request }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sent(request: &Value) -> Value {
        let request = ReviewsRequest::from_json(request).unwrap().call().request;
        serde_json::from_str(&request).unwrap()
    }

    #[test]
    fn the_token_goes_into_the_count() {
        let first = sent(&json!("com.foo"));
        let filter = json!([null, null, null, null, null, null, null, null, null]);
        assert_eq!(first, json!([null, [2, 2, [150], null, filter], ["com.foo", 7]]));
        let next = sent(&json!({
            "appId": "com.foo", "num": 1000, "token": "t\"", "sort": "rating", "score": 3,
            "device": "tablet"
        }));
        assert_eq!(next[1][1], 3);
        assert_eq!(next[1][2], json!([1000, null, "t\""]));
        assert_eq!((&next[1][4][1], &next[1][4][8]), (&json!(3), &json!(3)));
    }

    #[test]
    fn bad_input_names_its_field() {
        for (request, field) in [
            (json!({"appId": "com.foo", "country": "us"}), "country"),
            (json!({"appId": ""}), "appId"),
            (json!({"appId": "com.foo", "num": 1001}), "num"),
            (json!({"appId": "com.foo", "sort": 2}), "sort"),
            (json!({"appId": "com.foo", "score": 6}), "score"),
            (json!({"appId": "com.foo", "device": "watch"}), "device"),
            (json!({"appId": "com.foo", "token": ""}), "token"),
            (json!({"appId": "com.foo", "reviewers": "no"}), "reviewers"),
        ] {
            let error = ReviewsRequest::from_json(&request).unwrap_err();
            assert_eq!(error.field(), Some(field), "{request}");
        }
    }
}
