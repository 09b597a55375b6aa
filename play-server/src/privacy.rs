//! Permissions and data safety, in the shapes of fields 75, 137 and 138.

use crate::app::{App, Kind};
use crate::nodes::{html, url};
use serde_json::{Value, json};

/// Name, machine name, permissions.
const GROUPS: [(&str, &str, &[&str]); 9] = [
    ("Identity", "perm_identity", &["find accounts on the device", "add or remove accounts"]),
    ("Contacts", "contacts", &["find accounts on the device", "read your contacts"]),
    (
        "Location",
        "location_on",
        &["approximate location (network-based)", "precise location (GPS and network-based)"],
    ),
    ("Phone", "call", &["read phone status and identity", "directly call phone numbers"]),
    (
        "Photos/Media/Files",
        "perm_media",
        &[
            "read the contents of your USB storage",
            "modify or delete the contents of your USB storage",
        ],
    ),
    (
        "Storage",
        "storage",
        &[
            "read the contents of your USB storage",
            "modify or delete the contents of your USB storage",
        ],
    ),
    ("Camera", "camera", &["take pictures and videos"]),
    ("Microphone", "perm_camera_mic", &["record audio"]),
    ("Wi-Fi connection information", "signal_wifi_4_bar", &["view Wi-Fi connections"]),
];

const OTHER: [&str; 11] = [
    "view network connections",
    "pair with Bluetooth devices",
    "access Bluetooth settings",
    "full network access",
    "run at startup",
    "draw over other apps",
    "control vibration",
    "prevent device from sleeping",
    "read Google service configuration",
    "toggle sync on and off",
    "control Near Field Communication",
];

/// An icon that is the same for every app.
fn shared_icon(label: &str) -> Value {
    let address = App::new("com.google.play", "en", "us").image(label);
    json!([null, 2, null, [null, null, address]])
}

/// A text that Google translates: in other languages than English it says which.
fn local(app: &App, text: &str) -> String {
    if app.hl.starts_with("en") { text.to_owned() } else { format!("{text} [{}]", app.hl) }
}

fn group(app: &App, (name, machine_name, permissions): (&str, &str, &[&str])) -> Value {
    json!([
        local(app, name),
        shared_icon(machine_name),
        ungrouped(app, permissions),
        [machine_name]
    ])
}

fn ungrouped(app: &App, permissions: &[&str]) -> Vec<Value> {
    permissions.iter().map(|text| html(&local(app, text))).collect()
}

/// Five to nine of the common groups, one "other" group, and permissions without a group.
pub(crate) fn permissions(app: &App) -> Value {
    let count = match app.kind {
        Kind::NoPermissions => return json!([]),
        Kind::OtherPermissions => 0,
        _ => usize::try_from(5 + app.pick("permissions", 5)).unwrap_or(GROUPS.len()),
    };
    let common: Vec<Value> = GROUPS.iter().take(count).map(|known| group(app, *known)).collect();
    let common = (!common.is_empty()).then_some(common);
    let loose =
        ungrouped(app, &["download files without notification", "receive data from Internet"]);
    json!([common, [group(app, ("Other", "quiz", &OTHER))], loose])
}

/// A call `[[null,[APP,7],[]]]`: the app whose permissions it asks for.
pub(crate) fn asked_permissions(request: &str) -> Option<String> {
    let request: Value = serde_json::from_str(request).ok()?;
    let entity = request.get(0)?.get(1)?;
    (entity.get(1)?.as_u64()? == 7).then(|| entity.get(0)?.as_str().map(String::from))?
}

/// The short form: what is shared, what is collected, practices.
pub(crate) fn data_safety_summary(app: &App) -> Value {
    let learn_more = format!(
        "<a href=\"https://support.google.com/googleplay?p=data-safety&amp;hl={}\" target=\"_blank\">{}</a> about sharing",
        app.hl, app.words.learn_more
    );
    let line = |icon: &str, label: &str, detail: Option<&str>| {
        let mut dark = shared_icon(icon);
        if let Value::Array(items) = &mut dark {
            items.extend(vec![Value::Null; 6]);
            items.push(json!([
                null,
                null,
                App::new("com.google.play", "en", "us").image(&format!("{icon} dark"))
            ]));
        }
        match detail {
            Some(detail) => json!([dark, label, html(detail)]),
            None => json!([dark, label]),
        }
    };
    json!([
        [null, [true, false]],
        [
            line("share", "No data shared with third parties", Some(&learn_more)),
            line(
                "collect",
                "This app may collect these data types",
                Some("Location, Personal info and 2 others")
            ),
            line("encrypt", "Data is encrypted in transit", None),
            line("delete", "You can request that data be deleted", None),
            line("review", "Independent security review", None)
        ],
        true
    ])
}

