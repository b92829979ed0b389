//! From the account as described to the [`Census`].

use super::{Bound, Census, Content, Held, Managed, Members, Node, Place, Running};
use crate::account::{
    Account, Attached, Boundary, Compute, Details, Group, Inline, Managed as Described,
    PolicyVersion, Role, User,
};
use crate::compute::Kind;
use policy::Arn;
use policy::Caller;
use policy::Document;
use policy::Policy;
use policy::Written;
use std::collections::HashMap;

/// AWS managed policies that are told from their name, should their document not be given.
/// AWS: AWS Managed Policy Reference.
const KNOWN: [(&str, &str); 2] = [
    (
        "policy/AdministratorAccess",
        r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
    ),
    (
        "policy/IAMFullAccess",
        r#"{"Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}"#,
    ),
];

#[derive(Default)]
struct Reader<'a> {
    census: Census,
    contents: HashMap<&'a Document, usize>,
    managed: HashMap<String, usize>,
    groups: HashMap<&'a str, usize>,
    /// Roles by name, and by name and ARN of their instance profiles.
    roles: HashMap<&'a str, usize>,
}

pub(super) fn read(account: &Account) -> Census {
    let mut reader = Reader::default();
    let details = &account.details;
    let first = details.role_detail_list.iter().map(|role| &role.arn);
    let mut arns = first.chain(details.user_detail_list.iter().map(|user| &user.arn));
    let partition = arns.find_map(|arn| Some(Arn::parse(arn)?.partition.to_owned()));
    reader.census.partition = partition.unwrap_or_else(|| "aws".into());
    reader.census.account.clone_from(&account.id);
    reader.census.everything = reader.provided(0);
    reader.census.nothing = reader.provided(KNOWN.len());
    reader.policies(details);
    details
        .group_detail_list
        .iter()
        .for_each(|group| reader.group(group));
    details
        .user_detail_list
        .iter()
        .for_each(|user| reader.user(user));
    details
        .role_detail_list
        .iter()
        .for_each(|role| reader.role(role));
    account
        .service_control
        .iter()
        .for_each(|level| reader.level(level));
    account
        .compute
        .iter()
        .for_each(|compute| reader.running(compute));
    reader.census
}

impl<'a> Reader<'a> {
    /// One of the known policies; beyond them, one that says nothing.
    fn provided(&mut self, index: usize) -> usize {
        let text = KNOWN.get(index).map_or("", |(_, text)| *text);
        let document = Document::parse(text)
            .map(|parsed| parsed.document)
            .unwrap_or_default();
        self.census
            .contents
            .push(Content::new(Policy::new(&document)));
        self.census.contents.len() - 1
    }

    /// The index of what a policy says, or why it cannot be read.
    fn content(&mut self, written: &'a Written) -> Result<usize, &'a str> {
        let document = match written {
            Written::Read(document) => document,
            Written::Unreadable(why) => return Err(why),
        };
        let contents = &mut self.census.contents;
        Ok(*self.contents.entry(document).or_insert_with(|| {
            contents.push(Content::new(Policy::new(document)));
            contents.len() - 1
        }))
    }

    fn policies(&mut self, details: &'a Details) {
        for described in &details.policies {
            let content = described
                .in_force()
                .and_then(|version| self.content(&version.document).ok());
            let others = self.others(described);
            self.managed
                .insert(described.arn.clone(), self.census.managed.len());
            self.census.managed.push(Managed {
                arn: described.arn.clone(),
                content,
                others,
            });
        }
        // Who may attach policies may attach these, whether or not anybody has them now.
        for (name, _) in KNOWN {
            let arn = format!("arn:{}:iam::aws:{name}", self.census.partition);
            self.named(&arn);
        }
    }

    fn others(&mut self, described: &'a Described) -> Vec<(String, usize)> {
        let in_force = described.in_force().map(|version| &version.version_id);
        let others = described.policy_version_list.iter();
        let others = others.filter(|version| Some(&version.version_id) != in_force);
        let read = |version: &'a PolicyVersion| {
            Some((
                version.version_id.clone()?,
                self.content(&version.document).ok()?,
            ))
        };
        others.filter_map(read).collect()
    }

    /// The managed policy of an ARN, whether described or not.
    fn named(&mut self, arn: &str) -> usize {
        if let Some(index) = self.managed.get(arn) {
            return *index;
        }
        let provided = KNOWN
            .iter()
            .position(|(name, _)| arn.ends_with(&format!(":iam::aws:{name}")));
        let content = provided.map(|index| self.provided(index));
        let index = self.census.managed.len();
        self.census.managed.push(Managed {
            arn: arn.into(),
            content,
            others: Vec::new(),
        });
        self.managed.insert(arn.into(), index);
        index
    }

    /// The policies of a principal or group, and what could not be read.
    fn holds(
        &mut self,
        arn: &str,
        inline: &'a [Inline],
        attached: &[Attached],
    ) -> (Vec<Held>, Vec<String>) {
        let (mut held, mut doubts) = (Vec::new(), Vec::new());
        for (index, policy) in inline.iter().enumerate() {
            let name = policy
                .policy_name
                .clone()
                .unwrap_or_else(|| format!("inline policy {index}"));
            let name = format!("{name} of {}", Census::short(arn));
            match self.content(&policy.policy_document) {
                Ok(content) => held.push(Held {
                    name: name.into(),
                    content,
                    place: Place::Inline,
                }),
                Err(why) => doubts.push(format!("policy `{name}` cannot be read: {why}")),
            }
        }
        for attached in attached {
            let managed = self.named(&attached.policy_arn);
            let name = attached.policy_arn.clone();
            match self
                .census
                .managed
                .get(managed)
                .and_then(|managed| managed.content)
            {
                Some(content) => {
                    held.push(Held {
                        name: name.into(),
                        content,
                        place: Place::Attached(managed),
                    });
                }
                None => doubts.push(format!(
                    "what policy `{name}` says is not given or cannot be read"
                )),
            }
        }
        (held, doubts)
    }

