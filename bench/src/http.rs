//! Just enough of HTTP/1.1: requests with a length, answers with a length, connections kept open.
use anyhow::{Context, Result};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A request: method, path with query, the operation where a header names it, body.
pub struct Request {
    pub method: String,
    pub path: String,
    pub operation: String,
    pub body: String,
}

/// Status, one header and body.
pub struct Answer {
    pub status: u16,
    pub header: String,
    pub body: String,
}

/// A server on a free port; it ends with this value.
pub struct Server {
    pub port: u16,
    accepting: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Answers every request on a port of its own.
pub async fn serve<R, F>(answer: R) -> Result<Server>
where
    R: Fn(Request) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Answer> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let accepting = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let answer = answer.clone();
            // A connection that ends, however it ends, ends nothing else.
            tokio::spawn(async move { connection(stream, answer).await.ok() });
        }
    });
    Ok(Server { port, accepting })
}

async fn connection<F: Future<Output = Answer>>(
    stream: TcpStream,
    answer: impl Fn(Request) -> F,
) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    while let Some(request) = request(&mut stream).await? {
        let Answer {
            status,
            header,
            body,
        } = answer(request).await;
        let length = body.len();
        let response =
            format!("HTTP/1.1 {status} OK\r\n{header}content-length: {length}\r\n\r\n{body}");
        stream.write_all(response.as_bytes()).await?;
    }
    Ok(())
}

async fn request(stream: &mut BufReader<TcpStream>) -> Result<Option<Request>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace().map(ToOwned::to_owned);
    let (method, path) = words.next().zip(words.next()).context("no request line")?;
    let (mut length, mut operation) = (0, String::new());
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).await?;
        let Some((name, value)) = header.trim().split_once(':') else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse()?;
        }
        if name.eq_ignore_ascii_case("x-amz-target") {
            // As `DynamoDB_20120810.Query`.
            operation = value.rsplit('.').next().unwrap_or_default().trim().into();
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    let body = String::from_utf8(body)?;
    Ok(Some(Request {
        method,
        path,
        operation,
        body,
    }))
}

pub fn ok(body: &str) -> Answer {
    Answer {
        status: 200,
        header: String::new(),
        body: body.into(),
    }
}

pub fn missing(code: &str) -> Answer {
    let error = format!("<Code>{code}</Code><Message>none</Message>");
    Answer {
        status: 404,
        header: String::new(),
        body: format!("<ErrorResponse>{error}<Error>{error}</Error></ErrorResponse>"),
    }
}
