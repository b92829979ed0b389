//! Requests, in the protocol of a service.
use std::collections::BTreeMap;
use std::fmt::{Display, Write};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;

use crate::{Operation, Protocol, Service};

/// Writes the members of one request.
#[derive(Debug)]
pub struct Writer {
    service: &'static Service,
    operation: &'static Operation,
    uri: String,
    headers: Vec<(&'static str, String)>,
    body: String,
    /// What stands before the names of members in a form.
    prefix: String,
}

/// A member of a request.
pub trait Parameter {
    /// Writes it to the body.
    fn write(&self, to: &mut Writer);
    /// Whether it is not sent.
    fn is_absent(&self) -> bool {
        false
    }
    /// Calls with each text that it has in a path, query or header: a list has several.
    fn texts(&self, each: &mut dyn FnMut(&str)) {
        let _ = each;
    }
}

impl Writer {
    pub(crate) fn new(service: &'static Service, operation: &'static Operation) -> Self {
        let body = match service.protocol {
            Protocol::Query => format!("Action={}&Version={}", operation.name, service.version),
            Protocol::Json { .. } => "{".into(),
            Protocol::RestJson | Protocol::RestXml => String::new(),
        };
        Self {
            service,
            operation,
            uri: operation.uri.to_owned(),
            headers: Vec::new(),
            body,
            prefix: String::new(),
        }
    }

    /// Puts a member in the path, in place of its label; the slashes of a greedy one (`{name+}`)
    /// remain.
    pub fn label(&mut self, name: &str, value: &impl Parameter) -> Result<(), BoxError> {
        let mut text = String::new();
        value.texts(&mut |value| text.push_str(value));
        if text.is_empty() {
            return Err(format!("`{name}` is a part of the path and empty").into());
        }
        for (label, slashes) in [
            (format!("{{{name}}}"), false),
            (format!("{{{name}+}}"), true),
        ] {
            if self.uri.contains(&label) {
                let mut escaped = String::new();
                escape(&mut escaped, &text, slashes);
                self.uri = self.uri.replacen(&label, &escaped, 1);
                return Ok(());
            }
        }
        Err(format!("the path has no `{name}`").into())
    }

    /// Puts a member in the query; the items of a list are repeated.
    pub fn query(&mut self, name: &str, value: &impl Parameter) {
        let uri = &mut self.uri;
        value.texts(&mut |text| {
            uri.push(if uri.contains('?') { '&' } else { '?' });
            escape(uri, name, false);
            uri.push('=');
            escape(uri, text, false);
        });
    }

    /// Puts a member in a header.
    pub fn header(&mut self, name: &'static str, value: &impl Parameter) {
        let mut texts = Vec::new();
        value.texts(&mut |text| texts.push(text.to_owned()));
        if !texts.is_empty() {
            self.headers.push((name, texts.join(", ")));
        }
    }

    /// Says that the operation has members in the body: where none is set, the body is an empty
    /// object and not absent.
    pub fn has_body(&mut self) {
        if let Protocol::RestJson = self.service.protocol {
            self.body.push('{');
        }
    }

    /// Puts a member in the body.
    pub fn member(&mut self, name: &str, value: &impl Parameter) {
        if value.is_absent() {
            return;
        }
        if let Protocol::Query = self.service.protocol {
            return self.below(name, |writer| value.write(writer));
        }
        if !self.body.ends_with('{') {
            self.body.push(',');
        }
        self.json_text(name);
        self.body.push(':');
        value.write(self);
    }

    /// Writes a structure: `members` writes its members.
    pub fn structure(&mut self, members: impl FnOnce(&mut Self)) {
        if let Protocol::Query = self.service.protocol {
            return members(self);
        }
        self.body.push('{');
        members(self);
        self.body.push('}');
    }

    fn list<'a, T: Parameter + 'a>(&mut self, items: impl Iterator<Item = &'a T>) {
        if let Protocol::Query = self.service.protocol {
            for (at, item) in items.enumerate() {
                self.below(&(at + 1).to_string(), |writer| item.write(writer));
            }
            return;
        }
        self.body.push('[');
        for (at, item) in items.enumerate() {
            if at > 0 {
                self.body.push(',');
            }
            item.write(self);
        }
        self.body.push(']');
    }

