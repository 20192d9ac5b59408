//! Which addresses a webhook may be called at: public ones, so that nobody with an account makes this server reach what only it can reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// The URL, if it may be called; the reason, if not. What its name resolves to is looked at again at each call.
pub fn check(url: &str, private: bool) -> Result<Url, String> {
    let parsed = Url::parse(url).map_err(|error| format!("{url} is no URL: {error}"))?;
    let encrypted = parsed.scheme() == "https" || (private && parsed.scheme() == "http");
    if !encrypted {
        return Err(format!("{url}: a webhook is called over https"));
    }
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err("a webhook's URL holds no password: its calls are signed".to_owned());
    }
    let address = match parsed.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address),
        Some(Host::Ipv6(address)) => IpAddr::V6(address),
        Some(Host::Domain(_)) => return Ok(parsed),
        None => return Err(format!("{url} names no host")),
    };
    if private || is_public(address) { Ok(parsed) } else { Err(format!("{address} is no public address")) }
}

/// Reachable by everybody: none of the special-purpose ranges of RFC 6890 and its successors.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19));
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inside) = address.to_ipv4_mapped() {
        return is_public_v4(inside);
    }
    let [first, second, third, ..] = address.segments();
    // Only 2000::/3 is given out; of it not documentation, Teredo and other protocol ranges, nor 6to4, which carries an IPv4 address.
    let given_out = (0x2000..0x4000).contains(&first);
    let special = (first == 0x2001 && (second < 0x0200 || second == 0x0db8))
        || first == 0x2002
        || (first == 0x3fff && second < 0x1000)
        || (first == 0x2620 && second == 0x004f && third == 0x8000);
    given_out && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_everybody_reaches_is_public() {
        for (address, public) in [
            ("1.1.1.1", true),
            ("100.63.0.1", true),
            ("172.32.0.1", true),
            ("0.0.0.0", false),
            ("10.1.2.3", false),
            ("100.64.0.1", false),
            ("127.0.0.1", false),
            ("169.254.169.254", false),
            ("172.16.0.1", false),
            ("192.0.0.8", false),
            ("192.168.1.1", false),
            ("198.18.0.1", false),
            ("203.0.113.5", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("2606:4700::1111", true),
            ("::", false),
            ("::1", false),
            ("::ffff:10.0.0.1", false),
            ("::ffff:1.1.1.1", true),
            ("64:ff9b::a00:1", false),
            ("fc00::1", false),
            ("fe80::1", false),
            ("ff02::1", false),
            ("2001:db8::1", false),
            ("2001::1", false),
            ("2002:a00:1::", false),
        ] {
            assert_eq!(is_public(address.parse().expect("an address")), public, "{address}");
        }
    }

    #[test]
    fn urls_are_https_at_public_places() {
        for (url, private, good) in [
            ("https://hooks.example.org/x", false, true),
            ("http://hooks.example.org/x", false, false),
            ("http://hooks.example.org/x", true, true),
            ("https://127.0.0.1/x", false, false),
            ("https://0x7f.1/x", false, false),
            ("https://2130706433/x", false, false),
            ("https://[::1]/x", false, false),
            ("http://127.0.0.1:99/x", true, true),
            ("https://user:secret@hooks.example.org/", false, false),
            ("ftp://hooks.example.org", true, false),
            ("hooks.example.org", false, false),
        ] {
            assert_eq!(check(url, private).is_ok(), good, "{url}");
        }
    }
}
