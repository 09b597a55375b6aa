//! An app's permissions (RPC `xdSrCf`), PROTOCOL 2.5: two sections of groups, and permissions that
//! are in no group.

use super::field::Kind::{Other, Text};
use super::field::{Field, write_key};
use super::mapping::Mappings;
use super::media::heading;
use super::node::Node;
use super::shape::Shape;
use super::table::{Found, Table};
use super::{Extracted, Json, complete, find_list, items_of, lacking, opened, text};

const BLOCK: &str = "xdSrCf";
/// In a permission: its text.
const TEXT: &[u32] = &[1];

const GROUP_FIELDS: &[Field] = &[
    Field::new("name", Other(heading), &[&[0]]).required(),
    Field::new("id", Other(heading), &[&[3, 0]]),
    Field::new("iconUrl", Text, &[&[1, 3, 2]]),
];
/// What each permission says of its group.
const MEMBER_FIELDS: &[Field] = &[
    Field::new("group", Other(heading), &[&[0]]),
    Field::new("groupId", Other(heading), &[&[3, 0]]),
];

/// Sections of groups, and permissions in no group.
pub(super) const SECTIONS: Shape =
    Shape::of_places("permissions", &[("common", &[0]), ("other", &[1]), ("ungrouped", &[2])]);
pub(super) const GROUP: Shape = Shape {
    groups: &[GROUP_FIELDS],
    ..Shape::of_places("permissionGroup", &[("permissions", &[2])])
};
const MEMBER: Shape = Shape { groups: &[MEMBER_FIELDS], ..Shape::of_places("permission", &[]) };

/// Where a client reads permissions.
pub(super) struct Tables {
    sections: Table,
    group: Table,
    member: Table,
}

impl Tables {
    pub(super) fn new(mappings: &Mappings) -> Self {
        let table = |shape| Table::new(shape, "permissions", mappings);
        Self { sections: table(&SECTIONS), group: table(&GROUP), member: table(&MEMBER) }
    }
}

/// The two lists of an answer, as JSON without their brackets.
#[derive(Default)]
struct Lists {
    permissions: Vec<u8>,
    groups: Vec<u8>,
}

/// Reads an answer of `xdSrCf`. Sections that are missing are empty, but all of them are not when
/// there is one elsewhere.
pub(super) fn extract(tables: &Tables, payload: &[u8]) -> Extracted {
    read(tables, payload).unwrap_or_else(|failed| failed)
}

fn read(tables: &Tables, payload: &[u8]) -> Result<Extracted, Extracted> {
    let tape = opened(BLOCK, payload)?;
    let found = find_list(BLOCK, &tables.sections, tape.root())?;
    let is_empty = (0..3).all(|place| found.beside(place).is_none());
    if is_empty && tape.root().each_item().any(is_section) {
        return Err(lacking(BLOCK, &["permissions"], "the answer"));
    }
    Ok(Extracted::Value(Json::Object(read_sections(tables, &found)?)))
}

/// Whether it begins as a list of groups or of permissions does.
fn is_section(node: Node<'_>) -> bool {
    [[0, 0], [0, 1]].iter().any(|path| node.at(path).and_then(Node::raw_str).is_some())
}

/// Reads the same sections as a field of a record.
pub(super) fn read_field(tables: &Tables, sections: Node<'_>) -> Result<Vec<u8>, Extracted> {
    if !sections.has_fields() {
        return Err(lacking(BLOCK, &["permissions"], "the record"));
    }
    read_sections(tables, &tables.sections.find(sections))
}

fn read_sections(tables: &Tables, found: &Found<'_>) -> Result<Vec<u8>, Extracted> {
    let mut lists = Lists::default();
    for (place, section) in ["common", "other"].into_iter().enumerate() {
        for group in items_of(BLOCK, "groups", found.beside(place))? {
            lists.add_group(tables, section, group)?;
        }
    }
    for permission in items_of(BLOCK, "permissions", found.beside(2))? {
        lists.add_permission("ungrouped", permission, b"")?;
    }
    Ok(lists.into_object())
}

