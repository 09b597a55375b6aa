//! The same answer in the other forms that Play may send it in: its messages as arrays, with a
//! trailing object or as objects, at any depth (PROTOCOL 1.6); as a page has it (PROTOCOL 1.2).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Draws what form comes next.
pub(crate) struct Draws(pub(crate) u64);

impl Draws {
    fn below(&mut self, end: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }
}

/// Where an answer holds lists: they have no fields, so none of theirs is moved. `ANY` is any index.
type Lists = &'static [&'static [usize]];

const ANY: usize = usize::MAX;

const RECORD: Lists = &[
    &[1, 2, 74, 2, ANY],
    &[1, 2, 74, 2, 0, ANY, 2],
    &[1, 2, 74, 2, 1, ANY, 2],
    &[1, 2, 137, 4, ANY, 0],
    &[1, 2, 137, 4, ANY, 0, ANY, 4],
    &[1, 2, 137, 9, 2],
    &[1, 2, 78, 0],
    &[1, 2, 95, 0, 5],
    &[1, 2, 136, 1],
    &[1, 2, 150, 1],
];
const CHART: Lists =
    &[&[0, 1, 0, 28, 0], &[0, 1, 0, 28, 0, ANY, 0, 2], &[0, 1, 0, 28, 0, ANY, 0, 1, 5]];
const SEARCH: Lists = &[
    &[0, 1],
    &[0, 1, ANY, 22, 0],
    &[0, 1, ANY, 22, 0, ANY, 0, 2],
    &[0, 1, ANY, 22, 0, ANY, 0, 1, 5],
    &[0, 1, ANY, 23, 16, 2, 78, 0],
    &[0, 1, ANY, 23, 16, 2, 95, 0, 5],
];
const CONTINUATION: Lists = &[&[0, 0, 0]];
const REVIEWS: Lists = &[&[0], &[0, ANY, 12, 0], &[0, ANY, 14]];
/// Rows of both layouts, in both places of a section.
const SECTIONS: Lists = &[
    &[0, 1],
    &[0, 1, ANY, 21, 0],
    &[0, 1, ANY, 22, 0],
    &[0, 1, ANY, 21, 0, ANY, 2],
    &[0, 1, ANY, 22, 0, ANY, 2],
    &[0, 1, ANY, 21, 0, ANY, 1, 5],
    &[0, 1, ANY, 22, 0, ANY, 1, 5],
    &[0, 1, ANY, 21, 0, ANY, 0, 2],
    &[0, 1, ANY, 22, 0, ANY, 0, 2],
    &[0, 1, ANY, 21, 0, ANY, 0, 1, 5],
    &[0, 1, ANY, 22, 0, ANY, 0, 1, 5],
];
const CLUSTERS: Lists =
    &[&[1, 1], &[1, 1, ANY, 21, 0], &[1, 1, ANY, 21, 0, ANY, 2], &[1, 1, ANY, 21, 0, ANY, 1, 5]];
const SUGGESTIONS: Lists = &[&[0, 0]];
const PERMISSIONS: Lists = &[&[ANY], &[0, ANY, 2], &[1, ANY, 2]];

/// Trees of lists with messages as leaves: those begin with a text.
const TREES: [[usize; 3]; 2] = [[1, 2, 79], [1, 2, 118]];

/// Where the answers of an RPC hold lists.
fn lists(rpc_id: &str) -> Lists {
    match rpc_id {
        "Ws7gDc" => RECORD,
        "vyAe2" => CHART,
        "lGYRle" => SEARCH,
        "qnKhOb" => CONTINUATION,
        "ag2B9c" => CLUSTERS,
        "MRTdke" | "IRWBmd" | "CNT7ob" => SECTIONS,
        "IJ4APc" => SUGGESTIONS,
        "xdSrCf" => PERMISSIONS,
        _ => REVIEWS,
    }
}

/// Another form of an answer.
pub(crate) fn reformed(rpc_id: &str, value: &Value, draws: &mut Draws) -> Value {
    match reform(value, &mut Vec::new(), rpc_id, draws) {
        // The answer as a whole is an array in every source.
        whole @ Value::Object(_) => vec![whole].into(),
        whole => whole,
    }
}

