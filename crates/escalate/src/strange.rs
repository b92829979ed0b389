//! What no technique is known for: roles that trust other services, and things of other kinds that
//! run with roles. Nothing of it is a path, and nothing of it is harmless.

use super::ask::Ask;
use super::census::Census;
use super::engine::Subject;
use super::seek::Seeker;
use policy::Budget;
use policy::Effect;
use policy::Glob;
use policy::catalogue;

/// Notes who could act by unknown ways as somebody who gets to everything.
pub(super) fn note(seeker: &mut Seeker<'_>) -> Vec<String> {
    let reached: Vec<usize> = seeker
        .principals()
        .into_iter()
        .filter(|at| seeker.is_reached(*at))
        .collect();
    let open: Vec<usize> = seeker
        .principals()
        .into_iter()
        .filter(|at| !seeker.is_reached(*at))
        .collect();
    for role in &reached {
        for service in strange_services(seeker, *role) {
            for index in &open {
                note_passing(seeker, *index, *role, &service);
            }
        }
    }
    running(seeker, &reached)
}

fn strange_services(seeker: &Seeker<'_>, role: usize) -> Vec<String> {
    let node = seeker
        .engine
        .census
        .node(role)
        .filter(|node| node.is_role());
    let trust = node.and_then(|node| seeker.around.trust(node));
    trust
        .map(|trust| trust.strange.iter().cloned().collect())
        .unwrap_or_default()
}

fn note_passing(seeker: &mut Seeker<'_>, index: usize, role: usize, service: &str) {
    let census = seeker.engine.census;
    let Some(subject) = seeker.actors.get(index).map(|actor| actor.subject) else {
        return;
    };
    let pass = Ask::on("iam:PassRole", census, role).with("iam:passedtoservice", Some(service));
    if !seeker.engine.can(subject, &pass) || !may_use(seeker, subject, service) {
        return;
    }
    let role = census
        .node(role)
        .map_or("", |node| Census::short(&node.arn));
    let why = format!("it may pass `{role}` to `{service}`, of which no path is known here");
    seeker.engine.doubt(subject.node, why);
}

/// Whether something of the service is allowed; of one that the catalogue does not know, nobody
/// can tell which actions are its.
fn may_use(seeker: &Seeker<'_>, subject: Subject, service: &str) -> bool {
    let prefix = service.split('.').next().unwrap_or_default();
    if catalogue::service(prefix).is_err() {
        return true;
    }
    let actions = Glob::action(&format!("{prefix}:*"));
    let clauses = seeker
        .engine
        .class(subject)
        .into_iter()
        .flat_map(|class| class.everything_said(seeker.engine.census));
    clauses
        .filter(|clause| clause.effect == Effect::Allow)
        .any(|clause| {
            let listed = clause.actions.listed().iter();
            let meets = |glob: &Glob| {
                glob.intersects(&actions, &mut Budget::default())
                    .unwrap_or(true)
            };
            clause.actions.is_except() || listed.into_iter().any(meets)
        })
}

/// What runs with a role, of a kind not known here, or with a role that is not described.
fn running(seeker: &Seeker<'_>, reached: &[usize]) -> Vec<String> {
    let census = seeker.engine.census;
    let mut remarks = Vec::new();
    for thing in &census.running {
        match (thing.kind, thing.role) {
            (None, Some(role)) if reached.contains(&role) => {
                let role = census
                    .node(role)
                    .map_or("", |node| Census::short(&node.arn));
                let what = &thing.written;
                remarks.push(format!(
                    "who controls {what} acts as `{role}`, and no path is known for its type"
                ));
            }
            (_, None) if thing.has_role => {
                remarks.push(format!("the role of {} is not described", thing.written));
            }
            _ => {}
        }
    }
    remarks
}
