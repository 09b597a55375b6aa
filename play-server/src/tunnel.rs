//! What both sorts of proxies do in the end: carry bytes between a client and the server.

use std::io::Result;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::io::{AsyncRead, AsyncWrite, copy_bidirectional};
use tokio::net::{TcpSocket, TcpStream};

/// The only way that there is, whatever a client asks for.
pub(crate) struct Route {
    pub(crate) from: Ipv4Addr,
    pub(crate) server: SocketAddr,
}

impl Route {
    pub(crate) async fn connect(&self) -> Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        // Where there is no such address the system chooses one.
        let _ = socket.bind((self.from, 0).into());
        let stream = socket.connect(self.server).await?;
        let _ = stream.set_nodelay(true); // only makes it faster
        Ok(stream)
    }
}

/// Ends when both sides have, or either one fails.
pub(crate) async fn carry<S: AsyncRead + AsyncWrite + Unpin>(mut client: S, mut server: TcpStream) {
    let _ = copy_bidirectional(&mut client, &mut server).await; // each side sees what became of it
}
