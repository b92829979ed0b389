//! Who can become an administrator.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::too_many_lines,
    reason = "a test says what is wrong by panicking"
)]

mod candidates;
mod limits;
mod monotone;
mod paths;
mod rules;
mod several;
mod single;
mod table;
mod unknown;

use escalate::{Account, Compute, Escalations, Path, escalate};
use serde_json::{Value, json};

pub(crate) const ACCOUNT: &str = "111122223333";

/// The ARN of something of IAM in the account: `user/u`.
pub(crate) fn arn(name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:{name}")
}

/// An account in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct Making {
    pub(crate) users: Vec<Value>,
    pub(crate) groups: Vec<Value>,
    pub(crate) roles: Vec<Value>,
    pub(crate) policies: Vec<Value>,
    pub(crate) compute: Vec<Value>,
    pub(crate) service_control: Vec<Vec<Value>>,
}

/// A statement that allows actions on resources.
pub(crate) fn allow(actions: &[&str], resources: &[&str]) -> Value {
    json!({"Effect": "Allow", "Action": actions, "Resource": resources})
}

pub(crate) fn deny(actions: &[&str], resources: &[&str]) -> Value {
    json!({"Effect": "Deny", "Action": actions, "Resource": resources})
}

/// A statement under a condition.
pub(crate) fn when(mut statement: Value, condition: Value) -> Value {
    statement["Condition"] = condition;
    statement
}

pub(crate) fn everything() -> Value {
    allow(&["*"], &["*"])
}

pub(crate) fn document(statements: &[Value]) -> Value {
    let nothing = [allow(&["sts:GetCallerIdentity"], &["*"])];
    let statements = if statements.is_empty() {
        &nothing
    } else {
        statements
    };
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn inline(statements: &[Value]) -> Value {
    match statements {
        [] => json!([]),
        statements => json!([{"PolicyName": "inline", "PolicyDocument": document(statements)}]),
    }
}

/// Lets principals assume a role.
#[expect(
    clippy::needless_pass_by_value,
    reason = "what is passed is made on the spot"
)]
pub(crate) fn trust(principal: Value) -> Value {
    json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})
}

impl Making {
    pub(crate) fn user(mut self, name: &str, statements: &[Value]) -> Self {
        self.users.push(json!({"UserName": name, "Arn": arn(&format!("user/{name}")), "UserPolicyList": inline(statements)}));
        self
    }

    pub(crate) fn group(mut self, name: &str, statements: &[Value]) -> Self {
        self.groups.push(json!({"GroupName": name, "Arn": arn(&format!("group/{name}")), "GroupPolicyList": inline(statements)}));
        self
    }

    pub(crate) fn role(mut self, name: &str, trusted: &[Value], statements: &[Value]) -> Self {
        let profile = json!([{"InstanceProfileName": format!("{name}-profile"), "Arn": arn("instance-profile/p")}]);
        self.roles.push(
            json!({"RoleName": name, "Arn": arn(&format!("role/{name}")), "InstanceProfileList": profile,
            "RolePolicyList": inline(statements)}),
        );
        match trusted {
            [] => self,
            trusted => self.with_role("AssumeRolePolicyDocument", document(trusted)),
        }
    }

    /// A managed policy; older versions after the one in force.
    pub(crate) fn policy(mut self, name: &str, versions: &[&[Value]]) -> Self {
        let version = |(index, statements): (usize, &&[Value])| {
            json!({"VersionId": format!("v{}", versions.len() - index), "IsDefaultVersion": index == 0,
                "Document": document(statements)})
        };
        let list: Vec<Value> = versions.iter().enumerate().map(version).collect();
        self.policies.push(
            json!({"PolicyName": name, "Arn": arn(&format!("policy/{name}")), "PolicyVersionList": list}),
        );
        self
    }

    /// Changes the last user.
    pub(crate) fn with_user(mut self, key: &str, value: Value) -> Self {
        self.users.last_mut().unwrap()[key] = value;
        self
    }

    /// Changes the last role.
    pub(crate) fn with_role(mut self, key: &str, value: Value) -> Self {
        self.roles.last_mut().unwrap()[key] = value;
        self
    }

    pub(crate) fn runs(mut self, kind: &str, name: &str, role: &str) -> Self {
        self.compute
            .push(json!({"type": kind, "name": name, "role": arn(&format!("role/{role}"))}));
        self
    }

    pub(crate) fn guarded(mut self, statements: &[Value]) -> Self {
        self.service_control.push(vec![document(statements)]);
        self
    }

    pub(crate) fn account(&self) -> Account {
        let details = json!({"UserDetailList": self.users, "GroupDetailList": self.groups,
            "RoleDetailList": self.roles, "Policies": self.policies});
        let compute: Vec<Compute> = serde_json::from_value(json!(self.compute)).unwrap();
        Account {
            id: ACCOUNT.into(),
            details: serde_json::from_value(details).unwrap(),
            compute,
            service_control: serde_json::from_value(json!(self.service_control)).unwrap(),
        }
    }

    pub(crate) fn escalations(&self) -> Escalations {
        escalate(&self.account())
    }

    /// The certain way of a principal.
    pub(crate) fn path(&self, from: &str) -> Option<Path> {
        let from = arn(from);
        let paths = self.escalations().paths.into_iter();
        paths
            .filter(|path| path.from == from && path.assuming.is_none())
            .find(joins_up)
    }

    /// The ways of its steps.
    pub(crate) fn via(&self, from: &str) -> Vec<String> {
        self.path(from)
            .map(|path| path.steps.into_iter().map(|step| step.via).collect())
            .unwrap_or_default()
    }

    pub(crate) fn is_administrator(&self, name: &str) -> bool {
        self.escalations().administrators.contains(&arn(name))
    }
}

/// Whether the steps of a path lead from its start to its end.
pub(crate) fn joins_up(path: &Path) -> bool {
    let (first, last) = (path.steps.first().unwrap(), path.steps.last().unwrap());
    let links = path.steps.windows(2).all(|pair| pair[0].to == pair[1].from);
    assert!(
        first.from == path.from && last.to == path.to && links,
        "{path:?}"
    );
    for step in &path.steps {
        assert!(!step.permissions.is_empty(), "{path:?}");
        for cited in &step.statements {
            assert!(step.permissions.contains(&cited.allows), "{path:?}");
        }
    }
    true
}
