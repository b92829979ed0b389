//! No resource policy of CloudWatch Logs in the Region allows anonymous principals or those of any
//! account. Policies of the account are read; those that are attached to one log group are not.
use model::logs::{LogPolicies, LogPolicy};
use model::{
    Control, Fact, Fix, Judged, Reason, Region, Resource, Settings, Severity, Verdict, any_broken,
    broken,
};
use policy::Question;

use crate::about::exposure::{Closed, Stranger, described, witness};
use crate::duties::CLOUDWATCH_LOGS;

pub(super) const CONTROL: Control<Region> = Control {
    id: "logging.log-group-public",
    title: "No CloudWatch Logs resource policy allows access from any account",
    severity: Severity::High,
    why: "Whoever can write to a log group can forge log events, and whoever can read it sees all that \
          is logged. A policy that names any principal allows both to strangers.",
    fix: Fix::new(
        "aws logs put-resource-policy --region {region} --policy-name POLICY --policy-document \
          file://POLICY.json (replaces POLICY: name the services and accounts that write, with \
          aws:SourceAccount)",
    ),
    responsibility: CLOUDWATCH_LOGS.data("name in resource policies who may write log events"),
    needs: &[LogPolicies::NEED],
    judge: |region, settings| {
        let policies = region.see::<LogPolicies>()?.iter();
        any_broken(policies.map(|policy| judge(region, settings, policy)))
    },
    remedy: None,
};

const TO_ANYONE: Closed = Closed {
    to: Stranger::Anyone,
    actions: &["logs:*"],
    deed: "access log groups",
};

fn judge(region: Resource<Region>, settings: &Settings, of: &LogPolicy) -> Judged {
    let gap = |why: &str| region.gap::<LogPolicies>(Reason::failed(why));
    let read = of.document.read().map_err(|why| gap(&why))?;
    let policy = &read.1;
    let trusted = TO_ANYONE.trusted(settings, None, Some(policy));
    let globs = TO_ANYONE.globs();
    let question = Question {
        service: Some("logs"),
        actions: Some(&globs),
        ..Question::new(&region.account().id, policy, &trusted)
    };
    let openings = TO_ANYONE.openings(&question).map_err(gap)?;
    let Some(first) = openings.first() else {
        return Ok(Verdict::Holds);
    };
    region.witness(witness(&first.witness));
    let place = format!(" of the resource policy `{}`", of.name);
    Ok(broken(described(&openings, TO_ANYONE.deed, &place)))
}

#[test]
fn cases() {
    let policies = |principal: &str, condition: &str| {
        let document = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},
            "Action":"logs:PutLogEvents","Resource":"*","Condition":{{{condition}}}}}]}}"#
        );
        vec![LogPolicy {
            name: "example".into(),
            document: model::iam::PolicyText::new(document),
        }]
    };
    let account = r#""StringEquals":{"aws:SourceAccount":"111122223333"}"#;
    let unreadable = vec![LogPolicy {
        name: "example".into(),
        document: model::iam::PolicyText::new("{"),
    }];
    crate::testing::table::<LogPolicies>(&CONTROL)
        .passes("none", vec![])
        .passes(
            "a service",
            policies(r#"{"Service":"es.amazonaws.com"}"#, ""),
        )
        .passes("an account", policies(r#"{"AWS":"999988887777"}"#, ""))
        .passes("of the account", policies(r#"{"AWS":"*"}"#, account))
        .fails("any account", policies(r#"{"AWS":"*"}"#, ""))
        .fails("anybody", policies(r#""*""#, ""))
        .gap("no policy", unreadable)
        .check();
}
