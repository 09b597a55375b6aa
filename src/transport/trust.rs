//! Verifies a server's certificate with the roots at hand, and with the machine's too only where
//! those do not vouch for it: reading the machine's costs as much CPU as thirty lookups.

use std::sync::Arc;

use once_cell::sync::OnceCell;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

/// Where the machine's roots come from.
type Machine = fn() -> &'static [CertificateDer<'static>];

#[derive(Debug)]
pub(super) struct Trust {
    at_hand: Arc<RootCertStore>,
    machine: Machine,
    provider: Arc<CryptoProvider>,
    first: Arc<WebPkiServerVerifier>,
    /// With the machine's roots; made when the first does not vouch for a server.
    second: OnceCell<Arc<WebPkiServerVerifier>>,
}

impl Trust {
    pub(super) fn new(
        at_hand: RootCertStore,
        machine: Machine,
        provider: Arc<CryptoProvider>,
    ) -> Result<Self, Error> {
        let at_hand = Arc::new(at_hand);
        let first = verifier(Arc::clone(&at_hand), &provider)?;
        Ok(Self { at_hand, machine, provider, first, second: OnceCell::new() })
    }

    fn second(&self) -> Result<&Arc<WebPkiServerVerifier>, Error> {
        self.second.get_or_try_init(|| {
            let mut roots = RootCertStore::clone(&self.at_hand);
            roots.add_parsable_certificates((self.machine)().iter().cloned());
            verifier(Arc::new(roots), &self.provider)
        })
    }
}

fn verifier(
    roots: Arc<RootCertStore>,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, Error> {
    WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(provider))
        .build()
        .map_err(|cause| Error::General(cause.to_string()))
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match self.first.verify_server_cert(end_entity, intermediates, server, ocsp, now) {
            Err(Error::InvalidCertificate(_)) => {
                self.second()?.verify_server_cert(end_entity, intermediates, server, ocsp, now)
            }
            verdict => verdict,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.first.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.first.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.first.supported_verify_schemes()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use rcgen::{
        BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd,
    };
    use rustls::CertificateError;

    use super::*;

    type Authority = (CertificateDer<'static>, Issuer<'static, KeyPair>);

    fn authority(name: &str) -> Authority {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new([]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        (params.self_signed(&key).unwrap().into(), Issuer::new(params, key))
    }

    fn certificate(name: &str, last_year: i32, (_, issuer): &Authority) -> CertificateDer<'static> {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.not_after = date_time_ymd(last_year, 12, 31);
        params.signed_by(&KeyPair::generate().unwrap(), issuer).unwrap().into()
    }

    static MACHINE: OnceCell<Authority> = OnceCell::new();
    static ROOTS: OnceCell<[CertificateDer<'static>; 1]> = OnceCell::new();
    static READ: AtomicUsize = AtomicUsize::new(0);

    fn of_machine() -> &'static Authority {
        MACHINE.get_or_init(|| authority("machine"))
    }

    fn machine() -> &'static [CertificateDer<'static>] {
        READ.fetch_add(1, Ordering::SeqCst);
        ROOTS.get_or_init(|| [of_machine().0.clone()])
    }

    #[test]
    fn the_machines_roots_are_asked_where_those_at_hand_do_not_vouch() {
        let known = authority("at hand");
        let mut at_hand = RootCertStore::empty();
        at_hand.add(known.0.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let trust = Trust::new(at_hand, machine, provider).unwrap();
        let verdict = |certificate: &CertificateDer<'_>| {
            let server = ServerName::try_from("play.example").unwrap();
            match trust.verify_server_cert(certificate, &[], &server, &[], UnixTime::now()) {
                Err(Error::InvalidCertificate(error)) => Some(error),
                verdict => verdict.map(|_| None).unwrap(),
            }
        };

        assert_eq!(verdict(&certificate("play.example", 2090, &known)), None);
        assert_eq!(READ.load(Ordering::SeqCst), 0);

        assert_eq!(verdict(&certificate("play.example", 2090, of_machine())), None);
        for authority in [&known, of_machine()] {
            assert!(matches!(
                verdict(&certificate("other.example", 2090, authority)),
                Some(CertificateError::NotValidForNameContext { .. })
            ));
            assert!(matches!(
                verdict(&certificate("play.example", 2020, authority)),
                Some(CertificateError::ExpiredContext { .. })
            ));
        }
        let stranger = certificate("play.example", 2090, &authority("stranger"));
        assert_eq!(verdict(&stranger), Some(CertificateError::UnknownIssuer));
        assert_eq!(READ.load(Ordering::SeqCst), 1);
    }
}
