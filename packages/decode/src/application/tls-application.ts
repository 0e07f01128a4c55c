/** What TLS carries: the protocol that ALPN settled (RFC 7301), or else the one that the port stands for. */

/** IANA's "TLS Application-Layer Protocol Negotiation (ALPN) Protocol IDs", as far as they are in use. */
const BY_ALPN: Readonly<Record<string, string>> = {
  "http/1.0": "Hypertext Transfer Protocol",
  "http/1.1": "Hypertext Transfer Protocol",
  h2: "HyperText Transfer Protocol 2",
  imap: "Internet Message Access Protocol",
  pop3: "Post Office Protocol",
  ftp: "File Transfer Protocol (FTP)",
  dot: "Domain Name System",
  mqtt: "MQ Telemetry Transport Protocol",
  "xmpp-client": "XMPP Protocol",
  irc: "Internet Relay Chat",
  postgresql: "PostgreSQL",
  "sip/2": "Session Initiation Protocol",
};

const BY_PORT: Readonly<Record<number, string>> = {
  443: "Hypertext Transfer Protocol",
  465: "Simple Mail Transfer Protocol",
  636: "Lightweight Directory Access Protocol",
  853: "Domain Name System",
  993: "Internet Message Access Protocol",
  995: "Post Office Protocol",
  5061: "Session Initiation Protocol",
  5671: "Advanced Message Queueing Protocol",
  8883: "MQ Telemetry Transport Protocol",
};

/** The protocol's name in words; undefined where nothing tells. */
export function applicationName(
  alpn: string,
  sourcePort: number,
  destinationPort: number,
): string | undefined {
  return BY_ALPN[alpn] ?? BY_PORT[sourcePort] ?? BY_PORT[destinationPort];
}
