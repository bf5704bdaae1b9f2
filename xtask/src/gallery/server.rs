//! A web server for one folder, on this machine alone.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// Serves the files of a folder until the process ends, and returns the address that the server listens at.
pub(super) fn serve(folder: PathBuf) -> io::Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = format!("http://{}/", listener.local_addr()?);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let folder = folder.clone();
            // A browser opens connections ahead of what it asks for: none may hold up the others. One that it breaks off
            // is its own affair.
            std::thread::spawn(move || answer(&stream, &folder));
        }
    });
    Ok(address)
}

fn answer(mut stream: &TcpStream, folder: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut lines = BufReader::new(stream).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    for header in lines.by_ref() {
        if header?.is_empty() {
            break;
        }
    }
    let found = file(folder, &request).and_then(|path| Some((content_type(&path), std::fs::read(&path).ok()?)));
    let (status, (kind, body)) = match found {
        Some(found) => ("200 OK", found),
        None => ("404 Not Found", ("text/plain", b"not found".to_vec())),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}

/// The file that a request line asks for: a plain name in the folder, or its index.
fn file(folder: &Path, request: &str) -> Option<PathBuf> {
    let target = request.strip_prefix("GET /")?.split([' ', '?']).next()?;
    let name = if target.is_empty() { "index.html" } else { target };
    let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    plain.then(|| folder.join(name))
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("pdf") => "application/pdf",
        Some("csv") => "text/csv; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_stay_in_the_folder() {
        let name = |request: &str| file(Path::new("/f"), request);
        assert_eq!(name("GET / HTTP/1.1"), Some("/f/index.html".into()));
        assert_eq!(name("GET /a.csv?x HTTP/1.1"), Some("/f/a.csv".into()));
        assert_eq!(name("GET /../a HTTP/1.1"), None);
        assert_eq!(name("GET //etc/passwd HTTP/1.1"), None);
        assert_eq!(name("POST / HTTP/1.1"), None);
    }
}
