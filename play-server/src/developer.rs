//! Developers: the answers to `MRTdke` and `IRWBmd`, and what the head of a page says.

use crate::answer::Place;
use crate::app::image_address;
use crate::app::{App, DEVELOPERS, developer_name, developer_number};
use crate::card::{card, tail_from};
use crate::message::encode;
use crate::more::{List, Rest};
use crate::nodes::path;
use crate::random::{Random, fnv1a};
use serde_json::{Value, json};

/// Apps of the developers, in turn.
const APPS: [u64; 7] = [3, 45, 10, 130, 7, 20, 260];
/// Rows of the first answer.
const BY_NUMBER: u64 = 10;
const BY_NAME: u64 = 20;

/// A request: `[null,null,[null,[…],null,[NUMBER,8]],null,[1]]`, `[[null,[…],[pub:NAME],4],[1]]`, or
/// what a page is called by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Developer {
    pub(crate) asked: String,
    pub(crate) by_number: bool,
}

impl Developer {
    pub(crate) fn parse(rpc: &str, request: &str) -> Option<Self> {
        let request: Value = serde_json::from_str(request).ok()?;
        if rpc == "MRTdke" {
            let entity = request.get(2)?.get(3)?;
            (entity.get(1)?.as_u64()? == 8).then_some(())?;
            return Some(Self { asked: entity.get(0)?.as_str()?.to_owned(), by_number: true });
        }
        let name = request.get(0)?.get(2)?.get(0)?.as_str()?.strip_prefix("pub:")?;
        Some(Self { asked: name.to_owned(), by_number: false })
    }

    /// Which of all it is; nothing if there is no such developer.
    pub(crate) fn index(&self) -> Option<u64> {
        (0..DEVELOPERS).find(|index| {
            if self.by_number {
                self.asked == developer_number(*index).to_string()
            } else {
                self.asked == developer_name(*index)
            }
        })
    }

    /// The apps. A number that is nobody's gets null, a name that is nobody's no sections.
    pub(crate) fn answer(&self, place: Place) -> Option<Value> {
        let section = self.index().map(|index| self.section(index, place));
        if section.is_none() && self.by_number {
            return None;
        }
        let sections: Vec<Value> = section.into_iter().collect();
        let sections = (!sections.is_empty()).then_some(sections);
        Some(json!([[null, sections, null, [], 1, ["qgIMCgoKBlNUUkVBTRoA"]]]))
    }

    fn section(&self, index: u64, Place { hl, gl, .. }: Place) -> Value {
        let all = APPS[usize::try_from(index % 7).unwrap_or(0)];
        let shown = all.min(if self.by_number { BY_NUMBER } else { BY_NAME });
        // Some answer in the other's layout.
        let is_wrapped = if self.by_number { index % 10 == 4 } else { index % 10 != 5 };
        let list = List::developer(index);
        let row = |number| {
            let id = list.id(gl, number);
            let app = App::new(&id, hl, gl);
            let card = encode(card(&app), tail_from(&app));
            if is_wrapped { json!([card]) } else { card }
        };
        let rows: Vec<Value> = (1..=shown).map(row).collect();
        let token = Rest { list: list.clone(), start: shown + 1, last: all }.token();
        let token = token.map(|token| json!([null, token]));
        let name = developer_name(index);
        let mut section = vec![Value::Null; if is_wrapped { 22 } else { 21 }];
        section[3] = json!(["qgIpEicQABojCiEKG21vcmVfYnlf"]);
        section.push(if is_wrapped {
            json!([rows, [name, null, null, token, 1]])
        } else {
            let address = path(&format!("/store/apps/dev?id={}", developer_number(index)));
            json!([rows, [format!("More by {name}"), null, address, token, 1]])
        });
        Value::Array(section)
    }
}

/// What the head of a page says: `[null,null,[[1,2,3,5,6]],null,null,[[NUMBER,8]]]`.
pub(crate) struct Head {
    developer: Developer,
}

