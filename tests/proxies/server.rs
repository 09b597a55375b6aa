//! A server behind the proxies, which gives everybody the same answer, and the certificate that
//! servers and proxies share.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use rcgen::{CertificateParams, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::proxy::read_head;

pub(crate) const ANSWER: &[u8] = b"an answer";

#[derive(Clone, Copy)]
pub(crate) enum Speaks {
    H2,
    H1,
    PlainH1,
}

pub(crate) struct Certificate {
    pub(crate) pem: String,
    der: CertificateDer<'static>,
    key: Vec<u8>,
}

impl Certificate {
    /// For a name that only a proxy can resolve, and for this machine.
    pub(crate) fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let names = ["play.test".to_owned(), "localhost".to_owned()];
        let certificate = CertificateParams::new(names).unwrap().self_signed(&key).unwrap();
        Self { pem: certificate.pem(), der: certificate.der().clone(), key: key.serialize_der() }
    }

    pub(crate) fn acceptor(&self, protocol: &[u8]) -> TlsAcceptor {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let key = PrivateKeyDer::Pkcs8(self.key.clone().into());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![self.der.clone()], key)
            .unwrap();
        config.alpn_protocols = vec![protocol.to_vec()];
        TlsAcceptor::from(Arc::new(config))
    }
}

pub(crate) struct Server {
    pub(crate) port: u16,
    answered: Arc<AtomicUsize>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    pub(crate) async fn start(speaks: Speaks, certificate: &Certificate) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (answered, connections) = (Arc::default(), Arc::default());
        let server = Self { port, answered, connections };
        let acceptor = certificate.acceptor(match speaks {
            Speaks::H2 => b"h2",
            Speaks::H1 | Speaks::PlainH1 => b"http/1.1",
        });
        let (answered, connections) =
            (Arc::clone(&server.answered), Arc::clone(&server.connections));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, acceptor.clone(), speaks, Arc::clone(&answered)));
            }
        });
        server
    }

    pub(crate) fn answered(&self) -> usize {
        self.answered.load(Ordering::SeqCst)
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

async fn serve(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    speaks: Speaks,
    answered: Arc<AtomicUsize>,
) {
    match speaks {
        Speaks::PlainH1 => answer_h1(stream, &answered).await,
        Speaks::H1 => {
            // A client that offers h2 only is turned down here.
            let Ok(stream) = acceptor.accept(stream).await else { return };
            answer_h1(stream, &answered).await;
        }
        Speaks::H2 => {
            let stream = acceptor.accept(stream).await.unwrap();
            let mut connection = h2::server::handshake(stream).await.unwrap();
            while let Some(Ok((_, mut respond))) = connection.accept().await {
                let mut body = respond.send_response(http::Response::new(()), false).unwrap();
                body.send_data(Bytes::from_static(ANSWER), true).unwrap();
                answered.fetch_add(1, Ordering::SeqCst);
            }
        }
    }
}

/// Answers requests without a body.
async fn answer_h1(mut stream: impl AsyncRead + AsyncWrite + Unpin, answered: &AtomicUsize) {
    while read_head(&mut stream).await.is_some() {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", ANSWER.len());
        stream.write_all(&[head.as_bytes(), ANSWER].concat()).await.unwrap();
        answered.fetch_add(1, Ordering::SeqCst);
    }
}
