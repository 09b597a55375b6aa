//! The categories of apps that the store has: a list that every maintained library keeps (PROTOCOL
//! 2.9). Play's own tree is not asked for.

use serde::Serialize;

/// A category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StoreCategory {
    /// Id: `"TOOLS"`.
    pub id: &'static str,
    /// The branch of the store's tree that it is in.
    pub kind: CategoryKind,
}

/// A branch of the store's tree of categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum CategoryKind {
    /// Apps.
    App,
    /// Games.
    Game,
    /// For families.
    Family,
}

const fn app(id: &'static str) -> StoreCategory {
    StoreCategory { id, kind: CategoryKind::App }
}

const fn game(id: &'static str) -> StoreCategory {
    StoreCategory { id, kind: CategoryKind::Game }
}

const fn family(id: &'static str) -> StoreCategory {
    StoreCategory { id, kind: CategoryKind::Family }
}

/// All of them. `APPLICATION` and `GAME` stand for all apps and all games.
pub const CATEGORIES: [StoreCategory; 54] = [
    app("APPLICATION"),
    app("ANDROID_WEAR"),
    app("ART_AND_DESIGN"),
    app("AUTO_AND_VEHICLES"),
    app("BEAUTY"),
    app("BOOKS_AND_REFERENCE"),
    app("BUSINESS"),
    app("COMICS"),
    app("COMMUNICATION"),
    app("DATING"),
    app("EDUCATION"),
    app("ENTERTAINMENT"),
    app("EVENTS"),
    app("FINANCE"),
    app("FOOD_AND_DRINK"),
    app("HEALTH_AND_FITNESS"),
    app("HOUSE_AND_HOME"),
    app("LIBRARIES_AND_DEMO"),
    app("LIFESTYLE"),
    app("MAPS_AND_NAVIGATION"),
    app("MEDICAL"),
    app("MUSIC_AND_AUDIO"),
    app("NEWS_AND_MAGAZINES"),
    app("PARENTING"),
    app("PERSONALIZATION"),
    app("PHOTOGRAPHY"),
    app("PRODUCTIVITY"),
    app("SHOPPING"),
    app("SOCIAL"),
    app("SPORTS"),
    app("TOOLS"),
    app("TRAVEL_AND_LOCAL"),
    app("VIDEO_PLAYERS"),
    app("WATCH_FACE"),
    app("WEATHER"),
    game("GAME"),
    game("GAME_ACTION"),
    game("GAME_ADVENTURE"),
    game("GAME_ARCADE"),
    game("GAME_BOARD"),
    game("GAME_CARD"),
    game("GAME_CASINO"),
    game("GAME_CASUAL"),
    game("GAME_EDUCATIONAL"),
    game("GAME_MUSIC"),
    game("GAME_PUZZLE"),
    game("GAME_RACING"),
    game("GAME_ROLE_PLAYING"),
    game("GAME_SIMULATION"),
    game("GAME_SPORTS"),
    game("GAME_STRATEGY"),
    game("GAME_TRIVIA"),
    game("GAME_WORD"),
    family("FAMILY"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_category_is_in_the_branch_that_its_id_says() {
        let ids: HashSet<&str> = CATEGORIES.iter().map(|category| category.id).collect();
        assert_eq!(ids.len(), CATEGORIES.len());
        for StoreCategory { id, kind } in CATEGORIES {
            let is_game = id == "GAME" || id.starts_with("GAME_");
            assert_eq!(kind == CategoryKind::Game, is_game, "{id}");
            assert_eq!(kind == CategoryKind::Family, id == "FAMILY", "{id}");
        }
    }

    #[test]
    fn every_category_has_charts() {
        for StoreCategory { id, .. } in CATEGORIES {
            let request = serde_json::json!({ "category": id });
            let list = crate::request::ListRequest::from_json(&request).unwrap();
            assert_eq!(list.category, id);
        }
    }
}