/// The complete form: groups of items with their purposes.
pub(crate) fn data_safety(app: &App) -> Value {
    let entry = |icon: &str, kind: &str, items: &[(&str, bool, &str)]| {
        let names: Vec<&str> = items.iter().map(|item| item.0).collect();
        let items: Vec<Value> = items
            .iter()
            .map(|(data, optional, purposes)| json!([local(app, data), optional, purposes]))
            .collect();
        let heading = json!([shared_icon(icon), local(app, kind), html(&names.join(", "))]);
        json!([heading, null, null, null, items])
    };
    let shared = [entry(
        "device",
        "Device or other IDs",
        &[("Device or other IDs", false, "Advertising or marketing")],
    )];
    let collected = [
        entry(
            "location",
            "Location",
            &[
                ("Approximate location", true, "App functionality, Analytics"),
                (
                    "Precise location",
                    true,
                    "Fraud prevention, security, and compliance, Personalization",
                ),
            ],
        ),
        entry(
            "person",
            "Personal info",
            &[("Email address", app.pick("optional", 2) == 0, "Account management")],
        ),
    ];
    let practices = [
        practice(
            app,
            "encrypt",
            "Data is encrypted in transit",
            "Your data is transferred over a secure connection",
        ),
        practice(
            app,
            "delete",
            "You can request that data be deleted",
            "The developer provides a <a href=\"https://example.com\">way</a>",
        ),
    ];
    if app.kind == Kind::Undeclared {
        let sections =
            json!([section(app, None, "Data shared"), section(app, None, "Data collected")]);
        return declaration(app, &sections, None);
    }
    let sections = json!([
        section(app, Some(&shared), "Data shared"),
        section(app, Some(&collected), "Data collected")
    ]);
    declaration(app, &sections, Some(&practices))
}

/// What is shared or collected, under its heading.
fn section(app: &App, entries: Option<&[Value]>, label: &str) -> Value {
    let about = format!(
        "<a href=\"https://support.google.com/googleplay?p=data-safety\">{}</a>",
        app.words.learn_more
    );
    json!([entries, local(app, label), null, null, null, null, html(&about)])
}

fn practice(app: &App, icon: &str, label: &str, about: &str) -> Value {
    json!([shared_icon(icon), local(app, label), html(about)])
}

fn declaration(app: &App, sections: &Value, practices: Option<&[Value]>) -> Value {
    let colour = json!([232, 234, 237, 255]);
    let help = url("https://support.google.com/googleplay?p=data-safety");
    let practices = json!([shared_icon("practices"), local(app, "Security practices"), practices]);
    json!([
        colour,
        colour,
        help,
        [null, [true, false]],
        sections,
        null,
        null,
        colour,
        colour,
        practices
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_have_three_sections() {
        let of = |id, hl| permissions(&App::new(id, hl, "us"));
        let tree = of("com.a.b", "en");
        assert_eq!(tree[0][0][0], "Identity");
        assert_eq!(tree[1][0][3], json!(["quiz"]));
        assert_eq!(tree[2][1][1], "receive data from Internet");
        assert_eq!(of("com.a.b", "de")[0][0][2][0][1], "find accounts on the device [de]");
        assert_eq!(of("com.nopermissions.a", "en"), json!([]));
        let other = of("com.otherpermissions.a", "en");
        assert!(other[0].is_null() && other[1][0][0] == "Other" && other[2].is_array());
    }

    #[test]
    fn calls_for_permissions_name_an_app() {
        let asked = |request| asked_permissions(request);
        assert_eq!(asked(r#"[[null,["com.a.b",7],[]]]"#).as_deref(), Some("com.a.b"));
        for wrong in ["", "[]", r#"[[null,["com.a.b",8],[]]]"#, "[[null,[7,7],[]]]"] {
            assert_eq!(asked(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn data_safety_is_where_readers_look() {
        let safety = data_safety(&App::new("com.a.b", "en", "us"));
        assert_eq!(safety[4][0][0][0][4][0][0], "Device or other IDs");
        assert_eq!(safety[4][1][0][0][0][1], "Location");
        assert_eq!(safety[4][1][1], "Data collected");
        assert_eq!(safety[9][2][0][1], "Data is encrypted in transit");
        let undeclared = data_safety(&App::new("com.undeclared.a", "en", "us"));
        assert!(undeclared[4][0][0].is_null() && undeclared[4][1][0].is_null());
        assert!(undeclared[9][2].is_null());
        let summary = data_safety_summary(&App::new("com.a.b", "en", "us"));
        assert_eq!(summary[1][0][1], "No data shared with third parties");
        assert_eq!(summary[1][1][2][1], "Location, Personal info and 2 others");
    }
}
