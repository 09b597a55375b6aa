//! The known name that somebody meant who wrote another one.

/// The name that is nearest, if any is near: at most half of the longer one differs.
pub(super) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let name: Vec<char> = name.chars().take(LONGEST).collect();
    let near = known.iter().filter_map(|&known| {
        let letters: Vec<char> = known.chars().collect();
        let distance = distance(&name, &letters);
        (distance * 2 <= name.len().max(letters.len())).then_some((distance, known))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

/// What a name may have meant: the nearest known one, or any of them.
pub fn hint<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(name, &known) {
        Some(near) => format!("; did you mean {near}?"),
        None => format!("; known are {}", known.join(", ")),
    }
}

/// No name of ours is half as long.
const LONGEST: usize = 40;

/// How many letters are to be changed, added or left out; upper and lower case are the same.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, a) in one.iter().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], line + 1);
        for (place, b) in other.iter().enumerate() {
            let changed = corner + usize::from(!a.eq_ignore_ascii_case(b));
            corner = row[place + 1];
            row[place + 1] = changed.min(corner + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_found_and_a_far_one_is_not() {
        let known = ["lang", "country", "proxies", "timeoutMs", "userAgent", "ca"];
        for (name, meant) in [
            ("contry", Some("country")),
            ("language", Some("lang")),
            ("proxy", Some("proxies")),
            ("timeout", Some("timeoutMs")),
            ("useragent", Some("userAgent")),
            ("Lang", Some("lang")),
            ("num", None),
            ("password", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, &known), meant, "{name}");
        }
        assert_eq!(nearest(&"lang".repeat(1000), &known), None);
        assert_eq!(nearest("lang", &[]), None);
    }
}