impl Lists {
    fn add_group(
        &mut self,
        tables: &Tables,
        section: &str,
        group: Node<'_>,
    ) -> Result<(), Extracted> {
        let found = tables.group.find(group);
        separate(&mut self.groups);
        self.groups.push(b'{');
        let missing = tables.group.write(&found, &mut self.groups);
        complete(BLOCK, &missing, || "a group".to_owned())?;
        write_section(section, &mut self.groups);
        self.groups.push(b',');
        write_key("permissions", &mut self.groups);
        self.groups.push(b'[');

        let mut member = Vec::new();
        let of_group = tables.member.find(group);
        tables.member.write(&of_group, &mut member);
        let permissions = items_of(BLOCK, "permissions", found.beside(0))?;
        for (place, permission) in permissions.into_iter().enumerate() {
            if place > 0 {
                self.groups.push(b',');
            }
            let text = self.add_permission(section, permission, &member)?;
            text::write_escaped_string(text, &mut self.groups);
        }
        self.groups.extend_from_slice(b"]}");
        Ok(())
    }

    /// Adds a permission of a section, with what it says of its group; gives its text.
    fn add_permission<'a>(
        &mut self,
        section: &str,
        permission: Node<'a>,
        member: &[u8],
    ) -> Result<&'a [u8], Extracted> {
        let text = permission.at(TEXT).and_then(Node::raw_str).filter(|text| !text.is_empty());
        let text = text.ok_or_else(|| lacking(BLOCK, &["permission"], "a permission"))?;
        let out = &mut self.permissions;
        separate(out);
        out.push(b'{');
        write_key("permission", out);
        text::write_escaped_string(text, out);
        out.push(b',');
        out.extend_from_slice(member);
        write_section(section, out);
        out.push(b'}');
        Ok(text)
    }

    fn into_object(self) -> Vec<u8> {
        let [permissions, groups]: [&[u8]; 2] = [b"{\"permissions\":[", b"],\"groups\":["];
        [permissions, &self.permissions, groups, &self.groups, b"]}"].concat()
    }
}

fn separate(list: &mut Vec<u8>) {
    if !list.is_empty() {
        list.push(b',');
    }
}

fn write_section(section: &str, out: &mut Vec<u8>) {
    write_key("section", out);
    text::write_string(section, out);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(payload: &Value) -> Option<Value> {
        match extract(&Tables::new(&Mappings::default()), payload.to_string().as_bytes()) {
            Extracted::Value(Json::Object(object)) => serde_json::from_slice(&object).ok(),
            _ => None,
        }
    }

    #[test]
    fn sections_may_be_missing() {
        let none = json!({"permissions": [], "groups": []});
        for payload in [
            json!([]),
            json!([null]),
            json!([[], null, []]),
            json!([null, [], null]),
            json!([null, null, null, [[null, [[1800]]]], ["log"]]),
        ] {
            assert_eq!(read(&payload), Some(none.clone()), "{payload}");
        }
        let ungrouped = read(&json!([null, null, [[null, "a \"b\""]]])).unwrap();
        assert_eq!(ungrouped["groups"], json!([]));
        let permission = json!({"permission": "a \"b\"", "section": "ungrouped"});
        assert_eq!(ungrouped["permissions"], json!([permission]));
        // The last section as a trailing object.
        assert_eq!(read(&json!([null, {"3": [[null, "a \"b\""]]}])), Some(ungrouped));
    }

    #[test]
    fn a_group_without_an_id_or_permissions_is_a_group() {
        let found = read(&json!([null, [["Other", null, null]]])).unwrap();
        let group = json!({"name": "Other", "section": "other", "permissions": []});
        assert_eq!(found, json!({"permissions": [], "groups": [group]}));
    }

    #[test]
    fn another_layout_is_an_error() {
        let long = "x".repeat(251);
        for payload in [
            json!({}),
            json!(["Identity"]),
            json!([[[null, null, []]]]),
            json!([[[long, null, []]]]),
            json!([[["Camera", null, "take pictures"]]]),
            json!([[["Camera", null, [["take pictures"]]]]]),
            json!([[["Camera", null, [[null, ""]]]]]),
            json!([null, null, ["receive data"]]),
            json!([null, null, "receive data"]),
            json!([null, null, null, [["Camera", null, [[null, "take pictures"]]]]]),
            json!([null, null, null, [[null, "receive data"]]]),
        ] {
            assert_eq!(read(&payload), None, "{payload}");
        }
    }
}
