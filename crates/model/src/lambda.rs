//! Functions of Lambda.
use serde::{Deserialize, Serialize};

use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function;
impl Kind for Function {
    type In = Region;
    const ID: &'static str = "lambda.function";
    const SERVICE: &'static Service = &roster::LAMBDA;
    const LIST: &'static [&'static str] =
        &["lambda:ListFunctions", "lambda:GetFunctionConfiguration"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("lambda", "function:"));
    const TAGS: Option<Tagged> = tagged::<FunctionTags>();
}

/// With which key environment variables are encrypted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnvironmentKey {
    /// There are no variables.
    NoVariables,
    /// A key that Lambda manages in the account.
    AwsManaged,
    /// The customer managed key of this ARN.
    CustomerManaged(String),
}

/// With which key the environment variables of the function are encrypted. Their values are never
/// kept.
#[derive(Debug)]
pub struct EnvironmentEncryption;
impl Fact for EnvironmentEncryption {
    type Of = Function;
    type Value = EnvironmentKey;
    const ID: &'static str = "lambda.function.environment-encryption";
}

/// The tags of the function.
#[derive(Debug)]
pub struct FunctionTags;
impl Fact for FunctionTags {
    type Of = Function;
    type Value = Tags;
    const ID: &'static str = "lambda.function.tags";
    const READS: &'static [&'static str] = &["lambda:ListTags"];
}
