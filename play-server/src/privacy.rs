//! Permissions and data safety, in the shapes of fields 75, 137 and 138.

use crate::app::App;
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

fn group(name: &str, machine_name: &str, permissions: &[&str]) -> Value {
    let texts: Vec<Value> = permissions.iter().map(|text| html(text)).collect();
    json!([name, shared_icon(machine_name), texts, [machine_name]])
}

/// Five to nine of the common groups, one "other" group, and permissions without a group.
pub(crate) fn permissions(app: &App) -> Value {
    let count = usize::try_from(5 + app.pick("permissions", 5)).unwrap_or(GROUPS.len());
    let common: Vec<Value> = GROUPS
        .iter()
        .take(count)
        .map(|(name, machine_name, texts)| group(name, machine_name, texts))
        .collect();
    let loose = [html("download files without notification"), html("receive data from Internet")];
    json!([null, null, [common, [group("Other", "quiz", &OTHER)], loose]])
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
            .map(|(data, optional, purposes)| json!([data, optional, purposes]))
            .collect();
        json!([[shared_icon(icon), kind, html(&names.join(", "))], null, null, null, items])
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
    let header = |label: &str| {
        let about = format!(
            "<a href=\"https://support.google.com/googleplay?p=data-safety\">{}</a>",
            app.words.learn_more
        );
        json!([null, label, null, null, null, null, html(&about)])
    };
    let section = |entries: &[Value], label: &str| {
        let mut section = header(label);
        section[0] = json!(entries);
        section
    };
    let practice =
        |icon: &str, label: &str, about: &str| json!([shared_icon(icon), label, html(about)]);
    json!([
        null,
        null,
        null,
        null,
        [section(&shared, "Data shared"), section(&collected, "Data collected")],
        null,
        null,
        null,
        null,
        [
            null,
            url("https://support.google.com/googleplay?p=data-safety"),
            [
                practice(
                    "encrypt",
                    "Data is encrypted in transit",
                    "Your data is transferred over a secure connection"
                ),
                practice(
                    "delete",
                    "You can request that data be deleted",
                    "The developer provides a <a href=\"https://example.com\">way</a>"
                )
            ]
        ]
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_have_three_sections() {
        let tree = permissions(&App::new("com.a.b", "en", "us"));
        assert_eq!(tree[2][0][0][0], "Identity");
        assert_eq!(tree[2][1][0][3], json!(["quiz"]));
        assert_eq!(tree[2][2][1][1], "receive data from Internet");
    }

    #[test]
    fn data_safety_is_where_readers_look() {
        let safety = data_safety(&App::new("com.a.b", "en", "us"));
        assert_eq!(safety[4][0][0][0][4][0][0], "Device or other IDs");
        assert_eq!(safety[4][1][0][0][0][1], "Location");
        assert_eq!(safety[4][1][1], "Data collected");
        assert_eq!(safety[9][2][0][1], "Data is encrypted in transit");
        let summary = data_safety_summary(&App::new("com.a.b", "en", "us"));
        assert_eq!(summary[1][0][1], "No data shared with third parties");
        assert_eq!(summary[1][1][2][1], "Location, Personal info and 2 others");
    }
}