fn reform(value: &Value, path: &mut Vec<usize>, rpc_id: &str, draws: &mut Draws) -> Value {
    let Some(fields) = fields(value) else { return value.clone() };
    let in_tree = rpc_id == "Ws7gDc" && TREES.iter().any(|tree| path.starts_with(tree));
    let is_branch = in_tree && !fields.get(&0).is_some_and(Value::is_string);
    let is_list = lists(rpc_id).iter().any(|list| {
        list.len() == path.len()
            && list.iter().zip(&*path).all(|(own, index)| *own == ANY || own == index)
    });
    let reformed = fields.into_iter().map(|(index, value)| {
        path.push(index);
        let value = reform(&value, path, rpc_id, draws);
        path.pop();
        (index, value)
    });
    let reformed: BTreeMap<usize, Value> = reformed.collect();
    if is_list || is_branch { list(reformed) } else { written(reformed, draws) }
}

/// The fields of a message by their index, `null` ones too; nothing for what is none.
fn fields(value: &Value) -> Option<BTreeMap<usize, Value>> {
    let keyed = |object: &Map<String, Value>| -> BTreeMap<usize, Value> {
        object
            .iter()
            .map(|(key, value)| (key.parse::<usize>().unwrap() - 1, value.clone()))
            .collect()
    };
    match value {
        Value::Object(object) => Some(keyed(object)),
        Value::Array(items) => {
            let (items, mut fields) = match items.split_last() {
                Some((Value::Object(object), before)) => (before, keyed(object)),
                _ => (&items[..], BTreeMap::new()),
            };
            fields.extend(items.iter().cloned().enumerate());
            Some(fields)
        }
        _ => None,
    }
}

/// Elements that are messages are arrays: an object at a list's end would be its trailing one.
fn list(items: BTreeMap<usize, Value>) -> Value {
    let array = |item| if let Value::Object(_) = item { vec![item].into() } else { item };
    items.into_values().map(array).collect()
}

fn dense(fields: BTreeMap<usize, Value>) -> Value {
    let mut items = Vec::new();
    for (index, value) in fields {
        items.resize(index, Value::Null);
        items.push(value);
    }
    // Last in an array, an object would be the trailing one.
    if items.last().is_some_and(Value::is_object) {
        items.push(Value::Null);
    }
    items.into()
}

fn written(mut fields: BTreeMap<usize, Value>, draws: &mut Draws) -> Value {
    let keyed = |fields: BTreeMap<usize, Value>| -> Value {
        let kept = fields.into_iter().filter(|(_, value)| !value.is_null());
        kept.map(|(index, value)| ((index + 1).to_string(), value)).collect::<Map<_, _>>().into()
    };
    let end = fields.last_key_value().map_or(0, |(index, _)| index + 1);
    match draws.below(4) {
        0 => keyed(fields),
        1 => dense(fields),
        _ => {
            let moved = fields.split_off(&draws.below(end + 1));
            let mut items = match dense(fields) {
                Value::Array(items) => items,
                _ => Vec::new(),
            };
            items.push(keyed(moved));
            items.into()
        }
    }
}

/// The same with a few values replaced, by what is no message.
pub(crate) fn varied(value: &mut Value, changes: &[(usize, u8)]) {
    for (nth, by) in changes {
        let by = match by % 3 {
            0 => Value::Null,
            1 => Value::from(7),
            _ => Value::from("text"),
        };
        crate::made::replace(value, &mut { *nth }, &by);
    }
}

/// As a page has it: truths are numbers, and what HTML gives a meaning to is escaped.
pub(crate) fn on_page(payload: &Value) -> String {
    fn numbers(value: &Value) -> Value {
        match value {
            Value::Bool(truth) => u8::from(*truth).into(),
            Value::Array(items) => items.iter().map(numbers).collect(),
            Value::Object(fields) => {
                fields.iter().map(|(key, value)| (key.clone(), numbers(value))).collect()
            }
            other => other.clone(),
        }
    }
    let mut text = numbers(payload).to_string();
    for (c, escape) in [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026"), ('=', "\\u003d")] {
        text = text.replace(c, escape);
    }
    text
}
