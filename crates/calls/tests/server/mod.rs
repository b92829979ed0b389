//! A server on this machine that sends what a test tells it to, byte by byte.
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;

/// What happens to one connection.
#[derive(Clone, Debug)]
pub enum Reply {
    /// These bytes are sent once the request was read, and the connection is closed.
    Bytes(Vec<u8>),
    /// The connection is reset before the request is read.
    Reset,
    /// The request is read, and nothing is sent for this long.
    Silence(Duration),
}

/// A response with the right length.
pub fn ok(body: &str) -> Reply {
    status(200, "OK", &[], body)
}

/// A response with a status and more headers.
pub fn status(code: u16, reason: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let mut head = format!("HTTP/1.1 {code} {reason}\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    if !headers.iter().any(|(name, _)| *name == "content-length") {
        let length = body.len().to_string();
        head.extend(["content-length: ", &length, "\r\n"]);
    }
    Reply::Bytes(format!("{head}\r\n{body}").into_bytes())
}

/// A server, and the requests that it read.
pub struct Server {
    pub url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Sends these replies, one a connection; the last one again and again.
    pub fn new(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&requests);
        std::thread::spawn(move || {
            for at in 0.. {
                let Ok((peer, _)) = listener.accept() else {
                    return;
                };
                let reply = replies[at.min(replies.len() - 1)].clone();
                let noted = Arc::clone(&noted);
                std::thread::spawn(move || serve(peer, reply, &noted));
            }
        });
        Self { url, requests }
    }

    /// The requests so far, head and body.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// A configuration of a client of this server.
    pub fn config(&self, attempts: u32) -> SdkConfig {
        let retries = RetryConfig::standard()
            .with_max_attempts(attempts)
            .with_initial_backoff(Duration::from_millis(1));
        let timeouts = TimeoutConfig::builder()
            .operation_attempt_timeout(Duration::from_millis(1500))
            .connect_timeout(Duration::from_secs(5));
        base("eu-west-1")
            .to_builder()
            .endpoint_url(&self.url)
            .retry_config(retries)
            .timeout_config(timeouts.build())
            .build()
    }
}

/// A configuration with credentials and a Region.
pub fn base(region: &str) -> SdkConfig {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .region(Region::new(region.to_owned()))
        .build()
}

fn serve(mut peer: TcpStream, reply: Reply, noted: &Mutex<Vec<String>>) {
    let Reply::Reset = reply else {
        let request = read(&mut peer);
        noted.lock().unwrap().push(request);
        match reply {
            Reply::Bytes(bytes) => drop(peer.write_all(&bytes)),
            Reply::Silence(time) => std::thread::sleep(time),
            Reply::Reset => {}
        }
        return;
    };
    // Closing with bytes that nobody read resets the connection.
    let _ = peer.peek(&mut [0; 1]);
    noted.lock().unwrap().push("(reset)".into());
}

/// The head and the body of a request.
fn read(peer: &mut TcpStream) -> String {
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                let is_length = name.eq_ignore_ascii_case("content-length");
                is_length.then(|| value.trim().parse::<usize>().unwrap())
            });
            if body.len() >= length.unwrap_or_default() {
                return text;
            }
        }
        match peer.read(&mut piece) {
            Ok(0) | Err(_) => return text,
            Ok(length) => bytes.extend_from_slice(&piece[..length]),
        }
    }
}
