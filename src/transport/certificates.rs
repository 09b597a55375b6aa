//! Whom TLS trusts: Mozilla's bundled roots, the platform's, `NODE_EXTRA_CA_CERTS` and the option
//! `ca`. Verification is never off; `NODE_TLS_REJECT_UNAUTHORIZED` has no effect.

use std::sync::Arc;

use once_cell::sync::Lazy;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use super::trust::Trust;
use crate::error::{Error, ErrorKind};

/// The variable with which Node users name a file of further roots.
const NODE_EXTRA_CA_CERTS: &str = "NODE_EXTRA_CA_CERTS";

/// The platform's roots and those of the environment. Reading them takes some ms.
static MACHINE_ROOTS: Lazy<Vec<CertificateDer<'static>>> = Lazy::new(|| {
    // A machine without a readable store of its own is served by the bundled roots.
    let mut roots = rustls_native_certs::load_native_certs().certs;
    if let Some(file) = std::env::var_os(NODE_EXTRA_CA_CERTS) {
        // Node itself warns of a file it cannot read; a later `ca` still works.
        if let Ok(certificates) = CertificateDer::pem_file_iter(file) {
            roots.extend(certificates.flatten());
        }
    }
    roots
});

/// TLS settings that trust all roots and `ca` (PEM), and offer these protocols.
pub(super) fn tls(ca: Option<&str>, protocols: &[&[u8]]) -> Result<ClientConfig, Error> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let bundled = roots.len();
    for certificate in CertificateDer::pem_slice_iter(ca.unwrap_or_default().as_bytes()) {
        let added = certificate.ok().and_then(|certificate| roots.add(certificate).ok());
        added.ok_or_else(invalid_ca)?;
    }
    if ca.is_some() && roots.len() == bundled {
        return Err(invalid_ca());
    }
    config(roots, protocols).map_err(|cause| {
        Error::new(ErrorKind::Internal, "TLS could not be set up").caused_by(&cause)
    })
}

fn config(roots: RootCertStore, protocols: &[&[u8]]) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let trust = Trust::new(roots, || &MACHINE_ROOTS, Arc::clone(&provider))?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        // Not what it sounds like: the verifier is rustls' own, asked twice.
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(trust))
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    Ok(config)
}

fn invalid_ca() -> Error {
    Error::invalid("ca", "must be one or more certificates in PEM form")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ca_must_hold_a_certificate() {
        assert!(tls(None, &[b"h2"]).is_ok());
        for bad in ["", "rubbish", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"] {
            assert_eq!(tls(Some(bad), &[]).unwrap_err().field(), Some("ca"), "{bad}");
        }
    }

    #[test]
    fn the_machines_roots_are_not_read_for_settings() {
        tls(None, &[b"h2"]).unwrap();
        assert!(Lazy::get(&MACHINE_ROOTS).is_none());
    }
}
