//! One chart: RPC `vyAe2` (PROTOCOL 2.2).

use once_cell::sync::Lazy;
use serde_json::Value;

use super::shelves::{CHART_SHELVES, CHART_TYPES, table};
use super::{CATEGORIES, Call, Fields, Locale};
use crate::error::Error;

const RPC_ID: &str = "vyAe2";
/// Ceiling of `num` (PROTOCOL 2.2); Play serves about 200 rows at most in practice.
const MAX_NUM: u32 = 660;
/// Category of the charts over all apps.
const ALL_APPS: &str = "APPLICATION";

/// What stands between the number of rows and the name of the chart: the long body that Play's own
/// front end sends, generated once.
static AFTER_NUM: Lazy<String> = Lazy::new(|| {
    let layouts = "64,1,195,71,8,72,9,10,11,139,12,16,145,148,150,151,152,27,30,31,96,32,34,163,100,165,104,169,108,110,113,55,56,57,122";
    let filter = "[[true],null,[[null,[]]],null,null,null,null,[null,2],null,null,null,null,null,null,[1],null,null,null,null,null,null,null,[1]],[null,[[null,[]]]],[null,[[null,[]]],null,[true]],[null,[[null,[]]]],null,null,null,null,[[[null,[]]]],[[[null,[]]]]";
    let table = table(&CHART_TYPES, &CHART_SHELVES);
    format!(
        ",true,null,[{layouts}],[null,null,[{filter}],[[{table}]]],null,null,[[[1,2],[10,8,9],[],[]]]]"
    )
});

/// A kind of chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Collection {
    /// Free apps with most installs.
    TopFree,
    /// Paid apps with most installs.
    TopPaid,
    /// Apps that earn most.
    Grossing,
    /// New free apps.
    NewFree,
    /// New paid apps.
    NewPaid,
    /// Apps that climb fastest.
    MoversShakers,
}

impl Collection {
    /// Every collection that Play answers (others are silently empty).
    pub const ALL: [Self; 6] = [
        Self::TopFree,
        Self::TopPaid,
        Self::Grossing,
        Self::NewFree,
        Self::NewPaid,
        Self::MoversShakers,
    ];

    /// The name users write.
    pub fn name(self) -> &'static str {
        match self {
            Self::TopFree => "TOP_FREE",
            Self::TopPaid => "TOP_PAID",
            Self::Grossing => "GROSSING",
            Self::NewFree => "NEW_FREE",
            Self::NewPaid => "NEW_PAID",
            Self::MoversShakers => "MOVERS_SHAKERS",
        }
    }

    /// Play's name of the cluster.
    fn cluster(self) -> &'static str {
        match self {
            Self::TopFree => "topselling_free",
            Self::TopPaid => "topselling_paid",
            Self::Grossing => "topgrossing",
            Self::NewFree => "topselling_new_free",
            Self::NewPaid => "topselling_new_paid",
            Self::MoversShakers => "movers_shakers",
        }
    }
}

/// Asks for one chart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ListRequest {
    /// Which chart.
    pub collection: Collection,
    /// Category id.
    pub category: &'static str,
    /// Number of rows, 1 to 660.
    pub num: u32,
    /// Language and country.
    pub locale: Locale,
}

impl ListRequest {
    /// Reads a request: an object with `category`, `collection`, `num`, `lang`, `country`.
    ///
    /// # Errors
    /// `InvalidArgument` that names the field.
    pub fn from_json(request: &Value) -> Result<Self, Error> {
        let fields = Fields::new(request, &["category", "collection", "num", "lang", "country"])?;
        let collection = fields.optional_str("collection")?.unwrap_or("TOP_FREE");
        let collection = Collection::ALL
            .into_iter()
            .find(|known| known.name() == collection)
            .ok_or_else(|| {
                let names = Collection::ALL.map(Collection::name).join(", ");
                Error::invalid("collection", format!("must be one of {names}"))
            })?;
        let category = fields.optional_str("category")?.unwrap_or(ALL_APPS);
        let category = CATEGORIES.iter().find(|known| known.id == category).ok_or_else(|| {
            Error::invalid("category", "must be a category id such as TOOLS or GAME_PUZZLE")
        })?;
        let num = fields.number("num", 100, 1, MAX_NUM)?;
        Ok(Self { collection, category: category.id, num, locale: Locale::from_fields(&fields)? })
    }

    /// Three charts of 100 rows (some 2.6 MB unpacked) are one POST: five would be answered later
    /// than two POSTs at once, and unpacked on one thread.
    pub(super) fn weight(&self) -> u32 {
        (self.num * 10 / 3).clamp(20, 1000)
    }

    pub(super) fn call(&self) -> Call {
        let (cluster, category) = (self.collection.cluster(), self.category);
        let request = format!(
            "[[null,[[8,[20,{}]]{},[2,\"{cluster}\",\"{category}\"]]]",
            self.num, *AFTER_NUM
        );
        Call { rpc_id: RPC_ID, request }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn call(request: &Value) -> Value {
        let request = ListRequest::from_json(request).unwrap().call().request;
        serde_json::from_str(&request).unwrap()
    }

    #[test]
    fn the_body_is_the_documented_cross_product() {
        let sent = call(&json!({"num": 50, "collection": "TOP_PAID", "category": "TOOLS"}));
        assert_eq!(sent[0][1][0][1], json!([20, 50]));
        assert_eq!(sent[0][2], json!([2, "topselling_paid", "TOOLS"]));
        let table = sent[0][1][4][3][0].as_array().unwrap();
        assert_eq!(table.len(), 8 * 30);
        assert_eq!(table[0][0], json!([7, 1]));
        assert_eq!(table[239][0], json!([2, 100]));
    }

    #[test]
    fn the_body_has_the_length_that_sources_report() {
        let call = ListRequest::from_json(&json!({})).unwrap().call();
        let mut envelope = crate::request::Envelope::default();
        envelope.add(&call);
        let body = envelope.into_body();
        // Theirs: 23,170 characters, percent-encoded, with the echo `generic` and a longer name.
        assert_eq!(body.len(), 23_160);
    }

    #[test]
    fn bad_input_names_its_field() {
        for (request, field) in [
            (json!({"collection": "TOP"}), "collection"),
            (json!({"category": "topselling"}), "category"),
            (json!({"num": 0}), "num"),
            (json!({"num": 661}), "num"),
            (json!({"num": "100"}), "num"),
            (json!({"num": 1.5}), "num"),
            (json!({"lang": ""}), "lang"),
            (json!("TOOLS"), ""),
        ] {
            let error = ListRequest::from_json(&request).unwrap_err();
            assert_eq!(error.field(), Some(field), "{request}");
        }
    }
}