    fn group(&mut self, group: &'a Group) {
        let index = self.census.groups.len();
        let (mut held, doubts) = self.holds(
            &group.arn,
            &group.group_policy_list,
            &group.attached_managed_policies,
        );
        for held in &mut held {
            held.place = match held.place {
                Place::Attached(managed) => Place::GroupAttached(index, managed),
                _ => Place::Group(index),
            };
        }
        self.groups.insert(group.name(), index);
        let arn = group.arn.clone();
        self.census.groups.push(Members {
            arn,
            held,
            doubts,
            nodes: Vec::new(),
        });
    }

    fn user(&mut self, user: &'a User) {
        let index = self.census.nodes.len();
        let (mut held, mut doubts) = self.holds(
            &user.arn,
            &user.user_policy_list,
            &user.attached_managed_policies,
        );
        let mut groups = Vec::new();
        for name in &user.group_list {
            let Some(group) = self.groups.get(name.as_str()).copied() else {
                doubts.push(format!("group `{name}` is not described"));
                continue;
            };
            if let Some(members) = self
                .census
                .groups
                .get_mut(group)
                .filter(|_| !groups.contains(&group))
            {
                members.nodes.push(index);
                held.extend(members.held.iter().cloned());
                doubts.extend(members.doubts.iter().cloned());
                groups.push(group);
            }
        }
        let boundary = self.boundary(user.permissions_boundary.as_ref(), &mut doubts);
        self.add(
            Node {
                held,
                boundary,
                groups,
                ..Node::new(&user.arn, user.tags.clone())
            },
            doubts,
        );
    }

    fn role(&mut self, role: &'a Role) {
        let index = self.census.nodes.len();
        let (held, mut doubts) = self.holds(
            &role.arn,
            &role.role_policy_list,
            &role.attached_managed_policies,
        );
        let boundary = self.boundary(role.permissions_boundary.as_ref(), &mut doubts);
        let trust = role
            .assume_role_policy_document
            .as_ref()
            .map(|written| self.content(written))
            .transpose();
        let trust = trust.unwrap_or_else(|why| {
            doubts.push(format!("its trust policy cannot be read: {why}"));
            None
        });
        let profiles = role.instance_profile_list.as_deref();
        for profile in profiles.unwrap_or_default() {
            let names = [profile.arn.as_str(), profile.instance_profile_name.as_str()];
            self.roles.extend(names.map(|name| (name, index)));
        }
        self.roles
            .entry(role.arn.rsplit('/').next().unwrap_or_default())
            .or_insert(index);
        let in_profile = profiles.is_none_or(|profiles| !profiles.is_empty());
        let node = Node {
            held,
            boundary,
            trust,
            in_profile,
            ..Node::new(&role.arn, role.tags.clone())
        };
        self.add(node, doubts);
    }

    fn boundary(&mut self, boundary: Option<&Boundary>, doubts: &mut Vec<String>) -> Option<Bound> {
        let arn = &boundary?.permissions_boundary_arn;
        let managed = self.named(arn);
        let content = self
            .census
            .managed
            .get(managed)
            .and_then(|managed| managed.content);
        if content.is_none() {
            doubts.push(format!(
                "what permissions boundary `{arn}` says is not given or cannot be read"
            ));
        }
        Some(Bound {
            managed,
            content: content.unwrap_or(self.census.nothing),
        })
    }

    fn add(&mut self, node: Node, doubts: Vec<String>) {
        let index = self.census.nodes.len();
        self.census
            .doubts
            .extend(doubts.into_iter().map(|doubt| (index, doubt)));
        self.census.by_arn.insert(node.arn.clone(), index);
        self.census.nodes.push(node);
    }

    /// A level of service control policies. One that cannot be read counts as if it allowed
    /// everything, so that no path is overlooked.
    fn level(&mut self, level: &'a [Written]) {
        let mut contents = Vec::new();
        for written in level {
            let content = self.content(written).map_err(str::to_owned);
            let everything = self.census.everything;
            contents.push(content.unwrap_or_else(|why| {
                self.census
                    .remarks
                    .push(format!("a service control policy cannot be read: {why}"));
                everything
            }));
        }
        self.census.service_control.push(contents);
    }

    fn running(&mut self, compute: &Compute) {
        let role = compute.role.as_deref().and_then(|role| {
            self.census
                .by_arn
                .get(role)
                .or_else(|| self.roles.get(role))
                .copied()
        });
        let kind = Kind::parse(&compute.kind);
        let (partition, account) = (&self.census.partition, &self.census.account);
        let pattern = kind
            .map(|kind| kind.pattern(&compute.name, partition, account))
            .unwrap_or_default();
        let written = format!("{} `{}`", compute.kind, compute.name);
        self.census.running.push(Running {
            kind,
            written,
            pattern,
            role,
            has_role: compute.role.is_some(),
        });
    }
}

impl Node {
    fn new(arn: &str, tags: Option<Vec<crate::account::Tag>>) -> Self {
        Node {
            arn: arn.to_owned(),
            caller: Caller::parse(arn),
            held: Vec::new(),
            boundary: None,
            groups: Vec::new(),
            trust: None,
            in_profile: false,
            tags,
        }
    }
}
