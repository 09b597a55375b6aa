//! Where two requests differ, in a few words for people.

use serde_json::Value;

/// So many places are named.
const MOST_PLACES: usize = 3;
/// So much of a value is shown.
const MOST_SHOWN: usize = 40;

/// Where another request differs from ours; nothing where it asks the same. Pages write 1 and 0 for
/// true and false.
pub fn difference(ours: &Value, theirs: &Value) -> Option<String> {
    let mut places = Vec::new();
    compare("request", ours, theirs, &mut places);
    let more = places.len().saturating_sub(MOST_PLACES);
    places.truncate(MOST_PLACES);
    if more > 0 {
        places.push(format!("and {more} more"));
    }
    (!places.is_empty()).then(|| places.join("; "))
}

fn compare(place: &str, ours: &Value, theirs: &Value, places: &mut Vec<String>) {
    match (ours, theirs) {
        (Value::Array(ours), Value::Array(theirs)) if are_numbers(ours) && are_numbers(theirs) => {
            let beside = |these: &[Value], those: &[Value]| {
                let only: Vec<String> =
                    these.iter().filter(|it| !those.contains(it)).map(Value::to_string).collect();
                (!only.is_empty()).then(|| shown(&only.join(",")))
            };
            let added = beside(theirs, ours).map(|added| format!("{added} besides"));
            let gone = beside(ours, theirs).map(|gone| format!("no {gone}"));
            let changes: Vec<String> = [added, gone].into_iter().flatten().collect();
            if !changes.is_empty() {
                places.push(format!("{place} has {}", changes.join(" and ")));
            } else if ours != theirs {
                places.push(format!("{place} has another order"));
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                compare(&format!("{place}[{index}]"), ours, theirs, places);
            }
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            places.push(format!("{place} has {} elements, not {}", theirs.len(), ours.len()));
        }
        (ours, theirs) if plain(ours) == plain(theirs) => {}
        (ours, theirs) => {
            let [ours, theirs] = [ours, theirs].map(|value| shown(&value.to_string()));
            places.push(format!("{place} is {theirs}, not {ours}"));
        }
    }
}

fn are_numbers(list: &[Value]) -> bool {
    !list.is_empty() && list.iter().all(Value::is_number)
}

/// A value as a page would write it.
fn plain(value: &Value) -> Value {
    value.as_bool().map_or_else(|| value.clone(), |is| u8::from(is).into())
}

fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(MOST_SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn places_are_named_in_a_few_words() {
        let ours = json!([null, [[1, 9, 10]], [true, null], "a", [[5]]]);
        for (theirs, said) in [
            (json!([null, [[1, 9, 10]], [1, null], "a", [[5]]]), None),
            (
                json!([null, [[1, 9, 10, 201]], [1, null], "a", [[5]]]),
                Some("request[1][0] has 201 besides"),
            ),
            (
                json!([null, [[1, 201, 10]], [1, null], "b", [[5]]]),
                Some("request[1][0] has 201 besides and no 9; request[3] is \"b\", not \"a\""),
            ),
            (
                json!([null, [[9, 1, 10]], [1, null], "a", [[5]]]),
                Some("request[1][0] has another order"),
            ),
            (json!([null]), Some("request has 1 elements, not 5")),
            (
                json!([1, 2, 3, 4, "x".repeat(100)]),
                Some(
                    "request[0] is 1, not null; request[1] is 2, not [[1,9,10]]; request[2] is 3, not [true,null]; and 2 more",
                ),
            ),
        ] {
            assert_eq!(difference(&ours, &theirs).as_deref(), said, "{theirs}");
        }
        let long = difference(&json!("a"), &json!("é".repeat(100))).unwrap();
        assert!(long.chars().count() < 90, "{long}");
    }

    proptest! {
        #[test]
        fn what_is_equal_does_not_differ(numbers in prop::collection::vec(any::<i64>(), 0..9), is: bool) {
            let ours = json!([numbers, is, [[]]]);
            let theirs = json!([numbers, u8::from(is), [[]]]);
            prop_assert_eq!(difference(&ours, &theirs), None);
        }
    }
}