impl Head {
    pub(crate) fn parse(request: &str) -> Option<Self> {
        let request: Value = serde_json::from_str(request).ok()?;
        let entity = request.get(5)?.get(0)?;
        (entity.get(1)?.as_u64()? == 8).then_some(())?;
        let asked = entity.get(0)?.as_str()?.to_owned();
        Some(Self { developer: Developer { asked, by_number: true } })
    }

    /// A quarter of those with a number have none.
    pub(crate) fn answer(&self, hl: &str) -> Option<Value> {
        let index = self.developer.index().filter(|index| index % 8 != 6)?;
        let name = developer_name(index);
        let number = developer_number(index).to_string();
        let image = |label: &str| {
            let seed = fnv1a(format!("{number}/{label}").as_bytes());
            json!([null, 2, null, [null, null, image_address(&Random::new(seed).token(86))]])
        };
        let text = format!("Apps by {name} &amp; friends [{hl}]");
        let head = json!([
            null,
            [image("cover")],
            [image("icon"), true],
            null,
            [name],
            [null, [null, text]]
        ]);
        let fields = [(12, json!([[number, 8]])), (13, head), (40, json!([[1, 2, 3, 5, 6]]))];
        Some(json!([[[[]]], encode(fields.into(), 1)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place { hl: "en", gl: "us", has_cookie: false };

    fn by_number(index: u64) -> Option<Value> {
        let number = developer_number(index).to_string();
        let request = json!([null, null, [null, [[1, [10]]], null, [number, 8]], null, [1]]);
        let developer = Developer::parse("MRTdke", &request.to_string()).expect("well formed");
        developer.answer(PLACE).map(|answer| answer[0][1][0].clone())
    }

    fn by_name(name: &str) -> Value {
        let request = json!([[null, [[10, [20]]], [format!("pub:{name}")], 4], [1]]);
        let developer = Developer::parse("IRWBmd", &request.to_string()).expect("well formed");
        developer.answer(PLACE).expect("an answer")[0][1].clone()
    }

    fn length(value: &Value) -> Option<usize> {
        value.as_array().map(Vec::len)
    }

    #[test]
    fn both_layouts_are_as_documented() {
        let section = by_number(6).expect("an answer");
        assert_eq!((length(&section[21][0]), &section[21][0][0][0][1]), (Some(10), &json!(7)));
        assert_eq!(section[21][0][0][14], "Studio 6");
        assert!(section[21][1][3][1].is_string());
        let section = &by_name("Studio 6")[0];
        assert_eq!((length(&section[22][0]), &section[22][1][0]), (Some(20), &json!("Studio 6")));
        assert_eq!(section[22][0][0][0][0], json!(["com.developer.d6.us.n001", 7]));
        let section = &by_name("Studio 7")[0];
        assert_eq!((length(&section[22][0]), &section[22][1][3]), (Some(3), &Value::Null));
        assert_eq!(length(&by_number(4).expect("an answer")[22][0]), Some(7));
        assert_eq!(length(&by_name("Studio 5")[0][21][0]), Some(20));
    }

    #[test]
    fn who_is_not_there_has_no_apps() {
        assert!(by_number(500).is_none());
        assert!(by_name("Nobody").is_null() && by_name("Studio 500").is_null());
        assert!(!by_name("Caf\u{e9} & Co 13").is_null());
    }

    #[test]
    fn the_head_is_as_recorded() {
        let head = |index: u64| {
            let number = developer_number(index).to_string();
            let request = json!([null, null, [[1, 2, 3, 5, 6]], null, null, [[number, 8]]]);
            Head::parse(&request.to_string()).expect("well formed").answer("de")
        };
        let answer = head(4).expect("a head");
        let entity = &answer[1][0];
        assert_eq!(entity["12"], json!([["5000000000000000004", 8]]));
        assert_eq!(entity["13"][4][0], "Studio 4");
        assert!(entity["13"][1][0][3][2].is_string() && entity["13"][2][0][3][2].is_string());
        assert_eq!(entity["13"][5][1][1], "Apps by Studio 4 &amp; friends [de]");
        assert!(head(6).is_none() && head(500).is_none());
        assert!(Head::parse(r#"[null,null,[[1]],null,null,[["com.a",7]]]"#).is_none());
    }
}
