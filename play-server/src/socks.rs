//! The server's side of SOCKS 5: RFC 1928 with CONNECT only, and the passwords of RFC 1929.

use crate::door::Door;
use crate::tunnel::carry;
use std::io::{Error, ErrorKind, Result};
use std::net::{Ipv4Addr, Ipv6Addr};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

const VERSION: u8 = 5;
const NO_PASSWORD: u8 = 0;
const PASSWORD: u8 = 2;
const NO_METHOD: u8 = 0xff;

/// Passwords have a version of their own.
const PASSWORD_VERSION: u8 = 1;

const CONNECT: u8 = 1;
const ADDRESS_4: u8 = 1;
const NAME: u8 = 3;
const ADDRESS_6: u8 = 4;

/// Answers to a request.
const GRANTED: u8 = 0;
const NO_CONNECTION: u8 = 5;
const NO_SUCH_COMMAND: u8 = 7;
const NO_SUCH_ADDRESS: u8 = 8;

pub(crate) async fn serve<S: AsyncRead + AsyncWrite + Unpin>(mut client: S, door: &Door) {
    let host = match requested(&mut client, door).await {
        Ok(host) => host,
        Err(error) => {
            // Who hangs up has not been refused.
            if error.kind() == ErrorKind::PermissionDenied {
                door.tally.refused();
            }
            return;
        }
    };
    door.tally.asked_for(&host);
    let server = door.route.connect().await;
    let code = if server.is_ok() { GRANTED } else { NO_CONNECTION };
    if let (Ok(()), Ok(server)) = (reply(&mut client, code).await, server) {
        carry(client, server).await;
    }
}

/// The host that a client wants to reach, once it has shown that it may.
async fn requested<S: AsyncRead + AsyncWrite + Unpin>(
    client: &mut S,
    door: &Door,
) -> Result<String> {
    expect_version(client, VERSION).await?;
    let offered = counted(client).await?;
    let method = if door.credentials.is_some() { PASSWORD } else { NO_PASSWORD };
    if !offered.contains(&method) {
        client.write_all(&[VERSION, NO_METHOD]).await?;
        return Err(refused());
    }
    client.write_all(&[VERSION, method]).await?;
    if method == PASSWORD {
        expect_version(client, PASSWORD_VERSION).await?;
        let (username, password) = (counted(client).await?, counted(client).await?);
        let admitted = door.admits(&username, &password);
        client.write_all(&[PASSWORD_VERSION, u8::from(!admitted)]).await?;
        if !admitted {
            return Err(refused());
        }
    }
    expect_version(client, VERSION).await?;
    let command = client.read_u8().await?;
    client.read_u8().await?; // reserved
    let host = match client.read_u8().await? {
        ADDRESS_4 => Ipv4Addr::from(client.read_u32().await?).to_string(),
        ADDRESS_6 => Ipv6Addr::from(client.read_u128().await?).to_string(),
        NAME => String::from_utf8_lossy(&counted(client).await?).into_owned(),
        _ => {
            reply(client, NO_SUCH_ADDRESS).await?;
            return Err(refused());
        }
    };
    client.read_u16().await?; // the port: all lead to the same
    if command != CONNECT {
        reply(client, NO_SUCH_COMMAND).await?;
        return Err(refused());
    }
    Ok(host)
}

async fn expect_version<S: AsyncRead + Unpin>(client: &mut S, version: u8) -> Result<()> {
    if client.read_u8().await? == version { Ok(()) } else { Err(refused()) }
}

/// Bytes that come with their number.
async fn counted<S: AsyncRead + Unpin>(client: &mut S) -> Result<Vec<u8>> {
    let mut bytes = vec![0; client.read_u8().await?.into()];
    client.read_exact(&mut bytes).await?;
    Ok(bytes)
}

/// Which address the proxy goes on from is nobody's business: zeros.
async fn reply<S: AsyncWrite + Unpin>(client: &mut S, code: u8) -> Result<()> {
    client.write_all(&[VERSION, code, 0, ADDRESS_4, 0, 0, 0, 0, 0, 0]).await
}

fn refused() -> Error {
    ErrorKind::PermissionDenied.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::door::{Credentials, Tally};
    use crate::tunnel::Route;
    use tokio::net::TcpListener;

    /// What a client gets that says all of this at once, and what was counted.
    async fn said(words: &[u8], has_password: bool) -> (Vec<u8>, serde_json::Value) {
        let echo = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let server = echo.local_addr().expect("an address");
        tokio::spawn(async move {
            let (mut stream, _) = echo.accept().await.expect("a connection");
            let (mut from, mut to) = stream.split();
            tokio::io::copy(&mut from, &mut to).await
        });
        let credentials = Credentials { username: "ann".into(), password: "b".into() };
        let door = Door {
            credentials: has_password.then_some(credentials),
            route: Route { from: Ipv4Addr::LOCALHOST, server },
            tally: Tally::default(),
        };
        let (mut client, proxy) = tokio::io::duplex(1024);
        client.write_all(words).await.expect("room");
        client.shutdown().await.expect("an end");
        serve(proxy, &door).await;
        let mut answers = Vec::new();
        client.read_to_end(&mut answers).await.expect("an end");
        (answers, door.tally.report())
    }

    const OK: [u8; 10] = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0];

    #[tokio::test]
    async fn names_and_addresses_lead_to_the_server() {
        let name = [&[5, 1, 0, 3, 9][..], b"localhost", &[1, 187]].concat();
        let four = vec![5, 1, 0, 1, 127, 0, 0, 1, 1, 187];
        let six = [&[5, 1, 0, 4][..], &[0; 15], &[1, 1, 187]].concat();
        for (request, by_name) in [(name, 1), (four, 0), (six, 0)] {
            let words = [&[5, 2, 0, 2][..], &request, b"hello"].concat();
            let (answers, tally) = said(&words, false).await;
            assert_eq!(answers, [&[5, 0][..], &OK, b"hello"].concat());
            assert_eq!((&tally["byName"], &tally["refused"]), (&by_name.into(), &0.into()));
        }
    }

    #[tokio::test]
    async fn a_password_is_asked_for_and_checked() {
        let request = [5, 1, 0, 1, 127, 0, 0, 1, 1, 187];
        let right = [&[5, 1, 2, 1, 3][..], b"ann", &[1], b"b", &request].concat();
        assert_eq!(said(&right, true).await.0, [&[5, 2, 1, 0][..], &OK].concat());
        let wrong = [&[5, 1, 2, 1, 3][..], b"ann", &[1], b"c", &request].concat();
        let (answers, tally) = said(&wrong, true).await;
        assert_eq!((answers, &tally["refused"]), (vec![5, 2, 1, 1], &1.into()));
        let (answers, tally) = said(&[5, 1, 0], true).await;
        assert_eq!((answers, &tally["refused"]), (vec![5, NO_METHOD], &1.into()));
    }

    #[tokio::test]
    async fn other_requests_are_refused() {
        let bind = [5, 1, 0, 5, 2, 0, 1, 127, 0, 0, 1, 1, 187];
        let of_no_kind = [5, 1, 0, 5, 1, 0, 9];
        for (words, code) in [(&bind[..], NO_SUCH_COMMAND), (&of_no_kind, NO_SUCH_ADDRESS)] {
            let (answers, tally) = said(words, false).await;
            assert_eq!((answers[3], &tally["refused"]), (code, &1.into()));
        }
        assert_eq!(said(&[4, 1], false).await.1["refused"], 1);
        assert_eq!(said(&[5], false).await.1["refused"], 0);
    }
}
