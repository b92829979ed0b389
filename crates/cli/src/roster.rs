//! `bailiwick roster`: what scripts derive from the roster of services.
use std::collections::BTreeSet;

use model::roster::{Place, SERVICES};
use model::{Family, Home, KindInfo, Service};
use serde_json::{Value, json};

/// Every function, service, kind and family, as JSON.
pub fn json() -> String {
    let services: Vec<_> = SERVICES.iter().map(|one| service(one)).collect();
    let functions: Vec<_> = Home::ALL.into_iter().map(function).collect();
    let roster = json!({
        "functions": functions,
        "families": Family::ALL.map(Family::word),
        "services": services,
    });
    format!("{roster:#}\n")
}

/// A function, the areas of the controls that it judges, and whether some are jobs of their own.
fn function(home: Home) -> Value {
    let controls = controls::run_by(home);
    let areas: BTreeSet<_> = controls.iter().map(|control| control.area()).collect();
    let jobs = controls.iter().any(|control| controls::is_slow(*control));
    json!({"name": home.word(), "areas": areas, "jobs": jobs})
}

fn service(service: &Service) -> Value {
    let controls = controls::all();
    let needs = controls::needs(&controls);
    let kinds = needs.iter().flat_map(|need| need.kind.lineage());
    let kinds = kinds.filter(|kind: &&KindInfo| kind.service == service);
    let kinds: BTreeSet<_> = kinds.map(|kind| kind.id).collect();
    json!({
        "id": service.id,
        "name": service.name,
        "function": service.home.map(Home::word),
        "global": service.place == Place::Global,
        "endpoint": service.endpoint,
        "events": service.events,
        "family": service.family.map(Family::word),
        "kinds": kinds,
    })
}
