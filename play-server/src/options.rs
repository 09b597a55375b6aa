//! The command line.

pub(crate) const USAGE: &str = "usage: play-server [--port N] [--plain] [--protocols h2,http/1.1]";

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// 0: any free one.
    pub(crate) port: u16,
    /// No TLS.
    pub(crate) plain: bool,
    /// What ALPN offers and the connections speak.
    pub(crate) protocols: Vec<String>,
}

impl Options {
    pub(crate) fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options =
            Self { port: 0, plain: false, protocols: vec!["h2".into(), "http/1.1".into()] };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--plain" => options.plain = true,
                "--port" => {
                    let number = arguments.next().unwrap_or_default();
                    options.port =
                        number.parse().map_err(|_| format!("'{number}' is not a port."))?;
                }
                "--protocols" => {
                    let list = arguments.next().unwrap_or_default();
                    options.protocols = list.split(',').map(String::from).collect();
                    if let Some(name) = options
                        .protocols
                        .iter()
                        .find(|name| !["h2", "http/1.1"].contains(&name.as_str()))
                    {
                        return Err(format!("'{name}' is not a protocol that this server speaks."));
                    }
                }
                other => return Err(format!("'{other}' is not an option.")),
            }
        }
        Ok(options)
    }

    pub(crate) fn speaks(&self, protocol: &str) -> bool {
        self.protocols.iter().any(|name| name == protocol)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Options, String> {
        Options::parse(arguments.iter().map(|argument| (*argument).to_owned()))
    }

    #[test]
    fn reads_what_it_knows_and_refuses_the_rest() {
        let options = parse(&["--port", "8443", "--protocols", "http/1.1"]).expect("valid");
        assert_eq!(
            (options.port, options.plain, options.speaks("h2"), options.speaks("http/1.1")),
            (8443, false, false, true)
        );
        assert!(parse(&["--plain"]).expect("valid").plain);
        for wrong in [
            &["--port"][..],
            &["--port", "x"],
            &["--protocols", "h3"],
            &["--protocols"],
            &["serve"],
        ] {
            assert!(parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
