//! S3 Control puts the account's number before the host name; some hosts have no such names.
use aws_sdk_s3control::config::endpoint::{Endpoint, EndpointFuture, Params, ResolveEndpoint};

/// An endpoint that is used as it is: for hosts below which `111122223333.` does not resolve.
#[derive(Debug)]
pub(crate) struct Verbatim(pub String);

impl ResolveEndpoint for Verbatim {
    fn resolve_endpoint<'a>(&'a self, _: &'a Params) -> EndpointFuture<'a> {
        EndpointFuture::ready(Ok(Endpoint::builder().url(self.0.clone()).build()))
    }
}

/// Whether no name below this URL's host resolves: an address or `localhost`.
pub(crate) fn is_bare_host(url: &str) -> bool {
    let after = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = after.split(['/', '?']).next().unwrap_or_default();
    if host.starts_with('[') {
        return true;
    }
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_bare_host;

    #[test]
    fn bare_hosts() {
        for url in [
            "http://127.0.0.1:5000",
            "http://localhost:5000/",
            "http://[::1]:80",
            "http://10.0.0.1",
        ] {
            assert!(is_bare_host(url), "{url}");
        }
        for url in [
            "https://s3-control.eu-west-1.amazonaws.com",
            "https://vpce-1.s3.example:443/x",
        ] {
            assert!(!is_bare_host(url), "{url}");
        }
    }
}
