// @ts-check
/** Where flows differ from what nDPI's reader says, and why: capture, then `flows` or nDPI's protocol. */

/** @type {ReadonlyMap<string, readonly string[]>} */
export const KNOWN_NDPI_DIFFERENCES = new Map([
  [
    "Flows in a tunnel count by the innermost IP header; nDPI's reader stops at this one, or follows another tunnel.",
    [
      "capwap_data.pcapng flows",
      "false_positives.pcapng flows",
      "gre.pcapng flows",
      "http_origin_different_than_host.pcap flows",
      "teredo.pcap flows",
      "vxlan.pcap flows",
      "zoom.pcap flows",
    ],
  ],
  [
    "Damaged headers: what follows a length that contradicts itself is not read here, or not there.",
    [
      "fuzz-2006-06-26-2594.pcap flows",
      "fuzz-2006-09-29-28586.pcap flows",
      "kerberos_fuzz.pcapng Kerberos",
    ],
  ],
  [
    "nDPI's reader prints an IPv6 address with two gaps, which is none.",
    ["fuzz-2021-10-13.pcap flows", "stun.pcap flows"],
  ],
  [
    "STUN opens the flow, and content names a flow once; nDPI goes on to what is agreed on by it.",
    [
      "geforcenow.pcapng DTLS",
      "lru_ipv6_caches.pcapng RTCP",
      "stun.pcap DTLS",
      "stun_dtls_unidirectional_client.pcap DTLS",
      "stun_dtls_unidirectional_server.pcap DTLS",
      "stun_google_meet.pcapng DTLS",
      "stun_zoom.pcapng DTLS",
    ],
  ],
  [
    "RTP that no signalling of the same capture announces is 16 bits of evidence: not enough for a name.",
    [
      "false_positives.pcapng RTP",
      "fuzz-2006-06-26-2594.pcap RTP",
      "sip.pcap RTP",
      "skinny.pcap RTP",
    ],
  ],
  [
    "Encrypted from the first octet that was captured, on a port that is no evidence; nDPI knows the server's address.",
    ["jabber.pcap Jabber"],
  ],
  [
    "The flow is named after the protocol that begins it, nDPI's after the one that it turns into.",
    ["ftp-start-tls.pcap FTPS", "rdp_over_tls.pcap TLS"],
  ],
  ["Nothing but an announcement in another flow says what it is.", ["ftp.pcap FTP_DATA"]],
  [
    "Its own port or form is not among those that are known here.",
    [
      "cassandra.pcap Cassandra",

      "h323.pcap H323",
      "netflowv9.pcap NetFlow",
      "raknet.pcap RakNet",
    ],
  ],
  [
    "The capture begins in the middle of the connection, and no message of its first packets is one that only this protocol sends.",
    ["coap_mqtt.pcap MQTT"],
  ],
  [
    "nDPI remembers the peer from another flow (its cache of BitTorrent's addresses).",
    ["lru_ipv6_caches.pcapng BitTorrent"],
  ],
]);
