//! Every operation by its name, with JSON in and out: for tests and fuzzing, not for the product.
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::DateTime;
use aws_types::SdkConfig;
use serde_json::{Map, Value};

use crate::{Call, Client, Error, Malformed, client};

/// The result of a call, by AWS's names.
type Sent<'a> = Pin<Box<dyn Future<Output = Result<Value, Error>> + Send + 'a>>;
type Request = Box<dyn Fn(&Value) -> Option<Result<HttpRequest, BoxError>> + Sync + Send>;
type Sender = Box<dyn for<'a> Fn(&'a SdkConfig, &Value) -> Option<Sent<'a>> + Sync + Send>;

/// An operation.
pub struct Every {
    /// As `ec2.DescribeVolumes`.
    pub name: &'static str,
    decode: fn(&[u8]) -> Result<Value, Malformed>,
    request: Request,
    send: Sender,
}

impl std::fmt::Debug for Every {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Every").field(&self.name).finish()
    }
}

impl Every {
    pub(crate) fn of<C: Call<Response: ToJson> + 'static>(
        name: &'static str,
        make: fn(&Value) -> Option<C>,
    ) -> Self {
        Self {
            name,
            decode: |body| {
                let response = C::operation().decode::<C::Response>(body)?;
                Ok(response.to_json())
            },
            request: Box::new(move |arguments| {
                let call = make(arguments)?;
                Some(client::request(&call))
            }),
            send: Box::new(move |config, arguments| {
                let call = make(arguments)?;
                Some(Box::pin(async move {
                    let response = call.send(&Client::new(config)).await?;
                    Ok(response.to_json())
                }))
            }),
        }
    }

    /// Reads a body.
    pub fn decode(&self, body: &[u8]) -> Result<Value, Malformed> {
        (self.decode)(body)
    }

    /// The request with these members, by AWS's names; `None` where they do not fit.
    #[must_use]
    pub fn request(&self, arguments: &Value) -> Option<Result<HttpRequest, BoxError>> {
        (self.request)(arguments)
    }

    /// Sends the operation with these members, by AWS's names; `None` where they do not fit.
    pub async fn send(
        &self,
        config: &SdkConfig,
        arguments: &Value,
    ) -> Option<Result<Value, Error>> {
        Some((self.send)(config, arguments)?.await)
    }
}

/// What can be written as JSON, by AWS's names.
pub(crate) trait ToJson {
    fn to_json(&self) -> Value;
}

/// An object of the members that are there.
pub(crate) fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let present = members.into_iter().filter(|(_, value)| !value.is_null());
    let members: Map<_, _> = present
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    members.into()
}

impl ToJson for String {
    fn to_json(&self) -> Value {
        self.as_str().into()
    }
}
impl ToJson for () {
    fn to_json(&self) -> Value {
        Value::Object(Map::new())
    }
}
impl ToJson for bool {
    fn to_json(&self) -> Value {
        (*self).into()
    }
}
impl ToJson for i32 {
    fn to_json(&self) -> Value {
        (*self).into()
    }
}
impl ToJson for i64 {
    fn to_json(&self) -> Value {
        (*self).into()
    }
}
impl ToJson for f64 {
    fn to_json(&self) -> Value {
        match *self {
            number if number.is_nan() => "NaN".into(),
            number if number.is_infinite() && number > 0.0 => "Infinity".into(),
            number if number.is_infinite() => "-Infinity".into(),
            number => number.into(),
        }
    }
}
impl ToJson for u8 {
    fn to_json(&self) -> Value {
        (*self).into()
    }
}
impl ToJson for DateTime {
    fn to_json(&self) -> Value {
        self.as_secs_f64().into()
    }
}
impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_json)
    }
}
impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self) -> Value {
        self.iter().map(T::to_json).collect()
    }
}
impl<T: ToJson> ToJson for BTreeMap<String, T> {
    fn to_json(&self) -> Value {
        let entries = self.iter();
        let entries: Map<_, _> = entries
            .map(|(key, value)| (key.clone(), value.to_json()))
            .collect();
        entries.into()
    }
}

/// What can be read from JSON.
pub(crate) trait FromJson: Sized {
    fn from_json(value: &Value) -> Option<Self>;
}

/// Sets a member where the arguments have it.
pub(crate) fn set<T: FromJson>(to: &mut Option<T>, arguments: &Value, name: &str) -> Option<()> {
    if let Some(value) = arguments.get(name).filter(|value| !value.is_null()) {
        *to = Some(T::from_json(value)?);
    }
    Some(())
}

impl FromJson for String {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_str().map(ToOwned::to_owned)
    }
}
impl FromJson for bool {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}
impl FromJson for i32 {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_i64()?.try_into().ok()
    }
}
impl FromJson for i64 {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_i64()
    }
}
impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::from_json).collect()
    }
}
impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn from_json(value: &Value) -> Option<Self> {
        let entries = value.as_object()?.iter();
        entries
            .map(|(key, value)| Some((key.clone(), T::from_json(value)?)))
            .collect()
    }
}