    fn text(&mut self, text: &str) {
        if let Protocol::Query = self.service.protocol {
            self.body.push('&');
            self.body.push_str(&self.prefix);
            self.body.push('=');
            escape(&mut self.body, text, false);
        } else {
            self.json_text(text);
        }
    }

    fn plain(&mut self, value: impl Display) {
        if let Protocol::Query = self.service.protocol {
            self.text(&value.to_string());
        } else {
            // Writing to a string cannot fail.
            let _ = write!(self.body, "{value}");
        }
    }

    fn below(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        let length = self.prefix.len();
        if length > 0 {
            self.prefix.push('.');
        }
        self.prefix.push_str(name);
        write(self);
        self.prefix.truncate(length);
    }

    fn json_text(&mut self, text: &str) {
        self.body.push('"');
        for character in text.chars() {
            match character {
                '"' => self.body.push_str("\\\""),
                '\\' => self.body.push_str("\\\\"),
                '\u{0}'..='\u{1f}' => {
                    let _ = write!(self.body, "\\u{:04x}", u32::from(character));
                }
                other => self.body.push(other),
            }
        }
        self.body.push('"');
    }

    /// The request.
    pub(crate) fn finish(mut self) -> Result<HttpRequest, BoxError> {
        if self.uri.contains('{') {
            return Err(format!("the request lacks a part of its path, `{}`", self.uri).into());
        }
        let mut request = http::Request::builder()
            .method(self.operation.method)
            .uri(self.uri);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let content = match self.service.protocol {
            Protocol::Query => "application/x-www-form-urlencoded",
            Protocol::Json { version, target } => {
                self.body.push('}');
                let target = format!("{target}.{}", self.operation.name);
                request = request.header("x-amz-target", target);
                match version {
                    "1.0" => "application/x-amz-json-1.0",
                    _ => "application/x-amz-json-1.1",
                }
            }
            Protocol::RestJson if !self.body.is_empty() => {
                self.body.push('}');
                "application/json"
            }
            Protocol::RestJson | Protocol::RestXml => "",
        };
        if !content.is_empty() {
            request = request
                .header("content-type", content)
                .header("content-length", self.body.len());
        }
        Ok(request.body(SdkBody::from(self.body))?.try_into()?)
    }
}

/// Appends a text percent-encoded as signatures want it.
fn escape(to: &mut String, text: &str, keeps_slashes: bool) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                to.push(char::from(byte));
            }
            b'/' if keeps_slashes => to.push('/'),
            _ => {
                let _ = write!(to, "%{byte:02X}");
            }
        }
    }
}

impl Parameter for String {
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }
    fn texts(&self, each: &mut dyn FnMut(&str)) {
        each(self);
    }
}
impl Parameter for bool {
    fn write(&self, to: &mut Writer) {
        to.plain(self);
    }
    fn texts(&self, each: &mut dyn FnMut(&str)) {
        each(if *self { "true" } else { "false" });
    }
}
impl Parameter for i32 {
    fn write(&self, to: &mut Writer) {
        to.plain(self);
    }
    fn texts(&self, each: &mut dyn FnMut(&str)) {
        each(&self.to_string());
    }
}
impl Parameter for i64 {
    fn write(&self, to: &mut Writer) {
        to.plain(self);
    }
    fn texts(&self, each: &mut dyn FnMut(&str)) {
        each(&self.to_string());
    }
}
impl<T: Parameter> Parameter for Option<T> {
    fn write(&self, to: &mut Writer) {
        if let Some(value) = self {
            value.write(to);
        }
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
    fn texts(&self, each: &mut dyn FnMut(&str)) {
        if let Some(value) = self {
            value.texts(each);
        }
    }
}
impl<T: Parameter> Parameter for Vec<T> {
    fn write(&self, to: &mut Writer) {
        to.list(self.iter());
    }
    fn texts(&self, each: &mut dyn FnMut(&str)) {
        for item in self {
            item.texts(each);
        }
    }
}
impl<T: Parameter> Parameter for BTreeMap<String, T> {
    fn write(&self, to: &mut Writer) {
        to.structure(|writer| {
            for (key, value) in self {
                writer.member(key, value);
            }
        });
    }
}
