//! Clients, calls and pages.
use std::collections::HashSet;
use std::marker::PhantomData;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::Output;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_types::SdkConfig;

use crate::paging::{MOST_PAGES, Turn};
use crate::request::Writer;
use crate::runtime::{self, Runtime};
use crate::{Failure, Malformed, Operation, Service};

/// Why a call failed: AWS's error ([`Failure`]), a response that cannot be read ([`Malformed`] is
/// the source), a timeout, or no connection.
pub type Error = SdkError<Failure, HttpResponse>;

/// A service, as a type.
pub trait Of: Send + Sync + 'static {
    /// What AWS's model says of it.
    const SERVICE: &'static Service;
}

/// An operation with the members of its request.
pub trait Call: Sized + Send + Sync {
    /// The service that has the operation.
    type Service: Of;
    /// What is read of the response.
    type Response: std::fmt::Debug + Send + Sync + 'static;

    /// What AWS's model says of the operation.
    fn operation() -> &'static Operation;

    /// Writes the members of the request.
    #[doc(hidden)]
    fn write(&self, request: &mut Writer) -> Result<(), BoxError>;

    /// Turns the request into the one for the page that follows `page`, whose tokens it takes.
    #[doc(hidden)]
    fn turn(&mut self, _page: &mut Self::Response) -> Result<Turn, Malformed> {
        Ok(Turn::Last)
    }
    /// Appends the items of a page.
    #[doc(hidden)]
    fn append(_all: &mut Self::Response, _page: Self::Response) {}

    /// Sends the request, and those for all pages that follow. The items of all pages are one
    /// response, or the first error is the result: a list is never shortened.
    fn send(
        self,
        client: &Client<Self::Service>,
    ) -> impl Future<Output = Result<Self::Response, Error>> + Send {
        async move {
            let mut pages = self.pages(client);
            let Some(first) = pages.next().await else {
                return Err(unreadable(Malformed::new("there is no page")));
            };
            let mut all = first?;
            while let Some(page) = pages.next().await {
                Self::append(&mut all, page?);
            }
            Ok(all)
        }
    }

    /// The pages, one at a time.
    fn pages(self, client: &Client<Self::Service>) -> Pages<Self> {
        Pages {
            client: client.clone(),
            call: Some(self),
            seen: HashSet::new(),
            most: MOST_PAGES,
        }
    }
}

/// The pages of a list; an operation without pages has one. After an error there are no more.
#[derive(Debug)]
pub struct Pages<C: Call> {
    client: Client<C::Service>,
    call: Option<C>,
    seen: HashSet<u64>,
    most: usize,
}

impl<C: Call> Pages<C> {
    /// The same with another limit than [`MOST_PAGES`]. A list that has more pages ends in an
    /// error.
    #[must_use]
    pub fn at_most(self, pages: usize) -> Self {
        Self {
            most: pages,
            ..self
        }
    }

    /// The next page; `None` after the last one, and after an error. An error too where AWS refers
    /// to a page that was read before, or to pages without end.
    pub async fn next(&mut self) -> Option<Result<C::Response, Error>> {
        let mut call = self.call.take()?;
        let mut page = match self.client.page(&call).await {
            Ok(page) => page,
            Err(error) => return Some(Err(error)),
        };
        match call.turn(&mut page) {
            Err(malformed) => return Some(Err(unreadable(malformed))),
            Ok(Turn::Last) => {}
            Ok(Turn::Next(tokens)) => {
                if !self.seen.insert(tokens) {
                    let problem = "it refers to a page that was read before";
                    return Some(Err(unreadable(Malformed::new(problem))));
                }
                if self.seen.len() >= self.most {
                    let problem = format!("the list has more than {} pages", self.most);
                    return Some(Err(unreadable(Malformed::new(problem))));
                }
                self.call = Some(call);
            }
        }
        Some(Ok(page))
    }
}

/// Calls a service in one Region. Cheap to clone; clones share connections.
pub struct Client<S> {
    runtime: Runtime,
    service: PhantomData<fn() -> S>,
}

impl<S> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self {
            runtime: self.runtime.clone(),
            service: PhantomData,
        }
    }
}
impl<S> std::fmt::Debug for Client<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl<S: Of> Client<S> {
    /// With this configuration; the endpoint is resolved here, once.
    #[must_use]
    pub fn new(config: &SdkConfig) -> Self {
        Self {
            runtime: Runtime::new(config, S::SERVICE),
            service: PhantomData,
        }
    }

    /// Requests one page.
    async fn page<C: Call<Service = S>>(&self, call: &C) -> Result<C::Response, Error> {
        let operation = C::operation();
        let request = request(call).map_err(SdkError::construction_failure)?;
        let output: Output = self.runtime.send(operation, request).await?;
        let response = output.downcast();
        response.map_err(|_| unreadable(Malformed::new("it is of another type")))
    }
}

/// The request of a call, before it is signed.
pub(crate) fn request<C: Call>(call: &C) -> Result<HttpRequest, BoxError> {
    let mut writer = Writer::new(C::Service::SERVICE, C::operation());
    call.write(&mut writer)?;
    writer.finish()
}

fn unreadable(malformed: Malformed) -> Error {
    runtime::response_error(malformed)
}
