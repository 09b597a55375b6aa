//! Where an app stands in a country: field 19 of a lean record (RPC `Ws7gDc`), PROTOCOL 2.12.

use super::app::{BLOCK, ECHOED_ID, RECORD, echoed_id};
use super::field::Kind::Other;
use super::field::{Field, write_key};
use super::mapping::Mappings;
use super::media::availability;
use super::shape::Shape;
use super::table::Table;
use super::{Extracted, Json, close_object, complete, opened, text};
use crate::request::AvailabilityRequest;

pub(super) const AVAILABILITY: Shape = Shape {
    name: "availability",
    root: RECORD,
    groups: &[&[Field::new("status", Other(availability), &[&[18]]).required()]],
    places: &[("appId", ECHOED_ID)],
    grows: false,
    shares: &[],
};

/// Where a client reads where an app stands.
pub(super) struct Tables(Table);

impl Tables {
    pub(super) fn new(mappings: &Mappings) -> Self {
        Self(Table::new(&AVAILABILITY, "availability", mappings))
    }
}

/// Reads an answer of `Ws7gDc`.
pub(super) fn extract(tables: &Tables, request: &AvailabilityRequest, payload: &[u8]) -> Extracted {
    read(tables, request, payload).unwrap_or_else(|failed| failed)
}

fn read(
    tables: &Tables,
    request: &AvailabilityRequest,
    payload: &[u8],
) -> Result<Extracted, Extracted> {
    let tape = opened(BLOCK, payload)?;
    let found = tables.0.find(tape.root());
    // Without an app in it, it may be anything but an answer.
    echoed_id(found.beside(0), Some(&request.app_id))?;
    let mut out = begin(request);
    let missing = tables.0.write(&found, &mut out);
    complete(BLOCK, &missing, || "the record".to_owned())?;
    close_object(&mut out);
    Ok(Extracted::Value(Json::Object(out)))
}

/// Play has no listing there: no such app, none any more, or no store in that country. It answers
/// all of these alike.
pub(super) fn not_listed(request: &AvailabilityRequest) -> Extracted {
    let mut out = begin(request);
    out.extend_from_slice(b"\"status\":\"notListed\"}");
    Extracted::Value(Json::Object(out))
}

fn begin(request: &AvailabilityRequest) -> Vec<u8> {
    let mut out = vec![b'{'];
    write_key("country", &mut out);
    text::write_string(&request.locale.country, &mut out);
    out.push(b',');
    out
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::error::ErrorKind;
    use crate::extraction::{Payload, Progress, Tables, extract};
    use crate::model::CountryAvailability;
    use crate::request::Lookup;

    /// What an answer with this record says.
    fn read(payload: &Payload<'_>) -> Result<Value, Extracted> {
        let request = json!({"appId": "com.foo", "countries": "kp"});
        let lookup = Lookup::from_json("availability", &request).unwrap();
        match extract(&Tables::default(), &lookup, payload, &mut Progress::default()) {
            Extracted::Value(Json::Object(json)) => {
                let model: CountryAvailability = serde_json::from_slice(&json).unwrap();
                assert_eq!(model.country, "kp");
                let value: Value = serde_json::from_slice(&json).unwrap();
                assert_eq!(serde_json::to_value(model).unwrap(), value);
                Ok(value["status"].clone())
            }
            other => Err(other),
        }
    }

    fn of_record(record: &str) -> Result<Value, Extracted> {
        let entity = r#"{"12":[["com.foo",7]],"40":[[19]]}"#;
        let payload = format!("[[[[]]],[null,null,{record},{entity}]]");
        read(&Payload::Json(payload.as_bytes()))
    }

    #[test]
    fn the_statuses_are_kept_apart_in_both_forms() {
        let nulls = "null,".repeat(18);
        for (value, status) in
            [("[2]", "available"), ("[1]", "preregistration"), ("[]", "notOffered")]
        {
            for record in [format!("[{nulls}{value}]"), format!("[{{\"19\":{value}}}]")] {
                assert_eq!(of_record(&record).unwrap(), status, "{record}");
            }
        }
        let error = |code| Payload::Error { code, kind: "PlayDataError".to_owned() };
        for payload in [Payload::Null, error(5)] {
            assert_eq!(read(&payload).unwrap(), "notListed");
        }
    }

    #[test]
    fn what_is_no_answer_is_no_status() {
        for record in ["[]", "null", "[[\"Title\"]]", "[{\"19\":[3]}]", "[{\"19\":\"x\"}]"] {
            let Err(Extracted::Failed(error)) = of_record(record) else { panic!("{record}") };
            assert_eq!((error.kind(), error.missing()), (ErrorKind::Parse, &["status".into()][..]));
        }
        for payload in ["[]", "null", "[[[[]]],[null,null,[{\"19\":[2]}]]]"] {
            let Err(Extracted::Failed(error)) = read(&Payload::Json(payload.as_bytes())) else {
                panic!("{payload}")
            };
            assert_eq!(error.missing(), ["appId"]);
        }
        let other = br#"[[[[]]],[null,null,[{"19":[2]}],{"12":[["com.bar",7]]}]]"#;
        assert!(matches!(read(&Payload::Json(other)), Err(Extracted::Mismatch)));
        let gateway = Payload::Error { code: 13, kind: "PlayGatewayError".to_owned() };
        assert!(matches!(read(&gateway), Err(Extracted::Again(_))));
    }
}
