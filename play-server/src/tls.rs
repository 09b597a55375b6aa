//! A certificate of our own, made at every start and trusted by nobody who is not told to.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use std::error::Error;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// Names and addresses that the server may be asked for; the last one only through a proxy.
const HOSTS: [&str; 3] = ["localhost", "127.0.0.1", "play.google.com"];

/// Signs for the server and for its proxies.
pub(crate) struct Authority {
    /// Its certificate as PEM, for clients.
    pub(crate) pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new() -> Result<Self, rcgen::Error> {
        let mut authority = CertificateParams::default();
        authority.distinguished_name.push(DnType::CommonName, "play-server test authority");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.key_usages =
            vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let key = KeyPair::generate()?;
        let pem = authority.self_signed(&key)?.pem();
        Ok(Self { pem, issuer: Issuer::new(authority, key) })
    }

    pub(crate) fn acceptor(&self, protocols: &[String]) -> Result<TlsAcceptor, Box<dyn Error>> {
        let key = KeyPair::generate()?;
        let leaf = CertificateParams::new(HOSTS.map(String::from))?;
        let certificate = leaf.signed_by(&key, &self.issuer)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::Pkcs8(key.serialize_der().into()),
            )?;
        config.alpn_protocols = protocols.iter().map(|name| name.clone().into_bytes()).collect();
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}
